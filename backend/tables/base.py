"""What every table shares: names of constraints, a time-ordered key, text columns with closed lists."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, MetaData, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Instant = Annotated[datetime, mapped_column(TIMESTAMP(timezone=True))]
RecordedAt = Annotated[
    datetime, mapped_column(TIMESTAMP(timezone=True), server_default=text("app.now()"))
]


class Base(DeclarativeBase):
    """Every table has the key `id` (UUIDv7): the change log relies on it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text,
        list[str]: ARRAY(Text),
        list[str | None]: ARRAY(Text),
        list[int]: ARRAY(Integer),
    }
    __mapper_args__ = {"eager_defaults": True}

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the CHECK of a closed list (native enums are invisible to autogenerate)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")

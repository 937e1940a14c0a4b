"""The one log: every change of every table, written by triggers in the same transaction (architecture.md 2.2a)."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from backend.tables.base import Base, Instant, RecordedAt, one_of


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id: never wraps, orders commits below the snapshot horizon."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class Change(Base):
    """Cursor of the feed = (tx, seq). `at` follows the clock of the product, `recorded_at` the wall clock."""

    __tablename__ = "change"
    tx: Mapped[int] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    at: Mapped[RecordedAt]
    recorded_at: Mapped[Instant] = mapped_column(server_default=text("clock_timestamp()"))
    person_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    database_role: Mapped[str]
    table_name: Mapped[str]
    entity_id: Mapped[UUID]
    natural_key: Mapped[str | None]
    school_id: Mapped[UUID | None]
    operation: Mapped[str]
    old: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    new: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    __table_args__ = (
        one_of("operation", ("insert", "update", "delete")),
        UniqueConstraint("tx", "seq"),
        Index("ix_change_table_name_entity_id", "table_name", "entity_id"),
        Index("ix_change_at", "at"),
        Index(
            "ix_change_results",
            "tx",
            "seq",
            postgresql_where=text(
                "table_name in ('protocol', 'work', 'scale', 'subject', 'school', 'municipality',"
                " 'territorial_office', 'region', 'school_class', 'assignment')"
            ),
        ),
    )

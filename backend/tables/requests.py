"""What was answered to a request that a client may send again under the same `Idempotency-Key`."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, RecordedAt


class RequestKey(Base):
    """One request that had its effect, written in the transaction of the effect; removed after some days."""

    __tablename__ = "request_key"
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    client_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("machine_client.id", ondelete="RESTRICT")
    )
    operation: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    """SHA-256 of everything the request asked for: the same key with another one is a mistake of the client."""
    status: Mapped[int] = mapped_column(SmallInteger)
    location: Mapped[str | None]
    reply: Mapped[str]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint(
            "person_id", "client_id", "operation", "key",
            name="uq_request_key_sender", postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(person_id, client_id) = 1", name="sender"),
    )  # fmt: skip

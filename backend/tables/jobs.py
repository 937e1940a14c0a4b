"""Durable background work: a row committed with the request that asks for it (decision note 0004)."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

JOB_STATES = ("queued", "running", "done", "dead", "cancelled")


class Job(Base):
    """`attempt` is the fencing token: a worker that lost its lease cannot finish the job."""

    __tablename__ = "job"
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    client_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("machine_client.id", ondelete="RESTRICT")
    )
    request_id: Mapped[str | None]
    created_at: Mapped[RecordedAt]
    run_at: Mapped[Instant] = mapped_column(server_default=text("clock_timestamp()"))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    lease_until: Mapped[Instant | None]
    progress_done: Mapped[int] = mapped_column(server_default=text("0"))
    progress_total: Mapped[int | None]
    progress_text: Mapped[str] = mapped_column(server_default=text("''"))
    error: Mapped[str | None]
    finished_at: Mapped[Instant | None]
    __table_args__ = (
        one_of("state", JOB_STATES),
        CheckConstraint("progress_done >= 0 and attempt >= 0", name="counters"),
        Index("ix_job_run_at", "run_at", postgresql_where=text("state in ('queued', 'running')")),
    )

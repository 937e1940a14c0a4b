"""What was agreed: who does what by when, who checks it, and how it stood at the next visit."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

PRIORITIES = ("high", "medium", "low")
ACTION_POINT_STATES = ("open", "done", "verified", "cancelled")
CHECK_OUTCOMES = ("done", "partly", "not_done")


class ActionPoint(Base):
    """An agreement with an assignee; who checks it is never who did it."""

    __tablename__ = "action_point"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    """The visit at which it was agreed."""
    factor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("risk_factor.id", ondelete="RESTRICT")
    )
    text: Mapped[str]
    priority: Mapped[str]
    assignee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    due_on: Mapped[date]
    state: Mapped[str]
    done_on: Mapped[date | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    evidence_text: Mapped[str | None]
    file_sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]
    media_type: Mapped[str | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    verified_at: Mapped[Instant | None]
    reason: Mapped[str | None]
    """Why it was returned to work or cancelled, the last time."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("priority", PRIORITIES),
        one_of("state", ACTION_POINT_STATES),
        CheckConstraint(
            "num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)", name="whole_file"
        ),
        CheckConstraint(
            "state not in ('done', 'verified') or (done_on is not null and evidence_text is not null)",
            name="done_is_shown",
        ),
        CheckConstraint(
            "(state = 'verified') = (verified_by_id is not null)", name="verified_by_somebody"
        ),
        CheckConstraint(
            "verified_by_id <> done_by_id and verified_by_id <> assignee_id",
            name="verified_by_another",
        ),
        Index("ix_action_point_school_id", "school_id"),
        Index("ix_action_point_assignee_id", "assignee_id"),
    )


class ActionPointCheck(Base):
    """How an agreement stood at a later visit: it rolls on from visit to visit until it is verified."""

    __tablename__ = "action_point_check"
    action_point_id: Mapped[UUID] = mapped_column(
        ForeignKey("action_point.id", ondelete="RESTRICT")
    )
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    outcome: Mapped[str]
    note: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    checked_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("action_point_id", "visit_id"),
        one_of("outcome", CHECK_OUTCOMES),
        Index("ix_action_point_check_visit_id", "visit_id"),
    )


class ActionPointStep(Base):
    """Who moved an agreement when, from which state to which, and why. Only added to."""

    __tablename__ = "action_point_step"
    action_point_id: Mapped[UUID] = mapped_column(
        ForeignKey("action_point.id", ondelete="RESTRICT")
    )
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_action_point_step_action_point_id", "action_point_id"),)

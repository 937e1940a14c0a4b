"""Visits of curators to schools: plan, entries field by field, findings, files; the bank of questions."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

VISIT_STATES = (
    "planned",
    "confirmed",
    "held",
    "report_draft",
    "submitted",
    "returned",
    "approved",
    "cancelled",
)
ANSWER_KINDS = ("yes_partly_no", "number", "text")
FINDING_KINDS = ("strength", "problem")


class VisitQuestion(Base):
    """A question of the checklist; `bank` = version of the bank, `factor_id` NULL = asked of every school."""

    __tablename__ = "visit_question"
    code: Mapped[str]
    bank: Mapped[int]
    factor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("risk_factor.id", ondelete="RESTRICT")
    )
    section: Mapped[str]
    text: Mapped[str]
    hint: Mapped[str | None]
    answer_kind: Mapped[str]
    position: Mapped[int]
    source: Mapped[str]
    confidence: Mapped[str]
    __table_args__ = (UniqueConstraint("bank", "code"), one_of("answer_kind", ANSWER_KINDS))


class Visit(Base):
    """One visit. `held_on` = the day it took place (event date), `held_recorded_at` = when that was written down."""

    __tablename__ = "visit"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """The curator (or mentor) who goes."""
    state: Mapped[str]
    purpose: Mapped[str]
    planned_on: Mapped[date]
    planned_time: Mapped[str | None]
    """«10:00», local time of the school."""
    bank: Mapped[int]
    confirmed_at: Mapped[Instant | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    held_on: Mapped[date | None]
    held_recorded_at: Mapped[Instant | None]
    medk_marked_on: Mapped[date | None]
    """When the curator put his mark into МЭДК (500+.4); issue F lets МЭДК say it itself."""
    submitted_at: Mapped[Instant | None]
    submitted_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    school_answer: Mapped[str | None]
    """agrees | objects: what the school says to the report before it is closed."""
    school_comment: Mapped[str | None]
    school_answered_at: Mapped[Instant | None]
    school_answered_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    approved_on: Mapped[date | None]
    decided_at: Mapped[Instant | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reason: Mapped[str | None]
    """Why it was returned or cancelled, the last time."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("state", VISIT_STATES),
        one_of("school_answer", ("agrees", "objects")),
        CheckConstraint(
            "(state in ('planned', 'confirmed')) = (held_on is null) or state = 'cancelled'",
            name="held_on_given",
        ),
        CheckConstraint(
            "(state = 'approved') = (approved_on is not null)", name="approved_on_given"
        ),
        CheckConstraint(
            "submitted_by_id <> decided_by_id or state <> 'approved'", name="approved_by_another"
        ),
        CheckConstraint(
            "state not in ('returned', 'cancelled') or reason is not null", name="reason_given"
        ),
        Index("ix_visit_school_id", "school_id"),
        Index("ix_visit_person_id", "person_id"),
    )


class VisitEntry(Base):
    """One field of a visit with its own version, so that two people who write at once lose nothing.

    `field`: summary, participants, programme, conclusions, recommendations, or `answer:<question code>`.
    """

    __tablename__ = "visit_entry"
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    field: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """{"text": …} or, for an answer, {"choice": yes|partly|no|null, "number": …, "text": …}."""
    version: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    changed_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("visit_id", "field"),
        CheckConstraint("version >= 1", name="version_counts"),
        Index("ix_visit_entry_school_id", "school_id"),
    )


class VisitFinding(Base):
    """What was seen; the id comes from the device, so that sending it twice is one finding."""

    __tablename__ = "visit_finding"
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("risk_factor.id", ondelete="RESTRICT")
    )
    kind: Mapped[str]
    text: Mapped[str]
    is_withdrawn: Mapped[bool]
    version: Mapped[int]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    changed_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("kind", FINDING_KINDS),
        Index("ix_visit_finding_visit_id", "visit_id"),
        Index("ix_visit_finding_school_id", "school_id"),
    )


class VisitFile(Base):
    """A photo or paper that shows a finding (or the visit as a whole); the id comes from the device."""

    __tablename__ = "visit_file"
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    finding_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("visit_finding.id", ondelete="RESTRICT")
    )
    file_sha256: Mapped[str]
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    added_at: Mapped[RecordedAt]
    __table_args__ = (
        Index("ix_visit_file_visit_id", "visit_id"),
        Index("ix_visit_file_school_id", "school_id"),
    )


class VisitStep(Base):
    """Who moved a visit when, from which state to which, and why. Only added to."""

    __tablename__ = "visit_step"
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_visit_step_visit_id", "visit_id"),)

"""Anti-risk programmes as data: factor → goal → measures of two stages → confirmations (domain.md 1.4)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

PROGRAMME_STATES = ("draft", "submitted", "returned", "accepted")
MEASURE_STATES = ("planned", "submitted", "returned", "confirmed")


class RiskProgramme(Base):
    """What a school does about one factor in one cycle; indicator with baseline, target and unit."""

    __tablename__ = "risk_programme"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("risk_factor.id", ondelete="RESTRICT"))
    cycle: Mapped[int]
    state: Mapped[str]
    goal: Mapped[str]
    indicator: Mapped[str | None]
    indicator_unit: Mapped[str | None]
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    target: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    submitted_at: Mapped[Instant | None]
    submitted_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    accepted_on: Mapped[date | None]
    matches_concept: Mapped[bool | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str | None]
    version: Mapped[int]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("school_id", "cycle", "factor_id"),
        one_of("state", PROGRAMME_STATES),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint(
            "(state = 'accepted') = (accepted_on is not null)", name="accepted_on_given"
        ),
        CheckConstraint("state <> 'returned' or reason is not null", name="reason_given"),
        CheckConstraint(
            "state <> 'accepted' or submitted_by_id <> decided_by_id", name="accepted_by_another"
        ),
    )


class ProgrammeMeasure(Base):
    """One measure: what, until when, by whom, how it is shown; confirmed by the curator at its stage (1 or 2)."""

    __tablename__ = "programme_measure"
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("risk_programme.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    stage: Mapped[int]
    position: Mapped[int]
    task: Mapped[str | None]
    title: Mapped[str]
    due_on: Mapped[date | None]
    responsible: Mapped[str | None]
    participants: Mapped[str | None]
    evidence_kind: Mapped[str | None]
    """What will show that it was done: «приказ», «справка», «фото» …"""
    indicator: Mapped[str | None]
    state: Mapped[str]
    done_on: Mapped[date | None]
    evidence_text: Mapped[str | None]
    link_url: Mapped[str | None]
    file_sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]
    media_type: Mapped[str | None]
    submitted_at: Mapped[Instant | None]
    submitted_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    confirmed_on: Mapped[date | None]
    decided_at: Mapped[Instant | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reason: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("programme_id", "position"),
        one_of("state", MEASURE_STATES),
        CheckConstraint("stage in (1, 2)", name="stage_known"),
        CheckConstraint(
            "num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)", name="whole_file"
        ),
        CheckConstraint(
            "state not in ('submitted', 'confirmed') or (done_on is not null and evidence_text is not null)",
            name="done_is_shown",
        ),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_on is not null)", name="confirmed_on_given"
        ),
        CheckConstraint(
            "state <> 'confirmed' or submitted_by_id <> decided_by_id", name="confirmed_by_another"
        ),
        Index("ix_programme_measure_school_id", "school_id"),
    )


class ProgrammeStep(Base):
    """Who moved a programme or (measure given) one of its measures when, and why. Only added to."""

    __tablename__ = "programme_step"
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("risk_programme.id", ondelete="RESTRICT"))
    measure_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("programme_measure.id", ondelete="SET NULL")
    )
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_programme_step_programme_id", "programme_id"),)

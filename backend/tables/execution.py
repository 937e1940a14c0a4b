"""Carrying plans out: facts and evidence, occurrences of windows, moved deadlines, locks, frozen values."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

EVIDENCE_STATES = ("submitted", "accepted", "returned", "revoked")
EVIDENCE_KINDS = ("file", "link", "requisites", "system")
FACT_SUBJECTS = ("school", "curator", "office")
OCCURRENCE_STATES = (
    "planned",
    "in_progress",
    "reported",
    "accepted",
    "returned",
    "cancelled",
)


class FactKind(Base):
    """What can be a fact, about whom, how it is called, and which facts must come first.

    `counts_people`: the fact carries «5 of 8». `is_derived`: it follows from other records, evidence cannot show it.
    `is_per_row`: it counts only for the row it was offered on; others count wherever they are asked for.
    """

    __tablename__ = "fact_kind"
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    missing_text: Mapped[str]
    requires: Mapped[list[str]]
    about: Mapped[str]
    counts_people: Mapped[bool]
    is_derived: Mapped[bool]
    is_per_row: Mapped[bool]
    position: Mapped[int]
    __table_args__ = (one_of("about", FACT_SUBJECTS),)


class Occurrence(Base):
    """The carrying out of one window (lineage and slot) by the office (school NULL) or a school.

    A row exists from the first act on; without it the occurrence is planned. Overdue is computed, never stored.
    """

    __tablename__ = "occurrence"
    lineage_id: Mapped[UUID] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    slot: Mapped[int]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    state: Mapped[str]
    done_on: Mapped[date | None]
    comment: Mapped[str | None]
    reported_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    __table_args__ = (
        UniqueConstraint("lineage_id", "slot", "school_id", postgresql_nulls_not_distinct=True),
        one_of("state", OCCURRENCE_STATES),
        CheckConstraint(
            "state not in ('reported', 'accepted') or done_on is not null", name="done_on_given"
        ),
        Index("ix_occurrence_school_id", "school_id"),
    )


class OccurrenceStep(Base):
    """Who moved an occurrence when, from which state to which, and why. Only added to."""

    __tablename__ = "occurrence_step"
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrence.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_occurrence_step_occurrence_id", "occurrence_id"),)


class Evidence(Base):
    """A fact offered: about a school, about a curator, or (both NULL) about the office's row; only accepted ones count.

    `lineage_id` and `slot`: the row and window it was offered for; NULL = a fact about the school wherever it counts.
    """

    __tablename__ = "evidence"
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    about_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    fact_kind_id: Mapped[UUID] = mapped_column(ForeignKey("fact_kind.id", ondelete="RESTRICT"))
    lineage_id: Mapped[UUID | None] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    slot: Mapped[int | None]
    kind: Mapped[str]
    state: Mapped[str]
    occurred_on: Mapped[date]
    basis: Mapped[str]
    file_sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]
    media_type: Mapped[str | None]
    link_url: Mapped[str | None]
    counted: Mapped[int | None]
    of_total: Mapped[int | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    decided_at: Mapped[Instant | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decision_reason: Mapped[str | None]
    __table_args__ = (
        one_of("state", EVIDENCE_STATES),
        one_of("kind", EVIDENCE_KINDS),
        CheckConstraint(
            "num_nonnulls(school_id, about_person_id) <= 1"
            " and (num_nonnulls(school_id, about_person_id) = 1 or lineage_id is not null)",
            name="about_somebody",
        ),
        CheckConstraint(
            "(kind = 'file') = (file_sha256 is not null) and (kind = 'link') = (link_url is not null)"
            " and num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)",
            name="shown_by",
        ),
        CheckConstraint(
            "num_nulls(counted, of_total) in (0, 2) and counted >= 0 and counted <= of_total",
            name="heads",
        ),
        CheckConstraint("slot is null or lineage_id is not null", name="slot_of_row"),
        Index("ix_evidence_school_id_fact_kind_id", "school_id", "fact_kind_id"),
        Index("ix_evidence_lineage_id", "lineage_id"),
    )


class Reschedule(Base):
    """A deadline moved, for everybody (school NULL) or one school; the newest counts, the act's words stay. Only added to."""

    __tablename__ = "reschedule"
    lineage_id: Mapped[UUID] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    slot: Mapped[int]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str]
    basis: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        CheckConstraint("to_on <> from_on", name="moved"),
        CheckConstraint("length(reason) >= 3", name="reason_given"),
        Index("ix_reschedule_lineage_id_slot", "lineage_id", "slot"),
    )


class PeriodLock(Base):
    """Closed for changes: a school, an edition, deadlines of a period, or their combination; NULL = all of them."""

    __tablename__ = "period_lock"
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    reason: Mapped[str]
    locked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    locked_at: Mapped[RecordedAt]
    released_at: Mapped[Instant | None]
    released_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    release_reason: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint(
            "num_nonnulls(edition_id, school_id, starts_on, ends_on) > 0", name="closes_something"
        ),
        CheckConstraint(
            "(released_at is null) = (release_reason is null)", name="release_reason_given"
        ),
        Index("ix_period_lock_plan_id", "plan_id"),
    )


class FrozenValue(Base):
    """An expected result as it was when its deadline had passed; never changed afterwards."""

    __tablename__ = "frozen_value"
    lineage_id: Mapped[UUID] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    slot: Mapped[int]
    result_position: Mapped[int]
    due_on: Mapped[date]
    met: Mapped[int]
    total: Mapped[int]
    missing: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Members that were not met: {school_id, name, text}."""
    frozen_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("lineage_id", "slot", "result_position", "due_on"),
        CheckConstraint("met between 0 and total", name="met_of_total"),
    )

"""Targets of schools (row 4.1): a frozen base, a plan, the way it is agreed and closed, what leads to it.

The fact is never kept here but for the one a target was closed with: it is counted from the current protocols.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.assessments import PROCEDURES, WAVES
from backend.tables.base import Base, Instant, RecordedAt, one_of

TARGET_STATES = ("proposed", "returned", "agreed", "closed", "cancelled")
TARGET_METRICS = (
    "success",
    "quality",
    "below_min",
    "confirmed",
    "high_score",
    "avg_mark",
    "sou",
    "completion",
)
TARGET_VERDICTS = ("reached", "not_reached", "indistinct", "not_comparable", "no_data")
# One plan for one thing and year, unless it was cancelled.
_KEY = ("school_id", "metric", "procedure", "wave", "subject_id", "grade", "due_year")


class SchoolTarget(Base):
    """What a metric of a school shall be in a year; value of the base = base_total / base_out_of, from base_n pupils."""

    __tablename__ = "school_target"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    metric: Mapped[str]
    better: Mapped[str]
    procedure: Mapped[str]
    wave: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    grade: Mapped[int | None] = mapped_column(SmallInteger)
    """NULL = all grades together."""
    base_year: Mapped[int] = mapped_column(SmallInteger)
    base_total: Mapped[int] = mapped_column(BigInteger)
    base_out_of: Mapped[int] = mapped_column(BigInteger)
    base_n: Mapped[int]
    base_forms: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Works the base was counted from, as they were: `{grade, programme_grade, series, maximum, bounds, n}`."""
    target_value: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    due_year: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date | None]
    state: Mapped[str]
    proposed_side: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """Who proposed the plan as it stands."""
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    agreed_at: Mapped[Instant | None]
    reason: Mapped[str | None]
    """Why it was changed, returned, cancelled or opened again, the last time."""
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    closed_at: Mapped[Instant | None]
    closed_verdict: Mapped[str | None]
    closed_total: Mapped[int | None] = mapped_column(BigInteger)
    closed_out_of: Mapped[int | None] = mapped_column(BigInteger)
    closed_n: Mapped[int | None]
    cause: Mapped[str | None]
    """Why the fact differs from the plan («информационная справка», domain.md 7.3)."""
    proposal: Mapped[str | None]
    version: Mapped[int]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("metric", TARGET_METRICS),
        one_of("procedure", PROCEDURES),
        one_of("wave", WAVES),
        one_of("state", TARGET_STATES),
        one_of("better", ("up", "down")),
        one_of("proposed_side", ("school", "office")),
        one_of("closed_verdict", TARGET_VERDICTS),
        CheckConstraint("base_n > 0 and base_out_of > 0 and base_total >= 0", name="base_counted"),
        CheckConstraint("base_year between 2000 and 2100 and due_year <= 2100", name="years"),
        CheckConstraint("due_year > base_year", name="due_after_base"),
        CheckConstraint("grade between 1 and 12", name="grade"),
        CheckConstraint("target_value between 0 and 100", name="value"),
        CheckConstraint(
            "state not in ('agreed', 'closed') or (agreed_by_id is not null and agreed_at is not null)",
            name="agreed_by_somebody",
        ),
        CheckConstraint("agreed_by_id <> author_id", name="agreed_by_another"),
        CheckConstraint(
            "(state = 'closed') = (closed_at is not null)"
            " and (closed_at is null) = (closed_verdict is null)"
            " and num_nulls(closed_total, closed_out_of, closed_n) in (0, 3)",
            name="closed_whole",
        ),
        CheckConstraint("state not in ('returned', 'cancelled') or reason is not null", name="reason_given"),
        Index(
            "uq_school_target_standing",
            *_KEY,
            unique=True,
            postgresql_where=text("state <> 'cancelled'"),
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip


class TargetLink(Base):
    """What leads to a target: a row of the plan, a measure of an anti-risk programme or an agreement."""

    __tablename__ = "target_link"
    target_id: Mapped[UUID] = mapped_column(ForeignKey("school_target.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    lineage_id: Mapped[UUID | None] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    """The row through all editions of the plan."""
    measure_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("programme_measure.id", ondelete="CASCADE")
    )
    action_point_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("action_point.id", ondelete="RESTRICT")
    )
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(lineage_id, measure_id, action_point_id) = 1", name="of_one_kind"
        ),
        UniqueConstraint(
            "target_id",
            "lineage_id",
            "measure_id",
            "action_point_id",
            name="uq_target_link_once",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_target_link_measure_id", "measure_id"),
    )


class TargetStep(Base):
    """Who moved a target when, from which state to which, what became different and why. Only added to."""

    __tablename__ = "target_step"
    target_id: Mapped[UUID] = mapped_column(ForeignKey("school_target.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    changes: Mapped[str | None]
    """«план: 70 → 75; год: 2021 → 2022»."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_target_step_target_id", "target_id"),)

"""Plans as acts put them in force: act → edition → section → activity → window; facts and evidence.

The words of an act are kept verbatim; what we derive (windows, sets, needed facts) stands beside them.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

EDITION_STATES = ("draft", "in_force", "superseded", "closed")
RECURRENCES = ("once", "multi_window", "continuous", "recurring")
TARGET_SETS = (
    "project_500_schools",
    "low_results_schools",
    "red_zone_schools",
    "office",
    "all_schools",
)
EVIDENCE_STATES = ("submitted", "accepted", "returned", "revoked")


class Act(Base):
    """A распоряжение: what gives a plan its legal force."""

    __tablename__ = "act"
    kind: Mapped[str]
    number: Mapped[str]
    signed_on: Mapped[date]
    issuer: Mapped[str]
    title: Mapped[str]
    signed_by: Mapped[str | None]
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("act.id", ondelete="RESTRICT"))
    __table_args__ = (UniqueConstraint("number", "signed_on"),)


class Plan(Base):
    __tablename__ = "plan"
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )


class Edition(Base):
    __tablename__ = "edition"
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    act_id: Mapped[UUID] = mapped_column(ForeignKey("act.id", ondelete="RESTRICT"))
    number: Mapped[int]
    state: Mapped[str]
    effective_on: Mapped[date]
    period_text: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    responsible_official: Mapped[str]
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        one_of("state", EDITION_STATES),
        CheckConstraint("period_end >= period_start", name="period"),
    )


class Section(Base):
    __tablename__ = "section"
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    code: Mapped[str]
    title: Mapped[str]
    position: Mapped[int]
    __table_args__ = (UniqueConstraint("edition_id", "code"),)


class Activity(Base):
    """One row of a plan. `term_source`, `responsible_source`, `result_document`, `expected_result` are verbatim."""

    __tablename__ = "activity"
    section_id: Mapped[UUID] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    number: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    term_source: Mapped[str]
    recurrence: Mapped[str]
    responsible_source: Mapped[str]
    responsible: Mapped[list[str]]
    result_document: Mapped[str | None]
    expected_result: Mapped[str | None]
    target_set: Mapped[str]
    required_facts: Mapped[list[str]]
    """Codes of `fact_kind`: a school meets the row when it has all of them. Empty = not counted by school."""
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    __table_args__ = (
        UniqueConstraint("section_id", "number"),
        one_of("recurrence", RECURRENCES),
        one_of("target_set", TARGET_SETS),
    )


class ActivityWindow(Base):
    """A period in which the row is carried out; start NULL = deadline only; derived = not in the source."""

    __tablename__ = "activity_window"
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date]
    is_derived: Mapped[bool]
    accepted_on: Mapped[date | None]
    """Day on which the office accepted the execution of this window; the start of the occurrences of issue B."""
    note: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        CheckConstraint("ends_on >= starts_on", name="period"),
    )


class AuthorQuestion(Base):
    """A question to the author of the act where its text is incomplete: shown, never silently fixed."""

    __tablename__ = "author_question"
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    text: Mapped[str]
    short_text: Mapped[str]
    asked_on: Mapped[date]
    answer: Mapped[str | None]
    __table_args__ = (Index("ix_author_question_activity_id", "activity_id"),)


class ProjectMember(Base):
    """A school in the project «500+»: the denominator of expected results, versioned by date."""

    __tablename__ = "project_member"
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    basis: Mapped[str]
    __table_args__ = (
        UniqueConstraint("plan_id", "school_id", "joined_on"),
        CheckConstraint("left_on >= joined_on", name="period"),
    )


class FactKind(Base):
    """What can be a fact about a school, how it is called, and which facts must come first."""

    __tablename__ = "fact_kind"
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    missing_text: Mapped[str]
    requires: Mapped[list[str]]
    position: Mapped[int]


class Evidence(Base):
    """A fact offered for a school (and a row, where the kind is about one row); only accepted ones count."""

    __tablename__ = "evidence"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    fact_kind_id: Mapped[UUID] = mapped_column(ForeignKey("fact_kind.id", ondelete="RESTRICT"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id", ondelete="RESTRICT"))
    state: Mapped[str]
    occurred_on: Mapped[date]
    basis: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    decided_at: Mapped[Instant | None]
    __table_args__ = (
        one_of("state", EVIDENCE_STATES),
        Index("ix_evidence_school_id_fact_kind_id", "school_id", "fact_kind_id"),
        Index("ix_evidence_activity_id", "activity_id"),
    )

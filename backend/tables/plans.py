"""Plans as acts put them in force: act → edition → section → activity → window, and what a row expects.

The words of an act are kept verbatim; what we derive (windows, sets, needed facts) stands beside them.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, RecordedAt, one_of

EDITION_STATES = ("draft", "in_force", "superseded", "closed")
RECURRENCES = ("once", "multi_window", "continuous", "recurring")
TARGET_SETS = (
    "project_500_schools",
    "low_results_schools",
    "red_zone_schools",
    "office",
    "all_schools",
)
MEMBER_SETS = (*TARGET_SETS, "project_curators")
FORMS = ("road_map", "project")
PARTS = ("responsible", "co_executor", "control")
PARTY_KINDS = ("organisation", "role", "person", "school")
QUANTIFIERS = ("all", "at_least", "share")
UNITS = ("member", "person")
IMPORT_STATES = ("received", "recognised", "refused", "drafted")


class Act(Base):
    """A распоряжение: what gives a plan its legal force; the signed paper as a file beside its words."""

    __tablename__ = "act"
    kind: Mapped[str]
    number: Mapped[str]
    signed_on: Mapped[date]
    issuer: Mapped[str]
    title: Mapped[str]
    signed_by: Mapped[str | None]
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("act.id", ondelete="RESTRICT"))
    file_sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("number", "signed_on"),
        CheckConstraint("(file_sha256 is null) = (file_name is null)", name="file_whole"),
    )


class Plan(Base):
    __tablename__ = "plan"
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )


class Lineage(Base):
    """One row of a plan through all its editions: what people do and prove hangs here, so it outlives an edition."""

    __tablename__ = "lineage"
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    __table_args__ = (Index("ix_lineage_plan_id", "plan_id"),)


class Edition(Base):
    """A plan as one act words it. A draft has no act yet: what it will say stands in `edition_draft`."""

    __tablename__ = "edition"
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("act.id", ondelete="RESTRICT"))
    based_on_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"))
    """The edition this one replaces."""
    number: Mapped[int]
    state: Mapped[str]
    effective_on: Mapped[date | None]
    heading: Mapped[str]
    period_text: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    project_start: Mapped[date | None]
    project_end: Mapped[date | None]
    """What «в течение реализации проекта» means."""
    responsible_official: Mapped[str]
    controlled_by: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        one_of("state", EDITION_STATES),
        CheckConstraint("period_end >= period_start", name="period"),
        CheckConstraint("project_end >= project_start", name="project_period"),
        CheckConstraint(
            "state = 'draft' or num_nulls(act_id, effective_on) = 0", name="legal_basis"
        ),
        Index(
            "uq_edition_plan_id_in_force",
            "plan_id",
            unique=True,
            postgresql_where="state = 'in_force'",
        ),
    )


class EditionDraft(Base):
    """The text of a draft edition as one document (features/editions/document.py); saved by its version."""

    __tablename__ = "edition_draft"
    edition_id: Mapped[UUID] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), unique=True
    )
    version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    file_sha256: Mapped[str | None]
    file_name: Mapped[str | None]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    changed_at: Mapped[RecordedAt]
    __table_args__ = (
        CheckConstraint("(file_sha256 is null) = (file_name is null)", name="file_whole"),
    )


class PlanImport(Base):
    """A file with a plan table on its way to a draft; `recognised` keeps rows, their cells and remarks."""

    __tablename__ = "plan_import"
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id", ondelete="RESTRICT"))
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id", ondelete="SET NULL"))
    state: Mapped[str]
    file_sha256: Mapped[str]
    file_name: Mapped[str]
    recognised: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    refusal: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    job_id: Mapped[UUID | None]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (one_of("state", IMPORT_STATES),)


class Section(Base):
    """`form` tells which of the two tables of the decree prints it (domain/plan_text.py)."""

    __tablename__ = "section"
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    code: Mapped[str]
    title: Mapped[str]
    position: Mapped[int]
    form: Mapped[str]
    __table_args__ = (UniqueConstraint("edition_id", "code"), one_of("form", FORMS))


class Activity(Base):
    """One row of a plan. `term_source`, `responsible_source`, `result_document`, `expected_result` are verbatim."""

    __tablename__ = "activity"
    section_id: Mapped[UUID] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"))
    lineage_id: Mapped[UUID] = mapped_column(ForeignKey("lineage.id", ondelete="RESTRICT"))
    number: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    term_source: Mapped[str]
    recurrence: Mapped[str]
    responsible_source: Mapped[str]
    result_document: Mapped[str | None]
    expected_result: Mapped[str | None]
    target_set: Mapped[str]
    """Whose row it is: the schools it is carried out in, or the office alone."""
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)
    __table_args__ = (
        UniqueConstraint("section_id", "number"),
        one_of("recurrence", RECURRENCES),
        one_of("target_set", TARGET_SETS),
        Index("ix_activity_lineage_id", "lineage_id"),
    )


class ActivityWindow(Base):
    """A period in which the row is carried out; start NULL = deadline only; derived = not in the source.

    `slot` names the same window of the row through editions: its occurrences are found by lineage and slot.
    """

    __tablename__ = "activity_window"
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    position: Mapped[int]
    slot: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date]
    is_derived: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        UniqueConstraint("activity_id", "slot"),
        CheckConstraint("ends_on >= starts_on", name="period"),
    )


class ActivityParty(Base):
    """Who takes which part in a row: an organisation, a role, a named school or a person; `words` verbatim."""

    __tablename__ = "activity_party"
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    position: Mapped[int]
    part: Mapped[str]
    kind: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="RESTRICT")
    )
    role: Mapped[str | None]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    words: Mapped[str]
    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        one_of("part", PARTS),
        one_of("kind", PARTY_KINDS),
        CheckConstraint(
            "num_nonnulls(organisation_id, role, school_id, person_id) <= 1", name="one_party"
        ),
        Index("ix_activity_party_school_id", "school_id"),
    )


class ExpectedResult(Base):
    """What a row must bring, as a predicate: `quantifier` of `members` have every fact of `facts`, accepted.

    `threshold`: k for at_least, percent for share. `unit` person: the heads the last fact counts, not the members.
    `is_explicit`: the number is the act's («100 % …»), else ours.
    """

    __tablename__ = "expected_result"
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str]
    quantifier: Mapped[str]
    threshold: Mapped[int | None]
    members: Mapped[str]
    unit: Mapped[str]
    facts: Mapped[list[str]]
    is_explicit: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("activity_id", "position"),
        one_of("quantifier", QUANTIFIERS),
        one_of("members", MEMBER_SETS),
        one_of("unit", UNITS),
        CheckConstraint("cardinality(facts) > 0", name="facts_named"),
        CheckConstraint("(quantifier = 'all') = (threshold is null)", name="threshold_given"),
        CheckConstraint(
            "threshold > 0 and (quantifier <> 'share' or threshold <= 100)", name="threshold_range"
        ),
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

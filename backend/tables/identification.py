"""Identification of ОО с НОР: versions of the rule, runs over a frozen snapshot, decisions of people, appeals.

Nothing here is changed afterwards but when a run was opened to schools, and how far an appeal has come.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of
from backend.tables.registry import ZONES

RULE_ORIGINS = ("file", "person")
VERDICTS = ("low_results", "at_risk", "none", "no_data", "excluded")
IDENTIFICATION_DECISIONS = ("listed", "monitored", "not_listed")
APPEAL_STATES = ("submitted", "under_review", "satisfied", "rejected", "withdrawn")


class LowResultsRule(Base):
    """One version of the rule (domain.low_results.Rule as `parameters`); never changed, a new one is written.

    Without an office it came with the release; an office writes versions of its own.
    """

    __tablename__ = "low_results_rule"
    code: Mapped[str]
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    version: Mapped[int]
    title: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    source: Mapped[str]
    confidence: Mapped[str]
    origin: Mapped[str]
    based_on_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("low_results_rule.id", ondelete="RESTRICT")
    )
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reason: Mapped[str | None]
    basis: Mapped[str | None]
    """The document it follows from."""
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("origin", RULE_ORIGINS),
        UniqueConstraint("code", "office_id", "version", postgresql_nulls_not_distinct=True),
        CheckConstraint(
            "(origin = 'person') = (office_id is not null)"
            " and (origin = 'file' or num_nulls(author_id, reason, basis, based_on_id) = 0)",
            name="person_gives_why",
        ),
    )


class IdentificationRun(Base):
    """A version of the rule over what was known at one moment of the schools of an office in a year.

    `digest` is of the rule, the year and every line (domain.low_results.snapshot): computed anew, it must be equal.
    """

    __tablename__ = "identification_run"
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    rule_id: Mapped[UUID] = mapped_column(ForeignKey("low_results_rule.id", ondelete="RESTRICT"))
    year: Mapped[int] = mapped_column(SmallInteger)
    """Of the results; the status it leads to is of the academic year that begins in it."""
    note: Mapped[str | None]
    schools: Mapped[int]
    digest: Mapped[str]
    started_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    started_at: Mapped[RecordedAt]
    published_at: Mapped[Instant | None]
    """When schools were shown their lines; before that the office alone sees the run."""
    published_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    __table_args__ = (
        CheckConstraint("year between 2000 and 2100", name="year"),
        CheckConstraint("schools > 0", name="schools"),
        CheckConstraint(
            "(published_at is null) = (published_by_id is null)", name="published_by_somebody"
        ),
        Index("ix_identification_run_office_id", "office_id", "year"),
    )


class IdentificationLine(Base):
    """One school of a run: the counts that went in, frozen, and what came out of them."""

    __tablename__ = "identification_line"
    run_id: Mapped[UUID] = mapped_column(ForeignKey("identification_run.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    school_kind: Mapped[str]
    counts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Per work: what, year, participants, below, and `protocols`: [id, version] of what was counted."""
    status: Mapped[str]
    zone: Mapped[str | None]
    outcome: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    __table_args__ = (
        one_of("status", VERDICTS),
        one_of("zone", ZONES),
        UniqueConstraint("run_id", "school_id"),
        Index("ix_identification_line_school_id", "school_id"),
    )


class IdentificationDecision(Base):
    """What a person decided about a school after a run; the last one stands and is the school's status of the year."""

    __tablename__ = "identification_decision"
    run_id: Mapped[UUID] = mapped_column(ForeignKey("identification_run.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    decision: Mapped[str]
    zone: Mapped[str]
    basis: Mapped[str]
    reason: Mapped[str | None]
    """Why it differs from the rule."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("decision", IDENTIFICATION_DECISIONS),
        one_of("zone", ZONES),
        CheckConstraint("length(basis) >= 3", name="basis_given"),
        Index("ix_identification_decision_run_id", "run_id", "school_id"),
        Index("ix_identification_decision_school_id", "school_id"),
    )


class IdentificationAppeal(Base):
    """What a school holds against its line of a run, with evidence, and how the office answered."""

    __tablename__ = "identification_appeal"
    run_id: Mapped[UUID] = mapped_column(ForeignKey("identification_run.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    state: Mapped[str]
    body: Mapped[str]
    document_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("school_document.id", ondelete="RESTRICT")
    )
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    submitted_at: Mapped[RecordedAt]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    taken_at: Mapped[Instant | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """Who satisfied, rejected or withdrew it."""
    closed_at: Mapped[Instant | None]
    answer: Mapped[str | None]
    basis: Mapped[str | None]
    __table_args__ = (
        one_of("state", APPEAL_STATES),
        CheckConstraint("length(body) >= 10", name="body_given"),
        CheckConstraint(
            "(state in ('submitted', 'under_review')) = (closed_at is null)"
            " and (closed_at is null) = (closed_by_id is null)",
            name="closed_by_somebody",
        ),
        CheckConstraint(
            "state not in ('satisfied', 'rejected') or length(answer) >= 3", name="answer_given"
        ),
        Index(
            "uq_identification_appeal_open",
            "run_id",
            "school_id",
            unique=True,
            postgresql_where="state in ('submitted', 'under_review')",
        ),
        Index("ix_identification_appeal_school_id", "school_id"),
    )

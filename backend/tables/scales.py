"""What a score gives, as versioned reference data with a source; passports of diagnostic works."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.assessments import PROCEDURES, WAVES
from backend.tables.base import Base, Instant, RecordedAt, one_of

SCALE_KINDS = (
    "marks",
    "minimum",
    "certificate",
    "university",
    "university_minobrnauki",
    "university_minprosv",
    "conversion",
)
SCALE_STATES = ("current", "superseded", "offered")
SCALE_ORIGINS = ("file", "person", "passport")
PASSPORT_STATES = ("draft", "approved")
# What a version is of: its versions share these.
_KEY = (
    "kind",
    "procedure",
    "subject_id",
    "programme_grade",
    "series",
    "year_from",
    "passport_id",
)


class Scale(Base):
    """One version of what a score gives in a work, for the years it holds; never changed, only superseded.

    `kind`: `marks` (bands, side conditions), `minimum` (only the lowest primary score of «3» is known),
    `certificate` and `university…` (the lowest test score, or mark, that is enough), `conversion` (test score by
    primary score). `offered`: the data file has a newer version, but a person's one is in force.
    """

    __tablename__ = "scale"
    kind: Mapped[str]
    procedure: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    programme_grade: Mapped[int] = mapped_column(SmallInteger)
    series: Mapped[str]
    """Series of variants; empty = whatever the series, unless it has a scale of its own."""
    year_from: Mapped[int] = mapped_column(SmallInteger)
    year_to: Mapped[int] = mapped_column(SmallInteger)
    min_3: Mapped[int | None] = mapped_column(SmallInteger)
    min_4: Mapped[int | None] = mapped_column(SmallInteger)
    min_5: Mapped[int | None] = mapped_column(SmallInteger)
    max_primary: Mapped[int | None] = mapped_column(SmallInteger)
    profile_min: Mapped[int | None] = mapped_column(SmallInteger)
    """Primary score recommended for a class of that profile."""
    min_test: Mapped[int | None] = mapped_column(SmallInteger)
    min_mark: Mapped[int | None] = mapped_column(SmallInteger)
    test_scores: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """`{code, title, minima: {mark: points}, lowers}` (domain.scales.SideCondition)."""
    source: Mapped[str]
    confidence: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("scale.id", ondelete="RESTRICT"))
    origin: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reason: Mapped[str | None]
    basis: Mapped[str | None]
    """The document a person refers to: «письмо 25.02.2026 № 02-20»."""
    passport_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("work_passport.id", ondelete="RESTRICT")
    )
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("kind", SCALE_KINDS),
        one_of("procedure", PROCEDURES),
        one_of("state", SCALE_STATES),
        one_of("origin", SCALE_ORIGINS),
        UniqueConstraint(
            *_KEY, "version", name="uq_scale_version", postgresql_nulls_not_distinct=True
        ),
        Index(
            "uq_scale_current",
            *_KEY,
            unique=True,
            postgresql_where=text("state = 'current'"),
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("year_from between 2000 and year_to and year_to <= 2100", name="years"),
        CheckConstraint(
            "0 < min_3 and min_3 < min_4 and min_4 < min_5 and min_5 <= max_primary", name="bands"
        ),
        CheckConstraint(
            "case kind when 'marks' then num_nulls(min_3, min_4, min_5, max_primary) = 0"
            " when 'minimum' then min_3 is not null and num_nonnulls(min_4, min_5) = 0"
            " when 'conversion' then max_primary is not null and test_scores is not null"
            " and cardinality(test_scores) = max_primary + 1"
            " else num_nonnulls(min_test, min_mark) = 1 end",
            name="figures_of_kind",
        ),
        CheckConstraint(
            "origin <> 'person' or num_nulls(author_id, reason, basis) = 0", name="person_gives_why"
        ),
        CheckConstraint("(origin = 'passport') = (passport_id is not null)", name="of_a_passport"),
    )


class WorkPassport(Base):
    """What a diagnostic work consists of; without one only counts of marks are taken (domain.md 6).

    One for a work: another office that writes its own names a series.
    """

    __tablename__ = "work_passport"
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    grade: Mapped[int] = mapped_column(SmallInteger)
    programme_grade: Mapped[int] = mapped_column(SmallInteger)
    year: Mapped[int] = mapped_column(SmallInteger)
    wave: Mapped[str]
    series: Mapped[str]
    title: Mapped[str]
    written_on: Mapped[date | None]
    tasks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """In their order: `{name, max, difficulty: Б|П|В, skill}`; the maximum of the work is their sum."""
    min_3: Mapped[int | None] = mapped_column(SmallInteger)
    min_4: Mapped[int | None] = mapped_column(SmallInteger)
    min_5: Mapped[int | None] = mapped_column(SmallInteger)
    state: Mapped[str]
    version: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    """Who wrote it last."""
    approved_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    approved_at: Mapped[Instant | None]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("state", PASSPORT_STATES),
        one_of("wave", WAVES),
        UniqueConstraint(
            "subject_id", "grade", "programme_grade", "year", "wave", "series",
            name="uq_work_passport_work",
        ),
        CheckConstraint(
            "grade between 1 and 12 and programme_grade between 1 and 12", name="grades"
        ),
        CheckConstraint("year between 2000 and 2100", name="year"),
        CheckConstraint("num_nulls(min_3, min_4, min_5) in (0, 3)", name="bands_whole"),
        CheckConstraint("0 < min_3 and min_3 < min_4 and min_4 < min_5", name="bands"),
        CheckConstraint(
            "(state = 'approved') = (approved_by_id is not null)"
            " and (approved_by_id is null) = (approved_at is null)",
            name="approved_by_somebody",
        ),
        CheckConstraint("approved_by_id <> author_id", name="approved_by_another"),
    )  # fmt: skip

"""What is kept about a school through the years: classes, renames, mergers, who looked when."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

REORGANISATIONS = ("renamed", "merged", "closed", "reopened")


class SchoolClass(Base):
    """How many pupils one class had in an academic year (2020 = 2020/21): headcounts, never pupils."""

    __tablename__ = "school_class"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    academic_year: Mapped[int]
    grade: Mapped[int]
    letter: Mapped[str]
    """«А»; empty when the only class of the grade has no letter."""
    pupils: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("school_id", "academic_year", "grade", "letter"),
        CheckConstraint("grade between 1 and 12 and pupils >= 0", name="headcount"),
    )


class Reorganisation(Base):
    """A rename, merger, closing or reopening with its act; former names stay searchable. Only added to."""

    __tablename__ = "reorganisation"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    happened_on: Mapped[date]
    basis: Mapped[str]
    former_short_name: Mapped[str | None]
    former_full_name: Mapped[str | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("kind", REORGANISATIONS),
        CheckConstraint("kind <> 'merged' or successor_id is not null", name="successor_of_merger"),
        CheckConstraint("successor_id <> school_id", name="successor_is_another"),
        CheckConstraint(
            "kind <> 'renamed' or former_short_name is not null", name="former_name_given"
        ),
        Index("ix_reorganisation_school_id", "school_id"),
        Index("ix_reorganisation_successor_id", "successor_id"),
    )


class SchoolLook(Base):
    """When a person last looked at a school: «что изменилось с прошлого раза» counts from there."""

    __tablename__ = "school_look"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    looked_at: Mapped[Instant]
    """When the latest sitting began."""
    previous_at: Mapped[Instant | None]
    """When the sitting before it began: news count from there while the latest goes on."""
    __table_args__ = (UniqueConstraint("person_id", "school_id"),)

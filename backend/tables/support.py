"""People who stand by a school, and its risk profile (РПШ) as three parties see it."""

from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, RecordedAt, one_of

ASSIGNMENT_KINDS = ("curator", "mentor")
RISK_LEVELS = ("high", "medium", "low")
RISK_SOURCES = ("survey", "school", "curator")


class Assignment(Base):
    """A curator or mentor of a school for a period; two of one kind never overlap (WITHOUT OVERLAPS)."""

    __tablename__ = "assignment"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    period: Mapped[Range] = mapped_column(DATERANGE)  # type: ignore[type-arg]
    act_text: Mapped[str]
    __table_args__ = (
        one_of("kind", ASSIGNMENT_KINDS),
        CheckConstraint("not isempty(period)", name="period_not_empty"),
        Index("ix_assignment_person_id", "person_id"),
    )


event.listen(
    Assignment.__table__,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "alter table assignment add constraint uq_assignment_no_overlap"
        " unique (school_id, kind, period without overlaps)"
    ),
)


class RiskFactor(Base):
    """A factor of the РПШ as versioned reference data: the set differs by programme edition (domain.md 2.1)."""

    __tablename__ = "risk_factor"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    editions: Mapped[list[int]]
    position: Mapped[int]
    source: Mapped[str]
    confidence: Mapped[str]


class RiskAssessment(Base):
    """The significance of one factor for one school as one party sees it; NULL level = no data, with a reason."""

    __tablename__ = "risk_assessment"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("risk_factor.id", ondelete="RESTRICT"))
    cycle: Mapped[int]
    source: Mapped[str]
    level: Mapped[str | None]
    no_data_reason: Mapped[str | None]
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("school_id", "cycle", "factor_id", "source"),
        one_of("source", RISK_SOURCES),
        one_of("level", RISK_LEVELS),
        CheckConstraint(
            "(level is null) = (no_data_reason is not null)", name="reason_when_no_data"
        ),
    )

"""The risk profile of a school (РПШ): factors, levels as three parties see them, verdicts, signatures (domain.md 2)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

RISK_LEVELS = ("high", "medium", "low")
RISK_SOURCES = ("survey", "school", "curator")
RISK_ORIGINS = ("medk", "file", "manual", "local_survey")
RISK_PROFILE_STATES = ("awaited", "formed", "verification", "verified", "locked")
RISK_VERDICTS = ("confirmed", "not_confirmed", "level_changed")


class RiskFactor(Base):
    """A factor of the РПШ as versioned reference data: the set differs by programme edition (domain.md 2.1)."""

    __tablename__ = "risk_factor"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    editions: Mapped[list[int]]
    position: Mapped[int]
    source: Mapped[str]
    confidence: Mapped[str]


class RiskProfile(Base):
    """The profile of one school in one cycle of the programme (cycle = its year).

    `verified_on` is the event date (the day of the second signature). `version` counts every change for If-Match.
    """

    __tablename__ = "risk_profile"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    cycle: Mapped[int]
    state: Mapped[str]
    formed_at: Mapped[Instant | None]
    self_assessed_at: Mapped[Instant | None]
    """When the school submitted its own levels of all factors (самообследование)."""
    self_assessed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    curator_signed_at: Mapped[Instant | None]
    curator_signed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    school_signed_at: Mapped[Instant | None]
    school_signed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    verified_on: Mapped[date | None]
    locked_at: Mapped[Instant | None]
    version: Mapped[int]
    __table_args__ = (
        UniqueConstraint("school_id", "cycle"),
        one_of("state", RISK_PROFILE_STATES),
        CheckConstraint("curator_signed_by_id <> school_signed_by_id", name="signed_by_two_people"),
        CheckConstraint(
            "(state in ('verified', 'locked')) = (verified_on is not null)",
            name="verified_on_given",
        ),
        CheckConstraint(
            "state not in ('verified', 'locked') or num_nulls(curator_signed_at, curator_signed_by_id,"
            " school_signed_at, school_signed_by_id) = 0",
            name="verified_by_signatures",
        ),
    )


class RiskAssessment(Base):
    """The significance of one factor for one school as one party sees it; NULL level = no data, with a reason.

    `raw_index`: 0–100 of a local survey, from which the level was cut.
    """

    __tablename__ = "risk_assessment"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("risk_factor.id", ondelete="RESTRICT"))
    cycle: Mapped[int]
    source: Mapped[str]
    level: Mapped[str | None]
    no_data_reason: Mapped[str | None]
    comment: Mapped[str | None]
    """What the level rests on: evidence in the words of the party."""
    origin: Mapped[str | None]
    raw_index: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("school_id", "cycle", "factor_id", "source"),
        one_of("source", RISK_SOURCES),
        one_of("level", RISK_LEVELS),
        one_of("origin", RISK_ORIGINS),
        CheckConstraint("raw_index between 0 and 100", name="raw_index_percent"),
        CheckConstraint(
            "(level is null) = (no_data_reason is not null)", name="reason_when_no_data"
        ),
    )


class RiskVerdict(Base):
    """What the curator found about one factor: confirmed, not confirmed, or another level with the reason.

    `reason` is also what resolves a difference between the three parties.
    """

    __tablename__ = "risk_verdict"
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("risk_profile.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID] = mapped_column(ForeignKey("risk_factor.id", ondelete="RESTRICT"))
    verdict: Mapped[str]
    level: Mapped[str]
    reason: Mapped[str | None]
    is_selected: Mapped[bool]
    """Selected for work: an anti-risk programme is expected."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("profile_id", "factor_id"),
        one_of("verdict", RISK_VERDICTS),
        one_of("level", RISK_LEVELS),
        CheckConstraint("verdict = 'confirmed' or length(reason) >= 3", name="reason_given"),
        Index("ix_risk_verdict_school_id", "school_id"),
    )


class RiskProfileStep(Base):
    """Who moved a profile when, from which state to which, and why. Only added to."""

    __tablename__ = "risk_profile_step"
    profile_id: Mapped[UUID] = mapped_column(ForeignKey("risk_profile.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_risk_profile_step_profile_id", "profile_id"),)

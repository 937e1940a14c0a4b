"""Signals of objectivity are computed; kept is only what people said of them, and the lists of marked schools."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, RecordedAt, one_of

SIGNAL_STATES = ("open", "explained", "rechecked", "confirmed", "dismissed")


class SignalVerdict(Base):
    """One verdict on a signal, the last one counts; `open` takes the verdict before back. Never changed.

    It holds for the numbers it was given about (`digest`): when they change, the signal is open again.
    """

    __tablename__ = "signal_verdict"
    signal: Mapped[str]
    """Stable key: kind, school and what is compared."""
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    verdict: Mapped[str]
    explanation: Mapped[str]
    basis: Mapped[str | None]
    digest: Mapped[str]
    numbers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("verdict", SIGNAL_STATES),
        CheckConstraint("length(explanation) >= 3", name="explanation_given"),
        Index("ix_signal_verdict_signal", "signal", "decided_at"),
        Index("ix_signal_verdict_school_id", "school_id"),
    )


class SignalComment(Base):
    """What the school says of a signal about it."""

    __tablename__ = "signal_comment"
    signal: Mapped[str]
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    body: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    written_at: Mapped[RecordedAt]
    __table_args__ = (
        CheckConstraint("length(body) >= 3", name="body_given"),
        Index("ix_signal_comment_signal", "signal", "written_at"),
        Index("ix_signal_comment_school_id", "school_id"),
    )


class MarkedSchool(Base):
    """A line of the yearly list of ФИОКО: which of РУ4, МА4, РУ5, МА5 mark the school; all false = not marked."""

    __tablename__ = "marked_school"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    year: Mapped[int] = mapped_column(SmallInteger)
    ru4: Mapped[bool]
    ma4: Mapped[bool]
    ru5: Mapped[bool]
    ma5: Mapped[bool]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("school_id", "year"),
        CheckConstraint("year between 2000 and 2100", name="year"),
    )

"""People who stand by a school: assignments without overlap or gap, what they know, conflicts of interest."""

from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, event
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

ASSIGNMENT_KINDS = ("curator", "mentor")


class Assignment(Base):
    """A curator or mentor of a school for a period; two of one kind never overlap (WITHOUT OVERLAPS)."""

    __tablename__ = "assignment"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    period: Mapped[Range] = mapped_column(DATERANGE)  # type: ignore[type-arg]
    act_text: Mapped[str]
    """Requisites of the act of appointment."""
    end_reason: Mapped[str | None]
    appointed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("kind", ASSIGNMENT_KINDS),
        CheckConstraint("not isempty(period)", name="period_not_empty"),
        Index("ix_assignment_person_id", "person_id"),
    )


class Accompaniment(Base):
    """The time a school must not be without a curator or mentor: assignments cover it whole, or nothing is written.

    A temporal foreign key (PERIOD) to `assignment` says so; it is checked when the transaction ends, so that a
    hand-over may close one assignment and open the next.
    """

    __tablename__ = "accompaniment"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    period: Mapped[Range] = mapped_column(DATERANGE)  # type: ignore[type-arg]
    end_reason: Mapped[str | None]
    __table_args__ = (
        one_of("kind", ASSIGNMENT_KINDS),
        CheckConstraint("not isempty(period)", name="period_not_empty"),
    )


for _table in (Assignment, Accompaniment):
    event.listen(
        _table.__table__,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"alter table {_table.__tablename__} add constraint uq_{_table.__tablename__}_no_overlap"
            " unique (school_id, kind, period without overlaps)"
        ),
    )
# When all tables are there: nothing else tells that one of these two needs the other.
event.listen(
    Base.metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "alter table accompaniment add constraint fk_accompaniment_no_gap"
        " foreign key (school_id, kind, period period) references assignment (school_id, kind, period period)"
        " deferrable initially deferred"
    ),
)


class ConflictDeclaration(Base):
    """Why a person cannot judge a school impartially; while it stands, the person is not appointed there."""

    __tablename__ = "conflict_declaration"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    reason: Mapped[str]
    declared_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT")
    )
    declared_at: Mapped[RecordedAt]
    withdrawn_at: Mapped[Instant | None]
    withdrawal_reason: Mapped[str | None]
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at is null) = (withdrawal_reason is null)", name="withdrawal_reason_given"
        ),
        Index(
            "uq_conflict_declaration_standing",
            "person_id",
            "school_id",
            unique=True,
            postgresql_where="withdrawn_at is null",
        ),
        Index("ix_conflict_declaration_school_id", "school_id"),
    )


class Competence(Base):
    """What a curator or mentor knows: a subject, or a risk factor he has worked with."""

    __tablename__ = "competence"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("risk_factor.id", ondelete="RESTRICT")
    )
    note: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("num_nonnulls(subject_id, factor_id) = 1", name="of_one_thing"),
        Index(
            "uq_competence_person_id_subject_id_factor_id",
            "person_id",
            "subject_id",
            "factor_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

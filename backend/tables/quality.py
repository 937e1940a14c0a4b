"""«Качество данных»: findings are computed; only what somebody dismissed with a reason is kept."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt


class QualityDismissal(Base):
    """A finding set aside: of one rule about one object as it was (`fingerprint`); it comes back when the object changes.

    It belongs to a school or, where it is about the plan or the people of an office, to that office.
    """

    __tablename__ = "quality_dismissal"
    rule: Mapped[str]
    object_id: Mapped[UUID]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    fingerprint: Mapped[str]
    reason: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    dismissed_at: Mapped[RecordedAt]
    withdrawn_at: Mapped[Instant | None]
    __table_args__ = (
        CheckConstraint("length(reason) >= 3", name="reason_given"),
        CheckConstraint("num_nonnulls(school_id, office_id) = 1", name="of_school_or_office"),
        Index(
            "uq_quality_dismissal_standing",
            "rule",
            "object_id",
            unique=True,
            postgresql_where="withdrawn_at is null",
        ),
    )

"""Documents of schools: kinds, immutable versions, reviews with remarks by place."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

DOCUMENT_STATES = (
    "draft",
    "submitted",
    "under_review",
    "returned",
    "approved",
    "published",
    "archived",
)
TEXT_STATES = ("pending", "read", "empty", "unreadable", "not_text")
REVIEW_VERDICTS = ("returned", "approved")


class DocumentKind(Base):
    """What kinds of documents a school writes, and which must be approved before (domain.md 1.4)."""

    __tablename__ = "document_kind"
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    is_per_factor: Mapped[bool]
    is_many: Mapped[bool]
    """A school may have several (local acts); else one per cycle (and factor)."""
    requires: Mapped[list[str]]
    headings: Mapped[list[str]]
    """What its text is expected to speak of, for the notes to the reviewer."""
    position: Mapped[int]
    source: Mapped[str]
    confidence: Mapped[str]


class RequiredDocument(Base):
    """The set a programme edition (cycle) asks of every school, with the deadline."""

    __tablename__ = "required_document"
    cycle: Mapped[int]
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("document_kind.id", ondelete="RESTRICT"))
    due_on: Mapped[date | None]
    plan_row: Mapped[str | None]
    __table_args__ = (UniqueConstraint("cycle", "kind_id"),)


class SchoolDocument(Base):
    """One document through its versions. The `…_on` days are those of the first submission, of approval, of placing."""

    __tablename__ = "school_document"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("document_kind.id", ondelete="RESTRICT"))
    factor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("risk_factor.id", ondelete="RESTRICT")
    )
    cycle: Mapped[int]
    title: Mapped[str]
    state: Mapped[str]
    first_submitted_on: Mapped[date | None]
    first_reviewed_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    approved_version: Mapped[int | None]
    """Number of the version that was approved."""
    published_on: Mapped[date | None]
    published_where: Mapped[str | None]
    """«МЭДК», the address of a site …"""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint(
            "school_id",
            "cycle",
            "kind_id",
            "factor_id",
            "title",
            postgresql_nulls_not_distinct=True,
        ),
        one_of("state", DOCUMENT_STATES),
        CheckConstraint(
            "state in ('draft', 'archived') or first_submitted_on is not null",
            name="submitted_on_given",
        ),
        CheckConstraint(
            "state not in ('approved', 'published') or num_nulls(approved_on, approved_version) = 0",
            name="approved_on_given",
        ),
        CheckConstraint(
            "state <> 'published' or num_nulls(published_on, published_where) = 0",
            name="published_on_given",
        ),
    )


class DocumentVersion(Base):
    """One file, never changed and never removed. `body_text`: what its text says, for differences and notes."""

    __tablename__ = "document_version"
    document_id: Mapped[UUID] = mapped_column(ForeignKey("school_document.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    number: Mapped[int]
    file_sha256: Mapped[str]
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]
    text_state: Mapped[str]
    body_text: Mapped[str | None]
    note: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    uploaded_at: Mapped[RecordedAt]
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        one_of("text_state", TEXT_STATES),
        CheckConstraint("(text_state = 'read') = (body_text is not null)", name="text_when_read"),
        Index("ix_document_version_school_id", "school_id"),
    )


class DocumentReview(Base):
    """What a reviewer decided on one version. `matches_concept` is said of anti-risk programmes (row 500+.15)."""

    __tablename__ = "document_review"
    document_id: Mapped[UUID] = mapped_column(ForeignKey("school_document.id", ondelete="RESTRICT"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("document_version.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    verdict: Mapped[str]
    summary: Mapped[str]
    matches_concept: Mapped[bool | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    decided_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("verdict", REVIEW_VERDICTS),
        UniqueConstraint("version_id"),
        Index("ix_document_review_document_id", "document_id"),
    )


class DocumentRemark(Base):
    """A remark to a place of a version; the school answers it with the next version."""

    __tablename__ = "document_remark"
    review_id: Mapped[UUID] = mapped_column(ForeignKey("document_review.id", ondelete="RESTRICT"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("school_document.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    position: Mapped[int]
    place: Mapped[str]
    text: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[Instant | None]
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        Index("ix_document_remark_document_id", "document_id"),
    )


class DocumentStep(Base):
    """Who moved a document when, from which state to which, and why. Only added to."""

    __tablename__ = "document_step"
    document_id: Mapped[UUID] = mapped_column(ForeignKey("school_document.id", ondelete="RESTRICT"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    at: Mapped[RecordedAt]
    __table_args__ = (Index("ix_document_step_document_id", "document_id"),)

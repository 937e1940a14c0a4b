"""Uploads: files and rows on their way to protocols, what is wrong in them, what they would change."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Sequence, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

UPLOAD_STATES = (
    "received",
    "parsing",
    "screened",
    "committing",
    "committed",
    "cancelled",
    "failed",
    "reverted",
)
UPLOAD_KINDS = ("file", "rows", "participant")
STRATEGIES = ("sync", "upsert")
SEVERITIES = ("error", "warning")
DIFFERENCES = ("new", "changed", "missing")
UPLOAD_NUMBER = Sequence("upload_number", metadata=Base.metadata)


class Upload(Base):
    """One file on its way in; `reading` says how it was understood, so that a person can check it."""

    __tablename__ = "upload"
    number: Mapped[int] = mapped_column(unique=True, server_default=UPLOAD_NUMBER.next_value())
    state: Mapped[str]
    filename: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    client_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("machine_client.id", ondelete="RESTRICT")
    )
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id", ondelete="RESTRICT"))
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    job_id: Mapped[UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    received_at: Mapped[RecordedAt]
    screened_at: Mapped[Instant | None]
    decided_at: Mapped[Instant | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    rows_total: Mapped[int | None]
    rows_bad: Mapped[int | None]
    error: Mapped[str | None]
    kind: Mapped[str]
    strategy: Mapped[str]
    """`sync`: a protocol of the file replaces the stored one; `upsert`: rows are merged by participant."""
    auto_commit: Mapped[bool] = mapped_column(server_default=false())
    clean_rows_only: Mapped[bool] = mapped_column(server_default=false())
    is_personal: Mapped[bool] = mapped_column(server_default=false())
    """The file held names or documents: its original is removed once it is decided."""
    guarded: Mapped[bool] = mapped_column(server_default=false())
    """More than 10 % of stored rows change or disappear: somebody else than the sender commits."""
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    """What a person chose about the reading, in the shape of `ReadingIn`."""
    reason: Mapped[str | None]
    revert_reason: Mapped[str | None]
    rows_written: Mapped[int | None]
    reverted_at: Mapped[Instant | None]
    reverted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    __table_args__ = (
        one_of("state", UPLOAD_STATES),
        one_of("kind", UPLOAD_KINDS),
        one_of("strategy", STRATEGIES),
        CheckConstraint(
            "(state = 'reverted') = (reverted_at is not null)", name="reverted_together"
        ),
        CheckConstraint("size >= 0", name="size"),
        Index("ix_upload_sha256", "sha256"),
        Index("ix_upload_received_at", "received_at"),
    )


class UploadIssue(Base):
    """What is wrong in one cell (row and column as Excel shows them); the value of a name is never kept."""

    __tablename__ = "upload_issue"
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    position: Mapped[int]
    severity: Mapped[str]
    code: Mapped[str]
    row: Mapped[int | None]
    column: Mapped[str | None]
    header: Mapped[str | None]
    message: Mapped[str]
    how_to_fix: Mapped[str]
    file: Mapped[str | None]
    sheet: Mapped[str | None]
    __table_args__ = (one_of("severity", SEVERITIES), UniqueConstraint("upload_id", "position"))


class UploadDifference(Base):
    """One cell that writing an upload would change, or a participant it would add or drop."""

    __tablename__ = "upload_difference"
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str]
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    work_title: Mapped[str]
    participant: Mapped[str]
    class_name: Mapped[str | None]
    field: Mapped[str | None]
    old: Mapped[str | None]
    new: Mapped[str | None]
    __table_args__ = (one_of("kind", DIFFERENCES), UniqueConstraint("upload_id", "position"))


class UploadMapping(Base):
    """What an unknown name of a school or subject means in the files of one sender."""

    __tablename__ = "upload_mapping"
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    client_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("machine_client.id", ondelete="RESTRICT")
    )
    kind: Mapped[str]
    source: Mapped[str]
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    recorded_at: Mapped[RecordedAt]
    __table_args__ = (
        one_of("kind", ("school", "subject")),
        UniqueConstraint(
            "person_id",
            "client_id",
            "kind",
            "source",
            name="uq_upload_mapping_source",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(person_id, client_id) = 1", name="sender"),
        CheckConstraint(
            "case kind when 'school' then school_id is not null and subject_id is null"
            " else subject_id is not null and school_id is null end",
            name="meaning",
        ),
    )

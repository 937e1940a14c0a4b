"""Results: a protocol (one school × one work) is uploaded, replaced and versioned as a whole.

Its statistics are columns of the protocol, its participants packed arrays beside it; the view `result`
unnests them. Figures therefore never disagree with rows (architecture.md 3).
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Sequence,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

PROCEDURES = ("vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9")
WAVES = ("spring", "autumn", "main", "entry", "exit")
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
PROTOCOL_STATES = ("current", "superseded", "reverted")
SEVERITIES = ("error", "warning")
UPLOAD_NUMBER = Sequence("upload_number", metadata=Base.metadata)


class Subject(Base):
    __tablename__ = "subject"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    synonyms: Mapped[list[str]]
    position: Mapped[int]


class Scale(Base):
    """Lowest primary scores of marks 3, 4, 5 as versioned reference data with source and confidence."""

    __tablename__ = "scale"
    procedure: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    programme_grade: Mapped[int] = mapped_column(SmallInteger)
    year_from: Mapped[int] = mapped_column(SmallInteger)
    year_to: Mapped[int] = mapped_column(SmallInteger)
    min_3: Mapped[int] = mapped_column(SmallInteger)
    min_4: Mapped[int] = mapped_column(SmallInteger)
    min_5: Mapped[int] = mapped_column(SmallInteger)
    max_primary: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str]
    confidence: Mapped[str]
    __table_args__ = (
        one_of("procedure", PROCEDURES),
        UniqueConstraint("procedure", "subject_id", "programme_grade", "year_from"),
        CheckConstraint(
            "0 < min_3 and min_3 < min_4 and min_4 < min_5 and min_5 <= max_primary", name="bands"
        ),
    )


class Work(Base):
    """What was written: procedure × year × wave × subject × grade × programme grade (autumn 2020!)."""

    __tablename__ = "work"
    procedure: Mapped[str]
    year: Mapped[int] = mapped_column(SmallInteger)
    wave: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    grade: Mapped[int] = mapped_column(SmallInteger)
    programme_grade: Mapped[int] = mapped_column(SmallInteger)
    max_primary: Mapped[int | None] = mapped_column(SmallInteger)
    written_on: Mapped[date | None]
    __table_args__ = (
        one_of("procedure", PROCEDURES),
        one_of("wave", WAVES),
        UniqueConstraint("procedure", "year", "wave", "subject_id", "grade", "programme_grade"),
        CheckConstraint(
            "grade between 1 and 12 and programme_grade between 1 and 12", name="grades"
        ),
        CheckConstraint("year between 2000 and 2100", name="year"),
    )


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
    __table_args__ = (
        one_of("state", UPLOAD_STATES),
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
    __table_args__ = (one_of("severity", SEVERITIES), UniqueConstraint("upload_id", "position"))


class Protocol(Base):
    """One school × one work, one version. Sums are of integers, so that parents add up exactly."""

    __tablename__ = "protocol"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    work_id: Mapped[UUID] = mapped_column(ForeignKey("work.id", ondelete="RESTRICT"))
    version: Mapped[int]
    state: Mapped[str]
    upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("upload.id", ondelete="RESTRICT"))
    scale_id: Mapped[UUID | None] = mapped_column(ForeignKey("scale.id", ondelete="RESTRICT"))
    content_hash: Mapped[str]
    recorded_at: Mapped[RecordedAt]
    participants: Mapped[int]
    """Pupils with a mark: the n of every share. Absent ones are not participants."""
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    sum_primary: Mapped[int]
    n_primary: Mapped[int]
    lowered: Mapped[int]
    confirmed: Mapped[int]
    raised: Mapped[int]
    task_max: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    task_names: Mapped[list[str]]
    __table_args__ = (
        one_of("state", PROTOCOL_STATES),
        UniqueConstraint("school_id", "work_id", "version"),
        Index(
            "uq_protocol_current",
            "school_id",
            "work_id",
            unique=True,
            postgresql_where=text("state = 'current'"),
        ),
        Index("ix_protocol_upload_id", "upload_id"),
        CheckConstraint("participants = n2 + n3 + n4 + n5", name="marks_add_up"),
        CheckConstraint("lowered + confirmed + raised <= participants", name="journal_adds_up"),
    )


class ProtocolParticipants(Base):
    """The rows of one protocol, packed: element i of every array is participant i, sorted by code."""

    __tablename__ = "protocol_participants"
    protocol_id: Mapped[UUID] = mapped_column(
        ForeignKey("protocol.id", ondelete="CASCADE"), unique=True
    )
    codes: Mapped[list[str]]
    class_names: Mapped[list[str | None]]
    variants: Mapped[list[str | None]]
    primary_scores: Mapped[list[int | None]] = mapped_column(ARRAY(SmallInteger))
    marks: Mapped[list[int | None]] = mapped_column(ARRAY(SmallInteger))
    journal_marks: Mapped[list[int | None]] = mapped_column(ARRAY(SmallInteger))
    task_scores: Mapped[list[int | None]] = mapped_column(ARRAY(SmallInteger))
    """Row after row, `len(task_max)` numbers each; NULL = «X», not attempted."""
    __table_args__ = (
        CheckConstraint(
            "cardinality(class_names) = cardinality(codes) and cardinality(variants) = cardinality(codes)"
            " and cardinality(primary_scores) = cardinality(codes) and cardinality(marks) = cardinality(codes)"
            " and cardinality(journal_marks) = cardinality(codes)",
            name="same_length",
        ),
    )

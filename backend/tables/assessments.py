"""Results: a protocol (one school × one work) is written, replaced and versioned as a whole.

Its statistics are columns of the protocol, its participants packed arrays beside it; the view `result`
unnests them. Figures therefore never disagree with rows (architecture.md 3).
"""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, RecordedAt, one_of

PROCEDURES = ("vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9")
WAVES = ("spring", "autumn", "main", "entry", "exit")
PROTOCOL_STATES = ("current", "superseded", "reverted")
PROTOCOL_BASES = ("rows", "counts")


class Subject(Base):
    __tablename__ = "subject"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    synonyms: Mapped[list[str]]
    position: Mapped[int]
    family: Mapped[str | None]
    """Code of the subject whose scale applies where this one has none («Иностранный язык»)."""
    gia_codes: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    """Numbers of РИС ГИА; one number may mean different subjects at ОГЭ and ЕГЭ."""
    vpr_codes: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))


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
    series: Mapped[str] = mapped_column(server_default=text("''"))
    """Series of variants with tasks and a scale of its own (ГВЭ-9, works of one district); empty = the only one."""
    __table_args__ = (
        one_of("procedure", PROCEDURES),
        one_of("wave", WAVES),
        UniqueConstraint(
            "procedure",
            "year",
            "wave",
            "subject_id",
            "grade",
            "programme_grade",
            "series",
            name="uq_work_key",
        ),
        CheckConstraint(
            "grade between 1 and 12 and programme_grade between 1 and 12", name="grades"
        ),
        CheckConstraint("year between 2000 and 2100", name="year"),
    )


class TaskList(Base):
    """Tasks of a work as a file declares them, shared by all protocols that have the same."""

    __tablename__ = "task_list"
    digest: Mapped[str] = mapped_column(unique=True)
    names: Mapped[list[str]]
    maxima: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    __table_args__ = (
        CheckConstraint("cardinality(names) = cardinality(maxima)", name="same_length"),
    )


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
    """Pupils with a result: the n of every share. Absent ones are not participants."""
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]
    sum_primary: Mapped[int]
    n_primary: Mapped[int]
    lowered: Mapped[int]
    confirmed: Mapped[int]
    raised: Mapped[int]
    task_list_id: Mapped[UUID] = mapped_column(ForeignKey("task_list.id", ondelete="RESTRICT"))
    basis: Mapped[str]
    """`rows`: counted from participants; `counts`: a source that gives numbers of marks only."""
    n_below: Mapped[int]
    """Below the minimum: mark «2», or a test score under the threshold."""
    n_high: Mapped[int]
    """Test scores of 81 and more (domain.md 7.1)."""
    sum_test: Mapped[int]
    n_test: Mapped[int]
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
        one_of("basis", PROTOCOL_BASES),
        CheckConstraint(
            "n2 + n3 + n4 + n5 <= participants and n_below <= participants and n_high <= n_test"
            " and (n_test > 0 or participants = n2 + n3 + n4 + n5)",
            name="marks_add_up",
        ),
        CheckConstraint("lowered + confirmed + raised <= participants", name="journal_adds_up"),
    )


class ProtocolParticipants(Base):
    """The rows of one protocol (same key), packed: element i of every array is participant i, sorted by code.

    Written once, never updated. An array is NULL when nobody has a value. A code is the number the procedure
    gave, or, from 2^62 on, a keyed hash where a file had only a name (note 0019).
    """

    __tablename__ = "protocol_participants"
    id: Mapped[UUID] = mapped_column(
        ForeignKey("protocol.id", ondelete="CASCADE"), primary_key=True
    )
    codes: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    long_codes: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    """Instead of `codes` in a protocol with a code over 31 bits."""
    class_names: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    """Distinct names; `class_numbers` say whose (1 = the first)."""
    class_numbers: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    variant_names: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    variant_numbers: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    primary_scores: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    test_scores: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    marks: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    journal_marks: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    task_scores: Mapped[list[int | None] | None] = mapped_column(ARRAY(SmallInteger))
    """Row after row, one number per task; NULL = «X», not attempted."""
    __table_args__ = (
        CheckConstraint("num_nonnulls(codes, long_codes) = 1", name="one_kind_of_codes"),
        CheckConstraint(
            "array_remove(array[cardinality(class_numbers), cardinality(variant_numbers), cardinality(primary_scores),"
            " cardinality(test_scores), cardinality(marks), cardinality(journal_marks)], null)"
            " <@ array[coalesce(cardinality(codes), cardinality(long_codes))]",
            name="same_length",
        ),
    )

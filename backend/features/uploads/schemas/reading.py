"""How a file was read, and what a person may choose about it: the wire shape."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Procedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
Wave = Literal["spring", "autumn", "main", "entry", "exit"]
Strategy = Literal["sync", "upsert"]
"""`sync`: a protocol of the file replaces the stored one whole; `upsert`: rows are merged by participant."""
Encoding = Literal["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]
ColumnField = Literal[
    "school", "participant", "class", "variant", "primary", "test", "mark", "journal", "skip"
]
QuestionKind = Literal[
    "work", "school", "decimal", "date_order", "leading_zeros", "layout", "header_row"
]


class ColumnReadingOut(BaseModel):
    """`field` null = not used; `kind` tells a personal column that was dropped."""

    column: str
    header: str
    field: str | None
    kind: Literal["field", "task", "personal", "unused", "unknown"]
    meaning: str


class WorkReadingOut(BaseModel):
    """A work as the file states it; null = not stated or not understood. `key` names it within the upload."""

    key: str
    title: str | None
    procedure: Procedure | None
    year: int | None
    wave: Wave | None
    subject: str | None
    subject_id: UUID | None
    subject_name: str | None
    grade: int | None
    programme_grade: int | None
    series: str
    max_primary: int | None
    written_on: date | None
    rows: int


class ScaleReadingOut(BaseModel):
    """The scale marks were compared with, and where it comes from."""

    work_key: str
    min_3: int
    min_4: int
    min_5: int
    max_primary: int
    source: str
    confidence: str


class SchoolReadingOut(BaseModel):
    """A school of the file; ids are null when it is unknown to you and can be mapped."""

    key: str
    title: str | None
    rows: int
    school_id: UUID | None
    school_name: str | None
    mapped: bool


class QuestionOut(BaseModel):
    """What the file leaves open; the answer is given by `PUT …/reading`. `options` are values to choose from."""

    kind: QuestionKind
    sentence: str
    sample: str | None
    options: list[str]


class TableReadingOut(BaseModel):
    """One table of the file: a CSV, a sheet of a workbook, a file of an archive."""

    number: int
    file: str
    sheet: str
    profile: str
    layout: str
    file_kind: Literal["xlsx", "csv", "ndjson", "json"]
    encoding: str | None
    delimiter: str | None
    decimal: str | None
    date_order: str | None
    header_row: int | None
    first_row: int | None
    last_row: int | None
    columns: list[ColumnReadingOut]
    tasks: int
    questions: list[QuestionOut]


class SkippedSheetOut(BaseModel):
    """A sheet or file that was not read, and why («скрытый лист», «нет таблицы результатов»)."""

    file: str
    sheet: str
    why: str


class OutcomesOut(BaseModel):
    """What writing would do, in protocols and in rows (participants)."""

    protocols_new: int
    protocols_changed: int
    protocols_identical: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    rows_missing: int
    rows_stored: int
    changed_share_pct: float | None
    """(changed + missing) / stored rows · 100; null when nothing is stored yet."""


class ReadingOut(BaseModel):
    """How the file was understood, for the sender to check and change."""

    tables: list[TableReadingOut]
    skipped: list[SkippedSheetOut]
    works: list[WorkReadingOut]
    schools: list[SchoolReadingOut]
    """The first 200; `schools_total` counts all."""
    schools_total: int
    scales: list[ScaleReadingOut]
    outcomes: OutcomesOut | None
    """Null while a question is open or nothing could be compared."""
    rules_version: str


class StrictIn(BaseModel):
    """A body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class WorkChoiceIn(StrictIn):
    """Which work a table (or the whole upload) is about, where the file does not say it."""

    procedure: Procedure
    year: int = Field(ge=2000, le=2100)
    wave: Wave | None = None
    subject_id: UUID
    grade: int = Field(ge=1, le=12)
    programme_grade: int | None = Field(default=None, ge=1, le=12)
    series: str = Field(default="", max_length=40)
    written_on: date | None = None


class ReadingIn(StrictIn):
    """What a person chose about the reading; an absent field means «as detected». Everything is kept.

    Keys of `headers`, `columns`, `works` are numbers of tables as text («0»).
    """

    profile: str | None = Field(default=None, max_length=40)
    encoding: Encoding | None = None
    delimiter: Literal[";", ",", "\t"] | None = None
    decimal: Literal[",", "."] | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    leading_zeros: Literal["keep", "pad"] | None = None
    header_rows: dict[str, int] = Field(default_factory=dict)
    columns: dict[str, dict[str, ColumnField]] = Field(default_factory=dict)
    works: dict[str, WorkChoiceIn] = Field(default_factory=dict)
    work: WorkChoiceIn | None = None
    school_id: UUID | None = None
    strategy: Strategy | None = None


class MappingIn(StrictIn):
    """What unknown names of the file mean; remembered for this sender."""

    schools: dict[str, UUID] = Field(default_factory=dict)
    subjects: dict[str, UUID] = Field(default_factory=dict)

"""The wire shape of uploads, their issues, and figures of protocols. Percents have one decimal."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Procedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
Wave = Literal["spring", "autumn", "main", "entry", "exit"]
UploadState = Literal[
    "received", "parsing", "screened", "committing", "committed", "cancelled", "failed", "reverted"
]
ProtocolState = Literal["current", "superseded", "reverted"]
UploadAction = Literal["commit", "cancel"]
Severity = Literal["error", "warning"]


class ShareOut(BaseModel):
    """`count` of `n`. `pct` and the 95 % Wilson interval are null exactly when `kind` is `zero_pupils`."""

    kind: Literal["measured", "zero_pupils"]
    count: int
    n: int
    pct: float | None
    ci_low_pct: float | None
    ci_high_pct: float | None


class MeanOut(BaseModel):
    """A mean with two decimals; null exactly when `kind` is `zero_pupils`."""

    kind: Literal["measured", "zero_pupils"]
    value: float | None
    n: int


class SubjectOut(BaseModel):
    code: str
    name: str
    short_name: str


class WorkOut(BaseModel):
    """What was written. `grade` sat it, `programme_grade` was tested: they differ in autumn 2020."""

    id: UUID
    title: str
    procedure: Procedure
    procedure_title: str
    year: int
    wave: Wave
    wave_title: str
    subject: SubjectOut
    grade: int
    programme_grade: int
    max_primary: int | None
    written_on: date | None


class WorksOut(BaseModel):
    items: list[WorkOut]
    next_cursor: str | None


class ScaleOut(BaseModel):
    """Lowest primary scores of marks 3, 4, 5, and where they come from."""

    min_3: int
    min_4: int
    min_5: int
    max_primary: int
    source: str
    confidence: str


class FiguresOut(BaseModel):
    """Statistics of one protocol; `n` = participants with a mark, the n of every share but the comparison."""

    n: int
    n2: int
    n3: int
    n4: int
    n5: int
    small_sample: bool
    below_min: ShareOut
    success: ShareOut
    quality: ShareOut
    lowered: ShareOut
    confirmed: ShareOut
    raised: ShareOut
    avg_mark: MeanOut
    avg_primary: MeanOut


class ResultOut(BaseModel):
    """One protocol of a school: its work, figures, and where the numbers come from."""

    protocol_id: UUID
    version: int
    recorded_at: datetime
    upload_id: UUID | None
    upload_number: int | None
    work: WorkOut
    figures: FiguresOut
    scale: ScaleOut | None


class SchoolResultsOut(BaseModel):
    school_id: UUID
    school_name: str
    items: list[ResultOut]


class ProtocolVersionOut(BaseModel):
    protocol_id: UUID
    version: int
    state: ProtocolState
    recorded_at: datetime
    upload_id: UUID | None
    upload_number: int | None
    figures: FiguresOut


class ProtocolOut(BaseModel):
    """One version of a protocol and the history of its school and work, newest first."""

    id: UUID
    school_id: UUID
    school_name: str
    state: ProtocolState
    version: int
    recorded_at: datetime
    upload_id: UUID | None
    upload_number: int | None
    work: WorkOut
    figures: FiguresOut
    scale: ScaleOut | None
    task_names: list[str]
    task_max: list[int]
    versions: list[ProtocolVersionOut]


class ColumnReadingOut(BaseModel):
    column: str
    header: str
    meaning: str


class WorkReadingOut(BaseModel):
    """The work as the file states it; null = not stated or not understood."""

    title: str | None
    procedure: Procedure | None
    year: int | None
    wave: Wave | None
    subject: str | None
    subject_name: str | None
    grade: int | None
    programme_grade: int | None
    max_primary: int | None
    written_on: date | None


class SchoolReadingOut(BaseModel):
    """A school of the file and what writing it would do; ids are null when the school is unknown to you."""

    login: str
    rows: int
    school_id: UUID | None
    school_name: str | None
    outcome: Literal["new", "supersedes", "identical"] | None
    stored_version: int | None
    participants: int | None


class ReadingOut(BaseModel):
    """How the file was understood, for the sender to check."""

    layout: str
    sheet: str
    file_kind: Literal["xlsx", "csv"]
    encoding: str | None
    delimiter: str | None
    header_row: int
    first_row: int | None
    last_row: int | None
    columns: list[ColumnReadingOut]
    tasks: int
    work: WorkReadingOut
    schools: list[SchoolReadingOut]
    scale: ScaleOut | None


class UploadBlockedOut(BaseModel):
    action: UploadAction
    reason: str


class UploadOut(BaseModel):
    """A file on its way in. `rows_bad` rows have errors; `error` explains a failed one."""

    id: UUID
    number: int
    state: UploadState
    state_title: str
    filename: str
    size: int
    sha256: str
    sent_by: str | None
    received_at: datetime
    screened_at: datetime | None
    decided_at: datetime | None
    job_id: UUID | None
    rows_total: int | None
    rows_bad: int | None
    errors: int
    warnings: int
    error: str | None
    reading: ReadingOut | None
    allowed_actions: list[UploadAction]
    blocked_by: list[UploadBlockedOut]


class UploadListItemOut(BaseModel):
    id: UUID
    number: int
    state: UploadState
    state_title: str
    filename: str
    sent_by: str | None
    received_at: datetime
    title: str | None
    school_names: list[str]
    rows_total: int | None
    errors: int
    warnings: int
    error: str | None


class UploadsOut(BaseModel):
    items: list[UploadListItemOut]
    next_cursor: str | None


class IssueColumnOut(BaseModel):
    column: str
    header: str | None


class IssueGroupOut(BaseModel):
    """All issues of one rule: `rows` like «9, 12–14»."""

    code: str
    severity: Severity
    title: str
    count: int
    rows: str
    columns: list[IssueColumnOut]
    sample: str
    how_to_fix: str


class IssueOut(BaseModel):
    """One place: `row` and `column` as Excel shows them; null = the whole file."""

    code: str
    severity: Severity
    title: str
    row: int | None
    column: str | None
    header: str | None
    message: str
    how_to_fix: str


class IssuesOut(BaseModel):
    """Groups count every issue; `items` are the first `kept` of `total`, errors first, paged."""

    groups: list[IssueGroupOut]
    items: list[IssueOut]
    total: int
    kept: int
    next_cursor: str | None

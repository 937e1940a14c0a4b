"""The wire shape of works, scales and figures of protocols. Percents have one decimal."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Procedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
Wave = Literal["spring", "autumn", "main", "entry", "exit"]
ProtocolState = Literal["current", "superseded", "reverted"]


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
    series: str
    max_primary: int | None
    written_on: date | None


class WorksOut(BaseModel):
    items: list[WorkOut]
    next_cursor: str | None


class ScaleOut(BaseModel):
    """Lowest primary scores of marks 3, 4, 5, and where they come from; a version that may be superseded since."""

    id: UUID
    version: int
    is_in_force: bool
    min_3: int
    min_4: int
    min_5: int
    max_primary: int
    source: str
    confidence: str


class FiguresOut(BaseModel):
    """Statistics of one protocol; `n` = participants with a mark or a test score.

    `below_min` counts «2» and test scores under the threshold for the certificate; `quality` and `avg_mark` speak of
    those with a mark, `high_score` (81 and more) and `avg_test` of those with a test score.
    """

    n: int
    n2: int
    n3: int
    n4: int
    n5: int
    small_sample: bool
    below_min: ShareOut
    success: ShareOut
    quality: ShareOut
    high_score: ShareOut
    lowered: ShareOut
    confirmed: ShareOut
    raised: ShareOut
    avg_mark: MeanOut
    avg_primary: MeanOut
    avg_test: MeanOut


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

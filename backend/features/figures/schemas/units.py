"""The wire shape of figures. Percents have one decimal; what is missing says why in `kind`."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Level = Literal["school", "municipality", "office", "region", "cluster"]
FigureProcedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
FigureWave = Literal["spring", "autumn", "main", "entry", "exit"]
Measure = Literal["below_min", "success", "quality", "high_score", "lowered", "confirmed", "raised"]
FigureKind = Literal[
    "measured",
    "zero_pupils",
    "no_marks",
    "no_journal_marks",
    "no_test_scores",
    "no_primary_scores",
    "maximum_unknown",
    "suppressed",
]
Verdict = Literal["better", "worse", "indistinct"]


class FigureShareOut(BaseModel):
    """`count` of `n`, percent and 95 % Wilson interval; all null exactly when `kind` is not `measured`."""

    kind: FigureKind
    count: int | None
    n: int | None
    pct: float | None
    ci_low_pct: float | None
    ci_high_pct: float | None


class FigureMeanOut(BaseModel):
    """A mean over `n` participants; null exactly when `kind` is not `measured`."""

    kind: FigureKind
    value: float | None
    n: int | None


class CompletionOut(BaseModel):
    """Points scored of the points possible; `n` = participants with a primary score."""

    kind: FigureKind
    points: int | None
    maximum: int | None
    n: int | None
    pct: float | None


class UnitFiguresOut(BaseModel):
    """Figures of one unit in one work, summed over its schools and divided once.

    `kind` `suppressed`: fewer than five participants, or a neighbour's number could be told from them; every number
    is null then. `small_sample`: n < 10. `schools`: how many schools wrote it.
    """

    kind: Literal["measured", "suppressed"]
    schools: int | None
    n: int | None
    n2: int | None
    n3: int | None
    n4: int | None
    n5: int | None
    small_sample: bool
    below_min: FigureShareOut
    success: FigureShareOut
    quality: FigureShareOut
    high_score: FigureShareOut
    lowered: FigureShareOut
    confirmed: FigureShareOut
    raised: FigureShareOut
    sou: FigureMeanOut
    avg_mark: FigureMeanOut
    avg_primary: FigureMeanOut
    avg_test: FigureMeanOut
    completion: CompletionOut


class FigureWorkOut(BaseModel):
    id: UUID
    title: str
    procedure: FigureProcedure
    procedure_title: str
    year: int
    wave: FigureWave
    wave_title: str
    subject_code: str
    subject_name: str
    subject_short_name: str
    grade: int
    programme_grade: int
    series: str
    max_primary: int | None


class FigureUnitOut(BaseModel):
    """Whom figures speak of; `id` is a UUID, of a cluster its code. What a unit does not have is null."""

    level: Level
    id: str
    name: str
    municipality_id: UUID | None
    municipality_name: str | None
    office_id: UUID | None
    region_id: UUID | None
    cluster: str | None
    is_rural: bool | None
    pupils: int | None


class FigureReasonOut(BaseModel):
    """Why two works cannot be compared: a stable code and a Russian sentence."""

    code: str
    text: str


class ShareChangeOut(BaseModel):
    """Difference in percentage points with the 95 % Newcombe interval; `indistinct` when it covers zero."""

    delta_pp: float
    low_pp: float
    high_pp: float
    verdict: Verdict
    verdict_text: str


class YearChangeOut(BaseModel):
    """Change to the same work a year before: either changes, or the reasons why there is none.

    `work_id` null = there was no such work. A measure without participants on a side has no change.
    """

    work_id: UUID | None
    reasons: list[FigureReasonOut]
    success: ShareChangeOut | None
    quality: ShareChangeOut | None
    below_min: ShareChangeOut | None


class FigureRowOut(BaseModel):
    """One line of the table: unit × work."""

    unit_id: str
    work_id: UUID
    figures: UnitFiguresOut
    year_change: YearChangeOut
    sources: str
    """Where this figure comes from: path of the API."""


class ParentFiguresOut(BaseModel):
    """The same work in a territory above, whole: «Район %», «Регион %»."""

    level: Literal["municipality", "office", "region"]
    id: UUID
    name: str
    work_id: UUID
    figures: UnitFiguresOut


class MissingUnitOut(BaseModel):
    """A unit in sight that has no result in any of the works shown."""

    unit_id: str
    kind: Literal["no_results"]


class FigureLegendOut(BaseModel):
    """What a `kind` says to a person instead of a number."""

    kind: str
    sign: str
    text: str


class FigureListOut(BaseModel):
    """Units in alphabetical order, never by result; rows in the order of units, then of works."""

    level: Level
    level_title: str
    conditions: str
    works: list[FigureWorkOut]
    units: list[FigureUnitOut]
    rows: list[FigureRowOut]
    parents: list[ParentFiguresOut]
    missing: list[MissingUnitOut]
    legend: list[FigureLegendOut]


class FigureScaleOut(BaseModel):
    id: UUID
    version: int
    min_3: int | None
    min_4: int | None
    min_5: int | None
    max_primary: int | None
    source: str
    confidence: str


class FigureSourceOut(BaseModel):
    """A protocol that is counted in the figure. `basis`: `rows` of participants or only `counts` of marks."""

    protocol_id: UUID
    school_id: UUID
    school_name: str
    version: int
    recorded_at: datetime
    upload_id: UUID | None
    upload_number: int | None
    basis: Literal["rows", "counts"]
    scale: FigureScaleOut | None


class FormulaOut(BaseModel):
    code: str
    title: str
    formula: str


class FigureSourcesOut(BaseModel):
    """What a figure is made of. `total` protocols are counted; `items` are those you may open, at most 200."""

    unit: FigureUnitOut
    work: FigureWorkOut
    total: int
    items: list[FigureSourceOut]
    formulas: list[FormulaOut]
    formula_source: str

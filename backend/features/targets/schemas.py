"""The wire shapes of targets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.core.actions import BlockedOut

MetricCode = Literal[
    "success", "quality", "below_min", "confirmed", "high_score", "avg_mark", "sou", "completion"
]
TargetProcedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
TargetWave = Literal["spring", "autumn", "main", "entry", "exit"]
TargetState = Literal["proposed", "returned", "agreed", "closed", "cancelled"]
TargetVerdict = Literal["reached", "not_reached", "indistinct", "not_comparable", "no_data"]
LinkKind = Literal["activity", "measure", "action_point"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class TargetMetricOut(BaseModel):
    """`better`: which way is an improvement; `interval`: by which method."""

    code: MetricCode
    title: str
    better: Literal["up", "down"]
    unit: Literal["pct", "mark"]
    formula: str
    counted: str
    interval: str
    source: str
    confidence: str


class TargetMetricList(BaseModel):
    items: list[TargetMetricOut]


class TargetFigureOut(BaseModel):
    """`total` of `out_of` from `n` pupils; value and 95 % interval are null exactly when `kind` is not `measured`."""

    kind: Literal["measured", "zero_pupils", "no_results"]
    value: float | None
    low: float | None
    high: float | None
    total: int
    out_of: int
    n: int
    small_sample: bool


class TargetYearOut(BaseModel):
    """A year beside the target; `why_not_comparable` to the base, null when it is."""

    year: int
    figure: TargetFigureOut
    is_base: bool
    is_due: bool
    why_not_comparable: str | None


class TargetChangeOut(BaseModel):
    """Fact − base in units of the metric with Newcombe's 95 % interval."""

    delta: float
    low: float
    high: float
    verdict: Literal["better", "worse", "indistinct"]
    words: str


class TargetClosingOut(BaseModel):
    """What a target was closed with; the live fact stands beside it."""

    verdict: TargetVerdict
    words: str
    figure: TargetFigureOut
    at: datetime
    who: str | None
    cause: str | None
    proposal: str | None


class TargetOut(BaseModel):
    """A target with its plan–fact as counted now. `history`: up to five years, oldest first."""

    id: UUID
    school_id: UUID
    school_name: str
    municipality: str
    metric: MetricCode
    metric_title: str
    unit: Literal["pct", "mark"]
    better: Literal["up", "down"]
    work_title: str
    procedure: TargetProcedure
    wave: TargetWave
    subject: str
    subject_name: str
    grade: int | None
    base_year: int
    base: TargetFigureOut
    base_changed: str | None
    """What the protocols of the base year say today, when it is no longer what was frozen."""
    target_value: float
    due_year: int
    due_on: date | None
    fact: TargetFigureOut
    verdict: TargetVerdict
    verdict_words: str
    explanation: str
    change: TargetChangeOut | None
    progress_pct: float | None
    progress_why: str | None
    closing: TargetClosingOut | None
    state: TargetState
    state_title: str
    links_count: int
    history: list[TargetYearOut]


class VerdictCountOut(BaseModel):
    """How many targets, in how many schools."""

    verdict: TargetVerdict
    words: str
    targets: int
    schools: int


class TargetSummaryOut(BaseModel):
    """Of schools with agreed or closed targets among those found: never a mean over schools."""

    schools: int
    schools_all_reached: int
    targets: int
    not_agreed: int
    verdicts: list[VerdictCountOut]
    sentence: str


class TargetList(BaseModel):
    items: list[TargetOut]
    total: int
    summary: TargetSummaryOut
    years: list[int]
    """Years some target in sight is due, whatever the filter."""
    conditions: str


class SchoolTargetsOut(BaseModel):
    school_id: UUID
    school_name: str
    items: list[TargetOut]
    summary: TargetSummaryOut
    allowed_actions: list[str]
    """Of: propose."""


class TargetLinkOut(BaseModel):
    """`id`: of the row through all editions, of the measure or of the agreement."""

    kind: LinkKind
    id: UUID
    title: str
    note: str | None


class TargetStepOut(BaseModel):
    action: str
    words: str
    reason: str | None
    changes: str | None
    who: str | None
    at: datetime


class TargetCardOut(TargetOut):
    version: int
    proposed_by: str | None
    proposed_side: Literal["school", "office"]
    agreed_by: str | None
    agreed_at: datetime | None
    reason: str | None
    formula: str
    interval_method: str
    target_means: str
    links: list[TargetLinkOut]
    steps: list[TargetStepOut]
    allowed_actions: list[str]
    """Of: revise, agree, return, close, reopen, cancel, link."""
    blocked: list[BlockedOut]


class TargetWorkOut(BaseModel):
    """Works of one procedure, season and subject the school has results of."""

    procedure: TargetProcedure
    wave: TargetWave
    title: str
    subject: str
    subject_name: str
    grades: list[int]
    years: list[int]


class TargetChoicesOut(BaseModel):
    """What a target of this school may be set for, and what may lead to it."""

    school_id: UUID
    school_name: str
    metrics: list[TargetMetricOut]
    works: list[TargetWorkOut]
    links: list[TargetLinkOut]
    due_year: int
    """The year proposed: the next one."""


class TargetPreviewOut(BaseModel):
    """A base before it is frozen. `base_problem`: why there is none; `target_problem`: why the value is no target."""

    base: TargetFigureOut
    base_problem: str | None
    notes: list[str]
    target_problem: str | None
    target_means: str | None
    history: list[TargetYearOut]


class TargetIn(BaseModel):
    """The base is counted and frozen by the server; nobody types it."""

    model_config = ConfigDict(extra="forbid")
    metric: MetricCode
    procedure: TargetProcedure
    wave: TargetWave
    subject: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    grade: Annotated[int, Field(ge=1, le=12)] | None = None
    base_year: Year
    target_value: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    due_year: Year
    due_on: date | None = None


class TargetRevisionIn(BaseModel):
    """What the plan shall be instead, and why; it is agreed on anew."""

    model_config = ConfigDict(extra="forbid")
    target_value: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    due_year: Year
    due_on: date | None = None
    reason: Words


class TargetDecisionIn(BaseModel):
    """`return`, `reopen` and `cancel` say why; `close` says why the plan was not reached and what is proposed."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["agree", "return", "close", "reopen", "cancel"]
    reason: Words | None = None
    cause: Words | None = None
    proposal: Words | None = None


class TargetLinkIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: LinkKind
    id: UUID


class TargetLinksIn(BaseModel):
    """Everything that leads to the target; what is not named is unlinked."""

    model_config = ConfigDict(extra="forbid")
    links: Annotated[list[TargetLinkIn], Field(max_length=50)]

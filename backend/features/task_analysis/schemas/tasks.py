"""Tasks of a work, schools against tasks, and primary scores."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.features.task_analysis.schemas.shared import (
    Difficulty,
    Kind,
    Level,
    TaskCompletionOut,
    TaskPassportOut,
    TaskRulesOut,
    TaskScopeOut,
    TaskUnitOut,
    TaskWorkOut,
)

Weight = Literal["informative", "approximate", "limited", "nobody"]
TaskTable = Literal["all", "tasks", "groups", "items", "scores", "schools"]


class TaskMarkGroupOut(BaseModel):
    """Participants with one mark: `is_informative` from the n of the rules."""

    mark: int
    kind: Kind
    n: int | None
    is_informative: bool


class GroupCompletionOut(BaseModel):
    """How one mark group did a task; `scores[i]`: participants with i points."""

    mark: int
    done: TaskCompletionOut
    not_attempted: int | None
    scores: list[int] | None


class ItemDiscriminationOut(BaseModel):
    """Correlation of the task with the rest of the work and its 95 % interval."""

    r: float
    low: float
    high: float
    n: int


class ItemFlagOut(BaseModel):
    code: str
    text: str


class AnalysedTaskOut(BaseModel):
    """One task. Not attempted («X») counts as no points and is told apart; `scores[i]`: participants with i points."""

    name: str
    max: int
    difficulty: Difficulty | None
    skill: str | None
    done: TaskCompletionOut
    small_sample: bool
    not_attempted: int | None
    level: Level
    level_words: str
    scores: list[int] | None
    groups: list[GroupCompletionOut]
    discrimination: ItemDiscriminationOut | None
    flags: list[ItemFlagOut]


class GroupGapOut(BaseModel):
    """A task that two neighbouring marks do very differently."""

    lower: int
    upper: int
    task: str
    skill: str | None
    lower_done: TaskCompletionOut
    upper_done: TaskCompletionOut
    delta_pp: float
    low_pp: float
    high_pp: float


class WeakTaskOut(BaseModel):
    """A task under its threshold, or among the lowest where difficulties are not known."""

    name: str
    difficulty: Difficulty | None
    skill: str | None
    done: TaskCompletionOut
    level_words: str


class TaskAnalysisOut(BaseModel):
    """Tasks of one work over a scope, item analysis, and what follows in words."""

    work: TaskWorkOut
    scope: TaskScopeOut
    units: list[TaskUnitOut]
    passport: TaskPassportOut | None
    rules: TaskRulesOut
    sentence: str
    groups: list[TaskMarkGroupOut]
    tasks: list[AnalysedTaskOut]
    weakest: list[WeakTaskOut]
    gaps: list[GroupGapOut]


class HeatColumnOut(BaseModel):
    name: str
    max: int
    difficulty: Difficulty | None
    skill: str | None


class HeatCellOut(BaseModel):
    done: TaskCompletionOut
    level: Level


class HeatRowOut(BaseModel):
    """One school, or the whole scope; a row of fewer than five pupils of another school is hidden whole."""

    school_id: UUID | None
    name: str
    municipality: str | None
    kind: Kind
    n: int | None
    small_sample: bool
    cells: list[HeatCellOut]


class HeatMapOut(BaseModel):
    """School × task, schools by name: no ranking."""

    work: TaskWorkOut
    scope: TaskScopeOut
    columns: list[HeatColumnOut]
    rows: list[HeatRowOut]
    total: HeatRowOut


class ScoreBoundariesOut(BaseModel):
    """Lowest primary scores of the marks by the scale the protocols were compared with."""

    kind: Literal["known", "several", "none"]
    words: str
    min_3: int | None
    min_4: int | None
    min_5: int | None
    scale_id: UUID | None
    source: str | None
    confidence: str | None


class ScoreDistributionOut(BaseModel):
    """`counts[i]`: participants with i primary points; empty when hidden or nobody has a score."""

    work: TaskWorkOut
    scope: TaskScopeOut
    n: int
    maximum: int
    counts: list[int]
    mean: float | None
    weight: Weight
    weight_words: str
    boundaries: ScoreBoundariesOut

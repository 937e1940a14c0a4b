"""Shapes every reply of task analysis has. Percents have one decimal; null always has a `kind` that says why."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Kind = Literal["measured", "zero_pupils", "suppressed", "no_task"]
"""`suppressed`: fewer than five pupils, or one of them could be worked out; `no_task`: the school's file has none."""
ScopeKind = Literal["all", "office", "municipality", "school"]
Difficulty = Literal["Б", "П", "В"]
Level = Literal["sufficient", "borderline", "insufficient", "no_level", "too_few", "nobody"]


class TaskCompletionOut(BaseModel):
    """Points got of points possible by `n` participants, with the 95 % interval (Wilson's with n pupils)."""

    kind: Kind
    points: int | None
    n: int | None
    pct: float | None
    ci_low_pct: float | None
    ci_high_pct: float | None


class TaskUnitOut(BaseModel):
    """A choice of the filter: a unit with results of this work."""

    kind: ScopeKind
    id: UUID
    name: str


class TaskScopeOut(BaseModel):
    """Whose results are counted. `schools` of them have points of tasks, `without_tasks` gave numbers of marks only."""

    kind: ScopeKind
    id: UUID | None
    title: str
    is_own: bool
    schools: int
    without_tasks: int
    participants: int | None
    """Null when `suppressed`."""
    suppressed: bool
    """Fewer than five participants and not the reader's own school: nothing of them is shown."""


class TaskWorkOut(BaseModel):
    """What was written."""

    id: UUID
    title: str
    procedure: str
    year: int
    wave: str
    wave_title: str
    subject_code: str
    subject_name: str
    grade: int
    programme_grade: int
    series: str


class TaskPassportOut(BaseModel):
    """The approved passport that gives tasks their difficulty and skill."""

    id: UUID
    title: str


class DifficultyRuleOut(BaseModel):
    difficulty: Difficulty
    title: str
    sufficient_from: float
    insufficient_below: float


class TaskRuleOut(BaseModel):
    about: str
    source: str
    confidence: str


class TaskRulesOut(BaseModel):
    """The thresholds in force and where they come from."""

    levels: list[DifficultyRuleOut]
    informative_from: int
    distribution_informative_from: int
    distribution_approximate_from: int
    flags_from: int
    sources: list[TaskRuleOut]


class AnalysedWorkOut(BaseModel):
    """A work with results by tasks that the reader sees; `entry_work_ids`: what an exit work can be compared with."""

    work: TaskWorkOut
    schools: int
    participants: int
    has_passport: bool
    entry_work_ids: list[UUID]


class AnalysedWorks(BaseModel):
    items: list[AnalysedWorkOut]

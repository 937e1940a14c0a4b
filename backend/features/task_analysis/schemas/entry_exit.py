"""What changed from the entry work to the exit work."""

from typing import Literal

from pydantic import BaseModel

from backend.features.task_analysis.schemas.shared import (
    Difficulty,
    TaskCompletionOut,
    TaskScopeOut,
    TaskUnitOut,
    TaskWorkOut,
)

Verdict = Literal["better", "worse", "indistinct"]


class SkillDifferenceOut(BaseModel):
    """Exit minus entry in percentage points with the 95 % interval (Newcombe)."""

    delta_pp: float
    low_pp: float
    high_pp: float
    verdict: Verdict
    words: str


class SkillChangeOut(BaseModel):
    """One common task: the same skill, difficulty and maximum in both works."""

    skill: str
    difficulty: Difficulty | None
    max: int
    entry_task: str
    exit_task: str
    entry: TaskCompletionOut
    exit: TaskCompletionOut
    small_sample: bool
    change: SkillDifferenceOut | None


class UnmatchedTaskOut(BaseModel):
    side: Literal["entry", "exit"]
    task: str
    skill: str | None
    code: str
    words: str


class EntryExitOut(BaseModel):
    """What changed on common tasks, over the schools that wrote both works."""

    entry_work: TaskWorkOut
    exit_work: TaskWorkOut
    scope: TaskScopeOut
    units: list[TaskUnitOut]
    schools_both: int
    schools_entry_only: int
    schools_exit_only: int
    entry_n: int | None
    exit_n: int | None
    sentence: str
    items: list[SkillChangeOut]
    unmatched: list[UnmatchedTaskOut]

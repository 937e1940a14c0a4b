"""The wire shapes of the way of schools through the project."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class StageFactOut(BaseModel):
    """A fact of a step: since when it is there, or what is missing in words."""

    code: str
    title: str
    since_on: date | None
    missing: str
    basis: str | None


class StageCellOut(BaseModel):
    """One school at one step. `state`: done, partly, due, late, idle; `had` of `needed` facts."""

    step: str
    state: str
    done_on: date | None
    had: int
    needed: int
    days: int | None
    """Until the due day (negative: since it)."""
    facts: list[StageFactOut]


class StageSchoolOut(BaseModel):
    school_id: UUID
    school_name: str
    curator: str | None
    is_mine: bool
    """The reader is its curator or mentor on the day."""
    done: int
    late: int
    next_step: str | None
    cells: list[StageCellOut]


class StageStepOut(BaseModel):
    """A step of the cycle; `done` of `total` schools."""

    code: str
    title: str
    who: str
    row: str | None
    due_on: date | None
    link: str
    done: int
    late: int
    total: int


class StagesOut(BaseModel):
    cycle: int
    on: date
    steps: list[StageStepOut]
    schools: list[StageSchoolOut]

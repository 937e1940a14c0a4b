"""The wire shapes of the matrix, of «Контроль исполнения» and of exports."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.features.plans.schemas import FigureOut, StatusOut


class MatrixColumnOut(BaseModel):
    """One row of the plan as a column; `met` of `total` schools at its foot."""

    activity_id: UUID
    number: str
    title: str
    section_code: str
    term_source: str
    ends_on: date | None
    status: StatusOut
    met: int
    total: int


class LookOut(BaseModel):
    """How a cell looks: shape, words for a wide cell, and for a dense one («−7 дн», «рано», «16.03»)."""

    kind: str
    text: str
    short: str


class MatrixRowOut(BaseModel):
    """One school; `cells` are places in `looks`, in the order of the columns, -1 = the row is not about this school."""

    school_id: UUID
    school_name: str
    is_member: bool
    cells: list[int]
    done: int
    total: int
    late: int
    due: int


class MatrixOut(BaseModel):
    """School × row of the plan, as of `on`."""

    edition_id: UUID
    plan_title: str
    on: date
    columns: list[MatrixColumnOut]
    looks: list[LookOut]
    rows: list[MatrixRowOut]


class SectionCountsOut(BaseModel):
    """How many rows of a section stand how; keys of `counts` are the shapes (late, due, run, idle, ok)."""

    code: str
    title: str
    rows: int
    counts: dict[str, int]


class OverdueOut(BaseModel):
    activity_id: UUID
    number: str
    title: str
    window: str
    ends_on: date
    days: int
    owners: list[str]
    figure: FigureOut | None
    waits_for: str | None


class ControlChangeOut(BaseModel):
    """One thing that happened to the plan: `sign` + came, − went, ~ changed."""

    at: datetime
    sign: str
    number: str | None
    activity_id: UUID | None
    school_name: str | None
    text: str
    who: str | None


class ControlOut(BaseModel):
    """«Контроль исполнения»: one page for the head."""

    edition_id: UUID
    plan_title: str
    act_words: str
    on: date
    since: date
    sections: list[SectionCountsOut]
    overdue: list[OverdueOut]
    to_check: int
    results_achieved: int
    results_total: int
    changes: list[ControlChangeOut]
    changes_total: int


class ExportIn(BaseModel):
    """The screen as a workbook: exactly these rows and schools in this order; `conditions` = the filter in words."""

    view: Literal["table", "matrix", "control"]
    activity_ids: Annotated[list[UUID], Field(max_length=500)]
    school_ids: Annotated[list[UUID], Field(max_length=5000)] = []
    since: date | None = None
    conditions: Annotated[str, Field(max_length=500)] = ""

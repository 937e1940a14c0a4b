"""The wire shapes of plans. Texts of the act are verbatim; everything derived stands beside them."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class StatusOut(BaseModel):
    """`kind` is the shape (ok, run, due, late, idle), `text` the words; both always shown together."""

    kind: str
    text: str
    days: int | None


class WindowOut(BaseModel):
    starts_on: date | None
    ends_on: date
    weekend: str | None
    is_derived: bool
    label: str
    accepted_on: date | None
    status: StatusOut


class FigureOut(BaseModel):
    """«met из total» schools the reader may see; `met_at_due` = the same on the last past deadline."""

    met: int
    total: int
    due_on: date | None
    met_at_due: int | None


class QuestionOut(BaseModel):
    text: str
    short_text: str


class ActivityOut(BaseModel):
    id: UUID
    number: str
    title: str
    term_source: str
    responsible_source: str
    result_document: str | None
    expected_result: str | None
    recurrence: str
    windows: list[WindowOut]
    status: StatusOut
    figure: FigureOut | None
    questions: list[QuestionOut]


class SectionOut(BaseModel):
    code: str
    title: str
    activities: list[ActivityOut]


class ActOut(BaseModel):
    kind: str
    number: str
    signed_on: date
    issuer: str
    title: str
    signed_by: str | None


class EditionOut(BaseModel):
    id: UUID
    number: int
    state: str
    effective_on: date
    act: ActOut


class PlanOut(BaseModel):
    id: UUID
    code: str
    title: str
    editions: list[EditionOut]


class PlanList(BaseModel):
    items: list[PlanOut]


class EditionRowsOut(BaseModel):
    """An edition with all its rows, in the order of the act; `on` is the day the statuses are for."""

    edition: EditionOut
    plan_title: str
    period_text: str
    responsible_official: str
    on: date
    sections: list[SectionOut]


class FactOut(BaseModel):
    """One needed fact of one school: when it came about, or why the row still waits for it."""

    code: str
    title: str
    since_on: date | None
    text: str


class SchoolFactsOut(BaseModel):
    school_id: UUID
    school_name: str
    is_met: bool
    facts: list[FactOut]


class ActivityDetailOut(BaseModel):
    activity: ActivityOut
    section_title: str
    schools: list[SchoolFactsOut]


class ChainStepOut(BaseModel):
    missing_text: str
    activity_id: UUID
    number: str
    term_source: str
    status: StatusOut


class ChainOut(BaseModel):
    """One missing fact of one school that keeps several rows open."""

    school_id: UUID
    school_name: str
    root_code: str
    root_title: str
    root_detail: str | None
    steps: list[ChainStepOut]


class TodoItemOut(BaseModel):
    activity_id: UUID
    number: str
    title: str
    term_source: str
    ends_on: date
    weekend: str | None
    status: StatusOut
    figure: FigureOut | None
    hindrance: str | None


class TodoGroupOut(BaseModel):
    code: str
    title: str
    items: list[TodoItemOut]


class DayOut(BaseModel):
    day: date
    is_today: bool
    is_day_off: bool
    numbers: list[str]
    kind: str | None


class AskedOut(BaseModel):
    number: str
    text: str


class TodoOut(BaseModel):
    """First screen: overdue, until Friday, until the end of the month; what holds what; two weeks."""

    today: date
    friday: date
    edition_id: UUID | None
    groups: list[TodoGroupOut]
    next_due_on: date | None
    next_due_number: str | None
    chains: list[ChainOut]
    days: list[DayOut]
    questions: list[AskedOut]

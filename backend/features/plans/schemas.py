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
    """A window as the act has it; `state` is the occurrence of the office, or of one's own school for a school."""

    id: UUID
    starts_on: date | None
    ends_on: date
    weekend: str | None
    is_derived: bool
    label: str
    state: str
    done_on: date | None
    rescheduled_to: date | None
    comment: str | None
    status: StatusOut


class FigureOut(BaseModel):
    """«met из total» members the reader may see, computed from accepted facts; nobody can type it.

    `unit`: member (a school, a curator, the office) or person (heads a fact counts). `met_at_due` of `total_at_due` =
    the value on the last past deadline, `is_frozen` when it was stored then. `rule` says the predicate in words.
    """

    title: str
    unit: str
    met: int
    total: int
    is_achieved: bool
    rule: str
    due_on: date | None
    met_at_due: int | None
    total_at_due: int | None
    is_frozen: bool


class PartyOut(BaseModel):
    """Who takes which part: `part` responsible, co_executor or control; `code` of an organisation or role."""

    part: str
    kind: str
    code: str | None
    words: str


class QuestionOut(BaseModel):
    text: str
    short_text: str


class ActivityOut(BaseModel):
    id: UUID
    number: str
    title: str
    term_source: str
    responsible_source: str
    parties: list[PartyOut]
    result_document: str | None
    expected_result: str | None
    recurrence: str
    target_set: str
    windows: list[WindowOut]
    status: StatusOut
    figure: FigureOut | None
    other_figures: list[FigureOut]
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
    file_name: str | None


class EditionOut(BaseModel):
    id: UUID
    number: int
    state: str
    effective_on: date
    has_rows: bool
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
    plan_id: UUID
    plan_title: str
    period_text: str
    period_start: date
    period_end: date
    responsible_official: str
    controlled_by: str | None
    on: date
    allowed_actions: list[str]
    sections: list[SectionOut]


class FactOut(BaseModel):
    """One needed fact of one school: when it came about, or why the row still waits for it."""

    code: str
    title: str
    since_on: date | None
    text: str


class MemberFactsOut(BaseModel):
    """One member a row counts: a school, a curator (`school_id` None), or the office; with heads where facts count them."""

    school_id: UUID | None
    name: str
    is_met: bool
    counted: int | None
    of_total: int | None
    facts: list[FactOut]


class ResultDetailOut(BaseModel):
    """One expected result of a row with every member it counts, the missing first."""

    figure: FigureOut
    members: list[MemberFactsOut]


class ActivityDetailOut(BaseModel):
    activity: ActivityOut
    edition_id: UUID
    section_title: str
    results: list[ResultDetailOut]


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
    """One thing to do; `school_id` when it is about one school (a report returned or waiting for a check)."""

    activity_id: UUID
    school_id: UUID | None
    school_name: str | None
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

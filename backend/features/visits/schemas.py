"""The wire shapes of visits."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.core.problem_schema import ProblemOut

VisitState = Literal[
    "planned",
    "confirmed",
    "held",
    "report_draft",
    "submitted",
    "returned",
    "approved",
    "cancelled",
]
AnswerKind = Literal["yes_partly_no", "number", "text"]
Choice = Literal["yes", "partly", "no"]
FindingKind = Literal["strength", "problem"]
SchoolAnswer = Literal["agrees", "objects"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Purpose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class VisitSummaryOut(BaseModel):
    """A visit in a list. `overdue`: what is late, in words; None when nothing is."""

    id: UUID
    school_id: UUID
    school_name: str
    person_id: UUID
    person_name: str
    purpose: str
    planned_on: date
    planned_time: str | None
    held_on: date | None
    state: VisitState
    state_title: str
    next_step: str | None
    overdue: str | None


class VisitList(BaseModel):
    """The latest day first; `total` counts what the filter finds."""

    items: list[VisitSummaryOut]
    total: int
    next_cursor: str | None


class VisitSchoolOut(BaseModel):
    id: UUID
    short_name: str
    full_name: str
    kind: str
    municipality: str
    is_rural: bool
    pupils: int | None
    teachers: int | None


class VisitQuestionOut(BaseModel):
    """`field` is the name of the entry that keeps the answer; `factor_name` None = asked of every school."""

    code: str
    field: str
    text: str
    hint: str | None
    answer_kind: AnswerKind
    factor_id: UUID | None
    factor_name: str | None


class VisitSectionOut(BaseModel):
    title: str
    questions: list[VisitQuestionOut]


class VisitEntryValue(BaseModel):
    """`text` for texts; for an answer what its question asks for: `choice`, `number` or `text` (and a remark)."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(max_length=20_000)] | None = None
    choice: Choice | None = None
    number: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None


class VisitEntryValueOut(BaseModel):
    text: str | None
    choice: Choice | None
    number: float | None


class VisitEntryOut(BaseModel):
    field: str
    value: VisitEntryValueOut
    version: int
    person_name: str | None
    changed_at: datetime


class VisitEntryIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    value: VisitEntryValue


class VisitTheirsOut(BaseModel):
    value: VisitEntryValueOut
    version: int
    person_name: str | None
    changed_at: datetime


class VisitEntryConflictOut(ProblemOut):
    """Somebody else has saved the field: what was sent and what is kept; `theirs` None = nothing is kept yet."""

    mine: VisitEntryValueOut
    theirs: VisitTheirsOut | None


class VisitFindingOut(BaseModel):
    id: UUID
    kind: FindingKind
    factor_id: UUID | None
    factor_name: str | None
    text: str
    is_withdrawn: bool
    version: int
    person_name: str | None
    changed_at: datetime


class VisitFindingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: FindingKind
    factor_id: UUID | None = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]
    is_withdrawn: bool = False


class VisitFindingConflictOut(ProblemOut):
    """Somebody else has saved the finding: what was sent and what is kept; `theirs` None = nothing is kept yet."""

    mine: VisitFindingIn
    theirs: VisitFindingOut | None


class VisitFileOut(BaseModel):
    id: UUID
    finding_id: UUID | None
    file_name: str
    file_size: int
    media_type: str
    person_name: str | None
    added_at: datetime


class VisitRiskLevelOut(BaseModel):
    """Significance of one factor as three parties see it, None = no data; `is_selected`: chosen to be worked on."""

    factor_id: UUID
    factor_name: str
    is_selected: bool
    survey: str | None
    school: str | None
    curator: str | None


class VisitCheckOut(BaseModel):
    visit_id: UUID
    outcome: Literal["done", "partly", "not_done"]
    note: str | None


class VisitActionPointOut(BaseModel):
    """An agreement with the school that nobody has verified yet; `check`: how it stands at this very visit."""

    id: UUID
    visit_id: UUID | None
    factor_name: str | None
    text: str
    priority: Literal["high", "medium", "low"]
    assignee_id: UUID
    assignee_name: str
    due_on: date
    state: Literal["open", "done", "verified", "cancelled"]
    state_title: str
    overdue: str | None
    check: VisitCheckOut | None


class VisitStepOut(BaseModel):
    action: str
    words: str
    from_state: VisitState
    to_state: VisitState
    reason: str | None
    person_name: str | None
    at: datetime


class VisitOut(VisitSummaryOut):
    """Everything a curator needs at the school without a connection, in one reply.

    `allowed_actions` and the keys of `blocked_by` are names of actions; `editable_fields` are entries this caller may
    save now (`answer:*` comes as whole names). `write_findings`, `attach_files`, `add_action_point`,
    `check_action_points` are among the actions.
    """

    school: VisitSchoolOut
    bank: int
    confirmed_at: datetime | None
    confirmed_by: str | None
    held_recorded_at: datetime | None
    medk_marked_on: date | None
    submitted_at: datetime | None
    submitted_by: str | None
    school_answer: SchoolAnswer | None
    school_comment: str | None
    school_answered_at: datetime | None
    school_answered_by: str | None
    answer_due_on: date | None
    """The last day of the school's answer: after it the report may be approved without one."""
    approved_on: date | None
    decided_by: str | None
    reason: str | None
    sections: list[VisitSectionOut]
    entries: list[VisitEntryOut]
    findings: list[VisitFindingOut]
    files: list[VisitFileOut]
    risk_cycle: int | None
    risk_levels: list[VisitRiskLevelOut]
    action_points: list[VisitActionPointOut]
    steps: list[VisitStepOut]
    editable_fields: list[str]
    allowed_actions: list[str]
    blocked_by: dict[str, str]


class VisitPlanIn(BaseModel):
    """`person_id` None = who asks."""

    model_config = ConfigDict(extra="forbid")
    person_id: UUID | None = None
    purpose: Purpose
    planned_on: date
    planned_time: TimeOfDay | None = None


class CuratorActionIn(BaseModel):
    """`planned_on`, `planned_time` for reschedule; `held_on` for hold; `medk_marked_on` for mark_medk; `reason` for cancel.

    A visit the school has not confirmed is held with a reason too.
    """

    model_config = ConfigDict(extra="forbid")
    action: Literal["reschedule", "hold", "start_report", "submit", "cancel", "mark_medk"]
    planned_on: date | None = None
    planned_time: TimeOfDay | None = None
    held_on: date | None = None
    medk_marked_on: date | None = None
    reason: Reason | None = None


class SchoolActionIn(BaseModel):
    """`answer` and `comment` for answer: who objects says to what."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["confirm", "answer"]
    answer: SchoolAnswer | None = None
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] | None = None


class OfficeActionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    action: Literal["return", "approve"]
    reason: Reason | None = None


class ConductorOut(BaseModel):
    """Who may go to the school on a day: its curator or mentor of that day."""

    person_id: UUID
    full_name: str
    kind: Literal["curator", "mentor"]
    from_on: date
    to_on: date | None


class ConductorList(BaseModel):
    items: list[ConductorOut]

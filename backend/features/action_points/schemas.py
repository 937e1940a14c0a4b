"""The wire shapes of agreements."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

Priority = Literal["high", "medium", "low"]
PointState = Literal["open", "done", "verified", "cancelled"]
Outcome = Literal["done", "partly", "not_done"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


class PointCheckOut(BaseModel):
    visit_id: UUID
    held_on: date | None
    outcome: Outcome
    outcome_title: str
    note: str | None
    person_name: str | None
    checked_at: datetime


class PointStepOut(BaseModel):
    action: str
    words: str
    from_state: PointState
    to_state: PointState
    reason: str | None
    person_name: str | None
    at: datetime


class ActionPointOut(BaseModel):
    """An agreement. `overdue`: how late, in words; `reason`: why it was returned or cancelled the last time."""

    id: UUID
    school_id: UUID
    school_name: str
    visit_id: UUID | None
    visit_held_on: date | None
    factor_id: UUID | None
    factor_name: str | None
    text: str
    priority: Priority
    priority_title: str
    assignee_id: UUID
    assignee_name: str
    due_on: date
    state: PointState
    state_title: str
    is_overdue: bool
    overdue: str | None
    done_on: date | None
    done_by: str | None
    evidence_text: str | None
    file_name: str | None
    file_size: int | None
    verified_by: str | None
    verified_at: datetime | None
    reason: str | None
    created_by: str | None
    recorded_at: datetime
    checks: list[PointCheckOut]
    steps: list[PointStepOut]
    allowed_actions: list[str]
    """Of: done, verify, return, cancel, check."""
    blocked_by: dict[str, str]


class ActionPointList(BaseModel):
    """The nearest deadline first, unfinished before finished; `overdue` of `total` found are late."""

    items: list[ActionPointOut]
    total: int
    overdue: int
    next_cursor: str | None


class PointAssigneeOut(BaseModel):
    person_id: UUID
    full_name: str
    position: str | None
    group: Literal["school", "curator", "mentor", "office"]
    group_title: str


class PointAssigneeList(BaseModel):
    items: list[PointAssigneeOut]


class ActionPointIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: Words
    priority: Priority
    assignee_id: UUID
    due_on: date
    factor_id: UUID | None = None
    visit_id: UUID | None = None


class PointDecisionIn(BaseModel):
    """`return` and `cancel` say why."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["verify", "return", "cancel"]
    reason: Reason | None = None


class PointCheckIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    visit_id: UUID
    outcome: Outcome
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = None

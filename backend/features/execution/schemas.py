"""The wire shapes of execution: occurrences, evidence, moved deadlines, locks, deputies."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class StatusOut(BaseModel):
    kind: str
    text: str
    days: int | None


class StepOut(BaseModel):
    """Who did what when; `reason` for a return, a cancellation, a reopening."""

    at: datetime
    action: str
    words: str
    who: str | None
    reason: str | None


class EvidenceOut(BaseModel):
    """A fact offered: by a file, a link, or the requisites of a paper. Only accepted ones count."""

    id: UUID
    fact: str
    fact_title: str
    state: Literal["submitted", "accepted", "returned", "revoked"]
    school_id: UUID | None
    school_name: str | None
    about_person: str | None
    occurred_on: date
    recorded_at: datetime
    basis: str
    kind: Literal["file", "link", "requisites", "system"]
    file_name: str | None
    file_size: int | None
    link_url: str | None
    counted: int | None
    of_total: int | None
    author: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None
    allowed_actions: list[str]
    blocked_by: dict[str, str]
    """Action → why it is not possible now."""


class EvidenceList(BaseModel):
    items: list[EvidenceOut]


class NeededFactOut(BaseModel):
    """A fact the row still needs here, and whether it can be shown by a file or link (some follow from other records)."""

    code: str
    title: str
    missing_text: str
    since_on: date | None
    can_be_evidenced: bool
    counts_people: bool


class RescheduleOut(BaseModel):
    id: UUID
    school_id: UUID | None
    school_name: str | None
    from_on: date
    to_on: date
    reason: str
    basis: str | None
    who: str | None
    at: datetime


class OccurrenceOut(BaseModel):
    """The carrying out of one window by the office (`school_id` None) or by one school."""

    window_id: UUID
    school_id: UUID | None
    school_name: str | None
    state: Literal["planned", "in_progress", "reported", "accepted", "returned", "cancelled"]
    status: StatusOut
    ends_on: date
    effective_on: date
    """The deadline that counts: the act's, or the last one it was moved to."""
    done_on: date | None
    comment: str | None
    needed: list[NeededFactOut]
    evidence: list[EvidenceOut]
    steps: list[StepOut]
    allowed_actions: list[str]
    blocked_by: dict[str, str]


class WindowOccurrencesOut(BaseModel):
    window_id: UUID
    label: str
    starts_on: date | None
    ends_on: date
    weekend: str | None
    office: OccurrenceOut | None
    """None for readers who see only schools."""
    schools: list[OccurrenceOut]
    reschedules: list[RescheduleOut]


class OccurrencesOut(BaseModel):
    """Everything about carrying out one row, window by window; `needs_evidence`: the row has a result document."""

    activity_id: UUID
    number: str
    title: str
    needs_evidence: bool
    windows: list[WindowOccurrencesOut]


class ReportIn(BaseModel):
    """`start` = taken into work; `report` = done, with the day it was done and what shows it."""

    action: Literal["start", "report"]
    school_id: UUID | None = None
    done_on: date | None = None
    comment: Comment | None = None


class DecisionIn(BaseModel):
    action: Literal["accept", "return", "cancel", "reopen"]
    school_id: UUID | None = None
    reason: Reason | None = None


class EvidenceDecisionIn(BaseModel):
    action: Literal["accept", "return", "revoke"]
    reason: Reason | None = None


class RescheduleIn(BaseModel):
    school_id: UUID | None = None
    to_on: date
    reason: Reason
    basis: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] | None = None


class LockIn(BaseModel):
    """What is closed for changes: a school, an edition, a period of deadlines, or their combination."""

    plan_id: UUID
    edition_id: UUID | None = None
    school_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    reason: Reason


class LockReleaseIn(BaseModel):
    reason: Reason


class LockOut(BaseModel):
    id: UUID
    plan_id: UUID
    plan_title: str
    edition_id: UUID | None
    edition_words: str | None
    school_id: UUID | None
    school_name: str | None
    starts_on: date | None
    ends_on: date | None
    reason: str
    locked_by: str | None
    locked_at: datetime
    released_at: datetime | None
    released_by: str | None
    release_reason: str | None


class LockList(BaseModel):
    items: list[LockOut]


class DeputyIn(BaseModel):
    """`deputy_id` acts with the rights of `person_id` from `starts_on` to `ends_on`, both days included."""

    person_id: UUID
    deputy_id: UUID
    starts_on: date
    ends_on: date
    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class DeputyOut(BaseModel):
    id: UUID
    person_id: UUID
    person_name: str
    deputy_id: UUID
    deputy_name: str
    starts_on: date
    ends_on: date
    basis: str
    is_active: bool


class ColleagueOut(BaseModel):
    person_id: UUID
    full_name: str
    position: str | None
    unit: str | None


class DeputyList(BaseModel):
    items: list[DeputyOut]
    colleagues: list[ColleagueOut]
    """Among whom a deputy can be chosen."""

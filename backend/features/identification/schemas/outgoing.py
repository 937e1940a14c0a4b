"""What identification tells: rules, runs, lines with reasons, what-if, checks."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.core.actions import BlockedOut
from backend.features.identification.schemas.lists import (
    AppealState,
    Criteria,
    Decision,
    RunState,
    Status,
    Zone,
)


class CountedWorkOut(BaseModel):
    procedure: str
    procedure_title: str
    subjects: list[str]
    grades: list[int]
    waves: list[str]


class LowResultsParametersOut(BaseModel):
    share_pct: float
    min_participants: int
    low_procedures: int
    criteria: Criteria
    criteria_title: str
    near_share_pct: float
    near_procedures: int
    red_low_procedures: int
    excluded_kinds: list[str]
    procedures: list[CountedWorkOut]


class LowResultsRuleOut(BaseModel):
    """One version; `office_id` null: it came with the release."""

    id: UUID
    code: str
    version: int
    title: str
    label: str
    office_id: UUID | None
    parameters: LowResultsParametersOut
    source: str
    confidence: str
    based_on_id: UUID | None
    author_name: str | None
    reason: str | None
    basis: str | None
    recorded_at: datetime


class LowResultsRuleList(BaseModel):
    items: list[LowResultsRuleOut]
    years: list[int]
    """Years there are results of, the newest first."""
    allowed_actions: list[str]


class LowStatusCountOut(BaseModel):
    status: Status
    title: str
    count: int


class IdentificationRunOut(BaseModel):
    """`state`: computed (the office alone sees it) or published; counts are of the lines the reader sees."""

    id: UUID
    office_id: UUID
    office_name: str
    year: int
    academic_year: str
    rule_id: UUID
    rule_label: str
    note: str | None
    state: RunState
    state_title: str
    schools: int
    seen: int
    digest: str
    started_at: datetime
    started_by: str | None
    published_at: datetime | None
    published_by: str | None
    statuses: list[LowStatusCountOut]
    decided: int
    open_appeals: int
    allowed_actions: list[str]
    blocked: list[BlockedOut]


class IdentificationRunList(BaseModel):
    items: list[IdentificationRunOut]


class LowCountOut(BaseModel):
    """Participants of one work and those below the minimum, with the 95 % Wilson interval."""

    title: str
    procedure: str
    subject: str
    grade: int
    programme_grade: int
    wave: str
    year: int
    participants: int
    below: int
    pct: float | None
    ci_low_pct: float | None
    ci_high_pct: float | None


class JudgedWorkOut(LowCountOut):
    """`probability`: that the true share is at the threshold or above."""

    is_enough: bool
    is_low: bool
    is_near: bool
    was_low: bool
    margin_pp: float | None
    pupils_to_cross: int | None
    probability: float | None
    before: list[LowCountOut]


class LowCriterionOut(BaseModel):
    code: Literal["a", "b"]
    is_met: bool
    value: int
    needed: int


class LowReasonOut(BaseModel):
    code: str
    text: str


class LowYearOut(BaseModel):
    year: int
    status: Status
    title: str
    low: int
    assessed: int


class IdentificationDecisionOut(BaseModel):
    id: UUID
    decision: Decision
    title: str
    zone: Zone
    zone_title: str
    basis: str
    reason: str | None
    who: str | None
    decided_at: datetime


class IdentificationAppealOut(BaseModel):
    id: UUID
    state: AppealState
    state_title: str
    body: str
    document_id: UUID | None
    document_title: str | None
    author: str | None
    submitted_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    answer: str | None
    basis: str | None
    allowed_actions: list[str]


class IdentificationLineRowOut(BaseModel):
    """One school of the list. `marked`: markers of non-objective ВПР in the list of ФИОКО of that year."""

    school_id: UUID
    school_name: str
    municipality: str
    status: Status
    status_title: str
    zone: Zone | None
    zone_title: str | None
    low: int
    assessed: int
    small: int
    probability: float | None
    criteria: list[LowCriterionOut]
    reasons: list[LowReasonOut]
    nearest: str | None
    stability: str
    history: list[LowYearOut]
    decision: IdentificationDecisionOut | None
    appeal_state: AppealState | None
    appeal_title: str | None
    marked: list[str]


class IdentificationLinePage(BaseModel):
    """A page of a frozen list in the order of names; `total` of the filter."""

    items: list[IdentificationLineRowOut]
    total: int
    page: int
    page_size: int


class IdentificationLineOut(IdentificationLineRowOut):
    """One school whole: every work, every decision and appeal; what may be done."""

    run_id: UUID
    year: int
    academic_year: str
    rule: LowResultsRuleOut
    run_state: RunState
    digest: str
    procedures: list[JudgedWorkOut]
    decisions: list[IdentificationDecisionOut]
    appeals: list[IdentificationAppealOut]
    allowed_actions: list[str]
    blocked: list[BlockedOut]


class IdentificationSchoolRunOut(BaseModel):
    run_id: UUID
    year: int
    academic_year: str
    status: Status
    status_title: str
    zone: Zone | None
    decision_title: str | None
    published_at: datetime | None


class SchoolIdentificationOut(BaseModel):
    """What a school is told of itself: the newest run, or the one asked for, and the list of others."""

    school_id: UUID
    school_name: str
    runs: list[IdentificationSchoolRunOut]
    line: IdentificationLineOut | None


class MovedSchoolOut(BaseModel):
    school_id: UUID
    school_name: str
    was: Status
    was_title: str
    becomes: Status
    becomes_title: str
    zone: Zone | None
    zone_title: str | None


class IdentificationWhatIfOut(BaseModel):
    """What the list would be with other parameters over the same frozen counts; nothing is kept."""

    parameters: LowResultsParametersOut
    before: list[LowStatusCountOut]
    after: list[LowStatusCountOut]
    moved_total: int
    moved: list[MovedSchoolOut]


class RunDifferenceOut(BaseModel):
    """What the data say now where it is not what was counted; null = nothing."""

    school_id: UUID
    school_name: str
    title: str
    was: str | None
    now: str | None
    becomes_title: str | None
    """The verdict with the data of now, where it would be another."""


class IdentificationCheckOut(BaseModel):
    """Computed anew from the frozen counts. `is_same` null: the reader does not see all lines of the run."""

    is_same: bool | None
    checked: int
    differing: int
    digest: str
    recomputed: str | None
    changes_total: int
    changes: list[RunDifferenceOut]
    verdicts_changed: int

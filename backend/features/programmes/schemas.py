"""The wire shapes of anti-risk programmes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.core.actions import BlockedOut

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=4000)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Number = Annotated[Decimal, Field(max_digits=12, decimal_places=2)]


class MeasureOut(BaseModel):
    """One measure with what shows it; `is_late`: confirmed or still open after its due day."""

    id: UUID
    stage: int
    position: int
    task: str | None
    title: str
    due_on: date | None
    responsible: str | None
    participants: str | None
    evidence_kind: str | None
    indicator: str | None
    state: str
    state_title: str
    is_late: bool
    done_on: date | None
    evidence_text: str | None
    link_url: str | None
    file_name: str | None
    submitted_by: str | None
    confirmed_on: date | None
    decided_by: str | None
    reason: str | None
    allowed_actions: list[str]
    blocked: list[BlockedOut]


class ProgrammeNoteOut(BaseModel):
    rule: str
    severity: str
    what: str
    why: str
    fix: str


class ProgrammeStepOut(BaseModel):
    words: str
    measure: str | None
    reason: str | None
    person: str | None
    at: datetime


class ProgrammeRowOut(BaseModel):
    """A factor and its programme; `id` None = there is none yet. Measures by stage: confirmed of all."""

    id: UUID | None
    school_id: UUID
    school_name: str
    factor: str
    factor_name: str
    cycle: int
    is_selected: bool
    """Selected for work in the risk profile; a programme without that is said to be superfluous."""
    state: str | None
    state_title: str
    measures: int
    stage1: int
    stage1_confirmed: int
    stage2: int
    stage2_confirmed: int
    waiting: int
    """Measures whose evidence waits for the curator."""


class SchoolProgrammesOut(BaseModel):
    school_id: UUID
    cycle: int
    items: list[ProgrammeRowOut]
    accepted: int
    total: int
    allowed_actions: list[str]


class ProgrammeOut(BaseModel):
    programme: ProgrammeRowOut
    goal: str
    indicator: str | None
    indicator_unit: str | None
    baseline: Decimal | None
    target: Decimal | None
    starts_on: date | None
    ends_on: date | None
    version: int
    submitted_at: datetime | None
    submitted_by: str | None
    accepted_on: date | None
    matches_concept: bool | None
    reason: str | None
    measures: list[MeasureOut]
    notes: list[ProgrammeNoteOut]
    steps: list[ProgrammeStepOut]
    allowed_actions: list[str]
    blocked: list[BlockedOut]


class MeasureIn(BaseModel):
    """`id` None = a new one. What was shown or confirmed is neither reworded nor removed."""

    model_config = ConfigDict(extra="forbid")
    id: UUID | None = None
    stage: Literal[1, 2]
    task: Remark | None = None
    title: Words
    due_on: date | None = None
    responsible: Remark | None = None
    participants: Remark | None = None
    evidence_kind: Remark | None = None
    indicator: Remark | None = None


class ProgrammeIn(BaseModel):
    """The whole programme as one document; the order of the measures is theirs."""

    model_config = ConfigDict(extra="forbid")
    goal: Words
    indicator: Remark | None = None
    indicator_unit: (
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] | None
    ) = None
    baseline: Number | None = None
    target: Number | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    measures: Annotated[list[MeasureIn], Field(max_length=100)]


class SubmitProgrammeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProgrammeDecisionIn(BaseModel):
    """`matches_concept` with accept: does it fit the approved concept of the school."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["accept", "return"]
    matches_concept: bool | None = None
    reason: Words | None = None


class MeasureDecisionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    action: Literal["confirm", "send_back"]
    reason: Words | None = None

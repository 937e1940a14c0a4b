"""The wire shapes of curators and mentors, their appointments, competences and conflicts of interest."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Kind = Literal["curator", "mentor"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=50)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AssignmentBlockedOut(BaseModel):
    """An action that is not possible now, and why."""

    action: str
    reason: str


class AssignmentOut(BaseModel):
    """A person by a school from `since_on` through `last_on` (None = until further notice)."""

    id: UUID
    school_id: UUID
    school_name: str
    person_id: UUID
    full_name: str
    kind: str
    since_on: date
    last_on: date | None
    act_text: str
    end_reason: str | None
    is_current: bool
    appointed_by: str | None
    recorded_at: datetime
    warning: str | None
    allowed_actions: list[str]
    blocked: list[AssignmentBlockedOut]


class CompetenceOut(BaseModel):
    kind: Literal["subject", "factor"]
    code: str
    name: str
    note: str | None


class ConflictOut(BaseModel):
    """A conflict of interest; `withdrawn_at` None = it stands."""

    id: UUID
    person_id: UUID
    school_id: UUID
    school_name: str
    reason: str
    declared_by: str | None
    declared_at: datetime
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    allowed_actions: list[str]


class CuratorOut(BaseModel):
    """A person; `load` = schools on the asked day, visible to the reader, each counted once."""

    person_id: UUID
    full_name: str
    position: str | None
    roles: list[str]
    municipality_id: UUID | None
    municipality: str | None
    load: int
    load_limit: int
    warning: str | None
    schools: list[AssignmentOut]
    history: list[AssignmentOut]
    competences: list[CompetenceOut]
    competences_version: int
    conflicts: list[ConflictOut]
    allowed_actions: list[str]


class CuratorList(BaseModel):
    on: date
    items: list[CuratorOut]


class SupportChoiceOut(BaseModel):
    code: str
    name: str


class SupportPlaceOut(BaseModel):
    id: UUID
    name: str


class SupportChoices(BaseModel):
    """What competences may name, and where a person may live or work."""

    subjects: list[SupportChoiceOut]
    factors: list[SupportChoiceOut]
    municipalities: list[SupportPlaceOut]


class SchoolTeamOut(BaseModel):
    """Assignments of one school through all time, newest first; `findings` are for the coordinator to mend."""

    school_id: UUID
    school_name: str
    on: date
    items: list[AssignmentOut]
    findings: list[str]
    allowed_actions: list[str]


class PassedOut(BaseModel):
    """Something the successor finds at the school: a visit not yet held, or an open agreement."""

    kind: Literal["visit", "action_point"]
    id: UUID
    text: str
    due_on: date


class HandedOverOut(BaseModel):
    team: SchoolTeamOut
    passes_over: list[PassedOut]


class AssignmentEndedOut(BaseModel):
    """`consequence` says in words what the end means for the school."""

    team: SchoolTeamOut
    consequence: str


class ProposalReasonOut(BaseModel):
    tone: str
    text: str


class ProposalOut(BaseModel):
    person_id: UUID
    full_name: str
    load: int
    is_possible: bool
    reasons: list[ProposalReasonOut]


class ProposalList(BaseModel):
    """Candidates, the best first; those who must not be appointed stand last."""

    school_id: UUID
    kind: str
    on: date
    items: list[ProposalOut]
    note: str


class CompetenceIn(_In):
    code: Code
    note: Words | None = None


class CompetencesIn(_In):
    """The whole set: what is not named is known no longer."""

    subjects: Annotated[list[CompetenceIn], Field(max_length=60)]
    factors: Annotated[list[CompetenceIn], Field(max_length=60)]
    municipality_id: UUID | None


class ConflictIn(_In):
    person_id: UUID
    school_id: UUID
    reason: Words


class ConflictWithdrawIn(_In):
    reason: Words


class AppointIn(_In):
    kind: Kind
    person_id: UUID
    since_on: date
    last_on: date | None = None
    act_text: Words


class HandOverIn(_In):
    """`from_on` is the first day of the successor; the predecessor's last one is the day before."""

    person_id: UUID
    from_on: date
    act_text: Words
    reason: Words


class AssignmentEndIn(_In):
    """`last_on` is the last day with rights."""

    last_on: date
    reason: Words

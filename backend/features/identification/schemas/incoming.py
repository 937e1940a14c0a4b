"""What is sent to identification: a version of the rule, a run, a decision, an appeal and its steps."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.features.identification.schemas.lists import (
    Criteria,
    Decision,
    Procedure,
    SchoolKind,
    Wave,
    Zone,
)

Year = Annotated[int, Field(ge=2000, le=2100, description="Год результатов, например 2020")]
Percent = Annotated[Decimal, Field(ge=1, le=100, max_digits=4, decimal_places=1)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=5000)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CountedWorkIn(_In):
    """A procedure that is counted, in these subjects and grades of the programme; no waves = any."""

    procedure: Procedure
    subjects: Annotated[list[Code], Field(min_length=1, max_length=30)]
    grades: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(min_length=1, max_length=12)]
    waves: Annotated[list[Wave], Field(max_length=5)] = []


class LowResultsParametersIn(_In):
    share_pct: Percent
    min_participants: Annotated[int, Field(ge=1, le=100)]
    low_procedures: Annotated[int, Field(ge=1, le=10)]
    criteria: Criteria
    near_share_pct: Percent
    near_procedures: Annotated[int, Field(ge=1, le=10)]
    red_low_procedures: Annotated[int, Field(ge=1, le=20)]
    excluded_kinds: Annotated[list[SchoolKind], Field(max_length=7)]
    procedures: Annotated[list[CountedWorkIn], Field(min_length=1, max_length=30)]


class LowResultsRuleIn(_In):
    """A new version upon an old one, which stays as it is; `basis`: the document it follows from."""

    based_on_id: UUID
    parameters: LowResultsParametersIn
    reason: Reason
    basis: Line
    office_id: UUID | None = None
    """Whose version it is; needed only by those who act for several offices."""


class IdentificationRunIn(_In):
    rule_id: UUID
    year: Year
    note: Line | None = None
    office_id: UUID | None = None


class IdentificationDecisionIn(_In):
    """`after_id`: the decision that stood when this one was made; another one in between is told, not overwritten."""

    decision: Decision
    zone: Zone
    basis: Line
    reason: Reason | None = None
    after_id: UUID | None = None


class IdentificationAppealIn(_In):
    run_id: UUID
    body: Body
    document_id: UUID | None = None


class IdentificationAppealStepIn(_In):
    action: Literal["take", "satisfy", "reject", "withdraw"]
    answer: Reason | None = None
    basis: Line | None = None

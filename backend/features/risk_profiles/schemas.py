"""The wire shapes of risk profiles: the matrix of three views, verdicts, signatures, the list, a file of levels."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LevelCode = Literal["high", "medium", "low"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
FactorCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Cycle = Annotated[int, Field(ge=2000, le=2100, description="Год цикла программы, например 2021")]


class OpinionOut(BaseModel):
    """Level high, medium or low; None with the reason why there is no data."""

    level: LevelCode | None
    level_title: str
    no_data_reason: str | None
    comment: str | None
    origin: str | None
    raw_index: float | None
    who: str | None
    recorded_at: datetime | None
    """None when this party has said nothing yet."""


class RiskVerdictOut(BaseModel):
    verdict: Literal["confirmed", "not_confirmed", "level_changed"]
    title: str
    level: LevelCode
    level_title: str
    reason: str | None
    is_selected: bool
    who: str | None
    decided_at: datetime


class FactorOut(BaseModel):
    """`agreement`: agree, differ, partial (agree, one party has no data), no_data."""

    code: str
    name: str
    survey: OpinionOut
    school: OpinionOut
    curator: OpinionOut
    agreement: str
    agreement_title: str
    verdict: RiskVerdictOut | None
    needs_reason: bool
    """The parties differ: a verdict must say why."""


class RiskSignatureOut(BaseModel):
    side: Literal["curator", "school"]
    who: str | None
    at: datetime


class RiskStepOut(BaseModel):
    action: str
    words: str
    who: str | None
    at: datetime
    reason: str | None


class RiskProfileOut(BaseModel):
    """`version` 0: nobody has written anything in this cycle. `blocked`: action → why it is not possible now."""

    school_id: UUID
    school_name: str
    cycle: int
    cycles: list[int]
    state: Literal["awaited", "formed", "verification", "verified", "locked"]
    state_title: str
    version: int
    agreed: int
    differing: int
    selected: int
    factors: list[FactorOut]
    self_assessed_at: datetime | None
    visited_on: date | None
    verified_on: date | None
    signatures: list[RiskSignatureOut]
    warnings: list[str]
    steps: list[RiskStepOut]
    allowed_actions: list[str]
    blocked: dict[str, str]


class RiskProfileRowOut(BaseModel):
    school_id: UUID
    school_name: str
    municipality: str
    cycle: int
    state: Literal["awaited", "formed", "verification", "verified", "locked"]
    state_title: str
    factors: int
    differing: int
    decided: int
    selected: int
    signed_by_curator: bool
    signed_by_school: bool
    verified_on: date | None
    next_step: str


class RiskProfileList(BaseModel):
    """Schools with a profile in the cycle, in the order of names."""

    cycle: int
    cycles: list[int]
    items: list[RiskProfileRowOut]
    allowed_actions: list[str]
    """`send_level_file`: survey levels of many schools at once."""


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RiskLevelIn(_In):
    """A level, or None with the reason why there is no data; `raw_index` (local survey) is cut to a level."""

    factor: FactorCode
    level: LevelCode | None = None
    no_data_reason: Reason | None = None
    comment: Comment | None = None
    raw_index: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None


class RiskLevelsIn(_In):
    source: Literal["survey", "school", "curator"]
    cycle: Cycle
    origin: Literal["medk", "manual", "local_survey"] = "manual"
    levels: Annotated[list[RiskLevelIn], Field(min_length=1, max_length=100)]


class RiskVerdictIn(_In):
    """`level`: needed for «level_changed», and where the parties have no common one."""

    factor: FactorCode
    verdict: Literal["confirmed", "not_confirmed", "level_changed"]
    level: LevelCode | None = None
    reason: Reason | None = None
    is_selected: bool


class RiskVerdictsIn(_In):
    cycle: Cycle
    verdicts: Annotated[list[RiskVerdictIn], Field(min_length=1, max_length=100)]


class RiskCycleIn(_In):
    cycle: Cycle


class RiskReopenIn(_In):
    cycle: Cycle
    reason: Reason


class LevelCellErrorOut(BaseModel):
    """One wrong cell; `row` and `column` as Excel shows them."""

    row: int
    column: str
    value: str
    message: str


class LevelChangeOut(BaseModel):
    school_id: UUID
    school_name: str
    factor_name: str
    cycle: int
    was: str
    becomes: str


class LevelFileOut(BaseModel):
    """What a file of levels says; with any error nothing is written. `changes`: at most 500 of `changed`."""

    outcome: Literal["written", "checked", "unchanged", "refused"]
    rows: int
    schools: int
    changed: int
    unchanged: int
    changes: list[LevelChangeOut]
    errors: list[LevelCellErrorOut]
    warnings: list[str]

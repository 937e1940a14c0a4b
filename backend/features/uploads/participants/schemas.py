"""The wire shape of a protocol's participants and of the correction of one."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Mark = Annotated[int, Field(ge=2, le=5)]
Points = Annotated[int, Field(ge=0, le=127)]


class ParticipantOut(BaseModel):
    """One participant by code, never by name. null in `task_scores` = the task was not attempted («Х»)."""

    code: str
    class_name: str | None
    variant: str | None
    primary_score: int | None
    test_score: int | None
    mark: int | None
    journal_mark: int | None
    task_scores: list[int | None] | None


class ParticipantsOut(BaseModel):
    """All participants of one version of a protocol, by code; none where only numbers of marks are known.

    `ETag` is the version: a correction names it in `If-Match`.
    """

    protocol_id: UUID
    school_id: UUID
    school_name: str
    work_title: str
    version: int
    state: Literal["current", "superseded", "reverted"]
    basis: Literal["rows", "counts"]
    max_primary: int | None
    task_names: list[str]
    task_max: list[int]
    items: list[ParticipantOut]


class CorrectionIn(BaseModel):
    """What changes; an absent field stays as it is, null takes the value away (a mark then follows the scale)."""

    model_config = ConfigDict(extra="forbid")
    primary_score: int | None = Field(default=None, ge=0, le=999)
    test_score: int | None = Field(default=None, ge=0, le=100)
    mark: Mark | None = None
    journal_mark: Mark | None = None
    task_scores: list[Points | None] | None = Field(default=None, max_length=200)
    reason: str = Field(min_length=3, max_length=500)

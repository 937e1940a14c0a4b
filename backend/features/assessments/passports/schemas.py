"""The wire shapes of passports of diagnostic works."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.features.assessments.scales.schemas import ProgrammeGrade, Series
from backend.features.assessments.schemas import SubjectOut, Wave

PassportState = Literal["draft", "approved"]
PassportAction = Literal["save", "approve"]
Difficulty = Literal["Б", "П", "В"]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class PassportTask(BaseModel):
    """`name` as files head its column («1», «2.1», «9К1»); difficulty: базовый, повышенный, высокий."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
    max: Annotated[int, Field(ge=1, le=100)]
    difficulty: Difficulty | None = None
    skill: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None


class PassportBands(BaseModel):
    """Lowest primary scores of «3», «4», «5», set by the author of the work."""

    model_config = ConfigDict(extra="forbid")
    min_3: int
    min_4: int
    min_5: int


class WorkPassportIn(BaseModel):
    """`programme_grade` and `office_id` left out: the grade itself, your only office."""

    model_config = ConfigDict(extra="forbid")
    office_id: UUID | None = None
    subject: str
    grade: ProgrammeGrade
    programme_grade: ProgrammeGrade | None = None
    year: Annotated[int, Field(ge=2000, le=2100)]
    wave: Wave
    series: Series = ""
    title: Title
    written_on: date | None = None
    tasks: Annotated[list[PassportTask], Field(min_length=1, max_length=100)]
    bands: PassportBands | None = None


class WorkPassportOut(BaseModel):
    """A passport. Without `bands` marks come from the file; `scale_id`: the scale it has given when approved."""

    id: UUID
    office_id: UUID
    office_name: str
    subject: SubjectOut
    grade: int
    programme_grade: int
    year: int
    wave: Wave
    wave_title: str
    series: str
    title: str
    work_title: str
    written_on: date | None
    tasks: list[PassportTask]
    max_primary: int
    bands: PassportBands | None
    state: PassportState
    state_title: str
    version: int
    author_name: str | None
    approved_by: str | None
    approved_at: datetime | None
    recorded_at: datetime
    scale_id: UUID | None
    protocols: int
    allowed_actions: list[PassportAction]
    blocked_by: dict[str, str]


class WorkPassportList(BaseModel):
    items: list[WorkPassportOut]
    next_cursor: str | None
    can_create: bool

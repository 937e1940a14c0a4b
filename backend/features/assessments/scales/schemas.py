"""The wire shapes of scales, procedures and subjects."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.features.assessments.schemas import Procedure, SubjectOut, Wave

ScaleKind = Literal[
    "marks",
    "minimum",
    "certificate",
    "university",
    "university_minobrnauki",
    "university_minprosv",
    "conversion",
]
ScaleState = Literal["current", "superseded", "offered"]
ScaleOrigin = Literal["file", "person", "passport"]
Lowering = Literal["one_lower", "two"]
Points = Annotated[int, Field(ge=0, le=1000)]
ProgrammeGrade = Annotated[int, Field(ge=1, le=12)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Series = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class Band(BaseModel):
    """Primary scores, both ends included, that give a mark."""

    model_config = ConfigDict(extra="forbid")
    mark: Literal[2, 3, 4, 5]
    lowest: Points
    highest: Points


class MarkMinimum(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mark: Literal[3, 4, 5]
    points: Points


class Condition(BaseModel):
    """Points of certain tasks a mark needs besides the sum; else one mark lower, or «2»."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
    title: Line
    minima: Annotated[list[MarkMinimum], Field(min_length=1, max_length=3)]
    lowers: Lowering


class ScaleVersionOut(BaseModel):
    """One version. Which figures are given depends on `kind`; the rest is null.

    `year_to` 2100 means «since then». `offered_id`: a newer version of the reference file that is not in force.
    """

    id: UUID
    kind: ScaleKind
    kind_title: str
    procedure: Procedure
    procedure_title: str
    subject: SubjectOut
    programme_grade: int
    series: str
    year_from: int
    year_to: int
    years: str
    bands: list[Band] | None
    max_primary: int | None
    min_primary: int | None
    profile_min: int | None
    min_test: int | None
    min_mark: int | None
    test_scores: list[int] | None
    conditions: list[Condition]
    source: str
    confidence: str
    version: int
    state: ScaleState
    state_title: str
    origin: ScaleOrigin
    origin_title: str
    author_name: str | None
    reason: str | None
    basis: str | None
    recorded_at: datetime
    passport_id: UUID | None
    offered_id: UUID | None


class ScaleList(BaseModel):
    items: list[ScaleVersionOut]


class ScaleOfWorkOut(ScaleVersionOut):
    """A version with the history of its key, newest first; `protocols` that you see were compared with it."""

    versions: list[ScaleVersionOut]
    protocols: int
    allowed_actions: list[Literal["edit"]]
    blocked_by: dict[str, str]


class _Figures(BaseModel):
    model_config = ConfigDict(extra="forbid")
    year_to: Year
    bands: Annotated[list[Band], Field(min_length=4, max_length=4)] | None = None
    max_primary: Points | None = None
    min_primary: Points | None = None
    profile_min: Points | None = None
    min_test: Annotated[int, Field(ge=1, le=100)] | None = None
    min_mark: Literal[3, 4, 5] | None = None
    test_scores: (
        Annotated[list[Annotated[int, Field(ge=0, le=100)]], Field(min_length=2, max_length=200)]
        | None
    ) = None
    conditions: Annotated[list[Condition], Field(max_length=5)] = []
    source: Line
    confidence: Line
    reason: Line
    basis: Line


class ScaleVersionIn(_Figures):
    """A new version of a scale: `basis` is the document it follows from, `reason` why it is written."""


class ScaleIn(_Figures):
    """A scale of a work or a year that has none yet."""

    kind: ScaleKind
    procedure: Procedure
    subject: str
    programme_grade: ProgrammeGrade
    series: Series = ""
    year_from: Year


class WaveOut(BaseModel):
    code: Wave
    title: str


class HeldSubjectsOut(BaseModel):
    grades: list[int]
    subjects: list[SubjectOut]
    note: str | None


class HeldOut(BaseModel):
    """What is known of the procedure in some years; `programme_step` −1: the programme of the grade before."""

    year_from: int
    year_to: int
    wave: Wave
    wave_title: str
    grades: list[int]
    programme_step: int
    subjects: list[HeldSubjectsOut]
    note: str | None
    source: str
    confidence: str


class ProcedureOut(BaseModel):
    """`basis`: `rows` of participants, or a `passport` without which only counts of marks are taken."""

    code: Procedure
    title: str
    full_title: str
    waves: list[WaveOut]
    basis: Literal["rows", "passport"]
    held: list[HeldOut]


class ProcedureList(BaseModel):
    items: list[ProcedureOut]


class SubjectEntryOut(SubjectOut):
    """A subject with the names and numbers by which files are recognised."""

    id: UUID
    synonyms: list[str]
    family: str | None
    gia_codes: list[str]
    vpr_codes: list[str]


class SubjectList(BaseModel):
    items: list[SubjectEntryOut]

"""The wire shapes of a school through the years: classes, history, reorganisations, changes, sources."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Letter = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[А-ЯЁ]?$")]


class ClassOut(BaseModel):
    grade: int
    letter: str
    pupils: int


class ClassesOut(BaseModel):
    """Headcounts of one academic year (2020 = 2020/21); `before` = the sum of the year before, None = not told."""

    school_id: UUID
    academic_year: int
    years: list[int]
    classes: list[ClassOut]
    total: int | None
    before: int | None
    passport_pupils: int | None
    """What the passport says of this year (of another it says nothing); differs from the sum when somebody has not kept up."""
    as_of: date | None
    source: str | None
    person: str | None
    recorded_at: datetime | None
    version: int
    """Told by what is written: the same classes have the same version. For `If-Match`."""
    allowed_actions: list[str]


class ClassIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    grade: Annotated[int, Field(ge=1, le=12)]
    letter: Letter = ""
    pupils: Annotated[int, Field(ge=0, le=60)]


class ClassesIn(BaseModel):
    """The whole year at once; headcounts only."""

    model_config = ConfigDict(extra="forbid")
    academic_year: Annotated[int, Field(ge=2000, le=2100)]
    as_of: date
    source: Words
    classes: Annotated[list[ClassIn], Field(max_length=200)]


class HistoryItemOut(BaseModel):
    """`kind`: status, membership, assignment, reorganisation, predecessor."""

    kind: str
    since_on: date
    until_on: date | None
    title: str
    detail: str | None
    basis: str | None
    person: str | None
    school_id: UUID | None
    """Another school it speaks of: a successor, a predecessor."""


class HistoryOut(BaseModel):
    items: list[HistoryItemOut]


class LivingOut(BaseModel):
    """What is still under way at a school and would be left alone when it closes."""

    kind: str
    text: str
    count: int


class ReorganisationPreviewOut(BaseModel):
    school_id: UUID
    living: list[LivingOut]


class ReorganisationIn(BaseModel):
    """`successor_id` for merged (and, where there is one, closed); new names for renamed."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["renamed", "merged", "closed", "reopened"]
    happened_on: date
    basis: Words
    short_name: Words | None = None
    full_name: Words | None = None
    successor_id: UUID | None = None


class SchoolChangeOut(BaseModel):
    at: datetime
    text: str
    who: str | None
    count: int
    """How many records of the kind changed at that moment."""


class SchoolChangesOut(BaseModel):
    """What has changed since the reader looked last; None = he has never looked (then the last week)."""

    since: datetime
    looked_at: datetime | None
    items: list[SchoolChangeOut]
    more: int


class SourceOut(BaseModel):
    """Where a figure of the passport comes from; `recorded_at` None = it was there from the beginning."""

    figure: str
    title: str
    value: str
    source: str
    basis: str | None
    person: str | None
    recorded_at: datetime | None


class SourcesOut(BaseModel):
    items: list[SourceOut]


class SchoolSummaryOut(BaseModel):
    """How the support of a school stands in one glance; counts, each of how many."""

    next_visit_on: date | None
    next_visit_id: UUID | None
    open_action_points: int
    overdue_action_points: int
    documents_approved: int
    documents_required: int
    documents_waiting: int
    programmes_accepted: int
    programmes_selected: int
    measures_confirmed: int
    measures: int

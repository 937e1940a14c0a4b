"""The draft of an edition as one document: read whole, saved whole by its version, the same shape both ways."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, max_length=32_767)]
"""A cell of the table, as long as a cell of Excel may be; empty where a file has nothing there: asked about, not mended."""
FilledCell = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32_767)
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{2,60}$")]
TargetSet = Literal[
    "project_500_schools", "low_results_schools", "red_zone_schools", "all_schools", "office"
]
Members = Literal[
    "project_500_schools",
    "low_results_schools",
    "red_zone_schools",
    "all_schools",
    "project_curators",
    "office",
]
Quantifier = Literal["all", "at_least", "share"]
Unit = Literal["member", "person"]


class DraftAct(BaseModel):
    """What gives the edition its force; number, day and signer may wait until it is signed."""

    kind: Line
    number: Line | None
    signed_on: date | None
    issuer: Line
    title: Words
    signed_by: Line | None
    effective_on: date | None


class DraftWindow(BaseModel):
    """A period the author states where the words of the term give none; start None = deadline only."""

    starts_on: date | None
    ends_on: date


class DraftParty(BaseModel):
    """Who takes which part: exactly one of organisation (code), role, school or person."""

    part: Literal["responsible", "co_executor", "control"]
    organisation: str | None
    role: str | None
    school_id: UUID | None
    person_id: UUID | None
    words: Line


class DraftResult(BaseModel):
    """An expected result as a predicate: which part of whom must have which accepted facts.

    `threshold`: k for `at_least`, percent for `share`, None for `all`. `unit` person: the heads a fact counts.
    """

    title: Line
    quantifier: Quantifier
    threshold: Annotated[int, Field(ge=1, le=100_000)] | None
    members: Members
    unit: Unit
    facts: Annotated[list[Code], Field(min_length=1, max_length=12)]
    is_explicit: bool


class DraftRow(BaseModel):
    """One row: six texts as they will stand in the act, and what we add beside them.

    `key` names the row inside the draft; `lineage_id` = the same row of the edition before, None = a new row.
    `windows`, `parties`: None = as the texts are read. `cells`: the cells of the file it came from.
    """

    key: UUID
    lineage_id: UUID | None
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    title: Cell
    term_source: Cell
    responsible_source: Cell
    result_document: FilledCell | None
    expected_result: FilledCell | None
    target_set: TargetSet
    windows: Annotated[list[DraftWindow], Field(max_length=60)] | None
    parties: Annotated[list[DraftParty], Field(max_length=40)] | None
    results: Annotated[list[DraftResult], Field(max_length=4)]
    cells: Annotated[list[str], Field(max_length=400)]
    remarks: Annotated[list[str], Field(max_length=40)]


class DraftSection(BaseModel):
    key: UUID
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    title: FilledCell
    form: Literal["road_map", "project"]
    rows: Annotated[list[DraftRow], Field(max_length=300)]


class DraftDocument(BaseModel):
    """The whole draft, sent and received in one shape."""

    act: DraftAct
    heading: Words
    period_text: Line
    period_start: date
    period_end: date
    project_start: date | None
    project_end: date | None
    responsible_official: Line
    controlled_by: Line | None
    sections: Annotated[list[DraftSection], Field(max_length=60)]

"""What is wrong in a file, what it would change, and the rules of the check: the wire shape."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Severity = Literal["error", "warning"]


class IssueColumnOut(BaseModel):
    column: str
    header: str | None


class IssueGroupOut(BaseModel):
    """All issues of one rule: `rows` like «9, 12–14»."""

    code: str
    severity: Severity
    title: str
    count: int
    rows: str
    columns: list[IssueColumnOut]
    sample: str
    how_to_fix: str


class IssueOut(BaseModel):
    """One place: `row` and `column` as Excel shows them; null = the whole file. `sheet` names the table."""

    code: str
    severity: Severity
    title: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    header: str | None
    message: str
    how_to_fix: str


class IssuesOut(BaseModel):
    """Groups count every issue; `items` are the first `kept` of `total`, errors first, paged."""

    groups: list[IssueGroupOut]
    items: list[IssueOut]
    total: int
    kept: int
    next_cursor: str | None


class DifferenceOut(BaseModel):
    """One cell that would change. `kind` new/missing = the whole participant; then `field` is null."""

    kind: Literal["new", "changed", "missing"]
    school_id: UUID
    school_name: str
    work_title: str
    participant: str
    class_name: str | None
    field: str | None
    field_title: str | None
    old: str | None
    new: str | None


class DifferencesOut(BaseModel):
    """The first `kept` of `total` differences, changed cells first."""

    items: list[DifferenceOut]
    total: int
    kept: int
    next_cursor: str | None


class FigureChangeOut(BaseModel):
    """A figure of one school × work before and after; null before = no protocol yet. Counts of n pupils."""

    school_id: UUID
    school_name: str
    work_title: str
    n_before: int | None
    n_after: int
    below_before: int | None
    below_after: int
    quality_before: int | None
    quality_after: int
    avg_mark_before: float | None
    avg_mark_after: float | None


class ConsequenceOut(BaseModel):
    """Something that stands on results and would change: where it is and what happens to it."""

    kind: Literal[
        "quality_finding",
        "visit_report",
        "document",
        "low_results",
        "publication",
        "expected_result",
    ]
    title: str
    what: str
    link: str | None
    school_id: UUID | None


class ConsequencesOut(BaseModel):
    """`figures` are the first 200 changed ones, largest change of «2» first; `figures_total` counts all."""

    figures: list[FigureChangeOut]
    figures_total: int
    others: list[ConsequenceOut]
    not_counted: list[str]
    """What depends on results but cannot be counted yet, with the reason, said openly."""


class UploadRuleOut(BaseModel):
    """One rule of the check."""

    code: str
    severity: Severity
    title: str
    how_to_fix: str


class LayoutOut(BaseModel):
    """One layout that is recognised: how its columns are called."""

    code: str
    title: str
    source: str
    required: list[str]
    fields: dict[str, list[str]]


class UploadRulesOut(BaseModel):
    """Everything a script needs to check a file before it sends it; `version` is a digest of all of it."""

    version: str
    rules: list[UploadRuleOut]
    layouts: list[LayoutOut]

"""The wire shapes of «Качество данных»."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

Severity = Literal["severe", "warning", "hint"]
Owner = Literal["coordinator", "office_specialist", "methodist", "curator", "school"]
Area = Literal[
    "plan",
    "schools",
    "support",
    "visits",
    "risk_profiles",
    "documents",
    "programmes",
    "action_points",
    "results",
]
LinkKind = Literal[
    "activity",
    "document",
    "members",
    "people",
    "programme",
    "school",
    "school_action_points",
    "school_documents",
    "school_history",
    "school_programmes",
    "school_results",
    "school_risk_profile",
    "school_team",
    "upload",
    "visit",
]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]


class RuleOut(BaseModel):
    """A rule in words: what is wrong, why it matters, how to fix it, whose move it is."""

    code: str
    area: Area
    area_title: str
    severity: Severity
    severity_title: str
    owner: Owner
    owner_title: str
    title: str
    why: str
    fix: str
    source: str
    confidence: str


class RuleList(BaseModel):
    items: list[RuleOut]


class LinkOut(BaseModel):
    """The screen where it is mended: a kind of page and the id in its address."""

    kind: LinkKind
    id: UUID


class DismissalOut(BaseModel):
    """Who set a finding aside, when and why; it comes back by itself when the object changes."""

    id: UUID
    reason: str
    who: str | None
    at: datetime


class FindingOut(BaseModel):
    """One thing that contradicts itself or is missing; `owner_person` is who it is, where that is known."""

    rule: str
    title: str
    severity: Severity
    object_id: UUID
    school_id: UUID | None
    school_name: str | None
    label: str
    detail: str
    since_on: date
    age_days: int
    owner_title: str
    owner_person: str | None
    link: LinkOut
    dismissal: DismissalOut | None
    allowed_actions: list[str]
    blocked: dict[str, str]
    """Action → why it is not possible now."""


class GroupOut(BaseModel):
    """Findings of one rule, the oldest first; `items` are at most `total` of them."""

    rule: RuleOut
    total: int
    items: list[FindingOut]


class ChoiceOut(BaseModel):
    """A value of a filter and how many findings it would show."""

    value: str
    title: str
    count: int


class QualityOut(BaseModel):
    """What was found today by the chosen rules; `checked` = how many rules looked."""

    today: date
    checked: int
    total: int
    dismissed_total: int
    severities: list[ChoiceOut]
    areas: list[ChoiceOut]
    owners: list[ChoiceOut]
    groups: list[GroupOut]


class SchoolQualityOut(BaseModel):
    """The severest and oldest findings about one school."""

    checked: int
    total: int
    severe: int
    items: list[FindingOut]


class DismissIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: Annotated[str, StringConstraints(max_length=100)]
    object_id: UUID
    reason: Reason

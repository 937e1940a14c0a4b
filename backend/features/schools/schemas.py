"""The wire shapes of schools."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class PersonRefOut(BaseModel):
    id: UUID
    full_name: str
    since_on: date | None


class SchoolRowOut(BaseModel):
    """One line of the list. `low_results`: low_results, at_risk, none; `zone`: red, yellow, green."""

    id: UUID
    code: str
    short_name: str
    municipality: str
    kind: str
    kind_title: str
    is_rural: bool
    pupils: int | None
    low_results: str | None
    zone: str | None
    in_project_since: date | None
    curator: str | None
    mentor: str | None
    protocols: int
    former_name: str | None
    """The former name by which the school was found."""


class SchoolPage(BaseModel):
    """`total` only when `count=exact` was asked for."""

    items: list[SchoolRowOut]
    next_cursor: str | None
    total: int | None


class IdentifiersOut(BaseModel):
    inn: str | None
    ogrn: str | None
    kpp: str | None
    oktmo: str | None
    fisoko_login: str | None


class TimelineOut(BaseModel):
    """A fact about the school with its day, the newest first."""

    code: str
    title: str
    on: date
    basis: str


class SchoolOut(BaseModel):
    id: UUID
    code: str
    short_name: str
    full_name: str
    kind: str
    kind_title: str
    municipality: str
    office: str
    is_rural: bool
    is_synthetic: bool
    pupils: int | None
    teachers: int | None
    site_url: str | None
    active_from: date | None
    active_to: date | None
    successor_id: UUID | None
    successor_name: str | None
    allowed_actions: list[str]
    identifiers: IdentifiersOut
    low_results: str | None
    low_results_basis: str | None
    zone: str | None
    in_project_since: date | None
    curator: PersonRefOut | None
    mentor: PersonRefOut | None
    last_visit_on: date | None
    timeline: list[TimelineOut]

"""The wire shapes of curators and mentors."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class AssignedSchoolOut(BaseModel):
    school_id: UUID
    school_name: str
    since_on: date | None
    until_on: date | None
    act_text: str


class CuratorOut(BaseModel):
    """A person in one kind of support; `load` = schools on the asked day, visible to the reader."""

    person_id: UUID
    full_name: str
    position: str | None
    kind: str
    load: int
    schools: list[AssignedSchoolOut]


class CuratorList(BaseModel):
    on: date
    items: list[CuratorOut]

"""The wire shapes of membership in a project."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

Basis = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class MemberOut(BaseModel):
    """A school in the project from `joined_on` on; `left_on` is the first day it no longer counts."""

    id: UUID
    school_id: UUID
    school_name: str
    municipality: str
    joined_on: date
    left_on: date | None
    basis: str
    is_member: bool


class CandidateOut(BaseModel):
    school_id: UUID
    school_name: str
    municipality: str


class MemberList(BaseModel):
    """Members of today first, then former and coming ones; `candidates` only for those who may add."""

    plan_id: UUID
    plan_title: str
    items: list[MemberOut]
    candidates: list[CandidateOut]
    allowed_actions: list[str]


class JoinIn(BaseModel):
    school_id: UUID
    joined_on: date
    basis: Basis


class LeaveIn(BaseModel):
    left_on: date
    basis: Basis

"""The wire shape of the reference about a visit."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.features.visits.schemas import AnswerKind, VisitFileOut, VisitSchoolOut


class ReportAnswerOut(BaseModel):
    text: str
    answer_kind: AnswerKind
    answer: str
    """In words; «—» when nothing is answered."""
    remark: str | None


class ReportSectionOut(BaseModel):
    """`asked` questions, `answered` of them; yes, partly and no count the answered ones of that kind."""

    title: str
    asked: int
    answered: int
    yes: int
    partly: int
    no: int
    answers: list[ReportAnswerOut]


class ReportFindingsOut(BaseModel):
    factor_name: str | None
    strengths: list[str]
    problems: list[str]


class ReportPointOut(BaseModel):
    text: str
    priority_title: str
    assignee_name: str
    due_on: date
    state_title: str
    overdue: str | None
    outcome_title: str | None
    """How it stood at this visit; None = not looked at."""
    note: str | None


class ReportData(BaseModel):
    """The reference («справка») about a visit as data: whoever prints it invents nothing."""

    visit_id: UUID
    state_title: str
    school: VisitSchoolOut
    conductor: str
    conductor_kind: Literal["curator", "mentor"] | None
    purpose: str
    planned_on: date
    held_on: date | None
    held_recorded_at: datetime | None
    approved_on: date | None
    approved_by: str | None
    programme: str | None
    participants: str | None
    summary: str | None
    conclusions: str | None
    recommendations: str | None
    asked: int
    answered: int
    sections: list[ReportSectionOut]
    findings: list[ReportFindingsOut]
    files: list[VisitFileOut]
    school_answer: str | None
    """In words."""
    school_comment: str | None
    school_answered_at: datetime | None
    school_answered_by: str | None
    agreed_points: list[ReportPointOut]
    """Agreed at this visit."""
    earlier_points: list[ReportPointOut]
    """Agreed before it, and not cancelled: how they stood."""

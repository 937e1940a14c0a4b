"""The wire shapes of plan imports."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.features.editions.schemas import ReadWindowOut


class ImportRemarkOut(BaseModel):
    number: str | None
    text: str


class ImportRowOut(BaseModel):
    number: str
    title: str
    term_source: str
    responsible_source: str
    result_document: str | None
    expected_result: str | None
    cells: list[str]
    term_kind: str
    windows: list[ReadWindowOut]
    questions: list[str]
    matched_number: str | None
    """The row of the edition in force that this one continues, None = a new row."""


class ImportSectionOut(BaseModel):
    code: str
    title: str
    form: str
    rows: list[ImportRowOut]


class PlanImportOut(BaseModel):
    """A file with a plan table: received → recognised | refused → drafted."""

    id: UUID
    state: Literal["received", "recognised", "refused", "drafted"]
    file_name: str
    job_id: UUID | None
    refusal: str | None
    plan_id: UUID | None
    edition_id: UUID | None
    heading: str | None
    sections: list[ImportSectionOut]
    remarks: list[ImportRemarkOut]
    rows: int
    questions: int
    allowed_actions: list[str]

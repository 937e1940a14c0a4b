"""The wire shapes of documents of schools."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DocumentState = Literal[
    "draft", "submitted", "under_review", "returned", "approved", "published", "archived"
]
TextState = Literal["pending", "read", "empty", "unreadable", "not_text"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=2000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class DocumentKindOut(BaseModel):
    """A kind and, where the programme of the cycle asks for it, by which day and by which row of the plan."""

    code: str
    title: str
    is_per_factor: bool
    is_many: bool
    requires: list[str]
    """Titles of what must be approved before."""
    is_required: bool
    due_on: date | None
    plan_row: str | None


class DocumentKindList(BaseModel):
    cycle: int
    cycles: list[int]
    items: list[DocumentKindOut]


class DocumentBriefOut(BaseModel):
    """A document in a list. `waiting_since`: when the school submitted what waits for a decision."""

    id: UUID
    school_id: UUID
    school_name: str
    kind: str
    kind_title: str
    factor_id: UUID | None
    factor_name: str | None
    cycle: int
    title: str
    state: DocumentState
    state_words: str
    version_number: int | None
    uploaded_at: datetime | None
    waiting_since: datetime | None
    open_remarks: int
    approved_on: date | None
    approved_version: int | None
    published_on: date | None
    published_where: str | None


class DocumentQueue(BaseModel):
    """`total`: how many there are under the filters."""

    items: list[DocumentBriefOut]
    total: int
    next_cursor: str | None


class RequiredDocumentOut(BaseModel):
    """One document the programme asks for; `documents` is empty while there is none."""

    kind: str
    kind_title: str
    factor_id: UUID | None
    factor_name: str | None
    due_on: date | None
    plan_row: str | None
    is_overdue: bool
    is_done: bool
    remark: str | None
    documents: list[DocumentBriefOut]


class DocumentFactorOut(BaseModel):
    id: UUID
    name: str
    is_selected: bool


class SchoolDocumentsOut(BaseModel):
    """Everything of one school in one cycle: the required set, also what is missing, then the rest."""

    school_id: UUID
    cycle: int
    cycles: list[int]
    required: list[RequiredDocumentOut]
    required_done: int
    others: list[DocumentBriefOut]
    kinds: list[DocumentKindOut]
    factors: list[DocumentFactorOut]
    allowed_actions: list[str]


class DocumentRemarkOut(BaseModel):
    id: UUID
    position: int
    place: str
    text: str
    answer: str | None
    answered_at: datetime | None


class DocumentReviewOut(BaseModel):
    verdict: Literal["returned", "approved"]
    summary: str
    matches_concept: bool | None
    who: str
    decided_at: datetime
    remarks: list[DocumentRemarkOut]


class DocumentNoteOut(BaseModel):
    code: str
    severity: Literal["serious", "advice"]
    place: str
    why: str
    fix: str


class DocumentVersionOut(BaseModel):
    id: UUID
    number: int
    file_name: str
    file_size: int
    media_type: str
    text_state: TextState
    text_words: str
    note: str | None
    who: str
    uploaded_at: datetime
    review: DocumentReviewOut | None


class DocumentStepOut(BaseModel):
    at: datetime
    action: str
    words: str
    who: str
    reason: str | None


class DocumentOut(DocumentBriefOut):
    """One document whole. `notes` are of the last version. `blocked`: action → why not now."""

    first_submitted_on: date | None
    first_reviewed_on: date | None
    versions: list[DocumentVersionOut]
    notes: list[DocumentNoteOut]
    asks_concept: bool
    """The verdict must say whether it matches the concept."""
    steps: list[DocumentStepOut]
    allowed_actions: list[str]
    blocked: dict[str, str]


class DocumentPieceOut(BaseModel):
    kind: Literal["same", "added", "removed"]
    text: str


class DocumentParagraphOut(BaseModel):
    kind: Literal["same", "added", "removed", "changed"]
    old_number: int | None
    new_number: int | None
    pieces: list[DocumentPieceOut]


class DocumentDiffOut(BaseModel):
    """`refusal`: why there is nothing to compare. `is_cut`: the texts were longer than is compared."""

    from_number: int
    to_number: int
    refusal: str | None
    is_cut: bool
    changed: int
    added: int
    removed: int
    paragraphs: list[DocumentParagraphOut]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RemarkAnswerIn(_In):
    remark_id: UUID
    answer: Words


class DocumentActionIn(_In):
    """`answers` go with «submit»; `where` and `published_on` with «publish»."""

    action: Literal["submit", "withdraw", "answer", "publish", "archive", "restore"]
    answers: Annotated[list[RemarkAnswerIn], Field(max_length=200)] = []
    where: Short | None = None
    published_on: date | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = None


class DocumentRemarkIn(_In):
    place: Short
    text: Words


class DocumentReviewIn(_In):
    """A verdict on the version the reviewer has read; another last version by then is a conflict."""

    version_id: UUID
    verdict: Literal["returned", "approved"]
    summary: Words
    matches_concept: bool | None = None
    remarks: Annotated[list[DocumentRemarkIn], Field(max_length=200)] = []

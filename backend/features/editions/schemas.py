"""The wire shapes of editions: what a draft was read as, what an edition changed, the catalogue of facts."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.features.editions.document import Code, DraftDocument, Line


class ReadWindowOut(BaseModel):
    starts_on: date | None
    ends_on: date
    is_derived: bool
    label: str
    weekend: str | None


class ReadPartyOut(BaseModel):
    part: str
    kind: str
    code: str | None
    words: str


class DraftQuestionOut(BaseModel):
    """`is_blocking`: the edition cannot come into force before it is answered; others go to the author of the act."""

    code: str
    text: str
    short_text: str
    is_blocking: bool


class RowReadingOut(BaseModel):
    """What the texts of one row were read as."""

    key: UUID
    recurrence: str
    term_kind: str
    windows: list[ReadWindowOut]
    parties: list[ReadPartyOut]
    questions: list[DraftQuestionOut]
    change: Literal["same", "changed", "added"]


class DraftOut(BaseModel):
    edition_id: UUID
    plan_id: UUID
    plan_title: str
    number: int
    version: int
    changed_at: datetime
    changed_by: str | None
    based_on_id: UUID | None
    file_name: str | None
    document: DraftDocument
    readings: list[RowReadingOut]
    removed: list[str]
    """Rows of the edition before that this draft no longer has: «1.4 Проведение собеседований …»."""
    questions: list[DraftQuestionOut]
    """Questions about the edition as a whole (number of the act, period, doubled numbers)."""
    allowed_actions: list[str]
    blocked_by: list[str]


class DraftRefOut(BaseModel):
    edition_id: UUID
    plan_id: UUID
    plan_title: str
    number: int
    rows: int
    changed_at: datetime
    changed_by: str | None


class DraftList(BaseModel):
    items: list[DraftRefOut]


class NewDraftIn(BaseModel):
    """Start the next edition of a plan from the one in force, or from an import."""

    import_id: UUID | None = None


class CopyPlanIn(BaseModel):
    """«Copy last year's plan with shifted dates»: a new plan, its first draft, every date `years` later."""

    code: Code
    title: Line
    years: Annotated[int, Field(ge=1, le=10)] = 1


class NewPlanIn(BaseModel):
    """A new plan whose first draft is an import."""

    code: Code
    title: Line
    import_id: UUID


class PieceOut(BaseModel):
    kind: Literal["equal", "removed", "added"]
    text: str


class FieldDiffOut(BaseModel):
    field: str
    title: str
    pieces: list[PieceOut]


class RowDiffOut(BaseModel):
    """One row in two editions; `before` or `after` number is None for an added or removed row."""

    kind: Literal["same", "changed", "added", "removed"]
    is_moved: bool
    section: str
    before_number: str | None
    after_number: str | None
    title: str
    fields: list[FieldDiffOut]


class EditionRefOut(BaseModel):
    id: UUID
    number: int
    state: str
    words: str
    """«распоряжение от 12.02.2021 № 64-од»."""
    has_rows: bool


class EditionDiffOut(BaseModel):
    plan_title: str
    before: EditionRefOut | None
    after: EditionRefOut
    others: list[EditionRefOut]
    """Editions that can be compared with."""
    cannot_compare: str | None
    same: int
    changed: int
    added: int
    removed: int
    rows: list[RowDiffOut]


class FactKindOut(BaseModel):
    """A fact a predicate may ask for. `about`: school, curator or office; `counts_people`: it carries «5 из 8»."""

    code: str
    title: str
    missing_text: str
    about: str
    counts_people: bool
    can_be_evidenced: bool


class FactKindList(BaseModel):
    items: list[FactKindOut]

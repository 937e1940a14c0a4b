"""Reads of drafts: the list, and one draft with what its texts were read as."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.plan_diff import RowChange, compare
from backend.domain.plan_questions import Question
from backend.domain.schedule import TermWindow, window_label
from backend.domain.window_status import weekend_word
from backend.features.editions.document import DraftDocument
from backend.features.editions.drafts.reading import (
    DraftReading,
    RowReading,
    plan_text,
    read_draft,
    school_names,
)
from backend.features.editions.schemas import (
    DraftList,
    DraftOut,
    DraftQuestionOut,
    DraftRefOut,
    ReadPartyOut,
    ReadWindowOut,
    RowReadingOut,
)
from backend.features.editions.texts import StoredEdition, read_edition
from backend.tables import Act, Edition, EditionDraft, Person, Plan


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as it is kept, read anew, beside the edition it continues (None: the first of its plan)."""

    edition: Edition
    kept: EditionDraft
    plan: Plan
    changed_by: str | None
    document: DraftDocument
    reading: DraftReading
    before: StoredEdition | None


async def list_drafts(session: AsyncSession) -> DraftList:
    """Return the drafts the caller may edit, the last touched first."""
    keys = cast("$.sections[*].rows[*].key", JSONPATH)
    sections = func.jsonb_path_query_array(EditionDraft.document, keys)
    found = await session.execute(
        select(
            Edition, EditionDraft, Plan.title, Person.full_name, func.jsonb_array_length(sections)
        )
        .join(EditionDraft, EditionDraft.edition_id == Edition.id)
        .join(Plan, Plan.id == Edition.plan_id)
        .outerjoin(Person, Person.id == EditionDraft.changed_by_id)
        .where(Edition.state == "draft")
        .order_by(EditionDraft.changed_at.desc(), Edition.id)
    )
    return DraftList(
        items=[
            DraftRefOut(
                edition_id=edition.id,
                plan_id=edition.plan_id,
                plan_title=title,
                number=edition.number,
                rows=rows,
                changed_at=kept.changed_at,
                changed_by=who,
            )
            for edition, kept, title, who, rows in found
        ]
    )


async def read_open_draft(
    session: AsyncSession, edition_id: UUID, today: date, *, lock: bool = False
) -> OpenDraft:
    """Return a draft; raises `NotFound` for what is no draft, or not the caller's. `lock` until the transaction ends."""
    query = (
        select(Edition, EditionDraft, Plan, Person.full_name)
        .join(EditionDraft, EditionDraft.edition_id == Edition.id)
        .join(Plan, Plan.id == Edition.plan_id)
        .outerjoin(Person, Person.id == EditionDraft.changed_by_id)
        .where(Edition.id == edition_id, Edition.state == "draft")
        .execution_options(populate_existing=True)
    )
    found = (
        await session.execute(query.with_for_update(of=EditionDraft) if lock else query)
    ).first()
    if found is None:
        raise NotFound("Такого черновика нет или он вам не виден.")
    edition, kept, plan, who = found
    document = DraftDocument.model_validate(kept.document)
    return OpenDraft(
        edition,
        kept,
        plan,
        who,
        document,
        read_draft(document, schools=await school_names(session), today=today),
        await read_edition(session, edition.based_on_id) if edition.based_on_id else None,
    )


async def get_draft(session: AsyncSession, edition_id: UUID, today: date) -> DraftOut:
    """Return a draft with what its texts were read as and what still stands in its way; raises `NotFound`."""
    draft = await read_open_draft(session, edition_id, today)
    blocking = list(draft.reading.blocking)
    act = draft.document.act
    if act.number and act.signed_on and await _act_exists(session, act.number, act.signed_on):
        blocking.append(f"Распоряжение № {act.number} с этой датой уже есть: проверьте реквизиты.")
    changes, removed = _changes(draft)
    return DraftOut(
        edition_id=edition_id,
        plan_id=draft.plan.id,
        plan_title=draft.plan.title,
        number=draft.edition.number,
        version=draft.kept.version,
        changed_at=draft.kept.changed_at,
        changed_by=draft.changed_by,
        based_on_id=draft.edition.based_on_id,
        file_name=draft.kept.file_name,
        document=draft.document,
        readings=[_reading(reading, changes) for reading in draft.reading.rows],
        removed=removed,
        questions=[_question(question) for question in draft.reading.questions],
        allowed_actions=["save", "discard", *([] if blocking else ["put_in_force"])],
        blocked_by=blocking,
    )


def window_out(window: TermWindow) -> ReadWindowOut:
    """Return a window with its name and, on a day off, the word for it."""
    return ReadWindowOut(
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        is_derived=window.is_derived,
        label=window_label(window.starts_on, window.ends_on),
        weekend=weekend_word(window.ends_on),
    )


def same_rows(document: DraftDocument, before: StoredEdition) -> dict[str, str]:
    """Return number now → number before, by lineage."""
    lineages = before.lineages()
    return {
        row.number: lineages[row.lineage_id].activity.number
        for section in document.sections
        for row in section.rows
        if row.lineage_id in lineages
    }


async def _act_exists(session: AsyncSession, number: str, signed_on: date) -> bool:
    found = select(Act.id).where(Act.number == number, Act.signed_on == signed_on)
    return await session.scalar(found) is not None


def _changes(draft: OpenDraft) -> tuple[Mapping[str, str], list[str]]:
    """Return what became of each row by number, and the rows that are no longer there in words."""
    if draft.before is None:
        return {}, []
    diff = compare(
        draft.before.text(), plan_text(draft.document), same_rows(draft.document, draft.before)
    )
    changes = {row.after.number: str(row.kind) for row in diff.rows if row.after}
    removed = [
        f"{row.before.number} {row.before.title}"
        for row in diff.rows
        if row.kind is RowChange.REMOVED and row.before
    ]
    return changes, removed


def _reading(reading: RowReading, changes: Mapping[str, str]) -> RowReadingOut:
    return RowReadingOut(
        key=reading.row.key,
        recurrence=reading.recurrence,
        term_kind=reading.term.kind,
        windows=[window_out(window) for window in reading.windows],
        parties=[
            ReadPartyOut(part=p.part, kind=p.kind, code=p.code, words=p.words)
            for p in reading.parties
        ],
        questions=[_question(question) for question in reading.questions],
        change=changes.get(reading.row.number, "added"),
    )


def _question(question: Question) -> DraftQuestionOut:
    return DraftQuestionOut(
        code=question.code,
        text=question.text,
        short_text=question.short_text,
        is_blocking=question.is_blocking,
    )

"""Writes of drafts: beginning one, copying a plan for another year, saving by version, giving up."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound
from backend.core.file_replies import StaleVersion
from backend.domain.plan_questions import years_named
from backend.domain.schedule import shift_term
from backend.features.editions.document import DraftDocument, DraftRow, DraftWindow
from backend.features.editions.drafts.checks import check_document
from backend.features.editions.drafts.from_file import mark_drafted, take_import
from backend.features.editions.drafts.reading import plan_text
from backend.features.editions.drafts.stated import keep_stated
from backend.features.editions.schemas import CopyPlanIn, NewPlanIn
from backend.features.editions.texts import document_of, read_edition
from backend.tables import Edition, EditionDraft, Person, Plan, PlanImport


async def create_draft(
    session: AsyncSession, caller: Caller, plan_id: UUID, *, import_id: UUID | None
) -> UUID:
    """Begin the next edition of a plan; return its id. Raises `NotFound`, `Conflict` while a draft is open."""
    plan = await session.scalar(select(Plan).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound("Такого плана нет или он вам не виден.")
    in_force = await session.scalar(
        select(Edition.id).where(Edition.plan_id == plan_id, Edition.state == "in_force")
    )
    before = await read_edition(session, in_force) if in_force else None
    if import_id is None:
        if before is None:
            raise Conflict("У этого плана нет действующей редакции: загрузите план из файла.")
        document = await keep_stated(session, document_of(before), before)
        return await _begin(session, caller, plan_id, document, based_on_id=in_force)
    _, document = await take_import(session, import_id, before)
    edition_id = await _begin(session, caller, plan_id, document, based_on_id=in_force)
    await mark_drafted(session, import_id, edition_id=edition_id, plan_id=plan_id)
    return edition_id


async def copy_plan(
    session: AsyncSession, caller: Caller, edition_id: UUID, copy: CopyPlanIn
) -> UUID:
    """Make a plan for another year: every date shifted, rows begin a life of their own; return its draft."""
    stored = await read_edition(session, edition_id)
    if not stored.sections:
        raise Conflict("Строк этой редакции в системе нет: копировать нечего.")
    document = _shifted(await keep_stated(session, document_of(stored), stored), copy.years)
    plan_id = await _new_plan(session, copy.code, copy.title, stored.plan.office_id)
    return await _begin(session, caller, plan_id, document, based_on_id=None)


async def create_plan(session: AsyncSession, caller: Caller, new: NewPlanIn) -> UUID:
    """Make a plan whose first draft is what a file was recognised as; return the draft."""
    office_id, document = await take_import(session, new.import_id, None)
    plan_id = await _new_plan(session, new.code, new.title, office_id)
    edition_id = await _begin(session, caller, plan_id, document, based_on_id=None)
    await mark_drafted(session, new.import_id, edition_id=edition_id, plan_id=plan_id)
    return edition_id


async def save_draft(
    session: AsyncSession,
    caller: Caller,
    edition_id: UUID,
    document: DraftDocument,
    *,
    version: int,
) -> None:
    """Save a draft whole; raises `StaleVersion` when somebody else has saved it meanwhile, `NotFound`, `Invalid`."""
    kept = await locked_draft(session, edition_id, version=version)
    await check_document(session, document)
    await session.execute(
        update(EditionDraft)
        .where(EditionDraft.id == kept.id)
        .values(
            document=document.model_dump(mode="json"),
            version=kept.version + 1,
            changed_by_id=caller.person_id,
            changed_at=func.app.now(),
        )
    )


async def discard_draft(session: AsyncSession, edition_id: UUID) -> None:
    """Delete a draft, and its plan when that has nothing else; raises `NotFound`."""
    await locked_draft(session, edition_id)
    plan_id = await session.scalar(select(Edition.plan_id).where(Edition.id == edition_id))
    await session.execute(delete(EditionDraft).where(EditionDraft.edition_id == edition_id))
    await session.execute(delete(Edition).where(Edition.id == edition_id))
    if await session.scalar(select(Edition.id).where(Edition.plan_id == plan_id).limit(1)):
        return
    # Schools may have joined it, a period may be closed in it: then the plan stays, without an edition.
    with suppress(IntegrityError):
        async with session.begin_nested():
            await session.execute(
                update(PlanImport).where(PlanImport.plan_id == plan_id).values(plan_id=None)
            )
            await session.execute(delete(Plan).where(Plan.id == plan_id))


async def locked_draft(
    session: AsyncSession, edition_id: UUID, *, version: int | None = None
) -> EditionDraft:
    """Return a draft locked until the transaction ends, checked against the version a write is meant for."""
    kept = await session.scalar(
        select(EditionDraft)
        .join(Edition, Edition.id == EditionDraft.edition_id)
        .where(Edition.id == edition_id, Edition.state == "draft")
        .with_for_update(of=EditionDraft)
        .execution_options(populate_existing=True)
    )
    if kept is None:
        raise NotFound("Такого черновика нет или он вам не виден.")
    if version is not None and kept.version != version:
        who = await session.scalar(select(Person.full_name).where(Person.id == kept.changed_by_id))
        raise StaleVersion(
            f"Пока вы правили, черновик сохранил кто-то другой ({who or 'имя вам не видно'})."
            " Ваши правки на месте: сравните и решите, что записать."
        )
    return kept


async def _begin(
    session: AsyncSession,
    caller: Caller,
    plan_id: UUID,
    document: DraftDocument,
    *,
    based_on_id: UUID | None,
) -> UUID:
    await _refuse_second_draft(session, plan_id)
    last = await session.scalar(select(func.max(Edition.number)).where(Edition.plan_id == plan_id))
    edition = insert(Edition).values(
        plan_id=plan_id,
        based_on_id=based_on_id,
        number=(last or 0) + 1,
        state="draft",
        **edition_columns(document),
    )
    try:
        async with session.begin_nested():
            made = await session.scalars(edition.returning(Edition.id))
            edition_id: UUID = made.one()
    except IntegrityError:  # somebody has begun it in the same moment
        await _refuse_second_draft(session, plan_id)
        raise
    await session.execute(
        insert(EditionDraft).values(
            edition_id=edition_id,
            version=1,
            document=document.model_dump(mode="json"),
            changed_by_id=caller.person_id,
        )
    )
    return edition_id


async def _refuse_second_draft(session: AsyncSession, plan_id: UUID) -> None:
    found = await session.scalar(
        select(Edition.id).where(Edition.plan_id == plan_id, Edition.state == "draft")
    )
    if found is not None:
        raise Conflict(
            "Черновик следующей редакции уже есть: продолжите его или откажитесь от него.",
            errors=[{"pointer": "/plan_id", "code": "draft-exists", "message": str(found)}],
        )


def edition_columns(document: DraftDocument) -> dict[str, Any]:
    """Return what an edition keeps of its document beside the rows."""
    start, end = sorted((document.period_start, document.period_end))
    return {
        "heading": document.heading,
        "period_text": document.period_text,
        "period_start": start,
        "period_end": end,
        "project_start": document.project_start,
        "project_end": document.project_end,
        "responsible_official": document.responsible_official,
        "controlled_by": document.controlled_by,
    }


async def _new_plan(session: AsyncSession, code: str, title: str, office_id: UUID) -> UUID:
    plan = insert(Plan).values(code=code, title=title, office_id=office_id)
    try:
        # The code may be taken by a plan that is not ours to see, or in this very moment.
        async with session.begin_nested():
            plan_id: UUID = (await session.scalars(plan.returning(Plan.id))).one()
    except IntegrityError as error:
        raise Conflict(
            f"План с кодом «{code}» уже есть. Выберите другой код.",
            slug="natural-key-conflict",
            errors=[{"pointer": "/code", "code": "exists", "message": "такой код уже занят"}],
        ) from error
    return plan_id


def _shifted(document: DraftDocument, years: int) -> DraftDocument:
    """Return the document some years later; a year named in a title or result is left and asked about."""
    named: dict[str, list[str]] = {}
    for words in plan_text(document).sections:
        for number, year in years_named(words):
            named.setdefault(number, []).append(
                f"В тексте строки назван {year} год: верно ли это для нового плана?"
            )
    shifted = document.model_copy(deep=True)
    shifted.heading = shift_term(document.heading, years)
    shifted.period_text = shift_term(document.period_text, years)
    for field in ("period_start", "period_end", "project_start", "project_end"):
        if (day := getattr(document, field)) is not None:
            setattr(shifted, field, _later(day, years))
    for section in shifted.sections:
        for row in section.rows:
            _shift_row(row, years, named.get(row.number, []))
    return shifted


def _shift_row(row: DraftRow, years: int, questions: list[str]) -> None:
    row.lineage_id = None
    row.term_source = shift_term(row.term_source, years)
    if row.windows is not None:
        row.windows = [
            DraftWindow(
                starts_on=_later(w.starts_on, years) if w.starts_on else None,
                ends_on=_later(w.ends_on, years),
            )
            for w in row.windows
        ]
    row.remarks = [*row.remarks, *questions]


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February of a year that has none
        return (day - timedelta(days=1)).replace(year=day.year + years)

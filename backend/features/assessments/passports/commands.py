"""Writes of passports of diagnostic works; an approved one gives the scale of its work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Forbidden, NotFound, refuse_if, wrong_field
from backend.core.file_replies import StaleVersion
from backend.domain.lifecycle.passports import why_not_approve, why_not_bands_of_passport
from backend.features.assessments.passports.schemas import WorkPassportIn
from backend.tables import Scale, Subject, WorkPassport

_OFFICES = text("select app.my_passport_offices()")
_TAKEN = (
    "Паспорт такой работы уже есть (возможно, у другого управления). Откройте его или укажите серию:"
    " у каждой серии своя работа."
)


async def create_passport(session: AsyncSession, caller: Caller, said: WorkPassportIn) -> UUID:
    """Write a passport as a draft and return its id; raises `Conflict` when the work has one, `Invalid`."""
    office = await _office(session, said.office_id)
    content = await _content(session, said)
    made: UUID | None = await session.scalar(
        insert(WorkPassport)
        .values(**content, office_id=office, state="draft", version=1, author_id=caller.person_id)
        .on_conflict_do_nothing(constraint="uq_work_passport_work")
        .returning(WorkPassport.id)
    )
    if made is None:
        raise Conflict(_TAKEN, slug="already-there")
    return made


async def save_passport(
    session: AsyncSession,
    caller: Caller,
    passport_id: UUID,
    said: WorkPassportIn,
    *,
    version: int,
) -> None:
    """Replace a passport whole by its version; an approved one becomes a draft. Raises `StaleVersion`, `Conflict`, `Invalid`, `NotFound`."""
    there = await _locked(session, passport_id, version=version)
    if said.office_id not in {None, there.office_id}:
        raise wrong_field("office_id", "Паспорт остаётся у своего управления.")
    content = await _content(session, said)
    change = (
        update(WorkPassport)
        .where(WorkPassport.id == passport_id)
        .values(
            **content, state="draft", version=version + 1, author_id=caller.person_id,
            approved_by_id=None, approved_at=None,
        )
    )  # fmt: skip
    try:
        async with session.begin_nested():
            await session.execute(change)
    except IntegrityError as error:
        # The passport in the way may be another office's and invisible: only the constraint knows.
        if "uq_work_passport_work" not in str(error.orig):
            raise
        raise Conflict(_TAKEN, slug="already-there") from error


async def approve_passport(
    session: AsyncSession, caller: Caller, passport_id: UUID, *, version: int, now: datetime
) -> None:
    """Approve a passport another has written; its bands become the scale of the work. Raises as `save_passport`."""
    there = await _locked(session, passport_id, version=version)
    refuse_if(why_not_approve(there.state, is_author=there.author_id == caller.person_id))
    await session.execute(
        update(WorkPassport)
        .where(WorkPassport.id == passport_id)
        .values(
            state="approved", version=version + 1, approved_by_id=caller.person_id, approved_at=now
        )
    )
    await _give_scale(session, caller, there)


async def _give_scale(session: AsyncSession, caller: Caller, there: WorkPassport) -> None:
    """Write the scale of a passport as its next version, or take it out of force when there are no bands."""
    of_passport = Scale.passport_id == there.id
    figures: dict[str, Any] = {
        "procedure": "dr",
        "subject_id": there.subject_id,
        "programme_grade": there.programme_grade,
        "series": there.series,
        "year_from": there.year,
        "year_to": there.year,
        "min_3": there.min_3,
        "min_4": there.min_4,
        "min_5": there.min_5,
        "max_primary": sum(task["max"] for task in there.tasks),
        "source": f"паспорт работы «{there.title}»",
    }
    current = await session.scalar(select(Scale).where(of_passport, Scale.state == "current"))
    if current is not None and all(getattr(current, n) == v for n, v in figures.items()):
        return
    await session.execute(
        update(Scale).where(of_passport, Scale.state == "current").values(state="superseded")
    )
    if there.min_3 is None:
        return
    newest = await session.scalar(select(func.max(Scale.version)).where(of_passport))
    await session.execute(
        insert(Scale).values(
            **figures,
            kind="marks",
            conditions=[],
            confidence="утверждён другим методистом",
            version=(newest or 0) + 1,
            state="current",
            supersedes_id=current.id if current is not None else None,
            origin="passport",
            passport_id=there.id,
            author_id=caller.person_id,
        )
    )


async def _locked(session: AsyncSession, passport_id: UUID, *, version: int) -> WorkPassport:
    there = await session.scalar(
        select(WorkPassport).where(WorkPassport.id == passport_id).with_for_update()
    )
    if there is None:
        raise NotFound("Такого паспорта нет или он вам не виден.")
    if there.office_id not in await _offices(session):
        raise Forbidden("Паспорт ведёт другое управление.")
    if there.version != version:
        raise StaleVersion(
            "Паспорт уже изменили. Сверьте со своим вариантом: введённое не потеряется."
        )
    return there


async def _offices(session: AsyncSession) -> set[UUID]:
    return set((await session.execute(_OFFICES)).scalars())


async def _office(session: AsyncSession, said: UUID | None) -> UUID:
    mine = await _offices(session)
    if said is not None and said not in mine:
        raise wrong_field("office_id", "Такого управления нет среди ваших.")
    if said is None and len(mine) != 1:
        raise wrong_field("office_id", "Укажите, какое управление ведёт паспорт.")
    return said or next(iter(mine))


async def _content(session: AsyncSession, said: WorkPassportIn) -> dict[str, Any]:
    subject_id = await session.scalar(select(Subject.id).where(Subject.code == said.subject))
    if subject_id is None:
        raise wrong_field("subject", "Такого предмета нет в справочнике.")
    names = [task.name for task in said.tasks]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise wrong_field("tasks", f"Задание «{twice[0]}» указано дважды.")
    if said.written_on is not None and said.written_on.year != said.year:
        raise wrong_field("written_on", f"Дата не из {said.year} года.")
    bands = said.bands
    refusal = why_not_bands_of_passport(
        None if bands is None else (bands.min_3, bands.min_4, bands.min_5),
        sum(task.max for task in said.tasks),
    )
    if refusal is not None:
        raise wrong_field("bands", refusal)
    return {
        "subject_id": subject_id,
        "programme_grade": said.programme_grade or said.grade,
        **said.model_dump(include={"grade", "year", "wave", "series", "title", "written_on"}),
        "tasks": [task.model_dump() for task in said.tasks],
        "min_3": bands.min_3 if bands else None,
        "min_4": bands.min_4 if bands else None,
        "min_5": bands.min_5 if bands else None,
    }

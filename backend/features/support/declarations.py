"""Writes of what a person knows and where he is not impartial: by the office, or by himself."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.core.file_replies import StaleVersion
from backend.features.support.assignments import is_office_side
from backend.features.support.queries import get_curator, is_himself, manages
from backend.features.support.schemas import (
    CompetenceIn,
    CompetencesIn,
    ConflictIn,
    ConflictWithdrawIn,
    CuratorOut,
)
from backend.tables import (
    Competence,
    ConflictDeclaration,
    Municipality,
    Person,
    RiskFactor,
    School,
    Subject,
)

_NOBODY = "Такого человека нет среди тех, о ком вы можете писать."
_NO_CONFLICT = "Такого конфликта интересов нет или он вам не виден."


async def set_competences(
    session: AsyncSession,
    caller: Caller,
    person_id: UUID,
    wish: CompetencesIn,
    *,
    version: int,
    today: date,
) -> CuratorOut:
    """Replace what a person knows and where he lives or works; raises `NotFound`, `StaleVersion`, `Invalid`."""
    await _take_person(session, caller, person_id)
    before = await get_curator(session, caller, person_id, today)
    if before.competences_version != version:
        raise StaleVersion(
            "Компетенции этого человека уже изменил кто-то другой."
            " Обновите страницу: введённое останется в форме."
        )
    place = wish.municipality_id
    if place and not await session.scalar(select(Municipality.id).where(Municipality.id == place)):
        raise wrong_field("municipality_id", "Такого муниципалитета нет. Выберите из списка.")
    rows = [
        {"person_id": person_id, f"{kind}_id": ids[item.code], "note": item.note}
        for kind, table, items in (
            ("subject", Subject, wish.subjects),
            ("factor", RiskFactor, wish.factors),
        )
        for ids in [await _ids(session, kind, table, items)]
        for item in {item.code: item for item in items}.values()
    ]
    await session.execute(delete(Competence).where(Competence.person_id == person_id))
    for row in rows:
        await session.execute(insert(Competence).values(row))
    if place != before.municipality_id:
        await session.execute(
            update(Person).where(Person.id == person_id).values(municipality_id=place)
        )
    return await get_curator(session, caller, person_id, today)


async def declare_conflict(session: AsyncSession, caller: Caller, wish: ConflictIn) -> UUID:
    """Record why a person cannot judge a school; a running assignment stays, until it is handed over."""
    await _take_person(session, caller, wish.person_id)
    if await session.scalar(select(School.id).where(School.id == wish.school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    himself = is_himself(caller, wish.person_id)
    if not himself and not await is_office_side(session, wish.school_id):
        raise NotFound("Такой школы нет или она вам не видна.")
    made: UUID | None = await session.scalar(
        upsert(ConflictDeclaration)
        .values(**wish.model_dump(), declared_by_id=caller.person_id)
        .on_conflict_do_nothing()
        .returning(ConflictDeclaration.id)
    )
    if made is None:
        raise Conflict("Конфликт интересов этого человека с этой школой уже заявлен.")
    return made


async def withdraw_conflict(
    session: AsyncSession, caller: Caller, conflict_id: UUID, wish: ConflictWithdrawIn
) -> UUID:
    """Say that a conflict stands no longer, and why; return the person. Raises `NotFound`, `Conflict`."""
    found = await session.scalar(
        select(ConflictDeclaration).where(ConflictDeclaration.id == conflict_id).with_for_update()
    )
    if found is None:
        raise NotFound(_NO_CONFLICT)
    by_office = manages(caller) and await is_office_side(session, found.school_id)
    if not by_office and not is_himself(caller, found.person_id):
        raise NotFound(_NO_CONFLICT)
    if found.withdrawn_at is not None:
        raise Conflict("Этот конфликт интересов уже снят.")
    await session.execute(
        update(ConflictDeclaration)
        .where(ConflictDeclaration.id == conflict_id)
        .values(withdrawn_at=func.app.now(), withdrawal_reason=wish.reason)
    )
    return found.person_id


async def _take_person(session: AsyncSession, caller: Caller, person_id: UUID) -> None:
    """Whoever writes about one person takes turns."""
    if not manages(caller) and not is_himself(caller, person_id):
        raise NotFound(_NOBODY)
    query = select(Person.id).where(Person.id == person_id).with_for_update()
    if await session.scalar(query) is None:
        raise NotFound(_NOBODY)


async def _ids(
    session: AsyncSession,
    kind: str,
    table: type[Subject] | type[RiskFactor],
    items: Sequence[CompetenceIn],
) -> dict[str, UUID]:
    codes = {item.code for item in items}
    found = await session.execute(select(table.code, table.id).where(table.code.in_(codes)))
    ids = {row.code: row.id for row in found}
    if codes - set(ids):
        field = "subjects" if kind == "subject" else "factors"
        raise wrong_field(field, "Такого значения в справочнике нет. Выберите из списка.")
    return ids

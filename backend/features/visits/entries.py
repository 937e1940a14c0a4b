"""Writes of entries and findings: each has a version of its own, so that two who write at once lose nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import Conflict, Forbidden, NotFound, wrong_field
from backend.core.file_replies import StaleVersion
from backend.domain.lifecycle.visits import (
    ANSWER_PREFIX,
    SCHOOL_FIELDS,
    TEXT_FIELDS,
    why_not_write,
)
from backend.features.visits.commands import lock_visit
from backend.features.visits.queries import (
    read_entries,
    read_findings,
    read_head,
    value_out,
)
from backend.features.visits.rights import CONDUCTING
from backend.features.visits.schemas import (
    VisitEntryOut,
    VisitEntryValue,
    VisitFindingIn,
    VisitFindingOut,
)
from backend.tables import RiskFactor, VisitEntry, VisitFinding, VisitQuestion

_WRITES = frozenset({Permission.CONDUCT_VISITS, Permission.ANSWER_VISITS})
_STALE = "Это уже изменил кто-то другой. Сравните ваш вариант с сохранённым и выберите."


async def save_entry(
    session: AsyncSession,
    caller: Caller,
    visit_id: UUID,
    field: str,
    value: VisitEntryValue,
    version: int,
    now: datetime,
) -> VisitEntryOut:
    """Save one field and return it; the value that is kept already makes no new version.

    Raises `NotFound`, `Conflict`, `Invalid`, and `StaleVersion` with both values.
    """
    if not _WRITES & caller.permissions:
        raise Forbidden("Поля визита заполняют куратор или наставник и сама школа.")
    row = await read_head(session, visit_id)
    await _check_writer(session, row["school_id"], field)
    kept_value = await _checked_value(session, row["bank"], field, value)
    await lock_visit(session, visit_id)
    _check_open((await read_head(session, visit_id))["state"])
    kept = (await read_entries(session, visit_id)).get(field)
    if kept is not None and kept.value == value_out(kept_value):
        return kept
    if version != (kept.version if kept else 0):
        theirs = kept.model_dump(mode="json", exclude={"field"}) if kept else None
        mine = value_out(kept_value).model_dump(mode="json")
        raise StaleVersion(_STALE, members={"mine": mine, "theirs": theirs})
    values: dict[str, Any] = {
        "value": kept_value,
        "version": version + 1,
        "person_id": caller.person_id,
        "changed_at": now,
    }
    if kept is None:
        place = {"visit_id": visit_id, "school_id": row["school_id"], "field": field}
        await session.execute(insert(VisitEntry).values(place | values))
    else:
        place_of = (VisitEntry.visit_id == visit_id, VisitEntry.field == field)
        await session.execute(update(VisitEntry).where(*place_of).values(values))
    return (await read_entries(session, visit_id))[field]


async def save_finding(
    session: AsyncSession,
    caller: Caller,
    visit_id: UUID,
    finding_id: UUID,
    said: VisitFindingIn,
    version: int,
    now: datetime,
) -> VisitFindingOut:
    """Save a finding and return it; said again in the same words it makes no new version.

    Raises `NotFound`, `Conflict`, `Invalid`, and `StaleVersion` with both versions.
    """
    row = await read_head(session, visit_id)
    await check_conductor(session, row["school_id"])
    if said.factor_id and not await session.scalar(
        select(RiskFactor.id).where(RiskFactor.id == said.factor_id)
    ):
        raise wrong_field("factor_id", "Такого фактора риска нет. Выберите его из списка.")
    await lock_visit(session, visit_id)
    _check_open((await read_head(session, visit_id))["state"])
    kept = await _finding(session, visit_id, finding_id)
    if kept is not None and VisitFindingIn(**kept.model_dump(include=set(_SAID))) == said:
        return kept
    if version != (kept.version if kept else 0):
        theirs = kept.model_dump(mode="json") if kept else None
        members = {"mine": said.model_dump(mode="json"), "theirs": theirs}
        raise StaleVersion(_STALE, members=members)
    values = said.model_dump() | {
        "version": version + 1,
        "person_id": caller.person_id,
        "changed_at": now,
    }
    if kept is None:
        place = {"id": finding_id, "visit_id": visit_id, "school_id": row["school_id"]}
        made = await session.scalar(
            upsert(VisitFinding)
            .values(place | values)
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(VisitFinding.id)
        )
        if made is None:
            raise Conflict("Этот номер занят другой записью: создайте наблюдение заново.")
    else:
        await session.execute(
            update(VisitFinding).where(VisitFinding.id == finding_id).values(values)
        )
    found = await _finding(session, visit_id, finding_id)
    assert found is not None
    return found


async def check_conductor(session: AsyncSession, school_id: UUID) -> None:
    """Refuse whoever is not a curator or mentor of the school today."""
    if not CONDUCTING & await sides_of(session, school_id):
        raise Conflict("Это записывает куратор или наставник школы.")


async def open_visit(session: AsyncSession, visit_id: UUID) -> UUID:
    """Lock a visit that may still be written to and return its school; raises `NotFound`, `Conflict`."""
    row = await read_head(session, visit_id)
    await check_conductor(session, row["school_id"])
    await lock_visit(session, visit_id)
    _check_open((await read_head(session, visit_id))["state"])
    school_id: UUID = row["school_id"]
    return school_id


_SAID = frozenset(VisitFindingIn.model_fields)


async def _finding(
    session: AsyncSession, visit_id: UUID, finding_id: UUID
) -> VisitFindingOut | None:
    found = await read_findings(session, visit_id)
    return next((finding for finding in found if finding.id == finding_id), None)


async def _check_writer(session: AsyncSession, school_id: UUID, field: str) -> None:
    sides = await sides_of(session, school_id)
    if CONDUCTING & sides:
        return
    if "school" not in sides:
        raise Conflict("Поля визита заполняют куратор или наставник этой школы и сама школа.")
    if field not in SCHOOL_FIELDS:
        raise Conflict("Школа заполняет программу и состав участников, остальное пишет куратор.")


def _check_open(state: str) -> None:
    reason = why_not_write(state)
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")


async def _checked_value(
    session: AsyncSession, bank: int, field: str, value: VisitEntryValue
) -> dict[str, Any]:
    """Return the value as it is kept; raises `NotFound` for an unknown field, `Invalid` for a value of another kind."""
    if field in TEXT_FIELDS:
        if value.text is None or value.choice or value.number is not None:
            raise wrong_field("value", "Это поле текста: нужен только «text».")
        return {"text": value.text.strip()}
    code = field.removeprefix(ANSWER_PREFIX)
    kind = None
    if field.startswith(ANSWER_PREFIX):
        asked = (VisitQuestion.bank == bank, VisitQuestion.code == code)
        kind = await session.scalar(select(VisitQuestion.answer_kind).where(*asked))
    if kind is None:
        raise NotFound("Такого поля у визита нет.")
    if value.choice and kind != "yes_partly_no":
        raise wrong_field("value/choice", "У этого вопроса другой ответ: «да» и «нет» не подходят.")
    if value.number is not None and kind != "number":
        raise wrong_field("value/number", "У этого вопроса ответ не число.")
    words = (value.text or "").strip()
    return {"choice": value.choice, "number": value.number, "text": words}

"""Writes of «Качество данных»: a finding is set aside with a reason, or taken up again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Forbidden, NotFound
from backend.features.quality.catalogue import catalogue
from backend.features.quality.queries import Filter, Found, look, obstacle_to_dismissal
from backend.features.quality.schemas import DismissIn
from backend.tables import QualityDismissal

NO_FINDING = "Такого замечания сейчас нет: его исправили или оно вам не видно."
# Two who set aside one finding at once take turns.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('finding ' || :rule || :object, 0))")


async def dismiss(
    session: AsyncSession, caller: Caller, today: date, asked: DismissIn, now: datetime
) -> Found:
    """Set a finding aside as it is now and return it; raises `NotFound`, `Conflict`, `Forbidden`."""
    await session.execute(_TURN, {"rule": asked.rule, "object": str(asked.object_id)})
    found = await find(session, caller, today, asked.rule, asked.object_id)
    if found["is_dismissed"]:
        raise Conflict("Замечание уже отклонено.")
    _check(found, caller)
    standing = (
        QualityDismissal.rule == asked.rule,
        QualityDismissal.object_id == asked.object_id,
        QualityDismissal.withdrawn_at.is_(None),
    )
    # An older dismissal was about the object as it is no longer.
    await session.execute(update(QualityDismissal).where(*standing).values(withdrawn_at=now))
    values: dict[str, Any] = {
        name: found[name] for name in ("rule", "object_id", "school_id", "office_id", "fingerprint")
    }
    await session.execute(
        insert(QualityDismissal).values(
            **values, reason=asked.reason, person_id=caller.person_id, dismissed_at=now
        )
    )
    return await find(session, caller, today, asked.rule, asked.object_id)


async def withdraw(
    session: AsyncSession, caller: Caller, today: date, dismissal_id: UUID, now: datetime
) -> Found:
    """Take a finding up again and return it; raises `NotFound`, `Conflict`, `Forbidden`."""
    standing = await session.scalar(
        select(QualityDismissal).where(QualityDismissal.id == dismissal_id).with_for_update()
    )
    if standing is None:
        raise NotFound("Такого отклонения нет или оно вам не видно.")
    if standing.withdrawn_at is not None:
        raise Conflict("Отклонение уже снято.")
    rows = await _look_for(session, caller, today, standing.rule, standing.object_id)
    if not rows:
        raise Conflict("Замечания больше нет: его исправили.")
    _check(rows[0], caller)
    await session.execute(
        update(QualityDismissal).where(QualityDismissal.id == dismissal_id).values(withdrawn_at=now)
    )
    return await find(session, caller, today, standing.rule, standing.object_id)


async def find(
    session: AsyncSession, caller: Caller, today: date, rule: str, object_id: UUID
) -> Found:
    """Return a finding as it is now; raises `NotFound`."""
    rows = await _look_for(session, caller, today, rule, object_id)
    if not rows:
        raise NotFound(NO_FINDING)
    return rows[0]


async def _look_for(
    session: AsyncSession, caller: Caller, today: date, rule: str, object_id: UUID
) -> list[Found]:
    rules = {code: known for code, known in catalogue().items() if code == rule}
    if not rules:
        return []
    return list(await look(session, caller, today, Filter(), rules=rules, object_id=object_id))


def _check(found: Found, caller: Caller) -> None:
    if obstacle := obstacle_to_dismissal(found, caller):
        raise Forbidden(obstacle)

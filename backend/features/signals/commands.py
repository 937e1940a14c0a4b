"""Writes about signals: a verdict with its explanation, the word of the school."""

from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import require_side, sides_of
from backend.core.errors import Conflict, Forbidden, refuse_if
from backend.domain.lifecycle.signals import (
    JUDGING_SIDES,
    next_signal_state,
    state_of,
    why_not_judge,
)
from backend.features.signals.queries import ONLY_JUDGES, find
from backend.features.signals.schemas import SignalCommentIn, SignalVerdictIn
from backend.features.signals.search.number_queries import VERDICTS
from backend.tables import SignalComment, SignalVerdict

_OTHER_NUMBERS = (
    "Числа изменились, пока вы писали. Посмотрите на новые и решите снова: введённое не потеряется."
)
# Two who judge one signal at once take turns.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('signal ' || :signal, 0))")


async def judge(
    session: AsyncSession, caller: Caller, key: str, asked: SignalVerdictIn, *, now: datetime
) -> None:
    """Write a verdict about the numbers that were seen; raises `NotFound`, `Forbidden`, `Conflict`."""
    await session.execute(_TURN, {"signal": key})
    found = await find(session, key)
    sides = frozenset[str](await sides_of(session, found.school_id))
    if not sides & JUDGING_SIDES:
        raise Forbidden(ONLY_JUDGES)
    if found.digest != asked.digest:
        raise Conflict(_OTHER_NUMBERS)
    last = (await session.execute(VERDICTS, {"signals": [key]})).mappings().first()
    state = state_of(
        last["verdict"] if last else None, last["digest"] if last else None, found.digest
    )
    refuse_if(why_not_judge(state, asked.action, sides=sides))
    await session.execute(
        insert(SignalVerdict).values(
            signal=key,
            school_id=found.school_id,
            verdict=next_signal_state(state, asked.action),
            explanation=asked.explanation,
            basis=asked.basis,
            digest=found.digest,
            numbers=dict(found.numbers),
            person_id=caller.person_id,
            decided_at=now,
        )
    )


async def comment(
    session: AsyncSession, caller: Caller, key: str, asked: SignalCommentIn, *, now: datetime
) -> None:
    """Write what the school says of a signal about it; raises `NotFound`, `Forbidden`."""
    found = await find(session, key)
    await require_side(session, found.school_id, {"school"})
    await session.execute(
        insert(SignalComment).values(
            signal=key,
            school_id=found.school_id,
            body=asked.body,
            person_id=caller.person_id,
            written_at=now,
        )
    )

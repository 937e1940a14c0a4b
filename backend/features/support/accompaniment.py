"""The promise that a school is not left alone, kept in step with assignments; what the database refuses, in words."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict
from backend.tables import Accompaniment

_NO_GAP = text("set constraints fk_accompaniment_no_gap immediate")
_REFUSALS = {
    "uq_assignment_no_overlap": (
        "В эти дни у школы уже есть назначение этого вида."
        " Передайте его другому человеку или выберите другие дни."
    ),
    "uq_accompaniment_no_overlap": (
        "В эти дни сопровождение школы уже записано. Обновите страницу и повторите."
    ),
    "fk_accompaniment_no_gap": (
        "Школа осталась бы без сопровождения посреди его срока."
        " Передайте назначение без пропуска дней или завершите его."
    ),
    "assignment_not_own_school": (
        "Этот человек работает в этой школе и сопровождать её не может. Выберите другого."
    ),
    "assignment_no_conflict": (
        "У этого человека заявлен конфликт интересов с этой школой."
        " Выберите другого или снимите конфликт, если его больше нет."
    ),
}


@asynccontextmanager
async def refusing() -> AsyncGenerator[None]:
    """Turn what the database refuses into a sentence; anything unknown stays a fault."""
    try:
        yield
    except IntegrityError as error:
        cause = error.orig.__cause__ if error.orig else None
        refusal = _REFUSALS.get(getattr(cause, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise Conflict(refusal) from error


async def check_no_gap(session: AsyncSession) -> None:
    """Let the database say now what it would say at COMMIT."""
    await session.execute(_NO_GAP)


async def accompany(session: AsyncSession, school_id: UUID, kind: str, period: Range[date]) -> None:
    """Extend the accompaniment that touches the period, else begin a new one."""
    touching = await session.scalar(
        select(Accompaniment)
        .where(
            Accompaniment.school_id == school_id,
            Accompaniment.kind == kind,
            Accompaniment.period.adjacent_to(period),
        )
        .order_by(Accompaniment.period)
        .limit(1)
    )
    if touching is None:
        session.add(Accompaniment(school_id=school_id, kind=kind, period=period))
    else:
        is_before = touching.period.upper == period.lower
        lower, upper = (
            (touching.period.lower, period.upper)
            if is_before
            else (period.lower, touching.period.upper)
        )
        touching.period = Range(lower, upper, bounds="[)")
        touching.end_reason = None if is_before else touching.end_reason
    await session.flush()


async def stop_accompanying(
    session: AsyncSession, school_id: UUID, kind: str, freed: Range[date], reason: str
) -> None:
    """Take the freed days out of the accompaniment; what an assignment after them covers stays promised."""
    found = await session.scalars(
        select(Accompaniment).where(
            Accompaniment.school_id == school_id,
            Accompaniment.kind == kind,
            Accompaniment.period.overlaps(freed),
        )
    )
    for row in found.all():
        rest, kept_reason = row.period.upper, row.end_reason
        row.period, row.end_reason = Range(row.period.lower, freed.lower, bounds="[)"), reason
        await session.flush()
        if freed.upper is not None and (rest is None or rest > freed.upper):
            session.add(
                Accompaniment(
                    school_id=school_id,
                    kind=kind,
                    period=Range(freed.upper, rest, bounds="[)"),
                    end_reason=kept_reason,
                )
            )
            await session.flush()

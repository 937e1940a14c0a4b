"""On which side of a school the caller stands: office, methodist, school, curator, mentor (function app.my_sides)."""

from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Forbidden

Side = Literal["office", "methodist", "school", "curator", "mentor"]
_SIDES = text("select side from app.my_sides() where school_id = :school")


async def sides_of(session: AsyncSession, school_id: UUID) -> frozenset[Side]:
    """Return the sides of a school on which the caller stands today; empty for a foreign school, or a mere reader."""
    return frozenset(await session.scalars(_SIDES, {"school": school_id}))


async def require_side(
    session: AsyncSession, school_id: UUID, needed: set[Side]
) -> frozenset[Side]:
    """Return the caller's sides of a school; raises `Forbidden` when none of the needed is among them."""
    sides = await sides_of(session, school_id)
    if not sides & needed:
        who = ", ".join(_WHO[side] for side in _WHO if side in needed)
        raise Forbidden(f"Это делает {who}. К этой школе вы так не относитесь.")
    return sides


_WHO: dict[Side, str] = {
    "school": "школа",
    "curator": "её куратор",
    "mentor": "её наставник",
    "methodist": "методист ресурсного центра",
    "office": "управление",
}

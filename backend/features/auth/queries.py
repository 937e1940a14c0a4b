"""Who is signed in, as the screen needs it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import ROLE_TITLES
from backend.access.scope import Caller
from backend.core.clock import Clock
from backend.features.auth.schemas import MeOut, RoleOut
from backend.tables import Region, School, TerritorialOffice


async def get_me(session: AsyncSession, caller: Caller, clock: Clock) -> MeOut:
    """Return the caller with the names of the units the roles are granted over."""
    titles = await _unit_titles(session, caller)
    return MeOut(
        id=str(caller.id),
        kind=caller.kind,
        login=caller.login,
        full_name=caller.name,
        roles=[
            RoleOut(
                role=grant.role,
                role_title=ROLE_TITLES[grant.role],
                unit_title=titles.get(grant.region_id or grant.office_id or grant.school_id),
            )
            for grant in caller.grants
        ],
        permissions=sorted(caller.permissions),
        now=clock.now(),
        demo_moment=clock.fixed is not None,
    )


async def _unit_titles(session: AsyncSession, caller: Caller) -> dict[UUID | None, str]:
    ids = [i for g in caller.grants for i in (g.region_id, g.office_id, g.school_id) if i]
    if not ids:
        return {}
    rows = await session.execute(
        select(Region.id, Region.name)
        .where(Region.id.in_(ids))
        .union_all(
            select(TerritorialOffice.id, TerritorialOffice.name).where(
                TerritorialOffice.id.in_(ids)
            ),
            select(School.id, School.short_name).where(School.id.in_(ids)),
        )
    )
    return {row[0]: row[1] for row in rows}

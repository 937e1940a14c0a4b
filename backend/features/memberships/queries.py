"""Reads of membership; row-level security leaves the reader's schools."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.features.memberships.schemas import CandidateOut, MemberList, MemberOut
from backend.tables import Plan

_MEMBERS = text(
    """
    select m.id, m.school_id, s.short_name as school_name, t.name as municipality, m.joined_on, m.left_on, m.basis,
        :today >= m.joined_on and :today < coalesce(m.left_on, 'infinity') as is_member
    from project_member m join school s on s.id = m.school_id join municipality t on t.id = s.municipality_id
    where m.plan_id = :plan
    order by is_member desc, s.sort_name, m.joined_on desc, m.id
    """
)
_CANDIDATES = text(
    """
    select s.id as school_id, s.short_name as school_name, t.name as municipality
    from plan p join municipality t on t.office_id = p.office_id join school s on s.municipality_id = t.id
    where p.id = :plan and coalesce(s.active_to, 'infinity') >= :today
        and not exists (select from project_member m where m.plan_id = p.id and m.school_id = s.id
            and coalesce(m.left_on, 'infinity') > :today)
    order by s.sort_name, s.id
    """
)


async def list_members(
    session: AsyncSession, caller: Caller, plan_id: UUID, today: date
) -> MemberList:
    """Return the schools of a plan's project with their periods; raises `NotFound`."""
    plan = await session.scalar(select(Plan).where(Plan.id == plan_id))
    if plan is None:
        raise NotFound("Такого плана нет или он вам не виден.")
    values = {"plan": plan_id, "today": today}
    manages = Permission.MANAGE_PLANS in caller.permissions
    members = (await session.execute(_MEMBERS, values)).mappings()
    found = (await session.execute(_CANDIDATES, values)).mappings().all() if manages else ()
    return MemberList(
        plan_id=plan_id,
        plan_title=plan.title,
        items=[MemberOut(**row) for row in members],
        candidates=[CandidateOut(**row) for row in found],
        allowed_actions=["join", "leave"] if manages else [],
    )

"""Schools of a project over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.memberships import commands, queries
from backend.features.memberships.schemas import JoinIn, LeaveIn, MemberList

router = APIRouter(tags=["memberships"])
Reader = Annotated[Caller, requires(Permission.SEE_PLANS)]
Manager = Annotated[Caller, requires(Permission.MANAGE_PLANS)]


@router.get("/plans/{plan_id}/members")
async def list_members(
    plan_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> MemberList:
    """Schools of the plan's project with the days they count from and to."""
    return await queries.list_members(session, caller, plan_id, clock.today())


@router.post("/plans/{plan_id}/members", status_code=201)
async def join_project(
    plan_id: UUID, body: JoinIn, session: Session, caller: Manager, clock: AppClock
) -> MemberList:
    """Add a school from a day on, by an act; expected results of that day count it."""
    await commands.join_project(session, plan_id, body)
    return await queries.list_members(session, caller, plan_id, clock.today())


@router.post("/members/{member_id}/leave")
async def leave_project(
    member_id: UUID, body: LeaveIn, session: Session, caller: Manager, clock: AppClock
) -> MemberList:
    """Exclude a school from a day on; what was counted before keeps it."""
    plan_id = await commands.leave_project(session, member_id, body)
    return await queries.list_members(session, caller, plan_id, clock.today())

"""Plans, editions, activities and «Мои дела»."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.plans import queries, todo
from backend.features.plans.schemas import ActivityDetailOut, EditionRowsOut, PlanList, TodoOut

router = APIRouter(tags=["plans"])
Reader = Annotated[Caller, requires(Permission.SEE_PLANS)]


@router.get("/plans")
async def list_plans(session: Session, _caller: Reader) -> PlanList:
    """Plans with their editions, the newest edition first."""
    return await queries.list_plans(session)


@router.get("/editions/{edition_id}/activities")
async def list_activities(
    edition_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> EditionRowsOut:
    """All rows of an edition by section: dates as written, statuses, living figures, questions."""
    return await queries.get_edition_rows(session, edition_id, clock.today())


@router.get("/activities/{activity_id}")
async def get_activity(
    activity_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> ActivityDetailOut:
    """One row with every school it counts: which facts are there, which are missing."""
    return await queries.get_activity(session, activity_id, clock.today())


@router.get("/me/todo")
async def get_todo(session: Session, caller: Reader, clock: AppClock) -> TodoOut:
    """What is overdue and what is due until Friday, for one's own schools."""
    return await todo.get_todo(
        session, roles={grant.role for grant in caller.grants}, today=clock.today()
    )

"""How far each school is on the steps of the project."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.stages import queries
from backend.features.stages.schemas import StagesOut

router = APIRouter(tags=["stages"])


@router.get("/stages")
async def list_stages(
    session: Session,
    caller: Annotated[Caller, requires(Permission.SEE_PLANS)],
    clock: AppClock,
    plan_id: UUID | None = None,
    school_id: UUID | None = None,
    as_of: date | None = None,
) -> StagesOut:
    """School × step for the members of the project on a day, today unless given."""
    return await queries.list_stages(
        session, caller, plan_id=plan_id, school_id=school_id, today=as_of or clock.today()
    )

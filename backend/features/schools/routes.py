"""The register of schools."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.web import CursorParam, Limit
from backend.features.schools import queries
from backend.features.schools.schemas import SchoolOut, SchoolPage

router = APIRouter(tags=["schools"])
Reader = Annotated[Caller, requires(Permission.SEE_SCHOOLS)]


@router.get("/schools")
async def list_schools(
    session: Session,
    _caller: Reader,
    clock: AppClock,
    q: Annotated[str | None, Query(max_length=100, description="Часть названия или код")] = None,
    low_results: bool | None = None,
    in_project: bool | None = None,
    zone: Literal["red", "yellow", "green"] | None = None,
    count: Literal["exact"] | None = None,
    cursor: CursorParam = None,
    limit: Limit = 50,
) -> SchoolPage:
    """Schools the reader may see, in the order of names."""
    return await queries.list_schools(
        session,
        today=clock.today(),
        search=q,
        low_results=low_results,
        in_project=in_project,
        zone=zone,
        cursor=cursor,
        limit=limit,
        count=count is not None,
    )


@router.get("/schools/{school_id}")
async def get_school(
    school_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> SchoolOut:
    """The passport of a school: status, project, team, facts."""
    return await queries.get_school(session, school_id, clock.today())

"""Curators and mentors."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.support import queries
from backend.features.support.schemas import CuratorList

router = APIRouter(tags=["support"])


@router.get("/curators")
async def list_curators(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_CURATORS)],
    clock: AppClock,
    kind: Literal["curator", "mentor"] | None = None,
    school_id: UUID | None = None,
) -> CuratorList:
    """Curators and mentors with their schools today."""
    return await queries.list_curators(session, kind=kind, school_id=school_id, today=clock.today())

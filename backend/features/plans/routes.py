"""Plans, editions, activities and «Мои дела»."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.plans import queries, todo
from backend.features.plans.overview import control, exports, matrix
from backend.features.plans.overview.schemas import ControlOut, ExportIn, MatrixOut
from backend.features.plans.schemas import ActivityDetailOut, EditionRowsOut, PlanList, TodoOut

router = APIRouter(tags=["plans"])
Reader = Annotated[Caller, requires(Permission.SEE_PLANS)]


@router.get("/plans")
async def list_plans(session: Session, _caller: Reader) -> PlanList:
    """Plans with their editions, the newest edition first."""
    return await queries.list_plans(session)


@router.get("/editions/{edition_id}/activities")
async def list_activities(
    edition_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> EditionRowsOut:
    """All rows of an edition by section: dates as written, statuses, living figures, questions."""
    return await queries.get_edition_rows(session, caller, edition_id, clock.today())


@router.get("/activities/{activity_id}")
async def get_activity(
    activity_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> ActivityDetailOut:
    """One row with every school it counts: which facts are there, which are missing."""
    return await queries.get_activity(session, caller, activity_id, clock.today())


@router.get("/editions/{edition_id}/matrix")
async def get_matrix(
    edition_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> MatrixOut:
    """School × row of the plan: what is done, what is due, what is late, for the schools you see."""
    return await matrix.get_matrix(session, edition_id, clock.today())


@router.get("/editions/{edition_id}/control")
async def get_control(
    edition_id: UUID, session: Session, _caller: Reader, clock: AppClock, since: date | None = None
) -> ControlOut:
    """«Контроль исполнения»: statuses by section, what is overdue and whose, what changed since a day."""
    return await control.get_control(session, edition_id, today=clock.today(), since=since)


@router.post("/editions/{edition_id}/exports", responses=FILE_REPLY, response_class=Response)
async def export_plan(
    edition_id: UUID, body: ExportIn, session: Session, caller: Reader, clock: AppClock
) -> Response:
    """The screen as a workbook: exactly the rows and schools that are shown."""
    return file_reply(await exports.export_plan(session, caller, edition_id, body, now=clock.now()))


@router.get("/me/todo")
async def get_todo(session: Session, caller: Reader, clock: AppClock) -> TodoOut:
    """What is overdue and what is due until Friday, for one's own schools."""
    return await todo.get_todo(session, caller, clock.today())

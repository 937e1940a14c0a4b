"""What was agreed with a school: who, until when, how it is shown, who checks."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile
from pydantic import StringConstraints

from backend.access.dependencies import AppClock, AppFiles, AppSettings, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Turn, keep, reception_route
from backend.access.scope import Caller
from backend.core.errors import wrong_field
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.core.web import CursorParam, Limit
from backend.features.action_points import commands, queries
from backend.features.action_points.commands import Done
from backend.features.action_points.schemas import (
    ActionPointIn,
    ActionPointList,
    ActionPointOut,
    PointAssigneeList,
    PointCheckIn,
    PointDecisionIn,
    PointState,
)

router = APIRouter(tags=["action_points"])
_intake = APIRouter(
    tags=["action_points"], route_class=reception_route(Permission.KEEP_ACTION_POINTS)
)
Reader = Annotated[Caller, requires(Permission.SEE_VISITS)]
Keeper = Annotated[Caller, requires(Permission.KEEP_ACTION_POINTS)]
_Shown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


async def _done(
    files: AppFiles,
    settings: AppSettings,
    done_on: Annotated[date, Form(description="День, когда это сделано")],
    evidence_text: Annotated[_Shown, Form(description="Чем подтверждается")],
    file: Annotated[UploadFile | None, File(description="PDF, DOCX, XLSX или снимок")] = None,
) -> Done:
    # A form without a file still sends a nameless empty one.
    arrived = await keep(file, files, settings) if file and (file.filename or file.size) else None
    return Done(done_on, evidence_text, arrived)


_Reported = Annotated[Done, Depends(_done)]
"""Goes before `Session` in a route: dependencies are solved in the order of parameters."""


@router.get("/action-points")
async def list_action_points(
    session: Session,
    caller: Reader,
    clock: AppClock,
    school_id: UUID | None = None,
    assignee: str | None = None,
    state: PointState | None = None,
    overdue: bool = False,  # noqa: FBT002 - a name of the query string
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> ActionPointList:
    """Agreements by school, assignee (`me` or an id) and state; `overdue`: only those that are late."""
    filters = queries.Filters(school_id, _person(assignee, caller), state, overdue)
    return await queries.list_points(session, caller, filters, limit, cursor, clock.today())


def _person(assignee: str | None, caller: Caller) -> UUID | None:
    if assignee is None:
        return None
    try:
        return caller.id if assignee == "me" else UUID(assignee)
    except ValueError:
        raise wrong_field("assignee", "Нужно «me» или идентификатор человека.") from None


@router.get("/action-points/{point_id}")
async def get_action_point(
    point_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> ActionPointOut:
    """One agreement with how it stood at later visits and what was done about it."""
    return await queries.get_point(session, caller, point_id, clock.today())


@router.get("/schools/{school_id}/action-point-assignees")
async def list_action_point_assignees(
    school_id: UUID, session: Session, _caller: Keeper
) -> PointAssigneeList:
    """Whom an agreement may be entrusted to: people of the school, its curator and mentor, the office."""
    return await queries.list_assignees(session, school_id)


@router.post("/schools/{school_id}/action-points", status_code=201)
async def add_action_point(
    school_id: UUID, body: ActionPointIn, session: Session, caller: Keeper, clock: AppClock
) -> ActionPointOut:
    """Write down what was agreed, who does it and by when."""
    point_id = await commands.add_point(session, caller, school_id, body, clock)
    return await queries.get_point(session, caller, point_id, clock.today())


@_intake.post("/action-points/{point_id}/done", max_body_size=MULTIPART_CEILING)
async def report_action_point(
    point_id: UUID,
    done: _Reported,
    _turn: Turn,
    session: Session,
    caller: Keeper,
    files: AppFiles,
    clock: AppClock,
) -> ActionPointOut:
    """Say that it is done, when, and what shows it; somebody else verifies."""
    await commands.report_done(session, caller, point_id, done, files, clock)
    return await queries.get_point(session, caller, point_id, clock.today())


@router.post("/action-points/{point_id}/decide")
async def decide_action_point(
    point_id: UUID, body: PointDecisionIn, session: Session, caller: Keeper, clock: AppClock
) -> ActionPointOut:
    """Verify, return to work or cancel; nobody verifies what he has done or was to do himself."""
    await commands.decide_point(session, caller, point_id, body, clock)
    return await queries.get_point(session, caller, point_id, clock.today())


@router.post("/action-points/{point_id}/checks")
async def check_action_point(
    point_id: UUID, body: PointCheckIn, session: Session, caller: Keeper, clock: AppClock
) -> ActionPointOut:
    """Note how it stands at a later visit; noted again, the later word counts."""
    await commands.check_point(session, caller, point_id, body, clock)
    return await queries.get_point(session, caller, point_id, clock.today())


@router.get("/action-points/{point_id}/file", responses=FILE_REPLY, response_class=Response)
async def get_action_point_file(
    point_id: UUID, session: Session, _caller: Reader, files: AppFiles
) -> Response:
    """The file that shows an agreement as done, always as a download."""
    return file_reply(await queries.get_point_file(session, files, point_id))


router.include_router(_intake)

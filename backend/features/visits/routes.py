"""Visits of curators to schools: plan, checklist, findings, report, what the school says."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Path, Response

from backend.access.dependencies import AppClock, AppFiles, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, IfMatch, file_reply
from backend.core.problem_schema import PROBLEM_TYPE
from backend.core.web import CursorParam, Limit
from backend.features.visits import commands, entries, files, listing, queries
from backend.features.visits.report import queries as report
from backend.features.visits.report.schemas import ReportData
from backend.features.visits.schemas import (
    ConductorList,
    CuratorActionIn,
    OfficeActionIn,
    SchoolActionIn,
    VisitEntryConflictOut,
    VisitEntryIn,
    VisitEntryOut,
    VisitFileOut,
    VisitFindingConflictOut,
    VisitFindingIn,
    VisitFindingOut,
    VisitList,
    VisitOut,
    VisitPlanIn,
    VisitState,
)

router = APIRouter(tags=["visits"])
_intake = APIRouter(tags=["visits"], route_class=reception_route(Permission.CONDUCT_VISITS))
Reader = Annotated[Caller, requires(Permission.SEE_VISITS)]
Conductor = Annotated[Caller, requires(Permission.CONDUCT_VISITS)]
SchoolVoice = Annotated[Caller, requires(Permission.ANSWER_VISITS)]
Approver = Annotated[Caller, requires(Permission.APPROVE_VISITS)]
_STALE = "Поле уже сохранил кто-то другой: в ответе обе версии"


@router.get("/visits")
async def list_visits(
    session: Session,
    _caller: Reader,
    clock: AppClock,
    school_id: UUID | None = None,
    person_id: UUID | None = None,
    state: VisitState | None = None,
    mine: bool = False,  # noqa: FBT002 - a name of the query string
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> VisitList:
    """Visits by school, person and state, the latest first; `mine`: those I go to."""
    filters = listing.Filters(school_id, person_id, state, mine)
    return await listing.list_visits(session, filters, limit, cursor, clock.today())


@router.get("/visits/{visit_id}")
async def get_visit(visit_id: UUID, session: Session, caller: Reader, clock: AppClock) -> VisitOut:
    """Everything about a visit in one reply: enough to work at the school without a connection."""
    return await queries.get_visit(session, caller, visit_id, clock.today())


@router.get("/visits/{visit_id}/report-data")
async def get_visit_report(
    visit_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> ReportData:
    """The reference about a visit as data."""
    return await report.get_report(session, visit_id, clock.today())


@router.get("/schools/{school_id}/visit-conductors")
async def list_visit_conductors(
    school_id: UUID, session: Session, _caller: Conductor
) -> ConductorList:
    """Curators and mentors of the school with their days: a visit is planned for one of them."""
    return await listing.list_conductors(session, school_id)


@router.post("/schools/{school_id}/visits", status_code=201)
async def plan_visit(
    school_id: UUID, body: VisitPlanIn, session: Session, caller: Conductor, clock: AppClock
) -> VisitOut:
    """Plan a visit of a curator or mentor on a day of the assignment."""
    visit_id = await commands.plan_visit(session, caller, school_id, body, clock)
    return await queries.get_visit(session, caller, visit_id, clock.today())


@router.post("/visits/{visit_id}/curator-actions")
async def act_as_curator(
    visit_id: UUID, body: CuratorActionIn, session: Session, caller: Conductor, clock: AppClock
) -> VisitOut:
    """Move the day, note that it was held, begin and submit the report, cancel, note the mark in МЭДК."""
    await commands.act_as_curator(session, caller, visit_id, body, clock)
    return await queries.get_visit(session, caller, visit_id, clock.today())


@router.post("/visits/{visit_id}/school-actions")
async def act_as_school(
    visit_id: UUID, body: SchoolActionIn, session: Session, caller: SchoolVoice, clock: AppClock
) -> VisitOut:
    """Confirm the day; say whether the school agrees with the submitted report."""
    await commands.act_as_school(session, caller, visit_id, body, clock)
    return await queries.get_visit(session, caller, visit_id, clock.today())


@router.post("/visits/{visit_id}/office-actions")
async def act_as_office(
    visit_id: UUID, body: OfficeActionIn, session: Session, caller: Approver, clock: AppClock
) -> VisitOut:
    """Return the report with a reason, or approve it: nothing of the visit changes after that."""
    await commands.act_as_office(session, caller, visit_id, body, clock)
    return await queries.get_visit(session, caller, visit_id, clock.today())


@router.put(
    "/visits/{visit_id}/entries/{field}",
    responses={
        412: {"model": VisitEntryConflictOut, "content": {PROBLEM_TYPE: {}}, "description": _STALE}
    },
)
async def save_visit_entry(
    visit_id: UUID,
    field: Annotated[str, Path(max_length=120)],
    body: VisitEntryIn,
    if_match: IfMatch,
    session: Session,
    caller: Reader,
    clock: AppClock,
) -> VisitEntryOut:
    """Save one field (If-Match "0" = it is new); the same value again is no new version."""
    return await entries.save_entry(
        session, caller, visit_id, field, body.value, if_match, clock.now()
    )


@router.put(
    "/visits/{visit_id}/findings/{finding_id}",
    responses={
        412: {
            "model": VisitFindingConflictOut,
            "content": {PROBLEM_TYPE: {}},
            "description": _STALE,
        }
    },
)
async def save_visit_finding(
    visit_id: UUID,
    finding_id: UUID,
    body: VisitFindingIn,
    if_match: IfMatch,
    session: Session,
    caller: Conductor,
    clock: AppClock,
) -> VisitFindingOut:
    """Save a finding under an id the device made (If-Match "0" = it is new)."""
    return await entries.save_finding(
        session, caller, visit_id, finding_id, body, if_match, clock.now()
    )


@_intake.post("/visits/{visit_id}/files", status_code=201, max_body_size=MULTIPART_CEILING)
async def attach_visit_file(
    visit_id: UUID,
    arrived: Arriving,
    _turn: Turn,
    session: Session,
    caller: Conductor,
    store: AppFiles,
    clock: AppClock,
    file_id: Annotated[UUID, Form(alias="id", description="Номер файла, сделанный устройством")],
    finding_id: Annotated[UUID | None, Form()] = None,
) -> VisitFileOut:
    """Attach a photo or paper under an id the device made: sending it twice is one file."""
    offered = files.Offered(file_id, finding_id, arrived)
    return await files.attach_file(session, caller, visit_id, offered, store, clock.now())


@router.get("/visit-files/{file_id}", responses=FILE_REPLY, response_class=Response)
async def get_visit_file(
    file_id: UUID, session: Session, _caller: Reader, store: AppFiles
) -> Response:
    """A file of a visit, always as a download."""
    return file_reply(await files.get_file(session, store, file_id))


router.include_router(_intake)

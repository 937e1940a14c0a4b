"""The register of schools."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import IfMatch
from backend.core.web import CursorParam, Limit
from backend.features.schools import changes, commands, dossier, queries
from backend.features.schools.dossier_schemas import (
    ClassesIn,
    ClassesOut,
    HistoryOut,
    ReorganisationIn,
    ReorganisationPreviewOut,
    SchoolChangesOut,
    SchoolSummaryOut,
    SourcesOut,
)
from backend.features.schools.schemas import SchoolOut, SchoolPage

router = APIRouter(tags=["schools"])
Reader = Annotated[Caller, requires(Permission.SEE_SCHOOLS)]
# What is told here names visits and documents too: not for scripts that only know schools by code.
Supporter = Annotated[Caller, requires(Permission.SEE_VISITS)]
Counter = Annotated[Caller, requires(Permission.WRITE_SCHOOL_CLASSES)]
Manager = Annotated[Caller, requires(Permission.MANAGE_SCHOOLS)]


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
    school_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> SchoolOut:
    """The passport of a school: status, project, team, facts."""
    return await queries.get_school(session, caller, school_id, clock.today())


@router.get("/schools/{school_id}/summary")
async def get_school_summary(
    school_id: UUID, session: Session, _caller: Supporter, clock: AppClock
) -> SchoolSummaryOut:
    """How the support of a school stands in one glance."""
    return await dossier.get_summary(session, school_id, clock.today())


@router.get("/schools/{school_id}/classes")
async def get_school_classes(
    school_id: UUID,
    session: Session,
    caller: Reader,
    clock: AppClock,
    academic_year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
) -> ClassesOut:
    """Headcounts of classes in an academic year (2020 = 2020/21)."""
    return await dossier.get_classes(
        session, caller, school_id, year=academic_year, today=clock.today()
    )


@router.put("/schools/{school_id}/classes")
async def write_school_classes(
    school_id: UUID,
    body: ClassesIn,
    version: IfMatch,
    session: Session,
    caller: Counter,
    clock: AppClock,
) -> ClassesOut:
    """Write the classes of a year, all at once; `If-Match` names the version replaced."""
    now, today = clock.now(), clock.today()
    await commands.write_classes(
        session, caller, school_id, body, version=version, now=now, today=today
    )
    return await dossier.get_classes(
        session, caller, school_id, year=body.academic_year, today=today
    )


@router.get("/schools/{school_id}/history")
async def get_school_history(school_id: UUID, session: Session, _caller: Reader) -> HistoryOut:
    """Statuses, memberships, assignments and reorganisations, the newest first."""
    return await dossier.get_history(session, school_id)


@router.get("/schools/{school_id}/sources")
async def get_school_sources(
    school_id: UUID, session: Session, _caller: Supporter, clock: AppClock
) -> SourcesOut:
    """Where each figure of the passport comes from."""
    return await dossier.get_sources(session, school_id, clock.today())


@router.get("/schools/{school_id}/reorganisations/preview")
async def preview_reorganisation(
    school_id: UUID,
    session: Session,
    _caller: Manager,
    clock: AppClock,
    on: date | None = None,
) -> ReorganisationPreviewOut:
    """What must be ended or handed over before a school closes."""
    return await dossier.preview_reorganisation(session, school_id, on or clock.today())


@router.post("/schools/{school_id}/reorganisations", status_code=201)
async def reorganise_school(
    school_id: UUID, body: ReorganisationIn, session: Session, caller: Manager, clock: AppClock
) -> HistoryOut:
    """Rename, merge, close or reopen a school, by an act; its history stays."""
    await commands.reorganise(
        session, caller, school_id, body, now=clock.now(), today=clock.today()
    )
    return await dossier.get_history(session, school_id)


@router.get("/schools/{school_id}/changes")
async def list_school_changes(
    school_id: UUID,
    session: Session,
    caller: Supporter,
    clock: AppClock,
    since: datetime | None = None,
) -> SchoolChangesOut:
    """What others have changed since the reader looked last."""
    return await changes.list_changes(session, caller, school_id, since=since, now=clock.now())


@router.post("/schools/{school_id}/look", status_code=204)
async def look_at_school(
    school_id: UUID, session: Session, caller: Supporter, clock: AppClock
) -> Response:
    """Remember that the reader has seen the school."""
    await changes.look(session, caller, school_id, now=clock.now())
    return Response(status_code=204)

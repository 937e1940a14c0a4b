"""Anti-risk programmes over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile

from backend.access.dependencies import AppClock, AppFiles, AppSettings, Session, requires
from backend.access.papers import recognised_paper
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Turn, keep, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, IfMatch, file_reply
from backend.features.programmes import commands, measures, queries
from backend.features.programmes.measures import Shown
from backend.features.programmes.schemas import (
    MeasureDecisionIn,
    ProgrammeDecisionIn,
    ProgrammeIn,
    ProgrammeOut,
    SchoolProgrammesOut,
    SubmitProgrammeIn,
    Words,
)

router = APIRouter(tags=["programmes"])
_intake = APIRouter(tags=["programmes"], route_class=reception_route(Permission.WRITE_DOCUMENTS))
Reader = Annotated[Caller, requires(Permission.SEE_DOCUMENTS)]
Writer = Annotated[Caller, requires(Permission.WRITE_DOCUMENTS)]
Reviewer = Annotated[Caller, requires(Permission.REVIEW_DOCUMENTS)]


async def _shown(
    files: AppFiles,
    settings: AppSettings,
    done_on: Annotated[date, Form(description="Когда выполнена")],
    evidence_text: Annotated[Words, Form(description="Чем подтверждается")],
    link_url: Annotated[str | None, Form(max_length=2000)] = None,
    file: Annotated[UploadFile | None, File(description="PDF, DOCX, XLSX или снимок")] = None,
) -> Shown:
    # A form without a file still sends a nameless empty one.
    has_file = file is not None and bool(file.filename or file.size)
    paper = (
        await recognised_paper(await keep(file, files, settings), files, fallback="подтверждение")
        if file is not None and has_file
        else None
    )
    return Shown(done_on, evidence_text, link_url or None, paper)


@router.get("/schools/{school_id}/programmes")
async def list_school_programmes(
    school_id: UUID,
    session: Session,
    caller: Reader,
    clock: AppClock,
    cycle: Annotated[int | None, Query(ge=2020, le=2100)] = None,
) -> SchoolProgrammesOut:
    """A line for every factor selected for work, with its programme or without one yet."""
    return await queries.list_programmes(
        session, caller, school_id, cycle=cycle, today=clock.today()
    )


@router.post("/schools/{school_id}/programmes", status_code=201)
async def begin_programme(
    school_id: UUID,
    body: ProgrammeIn,
    factor: Annotated[str, Query(max_length=60, description="Код фактора риска")],
    cycle: Annotated[int, Query(ge=2020, le=2100, description="Год проекта")],
    session: Session,
    caller: Writer,
    clock: AppClock,
) -> ProgrammeOut:
    """Begin the programme about a factor."""
    programme_id = await commands.begin_programme(
        session, caller, school_id, factor, cycle, body, now=clock.now()
    )
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.get("/programmes/{programme_id}")
async def get_programme(
    programme_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> ProgrammeOut:
    """A programme whole: measures, notes, steps, what may be done."""
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.put("/programmes/{programme_id}")
async def save_programme(
    programme_id: UUID,
    body: ProgrammeIn,
    version: IfMatch,
    session: Session,
    caller: Writer,
    clock: AppClock,
) -> ProgrammeOut:
    """Save the whole programme by its version."""
    await commands.save_programme(
        session, caller, programme_id, body, version=version, now=clock.now()
    )
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.post("/programmes/{programme_id}/submit")
async def submit_programme(
    programme_id: UUID, _body: SubmitProgrammeIn, session: Session, caller: Writer, clock: AppClock
) -> ProgrammeOut:
    """Send a programme to the curator."""
    await commands.submit_programme(session, caller, programme_id, now=clock.now())
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.post("/programmes/{programme_id}/decide")
async def decide_programme(
    programme_id: UUID,
    body: ProgrammeDecisionIn,
    session: Session,
    caller: Reviewer,
    clock: AppClock,
) -> ProgrammeOut:
    """Accept a programme, saying whether it fits the concept, or return it."""
    await commands.decide_programme(
        session, caller, programme_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@_intake.post("/measures/{measure_id}/evidence", max_body_size=MULTIPART_CEILING)
async def show_measure(
    measure_id: UUID,
    shown: Annotated[Shown, Depends(_shown)],
    _turn: Turn,
    session: Session,
    caller: Writer,
    clock: AppClock,
) -> ProgrammeOut:
    """Offer what shows that a measure was done."""
    programme_id = await measures.show_measure(
        session, caller, measure_id, shown, now=clock.now(), today=clock.today()
    )
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.post("/measures/{measure_id}/decide")
async def decide_measure(
    measure_id: UUID, body: MeasureDecisionIn, session: Session, caller: Reviewer, clock: AppClock
) -> ProgrammeOut:
    """Confirm a measure at its stage, or send its evidence back."""
    programme_id = await measures.decide_measure(
        session, caller, measure_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.get_programme(session, caller, programme_id, today=clock.today())


@router.get("/measures/{measure_id}/file", responses=FILE_REPLY, response_class=Response)
async def get_measure_file(
    measure_id: UUID, session: Session, _caller: Reader, files: AppFiles
) -> Response:
    """What shows a measure, always as a download."""
    return file_reply(await queries.get_measure_file(session, files, measure_id))


router.include_router(_intake)

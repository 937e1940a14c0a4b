"""Carrying a plan out: reports, decisions, evidence, moved deadlines, locks, deputies."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile
from pydantic import StringConstraints

from backend.access.dependencies import AppClock, AppFiles, AppSettings, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Turn, keep, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.execution import commands, order, queries
from backend.features.execution.evidence import commands as evidence_commands
from backend.features.execution.evidence import queries as evidence_queries
from backend.features.execution.evidence.commands import Offer
from backend.features.execution.schemas import (
    DecisionIn,
    DeputyIn,
    DeputyList,
    DeputyOut,
    EvidenceDecisionIn,
    EvidenceList,
    EvidenceOut,
    LockIn,
    LockList,
    LockOut,
    LockReleaseIn,
    OccurrencesOut,
    ReportIn,
    RescheduleIn,
)

router = APIRouter(tags=["execution"])
_intake = APIRouter(tags=["execution"], route_class=reception_route(Permission.REPORT_EXECUTION))
Reader = Annotated[Caller, requires(Permission.SEE_PLANS)]
Reporter = Annotated[Caller, requires(Permission.REPORT_EXECUTION)]
Verifier = Annotated[Caller, requires(Permission.ACCEPT_EXECUTION)]
Organiser = Annotated[Caller, requires(Permission.MANAGE_EXECUTION)]
_Basis = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


async def _offer(
    files: AppFiles,
    settings: AppSettings,
    fact: Annotated[str, Form(max_length=60, description="Код факта из GET /fact-kinds")],
    occurred_on: Annotated[date, Form(description="День, когда это произошло")],
    basis: Annotated[_Basis, Form(description="Чем подтверждается")],
    school_id: Annotated[UUID | None, Form()] = None,
    person_id: Annotated[UUID | None, Form()] = None,
    window_id: Annotated[UUID | None, Form(description="Срок строки плана")] = None,
    link_url: Annotated[str | None, Form(max_length=2000)] = None,
    counted: Annotated[int | None, Form(ge=0, le=1_000_000)] = None,
    of_total: Annotated[int | None, Form(ge=0, le=1_000_000)] = None,
    file: Annotated[UploadFile | None, File(description="PDF, DOCX, XLSX или снимок")] = None,
) -> Offer:
    return Offer(
        fact=fact,
        occurred_on=occurred_on,
        basis=basis,
        school_id=school_id,
        person_id=person_id,
        window_id=window_id,
        link_url=link_url or None,
        counted=counted,
        of_total=of_total,
        # A form without a file still sends a nameless empty one.
        file=await keep(file, files, settings) if file and (file.filename or file.size) else None,
    )


_OfferedFact = Annotated[Offer, Depends(_offer)]
"""Goes before `Session` in a route: dependencies are solved in the order of parameters."""


@router.get("/activities/{activity_id}/occurrences")
async def list_occurrences(
    activity_id: UUID,
    session: Session,
    caller: Reader,
    clock: AppClock,
    school_id: UUID | None = None,
) -> OccurrencesOut:
    """Every window of a row: what the office and each school have done, by what it is shown, what may be done now."""
    return await queries.list_occurrences(
        session, caller, activity_id, school_id=school_id, today=clock.today()
    )


@router.post("/windows/{window_id}/reports")
async def report_occurrence(
    window_id: UUID, body: ReportIn, session: Session, caller: Reporter, clock: AppClock
) -> OccurrencesOut:
    """Take a window into work, or report it as done; what was offered as evidence goes along."""
    activity_id = await commands.report_occurrence(
        session, caller, window_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.list_occurrences(
        session, caller, activity_id, school_id=body.school_id, today=clock.today()
    )


@router.post("/windows/{window_id}/decisions")
async def decide_occurrence(
    window_id: UUID, body: DecisionIn, session: Session, caller: Verifier, clock: AppClock
) -> OccurrencesOut:
    """Accept a report, return it with a reason, cancel or reopen; the figure moves in the same request."""
    activity_id = await commands.decide_occurrence(
        session, caller, window_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.list_occurrences(
        session, caller, activity_id, school_id=body.school_id, today=clock.today()
    )


@router.post("/windows/{window_id}/reschedules", status_code=201)
async def reschedule_window(
    window_id: UUID, body: RescheduleIn, session: Session, caller: Organiser, clock: AppClock
) -> OccurrencesOut:
    """Move a deadline for everybody or for one school; the words of the act stay, the history too."""
    activity_id = await commands.reschedule_window(
        session, caller, window_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.list_occurrences(
        session, caller, activity_id, school_id=body.school_id, today=clock.today()
    )


@router.get("/evidence")
async def list_evidence(
    session: Session,
    caller: Reader,
    activity_id: UUID | None = None,
    school_id: UUID | None = None,
    fact: str | None = None,
    state: Literal["submitted", "accepted", "returned", "revoked"] | None = None,
) -> EvidenceList:
    """Evidence by row, school, fact or state, the newest first (at most 200)."""
    return await evidence_queries.list_evidence(
        session, caller, activity_id=activity_id, school_id=school_id, fact=fact, state=state
    )


@_intake.post("/evidence", status_code=201, max_body_size=MULTIPART_CEILING)
async def offer_evidence(
    offered: _OfferedFact,
    _turn: Turn,
    session: Session,
    caller: Reporter,
    files: AppFiles,
    clock: AppClock,
) -> EvidenceOut:
    """Offer a fact with a file, a link or the requisites of a paper; it counts when somebody else accepts it."""
    return await evidence_commands.offer_evidence(
        session, caller, offered, files, now=clock.now(), today=clock.today()
    )


@router.get("/evidence/{evidence_id}/file", responses=FILE_REPLY, response_class=Response)
async def get_evidence_file(
    evidence_id: UUID, session: Session, _caller: Reader, files: AppFiles
) -> Response:
    """The file of a piece of evidence, always as a download."""
    return file_reply(await evidence_queries.get_evidence_file(session, files, evidence_id))


@router.post("/evidence/{evidence_id}/decision")
async def decide_evidence(
    evidence_id: UUID, body: EvidenceDecisionIn, session: Session, caller: Verifier, clock: AppClock
) -> EvidenceOut:
    """Accept, return or revoke one piece of evidence; expected results move in the same request."""
    return await evidence_commands.decide_evidence(
        session, caller, evidence_id, body, now=clock.now()
    )


@router.get("/locks")
async def list_locks(session: Session, _caller: Reader) -> LockList:
    """What is closed for changes, the newest first, released ones included."""
    return await order.list_locks(session)


@router.post("/locks", status_code=201)
async def create_lock(
    body: LockIn, session: Session, caller: Organiser, clock: AppClock
) -> LockOut:
    """Close a school, an edition or a period for changes, with a reason everybody sees."""
    return await order.create_lock(session, caller, body, now=clock.now())


@router.post("/locks/{lock_id}/release")
async def release_lock(
    lock_id: UUID, body: LockReleaseIn, session: Session, caller: Organiser, clock: AppClock
) -> LockOut:
    """Open again what was closed."""
    return await order.release_lock(session, caller, lock_id, body, now=clock.now())


@router.get("/deputies")
async def list_deputies(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.MANAGE_EXECUTION)],
    clock: AppClock,
) -> DeputyList:
    """Who acts for whom, and who could."""
    return await order.list_deputies(session, clock.today())


@router.post("/deputies", status_code=201)
async def appoint_deputy(
    body: DeputyIn, session: Session, caller: Organiser, clock: AppClock
) -> DeputyOut:
    """Let a colleague act with somebody's rights for some days."""
    return await order.appoint_deputy(session, caller, body, today=clock.today())


@router.post("/deputies/{deputy_id}/end")
async def end_deputy(
    deputy_id: UUID, session: Session, _caller: Organiser, clock: AppClock
) -> DeputyOut:
    """End it at once: the deputy has no rights of the other from the next request on."""
    return await order.end_deputy(session, deputy_id, today=clock.today())


router.include_router(_intake)

"""Curators and mentors over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from backend.access.dependencies import AppClock, CurrentCaller, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import Forbidden
from backend.core.file_replies import IfMatch
from backend.features.support import assignments, commands, declarations, proposals, queries
from backend.features.support.schemas import (
    AppointIn,
    AssignmentEndedOut,
    AssignmentEndIn,
    CompetencesIn,
    ConflictIn,
    ConflictWithdrawIn,
    CuratorList,
    CuratorOut,
    HandedOverOut,
    HandOverIn,
    Kind,
    ProposalList,
    SchoolTeamOut,
    SupportChoices,
)

router = APIRouter(tags=["support"])
Reader = Annotated[Caller, requires(Permission.SEE_CURATORS)]
Manager = Annotated[Caller, requires(Permission.MANAGE_SUPPORT)]


def _declarer(caller: CurrentCaller) -> Caller:
    if not caller.permissions & {Permission.MANAGE_SUPPORT, Permission.DECLARE_CONFLICTS}:
        raise Forbidden("О кураторах и наставниках пишут они сами и управление.")
    return caller


# The office about anybody it sees, a curator or mentor about himself.
Declarer = Annotated[Caller, Depends(_declarer, scope="function")]


@router.get("/curators")
async def list_curators(
    session: Session,
    caller: Reader,
    clock: AppClock,
    kind: Kind | None = None,
    school_id: UUID | None = None,
    q: Annotated[str | None, Query(max_length=100, description="Часть имени")] = None,
    on: Annotated[
        date | None, Query(description="День, на который считать; без него сегодня")
    ] = None,
) -> CuratorList:
    """Curators and mentors with their schools on a day, competences, conflicts and past assignments."""
    return await queries.list_curators(
        session, caller, kind=kind, school_id=school_id, search=q, today=on or clock.today()
    )


@router.get("/curators/choices")
async def list_support_choices(session: Session, _caller: Reader) -> SupportChoices:
    """Subjects, risk factors and municipalities that may be named."""
    return await queries.list_choices(session)


@router.put("/people/{person_id}/competences")
async def set_competences(
    person_id: UUID,
    body: CompetencesIn,
    session: Session,
    caller: Declarer,
    clock: AppClock,
    version: IfMatch,
) -> CuratorOut:
    """Replace the whole set of competences and the municipality; `If-Match` names the version replaced."""
    return await declarations.set_competences(
        session, caller, person_id, body, version=version, today=clock.today()
    )


@router.post("/conflicts", status_code=201)
async def declare_conflict(
    body: ConflictIn, session: Session, caller: Declarer, clock: AppClock
) -> CuratorOut:
    """Declare a conflict of interest: while it stands, the person is not appointed to the school."""
    await declarations.declare_conflict(session, caller, body)
    return await queries.get_curator(session, caller, body.person_id, clock.today())


@router.post("/conflicts/{conflict_id}/withdraw")
async def withdraw_conflict(
    conflict_id: UUID, body: ConflictWithdrawIn, session: Session, caller: Declarer, clock: AppClock
) -> CuratorOut:
    """Withdraw a conflict of interest with the reason; the declaration stays in the history."""
    person_id = await declarations.withdraw_conflict(session, caller, conflict_id, body)
    return await queries.get_curator(session, caller, person_id, clock.today())


@router.get("/schools/{school_id}/assignments")
async def list_assignments(
    school_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> SchoolTeamOut:
    """Everybody who stands, stood or will stand by the school."""
    return await assignments.get_team(session, caller, school_id, clock.today())


@router.post("/schools/{school_id}/assignments", status_code=201)
async def appoint_person(
    school_id: UUID, body: AppointIn, session: Session, caller: Manager, clock: AppClock
) -> SchoolTeamOut:
    """Appoint a curator or mentor by an act; days of the past are allowed."""
    await commands.appoint(session, caller, school_id, body, clock.today())
    return await assignments.get_team(session, caller, school_id, clock.today())


@router.post("/assignments/{assignment_id}/hand-over")
async def hand_over_assignment(
    assignment_id: UUID, body: HandOverIn, session: Session, caller: Manager, clock: AppClock
) -> HandedOverOut:
    """Close the assignment the day before and open the successor's, without a day between."""
    today = clock.today()
    school_id, passes = await commands.hand_over(session, caller, assignment_id, body, today)
    team = await assignments.get_team(session, caller, school_id, today)
    return HandedOverOut(team=team, passes_over=passes)


@router.post("/assignments/{assignment_id}/end")
async def end_assignment(
    assignment_id: UUID, body: AssignmentEndIn, session: Session, caller: Manager, clock: AppClock
) -> AssignmentEndedOut:
    """End without a successor: the accompaniment of the school ends too."""
    today = clock.today()
    school_id, consequence = await commands.end(session, assignment_id, body, today)
    team = await assignments.get_team(session, caller, school_id, today)
    return AssignmentEndedOut(team=team, consequence=consequence)


@router.get("/schools/{school_id}/assignment-proposals")
async def list_assignment_proposals(
    school_id: UUID,
    session: Session,
    _caller: Manager,
    clock: AppClock,
    kind: Kind = "curator",
    on: Annotated[date | None, Query(description="День назначения; без него сегодня")] = None,
) -> ProposalList:
    """Candidates in the order of fit, each place explained; those who must not be appointed stand last."""
    return await proposals.propose_people(session, school_id, kind, on or clock.today())

"""Identification of ОО с НОР over HTTP."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.identification import commands, queries
from backend.features.identification.check import check_run
from backend.features.identification.deciding import commands as deciding
from backend.features.identification.export import export_run
from backend.features.identification.queries import LineFilter
from backend.features.identification.reading import lines
from backend.features.identification.schemas import (
    AppealState,
    Criteria,
    Decision,
    IdentificationAppealIn,
    IdentificationAppealStepIn,
    IdentificationCheckOut,
    IdentificationDecisionIn,
    IdentificationLineOut,
    IdentificationLinePage,
    IdentificationRunIn,
    IdentificationRunList,
    IdentificationRunOut,
    IdentificationWhatIfOut,
    LowResultsRuleIn,
    LowResultsRuleList,
    LowResultsRuleOut,
    SchoolIdentificationOut,
    Status,
    Zone,
)
from backend.features.identification.whatif import what_if

router = APIRouter(tags=["identification"])
Reader = Annotated[Caller, requires(Permission.SEE_IDENTIFICATION)]
Manager = Annotated[Caller, requires(Permission.MANAGE_IDENTIFICATION)]
Objector = Annotated[Caller, requires(Permission.APPEAL_IDENTIFICATION)]
_Percent = Annotated[Decimal | None, Query(ge=1, le=100, decimal_places=1)]


def _filter(
    status: Status | None = None,
    zone: Zone | None = None,
    decision: Decision | Literal["undecided"] | None = None,
    appeal: AppealState | None = None,
    search: Annotated[str | None, Query(max_length=100)] = None,
) -> LineFilter:
    return LineFilter(status, zone, decision, appeal, search)


Filter = Annotated[LineFilter, Depends(_filter)]


@router.get("/identification/rules")
async def list_low_results_rules(session: Session, caller: Reader) -> LowResultsRuleList:
    """Versions of the rule, with source and confidence; the years there are results of."""
    return await queries.list_rules(session, caller)


@router.post("/identification/rules", status_code=201)
async def create_low_results_rule(
    body: LowResultsRuleIn, session: Session, caller: Manager
) -> LowResultsRuleOut:
    """Write a new version upon an old one, with reason and document; the old one stays as it is."""
    made = await commands.create_rule_version(session, caller, body)
    return queries.rule_out(await queries.read_rule_version(session, made))


@router.get("/identification/runs")
async def list_identification_runs(session: Session, caller: Reader) -> IdentificationRunList:
    """Runs, the newest year first; schools and curators see those that are open to schools."""
    return await queries.list_runs(session, caller)


@router.post("/identification/runs", status_code=201)
async def start_identification_run(
    body: IdentificationRunIn, session: Session, caller: Manager, clock: AppClock
) -> IdentificationRunOut:
    """Freeze what is known of the schools of an office, judge it by a version of the rule, keep both."""
    run_id = await commands.start_run(session, caller, body, clock.today())
    return await queries.get_run(session, caller, run_id)


@router.get("/identification/runs/{run_id}")
async def get_identification_run(
    run_id: UUID, session: Session, caller: Reader
) -> IdentificationRunOut:
    """The head of a run: rule, year, how many schools by verdict, what waits."""
    return await queries.get_run(session, caller, run_id)


@router.get("/identification/runs/{run_id}/schools")
async def list_identification_lines(
    run_id: UUID,
    session: Session,
    _caller: Reader,
    chosen: Filter,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> IdentificationLinePage:
    """Schools of a run in the order of names, with reasons, margin, probability, three years, decision."""
    return await queries.list_lines(session, run_id, chosen, page=page)


@router.get("/identification/runs/{run_id}/export", responses=FILE_REPLY, response_class=Response)
async def export_identification_run(
    run_id: UUID, session: Session, caller: Reader, chosen: Filter, clock: AppClock
) -> Response:
    """The chosen schools of a run as a workbook, their works on a second sheet."""
    return file_reply(await export_run(session, caller, run_id, chosen, clock.now()))


@router.get("/identification/runs/{run_id}/what-if")
async def get_identification_what_if(
    run_id: UUID,
    session: Session,
    _caller: Reader,
    share_pct: _Percent = None,
    near_share_pct: _Percent = None,
    min_participants: Annotated[int | None, Query(ge=1, le=100)] = None,
    low_procedures: Annotated[int | None, Query(ge=1, le=10)] = None,
    criteria: Criteria | None = None,
) -> IdentificationWhatIfOut:
    """What the list would be with other thresholds over the same counts; nothing is kept."""
    changed = {
        "share_pct": _plain(share_pct),
        "near_share_pct": _plain(near_share_pct),
        "min_participants": min_participants,
        "low_procedures": low_procedures,
        "criteria": criteria,
    }
    return await what_if(session, run_id, changed)


@router.get("/identification/runs/{run_id}/check")
async def check_identification_run(
    run_id: UUID, session: Session, _caller: Reader, clock: AppClock
) -> IdentificationCheckOut:
    """Compute the run anew from its frozen counts, and say what of the data differs now."""
    return await check_run(session, run_id, clock.today())


@router.post("/identification/runs/{run_id}/publish")
async def publish_identification_run(
    run_id: UUID, session: Session, caller: Manager, clock: AppClock
) -> IdentificationRunOut:
    """Open a run to its schools: each sees its own line and may object."""
    await commands.publish_run(session, caller, run_id, clock.now())
    return await queries.get_run(session, caller, run_id)


@router.get("/identification/runs/{run_id}/schools/{school_id}")
async def get_identification_line(
    run_id: UUID, school_id: UUID, session: Session, caller: Reader
) -> IdentificationLineOut:
    """One school of a run: every work with margin and probability, decisions, appeals."""
    return await lines.get_line(session, caller, run_id, school_id)


@router.post("/identification/runs/{run_id}/schools/{school_id}/decisions", status_code=201)
async def decide_identification(
    run_id: UUID, school_id: UUID, body: IdentificationDecisionIn, session: Session, caller: Manager
) -> IdentificationLineOut:
    """Decide about a school by a document; it becomes the school's status of the academic year."""
    await deciding.decide(session, caller, run_id, school_id, body)
    return await lines.get_line(session, caller, run_id, school_id)


@router.get("/schools/{school_id}/identification")
async def get_school_identification(
    school_id: UUID, session: Session, caller: Reader, run_id: UUID | None = None
) -> SchoolIdentificationOut:
    """Why a school is in the list or not: the newest run or the one asked for."""
    return await lines.get_school_identification(session, caller, school_id, run_id)


@router.post("/schools/{school_id}/identification/appeals", status_code=201)
async def submit_identification_appeal(
    school_id: UUID, body: IdentificationAppealIn, session: Session, caller: Objector
) -> IdentificationLineOut:
    """Object to one's own line of a run that is open, in words and with a document of the school."""
    await deciding.submit_appeal(session, caller, school_id, body)
    return await lines.get_line(session, caller, body.run_id, school_id)


@router.post("/identification/appeals/{appeal_id}/steps")
async def step_identification_appeal(
    appeal_id: UUID,
    body: IdentificationAppealStepIn,
    session: Session,
    caller: Reader,
    clock: AppClock,
) -> IdentificationLineOut:
    """Take an appeal, satisfy or reject it with an answer (the office), or withdraw it (the school)."""
    run_id, school_id = await deciding.step_appeal(session, caller, appeal_id, body, clock.now())
    return await lines.get_line(session, caller, run_id, school_id)


def _plain(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

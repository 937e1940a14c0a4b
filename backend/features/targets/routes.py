"""Targets over HTTP: set and agreed (4.1), watched (6.3), told plan against fact (7.3)."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, IfMatch, file_reply
from backend.features.targets import choices, commands, export, queries
from backend.features.targets.catalogue import metric_words
from backend.features.targets.counting.judging import metric_out
from backend.features.targets.queries import Filters
from backend.features.targets.schemas import (
    MetricCode,
    SchoolTargetsOut,
    TargetCardOut,
    TargetChoicesOut,
    TargetDecisionIn,
    TargetIn,
    TargetLinksIn,
    TargetList,
    TargetMetricList,
    TargetPreviewOut,
    TargetProcedure,
    TargetRevisionIn,
    TargetState,
    TargetVerdict,
    TargetWave,
    Year,
)

router = APIRouter(tags=["targets"])
Reader = Annotated[Caller, requires(Permission.SEE_RESULTS)]
Keeper = Annotated[Caller, requires(Permission.KEEP_TARGETS)]
SubjectCode = Annotated[str, Query(max_length=60, description="Код предмета")]
Grade = Annotated[int | None, Query(ge=1, le=12, description="Без него — все классы вместе")]


def _filters(
    office_id: UUID | None = None,
    municipality_id: UUID | None = None,
    school_id: UUID | None = None,
    metric: MetricCode | None = None,
    procedure: TargetProcedure | None = None,
    subject: SubjectCode | None = None,
    due_year: Year | None = None,
    state: TargetState | None = None,
    verdict: TargetVerdict | None = None,
) -> Filters:
    return Filters(
        office_id, municipality_id, school_id, metric, procedure, subject, due_year, state, verdict
    )


def _asked(
    metric: MetricCode,
    procedure: TargetProcedure,
    wave: TargetWave,
    subject: SubjectCode,
    base_year: Year,
    due_year: Year,
    grade: Grade = None,
    target_value: Annotated[Decimal | None, Query(ge=0, le=100, decimal_places=2)] = None,
) -> choices.PreviewAsked:
    return choices.PreviewAsked(
        metric, procedure, wave, subject, grade, base_year, due_year, target_value
    )


Narrowed = Annotated[Filters, Depends(_filters)]
Asked = Annotated[choices.PreviewAsked, Depends(_asked)]


@router.get("/target-metrics")
async def list_target_metrics(_caller: Reader) -> TargetMetricList:
    """What a target may be set for: formula, direction, method of the interval, source."""
    return TargetMetricList(items=[metric_out(code) for code in metric_words()])


@router.get("/targets")
async def list_targets(
    narrowed: Narrowed, session: Session, _caller: Reader, clock: AppClock
) -> TargetList:
    """Plan–fact of the targets in sight, by school; cancelled ones only when asked for. No mean over schools."""
    return await queries.list_targets(session, narrowed, clock.today())


@router.get("/targets.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_targets(
    narrowed: Narrowed, session: Session, caller: Reader, clock: AppClock
) -> Response:
    """«План-факт целевых показателей» as a workbook, narrowed like the list."""
    return file_reply(await export.export_targets(session, caller, narrowed, now=clock.now()))


@router.get("/targets/{target_id}")
async def get_target(
    target_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> TargetCardOut:
    """One target: plan–fact, years beside it, what leads to it, who changed what and why."""
    return await queries.get_target(session, caller, target_id, clock.today())


@router.get("/schools/{school_id}/targets")
async def list_school_targets(
    school_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> SchoolTargetsOut:
    """Targets of a school with their plan–fact."""
    return await queries.list_school_targets(session, caller, school_id, clock.today())


@router.get("/schools/{school_id}/target-choices")
async def get_target_choices(
    school_id: UUID, session: Session, _caller: Keeper, clock: AppClock
) -> TargetChoicesOut:
    """Metrics, works the school has results of, and what may lead to a target."""
    return await choices.get_choices(session, school_id, this_year=clock.today().year)


@router.get("/schools/{school_id}/target-preview")
async def preview_target(
    school_id: UUID, asked: Asked, session: Session, _caller: Keeper
) -> TargetPreviewOut:
    """The base as it would be frozen, with its interval, and what a value would mean; nothing is saved."""
    return await choices.preview(session, school_id, asked)


@router.post("/schools/{school_id}/targets", status_code=201)
async def propose_target(
    school_id: UUID, body: TargetIn, session: Session, caller: Keeper, clock: AppClock
) -> TargetCardOut:
    """Propose a plan over a base that is counted and frozen now; without results there is no target."""
    target_id = await commands.propose_target(session, caller, school_id, body, clock)
    return await queries.get_target(session, caller, target_id, clock.today())


@router.put("/targets/{target_id}")
async def revise_target(
    target_id: UUID,
    body: TargetRevisionIn,
    version: IfMatch,
    session: Session,
    caller: Keeper,
    clock: AppClock,
) -> TargetCardOut:
    """Change plan or due date with a reason; it waits for agreement again and the history stays."""
    await commands.revise_target(session, caller, target_id, body, version=version, clock=clock)
    return await queries.get_target(session, caller, target_id, clock.today())


@router.post("/targets/{target_id}/decide")
async def decide_target(
    target_id: UUID, body: TargetDecisionIn, session: Session, caller: Keeper, clock: AppClock
) -> TargetCardOut:
    """Agree, return, close with the fact of the moment, open again or cancel; nobody agrees to his own plan."""
    await commands.decide_target(session, caller, target_id, body, clock)
    return await queries.get_target(session, caller, target_id, clock.today())


@router.put("/targets/{target_id}/links")
async def link_target(
    target_id: UUID, body: TargetLinksIn, session: Session, caller: Keeper, clock: AppClock
) -> TargetCardOut:
    """Say which rows of the plan, measures and agreements lead to a target."""
    await commands.link_target(session, caller, target_id, body, clock)
    return await queries.get_target(session, caller, target_id, clock.today())

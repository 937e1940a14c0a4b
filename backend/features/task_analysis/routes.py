"""Task analysis over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.task_analysis import (
    entry_exit_queries,
    heat_queries,
    scope_queries,
    score_queries,
    task_queries,
)
from backend.features.task_analysis.schemas.entry_exit import EntryExitOut
from backend.features.task_analysis.schemas.shared import AnalysedWorks
from backend.features.task_analysis.schemas.tasks import (
    HeatMapOut,
    ScoreDistributionOut,
    TaskAnalysisOut,
    TaskTable,
)
from backend.features.task_analysis.workbook import exports

router = APIRouter(tags=["task analysis"])
Reader = Annotated[Caller, requires(Permission.SEE_RESULTS)]
Asked = Annotated[scope_queries.AskedScope, Depends(scope_queries.AskedScope)]


@router.get("/task-analysis/works")
async def list_analysed_works(session: Session, _caller: Reader) -> AnalysedWorks:
    """Works whose points by task you see, newest first, with what an exit work can be compared with."""
    return await scope_queries.list_works(session)


@router.get("/task-analysis")
async def analyse_tasks(session: Session, caller: Reader, asked: Asked) -> TaskAnalysisOut:
    """Completion of tasks in all and by mark group, item analysis, weakest tasks; over what you see, or one unit."""
    return await task_queries.analyse_tasks(session, caller, asked)


@router.get("/task-analysis/heat-map")
async def get_task_heat_map(session: Session, caller: Reader, asked: Asked) -> HeatMapOut:
    """Schools against tasks; rows that could give away fewer than five pupils of another school are hidden."""
    return await heat_queries.get_heat_map(session, caller, asked)


@router.get("/task-analysis/scores")
async def get_score_distribution(
    session: Session, caller: Reader, asked: Asked
) -> ScoreDistributionOut:
    """Participants by primary score with the boundaries of marks."""
    return await score_queries.get_scores(session, caller, asked)


@router.get("/task-analysis/export", responses=FILE_REPLY, response_class=Response)
async def export_task_analysis(
    session: Session, caller: Reader, clock: AppClock, asked: Asked, table: TaskTable = "all"
) -> Response:
    """One table or all of them as XLSX."""
    return file_reply(await exports.export_tables(session, caller, asked, table, now=clock.now()))


@router.get("/task-analysis/entry-exit")
async def compare_entry_exit(
    session: Session, caller: Reader, asked: Asked, entry_work_id: UUID
) -> EntryExitOut:
    """What changed from the entry work to the exit one (`work_id`) on common tasks; 409 `not-comparable` says why not."""
    return await entry_exit_queries.compare_entry_exit(session, caller, entry_work_id, asked)


@router.get("/task-analysis/entry-exit/export", responses=FILE_REPLY, response_class=Response)
async def export_entry_exit(
    session: Session, caller: Reader, clock: AppClock, asked: Asked, entry_work_id: UUID
) -> Response:
    """Entry and exit side by side as XLSX."""
    return file_reply(
        await exports.export_entry_exit(session, caller, entry_work_id, asked, now=clock.now())
    )

"""Workbooks of task analysis: each table alone, or all of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.file_replies import OutgoingFile
from backend.core.table_book import Sheet, parameters, table_book
from backend.features.task_analysis.entry_exit_queries import compare_entry_exit
from backend.features.task_analysis.heat_queries import get_heat_map
from backend.features.task_analysis.schemas.tasks import TaskTable
from backend.features.task_analysis.scope_queries import AskedScope
from backend.features.task_analysis.score_queries import get_scores
from backend.features.task_analysis.task_queries import analyse_tasks
from backend.features.task_analysis.workbook import sheets

_TITLES: dict[TaskTable, str] = {
    "all": "Анализ заданий",
    "tasks": "Выполнение заданий",
    "groups": "Задания по группам отметок",
    "items": "Анализ заданий для методистов",
    "scores": "Распределение баллов",
    "schools": "Школы и задания",
}


async def export_tables(
    session: AsyncSession, caller: Caller, asked: AskedScope, table: TaskTable, *, now: datetime
) -> OutgoingFile:
    """Return the asked table of a work as XLSX, from the same reads as the screen; raises as they do."""
    found = await analyse_tasks(session, caller, asked)
    made: list[Sheet] = []
    if table in {"all", "tasks"}:
        made.append(sheets.tasks_sheet(found))
    if table in {"all", "groups"}:
        made.append(sheets.groups_sheet(found))
    if table in {"all", "items"}:
        made += sheets.items_sheets(found)
    if table in {"all", "schools"}:
        made.append(sheets.schools_sheet(await get_heat_map(session, caller, asked)))
    if table in {"all", "scores"}:
        made.append(sheets.scores_sheet(await get_scores(session, caller, asked)))
    facts = sheets.facts_of(found.work, found.scope, found.rules)
    made.append(parameters(facts, now=now, who=caller.name))
    return await table_book(_TITLES[table], made, now=now)


async def export_entry_exit(
    session: AsyncSession, caller: Caller, entry_work_id: UUID, asked: AskedScope, *, now: datetime
) -> OutgoingFile:
    """Return entry and exit side by side as XLSX; raises as `compare_entry_exit`."""
    found = await compare_entry_exit(session, caller, entry_work_id, asked)
    facts = sheets.facts_of(found.exit_work, found.scope, None)
    facts.insert(1, ("Входная работа", found.entry_work.title))
    facts.append(("Изменение", "итог − вход, 95 % интервал Ньюкомба; школы, написавшие обе работы"))
    made = [*sheets.entry_exit_sheets(found), parameters(facts, now=now, who=caller.name)]
    return await table_book("Вход и итог", made, now=now)

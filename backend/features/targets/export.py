"""«План-факт целевых показателей» (domain.md 7.2, table 6) as a workbook: what the screen shows under the same filter."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.table_book import Cell, Sheet, parameters, table_book
from backend.domain.targets.measuring import METRICS
from backend.features.targets.queries import Filters, list_targets
from backend.features.targets.schemas import TargetFigureOut, TargetOut

_PERCENT_FROM = 20
_HEADER = (
    ("ОО", 40), ("Показатель", 24), ("Работа", 40), ("База, год", 9), ("База", 11), ("База, n", 8),
    ("План", 9), ("План на год", 9), ("Факт", 11), ("Факт, n", 8), ("Факт, от", 9), ("Факт, до", 9),
    ("Выполнение", 18), ("Почему", 60), ("Δ к базе", 9), ("Δ, от", 9), ("Δ, до", 9), ("Изменение", 18),
    ("Пройдено пути, %", 12), ("Состояние цели", 26), ("Причина отклонения", 40), ("Предложение", 40),
)  # fmt: skip


async def export_targets(
    session: AsyncSession, caller: Caller, filters: Filters, *, now: datetime
) -> OutgoingFile:
    """Return the list as XLSX; figures come from the same read as the screen. Raises `Invalid`."""
    found = await list_targets(session, filters, now.astimezone(SAMARA).date())
    facts: list[tuple[str, Cell]] = [
        ("Таблица", "План-факт целевых показателей"),
        ("Условия отбора", found.conditions),
        ("Целей", found.total),
        ("Итог", found.summary.sentence),
        *((f"«{one.words}»", f"целей: {one.targets}; школ: {one.schools}") for one in found.summary.verdicts),
        ("Интервалы", "95 %: Уилсон для факта, Ньюком для разности с базой"),
        ("Доли", f"от {_PERCENT_FROM} участников — в процентах, при меньшем числе — «сколько из скольких»"),
    ]  # fmt: skip
    sheets = [
        Sheet("План-факт", _HEADER, [_line(item) for item in found.items]),
        parameters(facts, now=now, who=caller.name),
    ]
    return await table_book("План-факт целей", sheets, now=now)


def _line(item: TargetOut) -> Sequence[Cell]:
    change, closing = item.change, item.closing
    return (
        item.school_name, item.metric_title, item.work_title, item.base_year, _value(item, item.base),
        item.base.n, item.target_value, item.due_year, _value(item, item.fact), item.fact.n or None,
        item.fact.low, item.fact.high, item.verdict_words, item.explanation,
        change.delta if change else None, change.low if change else None, change.high if change else None,
        change.words if change else None, item.progress_pct, item.state_title,
        closing.cause if closing else None, closing.proposal if closing else None,
    )  # fmt: skip


def _value(item: TargetOut, figure: TargetFigureOut) -> Cell:
    """Return a number, or «6 из 8» where a percent of so few would mislead."""
    if METRICS[item.metric].is_share and 0 < figure.n < _PERCENT_FROM:
        return f"{figure.total} из {figure.n}"
    return figure.value

"""«План-факт целевых показателей» (domain.md 7.2, table 6) as a workbook: what the screen shows under the same filter."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.media_types import XLSX
from backend.domain.targets.measuring import METRICS
from backend.features.targets.queries import Filters, list_targets
from backend.features.targets.schemas import TargetFigureOut, TargetList, TargetOut

# Texts of people stay texts: nothing in a cell can become a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CELL_LIMIT = 32_767
_PERCENT_FROM = 20
_HEADER = (
    ("ОО", 40), ("Показатель", 24), ("Работа", 40), ("База, год", 9), ("База", 11), ("База, n", 8),
    ("План", 9), ("План на год", 9), ("Факт", 11), ("Факт, n", 8), ("Факт, от", 9), ("Факт, до", 9),
    ("Выполнение", 18), ("Почему", 60), ("Δ к базе", 9), ("Δ, от", 9), ("Δ, до", 9), ("Изменение", 18),
    ("Пройдено пути, %", 12), ("Состояние цели", 26), ("Причина отклонения", 40), ("Предложение", 40),
)  # fmt: skip
Cell = str | int | float | None


async def export_targets(
    session: AsyncSession, caller: Caller, filters: Filters, *, now: datetime
) -> OutgoingFile:
    """Return the list as XLSX; figures come from the same read as the screen. Raises `Invalid`."""
    moment = now.astimezone(SAMARA)
    found = await list_targets(session, filters, moment.date())
    about: list[Sequence[Cell]] = [
        ("Таблица", "План-факт целевых показателей"),
        ("Условия отбора", found.conditions),
        ("Целей", found.total),
        ("Итог", found.summary.sentence),
        *((f"«{one.words}»", f"целей: {one.targets}; школ: {one.schools}") for one in found.summary.verdicts),
        ("Интервалы", "95 %: Уилсон для факта, Ньюком для разности с базой"),
        ("Доли", f"от {_PERCENT_FROM} участников — в процентах, при меньшем числе — «сколько из скольких»"),
        ("По состоянию на", f"{moment:%d.%m.%Y %H:%M} (Самара, UTC+4)"),
        ("Выгрузил", caller.name),
    ]  # fmt: skip
    content = await asyncio.to_thread(_write, found, about)
    return OutgoingFile(f"План-факт целей {moment:%d.%m.%Y}.xlsx", XLSX, content)


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


def _write(found: TargetList, about: Sequence[Sequence[Cell]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        whole = book.add_format({"valign": "top", "num_format": "0"})
        part = book.add_format({"valign": "top", "num_format": "0.0#"})
        formats = (words, whole, part)
        page = book.add_worksheet("План-факт")
        for place, (title, width) in enumerate(_HEADER):
            page.set_column(place, place, width)
            page.write_string(0, place, title, head)
        for number, item in enumerate(found.items, 1):
            _write_line(page, number, _line(item), formats)
        page.freeze_panes(1, 1)
        if found.items:
            page.autofilter(0, 0, len(found.items), len(_HEADER) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        sheet = book.add_worksheet("Параметры")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        for number, line in enumerate(about):
            _write_line(sheet, number, line, formats)
    return out.getvalue()


def _write_line(page: Any, number: int, line: Sequence[Cell], formats: Sequence[Any]) -> None:
    words, whole, part = formats
    for place, value in enumerate(line):
        if isinstance(value, int):
            page.write_number(number, place, value, whole)
        elif isinstance(value, float):
            page.write_number(number, place, value, part)
        else:
            page.write_string(number, place, (value or "—")[:_CELL_LIMIT], words)

"""The list of a run as a workbook: the schools that are chosen, their works, and a sheet that says what it is."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple
from uuid import UUID

import xlsxwriter
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.media_types import XLSX
from backend.features.identification.line_words import judged_out, line_row
from backend.features.identification.queries import (
    LineFilter,
    read_lines,
    read_rule_version,
    read_run,
    rule_out,
)
from backend.features.identification.schemas import (
    IdentificationLineRowOut,
    JudgedWorkOut,
    LowResultsRuleOut,
)
from backend.features.identification.snapshot import read_marked

# Texts of people stay texts: nothing in a cell can become a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CELL_LIMIT = 32_767
_YES = {True: "да", False: "нет"}
Cell = str | int | float | None


class _Sheet(NamedTuple):
    name: str
    columns: Sequence[tuple[str, int]]
    """Title and width in characters."""
    lines: Sequence[Sequence[Cell]]


async def export_run(
    session: AsyncSession, caller: Caller, run_id: UUID, chosen: LineFilter, now: datetime
) -> OutgoingFile:
    """Return the list as XLSX, the same lines and words as on the screen; raises `NotFound`."""
    run = await read_run(session, run_id)
    rule = rule_out(await read_rule_version(session, run["rule_id"]))
    rows = await read_lines(session, run_id, chosen, page_size=None)
    marked = await read_marked(session, [row["school_id"] for row in rows], run["year"])
    lines = [line_row(row, marked.get(row["school_id"], [])) for row in rows]
    works = [(row["school_name"], work) for row in rows for work in judged_out(row["outcome"])]
    moment = now.astimezone(SAMARA)
    about = _Sheet(
        "Параметры",
        (("Что", 34), ("Значение", 90)),
        [
            ("Расчёт за год", run["year"]),
            ("Управление", run["office_name"]),
            ("Состояние", "открыт школам" if run["published_at"] else "не открыт школам"),
            *_rule_lines(rule),
            ("Контрольная сумма расчёта", run["digest"]),
            ("Школ в расчёте", run["schools"]),
            ("Школ в выгрузке", len(lines)),
            ("По состоянию на", f"{moment:%d.%m.%Y %H:%M} (Самара, UTC+4)"),
            ("Выгрузил", caller.name),
        ],
    )
    content = await asyncio.to_thread(_write, [_list(lines), _works(works), about])
    return OutgoingFile(f"ОО с НОР {run['year']}, {moment:%d.%m.%Y}.xlsx", XLSX, content)


def _rule_lines(rule: LowResultsRuleOut) -> list[tuple[str, Cell]]:
    asked = rule.parameters
    return [
        ("Правило", rule.label),
        ("Основание правила", rule.basis or rule.source),
        ("Порог доли, %", asked.share_pct),
        ("Участников не меньше", asked.min_participants),
        ("Критерий А, процедур", asked.low_procedures),
        ("Критерии", asked.criteria_title),
        ("Группа риска, доля от, %", asked.near_share_pct),
    ]


def _list(lines: Sequence[IdentificationLineRowOut]) -> _Sheet:
    return _Sheet(
        "Перечень",
        (("Школа", 44), ("Муниципалитет", 26), ("По правилу", 22), ("Зона", 16), ("Почему", 80),
         ("Низких процедур", 11), ("Учтено процедур", 11), ("Ближе всего к порогу", 40),
         ("Вероятность быть в перечне при таких n", 16), ("Три года", 34),
         ("Маркеры необъективности ВПР", 18), ("Решение", 22), ("Зона по решению", 16), ("Основание", 34),
         ("Почему не по правилу", 34), ("Возражение", 18)),
        [
            (
                one.school_name, one.municipality, one.status_title, one.zone_title,
                "\n".join(reason.text for reason in one.reasons), one.low, one.assessed, one.nearest,
                one.probability, one.stability, ", ".join(one.marked) or None,
                one.decision.title if one.decision else None,
                one.decision.zone_title if one.decision else None,
                one.decision.basis if one.decision else None,
                one.decision.reason if one.decision else None, one.appeal_title,
            )
            for one in lines
        ],
    )  # fmt: skip


def _works(works: Sequence[tuple[str, JudgedWorkOut]]) -> _Sheet:
    return _Sheet(
        "Процедуры",
        (("Школа", 44), ("Процедура", 50), ("Участников", 11), ("Ниже минимума", 11), ("Доля, %", 10),
         ("Интервал 95 %, от", 11), ("до", 11), ("Учтена", 9), ("Низкая", 9), ("Год назад тоже", 10),
         ("До порога, п. п.", 11), ("До порога, учеников", 11), ("Вероятность доли не ниже порога", 14)),
        [
            (
                name, one.title, one.participants, one.below, one.pct, one.ci_low_pct, one.ci_high_pct,
                _YES[one.is_enough], _YES[one.is_low], _YES[one.was_low], one.margin_pp, one.pupils_to_cross,
                one.probability,
            )
            for name, one in works
        ],
    )  # fmt: skip


def _write(sheets: Sequence[_Sheet]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        whole = book.add_format({"valign": "top", "num_format": "0"})
        broken = book.add_format({"valign": "top", "num_format": "0.0#"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for place, (title, width) in enumerate(sheet.columns):
                page.set_column(place, place, width)
                page.write_string(0, place, title, header)
            for number, line in enumerate(sheet.lines, 1):
                for place, value in enumerate(line):
                    _cell(page, number, place, value, words, whole, broken)
            page.freeze_panes(1, 1)
            if sheet.lines:
                page.autofilter(0, 0, len(sheet.lines), len(sheet.columns) - 1)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
    return out.getvalue()


def _cell(
    page: Any, row: int, place: int, value: Cell, words: Any, whole: Any, broken: Any
) -> None:
    if isinstance(value, int):
        page.write_number(row, place, value, whole)
    elif isinstance(value, float):
        page.write_number(row, place, value, broken)
    else:
        page.write_string(row, place, (value or "—")[:_CELL_LIMIT], words)

"""The screen as a workbook: the rows and schools that are shown, in their order, and a sheet that says what they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import xlsxwriter
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.media_types import XLSX
from backend.domain.window_status import StatusKind
from backend.domain.wording import short_date
from backend.features.plans.overview.control import get_control
from backend.features.plans.overview.matrix import get_matrix
from backend.features.plans.overview.schemas import ControlOut, ExportIn, MatrixOut
from backend.features.plans.queries import own_school
from backend.features.plans.rows import read_rows
from backend.features.plans.schemas import ActivityOut, FigureOut

# Texts of people stay texts: nothing in a cell can become a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CELL_LIMIT = 32_767
_TITLES = {"table": "Дорожная карта", "matrix": "Школы и строки", "control": "Контроль исполнения"}
Line = Sequence[str | int | None]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet: header, widths (characters) and lines; None is «—»."""

    name: str
    header: Line
    widths: Sequence[int]
    lines: Sequence[Line]


async def export_plan(
    session: AsyncSession, caller: Caller, edition_id: UUID, asked: ExportIn, *, now: datetime
) -> OutgoingFile:
    """Return the asked view as XLSX; figures come from the same reads as the screen. Raises `NotFound`."""
    moment = now.astimezone(SAMARA)
    today = moment.date()
    if asked.view == "matrix":
        matrix = await get_matrix(session, edition_id, today)
        title, sheets = matrix.plan_title, [_matrix(matrix, asked)]
    elif asked.view == "control":
        control = await get_control(session, edition_id, today=today, since=asked.since)
        title, sheets = control.plan_title, _control(control)
    else:
        rows = await read_rows(
            session, edition_id=edition_id, today=today, school_id=own_school(caller)
        )
        by_id = {row.id: row for row in rows.activities}
        chosen = [by_id[key] for key in asked.activity_ids if key in by_id]
        title = rows.head["plan_title"]
        sheets = [_table(chosen, {key: code for key, (code, _) in rows.section_of.items()})]
    parameters = _Sheet(
        "Параметры",
        ("Что", "Значение"),
        (28, 90),
        [
            ("План", title),
            ("Вид", _TITLES[asked.view]),
            ("Условия отбора", asked.conditions or "без отбора"),
            ("Строк", len(sheets[0].lines)),
            ("По состоянию на", f"{moment:%d.%m.%Y %H:%M} (Самара, UTC+4)"),
            ("Выгрузил", caller.name),
        ],
    )
    content = await asyncio.to_thread(_write, [*sheets, parameters])
    return OutgoingFile(f"{_TITLES[asked.view]} {today:%d.%m.%Y}.xlsx", XLSX, content)


def _table(rows: Sequence[ActivityOut], section_of: dict[UUID, str]) -> _Sheet:
    return _Sheet(
        "План",
        ("Раздел", "№", "Мероприятие", "Срок, как в распоряжении", "Ответственные", "Итоговый документ",
         "Ожидаемый результат", "Исполнение", "Выполнено", "Всего", "На срок", "Вопросы автору"),
        (8, 9, 60, 22, 34, 30, 34, 34, 11, 9, 16, 34),
        [
            (section_of[row.id], row.number, row.title, row.term_source, row.responsible_source,
             row.result_document, row.expected_result, "; ".join(w.status.text for w in row.windows) or row.status.text,
             row.figure.met if row.figure else None, row.figure.total if row.figure else None,
             _at_due(row.figure), "; ".join(q.short_text for q in row.questions) or None)
            for row in rows
        ],
    )  # fmt: skip


def _at_due(figure: FigureOut | None) -> str | None:
    if figure is None or figure.due_on is None or figure.met_at_due is None:
        return None
    return f"{figure.met_at_due} из {figure.total_at_due} на {short_date(figure.due_on)}"


def _matrix(matrix: MatrixOut, asked: ExportIn) -> _Sheet:
    place = {column.activity_id: number for number, column in enumerate(matrix.columns)}
    chosen = [key for key in asked.activity_ids if key in place]
    schools = {row.school_id: row for row in matrix.rows}
    shown = [schools[key] for key in asked.school_ids if key in schools]
    columns = [matrix.columns[place[key]] for key in chosen]
    lines: list[Line] = []
    for row in shown:
        # Counted over the rows that are shown, as on the screen.
        looks = [matrix.looks[c] if (c := row.cells[place[key]]) >= 0 else None for key in chosen]
        done = sum(look is not None and look.kind == StatusKind.OK for look in looks)
        words = [look.text if look else None for look in looks]
        lines.append((row.school_name, *words, done, sum(look is not None for look in looks)))
    return _Sheet(
        "Школы и строки",
        ("Школа", *(f"{c.number} {c.title}" for c in columns), "Выполнено строк", "Из строк"),
        (44, *(18 for _ in columns), 11, 9),
        lines,
    )


def _control(control: ControlOut) -> list[_Sheet]:
    kinds = (("late", "Просрочено"), ("due", "Скоро срок"), ("run", "В работе"),
             ("idle", "Ещё не срок"), ("ok", "Принято"))  # fmt: skip
    return [
        _Sheet(
            "Разделы",
            ("Раздел", "Название", "Строк", *(title for _, title in kinds)),
            (9, 70, 8, 12, 12, 12, 12, 12),
            [
                (s.code, s.title, s.rows, *(s.counts.get(kind, 0) for kind, _ in kinds))
                for s in control.sections
            ],
        ),
        _Sheet(
            "Просрочено",
            ("№", "Мероприятие", "Срок", "Дней", "Ответственные", "Чего ждёт"),
            (9, 70, 12, 8, 40, 34),
            [
                (o.number, o.title, short_date(o.ends_on), o.days, "; ".join(o.owners), o.waits_for)
                for o in control.overdue
            ],
        ),
        _Sheet(
            f"Изменения с {short_date(control.since)}",
            ("Когда", "№", "Школа", "Что", "Кто"),
            (18, 9, 40, 70, 34),
            [
                (
                    f"{c.at.astimezone(SAMARA):%d.%m.%Y %H:%M}",
                    c.number,
                    c.school_name,
                    c.text,
                    c.who,
                )
                for c in control.changes
            ],
        ),
    ]


def _write(sheets: Sequence[_Sheet]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        number = book.add_format({"valign": "top", "num_format": "0"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for place, (title, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
                page.set_column(place, place, width)
                page.write_string(0, place, str(title)[:_CELL_LIMIT], header)
            for line_number, line in enumerate(sheet.lines, 1):
                _write_line(page, line_number, line, words, number)
            page.freeze_panes(1, 1)
            if sheet.lines:
                page.autofilter(0, 0, len(sheet.lines), len(sheet.header) - 1)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
    return out.getvalue()


def _write_line(page: Any, place: int, line: Line, words: Any, number: Any) -> None:
    for column, value in enumerate(line):
        if isinstance(value, int):
            page.write_number(place, column, value, number)
        else:
            page.write_string(place, column, (value or "—")[:_CELL_LIMIT], words)

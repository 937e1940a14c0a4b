"""Tables → XLSX: what is written is what was read, with a sheet that says what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from backend.core.clock import SAMARA

# Texts of people stay texts: nothing in a cell can become a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CELL_LIMIT = 32_767
_A4 = 9
Line = Sequence[str | float | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: header, widths (characters) and lines; None is «—». Whole numbers are counts, others have a decimal."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    lines: Sequence[Line]


def parameters(facts: Sequence[tuple[str, str | int | None]], *, now: datetime, who: str) -> Sheet:
    """Return the sheet that says what the others are, as of when, and who has saved them."""
    moment = now.astimezone(SAMARA)
    return Sheet(
        "Параметры",
        ("Что", "Значение"),
        (30, 100),
        [
            *facts,
            ("По состоянию на", f"{moment:%d.%m.%Y %H:%M} (Самара, UTC+4)"),
            ("Выгрузил", who),
        ],
    )


def write(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        formats = {
            "header": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
            ),
            "words": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            "count": book.add_format({"valign": "top", "num_format": "0"}),
            "tenth": book.add_format({"valign": "top", "num_format": "0.0"}),
            "hundredth": book.add_format({"valign": "top", "num_format": "0.00"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return out.getvalue()


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for place, (title, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, title[:_CELL_LIMIT], formats["header"])
    for number, line in enumerate(sheet.lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, str) or value is None:
                page.write_string(number, column, (value or "—")[:_CELL_LIMIT], formats["words"])
            else:
                page.write_number(number, column, value, formats[_format_of(value)])
    page.freeze_panes(1, 1)
    if sheet.lines:
        page.autofilter(0, 0, len(sheet.lines), len(sheet.header) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _format_of(value: float) -> str:
    if isinstance(value, int):
        return "count"
    return "tenth" if round(value, 1) == value else "hundredth"

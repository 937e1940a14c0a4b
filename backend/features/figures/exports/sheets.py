"""A workbook of plain tables: a header, lines, a sheet that says what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from backend.core.file_replies import OutgoingFile
from backend.core.media_types import XLSX

# Texts of people stay texts: nothing in a cell can become a formula or a link.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CELL_LIMIT = 32_767
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: columns as (title, width in characters) and lines; None is «—»."""

    name: str
    columns: Sequence[tuple[str, int]]
    lines: Sequence[Sequence[Value]]


def book(title: str, sheets: Sequence[Sheet]) -> OutgoingFile:
    """Return the workbook as a file to save."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as made:
        header = made.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        words = made.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        whole = made.add_format({"valign": "top", "num_format": "0"})
        # As it is shown: one decimal for percents, two for means; the separator is the reader's.
        broken = made.add_format({"valign": "top", "num_format": "0.0#"})
        for sheet in sheets:
            page = made.add_worksheet(sheet.name)
            for place, (name, width) in enumerate(sheet.columns):
                page.set_column(place, place, width)
                page.write_string(0, place, name, header)
            for number, line in enumerate(sheet.lines, 1):
                for place, value in enumerate(line):
                    _write(page, number, place, value, (words, whole, broken))
            page.freeze_panes(1, 1)
            if sheet.lines:
                page.autofilter(0, 0, len(sheet.lines), len(sheet.columns) - 1)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
    return OutgoingFile(f"{title}.xlsx", XLSX, out.getvalue())


def _write(page: Any, row: int, column: int, value: Value, formats: Sequence[Any]) -> None:
    words, whole, broken = formats
    if isinstance(value, int):
        page.write_number(row, column, value, whole)
    elif isinstance(value, float):
        page.write_number(row, column, value, broken)
    else:
        page.write_string(row, column, ("—" if value is None else value)[:_CELL_LIMIT], words)

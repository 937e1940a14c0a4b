"""Tables → a workbook: what is written is what was read, every text stays a text, every sheet prints on A4."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Self

import xlsxwriter

from backend.core.clock import SAMARA
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
_A4 = 9
Cell = str | int | float | Decimal | None
Line = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: columns as (title, width in characters) and lines; None and empty text are «—»."""

    name: str
    columns: Sequence[tuple[str, int]]
    lines: Sequence[Line]

    @classmethod
    def of(
        cls, name: str, titles: Sequence[str], widths: Sequence[int], lines: Sequence[Line]
    ) -> Self:
        """Return a sheet whose titles and widths come apart."""
        return cls(name, tuple(zip(titles, widths, strict=True)), lines)


def parameters(facts: Sequence[tuple[str, Cell]], *, now: datetime, who: str) -> Sheet:
    """Return the sheet that says what the others are, as of when, and who has saved them."""
    moment = f"{now.astimezone(SAMARA):%d.%m.%Y %H:%M} (Самара, UTC+4)"
    lines: list[Line] = [*facts, ("По состоянию на", moment), ("Выгрузил", who)]
    return Sheet("Параметры", (("Что", 34), ("Значение", 100)), lines)


async def table_book(title: str, sheets: Sequence[Sheet], *, now: datetime) -> OutgoingFile:
    """Return the workbook «<title> <day in Samara>.xlsx»; it is made off the event loop."""
    content = await asyncio.to_thread(write_book, sheets)
    return OutgoingFile(f"{title} {now.astimezone(SAMARA):%d.%m.%Y}.xlsx", XLSX, content)


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook itself."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        whole = book.add_format({"valign": "top", "num_format": "0"})
        # As on the screen: one decimal for percents, two for means; the separator is the reader's.
        broken = book.add_format({"valign": "top", "num_format": "0.0#"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for place, (title, width) in enumerate(sheet.columns):
                page.set_column(place, place, width)
                page.write_string(0, place, title[:_CELL_LIMIT], header)
            for number, line in enumerate(sheet.lines, 1):
                for place, value in enumerate(line):
                    _write(page, number, place, value, words, whole, broken)
            page.freeze_panes(1, 1)
            if sheet.lines:
                page.autofilter(0, 0, len(sheet.lines), len(sheet.columns) - 1)
            page.set_landscape()
            page.set_paper(_A4)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
    return out.getvalue()


def _write(
    page: Any, row: int, column: int, value: Cell, words: Any, whole: Any, broken: Any
) -> None:
    if isinstance(value, int):
        page.write_number(row, column, value, whole)
    elif isinstance(value, float | Decimal):
        page.write_number(row, column, float(value), broken)
    else:
        page.write_string(row, column, (value or "—")[:_CELL_LIMIT], words)

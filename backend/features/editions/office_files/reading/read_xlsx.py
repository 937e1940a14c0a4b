"""A workbook → one grid a visible sheet, cells as a person sees them. Runs inside the limited child only."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from backend.domain.plan_grid import Block, Cell, CellKind, Grid, GridRow
from backend.domain.wording import MONTHS, short_date
from backend.features.editions.office_files.reading.archive import TOO_BIG_INSIDE, Unreadable
from backend.features.editions.office_files.reading.limits import COLUMNS_LIMIT, ROWS_LIMIT, Budget

Sheet = Any
"""openpyxl has no types of its own."""
_FIXED = re.compile(r"0(?:\.(0+))?")
_TOKEN = re.compile(r"y+|m+|d+|[^ymd]+")
# Locale and colour in brackets, quotes, the escape sign, the part of a format that is for texts.
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|[\\\"]|;.*")
_SYSTEM_DATE = "mm-dd-yy"
"""What openpyxl calls «дата» of the system: in Russian Excel it is «14.02.2021»."""


def read_xlsx(path: Path) -> list[Block]:
    """Return the visible sheets of a workbook; raises `Unreadable`."""
    # Opened as a file: openpyxl would judge a path by its extension, and stored files have none.
    with path.open("rb") as file:
        book = load_workbook(file, data_only=True, keep_links=False)
        written = load_workbook(file, data_only=False, keep_links=False)
    budget = Budget()
    return [
        Grid(tuple(_rows(sheet, written[sheet.title], budget)), sheet=sheet.title)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def _rows(sheet: Sheet, written: Sheet, budget: Budget) -> Iterator[GridRow]:
    if sheet.max_row > ROWS_LIMIT or sheet.max_column > COLUMNS_LIMIT:
        raise Unreadable(TOO_BIG_INSIDE)
    cells = [
        [_cell(cell, source, budget) for cell, source in zip(row, sources, strict=False)]
        for row, sources in zip(sheet.iter_rows(), written.iter_rows(), strict=False)
    ]
    for row in cells:
        budget.row(len(row))
    merged = _merged(sheet, len(cells))
    # Columns and rows that are only coloured belong to nobody's table.
    height = max((n for n, row in enumerate(cells, 1) if any(c.text for c in row)), default=0)
    width = max((n for row in cells for n, c in enumerate(row, 1) if c.text), default=0)
    width = max([width, *(right for line in merged[:height] for _, right, _ in line.values())])
    for number, row in enumerate(cells[:height]):
        yield tuple(_resolved(number, row[:width], merged[number], cells))


Merges = dict[int, tuple[int, int, int]]
"""First column of a merged cell (from 0) → its top row, the column after its last, its first column."""


def _merged(sheet: Sheet, height: int) -> list[Merges]:
    """Return the merged cells of every row."""
    found: list[Merges] = [{} for _ in range(height)]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, min(area.max_row, height)):
            found[row][area.min_col - 1] = (area.min_row - 1, area.max_col, area.min_col - 1)
    return found


def _resolved(
    number: int, row: list[Cell], merged: Merges, cells: list[list[Cell]]
) -> Iterator[Cell]:
    place = 0
    while place < len(row):
        top, right, left = merged.get(place, (number, place + 1, place))
        cell = cells[top][left]
        yield Cell(cell.text, right - place, cell.kind, continued=top != number)
        place = right


def _cell(cell: Any, source: Any, budget: Budget) -> Cell:
    text, kind = _shown(cell.value, cell.number_format)
    if cell.value is None and source.data_type == "f":
        raise Unreadable(
            f"На листе «{cell.parent.title}» в ячейке {cell.coordinate} формула, значение которой не сохранено."
            " Откройте книгу в Excel, сохраните её и загрузите снова."
        )
    return Cell(budget.text(text), kind=kind)


def _shown(value: Any, number_format: str) -> tuple[str, CellKind]:
    """Return what a person sees in the cell; time of day and durations have no place in a plan and are shown plainly."""
    if value is None:
        return "", CellKind.TEXT
    if isinstance(value, bool):
        return ("ИСТИНА" if value else "ЛОЖЬ"), CellKind.TEXT
    if isinstance(value, int | float):
        return _number(value, number_format), CellKind.NUMBER
    if isinstance(value, date):
        return _date(value, number_format), CellKind.DATE
    return str(value).replace("_x000D_", ""), CellKind.TEXT


def _number(value: float, number_format: str) -> str:
    """Return «1.10» for 1.1 in the format 0.00, and never the tail of a binary fraction."""
    if fixed := _FIXED.fullmatch(number_format):
        return f"{value:.{len(fixed[1] or '')}f}"
    return str(int(value)) if float(value).is_integer() else f"{value:.10g}"


def _date(value: date, number_format: str) -> str:
    """Return the date in its format: «14.02.2021», «дек.20», «Декабрь 2020»; no day is invented."""
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value:%d.%m.%Y %H:%M}"
    pattern = _NOT_SHOWN.sub("", number_format.casefold()).strip()
    tokens = _TOKEN.findall(pattern)
    named = [part for part in tokens if part[0] in "ymd"]
    if pattern == _SYSTEM_DATE or not named or not {*named} <= _SHOWN.keys():
        return short_date(value)
    if "d" not in pattern and "mmmm" in named:  # alone it is «Декабрь», after a day «декабря»
        month = MONTHS[value.month - 1].capitalize()
        tokens = [month if part == "mmmm" else part for part in tokens]
    return "".join(_SHOWN[part](value) if part in _SHOWN else part for part in tokens)


def _of_month(value: date) -> str:
    """Return the month as it stands after a day: «марта», «декабря»."""
    name = MONTHS[value.month - 1]
    return f"{name}а" if name.endswith("т") else f"{name[:-1]}я"


_SHOWN: dict[str, Callable[[date], str]] = {
    "yyyy": lambda day: f"{day.year}",
    "yy": lambda day: f"{day:%y}",
    "mmmm": _of_month,
    "mmm": lambda day: MONTHS[day.month - 1][:3],
    "mm": lambda day: f"{day:%m}",
    "m": lambda day: f"{day.month}",
    "dd": lambda day: f"{day:%d}",
    "d": lambda day: f"{day.day}",
}

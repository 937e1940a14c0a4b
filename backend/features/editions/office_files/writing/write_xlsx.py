"""A plan as a workbook: one sheet in the form of the decree, one that says where it comes from."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from backend.domain.plan_grid import Column
from backend.domain.plan_text import PlanText
from backend.features.editions.office_files.reading.limits import TEXT_LIMIT
from backend.features.editions.office_files.words import plan_words
from backend.features.editions.office_files.writing.form import (
    printed_columns,
    printed_texts,
    printed_title,
)
from backend.features.editions.office_files.writing.paper import FONT, STAMPED, TITLE_POINTS, legal

SHEET = "План"
PARAMETERS_SHEET = "Параметры"
"""`plan_tables.yaml` names it among the sheets that hold no plan."""
_WIDTHS = (8, 46, 24, 32, 32, 32)
"""Characters: № п/п, activity, term, then what follows in the section."""
_LINE_POINTS = 17
_HIGHEST = 409
"""Points: the highest row Excel allows."""
_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_plan_xlsx(plan: PlanText, parameters: Sequence[tuple[str, str]]) -> bytes:
    """Return the plan as XLSX; `parameters`: name and value of what the export depends on (act, date, conditions).

    Every cell is a text: nothing in it can become a formula. Equal input gives equal bytes;
    `domain.plan_table.recognise` reads equal texts back. Raises ValueError when a text is longer than a cell can hold.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": legal(plan.heading)[:255], "created": STAMPED})
        _Sheet(book).fill(plan)
        _write_parameters(book, parameters)
    return out.getvalue()


class _Sheet:
    """The sheet with the plan, written from top to bottom."""

    def __init__(self, book: Any) -> None:
        plain = {
            "font_name": FONT,
            "font_size": 12,
            "num_format": "@",
            "text_wrap": True,
            "valign": "top",
        }
        middle = {"align": "center", "valign": "vcenter"}
        self._text = book.add_format({**plain, "border": 1})
        self._header = book.add_format({**plain, **middle, "border": 1, "bold": True})
        self._section = book.add_format({**plain, "border": 1, "valign": "vcenter", "bold": True})
        self._heading = book.add_format(
            {**plain, **middle, "bold": True, "font_size": TITLE_POINTS}
        )
        self._sheet = book.add_worksheet(SHEET)
        self._row = 0
        self._width = 0

    def fill(self, plan: PlanText) -> None:
        """Write heading, header, titles and rows; the header is written again where the columns change."""
        words = plan_words()
        tables = [printed_columns(section, words) for section in plan.sections]
        self._width = max(
            (len(table) + (Column.NUMBER not in table) for table in tables), default=2
        )
        for column, width in enumerate(_WIDTHS[: self._width]):
            self._sheet.set_column(column, column, width)
        if plan.heading:
            self._line(plan.heading, self._heading)
        shown = None
        for place, (section, columns) in enumerate(zip(plan.sections, tables, strict=True)):
            title = printed_title(section, words, is_first=place == 0)
            # The frozen header stands right under the heading, above the title of the first section.
            if place == 0:
                self._top_header(columns)
            self._line(title, self._section)
            # A title without a number is known by the header under it.
            if place and (columns != shown or title == section.title):
                self._cells(columns, list(columns.values()), self._header)
            shown = columns
            for row in section.rows:
                self._cells(columns, printed_texts(row, columns), self._text)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)

    def _top_header(self, columns: dict[Column, str]) -> None:
        self._cells(columns, list(columns.values()), self._header)
        self._sheet.freeze_panes(self._row, 0)
        self._sheet.repeat_rows(self._row - 1)

    def _line(self, text: str, style: Any) -> None:
        """Write one line over all columns."""
        text = _fitting(text)
        self._fit_height([(text, sum(_WIDTHS[: self._width]))])
        self._sheet.merge_range(self._row, 0, self._row, self._width - 1, text, style)
        self._row += 1

    def _cells(self, columns: dict[Column, str], texts: Sequence[str], style: Any) -> None:
        """Write a row; in a table without numbers the first column stays empty, so that all tables stand in line."""
        shift = [] if Column.NUMBER in columns else [""]
        placed = [*shift, *map(_fitting, texts)]
        placed += [""] * (self._width - len(placed))
        self._fit_height(list(zip(placed, _WIDTHS, strict=False)))
        for place, text in enumerate(placed):
            if text:
                self._sheet.write_string(self._row, place, text, style)
            else:
                self._sheet.write_blank(self._row, place, None, style)
        self._row += 1

    def _fit_height(self, texts: Sequence[tuple[str, int]]) -> None:
        """Make the row as high as its longest text needs in its width; not every program does that by itself."""
        lines = max(
            sum(max(ceil(len(part) / width), 1) for part in text.split("\n"))
            for text, width in texts
        )
        self._sheet.set_row(self._row, min(lines * _LINE_POINTS, _HIGHEST))


def _write_parameters(book: Any, parameters: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(PARAMETERS_SHEET)
    style = book.add_format(
        {"font_name": FONT, "font_size": 12, "num_format": "@", "text_wrap": True}
    )
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    for row, pair in enumerate(parameters):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, _fitting(text), style)


def _fitting(text: str) -> str:
    text = legal(text)
    if len(text) > TEXT_LIMIT:
        message = f"a text of {len(text)} characters does not fit a cell of Excel"
        raise ValueError(message)
    return text

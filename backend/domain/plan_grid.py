"""A file as blocks (paragraphs and grids of cells), and which column of a grid holds which text of a row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.domain.plan_text import SectionForm


class CellKind(StrEnum):
    """What lies in the cell: Excel turns «1.10» into a number and «1.1» into a date before anybody can object."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Cell:
    """Text as a person sees it, without outer whitespace; `span` columns wide.

    `continued`: the cell is merged with the one above, whose text is repeated here.
    """

    text: str
    span: int = 1
    kind: CellKind = CellKind.TEXT
    continued: bool = False


GridRow = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables; an empty one parts groups of lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document, or a sheet of a workbook with its name."""

    rows: tuple[GridRow, ...]
    sheet: str | None = None


Block = Paragraph | Grid


class Column(StrEnum):
    """What a column of a plan holds; the values are the fields of `RowText`."""

    NUMBER = "number"
    TITLE = "title"
    TERM = "term_source"
    RESPONSIBLE = "responsible_source"
    RESULT_DOCUMENT = "result_document"
    EXPECTED_RESULT = "expected_result"


@dataclass(frozen=True, slots=True)
class TableWords:
    """The words of `backend/data/plan_tables.yaml`; those that are compared are `normal`."""

    columns: Mapping[str, Column]
    printed: Mapping[SectionForm, Mapping[Column, str]]
    section_codes: Mapping[str, str]
    heading_begins: tuple[str, ...]
    stamp_begins: tuple[str, ...]
    section_words: tuple[str, ...]
    sheets_aside: frozenset[str]


def table_words(data: Mapping[str, Any]) -> TableWords:
    """Return the words in the shape the recogniser and the writers need; `data` is the parsed YAML."""
    return TableWords(
        columns={
            normal(title): Column(field)
            for field, titles in data["columns"].items()
            for title in titles
        },
        printed={
            SectionForm(form): {Column(field): title for field, title in titles.items()}
            for form, titles in data["printed"].items()
        },
        section_codes={normal(words): code for words, code in data["section_codes"].items()},
        heading_begins=tuple(map(normal, data["heading_begins"])),
        stamp_begins=tuple(map(normal, data["stamp_begins"])),
        section_words=tuple(map(normal, data["section_words"])),
        sheets_aside=frozenset(map(normal, data["sheets_aside"])),
    )


def normal(text: str) -> str:
    """Return the words for comparing: one case, no quotes, brackets, soft hyphens, outer dots, one space between."""
    text = re.sub(r"\([^()]*\)|[«»\"\u00ad]", " ", text.casefold().replace("ё", "е"))
    return " ".join(text.split()).strip(" .:;*")


def filled(row: Iterable[Cell]) -> list[Cell]:
    """Return the cells with text of their own: what a merge repeats is not counted."""
    return [cell for cell in row if cell.text and not cell.continued]


def starts(row: GridRow) -> list[int]:
    """Return the grid column at which each cell begins."""
    place = 0
    found = []
    for cell in row:
        found.append(place)
        place += cell.span
    return found


def width(row: GridRow) -> int:
    """Return how many grid columns the row covers."""
    return sum(cell.span for cell in row)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a header row has named, from left to right; None = a title we do not know."""

    meanings: tuple[Column | None, ...]
    titles: tuple[str, ...]
    begins: tuple[int, ...]
    width: int

    @property
    def numbered(self) -> bool:
        """Whether rows have numbers of their own."""
        return Column.NUMBER in self.meanings

    @property
    def form(self) -> SectionForm:
        """Tell the two tables of the decree apart: only in that of «500+» the result stands before the responsible."""
        if Column.EXPECTED_RESULT not in self.meanings:
            return SectionForm.ROAD_MAP
        order = [meaning for meaning in self.meanings if meaning]
        before = order[: order.index(Column.EXPECTED_RESULT)]
        return SectionForm.ROAD_MAP if Column.RESPONSIBLE in before else SectionForm.PROJECT

    @property
    def extra(self) -> list[str]:
        """Titles without a place in a plan."""
        named = zip(self.titles, self.meanings, strict=True)
        return [title for title, meaning in named if title and meaning is None]

    def fits(self, row: GridRow) -> bool:
        """Whether a row of a table that lost its header may be read by these columns."""
        return len(row) == len(self.meanings) or width(row) == self.width

    def read(self, row: GridRow) -> dict[Column, list[Cell]]:
        """Return the cells of the row by meaning.

        Cells go by their order when there are as many as titles (Word draws the borders of such rows a little
        apart and counts them as other grid columns), else by the grid column they begin at.
        """
        by_order = len(row) == len(self.meanings)
        found: dict[Column, list[Cell]] = {}
        for index, (cell, begin) in enumerate(zip(row, starts(row), strict=True)):
            place = index if by_order else self._place(begin)
            if meaning := self.meanings[place]:
                found.setdefault(meaning, []).append(cell)
        return found

    def meaning_at(self, begin: int) -> Column | None:
        """Return what the column under a grid column means."""
        return self.meanings[self._place(begin)]

    def _place(self, begin: int) -> int:
        return max(index for index, start in enumerate(self.begins) if start <= begin)


def columns_of(row: GridRow, words: TableWords, above: Columns | None = None) -> Columns | None:
    """Return the columns a header row names, or None when it is not one.

    A header names the activity and its term or its responsible. `above` is the header row right above: «начало»
    and «окончание» under one merged «Срок» take its meaning.
    """
    meanings = [words.columns.get(normal(cell.text)) for cell in row]
    if Column.TITLE not in meanings:
        return None
    if above is not None and any(cell.continued for cell in row):
        pairs = zip(meanings, starts(row), strict=True)
        meanings = [meaning or above.meaning_at(begin) for meaning, begin in pairs]
    if not {Column.TERM, Column.RESPONSIBLE} & {*meanings}:
        return None
    titles = tuple(cell.text for cell in row)
    return Columns(tuple(meanings), titles, tuple(starts(row)), width(row))


def counts_columns(row: GridRow) -> bool:
    """Whether this is the row «1 | 2 | 3 | 4 | 5» under a header."""
    texts: Sequence[str] = [cell.text for cell in row if cell.text]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]

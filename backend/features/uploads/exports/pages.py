"""One table of the sender as a sheet in his own layout: names left empty, wrong cells coloured, «Ошибка» at the end."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from backend.domain.scores.cells import clean, normal
from backend.features.uploads.exports.layout import (
    MESSAGES,
    SOURCE_ROW,
    Layout,
    cell_above,
    cell_of,
    is_name,
)
from backend.features.uploads.exports.marks import ROWS_LIMIT, Mark, TableMarks
from backend.features.uploads.exports.sheets import Cell, Page, Row
from backend.features.uploads.intake.child.sources import Block, Source

COMMENTS_LIMIT = 5_000
CELLS_LIMIT = 4_000_000
_MESSAGES_LENGTH = 4_000
_FEW_CELLS = 3
Texts = Sequence[str | None]


@dataclass(slots=True)
class Tally:
    """How many wrong rows the book holds already."""

    rows: int = 0


class Writer:
    """Turns rows of text of one table into cells; rows count as in the file of the sender."""

    def __init__(
        self,
        marks: TableMarks,
        layout: Layout,
        *,
        unknown_subjects: Collection[str],
        school_line: re.Pattern[str],
        participants_line: re.Pattern[str] | None,
    ) -> None:
        self.marks, self.layout, self.unknown_subjects = marks, layout, unknown_subjects
        self._school_line = school_line
        # «Кол-во участников: 9» is no longer true where only some rows are given back.
        self._declared = (
            re.compile(r"[\s|,;]*" + participants_line.pattern, re.IGNORECASE)
            if participants_line
            else None
        )

    def is_head(self, row: int) -> bool:
        return row + self.layout.shift <= self.layout.header

    def is_school_line(self, texts: Texts) -> bool:
        return any(text and self._school_line.search(text) for text in texts)

    def found(self, row: int, texts: Texts) -> list[Mark]:
        """Return what is wrong with a row; what is wrong with the whole table where the row itself is right."""
        marks = self.marks
        found = marks.of_row(row)
        if self.is_head(row):
            return found
        place = self.layout.subject
        subject = clean(texts[place] or "") if place is not None else ""
        if subject and normal(subject) in self.unknown_subjects:
            text = f"Предмет не найден. В справочнике нет предмета «{subject[:80]}»."
            found.append(Mark(place, text, is_error=True))
        if marks.is_wrong and row not in marks.errors and any(texts):
            found += [Mark(None, text, is_error=True) for text in marks.whole]
        return found

    def cells(self, row: int, texts: Texts, found: Sequence[Mark]) -> list[Cell]:
        """Return the cells of a row."""
        layout = self.layout
        is_head, is_header = self.is_head(row), row + layout.shift == layout.header
        looks = {mark.place: "warning" for mark in found if not mark.is_error}
        looks |= {mark.place: "error" for mark in found if mark.is_error}
        cells: list[Cell] = []
        for place, text in enumerate(texts[: layout.width]):
            look = looks.get(place, "plain")
            if not text or not (is_head or place not in layout.emptied or self._is_school(text)):
                if look != "plain":
                    cells.append((place, "", "text", look))
            elif is_header:
                cells.append((place, text, "head", look))
            elif is_head or self._school_line.search(text):
                plain = self._declared.sub("", text) if self._declared else text
                cells.append((place, *cell_above(plain), look))
            else:
                cells.append((place, *cell_of(layout, place, text), look))
        return cells + (self._headers() if is_header else self._words(row, found))

    def _is_school(self, text: str) -> bool:
        """Return whether a text in a column of names is a school line, which says whose rows follow."""
        found = self._school_line.search(text)
        return found is not None and not is_name(text[: found.start()])

    def _headers(self) -> list[Cell]:
        layout = self.layout
        added: list[Cell] = [(layout.messages, MESSAGES, "head", "plain")]
        if layout.has_source_row:
            added.insert(0, (layout.width, SOURCE_ROW, "head", "plain"))
        return added

    def _words(self, row: int, found: Sequence[Mark]) -> list[Cell]:
        if self.is_head(row):
            return []
        layout = self.layout
        cells: list[Cell] = []
        if layout.has_source_row:
            cells.append((layout.width, str(row), "number", "plain"))
        if found:
            texts = [m.text if m.is_error else f"Замечание: {m.text}" for m in found]
            words = "; ".join(dict.fromkeys(texts))[:_MESSAGES_LENGTH]
            look = "error" if any(mark.is_error for mark in found) else "warning"
            cells.append((layout.messages, words, "note", look))
        return cells


def page_of(name: str, writer: Writer, *, with_comments: bool) -> Page:
    """Return the sheet without its rows."""
    comments = _comments(writer) if with_comments else []
    return Page(name, writer.layout.header, writer.layout.messages, comments)


def all_rows(source: Source, writer: Writer) -> Iterator[Row]:
    """Yield every row where it stands in the file."""
    shift = writer.layout.shift
    if shift:
        yield 1, writer.cells(0, source.head[0], [])
    for block in source.blocks(writer.layout.width, {}):
        for row, texts in enumerate(block.frame.iter_rows(), start=block.first_row):
            yield row + shift, writer.cells(row, texts, writer.found(row, texts))


def failed_rows(source: Source, writer: Writer, tally: Tally) -> Iterator[Row]:
    """Yield what stands above the table, the header, and the rows with errors under their school lines."""
    out = 0
    if writer.layout.shift:
        out = 1
        yield out, writer.cells(0, source.head[0], [])
    line: tuple[int, Texts] | None = None
    for block in source.blocks(writer.layout.width, {}):
        for row, texts in _candidates(block, writer):
            is_head = writer.is_head(row)
            if not is_head and writer.is_school_line(texts):
                line = row, texts
                continue
            found = [] if is_head else writer.found(row, texts)
            if not is_head and not any(mark.is_error for mark in found):
                continue
            if not is_head and tally.rows >= rows_limit(writer.layout.width):
                return
            if line is not None:
                out += 1
                yield out, writer.cells(*line, [])
                line = None
            out += 1
            tally.rows += not is_head
            yield out, writer.cells(row, texts, found)


def rows_limit(width: int) -> int:
    """Return how many wrong rows one book holds: with more it would not be read again."""
    return min(ROWS_LIMIT, CELLS_LIMIT // max(1, width))


def _candidates(block: Block, writer: Writer) -> Iterator[tuple[int, Texts]]:
    """Yield the rows worth a look: above the table, wrong ones, and rows of few cells (school lines)."""
    frame, first = block.frame, block.first_row
    if writer.marks.is_wrong or writer.unknown_subjects:
        yield from enumerate(frame.iter_rows(), start=first)
        return
    filled = frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    numbers = pl.int_range(first, first + len(frame), eager=True)
    wanted = filled <= _FEW_CELLS
    wanted |= numbers + writer.layout.shift <= writer.layout.header
    last = first + len(frame)
    wanted |= numbers.is_in([row for row in writer.marks.errors if first <= row < last])
    yield from zip(numbers.filter(wanted).to_list(), frame.filter(wanted).iter_rows(), strict=True)


def _comments(writer: Writer) -> list[tuple[int, int, str]]:
    marks, layout = writer.marks, writer.layout
    found: dict[tuple[int, int], list[str]] = {}
    for kept in (marks.errors, marks.warnings):
        for row, members in kept.items():
            for mark in members:
                if mark.place is not None and mark.place < layout.width:
                    found.setdefault((row + layout.shift, mark.place), []).append(mark.text)
            if len(found) > COMMENTS_LIMIT:
                break
    chosen = sorted(found.items())[:COMMENTS_LIMIT]
    return [(row, place, "\n".join(texts)) for (row, place), texts in chosen]

"""Recognises a plan in the paragraphs and tables of a file: sections, rows, and a remark about everything unclear.

Pure. Nothing is corrected and nothing is dropped: what was joined, numbered or could not be placed is said in a
remark, the cells of the file stay with their row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backend.domain.plan_grid import (
    Block,
    Cell,
    CellKind,
    Column,
    Columns,
    Grid,
    GridRow,
    TableWords,
    columns_of,
    counts_columns,
    filled,
    normal,
    width,
)
from backend.domain.plan_lines import (
    Head,
    Line,
    code_in,
    section_head,
    section_heads,
    split_heading,
)
from backend.domain.plan_numbers import Remark, RowDraft, SectionDraft, finish
from backend.domain.plan_text import PlanText, SectionForm

_NUMBER_LIKE = re.compile(r"(?=.*\d)\S{1,20}")


class NotAPlan(Exception):
    """There is no table of a plan in the file; the text is a Russian sentence for the sender."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A plan as read. `preamble`: the lines above its heading (the order, the stamp «Приложение …»)."""

    plan: PlanText
    remarks: tuple[Remark, ...]
    preamble: tuple[str, ...]


def recognise(blocks: Sequence[Block], words: TableWords) -> Recognised:
    """Read the blocks of a file, in its order, as a plan; raises `NotAPlan` when no table names its columns."""
    if not any(_has_header(block, words) for block in blocks):
        raise NotAPlan(_what_is_expected(blocks, words))
    reader = _Reader(words)
    for block in blocks:
        if isinstance(block, Grid):
            reader.grid(block)
        else:
            reader.lines.append(Line(block.text))
    return reader.finished()


@dataclass(slots=True)
class _Reader:
    """What is known so far; `lines` wait until a row or a header tells what they are."""

    words: TableWords
    columns: Columns | None = None
    heading: str | None = None
    preamble: list[str] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    below_header: bool = False
    headless: int = 0
    untitled_sheet: str | None = None
    """The sheet that is read, until a title of a section is found on it."""

    def grid(self, grid: Grid) -> None:
        """Take the rows of a table; a table without a header continues the one before when it is as wide."""
        if grid.sheet is not None and normal(grid.sheet) in self.words.sheets_aside:
            return
        if not _has_header(grid, self.words):
            if self.columns is None or not any(map(self.columns.fits, grid.rows)):
                self._say(_aside(grid))
                return
            self.headless += 1
        self.below_header = False
        self.untitled_sheet = grid.sheet
        for row in grid.rows:
            self._row(row)
        # A sheet is a world of its own: what stands under its table is not a title of the next one.
        if grid.sheet is not None:
            self._end_of_text()

    def _row(self, row: GridRow) -> None:
        cells = filled(row)
        above = self.columns if self.below_header else None
        if not cells:
            self.lines.append(Line(""))
        elif columns := columns_of(row, self.words, above):
            self._header(columns)
        elif self.below_header and counts_columns(row):
            pass
        elif self.columns is None or self._is_line(row, cells, self.columns):
            self.lines.append(Line(" ".join(cell.text for cell in cells), in_grid=True))
            self.below_header = False
        else:
            self._place(row, cells, self.columns)
            self.below_header = False

    def _header(self, columns: Columns) -> None:
        self._open_sections(columns.form, may_be_unnumbered=True)
        self.columns = columns
        if not self.below_header:
            self._say(*(_extra(title) for title in columns.extra))
        self.below_header = True

    def _is_line(self, row: GridRow, cells: Sequence[Cell], columns: Columns) -> bool:
        """Whether the row is a title over the table: one cell over all columns, or one that cannot be a row."""
        if len(cells) > 1:
            return False
        cell = cells[0]
        if cell.span >= width(row):
            return True
        meaning = next((m for m, found in columns.read(row).items() if cell in found), None)
        if meaning in {Column.NUMBER, Column.TITLE} and section_head(cell.text, self.words):
            return True
        return meaning is Column.NUMBER and not _NUMBER_LIKE.fullmatch(cell.text)

    def _place(self, row: GridRow, cells: Sequence[Cell], columns: Columns) -> None:
        read = columns.read(row)
        texts = {column: _joined(found) for column, found in read.items()}
        own = {column: _joined(filled(found)) for column, found in read.items()}
        waiting = any(line.text for line in self.lines)
        last = self.sections[-1].last() if self.sections and not waiting else None
        if last is not None and _goes_on(read, own, columns):
            self.lines.clear()
            last.join(own, tuple(cell.text for cell in row))
            return
        number = texts.get(Column.NUMBER, "")
        if not texts.get(Column.TITLE) and not _NUMBER_LIKE.fullmatch(number):
            self._say(f"Строку таблицы не удалось разместить: {_shown(cells)}.")
            return
        self._open_sections(columns.form, may_be_unnumbered=False)
        if not self.sections:
            self._open(Head(None, self.heading or self.untitled_sheet or ""), columns.form)
            self.sections[-1].invented = True
        elif self.untitled_sheet is not None:
            sheet = self.untitled_sheet
            self._open(section_head(sheet, self.words) or Head(None, sheet), columns.form)
        self.sections[-1].rows.append(
            RowDraft(
                number=number if _NUMBER_LIKE.fullmatch(number) else "",
                numbered=columns.numbered,
                kind=next((c.kind for c in read.get(Column.NUMBER, ())), CellKind.TEXT),
                texts=texts,
                cells=tuple(cell.text for cell in row),
            )
        )
        if number and not _NUMBER_LIKE.fullmatch(number):
            self.sections[-1].rows[-1].remarks.append(f"В столбце номера стоит «{number}».")

    def _open_sections(self, form: SectionForm, *, may_be_unnumbered: bool) -> None:
        """Turn the waiting lines into the heading of the plan (the first time) and titles of sections."""
        lines: Sequence[Line] = self.lines
        if self.heading is None:
            self.preamble, self.heading, lines = split_heading(lines, self.words)
        heads, loose = section_heads(lines, self.words, may_be_unnumbered=may_be_unnumbered)
        self._say(*(f"Текст между таблицами не вошёл в план: «{text}»." for text in loose))
        for place, head in enumerate(heads):
            known = self.columns.form if self.columns else form
            self._open(head, form if place == len(heads) - 1 else known)
        self.lines = []

    def _open(self, head: Head, form: SectionForm) -> None:
        self.untitled_sheet = None
        last = self.sections[-1] if self.sections else None
        if last is not None and (last.code, last.title) == (head.code, head.title) and head.code:
            return  # the title is repeated on the next page
        code = head.code or code_in(head.title, self.words)
        self.sections.append(SectionDraft(code=code, title=head.title, form=form))

    def _end_of_text(self) -> None:
        """At the end of a file or sheet a title over all columns is a section without rows, other text a remark."""
        if self.columns is not None:
            heads = [
                line for line in self.lines if line.in_grid and section_head(line.text, self.words)
            ]
            loose = [line.text for line in self.lines if line.text and line not in heads]
            self._say(*(f"Текст под таблицей не вошёл в план: «{text}»." for text in loose))
            self.lines = heads
            self._open_sections(self.columns.form, may_be_unnumbered=False)

    def finished(self) -> Recognised:
        """Give every row its number and every doubt its remark."""
        self._end_of_text()
        if self.headless:
            self._say(
                f"Таблиц без строки заголовков: {self.headless}. Столбцы в них прочитаны так же, как в таблице перед ними."
            )
        sections, remarks = finish(self.sections)
        plan = PlanText(heading=self.heading or "", sections=sections)
        return Recognised(plan, (*self.remarks, *remarks), tuple(self.preamble))

    def _say(self, *texts: str) -> None:
        self.remarks += [Remark(None, text) for text in texts]


def _has_header(block: Block, words: TableWords) -> bool:
    return (
        isinstance(block, Grid)
        and (block.sheet is None or normal(block.sheet) not in words.sheets_aside)
        and any(columns_of(row, words) for row in block.rows)
    )


def _goes_on(
    read: Mapping[Column, Sequence[Cell]], own: Mapping[Column, str], columns: Columns
) -> bool:
    """Whether the row is the second part of the one before: torn by a page break, or its number is merged over both."""
    key = Column.NUMBER if columns.numbered else Column.TITLE
    if any(cell.continued and cell.text for cell in read.get(key, ())):
        return True
    title, term = own.get(Column.TITLE, ""), own.get(Column.TERM, "")
    if columns.numbered:
        return not own.get(Column.NUMBER) and not (title and term)
    return not title or (not term and (not own.get(Column.RESPONSIBLE) or title[0].islower()))


def _joined(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells if cell.text)


def _shown(cells: Iterator[Cell] | Sequence[Cell]) -> str:
    return " | ".join(f"«{cell.text}»" for cell in cells)


def _extra(title: str) -> str:
    return f"Столбца «{title}» в плане нет: его тексты сохранены в исходных ячейках строк."


def _aside(grid: Grid) -> str:
    where = f"Лист «{grid.sheet}»" if grid.sheet is not None else "Таблица"
    rows = [_shown(filled(row)) for row in grid.rows if filled(row)]
    return f"{where} без столбцов плана в него не вошла: {'; '.join(rows)}."


def _what_is_expected(blocks: Sequence[Block], words: TableWords) -> str:
    printed = words.printed[SectionForm.ROAD_MAP]
    titles = ", ".join(f"«{printed[c]}»" for c in (Column.TITLE, Column.TERM, Column.RESPONSIBLE))
    if not any(isinstance(block, Grid) and any(map(filled, block.rows)) for block in blocks):
        return f"В файле нет таблицы. План читается из таблицы со столбцами {titles}."
    return f"В таблицах файла нет строки заголовков плана: нужны столбцы {titles}. Подпишите столбцы и загрузите файл снова."

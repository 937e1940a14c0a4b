"""What is wrong with each row of a file, collected while the reader reads it; the texts of a flood are kept once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np

from backend.domain.scores.rules import ERROR, RULES
from backend.features.uploads.intake.child.output import Output

ROWS_LIMIT = 200_000
"""Rows whose faults are kept; a workbook with more would not be read again."""
MARKS_LIMIT = 600_000
"""Faults kept in all; past it a row keeps its first one."""
ISSUES_LIMIT = 4_000_000
_TWIN = re.compile(r"уже есть в строке (\d+)(?: листа «(.*)»)?\.$")


class Mark(NamedTuple):
    """One fault of a row: place of the cell (0-based; None = the whole row) and what is said."""

    place: int | None
    text: str
    is_error: bool


@dataclass(slots=True)
class TableMarks:
    """Faults of one table by Excel row; `whole` are about no row, `is_wrong` = every row is concerned."""

    told: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[int, list[Mark]] = field(default_factory=dict)
    warnings: dict[int, list[Mark]] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    is_wrong: bool = False
    rows_unkept: int = 0
    is_brief: bool = False
    """Not every fault of every row was kept: there were too many."""

    @property
    def header_row(self) -> int:
        return self.told["header_row"] or 0

    def of_row(self, row: int) -> list[Mark]:
        return [*self.errors.get(row, ()), *self.warnings.get(row, ())]


class Collecting(Output):
    """The output of the reader that keeps faults instead of writing frames; rows are let go."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), issues_limit=ISSUES_LIMIT)
        self.tables: dict[int, TableMarks] = {}
        self.skipped: list[list[str]] = []
        self._texts: dict[str, str] = {}
        self._count = 0

    def frame(self, kind: str, **content: Any) -> None:
        if kind == "issues":
            for code, table, row, column, header, message, advice in content["items"]:
                rows = [] if row is None else [row]
                self.add(code, table, rows, (column, header), message, advice)
        elif kind == "table":
            self._of(content["number"]).told = content
        elif kind == "skipped":
            self.skipped = content["items"]

    def rows(self, table: int, columns: Mapping[str, np.ndarray]) -> None:
        """Let the rows of results go: they are read again as text."""

    def add(
        self,
        code: str,
        table: int | None,
        rows: Sequence[int],
        cell: Sequence[str | None],
        message: str,
        advice: str | None,
    ) -> None:
        """Take a fault of some rows; no rows = the whole table, no table = the first one."""
        rule = RULES[code]
        marks = self._of(table or 0)
        letter, header = cell
        place = place_of(letter) if letter else None
        where = f"{letter} «{header}»: " if letter and header else f"{letter}: " if letter else ""
        text = f"{where}{rule.title}. {message} {advice or rule.how_to_fix}".strip()
        mark = Mark(place, self._texts.setdefault(text, text), rule.severity == ERROR)
        for row in rows:
            self._keep(marks, row, mark)
        if not rows:
            marks.whole.append(mark.text)
            marks.is_wrong |= mark.is_error and code in _CONCERN_ALL
        elif code == "participant_duplicate":
            self._add_twin(table or 0, rows, cell, message, advice)

    def settle(self) -> None:
        """Call after everything was added: an error above the table concerns each of its rows."""
        for marks in self.tables.values():
            above = [
                m for row, found in marks.errors.items() if row <= marks.header_row for m in found
            ]
            marks.is_wrong |= bool(above)
            marks.whole += [mark.text for mark in above]

    def _keep(self, marks: TableMarks, row: int, mark: Mark) -> None:
        kept = marks.errors if mark.is_error else marks.warnings
        if row not in kept:
            if len(kept) < ROWS_LIMIT:
                kept[row] = [mark]
                self._count += 1
            else:
                marks.rows_unkept += 1
        elif mark not in kept[row]:
            if self._count < MARKS_LIMIT:
                kept[row].append(mark)
                self._count += 1
            else:
                marks.is_brief = True

    def _of(self, table: int) -> TableMarks:
        return self.tables.setdefault(table, TableMarks())

    def _add_twin(
        self,
        table: int,
        rows: Sequence[int],
        cell: Sequence[str | None],
        message: str,
        advice: str | None,
    ) -> None:
        """The first row of the two is not written either: it is told as well."""
        found = _TWIN.search(message)
        if found is None:
            return
        other = next(
            (n for n, m in self.tables.items() if m.told and m.told["sheet"] == found[2]), table
        )
        rule = RULES["participant_duplicate"]
        later = ", ".join(map(str, rows))
        letter, header = cell
        where = f"{letter} «{header}»: " if letter else ""
        text = (
            f"{where}{rule.title}. Этот же код стоит в строке {later}. {advice or rule.how_to_fix}"
        )
        mark = Mark(place_of(letter) if letter else None, text, is_error=True)
        self._keep(self._of(other), int(found[1]), mark)


# About a table as a whole: none of its rows can be written while it stands.
_CONCERN_ALL = {
    "title_unclear",
    "subject_conflict",
    "year_conflict",
    "grade_wrong",
    "no_participants",
}


def place_of(letter: str) -> int:
    """Return the 0-based place of an Excel column («A» → 0)."""
    number = 0
    for character in letter:
        number = number * 26 + ord(character) - 64
    return number - 1

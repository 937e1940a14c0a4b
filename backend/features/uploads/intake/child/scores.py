"""Points, marks and sums of the rows of a block: typed columns, and every fault reported by its cell."""

from collections.abc import Callable

import numpy as np
import polars as pl

from backend.domain.scores.cells import Task, clean, echo
from backend.domain.scores.header import Shape
from backend.features.uploads.intake.child.lookups import Lookup
from backend.features.uploads.intake.child.masks import MaskColumn
from backend.features.uploads.intake.child.readers import (
    ABSENT,
    EMPTY,
    MAX_TEST,
    NONE,
    RANGE,
    TEXT,
    journal_reader,
    mark_reader,
    number_reader,
    score_reader,
    with_absence,
)

Report = Callable[..., None]
"""Rule, places of the rows in the block, place of the column, message or a function of the row, advice."""
_LARGEST = 127


class Column:
    """One column of numbers in the present block: texts by number, the values and statuses of the rows."""

    def __init__(self, place: int, lookup: Lookup) -> None:
        self.place = place
        self.lookup = lookup
        self.ids = np.zeros(0, np.uint32)
        self.values = np.zeros(0, np.int64)
        self.statuses = np.zeros(0, np.uint8)

    def take(self, frame: pl.DataFrame) -> None:
        self.ids = self.lookup.ids(frame[f"c{self.place}"])
        self.values = self.lookup.values[self.ids]
        self.statuses = self.lookup.statuses[self.ids]

    def where(self, status: int, among: np.ndarray | None) -> np.ndarray:
        """Return the places of rows with this status."""
        if not self.lookup.has(status):
            return np.zeros(0, np.int64)
        found = self.statuses == status
        return np.flatnonzero(found if among is None else found & among)

    def echo(self, row: int) -> str:
        return echo(clean(self.lookup.texts[int(self.ids[row])]))


class Scores:
    """Reads the columns of points and marks of one table."""

    def __init__(self, shape: Shape, *, maximum: int | None, decimal: str | None) -> None:
        profile, places = shape.profile, shape.places
        self.tasks: list[Task] = list(shape.tasks)
        self._task_columns = [
            Column(place, Lookup(with_absence(score_reader(task.maximum, decimal), profile)))
            for place, task in zip(shape.task_places, shape.tasks, strict=True)
        ]
        self._masks = [
            MaskColumn(field, places[field], profile)
            for field in ("short_mask", "long_mask", "oral_mask")
            if field in places
        ]
        known = sum(t.maximum for t in self.tasks) if all(t.maximum for t in self.tasks) else 0
        self._maximum = maximum or known or None
        readers = {
            "primary": number_reader(decimal, self._maximum),
            "test": number_reader(decimal, MAX_TEST),
            "mark": mark_reader(decimal),
            "journal": journal_reader,
        }
        self._columns = {
            field: Column(places[field], Lookup(with_absence(read, profile)))
            for field, read in readers.items()
            if field in places
        }
        self.highest: np.ndarray | None = None
        self._drops_mark_zero = profile.drops_mark_zero

    @property
    def kinds(self) -> dict[int, pl.Categorical]:
        """Which columns may be read into which dictionary of texts at once."""
        masks = {mask.place: mask.lookup.kind for mask in self._masks}
        columns = (*self._task_columns, *self._columns.values())
        return masks | {column.place: column.lookup.kind for column in columns}

    @property
    def lookups(self) -> list[Lookup]:
        """Every column of numbers, to see which decimal sign the file uses."""
        return [c.lookup for c in (*self._task_columns, *self._columns.values())]

    def take(self, frame: pl.DataFrame) -> np.ndarray:
        """Take a block; return the rows in which a word says that the participant was absent."""
        absent = np.zeros(len(frame), bool)
        for column in (*self._task_columns, *self._columns.values()):
            column.take(frame)
            if column.lookup.has(ABSENT):
                absent |= column.statuses == ABSENT
        for mask in self._masks:
            mask.take(frame)
        return absent

    def dropped(self) -> np.ndarray | None:
        """Return the rows that are no results by the layout («mark 0 = no work»), None = there are none."""
        if not self._drops_mark_zero or "mark" not in self._columns:
            return None
        zero = self._columns["mark"].values == 0
        return zero if zero.any() else None

    def check(self, absent: np.ndarray, report: Report) -> dict[str, np.ndarray]:
        """Report every fault of a cell; return the columns. Faults of sums come later, for rows without others."""
        present = None if not absent.any() else ~absent
        if present is not None:
            self._check_absent(absent, report)
        found: dict[str, np.ndarray] = {}
        tasks = self._check_tasks(present, report)
        if tasks is not None:
            found["tasks"] = tasks
        for field, column in self._columns.items():
            values = self._check_field(field, column, present, report)
            if present is not None and field != "journal":
                values = np.where(absent, NONE, values)
            found[field] = values
        if tasks is not None and "primary" not in found and tasks.shape[1]:
            total = np.maximum(tasks, 0).sum(axis=1)
            found["primary"] = np.where(absent, NONE, total)
        return found

    def check_sums(self, found: dict[str, np.ndarray], among: np.ndarray, report: Report) -> None:
        """Compare the sum of points with the primary score in rows that have no other fault."""
        primary = self._columns.get("primary")
        tasks = found.get("tasks")
        if primary is None or tasks is None or not tasks.shape[1]:
            return
        total = np.maximum(tasks, 0).sum(axis=1)
        wrong = np.flatnonzero(among & (found["primary"] >= 0) & (total != found["primary"]))
        values = found["primary"]
        report(
            "sum_differs",
            wrong,
            primary.place,
            lambda row: f"Сумма баллов за задания {total[row]}, а указано {values[row]}.",
        )

    def _check_tasks(self, present: np.ndarray | None, report: Report) -> np.ndarray | None:
        parts: list[np.ndarray] = []
        for task, column in zip(self.tasks, self._task_columns, strict=False):
            _check_score(task, column, present, report)
            values = column.values
            parts.append(values if present is None else np.where(present, values, NONE))
        for mask in self._masks:
            parts += list(mask.check(present, report).T)
        if not parts and not self._masks:
            return None
        matrix = np.stack(parts, axis=1) if parts else np.zeros((0, 0), np.int64)
        if len(matrix):
            best = matrix.max(axis=0)
            self.highest = best if self.highest is None else np.maximum(self.highest, best)
        return np.minimum(matrix, _LARGEST)

    def all_tasks(self) -> list[Task]:
        """Return the tasks of headers and of masks; a maximum nobody states is the highest score seen."""
        stated = [*self.tasks, *(task for mask in self._masks for task in mask.tasks)]
        highest = [] if self.highest is None else self.highest.tolist()
        highest += [0] * (len(stated) - len(highest))
        return [
            Task(t.name, t.maximum or max(1, min(top, _LARGEST)), t.column, t.header, t.difficulty)
            for t, top in zip(stated, highest, strict=True)
        ]

    def _check_absent(self, absent: np.ndarray, report: Report) -> None:
        filled = np.full(len(absent), -1)
        columns = [*self._task_columns]
        columns += [self._columns[f] for f in ("primary", "mark") if f in self._columns]
        for column in reversed(columns):
            filled = np.where(absent & (column.values >= 0), column.place, filled)
        message = "Участник отмечен как отсутствующий, но есть балл."
        for place in np.unique(filled[filled >= 0]).tolist():
            report("absent_with_scores", np.flatnonzero(filled == place), place, message)

    def _check_field(
        self, field: str, column: Column, present: np.ndarray | None, report: Report
    ) -> np.ndarray:
        value = column.values
        if field == "journal":
            rows = column.where(TEXT, None)
            report("journal_mark_wrong", rows, column.place, lambda r: f"Указано {column.echo(r)}.")
            return value
        wrong, over, empty = _RULES[field]
        rows = column.where(TEXT, present)
        report(wrong, rows, column.place, lambda r: f"Указано {column.echo(r)}.")
        rows = column.where(EMPTY, present)
        if field == "mark" and "test" in self._columns:  # ЕГЭ has a test score and no mark
            rows = rows[self._columns["test"].values[rows] < 0]
        if field == "test" and "mark" in self._columns:
            rows = rows[:0]
        report(empty, rows, column.place, "Ячейка пустая.")
        rows = column.where(RANGE, present)
        report(over, rows, column.place, lambda r: self._over(field, int(value[r])))
        bad = column.statuses == RANGE
        return np.where(bad, NONE, value) if field == "mark" and bad.any() else value

    def _over(self, field: str, value: int) -> str:
        if field == "primary":
            return f"Указано {value}, за работу можно получить не больше {self._maximum}."
        return f"Указано {value}."


_RULES = {
    "primary": ("primary_wrong", "primary_over_max", "primary_wrong"),
    "test": ("test_score_wrong", "test_score_wrong", "test_score_wrong"),
    "mark": ("mark_not_number", "mark_out_of_range", "mark_missing"),
}
"""Field → rules for a text, for a number that cannot be, for an empty cell."""


def _check_score(task: Task, column: Column, present: np.ndarray | None, report: Report) -> None:
    advice = _advice(task)
    rows = column.where(EMPTY, present)
    report("score_missing", rows, column.place, f"Пустая ячейка, задание {task.name}.")
    rows = column.where(TEXT, present)
    report("score_not_number", rows, column.place, lambda r: f"Указано {column.echo(r)}.", advice)
    rows = column.where(RANGE, present)
    values = column.values
    report(
        "score_over_max",
        rows,
        column.place,
        lambda r: f"Указано {values[r]}, за это задание можно получить не больше {task.maximum}.",
        advice,
    )


def _advice(task: Task) -> str | None:
    if not task.maximum:
        return None
    allowed = ", ".join(str(n) for n in range(task.maximum)) + f" или {task.maximum}"
    if task.maximum > 5:
        allowed = f"число от 0 до {task.maximum}"
    return f"Введите {allowed}. Если участник не приступал к заданию, поставьте Х."

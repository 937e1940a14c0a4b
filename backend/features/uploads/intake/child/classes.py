"""Classes and variants of the rows of a block: numbers of names, and what is wrong with them."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl

from backend.domain.scores.header import Shape
from backend.features.uploads.intake.child.lookups import Lookup
from backend.features.uploads.intake.child.output import Names
from backend.features.uploads.intake.child.readers import (
    ABSENT,
    NONE,
    TEXT,
    class_reader,
    variant_reader,
    with_absence,
)
from backend.features.uploads.intake.child.scores import Column, Report
from backend.features.uploads.intake.frames import NO_NAME


class Classes:
    """Reads the columns «Класс» and «Вариант» of one table."""

    def __init__(self, shape: Shape, names: Names) -> None:
        self._names = names
        readers = (("class", class_reader), ("variant", variant_reader))
        self._columns = {
            field: Column(
                shape.places[field],
                Lookup(with_absence(read(names), shape.profile, none=NO_NAME)),
            )
            for field, read in readers
            if field in shape.places
        }

    @property
    def kinds(self) -> dict[int, pl.Categorical]:
        """Which columns may be read into which dictionary of texts at once."""
        return {column.place: column.lookup.kind for column in self._columns.values()}

    def take(self, frame: pl.DataFrame, absent: np.ndarray) -> None:
        """Take a block; mark in `absent` the rows in which a word says that the participant was absent."""
        for column in self._columns.values():
            column.take(frame)
            if column.lookup.has(ABSENT):
                absent |= column.statuses == ABSENT

    def check(
        self, works: np.ndarray, grades: Sequence[int], report: Report
    ) -> dict[str, np.ndarray]:
        """Report what is no class and no variant, and classes of another grade than the work's; return the numbers.

        `grades` are by the number of the work, 0 = not said; `works` are those of the rows, −1 = unknown.
        """
        found: dict[str, np.ndarray] = {}
        for field, column in self._columns.items():
            rows = column.where(TEXT, None)
            report(f"{field}_unreadable", rows, column.place, _told(column))
            found[field] = column.values
        if "class" in self._columns and grades:
            self._check_grades(np.array([*grades, 0])[works], report)
        return found

    def _check_grades(self, of_work: np.ndarray, report: Report) -> None:
        column = self._columns["class"]
        grades = [NONE if grade is None else grade for grade in self._names.class_grades]
        # The last place stands for rows without a class.
        of_class = np.array([*grades, NONE])[np.where(column.values == NO_NAME, -1, column.values)]
        rows = np.flatnonzero((of_class >= 0) & (of_work > 0) & (of_class != of_work))
        report(
            "class_differs",
            rows,
            column.place,
            lambda r: f"Указано {column.echo(r)}, а работа для {of_work[r]} класса.",
        )


def _told(column: Column) -> Callable[[int], str]:
    return lambda row: f"Указано {column.echo(row)}."

"""Columns of answer masks: «++-1» and «1(2)0(3)» become points for single tasks."""

from typing import Any

import numpy as np
import polars as pl

from backend.domain.scores.cells import Task, clean, column_letter, echo
from backend.domain.scores.masks import Points, read_long_mask, read_short_mask, task_names
from backend.domain.scores.profile import Profile
from backend.features.uploads.intake.child.lookups import OK, Lookup

_UNREADABLE = 1
_NONE = -1


class MaskColumn:
    """One column of masks; the first readable mask of the table says how many tasks there are."""

    def __init__(self, field: str, place: int, profile: Profile) -> None:
        self._field = field
        self.place = place
        self._profile = profile
        self._points: list[Points | None] = []
        self.lookup = Lookup(self._read)
        self._ids = np.zeros(0, np.uint32)
        self._maxima: list[int] | None = None

    @property
    def tasks(self) -> list[Task]:
        """The tasks of this column; maximum 0 = the mask does not say it."""
        maxima = self._maxima or []
        names = task_names(self._field, len(maxima))
        letter = column_letter(self.place)
        return [Task(n, top, letter, "") for n, top in zip(names, maxima, strict=True)]

    def take(self, frame: pl.DataFrame) -> None:
        self._ids = self.lookup.ids(frame[f"c{self.place}"])

    def check(self, present: np.ndarray | None, report: Any) -> np.ndarray:
        """Report masks that cannot be read; return points, rows × tasks, −1 where there are none."""
        wrong = self.lookup.statuses[self._ids] == _UNREADABLE
        if wrong.any():
            rows = np.flatnonzero(wrong if present is None else wrong & present)
            report("mask_unreadable", rows, self.place, self._message)
        if self._maxima is None:
            self._maxima = []  # every block has the same tasks: masks that come later are told
        width = len(self._maxima)
        table = np.full((len(self._points), width), _NONE, np.int64)
        for number, points in enumerate(self._points):
            if points is not None and len(points.values) == width:
                table[number] = points.values
        found: np.ndarray = table[self.lookup.values[self._ids]]
        if present is not None:
            found[~present] = _NONE
        return found

    def _message(self, row: int) -> str:
        points = self._points[self.lookup.values[self._ids[row]]]
        if points is None:
            return f"Указано {echo(clean(self.lookup.texts[int(self._ids[row])]))}."
        return f"Заданий {len(points.values)}, а в первых строках их {len(self._maxima or ())}."

    def _read(self, text: str) -> tuple[int, int]:
        text = clean(text)
        read = read_short_mask if self._field == "short_mask" else read_long_mask
        points = read(text) if text else None
        self._points.append(points)
        number = len(self._points) - 1
        if not text:
            return number, OK
        if points is None:
            return number, _UNREADABLE
        if self._maxima is None:
            self._maxima = list(points.maxima)
        if len(points.values) != len(self._maxima) or (
            self._field != "short_mask" and list(points.maxima) != self._maxima
        ):
            return number, _UNREADABLE
        return number, OK

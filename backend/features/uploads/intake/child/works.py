"""Which work each row is about: distinct combinations of the cells that say so are read once, rows get a number."""

from collections.abc import Callable, Mapping
from math import prod

import numpy as np
import polars as pl

from backend.domain.scores.cells import is_ambiguous_date
from backend.domain.scores.header import Shape
from backend.domain.scores.issues import Issue
from backend.domain.scores.profile import Profile
from backend.domain.scores.rules import ERROR, RULES
from backend.domain.scores.work import Fault, WorkReading, settle_programme, work_of_row
from backend.features.uploads.intake.child.lookups import Lookup, as_it_stands
from backend.features.uploads.intake.child.output import Names

UNKNOWN = -1
_TABLE_LIMIT = 1 << 22
Report = Callable[[str, np.ndarray, int | None, str], None]
"""Rule, places of the rows in the block, place of the column, message."""


class Works:
    """Numbers of works for rows. A table that is one work as a whole needs no column."""

    def __init__(
        self,
        shape: Shape,
        base: WorkReading,
        names: Names,
        places: Mapping[str, int],
        *,
        date_order: str | None,
    ) -> None:
        self._profile: Profile = shape.profile
        self.base = base
        self._names = names
        self._places = dict(places)
        self._lookups = {field: Lookup(as_it_stands) for field in places}
        self._known: dict[tuple[int, ...], tuple[int, list[Fault]]] = {}
        self._date_order = date_order
        self.issues: list[Issue] = []
        """What was settled by a rule, once for every work."""
        self.ambiguous_date: str | None = None
        self.grades: list[int] = []
        """Grade by the number of the work, 0 = not said."""
        self.readings: dict[int, WorkReading] = {}
        self._whole = None if places else self._number(base)

    @property
    def kinds(self) -> dict[int, pl.Categorical]:
        """Which columns may be read into which dictionary of texts at once."""
        return {place: self._lookups[field].kind for field, place in self._places.items()}

    @property
    def is_by_rows(self) -> bool:
        """Whether rows say which work they are about; otherwise the whole table is one work."""
        return self._whole is None

    @property
    def whole(self) -> WorkReading | None:
        return None if self._whole is None else self.readings[self._whole]

    def of_rows(self, frame: pl.DataFrame, report: Report) -> np.ndarray:
        """Return the number of the work in every row, −1 where it cannot be read."""
        if self._whole is not None:
            return np.full(len(frame), self._whole, np.int64)
        ids = [self._lookups[f].ids(frame[f"c{place}"]) for f, place in self._places.items()]
        samples, places = distinct_rows(ids, [lookup.size for lookup in self._lookups.values()])
        found = [
            self._combination(numbers)
            for numbers in zip(*(part[samples].tolist() for part in ids), strict=True)
        ]
        self._report(found, places, report)
        numbers: np.ndarray = np.array([number for number, _ in found], np.int64)[places]
        return numbers

    def _report(
        self, found: list[tuple[int, list[Fault]]], places: np.ndarray, report: Report
    ) -> None:
        by_fault: dict[Fault, list[int]] = {}
        for place, (_, faults) in enumerate(found):
            for fault in faults:
                by_fault.setdefault(fault, []).append(place)
        for (code, field, message), combinations in by_fault.items():
            faulty = np.zeros(len(found), bool)
            faulty[combinations] = True
            report(code, np.flatnonzero(faulty[places]), self._places.get(field), message)

    def _combination(self, numbers: tuple[int, ...]) -> tuple[int, list[Fault]]:
        if numbers not in self._known:
            self._known[numbers] = self._read(numbers)
        return self._known[numbers]

    def _read(self, numbers: tuple[int, ...]) -> tuple[int, list[Fault]]:
        lookups = zip(self._lookups.items(), numbers, strict=True)
        texts = {field: lookup.texts[number] for (field, lookup), number in lookups}
        if is_ambiguous_date(texts.get("written_on", "").strip()) and not self._date_order:
            self.ambiguous_date = texts["written_on"]
        reading, faults = work_of_row(texts, self.base, self._profile, date_order=self._date_order)
        if any(RULES[code].severity == ERROR for code, _, _ in faults):
            return UNKNOWN, faults
        return self._number(reading), faults

    def _number(self, reading: WorkReading) -> int:
        settled = settle_programme(reading, row=None, issues=self.issues)
        number = self._names.work(settled.as_json())
        self.grades += [0] * (number + 1 - len(self.grades))
        self.grades[number] = settled.grade or 0
        self.readings[number] = settled
        return number

    def key_part(self, number: int) -> str:
        """Return what of the work goes into a participant key: the same person may sit it once a year."""
        reading = self.readings.get(number, self.base)
        return f"{reading.procedure}|{reading.year}"


def distinct_rows(ids: list[np.ndarray], sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return one row of every combination of numbers, and for every row the place of its combination there."""
    keys = np.zeros(len(ids[0]), np.int64)
    if prod(sizes) <= _TABLE_LIMIT:  # a table of all combinations is cheaper than sorting
        for size, part in zip(sizes, ids, strict=True):
            keys *= size
            keys += part
        samples = np.full(prod(sizes), -1)
        samples[keys] = np.arange(len(keys))
        used = np.flatnonzero(samples >= 0)
        place_of = np.zeros(len(samples), np.int64)
        place_of[used] = np.arange(len(used))
        return samples[used], place_of[keys]
    first = keys
    for size, part in zip(sizes, ids, strict=True):
        # Made dense at every step: the product of sizes may be larger than any number.
        _, first, keys = np.unique(keys * size + part, return_index=True, return_inverse=True)
    return first, keys

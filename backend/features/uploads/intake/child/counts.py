"""Aggregate tables: one row is one school, marks stand as counts or as percents of its participants."""

import re
from typing import Any

import numpy as np
import polars as pl

from backend.domain.scores.cells import clean, echo, is_ambiguous_number, normal
from backend.domain.scores.counts import Number, counts_from, read_number
from backend.domain.scores.header import Shape, work_places
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.work import WorkReading
from backend.features.uploads.intake.child.asides import rows_to_keep
from backend.features.uploads.intake.child.lookups import Lookup, as_it_stands
from backend.features.uploads.intake.child.options import Options
from backend.features.uploads.intake.child.output import Names, Output
from backend.features.uploads.intake.child.schools import NOWHERE, Schools
from backend.features.uploads.intake.child.sources import Block
from backend.features.uploads.intake.child.works import Works

MARKS = ("n2", "n3", "n4", "n5")
_TITLE_LENGTH = 200


class Counts:
    """Reads one aggregate table row by row: there are as many rows as schools."""

    is_hopeless = False

    def __init__(
        self,
        number: int,
        shape: Shape,
        work: WorkReading,
        *,
        names: Names,
        output: Output,
        options: Options,
    ) -> None:
        self._number, self._shape, self._names, self._output = number, shape, names, output
        places = {} if options.work_of(number) else work_places(shape)
        self.works = Works(shape, work, names, places, date_order=options.date_order)
        self.schools = Schools(
            shape, names, sender=options.sender_school, leading_zeros=options.leading_zeros
        )
        self.lookups = [Lookup(as_it_stands) for f in ("n", "sum") if f in shape.places]
        self._decimal = options.decimal
        self.kinds: dict[int, pl.Categorical] = {}
        self._wider: list[str] = []
        """Rows of the country, the region, the municipality: not schools."""
        self.rows_total = 0
        self.first_row: int | None = None
        self.last_row: int | None = None

    def take(self, block: Block) -> None:
        """Read one block under the header and write its counts."""
        frame = block.frame
        rows = np.arange(block.first_row, block.first_row + len(frame))
        n = frame[f"c{self._shape.places['n']}"]
        suspects = np.flatnonzero(n.is_null().to_numpy())
        keep = rows_to_keep(frame, suspects, rows, self._shape, self.schools)
        if keep is not None:
            frame, rows = frame.filter(pl.Series(keep)), rows[keep]
        chosen = [p for p in range(len(frame)) if self._is_school(frame, p)]
        if not chosen:
            return
        frame, rows = frame[chosen], rows[chosen]
        for lookup, field in zip(self.lookups, ("n", "sum"), strict=False):
            lookup.ids(frame[f"c{self._shape.places[field]}"])
        works = self.works.of_rows(
            frame, lambda code, places, column, text: self._report(code, rows[places], column, text)
        )
        schools = self._read_schools(frame, rows)
        items = []
        for place, row in enumerate(rows.tolist()):
            self._output.rows_total += 1
            self.rows_total += 1
            counted = self._row(
                {f: _text(frame, p, place) for f, p in self._shape.places.items()}, row
            )
            if counted is None or schools[place] < 0 or works[place] < 0:
                self._output.rows_bad += 1
                continue
            self.first_row = self.first_row or row
            self.last_row = row
            items.append([row, int(schools[place]), int(works[place]), *counted])
        self._names.tell(self._output)
        if items:
            self._output.frame("counts", table=self._number, items=items)

    def finish(self) -> list[Issue]:
        """Return what only the whole table tells."""
        issues = list(self.works.issues)
        if not self.rows_total:
            issues.append(issue("no_participants", "В таблице нет ни одной строки школы."))
        if self._wider:
            named = ", ".join(f"«{text[:60]}»" for text in self._wider[:5])
            text = f"Строк шире одной школы: {len(self._wider)} ({named}). Они не записываются."
            issues.append(issue("rows_dropped", text))
        return issues

    def _is_school(self, frame: pl.DataFrame, place: int) -> bool:
        """Rows of the whole country, the region and the municipality stand in the same table."""
        if "school" in self._shape.places or "group" not in self._shape.places:
            return True
        text = _text(frame, self._shape.places["group"], place)
        if self._shape.profile.school_line.search(text):
            return True
        words = set(re.findall(r"[а-я]+", normal(text)))
        if words & set(self._shape.profile.school_words):
            return True
        self._wider.append(text)
        return False

    def _read_schools(self, frame: pl.DataFrame, rows: np.ndarray) -> np.ndarray:
        group = self._shape.places.get("group")
        if "school" not in self._shape.places and group is not None:
            texts = [_text(frame, group, place) for place in range(len(frame))]
            return np.array([self._by_group(text) for text in texts], np.int64)
        numbers, missing, wrong = self.schools.of_rows(frame, rows)
        column = self._shape.places.get("school")
        self._report("school_missing", rows[missing], column, "Школа не указана.")
        for place in np.flatnonzero(wrong).tolist():
            code, text = self.schools.fault(self.schools.text_at(frame, place))
            self._report(code, rows[[place]], column, text)
        return numbers

    def _by_group(self, text: str) -> int:
        found = self._shape.profile.school_line.search(text)
        if found:
            title = clean(text[: found.start()])[:_TITLE_LENGTH] or None
            return self._names.school("login", found["login"], title)
        return (
            self._names.school("name", text[:_TITLE_LENGTH], text[:_TITLE_LENGTH])
            if text
            else NOWHERE
        )

    def _row(self, texts: dict[str, str], row: int) -> list[Any] | None:
        n = read_number(texts["n"])
        if n is not None and is_ambiguous_number(texts["n"]):
            n = self._thousands(texts["n"])
        if n is None or n.whole is None:
            self._fault("participants_wrong", row, "n", f"Указано {echo(texts['n'])}.")
            return None
        marks: list[Number] = []
        for field in MARKS:
            mark = read_number(texts.get(field, ""))
            if mark is None or (self._shape.profile.are_shares and mark.value > 100):
                self._fault("share_wrong", row, field, f"Указано {echo(texts[field])}.")
                return None
            marks.append(mark)
        counted = counts_from(n.whole, marks, are_shares=self._shape.profile.are_shares)
        if counted is None:
            what = "доли" if self._shape.profile.are_shares else "числа отметок"
            text = f"Участников {n.whole}, {what} не дают столько целых отметок."
            self._fault("counts_differ", row, "n2", text)
            return None
        total = read_number(texts["sum"]) if texts.get("sum") else None
        whole = total.whole if total else None
        if total is not None and whole is None:
            self._fault("primary_wrong", row, "sum", f"Указано {echo(texts['sum'])}.")
            return None
        return [n.whole, *counted, whole, n.whole if whole is not None else None]

    def _thousands(self, text: str) -> Number | None:
        """«1,234» participants are 1234 only where a person said so."""
        sign = "," if "," in text else "."
        if self._decimal is None or self._decimal == sign:
            return None
        return read_number(text.replace(sign, ""))

    def _fault(self, code: str, row: int, field: str, message: str) -> None:
        self._report(code, np.array([row]), self._shape.places.get(field), message)

    def _report(self, code: str, rows: np.ndarray, column: int | None, message: str) -> None:
        self._output.report(code, self._number, rows, self._shape.cell(column), message)


def _text(frame: pl.DataFrame, column: int, place: int) -> str:
    return clean(frame[f"c{column}"][place] or "")

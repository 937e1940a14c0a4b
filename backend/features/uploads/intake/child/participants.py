"""Rows of participants: a block of text columns becomes typed columns on the stream, faults are reported by cell."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import polars as pl

from backend.domain.scores.cells import clean, echo, is_exponent
from backend.domain.scores.header import Shape, work_places
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.rules import ERROR, RULES
from backend.domain.scores.work import WorkReading
from backend.features.uploads.intake.child import people
from backend.features.uploads.intake.child.asides import rows_to_keep
from backend.features.uploads.intake.child.classes import Classes
from backend.features.uploads.intake.child.lookups import Lookup
from backend.features.uploads.intake.child.options import Options
from backend.features.uploads.intake.child.output import Names, Output
from backend.features.uploads.intake.child.schools import NOWHERE, Schools
from backend.features.uploads.intake.child.scores import Scores
from backend.features.uploads.intake.child.sources import Block
from backend.features.uploads.intake.child.works import UNKNOWN, Works

_HOPELESS_SHARE = 0.5


class Participants:
    """Reads one table whose rows are participants."""

    def __init__(
        self,
        number: int,
        shape: Shape,
        work: WorkReading,
        *,
        names: Names,
        output: Output,
        options: Options,
        is_wide_fault: bool,
    ) -> None:
        self._number, self._shape, self._names, self._output = number, shape, names, output
        self._options = options
        self._width = len(shape.header.texts)
        self._is_wide_fault = is_wide_fault
        places = {} if options.work_of(number) else work_places(shape)
        self.works = Works(shape, work, names, places, date_order=options.date_order)
        self.schools = Schools(
            shape, names, sender=options.sender_school, leading_zeros=options.leading_zeros
        )
        self.scores = Scores(shape, maximum=work.max_primary, decimal=options.decimal)
        self.classes = Classes(shape, names)
        self._has_key = people.has_person_key(shape)
        self._errors = np.zeros(0, bool)
        self._rows = np.zeros(0, np.int64)
        self._counts: Counter[int] = Counter()
        self._dropped = 0
        self.rows_total = 0
        self.first_row: int | None = None
        self.last_row: int | None = None

    @property
    def kinds(self) -> dict[int, pl.Categorical]:
        """Which columns may be read into which dictionary of texts at once."""
        return self.works.kinds | self.schools.kinds | self.classes.kinds | self.scores.kinds

    @property
    def lookups(self) -> list[Lookup]:
        """Columns of numbers, to see how fractions are written."""
        return self.scores.lookups

    def take(self, block: Block) -> None:
        """Read one block under the header and write its rows."""
        frame, self._rows = (
            block.frame,
            np.arange(block.first_row, block.first_row + len(block.frame)),
        )
        codes = self._codes(frame)
        somebody = codes >= 0 if codes is not None else people.is_somebody(frame, self._shape)
        if (footers := self.schools.footers(frame)) is not None:
            somebody &= ~footers
        keep = rows_to_keep(frame, np.flatnonzero(~somebody), self._rows, self._shape, self.schools)
        if keep is not None:
            frame, self._rows = frame.filter(pl.Series(keep)), self._rows[keep]
            codes = codes[keep] if codes is not None else None
        absent = self._absent(frame)
        if (none := self.scores.dropped()) is not None:
            self._dropped += int(none.sum())
            frame, self._rows = frame.filter(pl.Series(~none)), self._rows[~none]
            codes = codes[~none] if codes is not None else None
            absent = self._absent(frame)
        if not len(frame):
            return
        self._read(frame, codes, absent)

    def _absent(self, frame: pl.DataFrame) -> np.ndarray:
        """Take the columns; return the rows in which a word says that the participant was absent."""
        absent = self.scores.take(frame)
        self.classes.take(frame, absent)
        return absent

    def _read(self, frame: pl.DataFrame, codes: np.ndarray | None, absent: np.ndarray) -> None:
        self._errors = np.zeros(len(frame), bool)
        if self._is_wide_fault:
            self._check_width(frame)
        schools = self._read_schools(frame)
        works = self.works.of_rows(frame, self._report)
        codes = self._check_codes(frame, codes, schools, works)
        found = self.scores.check(absent, self._report)
        found |= self.classes.check(works, self.works.grades, self._report)
        self.scores.check_sums(found, ~self._errors, self._report)
        found["row"], found["school"], found["work"] = self._rows, schools, works
        found["code"], found["bad"] = codes, self._errors
        self._write(found)

    def _write(self, found: dict[str, np.ndarray]) -> None:
        known = (found["school"] >= 0) & (found["work"] >= 0) & (found["code"] >= 0)
        self._output.rows_total += len(known)
        self._output.rows_bad += int(self._errors.sum())
        self.rows_total += len(known)
        if not known.all():
            found = {name: values[known] for name, values in found.items()}
        if not len(found["row"]):
            return
        rows = found["row"]
        self.first_row = self.first_row or int(rows[0])
        self.last_row = int(rows[-1])
        if self.schools.declared:
            numbers, counts = np.unique(found["school"], return_counts=True)
            self._counts.update(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))
        self._names.tell(self._output)
        self._output.rows(self._number, found)

    @property
    def is_hopeless(self) -> bool:
        """More errors than anybody repairs, in most of the rows: the rest need not be read."""
        bad = self._errors.sum() > _HOPELESS_SHARE * max(1, len(self._errors))
        return bool(bad) and self._output.errors > self._options.issues_limit

    def finish(self) -> list[Issue]:
        """Return what only the whole table tells: emptiness, declared counts, works settled by a rule."""
        issues = list(self.works.issues)
        if not self.rows_total:
            text = "Под шапкой таблицы нет строк с участниками."
            issues.append(issue("no_participants", text))
        if self._dropped:
            text = f"Строк с отметкой 0: {self._dropped}. По описанию набора это «работы нет»."
            issues.append(issue("rows_dropped", text))
        for number, (row, declared) in self.schools.declared.items():
            found = self._counts[number]
            if declared is not None and declared != found:
                text = (
                    f"В строке школы указано участников: {declared}, в таблице прочитано: {found}."
                )
                issues.append(issue("participants_count", text, row=row))
        return issues

    def _report(
        self,
        code: str,
        places: np.ndarray,
        column: int | None,
        message: str | Callable[[int], str],
        how_to_fix: str | None = None,
    ) -> None:
        if not len(places):
            return
        if RULES[code].severity == ERROR:
            self._errors[places] = True
        text = message if isinstance(message, str) else lambda n: message(int(places[n]))
        self._output.report(
            code, self._number, self._rows[places], self._shape.cell(column), text, how_to_fix
        )

    def _codes(self, frame: pl.DataFrame) -> np.ndarray | None:
        """Return the codes in the file; None where rows are told apart by a key of names."""
        place = self._shape.places.get("participant")
        if place is None or self._has_key:
            return None
        return people.codes(frame[f"c{place}"], with_keys=self._options.kind == "participant")

    def _check_codes(
        self, frame: pl.DataFrame, codes: np.ndarray | None, schools: np.ndarray, works: np.ndarray
    ) -> np.ndarray:
        place = self._shape.places.get("participant")
        if codes is None:
            codes = people.person_keys(
                frame, self._shape, secret=self._options.secret, contexts=self._contexts(schools, works)
            )  # fmt: skip
            if place is not None:
                codes = np.where(codes < 0, people.codes(frame[f"c{place}"]), codes)
            known = (schools >= 0) & (works >= 0)
            self._report(
                "person_missing",
                np.flatnonzero((codes < 0) & known),
                self._shape.places.get("surname", self._shape.places.get("full_name")),
                "Нет фамилии и имени, документа или кода участника.",
            )
            return codes
        assert place is not None
        documents = people.documents_among(codes)
        if len(documents):
            codes = codes.copy()
            codes[documents] = people.NOBODY
        wrong = np.flatnonzero(codes < 0)
        if len(wrong):
            texts = [clean(text or "") for text in frame[f"c{place}"].gather(wrong).to_list()]
            filled = np.array([bool(text) for text in texts])
            self._report(
                "participant_code_missing",
                wrong[~filled],
                place,
                "В строке есть данные, но нет кода участника.",
            )
            by_row = dict(zip(wrong.tolist(), texts, strict=True))
            self._report(
                "participant_code_format", wrong[filled], place, lambda r: _told_code(by_row[r])
            )
        return codes

    def _contexts(self, schools: np.ndarray, works: np.ndarray) -> list[str]:
        keys = self._names.school_keys()
        parts: dict[tuple[int, int], str] = {}
        found = []
        for pair in zip(schools.tolist(), works.tolist(), strict=True):
            if pair not in parts:
                school, work = pair
                is_known = school != NOWHERE and work != UNKNOWN
                parts[pair] = f"{keys[school][1]}|{self.works.key_part(work)}" if is_known else ""
            found.append(parts[pair])
        return found

    def _check_width(self, frame: pl.DataFrame) -> None:
        last = frame[f"c{self._width}"]
        if last.null_count() < len(last):
            rows = np.flatnonzero(last.is_not_null().to_numpy())
            text = f"В шапке столбцов {self._width}, в строке ячеек больше."
            self._report("row_too_wide", rows, self._width, text)

    def _read_schools(self, frame: pl.DataFrame) -> np.ndarray:
        numbers, missing, wrong = self.schools.of_rows(frame, self._rows)
        place = self._shape.places.get("school")
        if missing.any():
            text = "Логин школы не указан ни в строке, ни над таблицей."
            self._report("school_missing", np.flatnonzero(missing), place, text)
        if wrong.any():
            rows = np.flatnonzero(wrong)
            code = self.schools.fault("")[0]
            self._report(
                code, rows, place, lambda r: self.schools.fault(self.schools.text_at(frame, r))[1]
            )
        return numbers


def _told_code(text: str) -> str:
    if is_exponent(text):
        return f"Указано {echo(text)}: таблица превратила код в число и потеряла его цифры."
    return f"Указано {echo(text)}."

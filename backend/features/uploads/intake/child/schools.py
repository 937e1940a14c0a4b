"""Which school each row belongs to: its own cell, the school line above it, or the sender."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from backend.domain.scores.cells import clean, echo, gia_school, own_school_code, school_login
from backend.domain.scores.header import Shape
from backend.domain.scores.personal import is_personal
from backend.domain.scores.profile import Profile, is_footer
from backend.features.uploads.intake.child.lookups import OK, Lookup, as_it_stands
from backend.features.uploads.intake.child.output import Names

NOWHERE = -1
_EMPTY, _BAD, _FOOTER = 1, 2, 3
_TITLE_LENGTH = 200
_GIA_DIGITS = 6


class Schools:
    """Numbers of schools for rows; remembers the last school line and what the lines declared."""

    def __init__(
        self,
        shape: Shape,
        names: Names,
        *,
        sender: Mapping[str, Any] | None,
        leading_zeros: str | None,
    ) -> None:
        self._shape = shape
        self._profile: Profile = shape.profile
        self._names = names
        self._zeros = leading_zeros
        self._sender = sender
        self._lines: list[tuple[int, int]] = []
        """Row of a school line → number of its school, in order."""
        self.declared: dict[int, tuple[int, int | None]] = {}
        """Number of a school → row of its first line and the participants declared there."""
        self.short_codes: set[str] = set()
        """Codes that may have lost zeros in front; the texts are digits only."""
        self._place = shape.places.get("school")
        self._lookup = Lookup(self._read)
        self._municipalities = Lookup(as_it_stands) if "msu" in shape.places else None
        self._pairs: dict[tuple[int, int], int] = {}

    @property
    def kinds(self) -> dict[int, pl.Categorical]:
        """Which columns may be read into which dictionary of texts at once."""
        return {} if self._place is None else {self._place: self._lookup.kind}

    @property
    def is_from_nowhere(self) -> bool:
        """No column, no line: the file does not say which school it is about."""
        return self._place is None and not self._lines

    def read_line(self, row: int, cells: Sequence[str]) -> bool:
        """Take a school line; return whether it was one."""
        for cell in cells:
            found = self._profile.school_line.search(cell)
            if found is None:
                continue
            count = self._profile.participants_line.search(" | ".join(cells))
            title = clean(cell[: found.start()])[:_TITLE_LENGTH] or None
            number = self._names.school("login", found["login"], title)
            self._lines.append((row, number))
            self.declared.setdefault(number, (row, int(count["count"]) if count else None))
            return True
        return False

    def of_rows(
        self, frame: pl.DataFrame, rows: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the school of each row (−1 = unknown), where none is stated, and where it cannot be read."""
        stated = np.full(len(rows), NOWHERE, np.int64)
        status = np.full(len(rows), _EMPTY, np.uint8)
        if self._place is not None:
            ids = self._lookup.ids(frame[f"c{self._place}"])
            if self._municipalities is not None:
                stated, status = self._by_pairs(ids, frame)
            else:
                stated, status = self._lookup.values[ids], self._lookup.statuses[ids]
        empty = status == _EMPTY
        if empty.any():
            stated = np.where(empty, self._above(rows), stated)
        self._entitle(frame, stated)
        return stated, empty & (stated == NOWHERE), status >= _BAD

    def footers(self, frame: pl.DataFrame) -> np.ndarray | None:
        """Return the rows with a word of a footer instead of a school, None = there are none."""
        if self._place is None or self._municipalities is not None:
            return None
        ids = self._lookup.ids(frame[f"c{self._place}"])
        if not self._lookup.has(_FOOTER):
            return None
        found: np.ndarray = self._lookup.statuses[ids] == _FOOTER
        return found

    def fault(self, text: str) -> tuple[str, str]:
        """Return the rule and the message for a cell that names no school."""
        if self._profile.schools == "gia":
            return "school_code_format", f"Указано {echo(text)}, это не код ОО из 6 цифр."
        if self._profile.schools == "any":
            return "school_login_format", f"Указано {echo(text)}, это не логин и не код школы."
        return "school_login_format", f"Указано {echo(text)}, это не логин ФИС ОКО."

    def _above(self, rows: np.ndarray) -> np.ndarray:
        if not self._lines:
            if self._place is None:
                return np.full(len(rows), self._sender_school(), np.int64)
            return np.full(len(rows), NOWHERE, np.int64)
        starts = np.array([row for row, _ in self._lines])
        numbers = np.array([NOWHERE, *(number for _, number in self._lines)])
        found: np.ndarray = numbers[np.searchsorted(starts, rows, side="right")]
        return found

    def _sender_school(self) -> int:
        sender = self._sender or {}
        return self._names.school("sender", str(sender.get("code") or sender.get("login") or ""))

    def _read(self, text: str) -> tuple[int, int]:
        text = clean(text)
        if not text:
            return NOWHERE, _EMPTY
        if is_footer(self._profile, text):
            return NOWHERE, _FOOTER
        kind, key = self._key(text)
        return (self._names.school(kind, key), OK) if key else (NOWHERE, _BAD)

    def _key(self, text: str, municipality: str = "") -> tuple[str, str | None]:
        schools = self._profile.schools
        if schools == "gia":
            return "gia", self._gia(text, municipality)
        login = school_login(text)
        if schools == "login":
            return "login", login
        if login and len(login) == _GIA_DIGITS and text.removesuffix(".0") == login:
            return "gia", login
        if login:
            return "login", login
        if text.isdigit() and len(text) == _GIA_DIGITS - 1 and self._zeros != "keep":
            return "gia", self._gia(text, "")
        return "code", own_school_code(text)

    def _gia(self, text: str, municipality: str) -> str | None:
        found = gia_school(text, municipality)
        digits = text.removesuffix(".0")
        if found is None and digits.isdigit() and 4 <= len(digits) < _GIA_DIGITS:
            self.short_codes.add(digits)
            return digits.zfill(_GIA_DIGITS) if self._zeros == "pad" else None
        return found

    def _by_pairs(self, ids: np.ndarray, frame: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        assert self._municipalities is not None
        others = self._municipalities.ids(frame[f"c{self._shape.places['msu']}"])
        keys, inverse = np.unique(ids.astype(np.int64) << 32 | others, return_inverse=True)
        numbers, statuses = [], []
        for key in keys.tolist():
            text = clean(self._lookup.texts[key >> 32])
            if not text:
                numbers.append(NOWHERE)
                statuses.append(_EMPTY)
                continue
            found = self._key(text, clean(self._municipalities.texts[key & 0xFFFFFFFF]))[1]
            numbers.append(self._names.school("gia", found) if found else NOWHERE)
            statuses.append(OK if found else _BAD)
        return np.array(numbers, np.int64)[inverse], np.array(statuses, np.uint8)[inverse]

    def text_at(self, frame: pl.DataFrame, place: int) -> str:
        assert self._place is not None
        return clean(frame[f"c{self._place}"][place] or "")

    def _entitle(self, frame: pl.DataFrame, numbers: np.ndarray) -> None:
        place = self._shape.places.get("school_title")
        if place is None:
            return
        found, first = np.unique(numbers, return_index=True)
        for number, row in zip(found.tolist(), first.tolist(), strict=True):
            if number != NOWHERE and not self._names.has_title(number):
                title = clean(frame[f"c{place}"][row] or "")[:_TITLE_LENGTH]
                if title and not is_personal(title):
                    self._names.entitle(number, title)

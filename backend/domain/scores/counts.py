"""Marks as counts or shares of one school → whole participants, or the reason why they do not add up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backend.domain.scores.cells import clean

_NUMBER = re.compile(r"^\d{1,7}(?:[.,]\d{1,4})?$")
_GROUPS = re.compile(r"^\d{1,3}(?: \d{3})+$")
_NOTHING = {"", "-", "–", "—"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: its value and how many digits stand behind the decimal sign."""

    value: Fraction
    digits: int

    @property
    def whole(self) -> int | None:
        return int(self.value) if self.value.denominator == 1 else None


def read_number(text: str) -> Number | None:
    """Return the number of a cell («1 234», «45,5», «45.50 %»), None for anything else. A dash is nothing: 0."""
    text = clean(text).removesuffix("%").strip()
    if text in _NOTHING:
        return Number(Fraction(0), 0)
    if _GROUPS.match(text):
        text = text.replace(" ", "")
    if not text.isascii() or not _NUMBER.match(text):
        return None
    whole, _, rest = text.replace(",", ".").partition(".")
    return Number(Fraction(f"{whole}.{rest}" if rest else whole), len(rest))


def counts_from(n: int, marks: Sequence[Number], *, are_shares: bool) -> tuple[int, ...] | None:
    """Return whole numbers of participants by mark, None when rounded shares do not give any or do not sum up to n."""
    if not are_shares:
        counts = [mark.whole for mark in marks]
        if None in counts or sum(c or 0 for c in counts) != n:
            return None
        return tuple(c or 0 for c in counts)
    found = []
    for mark in marks:
        count = round(mark.value * n / 100)
        digits = max(
            m.digits for m in marks
        )  # «50» beside «16.67» is «50.00» as a spreadsheet shows it
        slack = Fraction(1, 2 * 10**digits)
        if mark.value > 100 or abs(Fraction(100 * count, n or 1) - mark.value) > slack:
            return None
        found.append(count)
    return tuple(found) if sum(found) == n else None

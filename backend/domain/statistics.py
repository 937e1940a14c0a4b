"""Figures of a protocol: counts of marks, shares with their n and interval, small-sample honesty.

Formulas of domain.md 7.1: N = participants with a mark; one decimal, half up; N = 0 gives no share, never 0 %.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

SMALL_SAMPLE_BELOW = 10
_Z_95 = 1.959963984540054
_ONE_DECIMAL = Decimal("0.1")
_TWO_DECIMALS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """How many participants got each mark, and how the marks compare with the school journal.

    `lowered`: the mark of the work is below the journal's; those without a journal mark are in none of three.
    """

    n2: int
    n3: int
    n4: int
    n5: int
    lowered: int
    confirmed: int
    raised: int

    @property
    def n(self) -> int:
        return self.n2 + self.n3 + self.n4 + self.n5

    @property
    def compared(self) -> int:
        """Participants with both marks: the n of the shares of comparison."""
        return self.lowered + self.confirmed + self.raised


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`; percents with one decimal, None when there is nobody to speak of."""

    count: int
    n: int
    pct: Decimal | None
    ci_low_pct: Decimal | None
    ci_high_pct: Decimal | None


def count_marks(rows: Iterable[tuple[int | None, int | None]]) -> MarkCounts:
    """Count (mark, journal mark) of participants; one without a mark (absent) is no participant."""
    marks = dict.fromkeys((2, 3, 4, 5), 0)
    lowered = confirmed = raised = 0
    for mark, journal in rows:
        if mark is None:
            continue
        marks[mark] += 1
        if journal is None:
            continue
        lowered += mark < journal
        confirmed += mark == journal
        raised += mark > journal
    return MarkCounts(marks[2], marks[3], marks[4], marks[5], lowered, confirmed, raised)


def share(count: int, n: int) -> Share:
    """Return count of n in percent with the 95 % Wilson interval; raises ValueError when count is not in 0…n."""
    if not 0 <= count <= n:
        message = f"{count} of {n} is no share"
        raise ValueError(message)
    if n == 0:
        return Share(0, 0, None, None, None)
    low, high = wilson_95(count, n)
    return Share(count, n, percent(count, n), _one_decimal(low * 100), _one_decimal(high * 100))


def percent(count: int, n: int) -> Decimal | None:
    """Return count / n · 100 with one decimal, half up, computed exactly; None for n = 0."""
    if n == 0:
        return None
    return (Decimal(count * 100) / Decimal(n)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def average_mark(counts: MarkCounts) -> Decimal | None:
    """Return the mean mark with two decimals, half up; None without participants."""
    total = 2 * counts.n2 + 3 * counts.n3 + 4 * counts.n4 + 5 * counts.n5
    return mean(total, counts.n)


def mean(total: int, n: int) -> Decimal | None:
    """Return total / n with two decimals, half up; None for n = 0."""
    return (Decimal(total) / Decimal(n)).quantize(_TWO_DECIMALS, ROUND_HALF_UP) if n else None


def wilson_95(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share as fractions 0…1 (E. B. Wilson, 1927); n > 0."""
    p = count / n
    z2 = _Z_95 * _Z_95
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At 0 and n of n the bound is exact; floating point would leave a speck.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high


def is_small_sample(n: int) -> bool:
    """Return whether one pupil moves a share so much that it must not be read as a trend (domain.md 4.3)."""
    return n < SMALL_SAMPLE_BELOW


def _one_decimal(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)

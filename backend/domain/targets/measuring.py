"""Metrics of targets as integers: a total, of how much it is counted, from how many pupils; and their intervals.

A share is the number of pupils over N. A mean (mark, СОУ, completion) lies between a floor and a ceiling: of all
variables of 0…1 with the same mean a share has the widest spread, so Wilson's interval of the place between floor and
ceiling is never narrower than the true one. A village class whose marks are all alike gets no interval of zero width.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from backend.domain.statistics import Verdict, newcombe_95, wilson_95

Better = Literal["up", "down"]
Change = Verdict


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """Sums over the current protocols of one school: what a metric is made of."""

    participants: int
    n_below: int
    n2: int
    n3: int
    n4: int
    n5: int
    confirmed: int
    compared: int
    n_high: int
    n_test: int
    sum_primary: int
    n_primary: int
    full_primary: int | None
    """Σ n · maximum; None when a work has no known maximum."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`total` of `out_of`, from `n` pupils; n = 0 is no value."""

    total: int
    out_of: int
    n: int


@dataclass(frozen=True, slots=True)
class Metric:
    """How a metric is read: value = total / out_of · factor, between floor and ceiling."""

    code: str
    better: Better
    factor: int
    floor: int
    ceiling: int
    step: Decimal
    is_share: bool

    def value(self, measure: Measure) -> Fraction | None:
        """Return the exact value in units of the metric, None without pupils."""
        if measure.n == 0 or measure.out_of == 0:
            return None
        return Fraction(measure.total * self.factor, measure.out_of)

    def rounded(self, value: Fraction | float) -> Decimal:
        """Return a value as it is shown: half up, one decimal of percents, two of marks."""
        exact = value if isinstance(value, Fraction) else Fraction(repr(value))
        shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
            self.step, ROUND_HALF_UP
        )
        return shown + 0  # no «−0»

    @property
    def width(self) -> int:
        return self.ceiling - self.floor

    @property
    def best(self) -> int:
        """The value nothing is better than."""
        return self.ceiling if self.better == "up" else self.floor


_PCT, _MARK = Decimal("0.1"), Decimal("0.01")
METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.code: metric
        for metric in (
            Metric("success", "up", 100, 0, 100, _PCT, is_share=True),
            Metric("quality", "up", 100, 0, 100, _PCT, is_share=True),
            Metric("below_min", "down", 100, 0, 100, _PCT, is_share=True),
            Metric("confirmed", "up", 100, 0, 100, _PCT, is_share=True),
            Metric("high_score", "up", 100, 0, 100, _PCT, is_share=True),
            Metric("avg_mark", "up", 1, 2, 5, _MARK, is_share=False),
            Metric("sou", "up", 1, 16, 100, _PCT, is_share=False),
            Metric("completion", "up", 100, 0, 100, _PCT, is_share=False),
        )
    }
)


def measure(code: str, c: ResultCounts) -> Measure:
    """Return a metric of these counts; without anybody to count (or a known maximum) its n is 0."""
    marked = c.n2 + c.n3 + c.n4 + c.n5
    full = c.full_primary or 0
    found = {
        "success": Measure(c.participants - c.n_below, c.participants, c.participants),
        "quality": Measure(c.n4 + c.n5, marked, marked),
        "below_min": Measure(c.n_below, c.participants, c.participants),
        "confirmed": Measure(c.confirmed, c.compared, c.compared),
        "high_score": Measure(c.n_high, c.n_test, c.n_test),
        "avg_mark": Measure(2 * c.n2 + 3 * c.n3 + 4 * c.n4 + 5 * c.n5, marked, marked),
        "sou": Measure(16 * c.n2 + 36 * c.n3 + 64 * c.n4 + 100 * c.n5, marked, marked),
        "completion": Measure(c.sum_primary, full, c.n_primary if full else 0),
    }
    return found[code]


def interval(metric: Metric, of: Measure) -> tuple[Decimal, Decimal] | None:
    """Return the 95 % interval as it is shown, in units of the metric; None without pupils."""
    place = _place(metric, of)
    if place is None:
        return None
    low, high = (metric.floor + end * metric.width for end in wilson_95(*place))
    return metric.rounded(low), metric.rounded(high)


def difference(
    metric: Metric, before: Measure, after: Measure
) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return after − before with Newcombe's interval as they are shown, None when either has no value."""
    was, now = metric.value(before), metric.value(after)
    first, second = _place(metric, before), _place(metric, after)
    if was is None or now is None or first is None or second is None:
        return None
    low, high = (end * metric.width for end in newcombe_95(first, second))
    return metric.rounded(now - was), metric.rounded(low), metric.rounded(high)


def change_verdict(metric: Metric, found: tuple[Decimal, Decimal, Decimal]) -> Change:
    """Return whether a difference is an improvement, a loss or cannot be told from chance: by the interval shown."""
    _, low, high = found
    if low <= 0 <= high:
        return "indistinct"
    return "better" if (low > 0) == (metric.better == "up") else "worse"


def _place(metric: Metric, of: Measure) -> tuple[float, int] | None:
    """Return a value as (count, n) of a share of the way from floor to ceiling; whole for a share of pupils.

    Points above a maximum that was corrected afterwards count as all of it.
    """
    value = metric.value(of)
    if value is None:
        return None
    way = min(max((value - metric.floor) / metric.width, Fraction(0)), Fraction(1))
    return float(way * of.n), of.n

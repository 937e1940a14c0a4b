"""A share never goes without its n and its interval; nobody to speak of gives no share, never 0 %.

Rules of domain.md 4.3 and 7.1: N = participants with a mark; one decimal, half up.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

SMALL_SAMPLE_BELOW = 10
_Z_95 = 1.959963984540054
_ONE_DECIMAL = Decimal("0.1")
_TWO_DECIMALS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`; percents with one decimal, None when there is nobody to speak of."""

    count: int
    n: int
    pct: Decimal | None
    ci_low_pct: Decimal | None
    ci_high_pct: Decimal | None


def share(count: int, n: int) -> Share:
    """Return count of n in percent with the 95 % Wilson interval; raises ValueError when count is not in 0…n."""
    check_count(count, n)
    if n == 0:
        return Share(0, 0, None, None, None)
    low, high = wilson_95(count, n)
    return Share(count, n, percent(count, n), as_pct(low), as_pct(high))


def percent(count: int, n: int) -> Decimal | None:
    """Return count / n · 100 with one decimal, half up, computed exactly; None for n = 0."""
    if n == 0:
        return None
    return (Decimal(count * 100) / Decimal(n)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def mean(total: int, n: int) -> Decimal | None:
    """Return total / n with two decimals, half up; None for n = 0."""
    return (Decimal(total) / Decimal(n)).quantize(_TWO_DECIMALS, ROUND_HALF_UP) if n else None


def wilson_95(count: float, n: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share as fractions 0…1 (E. B. Wilson, 1927); n > 0.

    `count` is whole for pupils; points of a task with a maximum over 1 may make it a fraction (`items.completion`).
    """
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


def check_count(count: int, n: int) -> None:
    """Raise ValueError when count is not in 0…n."""
    if not 0 <= count <= n:
        message = f"{count} of {n} is no share"
        raise ValueError(message)


def as_pct(fraction: float) -> Decimal:
    """Return a fraction in percent with one decimal, half up (away from zero); never −0.0."""
    return Decimal(repr(fraction * 100)).quantize(_ONE_DECIMAL, ROUND_HALF_UP) + 0

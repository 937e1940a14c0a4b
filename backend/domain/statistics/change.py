"""Whether a share changed, or whether that cannot be told from so few pupils."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Literal

from backend.domain.statistics.shares import as_pct, check_count, percent, wilson_95

Verdict = Literal["better", "worse", "indistinct"]
VERDICT_WORDS: dict[Verdict, str] = {
    "better": "лучше",
    "worse": "хуже",
    "indistinct": "нельзя различить",
}


@dataclass(frozen=True, slots=True)
class Change:
    """After minus before in percentage points, one decimal, with the 95 % interval; a verdict only off zero."""

    delta_pp: Decimal
    low_pp: Decimal
    high_pp: Decimal
    verdict: Verdict


def change(
    before: tuple[int, int], after: tuple[int, int], *, better: Literal["up", "down"]
) -> Change | None:
    """Compare two (count, n) of different pupils; None when one of them has nobody.

    `better` says which way is good: the share of «2» is better `down`. The verdict goes by the interval as it is
    shown: one that reads «0,0…8,3» covers zero and is indistinct. The difference is of the exact shares, so it may
    differ by 0.1 from the difference of the rounded ones. Raises ValueError when a count is not in 0…n.
    """
    for count, n in (before, after):
        check_count(count, n)
    if not before[1] or not after[1]:
        return None
    delta = percent(after[0] * before[1] - before[0] * after[1], before[1] * after[1])
    assert delta is not None
    low, high = (as_pct(bound) for bound in newcombe_95(before, after))
    verdict: Verdict = "indistinct"
    if low > 0 or high < 0:
        verdict = "better" if (low > 0) == (better == "up") else "worse"
    return Change(delta + 0, low, high, verdict)


def newcombe_95(before: tuple[float, int], after: tuple[float, int]) -> tuple[float, float]:
    """Return the 95 % interval of after − before as fractions −1…1; both n > 0.

    Method 10 (hybrid of two Wilson score intervals, no continuity correction) of R. G. Newcombe, «Interval
    estimation for the difference between independent proportions», Statistics in Medicine 17 (1998), 873–890.
    """
    p1, p2 = before[0] / before[1], after[0] / after[1]
    (low1, high1), (low2, high2) = wilson_95(*before), wilson_95(*after)
    delta = p2 - p1
    return (
        max(-1.0, delta - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)),
        min(1.0, delta + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)),
    )

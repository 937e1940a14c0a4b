"""Peaks of the histogram of primary scores exactly at the lowest score of a mark.

«A possible marker that needs further analysis» (ФИОКО, 2026, domain.md 3.4): a signal with its numbers, no verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from backend.domain.statistics.beta import beta_cdf

Reading = Literal["informative", "approximate", "limited"]


@dataclass(frozen=True, slots=True)
class Peak:
    """The score of a boundary against its neighbours.

    `count` participants have it, `expected` would by its two neighbours, `n` are in the whole histogram.
    `p_value`: chance of so many or more if the histogram were straight around the score; not adjusted for the
    number of boundaries and schools looked at: see `holm`.
    """

    score: int
    count: int
    expected: float
    n: int
    p_value: float


def boundary_peaks(histogram: Sequence[int], boundaries: Sequence[int]) -> list[Peak]:
    """Compare the count of each boundary score with the two beside it; one `Peak` for each, in their order.

    `histogram[s]`: participants with primary score s, 0 … maximum of the work. `boundaries`: lowest scores of «3»,
    «4», «5». One at the end of the histogram has one neighbour only and is left out.
    The test is exact and conditional: where the distribution runs straight through three scores, each
    participant of the three stands at the middle one with probability 1/3, whatever the slope, so the count is
    Binomial(m, 1/3); one-sided. Only the nearest neighbours: a rounded top of the distribution two scores
    wide would look like a peak (a bend costs 2.5 times as much with four neighbours as with two), and more of them
    add little power. With thousands of participants even a harmless bend is significant: read `count` against
    `expected` first.
    """
    n, last = sum(histogram), len(histogram) - 1
    found = []
    for score in boundaries:
        if not 0 < score < last:
            continue
        beside, count = histogram[score - 1] + histogram[score + 1], histogram[score]
        found.append(Peak(score, count, beside / 2, n, _tail_of_thirds(count, beside + count)))
    return found


def reading(n: int) -> Reading:
    """Return how far a histogram of n participants can be read: from 50 informative, below 20 limited (domain.md 4.3)."""
    if n >= 50:
        return "informative"
    return "approximate" if n >= 20 else "limited"


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for looking so many times, in their order (S. Holm, 1979)."""
    adjusted, highest = [0.0] * len(p_values), 0.0
    by_size = sorted(range(len(p_values)), key=lambda at: p_values[at])
    for rank, at in enumerate(by_size):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = highest
    return adjusted


def _tail_of_thirds(count: int, m: int) -> float:
    """Return P(X ≥ count), X ~ Binomial(m, 1/3): the beta distribution in other words (DLMF 8.17.5)."""
    return beta_cdf(1 / 3, count, m - count + 1) if count else 1.0

"""Tasks of a work: how hard, how well they tell the strong from the weak, what each group of marks did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import atanh, sqrt, tanh
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.domain.statistics.shares import as_pct, percent, wilson_95

NOT_ATTEMPTED = -1
DISCRIMINATION_NEEDS = 10
_Z_95 = 1.959963984540054
Scores = NDArray[np.integer[Any]]
"""participants × tasks, points; `NOT_ATTEMPTED` («X») counts as no points."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Points got of points possible by n participants: «выполнение», percent with one decimal; None for n = 0."""

    points: int
    n: int
    maximum: int
    """Of one participant."""
    pct: Decimal | None
    ci_low_pct: Decimal | None
    ci_high_pct: Decimal | None


@dataclass(frozen=True, slots=True)
class Discrimination:
    """Correlation of a task with the rest of the work, −1…1, and its 95 % interval, over n participants."""

    r: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class ItemSums:
    """Sums over participants: x = points of the task, t = points of the whole work with it.

    Whole numbers (SQL may sum them), so that those of schools add up to those of their parent.
    """

    n: int
    x: int
    xx: int
    t: int
    tt: int
    xt: int

    def __add__(self, other: "ItemSums") -> "ItemSums":
        return ItemSums(
            self.n + other.n, self.x + other.x, self.xx + other.xx,
            self.t + other.t, self.tt + other.tt, self.xt + other.xt,
        )  # fmt: skip


def completion(points: int, n: int, maximum: int) -> Completion:
    """Return Σ points / (n · maximum) · 100 (domain.md 7.1); for a task of one point it is the share that solved it.

    Interval: Wilson's with n participants, not n · maximum points: points of one pupil hang together. For tasks of
    more than one point it is rather too wide, never too narrow: no score in 0…1 varies more than a yes or no
    with the same mean. Raises ValueError when points are not in 0…n · maximum or the maximum is not positive.
    """
    if maximum < 1 or not 0 <= points <= n * maximum:
        message = f"{points} points of {n} × {maximum} are no completion"
        raise ValueError(message)
    if n == 0:
        return Completion(0, 0, maximum, None, None, None)
    low, high = wilson_95(points / maximum, n)
    return Completion(points, n, maximum, percent(points, n * maximum), as_pct(low), as_pct(high))


def difficulty(scores: Scores, maxima: Sequence[int]) -> list[Completion]:
    """Return the completion of each task: a hard task has a low one."""
    points = np.maximum(scores, 0).sum(axis=0)
    return [
        completion(int(got), len(scores), maximum)
        for got, maximum in zip(points, maxima, strict=True)
    ]


def by_mark_group(
    scores: Scores, marks: NDArray[np.integer[Any]], maxima: Sequence[int]
) -> Mapping[int, list[Completion]]:
    """Return the completion of each task by participants with mark 2, 3, 4 and 5; all four, also the empty.

    `marks`: one per participant; those without a mark (any other number) are in no group.
    """
    return {mark: difficulty(scores[marks == mark], maxima) for mark in (2, 3, 4, 5)}


def outcomes_by_mark_group(
    scores: Scores, marks: NDArray[np.integer[Any]], maxima: Sequence[int]
) -> Mapping[int, list[list[int]]]:
    """Return by mark, by task: how many did not attempt it, got 0, 1 … maximum points (a list of maximum + 2)."""
    return {
        mark: [
            np.bincount(got - NOT_ATTEMPTED, minlength=maximum + 2).tolist()
            for got, maximum in zip(scores[marks == mark].T, maxima, strict=True)
        ]
        for mark in (2, 3, 4, 5)
    }


def item_sums(scores: Scores) -> list[ItemSums]:
    """Return the sums of each task."""
    got = np.maximum(scores, 0).astype(np.int64)
    total = got.sum(axis=1)
    t, tt = int(total.sum()), int(total @ total)
    return [ItemSums(len(got), int(x.sum()), int(x @ x), t, tt, int(x @ total)) for x in got.T]


def discrimination(sums: ItemSums) -> Discrimination | None:
    """Return the corrected item-total correlation: Pearson's r of the task with the work without it.

    Computed of whole-number sums, so it is exact until the last root. The interval is Fisher's (1921, arctanh). None
    below 10 participants (domain.md 4.3), or when everybody did the same on the task or on the rest.
    """
    if sums.n < DISCRIMINATION_NEEDS:
        return None
    rest, rest_squared, product = (
        sums.t - sums.x,
        sums.tt - 2 * sums.xt + sums.xx,
        sums.xt - sums.xx,
    )
    spread = (sums.n * sums.xx - sums.x**2) * (sums.n * rest_squared - rest**2)
    if spread == 0:
        return None
    r = max(-1.0, min(1.0, (sums.n * product - sums.x * rest) / sqrt(spread)))
    if abs(r) >= 1:
        return Discrimination(r, r, r, sums.n)
    half = _Z_95 / sqrt(sums.n - 3)
    return Discrimination(r, tanh(atanh(r) - half), tanh(atanh(r) + half), sums.n)

"""Small schools borrow strength from schools like them: a beta-binomial model, empirical Bayes.

A school's share is drawn from Beta(α, β), its pupils from the share. α and β are fitted to the cluster, then the
school's own pupils are added to them. The raw share is always shown beside (product.md b3).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from backend.domain.statistics.beta import beta_cdf, beta_quantile
from backend.domain.statistics.shares import as_pct, check_count

PRIOR_NEEDS_SCHOOLS = 5
"""From fewer schools the spread between schools cannot be told from chance."""
_WEAKEST = 0.01
_Floats = NDArray[np.float64]
# Pairs (count, n) of schools repeat, and so do dashboards.
_cdf = lru_cache(maxsize=50_000)(beta_cdf)
_quantile = lru_cache(maxsize=50_000)(beta_quantile)


@dataclass(frozen=True, slots=True)
class Prior:
    """Beta(alpha, beta) of the shares of a cluster; alpha + beta = how many pupils the cluster weighs for a school."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The cluster's share, fraction 0…1."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def weight(self) -> float:
        """Pupils the cluster counts for: a school with as many pupils of its own stands half way."""
        return self.alpha + self.beta


JEFFREYS = Prior(0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Shrunken:
    """The shrunken share and its 95 % equal-tailed credible interval, percent with one decimal; None as in `Share`."""

    pct: Decimal | None
    low_pct: Decimal | None
    high_pct: Decimal | None


def fit_prior(counts: Sequence[tuple[int, int]]) -> Prior | None:
    """Fit the prior to (count, n) of the schools of a cluster by maximum likelihood of the beta-binomial.

    None when fewer than `PRIOR_NEEDS_SCHOOLS` schools have pupils, or when the share is 0 % or 100 % everywhere.
    Maximum likelihood, not moments: classes differ in size tenfold, and moments give them wrong weights. The weight
    is held between 0.01 and all pupils of the cluster: it never claims to know a school better than it is known
    itself. At that end schools differ no more than chance makes them, and the mean is that of all pupils.
    The likelihood is concave in the mean, and single-peaked in the weight (Levin and Reeds, 1977), so two nested
    bisections find it, at a cost that grows with the largest n (700 classes: 2 ms). Raises ValueError when a count is not in 0…n.
    """
    for count, n in counts:
        check_count(count, n)
    inside = [(count, n) for count, n in counts if n]
    total, everybody = sum(count for count, _ in inside), sum(n for _, n in inside)
    if len(inside) < PRIOR_NEEDS_SCHOOLS or total in {0, everybody}:
        return None
    hits = _longer_than([count for count, _ in inside])
    misses = _longer_than([n - count for count, n in inside])
    sizes = _longer_than([n for _, n in inside])
    mean = total / everybody

    def rises_with_weight(log_weight: float) -> bool:
        nonlocal mean
        weight = exp(log_weight)
        mean = _best_mean(hits, misses, weight, mean)
        slope = mean * _sum(hits, mean * weight) + (1 - mean) * _sum(misses, (1 - mean) * weight)
        return slope > _sum(sizes, weight)

    log_weight = _last_true(rises_with_weight, log(_WEAKEST), log(everybody))
    weight = exp(log_weight)
    if log_weight == log(everybody):
        mean = total / everybody
    else:
        mean = _best_mean(hits, misses, weight, mean)
    return Prior(mean * weight, (1 - mean) * weight)


def shrunken(count: int, n: int, prior: Prior | None) -> Shrunken:
    """Return the share of count of n drawn towards the cluster; Nones for n = 0 or without a prior.

    The estimate lies between the raw share and the cluster's. The interval takes the prior as known, so it is a
    little too narrow in a cluster of few schools. Raises ValueError when count is not in 0…n.
    """
    check_count(count, n)
    if n == 0 or prior is None:
        return Shrunken(None, None, None)
    a, b = prior.alpha + count, prior.beta + n - count
    return Shrunken(
        as_pct(a / (a + b)),
        as_pct(_quantile(0.025, a, b)),
        as_pct(_quantile(0.975, a, b)),
    )


def probability_at_least(count: int, n: int, threshold: float, prior: Prior | None) -> float:
    """Return the posterior P(share ≥ threshold), threshold as a fraction 0…1; without a prior: Jeffreys'.

    Of n = 0 only the prior speaks. The share meant is the one behind the pupils, not count / n: 3 of 10 is not
    certain to stand at 30 %. Raises ValueError when count is not in 0…n.
    """
    check_count(count, n)
    known = prior or JEFFREYS
    return _cdf(1 - threshold, known.beta + n - count, known.alpha + count)


def _longer_than(values: Sequence[int]) -> _Floats:
    """Return for i = 0, 1 … how many values exceed i: a sum of log(x + i) over them needs no gamma function."""
    counted = np.bincount(values)
    return (len(values) - np.cumsum(counted))[:-1].astype(np.float64)


def _sum(longer: _Floats, x: float) -> float:
    """Return the derivative in x of Σ longer[i] · log(x + i)."""
    return float(np.sum(longer / (x + np.arange(longer.size))))


def _best_mean(hits: _Floats, misses: _Floats, weight: float, start: float) -> float:
    """Return the mean of the highest likelihood for a weight; Newton's steps inside a bracket."""
    at_hits, at_misses = np.arange(hits.size), np.arange(misses.size)
    low, high, mean = 0.0, 1.0, start
    for _ in range(100):
        up, down = 1 / (mean * weight + at_hits), 1 / ((1 - mean) * weight + at_misses)
        slope = weight * float(hits @ up - misses @ down)
        bend = weight * weight * float(hits @ up**2 + misses @ down**2)
        low, high = (mean, high) if slope > 0 else (low, mean)
        step = mean + slope / bend
        nearer = step if low < step < high else (low + high) / 2
        if abs(nearer - mean) < 1e-14:
            return nearer
        mean = nearer
    return mean


def _last_true(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return where a condition that holds first and then does not changes; an end when it never does."""
    if holds(high):
        return high
    if not holds(low):
        return low
    while high - low > 1e-11:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2

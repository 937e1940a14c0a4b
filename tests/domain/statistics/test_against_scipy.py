"""Every number against an independent implementation, to 1e-6 (scipy and statsmodels live in tests only)."""

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from backend.domain.statistics import (
    Prior,
    boundary_peaks,
    control_limits,
    discrimination,
    fit_prior,
    holm,
    item_sums,
    newcombe_95,
    probability_at_least,
    wilson_95,
)
from backend.domain.statistics.beta import beta_cdf, beta_quantile

CLOSE = 1e-6
# (count, n): a class of seven, all and none of them, a school, a region.
SHARES = [
    (0, 1), (1, 1), (0, 7), (1, 7), (3, 8), (3, 3), (4, 8), (7, 7), (5, 13), (9, 29),
    (30, 80), (10, 70), (38, 101), (0, 250), (741, 742), (12_345, 30_001),
]  # fmt: skip
# What a cluster may look like: spread, hardly spread, not at all, of unlike sizes, two camps.
CLUSTERS = {
    "spread": [(1, 12), (5, 14), (0, 9), (7, 11), (3, 25), (9, 30), (2, 7), (0, 6), (6, 40)],
    "hardly": [(3, 10), (5, 20), (2, 10), (12, 40), (4, 10), (25, 80), (1, 7), (9, 25)],
    "unlike": [(60, 400), (1, 3), (0, 2), (30, 90), (45, 310), (4, 5), (2, 12)],
    "camps": [(0, 20), (1, 22), (19, 20), (25, 25), (0, 18), (17, 19), (0, 0)],
    "rare": [(0, 15), (1, 40), (0, 20), (0, 31), (4, 18), (0, 9), (0, 22)],
}


@pytest.mark.parametrize(("count", "n"), SHARES)
def test_wilson(count: int, n: int) -> None:
    low, high = proportion_confint(count, n, alpha=0.05, method="wilson")
    assert wilson_95(count, n) == pytest.approx((low, high), abs=CLOSE)


@pytest.mark.parametrize("before", SHARES)
@pytest.mark.parametrize("after", SHARES)
def test_newcombe(before: tuple[int, int], after: tuple[int, int]) -> None:
    expected = confint_proportions_2indep(*after, *before, method="newcomb", compare="diff")
    assert newcombe_95(before, after) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("a", [0.005, 0.5, 1.0, 3.7, 40.0, 900.5, 40_000.0])
@pytest.mark.parametrize("b", [0.02, 0.5, 1.0, 12.25, 210.0, 70_000.0])
def test_beta_distribution(a: float, b: float) -> None:
    for x in (0.0, 1e-9, 0.01, 0.3, 0.5, a / (a + b), 0.9, 0.999999, 1.0):
        assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)
    for q in (0.001, 0.025, 0.5, 0.975, 0.999):
        assert beta_quantile(q, a, b) == pytest.approx(stats.beta.ppf(q, a, b), abs=1e-9)


@pytest.mark.parametrize("name", CLUSTERS)
def test_prior_has_the_greatest_likelihood(name: str) -> None:
    counts, ns = np.array(CLUSTERS[name]).T

    def less_likely(logs: np.ndarray) -> float:
        return -float(stats.betabinom.logpmf(counts, ns, *np.exp(logs)).sum())

    found = fit_prior(CLUSTERS[name])
    assert found is not None
    limit = ns.sum()
    best = optimize.minimize(
        less_likely, [0.0, 1.0], method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20_000, "maxfev": 20_000},
    )  # fmt: skip
    alpha, beta = np.exp(best.x)
    if alpha + beta < limit:
        assert found.mean == pytest.approx(alpha / (alpha + beta), abs=CLOSE)
        assert found.weight == pytest.approx(alpha + beta, rel=1e-5)
        assert less_likely(np.log([found.alpha, found.beta])) <= best.fun + 1e-9
    else:
        assert found.weight == pytest.approx(limit)
        assert found.mean == pytest.approx(counts.sum() / limit)


@pytest.mark.parametrize(("count", "n"), [(0, 7), (2, 7), (3, 10), (30, 80), (300, 1000)])
@pytest.mark.parametrize("prior", [None, Prior(2.5, 9.0), Prior(0.01, 0.2)])
def test_probability_of_crossing(count: int, n: int, prior: Prior | None) -> None:
    a, b = (prior.alpha, prior.beta) if prior else (0.5, 0.5)
    for threshold in (0.0, 0.25, 0.3, 1.0):
        expected = stats.beta.sf(threshold, a + count, b + n - count)
        assert probability_at_least(count, n, threshold, prior) == pytest.approx(
            expected, abs=CLOSE
        )


@pytest.mark.parametrize("center", [0.003, 0.1, 0.3141, 0.5, 0.97])
@pytest.mark.parametrize("n", [1, 2, 7, 25, 63, 64, 742, 31_000])
def test_control_limits(center: float, n: int) -> None:
    expected = [stats.binom.ppf(q, n, center) / n for q in (0.025, 0.975, 0.001, 0.999)]
    assert control_limits(center, n) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize(
    "around", [(1, 9, 4), (0, 0, 0), (0, 5, 0), (3, 0, 3), (12, 14, 9), (800, 1300, 900)]
)
def test_peak(around: tuple[int, int, int]) -> None:
    (peak,) = boundary_peaks([5, *around, 2], [2])
    tail = stats.binomtest(around[1], max(sum(around), 1), 1 / 3, alternative="greater").pvalue
    assert peak.p_value == pytest.approx(tail if sum(around) else 1.0, abs=CLOSE)


def test_holm() -> None:
    p_values = [0.04, 0.001, 0.2, 0.012, 0.012, 0.9, 0.0003]
    expected = multipletests(p_values, method="holm")[1]
    assert holm(p_values) == pytest.approx(list(expected), abs=CLOSE)
    assert holm([]) == []


@pytest.mark.parametrize("participants", [10, 23, 400])
def test_discrimination(participants: int) -> None:
    rng = np.random.default_rng(participants)
    strong = rng.normal(size=participants)
    scores = np.column_stack(
        [(strong + rng.normal(size=participants) > at).astype(int) for at in (-1, 0, 0.4, 1)]
        + [rng.integers(0, 4, participants)]
    )
    for task, sums in enumerate(item_sums(scores)):
        found = discrimination(sums)
        expected = stats.pearsonr(scores[:, task], np.delete(scores, task, axis=1).sum(axis=1))
        assert found is not None
        interval = expected.confidence_interval(0.95)
        assert [found.r, found.low, found.high] == pytest.approx(
            [expected.statistic, interval.low, interval.high], abs=CLOSE
        )

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.statistics import (
    PRIOR_NEEDS_SCHOOLS,
    Prior,
    fit_prior,
    percent,
    pooled,
    pooled_years,
    probability_at_least,
    share,
    shrunken,
)


@st.composite
def shares(draw: st.DrawFn, least: int = 0, most: int = 60) -> tuple[int, int]:
    n = draw(st.integers(least, most))
    return draw(st.integers(0, n)), n


weights = st.floats(0.02, 500)


@settings(deadline=None)
@given(shares(least=1), weights, weights)
def test_estimate_lies_between_the_raw_share_and_the_cluster(
    one: tuple[int, int], alpha: float, beta: float
) -> None:
    prior = Prior(alpha, beta)
    found = shrunken(*one, prior)
    raw, cluster = percent(*one), round(prior.mean * 100, 1)
    assert found.pct is not None
    assert found.low_pct is not None
    assert found.high_pct is not None
    assert raw is not None
    assert min(float(raw), cluster) - 0.051 <= float(found.pct) <= max(float(raw), cluster) + 0.051
    assert 0 <= found.low_pct <= found.high_pct <= 100
    if prior.alpha + one[0] > 1 and prior.beta + one[1] - one[0] > 1:
        assert found.low_pct <= found.pct <= found.high_pct


def test_nobody_and_no_cluster_give_no_estimate() -> None:
    assert shrunken(0, 0, Prior(1, 2)).pct is None
    assert shrunken(3, 7, None).pct is None
    with pytest.raises(ValueError, match="no share"):
        shrunken(8, 7, Prior(1, 2))


def test_small_schools_move_more_than_large_ones() -> None:
    prior = Prior(6.0, 24.0)
    small, large = shrunken(4, 7, prior).pct, shrunken(400, 700, prior).pct
    assert small is not None
    assert large is not None
    assert 20 < small < 30
    assert large > 55


@settings(deadline=None)
@given(st.lists(shares(), max_size=40))
def test_prior_is_whole_or_none(counts: list[tuple[int, int]]) -> None:
    found = fit_prior(counts)
    inside = [one for one in counts if one[1]]
    total, everybody = sum(c for c, _ in inside), sum(n for _, n in inside)
    if len(inside) < PRIOR_NEEDS_SCHOOLS or total in {0, everybody}:
        assert found is None
    else:
        assert found is not None
        assert 0.0099 <= found.weight <= everybody * 1.000001
        assert 0 < found.mean < 1


def test_prior_finds_what_the_schools_were_drawn_from() -> None:
    rng = np.random.default_rng(64)
    ns = rng.integers(5, 60, 3000)
    counts = rng.binomial(ns, rng.beta(6, 18, 3000))
    found = fit_prior([(int(c), int(n)) for c, n in zip(counts, ns, strict=True)])
    assert found is not None
    assert found.mean == pytest.approx(0.25, abs=0.01)
    assert found.weight == pytest.approx(24, rel=0.1)


def test_schools_alike_are_taken_for_one() -> None:
    found = fit_prior([(3, 10)] * 12)
    assert found is not None
    assert found.weight == pytest.approx(120)
    assert found.mean == pytest.approx(0.3)


@pytest.mark.parametrize(("count", "n"), [(2, 7), (3, 10), (5, 12), (14, 60)])
@pytest.mark.parametrize("prior", [None, Prior(3.0, 9.0)])
def test_probability_agrees_with_simulation(count: int, n: int, prior: Prior | None) -> None:
    """Schools are drawn from the prior, pupils from schools; of those that look like ours, how many are over it."""
    rng = np.random.default_rng(count * 100 + n)
    a, b = (prior.alpha, prior.beta) if prior else (0.5, 0.5)
    behind = rng.beta(a, b, 3_000_000)
    alike = behind[rng.binomial(n, behind) == count]
    expected = float((alike >= 0.3).mean())
    chance = 5 * (expected * (1 - expected) / len(alike)) ** 0.5
    assert probability_at_least(count, n, 0.3, prior) == pytest.approx(expected, abs=chance)


@settings(deadline=None)
@given(shares(), st.floats(0, 1), st.floats(0, 1))
def test_probability_falls_as_the_threshold_rises(
    one: tuple[int, int], lower: float, higher: float
) -> None:
    lower, higher = sorted((lower, higher))
    first, second = (probability_at_least(*one, at, None) for at in (lower, higher))
    assert 0 <= second <= first + 1e-12 <= 1 + 1e-12
    assert probability_at_least(*one, 0.0, None) == 1
    assert probability_at_least(*one, 1.0, None) == 0


@settings(deadline=None)
@given(st.lists(shares(), max_size=8))
def test_pooled_equals_the_recount(counts: list[tuple[int, int]]) -> None:
    pupils = [i < count for count, n in counts for i in range(n)]
    assert pooled(counts) == share(sum(pupils), len(pupils))


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], "—"),
        ([2021], "2021\u00a0г."),
        ([2021, 2019, 2020], "2019–2021\u00a0гг. вместе"),
        ([2020, 2021], "2020 и 2021\u00a0гг. вместе"),
        ([2018, 2019, 2021], "2018, 2019 и 2021\u00a0гг. вместе"),
    ],
)
def test_years_are_named(years: list[int], words: str) -> None:
    assert pooled_years(years) == words

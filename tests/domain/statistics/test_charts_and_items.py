from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from backend.domain.statistics import (
    MarkCounts,
    boundary_peaks,
    by_mark_group,
    completion,
    control_limits,
    difficulty,
    discrimination,
    item_sums,
    outcomes_by_mark_group,
    reading,
    share,
    sou_pct,
    wilson_95,
)


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(1, 400))
def test_funnel_keeps_its_promise(center: float, n: int) -> None:
    low95, high95, low998, high998 = control_limits(center, n)
    assert 0 <= low998 <= low95 <= high95 <= high998 <= 1
    for low, high, beyond in ((low95, high95, 0.025), (low998, high998, 0.001)):
        assert stats.binom.cdf(round(low * n) - 1, n, center) <= beyond + 1e-9
        assert stats.binom.sf(round(high * n), n, center) <= beyond + 1e-9


def test_funnel_of_nobody_is_refused() -> None:
    for center, n in ((0.3, 0), (1.1, 7)):
        with pytest.raises(ValueError, match="no limits"):
            control_limits(center, n)


def test_peak_tells_its_numbers() -> None:
    #            0  1  2  3   4  5  6  7
    histogram = [1, 2, 3, 1, 12, 4, 3, 2]
    peak, flat = boundary_peaks(histogram, [4, 6, 7])
    assert (peak.score, peak.count, peak.expected, peak.n) == (4, 12, 2.5, 28)
    assert peak.p_value < 0.01
    assert (flat.score, flat.count, flat.expected) == (6, 3, 3.0)
    assert flat.p_value > 0.5


def test_a_slope_is_no_peak() -> None:
    """A straight slope of any steepness stands at the 1/3 the test supposes: it is called a peak as often as chance says."""
    rng = np.random.default_rng(4)
    called = sum(
        boundary_peaks(rng.poisson([5, 10, 15, 20, 25]).tolist(), [2])[0].p_value < 0.05
        for _ in range(4000)
    )
    assert called / 4000 < 0.05


@pytest.mark.parametrize(
    ("n", "word"), [(50, "informative"), (49, "approximate"), (20, "approximate"), (19, "limited")]
)
def test_how_far_a_histogram_is_read(n: int, word: str) -> None:
    assert reading(n) == word


def test_sou_weighs_marks_and_leaves_absent_pupils_out() -> None:
    # (100·1 + 64·2 + 36·4 + 16·1) / 8 = 48.5; the wrong formula in circulation, (n5+n4+n3)/N, gives 87.5.
    assert sou_pct(MarkCounts(1, 4, 2, 1, 0, 0, 0)) == Decimal("48.5")
    assert sou_pct(MarkCounts(0, 0, 0, 3, 0, 0, 0)) == Decimal("100.0")
    assert sou_pct(MarkCounts(5, 0, 0, 0, 0, 0, 0)) == Decimal("16.0")
    # 36 + 16·7 = 148 / 8 = 18.5; 64·1 + 16·15 = 304 / 16 = 19.0; 36·1 + 16·15 = 276 / 16 = 17.25 → 17.3
    assert sou_pct(MarkCounts(15, 1, 0, 0, 0, 0, 0)) == Decimal("17.3")
    assert sou_pct(MarkCounts(0, 0, 0, 0, 0, 0, 0)) is None


def test_completion_of_a_task_of_one_point_is_the_share_that_solved_it() -> None:
    found, solved = completion(3, 8, 1), share(3, 8)
    assert (found.pct, found.ci_low_pct, found.ci_high_pct) == (
        solved.pct,
        solved.ci_low_pct,
        solved.ci_high_pct,
    )
    assert completion(0, 0, 2).pct is None
    assert completion(16, 8, 2).ci_high_pct == Decimal("100.0")
    with pytest.raises(ValueError, match="no completion"):
        completion(17, 8, 2)


def test_interval_of_many_points_covers_at_least_95_percent() -> None:
    rng = np.random.default_rng(3)
    truth = np.array([0.2, 0.1, 0.3, 0.4])
    points = rng.choice(4, size=(4000, 25), p=truth).sum(axis=1)
    inside = [low <= 1.9 / 3 <= high for low, high in (wilson_95(p / 3, 25) for p in points)]
    assert np.mean(inside) >= 0.95


SCORES = np.array([[1, 2, -1], [0, 1, 0], [1, -1, 1], [1, 0, 0]])


def test_not_attempted_is_no_points_but_another_outcome() -> None:
    marks = np.array([5, 2, 4, 2])
    assert [task.points for task in difficulty(SCORES, [1, 2, 1])] == [3, 3, 1]
    groups = by_mark_group(SCORES, marks, [1, 2, 1])
    assert [(task.points, task.n) for task in groups[2]] == [(1, 2), (1, 2), (0, 2)]
    assert [task.pct for task in groups[3]] == [None] * 3
    outcomes = outcomes_by_mark_group(SCORES, marks, [1, 2, 1])
    assert outcomes[5] == [[0, 0, 1], [0, 0, 0, 1], [1, 0, 0]]
    assert outcomes[2] == [[0, 1, 1], [0, 1, 1, 0], [0, 2, 0]]
    assert outcomes[3] == [[0, 0, 0], [0, 0, 0, 0], [0, 0, 0]]


def test_discrimination_says_nothing_of_few_or_of_the_same() -> None:
    assert discrimination(item_sums(SCORES)[0]) is None
    same = np.column_stack([np.ones(12, int), np.arange(12) % 3])
    assert discrimination(item_sums(same)[0]) is None
    twins = np.repeat(np.arange(12)[:, None] % 2, 2, axis=1)
    found = discrimination(item_sums(twins)[0])
    assert found is not None
    assert (found.r, found.low, found.high, found.n) == (1.0, 1.0, 1.0, 12)


@settings(deadline=None)
@given(
    arrays(np.int64, (15, 3), elements=st.integers(-1, 3)),
    st.integers(0, 15),
)
def test_sums_of_parts_are_sums_of_the_whole(scores: np.ndarray, cut: int) -> None:
    parts = zip(item_sums(scores[:cut]), item_sums(scores[cut:]), strict=True)
    assert [one + other for one, other in parts] == item_sums(scores)

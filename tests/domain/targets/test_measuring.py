"""Metrics as integers and their intervals: the formulas of domain.md 7.1, and no interval narrower than the truth."""

from decimal import Decimal
from random import Random

import pytest

from backend.domain.statistics import wilson_95
from backend.domain.targets.measuring import (
    METRICS,
    Measure,
    ResultCounts,
    change_verdict,
    difference,
    interval,
    measure,
)
from backend.features.targets.catalogue import metric_words
from backend.tables.targets import TARGET_METRICS

CLASS = ResultCounts(
    participants=8, n_below=3, n2=3, n3=3, n4=1, n5=1, confirmed=6, compared=8, n_high=2, n_test=5,
    sum_primary=80, n_primary=8, full_primary=160,
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "total", "out_of", "n", "shown"),
    [
        ("success", 5, 8, 8, "62.5"),
        ("quality", 2, 8, 8, "25.0"),
        ("below_min", 3, 8, 8, "37.5"),
        ("confirmed", 6, 8, 8, "75.0"),
        ("high_score", 2, 5, 5, "40.0"),
        ("avg_mark", 24, 8, 8, "3.00"),
        # 3·16 + 3·36 + 64 + 100 = 320; the wrong (n5+n4+n3)/N that circulates would be 62,5.
        ("sou", 320, 8, 8, "40.0"),
        ("completion", 80, 160, 8, "50.0"),
    ],
)
def test_each_metric_of_a_class(code: str, total: int, out_of: int, n: int, shown: str) -> None:
    found = measure(code, CLASS)
    assert found == Measure(total, out_of, n)
    value = METRICS[code].value(found)
    assert value is not None
    assert METRICS[code].rounded(value) == Decimal(shown)


def test_every_metric_has_words_a_formula_and_a_place_in_the_table() -> None:
    assert list(metric_words()) == list(METRICS) == list(TARGET_METRICS)
    for code, words in metric_words().items():
        assert words.better == METRICS[code].better
        assert words.unit == ("mark" if code == "avg_mark" else "pct")


def test_nobody_gives_no_value_no_interval_and_no_difference() -> None:
    empty = ResultCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None)
    for code, metric in METRICS.items():
        nothing = measure(code, empty)
        assert metric.value(nothing) is None
        assert interval(metric, nothing) is None
        assert difference(metric, nothing, measure(code, CLASS)) is None


def test_completion_is_not_counted_where_a_maximum_is_unknown() -> None:
    unknown = ResultCounts(8, 3, 3, 3, 1, 1, 6, 8, 0, 0, 80, 8, None)
    assert measure("completion", unknown).n == 0


def test_points_above_a_corrected_maximum_still_have_an_interval() -> None:
    metric, above = METRICS["completion"], Measure(170, 160, 8)
    span = interval(metric, above)
    assert span is not None
    assert span[1] == 100
    assert difference(metric, Measure(80, 160, 8), above) is not None


def test_the_interval_of_a_share_is_wilsons() -> None:
    metric = METRICS["success"]
    for count, n in ((0, 7), (5, 8), (7, 7), (38, 60)):
        low, high = wilson_95(count, n)
        shown = tuple(metric.rounded(end * 100) for end in (low, high))
        assert interval(metric, Measure(count, n, n)) == shown


def test_the_interval_of_a_mean_covers_at_least_as_often_as_it_says() -> None:
    """Classes drawn from known marks: 95 % of the intervals hold the true mean, also where all marks are alike."""
    random, metric = Random(41), METRICS["avg_mark"]  # noqa: S311
    for weights in ((1, 1, 1, 1), (8, 1, 1, 0), (0, 1, 0, 0), (1, 0, 0, 1)):
        truth = sum(m * w for m, w in zip((2, 3, 4, 5), weights, strict=True)) / sum(weights)
        held = 0
        for _ in range(2000):
            marks = random.choices((2, 3, 4, 5), weights, k=9)
            span = interval(metric, Measure(sum(marks), 9, 9))
            assert span is not None
            assert span[1] > span[0]
            held += span[0] <= truth <= span[1]
        assert held >= 0.94 * 2000, weights


@pytest.mark.parametrize(
    ("before", "after", "delta", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 against 48/80.
        ((48, 80), (56, 70), "20.0", "5.2", "33.4"),
        ((3, 10), (9, 10), "60.0", "17.1", "80.9"),
        ((0, 10), (10, 10), "100.0", "60.8", "100.0"),
    ],
)
def test_newcombes_interval_of_a_difference(
    before: tuple[int, int], after: tuple[int, int], delta: str, low: str, high: str
) -> None:
    found = difference(
        METRICS["success"], Measure(before[0], before[1], before[1]), Measure(after[0], after[1], after[1])
    )  # fmt: skip
    assert found == (Decimal(delta), Decimal(low), Decimal(high))


def test_a_change_is_told_only_when_its_interval_leaves_zero_out() -> None:
    up, down = METRICS["success"], METRICS["below_min"]
    for metric, low, high, verdict in (
        (up, "5.0", "33.0", "better"),
        (up, "-33.0", "-5.0", "worse"),
        (down, "5.0", "33.0", "worse"),
        (down, "-33.0", "-5.0", "better"),
        (up, "-21.0", "57.0", "indistinct"),
        # Shown as «0,0…8,3» it covers zero.
        (up, "0.0", "8.3", "indistinct"),
    ):
        found = (Decimal(0), Decimal(low), Decimal(high))
        assert change_verdict(metric, found) == verdict

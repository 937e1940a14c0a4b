from decimal import Decimal

import pytest

from backend.domain.statistics import (
    MarkCounts,
    average_mark,
    count_marks,
    is_small_sample,
    mean,
    percent,
    share,
    wilson_95,
)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # The intervals of the design's school page, in whole percents.
    [
        (3, 8, 14, 69),
        (1, 7, 3, 51),
        (4, 8, 22, 78),
        (3, 7, 16, 75),
        (5, 13, 18, 64),
        (5, 10, 24, 76),
        (38, 101, 29, 47),
    ],
)
def test_wilson_interval_agrees_with_the_design(count: int, n: int, low: int, high: int) -> None:
    found = wilson_95(count, n)
    assert [round(100 * bound) for bound in found] == [low, high]


@pytest.mark.parametrize("n", [1, 2, 5, 9, 30, 742])
def test_wilson_interval_holds_the_share_and_stays_between_0_and_1(n: int) -> None:
    for count in range(n + 1):
        low, high = wilson_95(count, n)
        assert 0 <= low <= count / n <= high <= 1
    assert wilson_95(0, n)[0] == 0
    assert wilson_95(n, n)[1] == 1


def test_nobody_is_no_share_and_not_zero_percent() -> None:
    assert share(0, 0).pct is None
    assert share(0, 0).ci_low_pct is None
    assert percent(0, 0) is None
    assert mean(0, 0) is None
    assert average_mark(MarkCounts(0, 0, 0, 0, 0, 0, 0)) is None


@pytest.mark.parametrize(
    ("count", "n", "pct"),
    # Halves go up: 1/16 = 6,25 → 6,3 (half-even would give 6,2); 3/16 = 18,75 → 18,8.
    [
        (1, 16, "6.3"),
        (3, 16, "18.8"),
        (5, 16, "31.3"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 1, "100.0"),
        (0, 5, "0.0"),
    ],
)
def test_percent_has_one_decimal_half_up(count: int, n: int, pct: str) -> None:
    assert percent(count, n) == Decimal(pct)


@pytest.mark.parametrize(("count", "n"), [(3, 2), (-1, 2)])
def test_more_than_everybody_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(count, n)


def test_absent_pupils_are_not_counted_and_missing_journal_marks_are_not_compared() -> None:
    counts = count_marks([(2, 3), (3, 3), (4, 3), (5, None), (None, 4), (None, None)])
    assert counts == MarkCounts(1, 1, 1, 1, lowered=1, confirmed=1, raised=1)
    assert (counts.n, counts.compared) == (4, 3)


def test_average_mark_is_weighted_by_pupils() -> None:
    assert average_mark(MarkCounts(3, 3, 1, 1, 0, 0, 0)) == Decimal("3.00")
    assert average_mark(MarkCounts(1, 0, 0, 2, 0, 0, 0)) == Decimal("4.00")
    assert mean(1, 8) == Decimal("0.13")


def test_sample_is_small_below_ten() -> None:
    assert [is_small_sample(n) for n in (0, 7, 9, 10, 25)] == [True, True, True, False, False]

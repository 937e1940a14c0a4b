from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.statistics import VERDICT_WORDS, change, newcombe_95, share


@st.composite
def shares(draw: st.DrawFn, most: int = 2000) -> tuple[int, int]:
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("before", "after", "low", "high", "verdict"),
    # The cases of product.md b3; a smaller share of «2» is better.
    [
        ((3, 8), (1, 7), -57, 21, "нельзя различить"),
        ((30, 80), (10, 70), -36, -9, "лучше"),
        ((10, 70), (30, 80), 9, 36, "хуже"),
    ],
)
def test_cases_of_the_design(
    before: tuple[int, int], after: tuple[int, int], low: int, high: int, verdict: str
) -> None:
    found = change(before, after, better="down")
    assert found is not None
    assert [round(found.low_pp), round(found.high_pp)] == [low, high]
    assert VERDICT_WORDS[found.verdict] == verdict


def test_three_of_three_is_44_to_100_percent() -> None:
    found = share(3, 3)
    assert (found.ci_low_pct, found.ci_high_pct) == (Decimal("43.9"), Decimal("100.0"))


def test_which_way_is_good_is_said_by_the_caller() -> None:
    up = change((10, 70), (30, 80), better="up")
    assert up is not None
    assert up.verdict == "better"


def test_nobody_before_or_after_is_no_change() -> None:
    assert change((0, 0), (3, 7), better="up") is None
    assert change((3, 7), (0, 0), better="up") is None
    with pytest.raises(ValueError, match="no share"):
        change((0, 0), (8, 7), better="up")


def test_delta_is_of_exact_shares_and_symmetric() -> None:
    there, back = (
        change((1, 3), (2, 3), better="up"),
        change((2, 3), (1, 3), better="up"),
    )
    assert there is not None
    assert back is not None
    assert (there.delta_pp, back.delta_pp) == (Decimal("33.3"), Decimal("-33.3"))
    halves = change((0, 16), (1, 16), better="up"), change((1, 16), (0, 16), better="up")
    assert [h and h.delta_pp for h in halves] == [Decimal("6.3"), Decimal("-6.3")]


@settings(deadline=None)
@given(shares(), shares(), st.sampled_from(["up", "down"]))
def test_no_verdict_when_the_interval_covers_zero(
    before: tuple[int, int], after: tuple[int, int], better: str
) -> None:
    found = change(before, after, better="up" if better == "up" else "down")
    assert found is not None
    assert found.low_pp <= found.delta_pp <= found.high_pp
    assert (found.verdict == "indistinct") == (found.low_pp <= 0 <= found.high_pp)
    if found.verdict != "indistinct":
        rises = found.delta_pp > 0
        assert (found.verdict == "better") == (rises == (better == "up"))
    assert "-0.0" not in {str(found.low_pp), str(found.high_pp), str(found.delta_pp)}


@settings(deadline=None)
@given(shares(), shares())
def test_interval_covers_the_difference_and_turns_with_it(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    low, high = newcombe_95(before, after)
    delta = after[0] / after[1] - before[0] / before[1]
    assert -1 <= low <= delta <= high <= 1
    assert newcombe_95(after, before) == pytest.approx((-high, -low))
    # Successes and failures tell the same.
    failures = [(n - count, n) for count, n in (before, after)]
    assert newcombe_95(failures[0], failures[1]) == pytest.approx((-high, -low))


@settings(deadline=None)
@given(shares())
def test_the_same_twice_is_never_told_apart(one: tuple[int, int]) -> None:
    found = change(one, one, better="up")
    assert found is not None
    assert found.delta_pp == 0
    assert found.verdict == "indistinct"


def test_an_interval_that_reads_zero_gives_no_verdict() -> None:
    """0 of 6 → 3 of 6: the bound is +0.006 p.p., on screen «0,0»; nobody may see an arrow beside it."""
    assert newcombe_95((0, 6), (3, 6))[0] > 0
    found = change((0, 6), (3, 6), better="up")
    assert found is not None
    assert str(found.low_pp) == "0.0"
    assert found.verdict == "indistinct"

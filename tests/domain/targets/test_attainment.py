"""A fixed table of plans and facts: which words are said of each, and what is asked of a target before it is set."""

from decimal import Decimal
from itertools import product

import pytest

from backend.domain.targets.attainment import (
    VERDICT_WORDS,
    attainment,
    meets,
    no_fact,
    plan_fact,
    progress_pct,
    what_target_means,
    why_not_target,
)
from backend.domain.targets.measuring import METRICS, Measure


def pupils(count: int, n: int) -> Measure:
    return Measure(count, n, n)


@pytest.mark.parametrize(
    ("code", "target", "fact", "verdict"),
    [
        # Seven pupils prove little: six of seven is above 75, and may be chance.
        ("success", 75, (6, 7), "indistinct"),
        ("success", 75, (57, 60), "reached"),
        ("success", 75, (30, 60), "not_reached"),
        ("success", 75, (45, 60), "indistinct"),
        ("success", 100, (7, 7), "reached"),
        ("success", 100, (6, 7), "not_reached"),
        ("success", 75, (0, 7), "not_reached"),
        # Less is better: the same counts, turned round.
        ("below_min", 25, (3, 60), "reached"),
        ("below_min", 25, (30, 60), "not_reached"),
        ("below_min", 25, (1, 7), "indistinct"),
        ("below_min", 0, (0, 7), "reached"),
        ("below_min", 0, (1, 7), "not_reached"),
        ("success", 75, (0, 0), "no_data"),
    ],
)
def test_a_plan_is_reached_only_when_the_whole_interval_says_so(
    code: str, target: int, fact: tuple[int, int], verdict: str
) -> None:
    assert attainment(METRICS[code], Decimal(target), pupils(*fact)) == verdict


@pytest.mark.parametrize(
    ("code", "base", "target", "fact", "progress"),
    [
        ("success", (30, 60), 75, (57, 60), "180.0"),
        ("success", (30, 60), 80, (48, 60), "100.0"),
        ("success", (30, 60), 75, (15, 60), "-100.0"),
        ("below_min", (30, 60), 25, (12, 60), "120.0"),
        ("below_min", (30, 60), 25, (45, 60), "-100.0"),
    ],
)
def test_progress_follows_the_direction(
    code: str, base: tuple[int, int], target: int, fact: tuple[int, int], progress: str
) -> None:
    told = plan_fact(METRICS[code], pupils(*base), Decimal(target), pupils(*fact))
    assert told.progress_pct == Decimal(progress)
    assert told.progress_why is None
    assert told.change_verdict == ("worse" if progress.startswith("-") else "better")


def test_without_a_change_that_can_be_told_there_is_no_progress() -> None:
    told = plan_fact(METRICS["success"], pupils(5, 8), Decimal(75), pupils(6, 8))
    assert (told.verdict, told.change_verdict, told.progress_pct) == ("indistinct", "indistinct", None)  # fmt: skip
    assert told.progress_why is not None
    assert told.change is not None
    assert told.change[1] < 0 < told.change[2]
    assert "По счёту факт не хуже плана 75" in told.explanation
    assert "n = 8" in told.explanation


def test_progress_over_a_plan_equal_to_the_base_is_none() -> None:
    assert progress_pct(METRICS["success"], pupils(6, 8), Decimal(75), pupils(7, 8)) is None


def test_what_is_missing_says_why_and_measures_nothing() -> None:
    told = no_fact("no_data", "Работа не загружена.")
    assert (told.explanation, told.progress_pct, told.change) == ("Работа не загружена.", None, None)  # fmt: skip
    assert set(VERDICT_WORDS) == {"reached", "not_reached", "indistinct", "not_comparable", "no_data"}  # fmt: skip


def test_words_and_figures_agree_over_all_small_classes() -> None:
    """Reached and not reached never contradict the bare figure, whatever class up to twelve and whatever plan."""
    for code, target, n in product(("success", "below_min"), range(0, 101, 5), range(1, 13)):
        metric = METRICS[code]
        for count in range(n + 1):
            verdict = attainment(metric, Decimal(target), pupils(count, n))
            good = meets(metric, Decimal(target), pupils(count, n))
            assert verdict != "reached" or good
            assert verdict != "not_reached" or not good


@pytest.mark.parametrize(
    ("code", "base", "target", "words"),
    [
        ("success", (5, 8), "75", None),
        ("success", (5, 8), "62.5", "План равен базе (62,5)"),
        ("success", (5, 8), "50", "План хуже базы (62,5): для этого показателя он должен быть больше."),
        ("below_min", (3, 8), "50", "он должен быть меньше"),
        ("below_min", (3, 8), "25", None),
        ("success", (5, 8), "101", "План должен быть от 0 до 100."),
        ("success", (0, 0), "75", "Цель без базы и числа участников не ставят."),
        # A third shown as 66,7 is not improved by 66,7.
        ("success", (2, 3), "66.7", "План равен базе (66,7)"),
    ],
)  # fmt: skip
def test_what_may_be_a_target(
    code: str, base: tuple[int, int], target: str, words: str | None
) -> None:
    found = why_not_target(METRICS[code], pupils(*base), Decimal(target))
    assert found is None if words is None else words in (found or "")


def test_a_mean_mark_is_asked_between_two_and_five() -> None:
    metric, base = METRICS["avg_mark"], Measure(24, 8, 8)
    assert why_not_target(metric, base, Decimal("3.4")) is None
    assert why_not_target(metric, base, Decimal("5.4")) == "План должен быть от 2 до 5."


def test_what_a_target_means_in_pupils() -> None:
    metric = METRICS["success"]
    small = what_target_means(metric, pupils(5, 8), Decimal(75))
    assert "не меньше 6 из 8" in small
    assert "нельзя отличить" in small
    large = what_target_means(metric, pupils(30, 60), Decimal(80))
    assert "не меньше 48 из 60" in large
    assert "отличимо" in large
    fewer = what_target_means(METRICS["below_min"], pupils(30, 60), Decimal("24.9"))
    assert "не больше 14 из 60" in fewer
    assert "из" not in what_target_means(METRICS["avg_mark"], Measure(24, 8, 8), Decimal(4))[:20]

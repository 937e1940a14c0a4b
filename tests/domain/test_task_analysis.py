"""How completions are read, what is flagged, which tasks of two works are the same."""

from decimal import Decimal

import pytest

from backend.domain.statistics import Discrimination, change, completion
from backend.domain.task_analysis import (
    PassportItem,
    completion_change,
    flags_of,
    level_of,
    match_items,
    weight_of,
    widest_gaps,
)
from backend.features.task_analysis.thresholds import thresholds

RULES = thresholds()


@pytest.mark.parametrize(
    ("points", "n", "difficulty", "level"),
    [
        (60, 100, "Б", "sufficient"),
        (5996, 10_000, "Б", "borderline"),  # shown as 60,0 %
        (57, 100, "Б", "borderline"),
        (5699, 10_000, "Б", "insufficient"),
        (30, 100, "П", "sufficient"),
        (285, 1000, "В", "borderline"),
        (284, 1000, "В", "insufficient"),
        (9, 9, "Б", "too_few"),
        (1, 10, "Б", "insufficient"),
        (50, 100, None, "no_level"),
        (0, 0, "Б", "nobody"),
    ],
)
def test_levels_of_the_guide(points: int, n: int, difficulty: str | None, level: str) -> None:
    done = completion(points, n, 1)
    assert (
        level_of(done, difficulty, RULES.bounds, informative_from=RULES.informative_from) == level
    )


@pytest.mark.parametrize(
    ("n", "weight"),
    [(0, "nobody"), (19, "limited"), (20, "approximate"), (49, "approximate"), (50, "informative")],
)
def test_weight_of_a_distribution(n: int, weight: str) -> None:
    assert weight == weight_of(
        n,
        informative_from=RULES.distribution_informative_from,
        approximate_from=RULES.distribution_approximate_from,
    )


def flagged(
    points: int, n: int, *, skipped: int = 0, r: float = 0.5, high: float | None = None
) -> set[str]:
    found = flags_of(
        completion(points, n, 1),
        not_attempted=skipped,
        discrimination=Discrimination(r, r, r if high is None else high, n),
        groups={},
        rules=RULES.items,
        informative_from=RULES.informative_from,
    )
    return {flag.code for flag in found}


def test_flags_need_a_sample_and_are_raised_at_their_bounds() -> None:
    assert flagged(49, 49, r=-0.4) == set()
    assert flagged(95, 100) == {"nearly_all"}
    assert flagged(94, 100) == flagged(5, 100) == set()
    assert flagged(4, 100) == {"nearly_nobody"}
    assert flagged(50, 100, skipped=20) == {"often_skipped"}
    assert flagged(50, 100, skipped=19) == set()
    assert flagged(50, 100, r=0.19) == {"weak_link"}
    assert flagged(50, 100, r=0.2) == set()
    assert flagged(50, 100, r=-0.3, high=-0.01) == {"reversed"}
    assert flagged(50, 100, r=-0.01, high=0.2) == {"weak_link"}


def test_a_higher_mark_that_did_worse_is_told_only_off_the_noise() -> None:
    def codes(lower: int, upper: int, n: int) -> set[str]:
        found = flags_of(
            completion(50, 100, 1),
            not_attempted=0,
            discrimination=None,
            groups={3: completion(lower, n, 1), 4: completion(upper, n, 1)},
            rules=RULES.items,
            informative_from=RULES.informative_from,
        )
        return {flag.code for flag in found}

    assert codes(80, 40, 100) == {"out_of_order_3_4"}
    assert codes(8, 6, 12) == codes(40, 80, 100) == codes(9, 0, 9) == set()


def test_the_change_of_a_task_of_one_point_is_that_of_shares() -> None:
    for before, after in (((3, 8), (1, 7)), ((30, 80), (10, 70)), ((0, 12), (12, 12))):
        told = completion_change(completion(*before, 1), completion(*after, 1))
        assert told == change(before, after, better="up")
    assert completion_change(completion(0, 0, 1), completion(1, 2, 1)) is None


def test_several_points_change_the_share_of_points_and_not_the_sample() -> None:
    told = completion_change(completion(40, 40, 2), completion(60, 40, 2))
    assert told is not None
    assert told.delta_pp == Decimal("25.0")
    of_halves = change((20, 40), (30, 40), better="up")
    assert of_halves is not None
    assert (told.low_pp, told.high_pp) == (of_halves.low_pp, of_halves.high_pp)


def test_gaps_are_the_widest_of_each_pair_of_marks_off_the_noise() -> None:
    far = {2: completion(10, 100, 1), 3: completion(90, 100, 1)}
    near = {2: completion(45, 100, 1), 3: completion(50, 100, 1)}
    middle = {2: completion(30, 100, 1), 3: completion(70, 100, 1)}
    few = {2: completion(0, 9, 1), 3: completion(9, 9, 1)}
    found = widest_gaps([near, middle, few, far], informative_from=10)
    assert [(gap.task, gap.lower, gap.upper) for gap in found] == [(3, 2, 3), (1, 2, 3)]
    assert len(widest_gaps([far] * 9, informative_from=10)) == 3


def test_common_tasks_share_skill_difficulty_and_maximum_not_numbers() -> None:
    entry = [
        PassportItem("1", 1, "Б", "Проценты."),
        PassportItem("2", 1, "Б", "проценты"),
        PassportItem("3", 2, "П", "Объём тела"),
        PassportItem("4", 1, "Б", None),
        PassportItem("5", 1, "Б", "дроби"),
    ]
    leaving = [
        PassportItem("1", 1, "Б", "дроби"),
        PassportItem("2", 2, "П", "объем  тела"),
        PassportItem("3", 1, "Б", "проценты"),
        PassportItem("4", 1, "Б", " "),
        PassportItem("5", 3, "Б", "проценты"),
    ]
    pairs, unmatched = match_items(entry, leaving)
    assert [(a.name, b.name) for a, b in pairs] == [("1", "3"), ("3", "2"), ("5", "1")]
    assert {(one.side, one.name): one.code for one in unmatched} == {
        ("entry", "2"): "other_task",
        ("entry", "4"): "no_skill",
        ("exit", "4"): "no_skill",
        ("exit", "5"): "other_task",
    }

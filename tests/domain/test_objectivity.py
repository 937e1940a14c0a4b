"""Signals of objectivity: planted gaps, peaks and jumps are found, clean schools are silent, the key is the numbers."""

import random
from collections.abc import Callable

import pytest

from backend.domain.objectivity import (
    JournalCounts,
    Numbers,
    Result,
    border_peaks,
    difference,
    digest,
    journal_gap,
    jumps,
)
from backend.domain.objectivity_words import (
    REASON_TO_TALK,
    journal_words,
    jump_words,
    marked_words,
    peak_words,
)
from backend.features.signals.catalogue import kinds, rules

RULES = rules()
BORDERS = (7, 11, 15)
MAXIMUM = 20
SCHOOLS = 4000


def scores(
    chance: random.Random, pupils: int, *, skill: float = 0.55, spread: float = 0.18
) -> list[int]:
    """A histogram of pupils whose skill varies and who solve twenty tasks of one point."""
    counts = [0] * (MAXIMUM + 1)
    for _ in range(pupils):
        p = min(0.97, max(0.03, chance.gauss(skill, spread)))
        counts[sum(chance.random() < p for _ in range(MAXIMUM))] += 1
    return counts


def lifted(histogram: list[int], border: int, *, share: float) -> list[int]:
    """The same, with a share of those one or two points short lifted onto the border."""
    counts = list(histogram)
    for short in (border - 1, border - 2):
        moved = round(counts[short] * share)
        counts[short] -= moved
        counts[border] += moved
    return counts


# ------------------------------------------------------------------ histograms


@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize(("pupils", "at_least"), [(30, 0.3), (60, 0.6), (120, 0.9)])
def test_pupils_lifted_onto_a_border_are_found_there(
    pupils: int, at_least: float, border: int
) -> None:
    chance = random.Random(f"{pupils} {border}")  # noqa: S311 - a built sample
    skill = (border - 0.5) / MAXIMUM
    runs = 200
    found = [
        border_peaks(
            lifted(scores(chance, pupils, skill=skill, spread=0.1), border, share=0.9),
            BORDERS,
            RULES.peak,
        )
        for _ in range(runs)
    ]
    assert sum([peak.score for peak in peaks] == [border] for peaks in found) / runs >= at_least


def test_a_planted_peak_is_told_with_its_numbers() -> None:
    histogram = [0, 0, 1, 1, 2, 1, 0, 14, 6, 5, 4, 6, 5, 4, 3, 3, 2, 1, 1, 1, 0]
    (peak,) = border_peaks(histogram, BORDERS, RULES.peak)
    assert (peak.score, peak.mark, peak.count, peak.expected) == (7, 3, 14, 3.0)
    assert peak.p_value < 0.001


def test_a_peak_that_is_not_on_a_border_is_no_signal() -> None:
    histogram = [0, 0, 1, 2, 3, 4, 5, 6, 6, 25, 6, 6, 5, 5, 4, 3, 2, 1, 1, 0, 0]
    assert border_peaks(histogram, BORDERS, RULES.peak) == ()


@pytest.mark.parametrize("pupils", [25, 60, 150, 400])
def test_honest_histograms_are_silent(pupils: int) -> None:
    chance = random.Random(pupils)  # noqa: S311 - a built sample
    false = sum(
        bool(
            border_peaks(
                scores(chance, pupils, skill=chance.uniform(0.35, 0.7)), BORDERS, RULES.peak
            )
        )
        for _ in range(SCHOOLS // 4)
    )
    assert false / (SCHOOLS // 4) <= RULES.peak.p_value * 1.5


def test_too_few_pupils_give_no_peak_whatever_they_scored() -> None:
    histogram = [0] * (MAXIMUM + 1)
    histogram[7] = RULES.peak.least_n - 1
    assert border_peaks(histogram, BORDERS, RULES.peak) == ()
    histogram[7] += 1
    assert [peak.score for peak in border_peaks(histogram, BORDERS, RULES.peak)] == [7]


@pytest.mark.parametrize(
    ("histogram", "borders"), [([], BORDERS), ([30], BORDERS), ([0] * 21, BORDERS), ([5] * 10, ())]
)
def test_an_empty_histogram_or_one_without_borders_is_silent(
    histogram: list[int], borders: tuple[int, ...]
) -> None:
    assert border_peaks(histogram, borders, RULES.peak) == ()


# ------------------------------------------------------------------ journal

CLEAN = JournalCounts(lowered=20, confirmed=75, raised=5, lowered_far=2, raised_far=0)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (CLEAN, ()),
        (JournalCounts(30, 65, 5, 12, 1), ("gap",)),
        (JournalCounts(70, 25, 5, 2, 0), ("lowered",)),
        (JournalCounts(5, 50, 45, 0, 1), ("raised",)),
        (JournalCounts(5, 35, 60, 0, 20), ("gap", "raised")),
        # All of nineteen: too few to speak of.
        (JournalCounts(19, 0, 0, 19, 0), ()),
        (JournalCounts(20, 0, 0, 20, 0), ("gap", "lowered")),
        (JournalCounts(0, 0, 0, 0, 0), ()),
    ],
)
def test_shares_surely_above_what_is_ordinary_are_named(
    counts: JournalCounts, found: tuple[str, ...]
) -> None:
    assert journal_gap(counts, RULES.journal) == found


def drawn(
    chance: random.Random, n: int, far: float, lowered: float, raised: float
) -> JournalCounts:
    counts = dict.fromkeys(("lowered", "confirmed", "raised", "lowered_far", "raised_far"), 0)
    for _ in range(n):
        draw = chance.random()
        way = "lowered" if draw < lowered else "raised" if draw < lowered + raised else "confirmed"
        counts[way] += 1
        if way != "confirmed" and chance.random() < far / (lowered + raised):
            counts[f"{way}_far"] += 1
    return JournalCounts(**counts)


@pytest.mark.parametrize("n", [20, 35, 60, 120])
@pytest.mark.parametrize(
    ("far", "lowered", "raised", "most"),
    [
        (0.02, 0.3, 0.1, 0.02),
        # Exactly at the tolerated shares: each of three looks may err in about one of forty.
        (RULES.journal.gap_pct / 100, 0.3, 0.1, 0.08),
        (0.02, RULES.journal.lowered_pct / 100, 0.1, 0.05),
        (0.02, 0.3, RULES.journal.raised_pct / 100, 0.06),
    ],
)
def test_schools_within_the_tolerated_shares_are_rarely_called(
    n: int, far: float, lowered: float, raised: float, most: float
) -> None:
    chance = random.Random(f"{n} {far} {lowered} {raised}")  # noqa: S311 - a built sample
    false = sum(
        bool(journal_gap(drawn(chance, n, far, lowered, raised), RULES.journal))
        for _ in range(SCHOOLS)
    )
    assert false / SCHOOLS <= most


# ------------------------------------------------------------------ jumps


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (Result(100, 5, 80), Result(100, 10, 30), ["quality"]),
        (Result(100, 5, 50), Result(100, 60, 20), ["quality", "below"]),
        (Result(100, 40, 30), Result(100, 2, 85), ["quality", "below"]),
        (Result(100, 10, 50), Result(100, 12, 40), []),
        # Three of eight, then one of seven: nothing can be told.
        (Result(8, 3, 2), Result(7, 1, 5), []),
        (Result(19, 0, 19), Result(200, 100, 0), []),
        (Result(0, 0, 0), Result(50, 10, 20), []),
    ],
)
def test_jumps_of_a_cohort(before: Result, after: Result, found: list[str]) -> None:
    assert [jump.aspect for jump in jumps(before, after, RULES.cohort)] == found


def test_a_fall_of_fifteen_points_that_is_everybodys_is_rarely_called() -> None:
    """At the threshold itself the whole interval must lie beyond it."""
    chance = random.Random(1)  # noqa: S311 - a built sample

    def result(n: int, quality: float) -> Result:
        good = sum(chance.random() < quality for _ in range(n))
        return Result(n, 0, good)

    false = sum(
        bool(jumps(result(n := chance.randint(20, 90), 0.6), result(n, 0.45), RULES.cohort))
        for _ in range(SCHOOLS)
    )
    assert false / SCHOOLS <= 0.04


def test_a_difference_has_its_interval_and_is_unknown_without_pupils() -> None:
    found = difference("below", Result(80, 30, 0), Result(70, 10, 0))
    assert found is not None
    assert (found.delta_pp, found.low_pp, found.high_pp) == (-23.2, -35.9, -9.2)
    assert difference("quality", Result(0, 0, 0), Result(70, 10, 0)) is None


# ------------------------------------------------------------------ words and digests


def test_words_are_neutral_and_always_say_of_how_many() -> None:
    counts = JournalCounts(30, 65, 5, 12, 1)
    peaks = border_peaks([0] * 7 + [40, 2, 2] + [1] * 11, BORDERS, RULES.peak)
    before, after = Result(100, 5, 50), Result(100, 60, 20)
    texts = [
        journal_words(counts, ("gap", "lowered", "raised"), 2),
        peak_words(peaks, 55),
        marked_words(["ma4", "ru5"], [2019]),
        marked_words(["ma4"], []),
        jump_words(jumps(before, after, RULES.cohort), before, after),
    ]
    for text in texts:
        assert text.endswith(REASON_TO_TALK)
        for word in ("наруш", "завыш", "списыва", "вин", "учител", "подозр", "фальс"):
            assert word not in text.lower()
    assert "на 2 балла и больше расходятся 13 из 100 (13,0\u00a0%)" in texts[0].lower()
    assert (
        "«3» (7\u00a0баллов) 40\u00a0участников при ожидаемых 1,0; всего с баллами 55" in texts[1]
    )
    assert "РУ5, МА4" not in texts[2]
    assert "МА4, РУ5; раньше в списке: 2019" in texts[2]
    assert "разность \u221230,0 п.\u00a0п., от \u2212" in texts[4]


def test_under_twenty_a_count_goes_without_percent() -> None:
    assert "3 из 19;" in journal_words(JournalCounts(0, 16, 3, 0, 3), ("gap", "raised"), 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda numbers: numbers | {"lowered": 21},
        lambda numbers: numbers | {"raised_far": 1},
        lambda numbers: numbers | {"histogram": [0, 1, 2, 4]},
        lambda numbers: {k: v for k, v in numbers.items() if k != "lowered"},
    ],
)
def test_a_digest_changes_with_any_number_and_with_nothing_else(
    change: Callable[[Numbers], Numbers],
) -> None:
    numbers: Numbers = {"lowered": 20, "raised_far": 0, "histogram": [0, 1, 2, 3]}
    assert digest(numbers) == digest({name: numbers[name] for name in reversed(list(numbers))})
    assert digest(change(dict(numbers))) != digest(numbers)


def test_every_kind_says_where_its_thresholds_come_from_and_no_teacher_is_looked_at() -> None:
    for kind in kinds().values():
        assert kind.source
        assert kind.confidence in {"high", "medium", "low"}
        assert kind.procedures
    assert not any("teacher" in name for name in JournalCounts.__slots__ + Result.__slots__)

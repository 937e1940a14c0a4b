"""Probabilities against simulation, and what a run keeps against what it says of itself."""

import json

import numpy as np
import pytest

from backend.domain.low_results import (
    Count,
    assess,
    digest_of_run,
    judge_line,
    listing_probability,
)
from backend.domain.low_results.odds import Chance
from backend.domain.statistics import probability_at_least
from tests.domain.low_results.cases import PARAMETERS, RULE, count, rule

DRAWS = 400_000


def drawn(random: np.random.Generator, one: Count) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Whether the true share reaches the threshold, over draws from what these pupils say of it (Jeffreys)."""
    shares = random.beta(one.below + 0.5, one.participants - one.below + 0.5, DRAWS)
    reached: np.ndarray[tuple[int], np.dtype[np.bool_]] = shares >= 0.3
    return reached


@pytest.mark.parametrize(
    ("below", "participants"), [(0, 10), (3, 10), (4, 13), (5, 19), (30, 100), (25, 120), (10, 10)]
)
def test_probability_of_a_work_against_simulation(below: int, participants: int) -> None:
    one = count(below, participants)
    [judged] = assess(RULE, "sosh", [one], 2021).judged
    simulated = drawn(np.random.default_rng(64), one).mean()
    assert judged.probability == pytest.approx(simulated, abs=0.004)
    assert judged.probability == pytest.approx(
        probability_at_least(below, participants, 0.3, None), abs=5e-5
    )


SCHOOLS = {
    "both years of one work": [count(4, 13), count(5, 12, year=2020)],
    "three works": [count(3, 10), count(4, 12, grade=6), count(2, 15, subject="russian")],
    "two waves of one work": [count(3, 10), count(3, 11, wave="autumn"), count(4, 12, year=2020)],
    "years and works": [
        *(count(4, 14, year=y, grade=g) for y in (2020, 2021) for g in (5, 6)),
        count(1, 18, subject="russian"),
        count(9, 9, subject="russian", grade=6),
    ],
}


@pytest.mark.parametrize("criteria", ["any", "all"])
@pytest.mark.parametrize("name", SCHOOLS)
def test_probability_of_the_verdict_against_simulation(name: str, criteria: str) -> None:
    """The rule itself is applied to drawn shares: nothing of the formula is used."""
    random = np.random.default_rng(2021)
    reached = {
        one: drawn(random, one)
        for one in SCHOOLS[name]
        if one.participants >= RULE.min_participants
    }
    now = [one for one in reached if one.year == 2021]
    a = sum(reached[one].astype(int) for one in now) >= 2
    b = np.zeros(DRAWS, dtype=bool)
    for one in now:
        for past, was in reached.items():
            if past.year == 2020 and past.key == one.key:
                b |= reached[one] & was
    listed = a | b if criteria == "any" else a & b
    verdict = assess(rule(criteria=criteria), "sosh", SCHOOLS[name], 2021)
    assert verdict.probability == pytest.approx(listed.mean(), abs=0.004)


def test_probability_of_certain_things() -> None:
    assert listing_probability([], needed=2, criteria="any") == 0
    sure = Chance((1.0,), ())
    assert listing_probability([sure, sure], needed=2, criteria="any") == 1
    assert listing_probability([sure, sure], needed=2, criteria="all") == 0
    assert listing_probability([Chance((1.0,), (0.5,))], needed=2, criteria="any") == 0.5


def stored(*counts: Count) -> list[dict[str, object]]:
    return [
        {**{name: getattr(one, name) for name in one.__slots__}, "protocols": [["id", 1]]}
        for one in counts
    ]


def test_a_line_that_went_through_the_database_gives_the_same_digest() -> None:
    counts = stored(count(4, 13), count(5, 12, year=2020), count(9, 9, grade=6))
    first = judge_line(RULE, "sosh", counts, 2021)
    # JSONB gives keys back in another order.
    again = judge_line(
        RULE, "sosh", [dict(reversed(json.loads(json.dumps(one)).items())) for one in counts], 2021
    )
    assert again == first
    assert json.loads(json.dumps(first.outcome)) == first.outcome


def test_the_digest_tells_one_pupil_one_threshold_and_one_school_apart() -> None:
    def digest(below: int, share: float = 30, school: str = "a") -> str:
        parameters = {**PARAMETERS, "share_pct": share}
        line = judge_line(RULE, "sosh", stored(count(below, 13)), 2021)
        return digest_of_run(parameters, 2021, {school: line.digest})

    assert len({digest(4), digest(5), digest(4, 29), digest(4, school="b")}) == 4
    assert digest(4) == digest(4)

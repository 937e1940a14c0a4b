"""The way of a risk profile as a table, and what a verdict must say."""

from itertools import product
from random import Random

import pytest

from backend.domain.lifecycle.risk_profiles import (
    PROFILE_STATE_TITLES,
    PROFILE_STEP_WORDS,
    PROFILE_TRANSITIONS,
    next_profile_state,
    why_not_profile,
)
from backend.domain.risk_profile import (
    agreement,
    level_of_index,
    needs_reason,
    selection_warnings,
    verdict_level,
)

ASKED = ("state_levels", "form", "self_assess", "verify", "sign", "lock", "reopen")
LEVELS = ("high", "medium", "low", None)


def test_every_refusal_has_russian_words_and_every_allowed_action_none() -> None:
    for state, action in product(PROFILE_TRANSITIONS, ASKED):
        words = why_not_profile(state, action)
        assert (words is None) == (next_profile_state(state, action) is not None)
        assert words is None or words.endswith(".")


def test_every_state_and_step_has_words() -> None:
    assert set(PROFILE_STATE_TITLES) == set(PROFILE_TRANSITIONS)
    steps = {action for ways in PROFILE_TRANSITIONS.values() for action in ways}
    assert steps <= set(PROFILE_STEP_WORDS)


def test_a_settled_profile_is_left_only_by_opening_it_again() -> None:
    random = Random(5)  # noqa: S311
    for _ in range(500):
        state, path = "awaited", ["awaited"]
        for _ in range(12):
            action = random.choice(tuple(PROFILE_TRANSITIONS[state]))
            before, state = state, PROFILE_TRANSITIONS[state][action]
            path.append(state)
            if before in {"verified", "locked"} and state not in {"verified", "locked"}:
                assert action == "reopen"
            if state == "verified" and before != "verified":
                assert (before, action) == ("verification", "complete")
        assert path.index("verified") > path.index("verification") if "verified" in path else True


@pytest.mark.parametrize("action", ["verify", "sign"])
def test_nobody_judges_his_own_school(action: str) -> None:
    words = why_not_profile("verification", action, is_of_school=True)
    assert words is not None
    assert "Вы работаете в этой школе" in words


def test_a_signature_is_put_once_and_not_before_everything_is_there() -> None:
    assert "подпись уже стоит" in str(why_not_profile("verification", "sign", has_signed=True))
    assert str(why_not_profile("verification", "sign", missing=["посещения"])).endswith(
        "не хватает: посещения."
    )
    assert why_not_profile("verification", "sign") is None


def test_cut_offs_belong_to_the_higher_level_and_levels_rise_with_the_index() -> None:
    order = ["low", "medium", "high"]
    found = [level_of_index(i / 4, medium_from=33.34, high_from=66.67) for i in range(401)]
    assert [order.index(level) for level in found] == sorted(order.index(level) for level in found)
    assert level_of_index(66.67, medium_from=33.34, high_from=66.67) == "high"
    assert level_of_index(33.34, medium_from=33.34, high_from=66.67) == "medium"


@pytest.mark.parametrize("seen", list(product(LEVELS, repeat=3)))
def test_a_verdict_always_ends_in_a_level_or_in_words(seen: tuple[str | None, ...]) -> None:
    views = dict(zip(("survey", "school", "curator"), seen, strict=True))
    stated = {level for level in seen if level}
    for verdict, level in product(("confirmed", "not_confirmed", "level_changed"), LEVELS):
        found, wrong = verdict_level(verdict, level, views)
        assert (found is None) != (wrong is None)
        if found and level:
            assert found == level
        if found and verdict == "confirmed" and stated:
            assert found in stated
        if found and verdict == "level_changed":
            assert found != views["survey"]
    assert needs_reason("confirmed", seen) == (agreement(seen)[0] == "differ")
    assert needs_reason("not_confirmed", seen)


def test_warnings_are_about_nothing_too_much_and_a_high_one_left_out() -> None:
    row = ("Ф", "confirmed", "medium", True, None)
    assert selection_warnings([]) == []
    assert selection_warnings([row]) == []
    assert len(selection_warnings([row] * 6)) == 1
    left = ("Ф", "confirmed", "high", False, None)
    assert len(selection_warnings([row, left])) == 1
    assert selection_warnings([row, (*left[:4], "сделано ранее")]) == []
    assert len(selection_warnings([("Ф", "not_confirmed", "high", False, None)])) == 1

"""The way of a target: every state × action × who asks, and ten thousand random ways."""

import re
from itertools import product
from random import Random

from backend.domain.lifecycle.targets import (
    TARGET,
    TARGET_ACTIONS,
    Asker,
    Standing,
    side_of,
    why_not_target_action,
)
from backend.tables.targets import TARGET_STATES

OFFICE, SCHOOL = Asker(frozenset({"office"})), Asker(frozenset({"school"}))
LOOKERS = [Asker(frozenset(sides)) for sides in ((), ("curator",), ("mentor",), ("methodist",))]


def can(state: str, action: str, asker: Asker, by: str = "school", *, close: bool = True) -> bool:
    return why_not_target_action(Standing(state, by, close), action, asker) is None


def test_every_state_and_action_has_words_and_leads_to_a_known_state() -> None:
    assert tuple(TARGET.transitions) == tuple(TARGET.states)
    assert set(TARGET.states) == set(TARGET_STATES)
    named = {action for moves in TARGET.transitions.values() for action in moves}
    assert named == set(TARGET.actions)
    assert named | {"propose", "link"} == set(TARGET.step_words)
    assert TARGET.reasoned <= named


def test_every_refusal_is_a_russian_sentence() -> None:
    askers = [OFFICE, SCHOOL, Asker(frozenset({"office"}), is_author=True), *LOOKERS]
    for state, action, asker, by, close in product(
        TARGET_STATES, TARGET_ACTIONS, askers, ("school", "office"), (True, False)
    ):
        words = why_not_target_action(Standing(state, by, close), action, asker)
        if words is not None:
            assert words[0].isupper()
            assert words.endswith(".")
            assert re.search(r"[A-Za-z_!]", words) is None, words


def test_the_matrix_of_who_may_what() -> None:
    allowed = {
        (state, action, side)
        for state, action, (side, asker) in product(
            TARGET_STATES, TARGET_ACTIONS, (("office", OFFICE), ("school", SCHOOL))
        )
        if can(state, action, asker)
    }
    both, office = ("office", "school"), ("office",)
    expected = {
        ("proposed", "revise"): both, ("proposed", "agree"): office, ("proposed", "return"): office,
        ("proposed", "cancel"): both, ("proposed", "link"): both,
        ("returned", "revise"): both, ("returned", "cancel"): both, ("returned", "link"): both,
        ("agreed", "revise"): both, ("agreed", "close"): office, ("agreed", "cancel"): office,
        ("agreed", "link"): both, ("closed", "reopen"): office,
    }  # fmt: skip
    assert allowed == {(s, a, side) for (s, a), sides in expected.items() for side in sides}


def test_who_only_looks_does_nothing() -> None:
    assert [side_of(asker) for asker in LOOKERS] == [None] * 4
    for state, action, asker in product(TARGET_STATES, TARGET_ACTIONS, LOOKERS):
        assert not can(state, action, asker)


def test_nobody_agrees_to_his_own_plan_and_the_school_agrees_to_the_offices() -> None:
    author = Asker(frozenset({"office"}), is_author=True)
    assert not can("proposed", "agree", author, "office")
    assert can("proposed", "agree", OFFICE, "office")
    assert can("proposed", "agree", SCHOOL, "office")
    assert not can("proposed", "agree", SCHOOL, "school")


def test_a_target_is_not_closed_before_its_time_without_a_fact() -> None:
    assert not can("agreed", "close", OFFICE, close=False)
    assert can("agreed", "close", OFFICE, close=True)


def test_ten_thousand_ways_never_agree_without_another_and_end_where_they_should() -> None:
    random = Random(73)  # noqa: S311
    people = {
        name: frozenset({side})
        for name, side in (("a", "office"), ("b", "office"), ("c", "school"), ("d", "school"))
    }
    for _ in range(10_000):
        state, by, author = "proposed", "school", "c"
        for _ in range(8):
            who, action = random.choice(list(people)), random.choice(list(TARGET.actions))
            asker = Asker(people[who], who == author)
            if not can(state, action, asker, by):
                continue
            became = TARGET.next(state, action)
            assert became is not None
            if action == "revise":
                by, author = side_of(asker) or "", who
            if became == "agreed" and action == "agree":
                assert who != author
                assert not (by == "school" and people[who] == {"school"})
            assert state != "cancelled"
            state = became

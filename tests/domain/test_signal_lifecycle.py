"""The way of a signal: every state × every action × every side, and when a verdict lapses."""

import pytest

from backend.domain.lifecycle.signals import (
    SIGNAL_ACTIONS,
    SIGNAL_STATE_TITLES,
    SIGNAL_TRANSITIONS,
    next_signal_state,
    state_of,
    why_not_judge,
)
from backend.tables.objectivity import SIGNAL_STATES

ALLOWED = {
    "open": {"explained", "rechecked", "confirmed", "dismissed"},
    "explained": {"rechecked", "confirmed", "dismissed", "reopen"},
    "rechecked": {"explained", "confirmed", "dismissed", "reopen"},
    "confirmed": {"reopen"},
    "dismissed": {"reopen"},
}


@pytest.mark.parametrize("state", SIGNAL_STATES)
@pytest.mark.parametrize("action", SIGNAL_ACTIONS)
def test_the_matrix_of_states_and_actions(state: str, action: str) -> None:
    is_allowed = action in ALLOWED[state]
    assert (next_signal_state(state, action) is not None) == is_allowed
    assert (why_not_judge(state, action, sides=frozenset({"office"})) is None) == is_allowed
    if is_allowed:
        assert next_signal_state(state, action) == ("open" if action == "reopen" else action)
    else:
        assert str(why_not_judge(state, action, sides=frozenset({"office"}))).endswith(".")


@pytest.mark.parametrize("side", ["school", "curator", "mentor"])
@pytest.mark.parametrize("action", SIGNAL_ACTIONS)
def test_neither_the_school_nor_who_stands_by_it_judges(side: str, action: str) -> None:
    reason = why_not_judge("open", action, sides=frozenset({side}))
    assert reason is not None
    assert "управление или методист" in reason


def test_who_stands_on_two_sides_judges_by_the_one_that_may() -> None:
    assert why_not_judge("open", "explained", sides=frozenset({"curator", "methodist"})) is None


def test_the_tables_of_states_agree() -> None:
    assert set(SIGNAL_TRANSITIONS) == set(SIGNAL_STATE_TITLES) == set(SIGNAL_STATES)


@pytest.mark.parametrize(
    ("verdict", "judged", "state"),
    [
        (None, None, "open"),
        ("explained", "a", "explained"),
        ("explained", "b", "open"),
        ("confirmed", "b", "open"),
        ("open", "a", "open"),
    ],
)
def test_a_verdict_holds_for_the_numbers_it_was_given_about(
    verdict: str | None, judged: str | None, state: str
) -> None:
    assert state_of(verdict, judged, "a") == state

"""The whole matrix of an appeal: every state × action × side; decisions against what the rule says."""

import itertools

import pytest

from backend.domain.lifecycle.identification import (
    APPEAL,
    APPEAL_SIDES,
    DECISION_STATUSES,
    OPEN_APPEALS,
    RUN,
    why_not_appeal,
    why_not_appeal_step,
    why_not_decision,
)
from backend.tables.identification import APPEAL_STATES, IDENTIFICATION_DECISIONS
from backend.tables.registry import LOW_RESULTS, ZONES

NEXT = {
    ("submitted", "take"): "under_review",
    ("submitted", "satisfy"): "satisfied",
    ("submitted", "reject"): "rejected",
    ("submitted", "withdraw"): "withdrawn",
    ("under_review", "satisfy"): "satisfied",
    ("under_review", "reject"): "rejected",
    ("under_review", "withdraw"): "withdrawn",
}
SIDES: dict[frozenset[str], set[str]] = {
    frozenset(): set(),
    frozenset({"office"}): {"take", "satisfy", "reject"},
    frozenset({"school"}): {"withdraw"},
    frozenset({"curator"}): set(),
    frozenset({"methodist"}): set(),
    frozenset({"office", "curator"}): {"take", "satisfy", "reject"},
    # Who belongs to the school too does not judge it.
    frozenset({"office", "school"}): {"withdraw"},
}


def test_the_machine_knows_every_state_of_the_table() -> None:
    assert set(APPEAL.transitions) == set(APPEAL.states) == set(APPEAL_STATES)
    assert set(APPEAL.actions) == set(APPEAL.step_words) == set(APPEAL_SIDES)
    assert {s for s in APPEAL_STATES if APPEAL.transitions[s]} == OPEN_APPEALS
    assert set(DECISION_STATUSES) == set(IDENTIFICATION_DECISIONS)
    assert set(DECISION_STATUSES.values()) == set(LOW_RESULTS)


@pytest.mark.parametrize("state", APPEAL_STATES)
@pytest.mark.parametrize("action", list(APPEAL_SIDES))
def test_every_step_of_an_appeal(state: str, action: str) -> None:
    assert APPEAL.next(state, action) == NEXT.get((state, action))
    for sides, allowed in SIDES.items():
        refusal = why_not_appeal_step(state, action, sides=sides)
        may = (state, action) in NEXT and action in allowed
        assert (refusal is None) == may, (sides, refusal)
        if refusal:
            assert refusal.endswith(".")


@pytest.mark.parametrize(
    ("run", "has_open", "is_of_school"),
    list(itertools.product(RUN.states, (False, True), (False, True))),
)
def test_when_a_school_may_object(run: str, *, has_open: bool, is_of_school: bool) -> None:
    refusal = why_not_appeal(run, has_open=has_open, is_of_school=is_of_school)
    assert (refusal is None) == (run == "published" and not has_open and is_of_school)


def test_a_run_is_opened_once() -> None:
    assert RUN.next("computed", "publish") == "published"
    assert (
        RUN.why_not("published", "publish")
        == "Расчёт: открыт школам. Сейчас открывать его школам нельзя."
    )


@pytest.mark.parametrize("decision", IDENTIFICATION_DECISIONS)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("status", ["low_results", "at_risk", "none", "no_data", "excluded"])
def test_every_decision_against_the_rule(decision: str, zone: str, status: str) -> None:
    rule_zone = {"low_results": "red", "at_risk": "yellow", "none": "green"}.get(status)

    def refusal(reason: str | None) -> tuple[str, str] | None:
        return why_not_decision(
            decision, zone, rule_status=status, rule_zone=rule_zone, reason=reason
        )

    contradicts = (decision, zone) in {("listed", "green"), ("not_listed", "red")}
    agrees = DECISION_STATUSES[decision] == status and zone == rule_zone
    with_reason = refusal("проверено на месте")
    without = refusal(None)
    assert (with_reason is None) == (not contradicts)
    assert (without is None) == (not contradicts and agrees)
    if not contradicts and not agrees:
        assert without is not None
        assert without[0] == "reason"

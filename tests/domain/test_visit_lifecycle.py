from datetime import date
from random import Random

from backend.domain.lifecycle.action_points import (
    POINT_ACTIONS,
    POINT_STATE_TITLES,
    POINT_TRANSITIONS,
    Asker,
    next_point_state,
    point_overdue,
    why_not_point,
)
from backend.domain.lifecycle.visits import (
    CURATOR_ACTIONS,
    OFFICE_ACTIONS,
    SCHOOL_ACTIONS,
    VISIT_STATE_TITLES,
    VISIT_STEP_WORDS,
    VISIT_TRANSITIONS,
    ReportStanding,
    add_working_days,
    next_visit_state,
    next_visit_step,
    visit_overdue,
    why_not_visit,
    why_not_write,
)
from backend.tables.action_points import ACTION_POINT_STATES
from backend.tables.visits import VISIT_STATES

ACTIONS = (*CURATOR_ACTIONS, *SCHOOL_ACTIONS, *OFFICE_ACTIONS)
OUTSIDE = Asker(frozenset({"office"}))


def test_every_state_has_a_row_and_a_word() -> None:
    assert set(VISIT_TRANSITIONS) == set(VISIT_STATES) == set(VISIT_STATE_TITLES)
    assert set(VISIT_STEP_WORDS) == {"plan", *ACTIONS}
    assert set(POINT_TRANSITIONS) == set(ACTION_POINT_STATES) == set(POINT_STATE_TITLES)


def test_every_impossible_action_is_refused_in_a_sentence() -> None:
    for state in VISIT_STATES:
        for action in ACTIONS:
            reason = why_not_visit(state, action)
            assert (reason is None) == (next_visit_state(state, action) is not None)
            assert reason is None or reason.endswith(".")
    for state in ACTION_POINT_STATES:
        for action in POINT_ACTIONS:
            reason = why_not_point(state, action, Asker(frozenset({"office"}), is_assignee=True))
            assert (reason is None) == (next_point_state(state, action) is not None)


def test_ten_thousand_random_ways_never_approve_what_was_not_held_and_submitted() -> None:
    chance = Random(4)  # noqa: S311
    ended = 0
    for _ in range(10_000):
        state, passed = "planned", ["planned"]
        for _ in range(12):
            action = chance.choice(ACTIONS)
            standing = ReportStanding(
                has_summary=chance.random() < 0.8,
                has_conclusions=chance.random() < 0.8,
                is_answered=action != "answer" and chance.random() < 0.5,
                is_own=chance.random() < 0.2,
            )
            if why_not_visit(state, action, standing) is None:
                if action == "approve":
                    assert standing.has_summary
                    assert standing.has_conclusions
                    assert standing.is_answered
                    assert not standing.is_own
                state = str(next_visit_state(state, action))
                passed.append(state)
            else:
                assert state in VISIT_STATES
        if "approved" in passed:
            ended += 1
            assert passed[-1] == "approved"
            assert {"held", "report_draft", "submitted"} <= set(passed)
        if "cancelled" in passed:
            assert passed[-1] == "cancelled"
            assert "held" not in passed
    assert ended > 20


def test_a_report_waits_five_working_days_for_the_school() -> None:
    # From a Friday: the next Friday. From a Saturday too.
    assert add_working_days(date(2021, 3, 12), 5) == date(2021, 3, 19)
    assert add_working_days(date(2021, 3, 13), 5) == date(2021, 3, 19)
    silent = ReportStanding(is_answered=False)
    assert why_not_visit("submitted", "approve", silent) == "Школа ещё не ответила на справку."
    late = ReportStanding(is_answered=False, answer_overdue=True)
    assert why_not_visit("submitted", "approve", late) is None


def test_what_may_be_written_and_what_is_late() -> None:
    assert why_not_write("returned") is None
    assert why_not_write("approved") == "Справка утверждена: визит больше не меняется."
    assert next_visit_step("approved", is_answered=True) is None
    day, today = date(2021, 3, 1), date(2021, 3, 17)
    late = visit_overdue(
        "planned", planned_on=day, held_on=None, answer_due_on=None, is_answered=False, today=today
    )
    assert late == "День визита прошёл 16\u00a0дней назад, проведение не отмечено"
    late = visit_overdue(
        "held", planned_on=day, held_on=day, answer_due_on=None, is_answered=False, today=today
    )
    assert late == "Справка опаздывает на 9\u00a0дней"


def test_only_an_outsider_who_has_not_done_it_verifies() -> None:
    assert why_not_point("done", "verify", OUTSIDE) is None
    assert why_not_point("done", "verify", Asker(frozenset({"school"}))) is not None
    assert (
        why_not_point("done", "verify", Asker(frozenset({"curator"}), is_executor=True)) is not None
    )
    assert why_not_point("open", "done", OUTSIDE) == "Отмечает исполнитель или его школа."
    assert (
        point_overdue("open", date(2021, 3, 16), date(2021, 3, 17)) == "просрочено на 1\u00a0день"
    )
    assert point_overdue("done", date(2021, 3, 16), date(2021, 3, 17)) is None

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.lifecycle.evidence import EVIDENCE_TRANSITIONS, why_not_evidence
from backend.domain.lifecycle.occurrences import (
    OCCURRENCE_ACTIONS,
    OCCURRENCE_STEP_WORDS,
    OCCURRENCE_TRANSITIONS,
    REASONED_ACTIONS,
    next_occurrence_state,
    why_not_occurrence,
)
from backend.domain.lifecycle.uploads import (
    UPLOAD_STATE_TITLES,
    UPLOAD_TRANSITIONS,
    next_upload_state,
    why_not_cancel,
    why_not_commit,
)
from backend.tables.execution import EVIDENCE_STATES, OCCURRENCE_STATES
from backend.tables.uploads import UPLOAD_STATES


def test_every_state_of_the_table_has_a_row_and_a_word() -> None:
    assert set(UPLOAD_TRANSITIONS) == set(UPLOAD_STATES) == set(UPLOAD_STATE_TITLES)
    assert {to for row in UPLOAD_TRANSITIONS.values() for to in row.values()} <= set(UPLOAD_STATES)


def test_results_are_written_only_after_a_check_and_a_decision() -> None:
    reachable_from = {
        target: {state for state, row in UPLOAD_TRANSITIONS.items() if target in row.values()}
        for target in ("committed", "committing", "screened")
    }
    assert reachable_from["committed"] == {"committing"}
    assert reachable_from["committing"] == {"screened"}
    assert reachable_from["screened"] == {"parsing", "committing"}


def test_nothing_leads_out_of_the_end() -> None:
    assert all(not UPLOAD_TRANSITIONS[end] for end in ("cancelled", "reverted"))
    assert UPLOAD_TRANSITIONS["committed"] == {"revert": "reverted"}
    assert UPLOAD_TRANSITIONS["failed"] == {"read_again": "received"}
    assert next_upload_state("cancelled", "commit") is None


def test_a_refusal_always_says_why() -> None:
    for state in UPLOAD_STATES:
        allowed = next_upload_state(state, "commit") is not None
        assert (why_not_commit(state, errors=0) is None) == allowed
        assert (why_not_cancel(state) is None) == (next_upload_state(state, "cancel") is not None)
    assert why_not_commit("screened", errors=2) == (
        "Нельзя: в файле 2\u00a0ошибки. Исправьте файл или загрузите только строки без ошибок."
    )
    assert why_not_commit("screened", errors=2, clean_rows_only=True) is None


@pytest.mark.parametrize("clean_rows_only", [False, True])
def test_an_error_of_all_rows_and_an_open_question_leave_no_way(*, clean_rows_only: bool) -> None:
    for facts, words in (
        ({"forbids_all": True}, "всех строк"),
        ({"questions": 1}, "1\u00a0вопрос"),
    ):
        why = why_not_commit("screened", errors=1, clean_rows_only=clean_rows_only, **facts)
        assert why is not None
        assert words in why


def test_a_large_change_is_decided_by_somebody_else() -> None:
    assert why_not_commit("screened", errors=0, guarded=True) is None
    assert "другой сотрудник" in str(
        why_not_commit("screened", errors=0, guarded=True, is_sender=True)
    )


def test_every_state_of_an_occurrence_and_of_evidence_has_a_row() -> None:
    assert set(OCCURRENCE_TRANSITIONS) == set(OCCURRENCE_STATES)
    assert set(EVIDENCE_TRANSITIONS) == set(EVIDENCE_STATES)
    for table in (OCCURRENCE_TRANSITIONS, EVIDENCE_TRANSITIONS):
        assert {to for row in table.values() for to in row.values()} <= set(table)
    used = {action for row in OCCURRENCE_TRANSITIONS.values() for action in row}
    assert used == {*OCCURRENCE_ACTIONS, "revoke"}
    assert used <= set(OCCURRENCE_STEP_WORDS)


# What the issue says, written apart from the table: planned → in progress → reported → accepted | returned;
# cancelled; reopen. A pair that is not here is a forbidden path.
ALLOWED_PATHS = {
    ("planned", "start", "in_progress"),
    ("planned", "report", "reported"),
    ("planned", "cancel", "cancelled"),
    ("in_progress", "report", "reported"),
    ("in_progress", "cancel", "cancelled"),
    ("reported", "accept", "accepted"),
    ("reported", "return", "returned"),
    ("reported", "cancel", "cancelled"),
    ("returned", "start", "in_progress"),
    ("returned", "report", "reported"),
    ("returned", "cancel", "cancelled"),
    ("accepted", "reopen", "in_progress"),
    ("accepted", "revoke", "returned"),
    ("cancelled", "reopen", "planned"),
}


def is_a_russian_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[А-ЯЁ«][^!]*\.", text)) and not re.search(r"[A-Za-z_]", text)


def test_ten_thousand_random_sequences_take_no_forbidden_path_and_every_refusal_is_a_sentence() -> (
    None
):
    random = Random(63)  # noqa: S311
    walked: set[tuple[str, str, str]] = set()
    for _ in range(10_000):
        state, has_reported = "planned", False
        for _ in range(random.randint(1, 12)):
            action = random.choice(OCCURRENCE_ACTIONS)
            gates: dict[str, Any] = {
                "is_own_report": random.random() < 0.2,
                "needs_evidence": random.random() < 0.2,
                "missing": ("посещение не проведено",) * (random.random() < 0.2),
                "lock_reason": "сдан отчёт" if random.random() < 0.1 else None,
            }
            refusal = why_not_occurrence(state, action, **gates)
            if refusal is not None:
                assert is_a_russian_sentence(refusal), (state, action, refusal)
                continue
            became = next_occurrence_state(state, action)
            assert (state, action, became) in ALLOWED_PATHS
            assert gates["lock_reason"] is None
            if action == "accept":
                assert has_reported
                assert not any(gates.values())
            assert became is not None
            walked.add((state, action, became))
            has_reported = became == "reported"
            state = became
    assert walked == {path for path in ALLOWED_PATHS if path[1] != "revoke"}


@given(st.lists(st.sampled_from(("accept", "return", "revoke")), max_size=6), st.booleans())
def test_evidence_is_accepted_once_revoked_once_and_never_by_its_author(
    actions: list[str],
    is_own: bool,  # noqa: FBT001
) -> None:
    state, taken = "submitted", []
    for action in actions:
        refusal = why_not_evidence(state, action, is_own=is_own)
        if refusal is None:
            state = EVIDENCE_TRANSITIONS[state][action]
            taken.append(action)
        else:
            assert is_a_russian_sentence(refusal)
    assert taken in ([], ["accept"], ["return"], ["accept", "revoke"])
    assert not (is_own and taken)


@pytest.mark.parametrize("state", OCCURRENCE_STATES)
@pytest.mark.parametrize("action", OCCURRENCE_ACTIONS)
def test_a_refusal_of_an_action_on_an_occurrence_is_given_exactly_where_no_path_is(
    state: str, action: str
) -> None:
    is_a_path = any(path[:2] == (state, action) for path in ALLOWED_PATHS)
    refusal = why_not_occurrence(state, action)
    assert (refusal is None) == is_a_path
    assert refusal is None or refusal != "Сейчас это действие невозможно."
    closed = why_not_occurrence(state, action, lock_reason="четверть закрыта")
    assert closed is not None
    if is_a_path:
        assert closed == "Закрыто для изменений: четверть закрыта."


@pytest.mark.parametrize("state", EVIDENCE_STATES)
@pytest.mark.parametrize("action", ["accept", "return", "revoke"])
def test_a_refusal_about_evidence_names_the_state_it_is_in_and_a_lock_closes_it(
    state: str, action: str
) -> None:
    allowed = action in EVIDENCE_TRANSITIONS[state]
    assert (why_not_evidence(state, action) is None) == allowed
    locked = why_not_evidence(state, action, lock_reason="школа закрыта")
    assert locked is not None
    if allowed:
        assert locked == "Закрыто для изменений: школа закрыта."


def test_a_report_is_checked_by_somebody_else_and_taken_back_only_with_a_reason() -> None:
    assert why_not_occurrence("reported", "accept", is_own_report=True) == (
        "Сдали вы: проверить должен кто-то другой."
    )
    assert why_not_occurrence("reported", "return", is_own_report=True) is not None
    # Who reported may take it off the table: that is no verdict.
    assert why_not_occurrence("reported", "cancel", is_own_report=True) is None
    assert {"return", "cancel", "reopen", "revoke"} == REASONED_ACTIONS


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert why_not_occurrence(
        "reported", "accept", missing=["РПШ не верифицирован", "нет отметки"]
    ) == ("Принять нельзя, не хватает: РПШ не верифицирован; нет отметки.")

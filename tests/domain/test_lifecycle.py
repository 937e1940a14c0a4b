from backend.domain.lifecycle import (
    UPLOAD_STATE_TITLES,
    UPLOAD_TRANSITIONS,
    next_upload_state,
    why_not_cancel,
    why_not_commit,
)
from backend.tables.assessments import UPLOAD_STATES


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
    assert all(
        not UPLOAD_TRANSITIONS[end] for end in ("committed", "cancelled", "failed", "reverted")
    )
    assert next_upload_state("cancelled", "commit") is None


def test_a_refusal_always_says_why() -> None:
    for state in UPLOAD_STATES:
        allowed = next_upload_state(state, "commit") is not None
        assert (why_not_commit(state, errors=0) is None) == allowed
        assert (why_not_cancel(state) is None) == (next_upload_state(state, "cancel") is not None)
    assert why_not_commit("screened", errors=2) == (
        "Нельзя: в файле 2\u00a0ошибки. Исправьте файл и загрузите его ещё раз."
    )

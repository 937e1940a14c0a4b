"""The way of a document."""

from backend.domain.lifecycle.documents import (
    DOCUMENT_STATE_WORDS,
    DOCUMENT_TRANSITIONS,
    REVIEW_ACTIONS,
    SCHOOL_ACTIONS,
    DocumentStanding,
    ReviewerTies,
    why_not_document,
)


def test_every_action_in_every_state_is_possible_or_has_a_russian_reason() -> None:
    for state, moves in DOCUMENT_TRANSITIONS.items():
        for action in (*SCHOOL_ACTIONS, *REVIEW_ACTIONS):
            reason = why_not_document(state, action)
            assert (reason is None) == (action in moves), (state, action)
            assert reason is None or reason.endswith("."), (state, action)
        assert set(moves.values()) <= DOCUMENT_STATE_WORDS.keys()


def test_who_has_ties_never_reviews_in_any_state() -> None:
    for state in DOCUMENT_TRANSITIONS:
        for action in REVIEW_ACTIONS:
            for ties in (ReviewerTies(is_of_school=True), ReviewerTies(is_uploader=True)):
                assert why_not_document(state, action, ties=ties) is not None


def test_a_reviewed_or_missing_version_is_not_submitted_and_an_early_programme_not_approved() -> (
    None
):
    assert why_not_document("draft", "submit", DocumentStanding(has_version=False))
    assert why_not_document("draft", "submit", DocumentStanding(is_last_reviewed=True))
    reason = why_not_document("submitted", "approve", DocumentStanding(missing=("Концепция",)))
    assert reason == "Утвердить нельзя: сначала должны быть утверждены «Концепция»."
    assert why_not_document("submitted", "return", DocumentStanding(missing=("Концепция",))) is None

"""The way of evidence: offered, accepted, returned, revoked."""

from collections.abc import Mapping
from types import MappingProxyType

EVIDENCE_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "submitted": {"accept": "accepted", "return": "returned"},
        "returned": {},
        "accepted": {"revoke": "revoked"},
        "revoked": {},
    }
)
_EVIDENCE_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "submitted": "Подтверждение ещё не принято: снимать нечего.",
        "returned": "Подтверждение возвращено: дождитесь исправленного.",
        "accepted": "Подтверждение уже принято.",
        "revoked": "Подтверждение снято: дождитесь нового.",
    }
)


def why_not_evidence(
    state: str, action: str, *, is_own: bool = False, lock_reason: str | None = None
) -> str | None:
    """Return why a decision on evidence is not possible, None when it is; nobody accepts his own."""
    if EVIDENCE_TRANSITIONS[state].get(action) is None:
        return _EVIDENCE_REFUSALS[state]
    if lock_reason is not None:
        return f"Закрыто для изменений: {lock_reason}."
    if is_own and action in {"accept", "return"}:
        return "Подтверждение представили вы: проверить его должен кто-то другой."
    return None

"""The way of an uploaded results file."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.domain.wording import count

UPLOAD_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # state → action → next state. Results are written only on the way committing → committed.
        "received": {"start_parsing": "parsing", "fail": "failed", "cancel": "cancelled"},
        "parsing": {
            "start_parsing": "parsing",
            "screen": "screened",
            "fail": "failed",
            "cancel": "cancelled",
        },
        "screened": {"commit": "committing", "cancel": "cancelled"},
        "committing": {"finish_commit": "committed", "return_to_screen": "screened"},
        "committed": {},
        "cancelled": {},
        "failed": {},
        "reverted": {},
    }
)
UPLOAD_STATE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "received": "получена",
        "parsing": "проверяется",
        "screened": "проверена, ждёт решения",
        "committing": "записывается",
        "committed": "принята",
        "cancelled": "отменена",
        "failed": "не прочитана",
        "reverted": "откачена",
    }
)
_COMMIT_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "received": "Файл ещё не проверен. Дождитесь конца проверки.",
        "parsing": "Файл ещё проверяется. Дождитесь конца проверки.",
        "committing": "Протокол уже записывается.",
        "committed": "Загрузка уже принята.",
        "cancelled": "Загрузка отменена. Загрузите файл ещё раз.",
        "failed": "Файл не удалось прочитать. Загрузите исправленный файл.",
        "reverted": "Загрузка откачена. Загрузите файл ещё раз.",
    }
)
_CANCEL_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "committing": "Протокол уже записывается, отменить загрузку нельзя.",
        "committed": "Загрузка уже принята, отменить её нельзя. Загрузите исправленный файл: он станет новой версией.",
        "cancelled": "Загрузка уже отменена.",
        "failed": "Загрузка не прочитана, отменять нечего.",
        "reverted": "Загрузка уже откачена.",
    }
)


def next_upload_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not allowed now."""
    return UPLOAD_TRANSITIONS[state].get(action)


def why_not_commit(state: str, *, errors: int) -> str | None:
    """Return the reason why results cannot be written, None when they can (all-or-nothing per file)."""
    if next_upload_state(state, "commit") is None:
        return _COMMIT_REFUSALS[state]
    if errors:
        found = count(errors, "ошибка", "ошибки", "ошибок")
        return f"Нельзя: в файле {found}. Исправьте файл и загрузите его ещё раз."
    return None


def why_not_cancel(state: str) -> str | None:
    """Return the reason why an upload cannot be cancelled, None when it can."""
    return None if next_upload_state(state, "cancel") else _CANCEL_REFUSALS[state]

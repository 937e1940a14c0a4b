"""The way of an uploaded results file, and who may take each step."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.domain.wording import count

GUARD_SHARE = 0.10
"""Above this share of stored rows changed or missing a second person decides (issue «b9» of the product)."""
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
        "screened": {"commit": "committing", "read_again": "received", "cancel": "cancelled"},
        "committing": {"finish_commit": "committed", "return_to_screen": "screened"},
        "committed": {"revert": "reverted"},
        "cancelled": {},
        "failed": {"read_again": "received"},
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
        "committed": "Загрузка уже принята. Её можно откатить: вернутся прежние версии протоколов.",
        "cancelled": "Загрузка уже отменена.",
        "failed": "Загрузка не прочитана, отменять нечего.",
        "reverted": "Загрузка уже откачена.",
    }
)
_SCREEN_ONLY = "Менять чтение файла можно, пока загрузка ждёт решения."
_CORRECTION_IS_READ = "Правку одного участника иначе не прочитать. Отмените её и пришлите новую."


def next_upload_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not allowed now."""
    return UPLOAD_TRANSITIONS[state].get(action)


def is_guarded(changed_share: float | None) -> bool:
    """Return whether so large a share of stored rows (0…1; None = nothing stored) needs a second person."""
    return changed_share is not None and changed_share > GUARD_SHARE


def why_not_commit(
    state: str,
    *,
    errors: int,
    questions: int = 0,
    clean_rows_only: bool = False,
    forbids_all: bool = False,
    guarded: bool = False,
    is_sender: bool = False,
) -> str | None:
    """Return the reason why results cannot be written, None when they can (all-or-nothing unless asked otherwise)."""
    if next_upload_state(state, "commit") is None:
        return _COMMIT_REFUSALS[state]
    if questions:
        asked = count(questions, "вопрос", "вопроса", "вопросов")
        return f"Нельзя: по файлу {asked}. Ответьте на странице загрузки."
    if forbids_all:
        return "Нельзя: ошибка касается всех строк файла. Исправьте файл или его чтение."
    if errors and not clean_rows_only:
        found = count(errors, "ошибка", "ошибки", "ошибок")
        return f"Нельзя: в файле {found}. Исправьте файл или загрузите только строки без ошибок."
    if guarded and is_sender:
        return "Изменится или исчезнет больше 10 % записанных строк: принять такую загрузку должен другой сотрудник."
    return None


def why_not_cancel(state: str) -> str | None:
    """Return the reason why an upload cannot be cancelled, None when it can."""
    return None if next_upload_state(state, "cancel") else _CANCEL_REFUSALS[state]


def why_not_read_again(state: str, kind: str = "file") -> str | None:
    """Return the reason why the reading cannot be changed, None when it can."""
    if next_upload_state(state, "read_again") is None:
        return _SCREEN_ONLY
    return _CORRECTION_IS_READ if kind == "participant" else None


def why_not_revert(state: str) -> str | None:
    """Return the reason why an upload cannot be reverted, None when it can."""
    if next_upload_state(state, "revert"):
        return None
    if state == "reverted":
        return "Загрузка уже откачена."
    return "Откатить можно только принятую загрузку."

"""The way of a window of a plan: reported, returned, accepted."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

OCCURRENCE_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Overdue is computed, never a state. `revoke`: evidence of an accepted report was withdrawn.
        "planned": {"start": "in_progress", "report": "reported", "cancel": "cancelled"},
        "in_progress": {"report": "reported", "cancel": "cancelled"},
        "reported": {"accept": "accepted", "return": "returned", "cancel": "cancelled"},
        "returned": {"start": "in_progress", "report": "reported", "cancel": "cancelled"},
        "accepted": {"reopen": "in_progress", "revoke": "returned"},
        "cancelled": {"reopen": "planned"},
    }
)
OCCURRENCE_ACTIONS: tuple[str, ...] = ("start", "report", "accept", "return", "cancel", "reopen")
REASONED_ACTIONS = frozenset({"return", "cancel", "reopen", "revoke"})
"""Actions that say why: somebody else must understand them later."""
_OCCURRENCE_REFUSALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "start": {
            "in_progress": "Уже в работе.",
            "reported": "Уже сдано и ждёт проверки.",
            "accepted": "Исполнение уже принято.",
            "cancelled": "Исполнение отменено. Сначала откройте его снова.",
        },
        "report": {
            "reported": "Уже сдано и ждёт проверки.",
            "accepted": "Исполнение уже принято.",
            "cancelled": "Исполнение отменено. Сначала откройте его снова.",
        },
        "accept": {
            "planned": "Принимать нечего: исполнение ещё не сдано.",
            "in_progress": "Принимать нечего: исполнение ещё не сдано.",
            "returned": "Возвращено на доработку: дождитесь, когда сдадут снова.",
            "accepted": "Уже принято.",
            "cancelled": "Исполнение отменено.",
        },
        "return": {
            "planned": "Возвращать нечего: исполнение ещё не сдано.",
            "in_progress": "Возвращать нечего: исполнение ещё не сдано.",
            "returned": "Уже возвращено на доработку.",
            "accepted": "Уже принято. Чтобы вернуть, откройте исполнение снова.",
            "cancelled": "Исполнение отменено.",
        },
        "cancel": {
            "accepted": "Уже принято, отменить нельзя. Если принято по ошибке, откройте исполнение снова.",
            "cancelled": "Уже отменено.",
        },
        "reopen": {
            "planned": "Открывать нечего: исполнение не принято и не отменено.",
            "in_progress": "Исполнение и так открыто.",
            "reported": "Исполнение ждёт проверки: примите его или верните.",
            "returned": "Исполнение и так открыто: оно на доработке.",
        },
    }
)
OCCURRENCE_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "start": "взято в работу",
        "report": "сдано на проверку",
        "accept": "принято",
        "return": "возвращено на доработку",
        "cancel": "отменено",
        "reopen": "открыто снова",
        "revoke": "возвращено на доработку: подтверждение снято",
        "carry_over": "перенесено из прежней версии системы",
    }
)


def next_occurrence_state(state: str, action: str) -> str | None:
    """Return the state an action leads an occurrence to, None when it is not allowed now."""
    return OCCURRENCE_TRANSITIONS[state].get(action)


def why_not_occurrence(
    state: str,
    action: str,
    *,
    is_own_report: bool = False,
    needs_evidence: bool = False,
    missing: Sequence[str] = (),
    lock_reason: str | None = None,
) -> str | None:
    """Return why an action on an occurrence is not possible, None when it is.

    `is_own_report`: who decides has reported it (a report is checked by somebody else). `needs_evidence`: something
    must be shown and nothing has been offered. `missing`: what the row would still lack after it was accepted.
    `lock_reason`: the period, school or edition is closed.
    """
    if next_occurrence_state(state, action) is None:
        return _OCCURRENCE_REFUSALS[action].get(state, "Сейчас это действие невозможно.")
    if lock_reason is not None:
        return f"Закрыто для изменений: {lock_reason}."
    if action in {"accept", "return"} and is_own_report:
        return "Сдали вы: проверить должен кто-то другой."
    if action in {"report", "accept"} and needs_evidence:
        return "Нужно подтверждение: приложите файл, ссылку или реквизиты документа."
    if action == "accept" and missing:
        return f"Принять нельзя, не хватает: {'; '.join(missing)}."
    return None

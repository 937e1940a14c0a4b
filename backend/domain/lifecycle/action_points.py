"""The way of an agreement: open, done, verified by somebody else, or cancelled. Overdue is computed, never a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from backend.domain.wording import days

POINT_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "open": {"done": "done", "cancel": "cancelled"},
        "done": {"verify": "verified", "return": "open", "cancel": "cancelled"},
        "verified": {},
        "cancelled": {},
    }
)
POINT_ACTIONS: tuple[str, ...] = ("done", "verify", "return", "cancel")
REASONED_POINT_ACTIONS = frozenset({"return", "cancel"})
POINT_STATE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "open": "в работе",
        "done": "сделано, ждёт проверки",
        "verified": "проверено",
        "cancelled": "отменено",
    }
)
POINT_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "add": "договорились",
        "done": "отмечено, что сделано",
        "verify": "проверено",
        "return": "возвращено в работу",
        "cancel": "отменено",
    }
)
PRIORITY_TITLES: Mapping[str, str] = MappingProxyType(
    {"high": "высокая важность", "medium": "средняя важность", "low": "низкая важность"}
)
OUTCOME_TITLES: Mapping[str, str] = MappingProxyType(
    {"done": "сделано", "partly": "сделано частично", "not_done": "не сделано"}
)
JUDGING_SIDES = frozenset({"office", "methodist", "curator", "mentor"})
"""The school does what was agreed; others say whether it is done."""
CHECKING_SIDES = frozenset({"office", "curator", "mentor"})
_ENDED: Mapping[str, str] = MappingProxyType(
    {"verified": "Уже проверено: больше не меняется.", "cancelled": "Договорённость отменена."}
)
_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "done": "Уже отмечено, что сделано: дождитесь проверки.",
        "verify": "Проверять нечего: ещё не сделано.",
        "return": "Возвращать нечего: ещё не сделано.",
    }
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to act: on which sides of the school, and what the person has to do with the agreement."""

    sides: frozenset[str]
    is_assignee: bool = False
    """The assignee, somebody who acts for him, or a colleague of the school of an assignee from there."""
    is_executor: bool = False
    """Assignee or who said it is done: neither verifies."""
    is_author: bool = False


def next_point_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not allowed now."""
    return POINT_TRANSITIONS[state].get(action)


def why_not_point(  # noqa: PLR0911 - one answer per rule
    state: str, action: str, asker: Asker
) -> str | None:
    """Return why an action on an agreement is not possible, None when it is."""
    if next_point_state(state, action) is None:
        return _ENDED.get(state) or _REFUSALS[action]
    if action == "done":
        return None if asker.is_assignee else "Отмечает исполнитель или его школа."
    if action == "cancel":
        if asker.is_author or asker.sides & {"office", "curator"}:
            return None
        return "Отменяет тот, кто записал договорённость, куратор или управление."
    if not asker.sides & JUDGING_SIDES:
        return "Проверяет не школа, а куратор, наставник, методист или управление."
    if asker.is_executor:
        return "Исполняли вы: проверить должен кто-то другой."
    return None


def point_overdue(state: str, due_on: date, today: date) -> str | None:
    """Return how late an agreement is, in words; what is done or ended is never late."""
    if state != "open" or due_on >= today:
        return None
    return f"просрочено на {days((today - due_on).days)}"

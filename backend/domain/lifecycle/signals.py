"""The way of a signal: open, then a human verdict; open again by hand, or by itself when its numbers change."""

from collections.abc import Mapping
from types import MappingProxyType

SIGNAL_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Named by what it becomes; `reopen` takes a verdict back.
        "open": {
            "explained": "explained",
            "rechecked": "rechecked",
            "confirmed": "confirmed",
            "dismissed": "dismissed",
        },
        "explained": {
            "rechecked": "rechecked",
            "confirmed": "confirmed",
            "dismissed": "dismissed",
            "reopen": "open",
        },
        "rechecked": {
            "explained": "explained",
            "confirmed": "confirmed",
            "dismissed": "dismissed",
            "reopen": "open",
        },
        "confirmed": {"reopen": "open"},
        "dismissed": {"reopen": "open"},
    }
)
SIGNAL_ACTIONS: tuple[str, ...] = ("explained", "rechecked", "confirmed", "dismissed", "reopen")
SIGNAL_STATE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "open": "ждёт разговора",
        "explained": "объяснено",
        "rechecked": "перепроверено",
        "confirmed": "подтвердилось",
        "dismissed": "отклонено",
    }
)
JUDGING_SIDES = frozenset({"office", "methodist"})
"""The school has its say in a comment; it does not judge itself, and a curator does not judge either."""
_SETTLED = "Решение окончательное. Чтобы изменить его, сначала верните сигнал в открытые."
_REFUSALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "open": {"reopen": "Сигнал и так открыт."},
        "explained": {"explained": "Сигнал уже объяснён."},
        "rechecked": {"rechecked": "Сигнал уже перепроверен."},
        "confirmed": dict.fromkeys(("explained", "rechecked", "dismissed", "confirmed"), _SETTLED),
        "dismissed": dict.fromkeys(("explained", "rechecked", "confirmed", "dismissed"), _SETTLED),
    }
)


def state_of(verdict: str | None, judged_digest: str | None, digest: str) -> str:
    """Return where a signal stands: a verdict holds only for the numbers it was given about."""
    return verdict if verdict is not None and judged_digest == digest else "open"


def next_signal_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not possible now."""
    return SIGNAL_TRANSITIONS[state].get(action)


def why_not_judge(state: str, action: str, *, sides: frozenset[str]) -> str | None:
    """Return why this verdict cannot be given, None when it can."""
    if not sides & JUDGING_SIDES:
        return "Решение по сигналу принимает управление или методист; школа пишет пояснение."
    if next_signal_state(state, action) is None:
        return _REFUSALS[state][action]
    return None

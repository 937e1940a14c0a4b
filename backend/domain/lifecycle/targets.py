"""The way of a target: proposed, agreed by the other side, closed with its fact; every change of it says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backend.domain.lifecycle.machine import Machine

TARGET = Machine(
    thing="Цель",
    transitions=MappingProxyType(
        {
            "proposed": {
                "revise": "proposed",
                "agree": "agreed",
                "return": "returned",
                "cancel": "cancelled",
            },
            "returned": {"revise": "proposed", "cancel": "cancelled"},
            # A changed plan is agreed on anew.
            "agreed": {"revise": "proposed", "close": "closed", "cancel": "cancelled"},
            "closed": {"reopen": "agreed"},
            "cancelled": {},
        }
    ),
    states=MappingProxyType(
        {
            "proposed": "предложена, ждёт согласования",
            "returned": "возвращена на доработку",
            "agreed": "согласована",
            "closed": "закрыта",
            "cancelled": "отменена",
        }
    ),
    actions=MappingProxyType(
        {
            "revise": "менять её",
            "agree": "согласовывать её",
            "return": "возвращать её",
            "close": "закрывать её",
            "reopen": "открывать её снова",
            "cancel": "отменять её",
        }
    ),
    step_words=MappingProxyType(
        {
            "propose": "предложена",
            "revise": "изменена",
            "agree": "согласована",
            "return": "возвращена на доработку",
            "close": "закрыта с фактом",
            "reopen": "открыта снова",
            "cancel": "отменена",
            "link": "изменены меры, которые ведут к цели",
        }
    ),
    reasoned=frozenset({"return", "reopen", "cancel"}),
)
TARGET_ACTIONS: tuple[str, ...] = (*TARGET.actions, "link")
SIDE_TITLES: Mapping[str, str] = MappingProxyType({"school": "школа", "office": "управление"})
_WRITERS = frozenset({"school", "office"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to act: on which sides of the school, and whether the plan as it stands is his."""

    sides: frozenset[str]
    is_author: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a target decides on actions: its state, which side proposed the plan, is there a fact or has its time passed."""

    state: str
    proposed_side: str
    may_close: bool


def side_of(asker: Asker) -> str | None:
    """Return for which side a person speaks, None for who only looks."""
    spoken = asker.sides & _WRITERS
    return "office" if "office" in spoken else "school" if spoken else None


def why_not_target_action(  # noqa: PLR0911 - one answer per rule
    target: Standing, action: str, asker: Asker
) -> str | None:
    """Return why an action on a target is not possible, None when it is."""
    side = side_of(asker)
    if side is None:
        return "Цель ставят и согласуют школа и управление."
    if action == "link":
        ended = target.state in {"closed", "cancelled"}
        return f"Цель: {TARGET.states[target.state]}. Меры больше не меняются." if ended else None
    refusal = TARGET.why_not(target.state, action)
    if refusal is not None:
        return refusal
    if action in {"agree", "return"}:
        if asker.is_author:
            return "План предложили вы: согласует его кто-то другой."
        if target.proposed_side == "school" and side != "office":
            return "План предложила школа: согласует его управление."
    if action in {"close", "reopen"} and side != "office":
        return "Закрывает цель и открывает её снова управление."
    if action == "close" and not target.may_close:
        return "Срок цели ещё не наступил, и факта за него нет."
    if action == "cancel" and side != "office" and target.state == "agreed":
        return "Согласованную цель отменяет управление."
    return None

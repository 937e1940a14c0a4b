"""The way of a visit: planned, confirmed, held, reported on, approved; nothing changes after that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from backend.domain.wording import days, short_date

VISIT_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Papers outrun the system: a visit nobody confirmed may have been held (then with a reason).
        "planned": {
            "reschedule": "planned",
            "confirm": "confirmed",
            "hold": "held",
            "cancel": "cancelled",
        },
        # A moved day is another day: the school confirms it anew.
        "confirmed": {"reschedule": "planned", "hold": "held", "cancel": "cancelled"},
        "held": {"start_report": "report_draft", "mark_medk": "held"},
        "report_draft": {"submit": "submitted", "mark_medk": "report_draft"},
        "submitted": {
            "answer": "submitted",
            "return": "returned",
            "approve": "approved",
            "mark_medk": "submitted",
        },
        "returned": {"submit": "submitted", "mark_medk": "returned"},
        "approved": {},
        "cancelled": {},
    }
)
CURATOR_ACTIONS: tuple[str, ...] = (
    "reschedule",
    "hold",
    "start_report",
    "submit",
    "cancel",
    "mark_medk",
)
SCHOOL_ACTIONS: tuple[str, ...] = ("confirm", "answer")
OFFICE_ACTIONS: tuple[str, ...] = ("return", "approve")
REASONED_VISIT_ACTIONS = frozenset({"return", "cancel"})
VISIT_STATE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "planned": "запланирован",
        "confirmed": "подтверждён школой",
        "held": "состоялся",
        "report_draft": "пишется справка",
        "submitted": "справка на утверждении",
        "returned": "справка возвращена",
        "approved": "справка утверждена",
        "cancelled": "отменён",
    }
)
VISIT_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "plan": "визит запланирован",
        "reschedule": "визит перенесён",
        "confirm": "школа подтвердила день",
        "hold": "отмечено, что визит состоялся",
        "start_report": "начата справка",
        "submit": "справка представлена",
        "answer": "школа ответила на справку",
        "return": "справка возвращена",
        "approve": "справка утверждена",
        "cancel": "визит отменён",
        "mark_medk": "отмечено в МЭДК",
    }
)
TEXT_FIELDS: tuple[str, ...] = (
    "programme",
    "participants",
    "summary",
    "conclusions",
    "recommendations",
)
SCHOOL_FIELDS = frozenset({"programme", "participants"})
"""What curator and school write together."""
ANSWER_PREFIX: Final = "answer:"
ANSWER_WORKING_DAYS: Final = 5
_REPORT_DAYS: Final = 5
"""Working days after the visit in which its report is expected."""
_WRITABLE_STATES = frozenset({"planned", "confirmed", "held", "report_draft", "returned"})
_CLOSED: Mapping[str, str] = MappingProxyType(
    {
        "submitted": "Справка на утверждении. Чтобы что-то исправить, попросите её вернуть.",
        "approved": "Справка утверждена: визит больше не меняется.",
        "cancelled": "Визит отменён.",
    }
)
_REFUSALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "reschedule": {"*": "Визит уже состоялся: переносить нечего."},
        "confirm": {
            "confirmed": "День визита уже подтверждён.",
            "*": "Визит уже состоялся: подтверждать нечего.",
        },
        "hold": {"*": "Уже отмечено, что визит состоялся."},
        "start_report": {
            "planned": "Сначала отметьте, что визит состоялся.",
            "confirmed": "Сначала отметьте, что визит состоялся.",
            "*": "Справка уже начата.",
        },
        "submit": {
            "planned": "Сначала отметьте, что визит состоялся.",
            "confirmed": "Сначала отметьте, что визит состоялся.",
            "held": "Сначала начните справку.",
            "submitted": "Справка уже представлена.",
        },
        "answer": {
            "returned": "Справка возвращена куратору: дождитесь исправленной.",
            "*": "Справка ещё не представлена: отвечать не на что.",
        },
        "return": {
            "returned": "Справка уже возвращена.",
            "*": "Справка ещё не представлена: возвращать нечего.",
        },
        "approve": {
            "returned": "Справка возвращена: дождитесь исправленной.",
            "*": "Справка ещё не представлена: утверждать нечего.",
        },
        "cancel": {"*": "Визит уже состоялся: отменить его нельзя."},
        "mark_medk": {"*": "Отметка в МЭДК ставится после визита: отметьте, что он состоялся."},
    }
)


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """What an approval asks about. `answer_overdue`: the days in which the school may answer are over."""

    has_summary: bool = True
    has_conclusions: bool = True
    is_answered: bool = True
    answer_due_on: date | None = None
    answer_overdue: bool = False
    is_own: bool = False
    """Who decides has submitted the report himself."""


def next_visit_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not allowed now."""
    return VISIT_TRANSITIONS[state].get(action)


def why_not_visit(state: str, action: str, report: ReportStanding | None = None) -> str | None:
    """Return why an action on a visit is not possible, None when it is."""
    if next_visit_state(state, action) is None:
        refusals = _REFUSALS[action]
        closed = _CLOSED.get(state) if state != "submitted" else None
        return closed or refusals.get(state) or refusals.get("*") or "Сейчас это невозможно."
    standing = report or ReportStanding()
    if action in {"submit", "approve"} and not (standing.has_summary and standing.has_conclusions):
        lacking = [
            word
            for word, has in (
                ("итоги", standing.has_summary),
                ("выводы", standing.has_conclusions),
            )
            if not has
        ]
        return f"В справке не заполнены {' и '.join(lacking)}."
    if action in {"return", "approve"} and standing.is_own:
        return "Справку представили вы: решить о ней должен кто-то другой."
    if action == "approve" and not standing.is_answered and not standing.answer_overdue:
        due = standing.answer_due_on
        later = f" Без ответа можно утвердить после {short_date(due)}." if due else ""
        return f"Школа ещё не ответила на справку.{later}"
    if action == "answer" and standing.is_answered and report is not None:
        return "Школа уже ответила на эту справку."
    return None


def why_not_write(state: str) -> str | None:
    """Return why entries, findings and files of a visit cannot be changed now, None when they can."""
    return None if state in _WRITABLE_STATES else _CLOSED[state]


def add_working_days(day: date, number: int) -> date:
    """Return the day that comes after so many working days (Monday to Friday; holidays are not known here)."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def next_visit_step(  # noqa: PLR0911 - one answer per state
    state: str, *, is_answered: bool
) -> str | None:
    """Return what comes next and who does it; None at the end."""
    match state:
        case "planned":
            return "Школа подтверждает день"
        case "confirmed":
            return "Куратор проводит визит"
        case "held":
            return "Куратор начинает справку"
        case "report_draft":
            return "Куратор представляет справку"
        case "submitted":
            return "Управление утверждает справку" if is_answered else "Школа отвечает на справку"
        case "returned":
            return "Куратор исправляет справку"
        case _:
            return None


def visit_overdue(
    state: str, *, planned_on: date, held_on: date | None, answer_due_on: date | None,
    is_answered: bool, today: date,
) -> str | None:  # fmt: skip
    """Return what is late about a visit, in words; None when nothing is."""
    if state in {"planned", "confirmed"} and planned_on < today:
        return f"День визита прошёл {days((today - planned_on).days)} назад, проведение не отмечено"
    if state in {"held", "report_draft", "returned"} and held_on:
        due = add_working_days(held_on, _REPORT_DAYS)
        if due < today:
            return f"Справка опаздывает на {days((today - due).days)}"
    if state == "submitted" and not is_answered and answer_due_on and answer_due_on < today:
        return "Школа не ответила в срок: справку можно утвердить без ответа"
    return None

"""Windows of a plan row against a day in Samara: status by shape and words, working days, days off.

Dates are never moved by us: a deadline on a weekend stays there and is shown as such (ux.md; domain.md 11.1). What a
person moved with a reason («перенесено») is the deadline that counts; the date of the act is shown beside it elsewhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.wording import days, short_date

DUE_SOON_WORKING_DAYS = 3
SATURDAY = 5


class StatusKind(StrEnum):
    """The shapes of screens/README.md 5."""

    OK = "ok"
    RUN = "run"
    DUE = "due"
    LATE = "late"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Window:
    """One period of a row; `starts_on` None = deadline only («до …»).

    `state`: planned, in_progress, reported, accepted, returned or cancelled, as its occurrence stands.
    `rescheduled_to`: the deadline that replaces `ends_on`, earlier or later.
    """

    starts_on: date | None
    ends_on: date
    accepted_on: date | None = None
    note: str | None = None
    state: str = "planned"
    rescheduled_to: date | None = None

    @property
    def due_on(self) -> date:
        """The deadline that counts."""
        return self.rescheduled_to or self.ends_on


@dataclass(frozen=True, slots=True)
class Status:
    """`days`: overdue for LATE, left for DUE and RUN, until the start for IDLE; None where it says nothing."""

    kind: StatusKind
    text: str
    days: int | None = None


def window_status(
    window: Window,
    *,
    today: date,
    adopted_on: date,
    open_ended: bool = False,
    label: str | None = None,
) -> Status:
    """Return the status of one window on a day.

    `adopted_on`: a window wholly before the edition came into force waits for its facts and is not
    overdue (domain.md 0.3). `open_ended`: «постоянно», «в течение реализации проекта».
    `label`: name of the window in a row of several.
    """
    if settled := _settled(window, label):
        return settled
    if window.due_on < today:
        return _past(window, today, adopted_on, label)
    left, moved = (window.due_on - today).days, _moved(window)
    if window.state == "returned":
        return Status(StatusKind.DUE, _named(label, f"{moved}на доработке"), left)
    soon = working_days_left(today, window.due_on) <= DUE_SOON_WORKING_DAYS
    if soon and not open_ended:
        words = f"осталось {days(left)}" if left else "срок сегодня"
        return Status(StatusKind.DUE, _named(label, moved + words), left)
    return _not_yet_due(window, today, label, open_ended=open_ended)


def weekend_word(day: date) -> str | None:
    """Return «суббота, выходной» for a deadline on a day off."""
    if day.weekday() < SATURDAY:
        return None
    return ("суббота, выходной", "воскресенье, выходной")[day.weekday() - SATURDAY]


def working_days_left(today: date, deadline: date) -> int:
    """Count Mondays to Fridays after `today` up to `deadline` inclusive (public holidays are not known here)."""
    return sum(
        (today + timedelta(days=n)).weekday() < SATURDAY
        for n in range(1, (deadline - today).days + 1)
    )


def end_of_work_week(today: date) -> date:
    """Return the Friday by which the week's work is due; on a weekend the coming one."""
    return today + timedelta(days=(4 - today.weekday()) % 7)


def reminded_on(deadline: date) -> date:
    """Return the last working day not after a deadline: where it is reminded, never where it is moved."""
    return deadline - timedelta(days=max(0, deadline.weekday() - 4))


def _settled(window: Window, label: str | None) -> Status | None:
    """Return the status of a window in which nothing is left to do for who carries it out, whatever the day."""
    if window.accepted_on is not None or window.state == "accepted":
        return _accepted(window, label)
    if window.state == "cancelled":
        return Status(StatusKind.IDLE, _named(label, "отменено"))
    if window.state == "reported":
        return Status(StatusKind.RUN, _named(label, f"{_moved(window)}сдано, ждёт проверки"))
    return None


def _accepted(window: Window, label: str | None) -> Status:
    if label is not None or window.accepted_on is None:
        return Status(StatusKind.OK, _named(label, "принято"))
    text = f"Принято {short_date(window.accepted_on)}"
    late = (window.accepted_on - window.due_on).days
    if late > 0:
        text += f", на {days(late)} позже"
    return Status(StatusKind.OK, text)


def _past(window: Window, today: date, adopted_on: date, label: str | None) -> Status:
    moved, returned = _moved(window), window.state == "returned"
    if window.due_on < adopted_on:
        if returned:
            return Status(StatusKind.DUE, _named(label, f"{moved}на доработке"))
        return Status(StatusKind.IDLE, _named(label, f"{moved}ждёт сведений о выполнении"))
    late = (today - window.due_on).days
    words = "на доработке, просрочено" if returned else "просрочено"
    return Status(StatusKind.LATE, _named(label, f"{moved}{words} на {days(late)}"), late)


def _not_yet_due(window: Window, today: date, label: str | None, *, open_ended: bool) -> Status:
    moved, begun = _moved(window), window.state == "in_progress"
    # A deadline moved before the start of its window takes the start with it.
    starts_on = window.starts_on and min(window.starts_on, window.due_on)
    if starts_on is not None and starts_on > today and not begun:
        return _ahead((starts_on - today).days, label, moved)
    left = (window.due_on - today).days
    if open_ended:
        words = f"идёт: {window.note}" if window.note else "идёт"
        return Status(StatusKind.RUN, _named(label, moved + words))
    if label is not None and window.note:
        return Status(StatusKind.RUN, _named(label, moved + window.note), left)
    if starts_on is None and not window.note and not begun:
        return Status(StatusKind.IDLE, _named(label, f"{moved}ещё не срок"), left)
    words = window.note or f"в работе, осталось {days(left)}"
    return Status(StatusKind.RUN, _named(label, moved + words), left)


def _ahead(wait: int, label: str | None, moved: str) -> Status:
    if label is None:
        return Status(StatusKind.IDLE, _named(None, f"{moved}ещё не срок"), wait)
    words = moved + (f"через {days(wait)}" if 0 < wait <= 30 else "")
    return Status(StatusKind.IDLE, f"{label}: {words}".removesuffix(", ").removesuffix(": "), wait)


def _moved(window: Window) -> str:
    if window.rescheduled_to is None:
        return ""
    return f"перенесено на {short_date(window.rescheduled_to)}, "


def _named(label: str | None, words: str) -> str:
    return f"{label}: {words}" if label else words[:1].upper() + words[1:]

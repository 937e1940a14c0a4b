"""Windows of a plan row against a day in Samara: status by shape and words, labels, working days.

Dates are never moved: a deadline on a weekend stays there and is shown as such (ux.md; domain.md 11.1).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.wording import MONTHS, days, short_date

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
    """One period of a row; `starts_on` None = deadline only («до …»)."""

    starts_on: date | None
    ends_on: date
    accepted_on: date | None = None
    note: str | None = None


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
    if window.accepted_on is not None:
        return _accepted(window, label)
    if window.ends_on < today:
        if window.ends_on < adopted_on:
            return Status(StatusKind.IDLE, _named(label, "ждёт сведений о выполнении"))
        late = (today - window.ends_on).days
        return Status(StatusKind.LATE, _named(label, f"просрочено на {days(late)}"), late)
    soon = working_days_left(today, window.ends_on) <= DUE_SOON_WORKING_DAYS
    if soon and not open_ended:
        left = (window.ends_on - today).days
        words = f"осталось {days(left)}" if left else "срок сегодня"
        return Status(StatusKind.DUE, _named(label, words), left)
    if window.starts_on is not None and window.starts_on > today:
        return _ahead((window.starts_on - today).days, label)
    return _under_way(window, today, label, open_ended=open_ended)


def _under_way(window: Window, today: date, label: str | None, *, open_ended: bool) -> Status:
    left = (window.ends_on - today).days
    if open_ended:
        return Status(
            StatusKind.RUN, _named(label, f"идёт: {window.note}" if window.note else "идёт")
        )
    if label is not None and window.note:
        return Status(StatusKind.RUN, _named(label, window.note), left)
    if window.starts_on is None and not window.note:
        return Status(StatusKind.IDLE, _named(label, "ещё не срок"), left)
    words = window.note or f"в работе, осталось {days(left)}"
    return Status(StatusKind.RUN, _named(label, words), left)


def window_label(starts_on: date | None, ends_on: date) -> str:
    """Return «Ноябрь 2020», «Май-июнь 2021» for whole months, else the dates."""
    whole = starts_on is not None and starts_on.day == 1 and _is_month_end(ends_on)
    if starts_on is None:
        return f"До {short_date(ends_on)}"
    if not whole:
        return f"{short_date(starts_on)} – {short_date(ends_on)}"
    first, last = MONTHS[starts_on.month - 1].capitalize(), MONTHS[ends_on.month - 1]
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{first} {ends_on.year}"
    if starts_on.year == ends_on.year:
        return f"{first}-{last} {ends_on.year}"
    return f"{first} {starts_on.year} – {last} {ends_on.year}"


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


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def academic_year(day: date) -> int:
    """Return the year in which the school year began: 2020 for 17.03.2021 (it runs from 1 September)."""
    return day.year if day.month >= 9 else day.year - 1


def _accepted(window: Window, label: str | None) -> Status:
    assert window.accepted_on is not None
    if label is not None:
        return Status(StatusKind.OK, _named(label, "принято"))
    text = f"Принято {short_date(window.accepted_on)}"
    late = (window.accepted_on - window.ends_on).days
    if late > 0:
        text += f", на {days(late)} позже"
    return Status(StatusKind.OK, text)


def _ahead(wait: int, label: str | None) -> Status:
    if label is None:
        return Status(StatusKind.IDLE, "Ещё не срок", wait)
    near = 0 < wait <= 30
    return Status(StatusKind.IDLE, f"{label}: через {days(wait)}" if near else label, wait)


def _named(label: str | None, words: str) -> str:
    return f"{label}: {words}" if label else words[:1].upper() + words[1:]


def _is_month_end(day: date) -> bool:
    return day == end_of_month(day)

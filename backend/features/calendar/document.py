"""Deadlines as an iCalendar object (RFC 5545, RFC 7986): what a calendar program of the owner shows.

Dates are the act's or the ones people moved them to; nothing is moved here. A reminder comes on the working day before.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from backend.core.clock import SAMARA
from backend.domain.schedule import Every, Period, Series, is_weekly, read_term, window_label
from backend.domain.term_series import series_dates
from backend.domain.window_status import (
    Status,
    StatusKind,
    Window,
    reminded_on,
    weekend_word,
    window_status,
)
from backend.domain.wording import short_date
from backend.features.calendar.queries import Deadline

_NAME = "Маршрут: сроки дорожной карты"
_READ_AGAIN = timedelta(hours=6)
_MORNING = timedelta(hours=9)
_ONE_DAY = timedelta(days=1)
_SAID = {
    "accepted": "принято",
    "reported": "сдано, ждёт проверки",
    "returned": "на доработке",
    "cancelled": "отменено",
}
_NOTHING_LEFT = {"accepted", "reported", "cancelled"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What RFC 5545 3.1 keeps out of a text; line breaks and tabs are left to the library.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write_calendar(deadlines: Iterable[Deadline], *, now: datetime, site: str) -> bytes:
    """Return the text of the calendar (UTF-8, CRLF, lines folded at 75 octets); CPU work.

    `now`: the instant of writing, whose day in Samara tells what is late. `site`: address of the product with a slash
    at its end, for links to rows.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Marshrut//Road map deadlines//RU")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = _NAME
    calendar.add("x-wr-timezone", SAMARA.key)
    calendar.add("refresh-interval", _READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    today = now.astimezone(SAMARA).date()
    for deadline in deadlines:
        for event in _events(deadline, today, f"{site}plan?row={deadline.activity_id}"):
            event.add("dtstamp", now)
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _events(deadline: Deadline, today: date, link: str) -> Iterator[Event]:
    if deadline.recurrence != "recurring":
        yield _event(deadline, deadline.due_on, today, link)
        return
    series = _series(deadline)
    if series is None or deadline.starts_on is None or deadline.due_on < deadline.starts_on:
        return
    within = Period(deadline.starts_on, deadline.due_on)
    if series.every is Every.WEEK:
        yield from _weekly(deadline, series, within, today, link)
        return
    for _, ends_on in series_dates(series, within):
        yield _event(deadline, ends_on, today, link, turn=f"-{ends_on:%Y%m%d}")


def _series(deadline: Deadline) -> Series | None:
    """Read anew how the row repeats: tables keep its words and its period."""
    project = None
    if deadline.project_start and deadline.project_end:
        project = Period(deadline.project_start, deadline.project_end)
    return read_term(
        deadline.term_source,
        period=Period(deadline.period_start, deadline.period_end),
        project=project,
        weekly=is_weekly(deadline.title),
    ).series


def _weekly(
    deadline: Deadline, series: Series, within: Period, today: date, link: str
) -> Iterator[Event]:
    """Yield one repeating event on the named weekdays, else on Mondays; the first is a day of the rule (3.8.5.3)."""
    weekdays = series.weekdays or (0,)
    first = next(
        day
        for offset in range(7)
        if (day := within.starts_on + timedelta(days=offset)).weekday() in weekdays
    )
    if first > within.ends_on:
        return
    event = _event(deadline, first, today, link, repeats=True)
    event.add(
        "rrule",
        {
            "freq": "weekly",
            "until": within.ends_on,
            "byday": [_WEEKDAYS[number] for number in weekdays],
        },
    )
    yield event


def _event(
    deadline: Deadline,
    day: date,
    today: date,
    link: str,
    *,
    turn: str = "",
    repeats: bool = False,
) -> Event:
    """Return an event of one whole day; its UID outlives an edition, as the occurrence of the window does."""
    status = _status(deadline, today)
    title = _plain(" ".join(f"{deadline.number}{_said(deadline, status)} {deadline.title}".split()))
    event = Event()
    event.add("uid", f"{deadline.lineage_id}-{deadline.slot}{turn}@marshrut")
    event.add("dtstart", day)
    event.add("dtend", day + _ONE_DAY)
    event.add("summary", title)
    event.add("description", _description(deadline, status, None if repeats else day, today, link))
    event.add("url", link)
    # A deadline is not a meeting: nobody is busy on its day.
    event.add("transp", "TRANSPARENT")
    if deadline.state == "cancelled":
        event.add("status", "CANCELLED")
    if not repeats and day >= today and deadline.state not in _NOTHING_LEFT:
        before = reminded_on(day - _ONE_DAY) - day
        event.add_component(Alarm.new_display(description=title, trigger=before + _MORNING))
    return event


def _status(deadline: Deadline, today: date) -> Status:
    label = window_label(deadline.starts_on, deadline.ends_on)
    return window_status(
        Window(
            deadline.starts_on,
            deadline.ends_on,
            accepted_on=deadline.done_on if deadline.state == "accepted" else None,
            note=deadline.comment,
            state=deadline.state,
            rescheduled_to=deadline.moved_to,
        ),
        today=today,
        adopted_on=deadline.effective_on,
        open_ended=deadline.recurrence == "recurring",
        label=label if deadline.is_one_of_several else None,
    )


def _said(deadline: Deadline, status: Status) -> str:
    """Return « (принято)» for the title: only what stays true until somebody acts."""
    words = [_SAID.get(deadline.state), "просрочено" if status.kind is StatusKind.LATE else None]
    if deadline.moved_to and deadline.state not in {"accepted", "cancelled"}:
        words.append("перенесено")
    said = ", ".join(word for word in words if word)
    return f" ({said})" if said else ""


def _description(
    deadline: Deadline, status: Status, day: date | None, today: date, link: str
) -> str:
    weekend = day and weekend_word(day)
    lines = [
        f"Срок: {deadline.term_source}",
        day and weekend and f"{short_date(day)}: {weekend}",
        deadline.moved_to
        and f"Перенесено с {short_date(deadline.ends_on)} на {short_date(deadline.moved_to)}",
        f"Ответственные: {deadline.responsible_source}",
        deadline.figure,
        f"{status.text} (состояние на {short_date(today)})",
        link,
    ]
    return _plain("\n".join(line for line in lines if line))


def _plain(words: str) -> str:
    return _CONTROL.sub("", words)

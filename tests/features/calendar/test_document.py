"""The iCalendar text itself: series, days of reminders, hostile words, lines that every client can read."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.features.calendar.document import write_calendar
from backend.features.calendar.queries import Deadline
from tests.features.calendar.conftest import parsed
from tests.world import NOW

SITE = "https://marshrut.example/"
ROW = Deadline(
    activity_id=UUID(int=1),
    lineage_id=UUID(int=2),
    slot=1,
    number="500+.4",
    title="Посещение образовательных организаций",
    term_source="до 26.03.2021",
    responsible_source="кураторы",
    recurrence="once",
    effective_on=date(2021, 2, 12),
    period_start=date(2020, 5, 21),
    period_end=date(2021, 12, 31),
    project_start=None,
    project_end=None,
    starts_on=None,
    ends_on=date(2021, 3, 26),
    is_one_of_several=False,
    state="planned",
    done_on=None,
    comment=None,
    moved_to=None,
    figure=None,
)


def written(*deadlines: Deadline, now: datetime = NOW) -> list[Any]:
    calendar = parsed(write_calendar(deadlines, now=now, site=SITE))
    return list(getattr(calendar, "vevent_list", []))


def repeated(term: str, starts_on: date, ends_on: date, **values: Any) -> list[Any]:
    return written(
        replace(
            ROW,
            term_source=term,
            recurrence="recurring",
            starts_on=starts_on,
            ends_on=ends_on,
            **values,
        )
    )


def test_the_calendar_names_itself_and_says_how_often_to_come_back() -> None:
    lines = write_calendar([], now=NOW, site=SITE).decode().split("\r\n")
    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Marshrut//Road map deadlines//RU",
        "METHOD:PUBLISH",
        "NAME:Маршрут: сроки дорожной карты",
        "X-WR-CALNAME:Маршрут: сроки дорожной карты",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "X-WR-TIMEZONE:Europe/Samara",
        "END:VCALENDAR",
        "",
    ]


def test_dates_are_dates_and_the_stamp_is_the_instant_of_writing() -> None:
    text = write_calendar([ROW], now=NOW, site=SITE).decode()
    assert "DTSTART;VALUE=DATE:20210326\r\n" in text
    assert "DTEND;VALUE=DATE:20210327\r\n" in text
    assert "DTSTAMP:20210317T054000Z\r\n" in text
    assert "TRIGGER:-PT15H\r\n" in text


@pytest.mark.parametrize(
    ("deadline", "days_before"),
    [
        (date(2021, 3, 26), 1),  # Friday: Thursday
        (date(2021, 3, 27), 1),  # Saturday: Friday
        (date(2021, 3, 28), 2),  # Sunday: Friday
        (date(2021, 3, 29), 3),  # Monday: Friday
        (date(2021, 3, 30), 1),  # Tuesday: Monday
    ],
)
def test_a_reminder_comes_at_nine_on_the_working_day_before(
    deadline: date, days_before: int
) -> None:
    (event,) = written(replace(ROW, ends_on=deadline))
    assert event.valarm.trigger.value == timedelta(hours=9) - timedelta(days=days_before)
    assert event.valarm.description.value == event.summary.value


def test_what_is_past_is_not_reminded_again() -> None:
    today, yesterday = (replace(ROW, ends_on=date(2021, 3, day)) for day in (17, 16))
    assert ["valarm" in event.contents for event in written(today, yesterday)] == [True, False]


def test_what_was_over_when_the_act_came_waits_for_facts_and_is_not_late() -> None:
    (event,) = written(replace(ROW, ends_on=date(2020, 12, 31)))
    assert event.summary.value == "500+.4 Посещение образовательных организаций"
    assert "Ждёт сведений о выполнении" in event.description.value


def test_windows_of_one_row_are_events_of_their_own_and_named() -> None:
    first = replace(
        ROW, starts_on=date(2020, 11, 1), ends_on=date(2020, 11, 30), is_one_of_several=True
    )
    second = replace(first, slot=2, starts_on=date(2021, 5, 1), ends_on=date(2021, 6, 30))
    events = written(replace(first, state="accepted", done_on=date(2020, 11, 12)), second)
    assert [event.dtstart.value for event in events] == [date(2020, 11, 30), date(2021, 6, 30)]
    assert len({event.uid.value for event in events}) == 2
    assert "Ноябрь 2020: принято (" in events[0].description.value
    assert "Май-июнь 2021" in events[1].description.value


def test_named_weekdays_repeat_from_the_first_of_them() -> None:
    (event,) = repeated("еженедельно по вторникам и средам", date(2021, 3, 4), date(2021, 3, 17))
    assert event.rrule.value == "FREQ=WEEKLY;UNTIL=20210317;BYDAY=TU,WE"
    days = [day.date() for day in event.rruleset]
    assert days == [date(2021, 3, day) for day in (9, 10, 16, 17)]


def test_a_moved_end_ends_the_series_there() -> None:
    period = (date(2021, 3, 1), date(2021, 12, 20))
    (event,) = repeated("еженедельно", *period, moved_to=date(2021, 3, 20))
    assert [day.day for day in event.rruleset] == [1, 8, 15]
    assert repeated("еженедельно", *period, moved_to=date(2021, 2, 1)) == []


def test_a_monthly_row_is_one_deadline_a_month() -> None:
    events = repeated("ежемесячно до 5 числа", date(2021, 1, 1), date(2021, 4, 30))
    assert [event.dtstart.value for event in events] == [date(2021, n, 5) for n in range(1, 5)]
    assert len({event.uid.value for event in events}) == 4
    assert ["valarm" in event.contents for event in events] == [False, False, False, True]
    assert all("просрочено" not in event.summary.value for event in events)


def test_a_week_without_its_day_and_a_series_nobody_can_read_give_nothing() -> None:
    assert repeated("еженедельно", date(2021, 3, 2), date(2021, 3, 7)) == []
    assert repeated("по мере надобности", date(2021, 3, 1), date(2021, 12, 20)) == []


def test_words_cannot_become_properties() -> None:
    evil = "а;б, в\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTACH:http://evil\r\x0b\x00\u2028я"
    (event,) = written(
        replace(ROW, title=evil, term_source=evil, responsible_source=evil, figure=evil)
    )
    assert set(event.contents) <= {
        *("uid", "dtstamp", "dtstart", "dtend", "summary", "description"),
        *("url", "transp", "valarm"),
    }
    assert event.summary.value.startswith("500+.4 а;б, в\\n END:VEVENT BEGIN:VEVENT ATTACH")
    assert "а;б, в\\n\nEND:VEVENT\nBEGIN:VEVENT" in event.description.value


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.dates(date(2000, 1, 2), date(2100, 1, 1)))
def test_any_words_arrive_in_lines_of_75_octets(title: str, term: str, day: date) -> None:
    row = replace(ROW, title=title, term_source=term, ends_on=day)
    content = write_calendar([row, replace(row, slot=2)], now=NOW, site=SITE)
    *lines, last = content.split(b"\r\n")
    assert last == b""
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))
    events = list(parsed(content).vevent_list)
    assert [event.dtstart.value for event in events] == [day, day]
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", title)
    assert events[0].summary.value.replace(" ", "").endswith("".join(kept.split()))

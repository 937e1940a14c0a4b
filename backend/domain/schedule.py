"""Dates as an act writes them → windows, how they repeat, and questions to the author; the words are never changed.

Words are read by term_words, joined by term_spans, repeated by term_series. What is not understood becomes a question,
and what is not in the text but inferred from the plan's period is marked as derived: nothing is guessed silently.
"""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from backend.domain.term_points import Period, TermWindow, Unit, academic_year, end_of_month
from backend.domain.term_reading import Reading, read
from backend.domain.term_series import Every, Series, is_weekly, series_dates
from backend.domain.term_spans import Form, Span
from backend.domain.term_words import Word, clean
from backend.domain.wording import MONTHS, short_date

__all__ = [
    "Every",
    "Period",
    "Series",
    "Term",
    "TermKind",
    "TermWindow",
    "academic_year",
    "end_of_month",
    "is_weekly",
    "occurrences",
    "read_term",
    "shift_term",
    "window_label",
]

# The longest term of № 64-од has 77 characters; a page of text in this cell is a mistake of the table.
LONGEST = 1000
_DAYS_OF_A_WEEK = 7
Recurrence = Literal["once", "multi_window", "continuous", "recurring"]

_YEAR = re.compile(
    # «2020/21», also «2020-21»; «2021»; «14.02.21»
    r"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?:(?P<to>\s?[-–—/]\s?)(?P<until>\d\d)(?![\d.-])"
    r"(?!\s?(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|числ)))?(?!\d)"
    r"|(?<![\d.])(?P<day>\d{1,2}[./]\s?\d{1,2}[./]\s?)(?P<short>\d\d)(?!\d)"
)
_LEAP_DAY = re.compile(
    r"(?<!\d)29(?=[./]\s?0?2(?!\d)|(?:-?(?:го|е|ое|ого))?\s?феврал)|(?<=\d{4}-02-)29(?!\d)",
    re.IGNORECASE,
)


class TermKind(StrEnum):
    """What the wording is; of several windows the first one speaks. UNCLEAR = no window could be read."""

    EXACT = "exact"
    RANGE = "range"
    DEADLINE = "deadline"
    MONTHS = "months"  # also quarters and half-years
    STANDING = "standing"
    PROJECT = "project"
    BY_PLAN = "by_plan"
    WEEKLY = "weekly"
    PERIODIC = "periodic"  # every month, quarter, half-year or year
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Term:
    """A term as read. `questions`: Russian sentences to the author; empty = understood to the last word.

    `remark`: words beside the dates («по графику») and how a year was found. `series`: how a recurring term repeats.
    """

    kind: TermKind
    windows: tuple[TermWindow, ...]
    recurrence: Recurrence
    questions: tuple[str, ...] = ()
    remark: str | None = None
    series: Series | None = None


def read_term(
    text: str, *, period: Period, project: Period | None = None, weekly: bool = False
) -> Term:
    """Return what a term says; never raises, whatever the text.

    `period`: of the plan. `project`: of the project the row belongs to (in № 64-од 14.02.2021 – 20.12.2021); it stands
    behind every wording without dates of such a row. `weekly`: the row's title speaks of something weekly
    (`is_weekly`), which makes a series of a term that lasts longer than a week.
    """
    cleaned = clean(text)
    if not cleaned:
        return _unclear("Срок не указан. К какому сроку исполнить мероприятие?")
    if len(cleaned) > LONGEST:
        return _unclear(f"Текст срока длиннее {LONGEST} знаков и не прочитан. Та ли это ячейка?")
    reading = read(cleaned, period=period, project=project)
    if not reading.windows:
        return _unclear(*reading.questions)
    if weekly and reading.series is None and all(map(_is_long, reading.windows)):
        reading.series = Series(Every.WEEK)
    return Term(
        kind=_kind(reading),
        windows=tuple(reading.windows),
        recurrence=_recurrence(reading),
        questions=tuple(dict.fromkeys(reading.questions)),
        remark="; ".join(dict.fromkeys(reading.remarks)) or None,
        series=reading.series,
    )


def occurrences(term: Term) -> list[tuple[date | None, date]]:
    """Return (first day, last day) of everything to be carried out: the windows, or each turn of a series in them."""
    found: list[tuple[date | None, date]] = []
    for window in term.windows:
        if term.series is None or window.starts_on is None:
            found.append((window.starts_on, window.ends_on))
        else:
            found += series_dates(term.series, Period(window.starts_on, window.ends_on))
    return found


def shift_term(text: str, years: int) -> str:
    """Return the same wording some years later: only years change, and 29.02 where the new year has none (28.02)."""
    return _YEAR.sub(
        lambda year: _later(year, years),
        _LEAP_DAY.sub(lambda day: _february(text, day, years), text),
    )


def window_label(starts_on: date | None, ends_on: date) -> str:
    """Return «Ноябрь 2020», «Май-июнь 2021» for whole months, else the dates; one day is one date."""
    whole = starts_on is not None and starts_on.day == 1 and ends_on == end_of_month(ends_on)
    if starts_on is None:
        return f"До {short_date(ends_on)}"
    if starts_on == ends_on:
        return short_date(ends_on)
    if not whole:
        return f"{short_date(starts_on)} – {short_date(ends_on)}"
    first, last = MONTHS[starts_on.month - 1].capitalize(), MONTHS[ends_on.month - 1]
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{first} {ends_on.year}"
    if starts_on.year == ends_on.year:
        return f"{first}-{last} {ends_on.year}"
    return f"{first} {starts_on.year} – {last} {ends_on.year}"


def _unclear(*questions: str) -> Term:
    return Term(TermKind.UNCLEAR, (), "once", tuple(dict.fromkeys(questions)))


def _is_long(window: TermWindow) -> bool:
    return (
        window.starts_on is not None and (window.ends_on - window.starts_on).days >= _DAYS_OF_A_WEEK
    )


def _kind(reading: Reading) -> TermKind:
    if reading.series:
        return TermKind.WEEKLY if reading.series.every is Every.WEEK else TermKind.PERIODIC
    if Word.PROJECT in reading.marks:
        return TermKind.PROJECT
    if Word.BY_PLAN in reading.marks and Word.CONTINUOUS not in reading.marks:
        return TermKind.BY_PLAN
    return TermKind.STANDING if reading.is_continuous else _kind_of_dates(reading.spans[0])


def _kind_of_dates(span: Span) -> TermKind:
    units = {end.point.unit for end in span.ends}
    if span.form is Form.DEADLINE:
        return TermKind.DEADLINE
    if units <= {Unit.MONTH, Unit.QUARTER, Unit.HALF_YEAR} and span.form is not Form.OPEN:
        return TermKind.MONTHS
    return TermKind.EXACT if span.form is Form.ALONE and units == {Unit.DAY} else TermKind.RANGE


def _recurrence(reading: Reading) -> Recurrence:
    if reading.series:
        return "recurring"
    if reading.is_continuous:
        return "continuous"
    return "multi_window" if len(reading.windows) > 1 else "once"


def _later(found: re.Match[str], years: int) -> str:
    if found["short"]:
        year = 2000 + int(found["short"]) + years
        # Two digits are read as 20xx: another century needs all four.
        return f"{found['day']}{f'{year % 100:02d}' if 2000 <= year < 2100 else year}"
    shifted = f"{int(found['year']) + years}"
    if not found["until"]:
        return shifted
    until = int(found["until"])
    if (int(found["year"]) + 1) % 100 == until:
        until = (until + years) % 100
    return f"{shifted}{found['to']}{until:02d}"


def _february(text: str, day: re.Match[str], years: int) -> str:
    """Return «29» or «28» for a leap day; its year is the next one in the text, else the last one before it."""
    year = next(_YEAR.finditer(text, day.start()), None) or max(
        _YEAR.finditer(text, 0, day.start()), key=re.Match.start, default=None
    )
    if year is None:
        return day[0]
    number = int(year["year"] or 2000 + int(year["short"]))
    return "28" if isleap(number) and not isleap(number + years) else day[0]

"""Terms that repeat: «еженедельно по средам», «ежемесячно до 5 числа», «раз в квартал», and the dates they give."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.term_points import Period, add_months, end_of_month
from backend.domain.term_words import Token, Word


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Series:
    """`weekdays`: 0 = Monday, for WEEK only. `until_day`: «до 5 числа», for MONTH only."""

    every: Every
    weekdays: tuple[int, ...] = ()
    until_day: int | None = None


# «полугодие» contains «год».
_STEMS = {
    "недел": Every.WEEK,
    "меся": Every.MONTH,
    "кварта": Every.QUARTER,
    "полугод": Every.HALF_YEAR,
    "год": Every.YEAR,
}
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_MONTHS_LONG = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_WEEKLY = re.compile(
    r"\bеженедельн|\bпонедельно\b|\bкажд(?:ую|ой) недел|\bраз в неделю\b", re.IGNORECASE
)
_TWICE = re.compile(r"(?:[2-9]|\d\d+|дв|тр)\w* раз")


def is_weekly(title: str) -> bool:
    """Tell whether the title speaks of something weekly («еженедельных вебинаров», row 500+.10 of № 64-од)."""
    return _WEEKLY.search(" ".join(title.split())) is not None


def read_series(tokens: Sequence[Token]) -> tuple[Series | None, list[str]]:
    """Return how the term repeats, None when it does not, and questions to the author."""
    often = [token.text for token in tokens if token.word is Word.EVERY]
    weekdays = {_weekday(token.text) for token in tokens if token.word is Word.WEEKDAY}
    until = {
        token.point.day: token.text
        for token in tokens
        if token.word is Word.UNTIL_DAY and token.point and token.point.day is not None
    }
    questions = [f"Сказано «{text}». Когда именно?" for text in often if _TWICE.search(text)]
    said = list(dict.fromkeys(map(_every, often))) or ([Every.WEEK] if weekdays else [])
    if len(said) > 1 or (weekdays and said[0] is not Every.WEEK):
        questions.append("Периодичность названа по-разному. Как часто исполнять мероприятие?")
    monthly = said[:1] == [Every.MONTH]
    if until and not monthly:
        questions += [f"Неясно, какого месяца: «{text}»." for text in until.values()]
    possible = [day for day in until if monthly and 1 <= day <= 31]
    if monthly and (len(until) > 1 or len(possible) < len(until)):
        questions.append(f"Неясно, к какому дню месяца: «{', '.join(until.values())}».")
    if not said:
        return None, questions
    return Series(
        every=said[0],
        weekdays=tuple(sorted(weekdays)) if said[0] is Every.WEEK else (),
        until_day=possible[0] if possible else None,
    ), questions


def series_dates(series: Series, within: Period) -> Iterator[tuple[date, date]]:
    """Yield (first day, last day) of every turn, cut to the period; a turn «до 5 числа» ends on the 5th.

    Weeks run from Monday to Sunday. In a month without the day the last one stands for it.
    """
    if series.weekdays:
        for offset in range((within.ends_on - within.starts_on).days + 1):
            day = within.starts_on + timedelta(days=offset)
            if day.weekday() in series.weekdays:
                yield day, day
        return
    for first, last in _slices(series.every, within):
        starts_on, ends_on = max(first, within.starts_on), min(last, within.ends_on)
        if series.until_day is not None:
            due_on = first.replace(day=min(series.until_day, end_of_month(first).day))
            if not starts_on <= due_on <= ends_on:
                continue
            ends_on = due_on
        yield starts_on, ends_on


def _slices(every: Every, within: Period) -> Iterator[tuple[date, date]]:
    """Yield whole weeks, months … that touch the period."""
    start = within.starts_on
    if every is Every.WEEK:
        first = start - timedelta(days=start.weekday())
    else:
        length = _MONTHS_LONG[every]
        first = date(start.year, (start.month - 1) // length * length + 1, 1)
    while first <= within.ends_on:
        if every is Every.WEEK:
            following = first + timedelta(days=7)
        else:
            following = add_months(first, _MONTHS_LONG[every])
        yield first, following - timedelta(days=1)
        first = following


def _every(text: str) -> Every:
    return next(every for stem, every in _STEMS.items() if stem in text)


def _weekday(text: str) -> int:
    return next(number for number, stem in enumerate(_WEEKDAYS) if stem in text)

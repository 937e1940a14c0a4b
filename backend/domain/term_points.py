"""Points of time as plans name them: a day, a month, a quarter, a year, each perhaps without its year."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """How exact a point is. NUMBER: «2» of «с 2 по 10 марта», complete only with what follows it."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


COARSE = (Unit.YEAR, Unit.SCHOOL_YEAR)
_MONTHS_LONG = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.HALF_YEAR: 6,
    Unit.YEAR: 12,
    Unit.SCHOOL_YEAR: 12,
}


@dataclass(frozen=True, slots=True)
class Point:
    """`number`: of the month for DAY and MONTH, of the quarter or half-year; `year` None = the text has none.

    A school year carries the number of its first month (9) and is named by the year in which it begins.
    """

    unit: Unit
    year: int | None = None
    number: int = 1
    day: int | None = None

    def bounds(self) -> tuple[date, date]:
        """Return the first and the last day; raises `ValueError` for a point no calendar has, or without a year."""
        if self.year is None or self.unit is Unit.NUMBER:
            raise ValueError(self)
        if self.day is not None:
            day = date(self.year, self.number, self.day)
            return day, day
        length = _MONTHS_LONG[self.unit]
        first_month = self.number
        if self.unit in {Unit.QUARTER, Unit.HALF_YEAR}:
            first_month = (self.number - 1) * length + 1
        first = date(self.year, first_month, 1)
        return first, add_months(first, length) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    starts_on: date
    ends_on: date


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, end_of_month(first).day))


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def academic_year(day: date) -> int:
    """Return the year in which the school year began: 2020 for 17.03.2021 (it runs from 1 September)."""
    return day.year if day.month >= 9 else day.year - 1


@dataclass(frozen=True, slots=True)
class TermWindow:
    """`starts_on` None = deadline only. `is_derived`: a day or its year is not in the text, the period gave it."""

    starts_on: date | None
    ends_on: date
    is_derived: bool = False

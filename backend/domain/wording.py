"""Russian words around numbers and dates, the same on screen, in exports and in documents."""

from datetime import date

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form that goes with a whole number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    tens, units = abs(number) % 100, abs(number) % 10
    if 11 <= tens <= 14 or units == 0 or units >= 5:
        return many
    return one if units == 1 else few


def count(number: int, one: str, few: str, many: str) -> str:
    """Return the number with its word, kept on one line by a no-break space."""
    return f"{number}\u00a0{plural(number, one, few, many)}"


def days(number: int) -> str:
    """Return «7 дней»."""
    return count(number, "день", "дня", "дней")


def schools(number: int) -> str:
    """Return «3 школы»."""
    return count(number, "школа", "школы", "школ")


def short_date(day: date) -> str:
    """Return «17.03.2021»."""
    return f"{day:%d.%m.%Y}"

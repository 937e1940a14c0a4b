"""The grammar of single cells in a results file: numbers, marks, codes, logins, task headers."""

import re
from dataclasses import dataclass
from datetime import date

_SPACES = re.compile("[\\s\u00a0\u2007\u202f\u200b\ufeff]+")
# «12,0» and «12.00» are whole; «1,000» and «1,5» are not: the ambiguous is asked, never guessed (security.md U5).
_WHOLE = re.compile(r"^\d{1,4}(?:[.,]0{1,2})?$")
_CODE = re.compile(r"^\d{1,12}$")
_LOGIN = re.compile(r"^(?:sch|edu)?(\d{6,8})$", re.IGNORECASE)
_ECHO = re.compile(r"^(?:[\d.,+\-–/%]{1,12}|[А-Яа-яЁёA-Za-z]{1,2}(?:/[А-Яа-яЁёA-Za-z]{1,2})?)$")
_RU_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?$")
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")
NOT_ATTEMPTED = {"x", "х"}
"""«X» in both alphabets: the pupil did not start the task."""
NO_VALUE = {"", "-", "–", "—", "н/а", "нет"}
MARKS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a work: its name as in the header («5.1», «9К1») and its maximum."""

    name: str
    maximum: int
    column: str
    header: str
    difficulty: str | None = None


def clean(text: str) -> str:
    """Return the text of a cell without invisible characters and double spaces."""
    if text.isalnum():  # most cells are one number: a file has millions of them
        return text
    return _SPACES.sub(" ", text).strip()


def normal(text: str) -> str:
    """Return a header in the form headers are compared in."""
    return clean(text).lower().replace("ё", "е").rstrip(" .:*")


def column_letter(index: int) -> str:
    """Return the Excel name of the column with this index (0 → «A», 26 → «AA»)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def whole_number(text: str) -> int | None:
    """Return the number of a cell that holds a whole number 0–9999, else None."""
    if len(text) <= 4 and text.isascii() and text.isdigit():
        return int(text)
    if not _WHOLE.match(text):
        return None
    return int(re.split("[.,]", text)[0])


def participant_code(text: str) -> str | None:
    """Return the code (digits only; Excel's «5001.0» is 5001), None for anything else."""
    text = text.removesuffix(".0")
    return text if _CODE.match(text) else None


def school_login(text: str) -> str | None:
    """Return the digits of a ФИС ОКО login: «sch» and «edu» mean the same school (domain.md 4.2)."""
    found = _LOGIN.match(text.removesuffix(".0"))
    return found.group(1) if found else None


def task_of(header: str, pattern: re.Pattern[str], *, column: str) -> Task | None:
    """Return the task a header like «9К1 (3б)» declares, None when it declares none."""
    found = pattern.match(clean(header))
    if found is None:
        return None
    name = found["name"].upper().replace(",", ".").replace("K", "К")
    return Task(name=name, maximum=int(found["max"]), column=column, header=clean(header))


def written_date(text: str) -> date | None:
    """Return the date of «23.09.2020» or an ISO date; None for anything else, ranges included."""
    if found := _RU_DATE.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO_DATE.match(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def echo(text: str) -> str:
    """Return the cell for a message, or «текст»: a shifted column must not put a name into a message."""
    return f"«{text}»" if _ECHO.match(text) else "текст"

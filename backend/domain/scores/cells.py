"""The grammar of single cells in a results file: numbers, marks, codes, logins, task headers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_SPACES = re.compile("[\\s\u00a0\u2007\u202f\u200b\ufeff]+")
# «12,0» and «12.00» are whole; «1,000» and «1,5» are not: the ambiguous is asked, never guessed (security.md U5).
_WHOLE = re.compile(r"^\d{1,4}(?:[.,]0{1,2})?$")
_AMBIGUOUS = re.compile(r"^\d{1,3}([.,])\d{3}$")
_FRACTION = re.compile(r"^\d{1,4}([.,])\d{1,2}$")
_EXPONENT = re.compile(r"^\d(?:[.,]\d+)?[eеEЕ]\+?\d{1,3}$")
_CODE = re.compile(r"^\d{1,12}$")
_LOGIN = re.compile(r"^(?:sch|edu)?(\d{6,8})$", re.IGNORECASE)
_ECHO = re.compile(r"^(?:[\d.,+\-–/%]{1,12}|[А-Яа-яЁёA-Za-z]{1,2}(?:/[А-Яа-яЁёA-Za-z]{1,2})?)$")
_RU_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?$")
_ISO_DATE = re.compile(r"^(\d{4})[-.](\d{2})[-.](\d{2})")
_SLASH_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_CLASS = re.compile(
    r"^(?:\d{1,2}[ .\-]?[А-ЯЁA-Z]{0,2}|[А-ЯЁA-Z]{1,2})(?:[ .\-]?\d{1,2})?$", re.ASCII
)
_VARIANT = re.compile(r"^(?:\d{1,8}|[А-ЯЁA-Z]{1,2}|[А-ЯЁA-Z]{0,3}[ .\-]?\d{1,4}[А-ЯЁA-Z]?)$")
_GIA_SCHOOL = re.compile(r"^\d{6}$")
_OWN_SCHOOL = re.compile(r"^(?=.*[\d_])(?!\d{3}-\d{3})(?!\d{9,})[0-9A-Za-z_\-]{1,40}$")
_ECHO_DIGITS = 8
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


def whole_number(text: str, decimal: str | None = None) -> int | None:
    """Return the number of a cell that holds a whole number 0–9999, else None.

    «1,234» is 1234 only where a person said that the other sign is the decimal one.
    """
    if len(text) <= 4 and text.isascii() and text.isdigit():
        return int(text)
    if decimal and (found := _AMBIGUOUS.match(text)) and found.group(1) != decimal:
        return int(text.replace(found.group(1), ""))
    if not text.isascii() or not _WHOLE.match(text):
        return None
    return int(re.split("[.,]", text)[0])


def is_ambiguous_number(text: str) -> bool:
    """Return whether «1,234» may be 1234 or 1.234."""
    return bool(_AMBIGUOUS.match(text))


def decimal_sign(text: str) -> str | None:
    """Return the sign between whole and fraction of «12,0», None where there is none."""
    found = _FRACTION.match(text)
    return found.group(1) if found else None


def is_exponent(text: str) -> bool:
    """Return whether a spreadsheet has turned a long number into «1.2E+04» and lost its digits."""
    return bool(_EXPONENT.match(text))


def participant_code(text: str) -> str | None:
    """Return the code (digits only; Excel's «5001.0» is 5001), None for anything else."""
    text = text.removesuffix(".0")
    return text if text.isascii() and _CODE.match(text) else None


def school_login(text: str) -> str | None:
    """Return the digits of a ФИС ОКО login: «sch» and «edu» mean the same school (domain.md 4.2)."""
    found = _LOGIN.match(text.removesuffix(".0"))
    return found.group(1) if found else None


def gia_school(text: str, municipality: str = "") -> str | None:
    """Return the 6 digits of a school in РИС ГИА: its whole code, or the code of the МСУ and its number."""
    text = text.removesuffix(".0")
    if not text.isascii() or not text.isdigit():
        return None
    if _GIA_SCHOOL.match(text):
        return text
    if len(municipality) == 3 and municipality.isdigit() and len(text) <= 3:
        return municipality + text.zfill(3)
    return None


def own_school_code(text: str) -> str | None:
    """Return a school code of this installation: Latin letters, digits, «-» and «_»."""
    return text if _OWN_SCHOOL.match(text) else None


def class_name(text: str) -> str | None:
    """Return «5А» for «5 а», None for what is no class: a shifted column must not bring a name in."""
    text = (
        clean(re.sub("[«»\"']", "", text)).upper().removesuffix(".0").removesuffix("КЛАСС").strip()
    )
    return text.replace(" ", "") if text and _CLASS.match(text) else None


def leading_grade(text: str) -> int | None:
    """Return the grade a class name begins with."""
    found = re.match(r"\d{1,2}", text)
    return int(found.group()) if found else None


def variant_name(text: str) -> str | None:
    """Return the number of the variant as written, None for what is no variant."""
    text = clean(text).removesuffix(".0")
    return text if _VARIANT.match(text.upper()) else None


def task_of(header: str, patterns: Iterable[re.Pattern[str]], *, column: str) -> Task | None:
    """Return the task a header like «9К1 (3б)» declares, None when it declares none; maximum 0 = not said."""
    text = clean(header)
    for pattern in patterns:
        if found := pattern.match(text):
            name = found["name"].upper().replace(",", ".").replace("_", ".").replace("K", "К")
            return Task(name, int(found.groupdict().get("max") or 0), column, text)
    return None


def is_ambiguous_date(text: str) -> bool:
    """Return whether «03/04/2021» may be April or March."""
    found = _SLASH_DATE.match(text)
    return bool(found) and int(found.group(1)) <= 12 and int(found.group(2)) <= 12  # type: ignore[union-attr]


def written_date(text: str, order: str | None = None) -> date | None:
    """Return the date of «23.09.2020» or an ISO date; None for anything else, ranges included.

    «03/04/2021» is read only where a person said which comes first, or where only one order fits.
    """
    if found := _SLASH_DATE.match(text):
        first, second, year = (int(part) for part in found.groups())
        if is_ambiguous_date(text) and order is None:
            return None
        is_month_first = order == "mdy" if is_ambiguous_date(text) else second > 12
        day, month = (second, first) if is_month_first else (first, second)
    elif found := _RU_DATE.match(text):
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
    digits = sum(c.isdigit() for c in text)  # a long number may be a document
    return f"«{text}»" if _ECHO.match(text) and digits <= _ECHO_DIGITS else "текст"

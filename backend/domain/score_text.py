"""Delimited text in the encodings Russian offices use → plain rows. What was detected is reported."""

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

CELL_LIMIT = 32_767
"""Characters in one cell: the limit of Excel itself. Longer ones are not tables of results."""
ROWS_LIMIT = 250_000
COLUMNS_LIMIT = 400
_DELIMITERS = (";", "\t", ",")
_SAMPLE_LINES = 60
_SAMPLE_CHARACTERS = 200_000
_ALLOWED_CONTROLS = {"\t", "\n", "\r", "\f", "\v"}


class NotText(Exception):
    """The bytes are no delimited text we can read; the text is a Russian sentence for the sender."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows of a text file: `rows[0]` is the row Excel shows as 1 (a cell with line breaks is one row)."""

    rows: Sequence[Sequence[str]]
    encoding: str
    delimiter: str


def read_text(content: bytes) -> TextTable:
    """Decode and split a CSV; raises `NotText`."""
    encoding, text = _decode(content)
    delimiter = _delimiter(text)
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error as error:
        raise NotText(_csv_fault(error)) from error
    return TextTable(rows, encoding, delimiter)


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding, _strict(content, encoding)
    guesses = ["utf-8", "cp1251"]
    if b"\0" in content[:2000]:
        # «Текст Юникод» saved without a mark: every other byte of digits and Latin letters is zero.
        guesses = ["utf-16-le" if content[1:2] == b"\0" or content[1:2] == b"\x04" else "utf-16-be"]
    for encoding in guesses:
        try:
            return encoding, _plausible(content.decode(encoding))
        except (UnicodeDecodeError, NotText):
            continue
    raise NotText(_UNREADABLE)


_UNREADABLE = (
    "Файл не похож ни на книгу Excel (.xlsx), ни на таблицу CSV. Сохраните таблицу в Excel"
    " как «Книга Excel (*.xlsx)» или «CSV» и загрузите её снова."
)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return _plausible(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise NotText(_UNREADABLE) from error


def _plausible(text: str) -> str:
    """Refuse binary content that happened to decode: tables have no control characters."""
    head = text[:_SAMPLE_CHARACTERS]
    strange = sum(1 for c in head if (c < " " or c == "\x98") and c not in _ALLOWED_CONTROLS)
    if strange:
        raise NotText(_UNREADABLE)
    return text


def _delimiter(text: str) -> str:
    """Return the separator that gives the widest table in the first lines; «;» wins a tie."""
    head = text[:_SAMPLE_CHARACTERS]

    def width(delimiter: str) -> int:
        widest = 0
        try:
            for number, row in enumerate(
                csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
            ):
                if number >= _SAMPLE_LINES:
                    break
                widest = max(widest, len(row))
        except csv.Error:
            return widest
        return widest

    return max(_DELIMITERS, key=width)


def _rows(text: str, delimiter: str) -> Sequence[Sequence[str]]:
    csv.field_size_limit(CELL_LIMIT)
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if len(rows) >= ROWS_LIMIT:
            raise NotText(
                f"В файле больше {ROWS_LIMIT} строк. Разделите его по школам и загрузите частями."
            )
        if len(row) > COLUMNS_LIMIT:
            raise NotText(
                f"В строке {len(rows) + 1} больше {COLUMNS_LIMIT} столбцов: это не таблица результатов."
            )
        rows.append(row)
    return rows


def _csv_fault(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"В одной из ячеек больше {CELL_LIMIT} знаков: это не таблица результатов. Проверьте кавычки в файле."
    return "Таблицу CSV не удалось разобрать на столбцы. Проверьте кавычки или сохраните файл как .xlsx."

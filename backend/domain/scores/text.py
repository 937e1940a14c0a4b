"""Delimited text in the encodings Russian offices use → plain rows. What was detected is reported."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

CELL_LIMIT = 32_767
"""Characters in one cell: the limit of Excel itself. Longer ones are not tables of results."""
ROWS_LIMIT = 250_000
COLUMNS_LIMIT = 400
_DELIMITERS = (";", "\t", ",")
_SAMPLE_LINES = 60
_SAMPLE_CHARACTERS = 200_000
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x98]")


class NotText(Exception):
    """The bytes are no delimited text we can read; the text is a Russian sentence for the sender."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows of a text file: `rows[0]` is the row Excel shows as 1 (a cell with line breaks is one row)."""

    rows: Sequence[Sequence[str]]
    encoding: str
    delimiter: str


def read_text(content: bytes) -> TextTable:
    """Decode and split a small CSV whole; raises `NotText`."""
    encoding = detect_encoding(content, is_whole=True)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(UNREADABLE) from error
    delimiter = detect_delimiter(text)
    rows = split_rows(text, delimiter)
    if len(rows) > ROWS_LIMIT:
        raise NotText(
            f"В файле больше {ROWS_LIMIT} строк. Разделите его по школам и загрузите частями."
        )
    return TextTable(rows, encoding, delimiter)


def detect_encoding(head: bytes, *, is_whole: bool) -> str:
    """Return the encoding of a file by its beginning (or all of it); raises `NotText`."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            decode_head(head, encoding, is_whole=is_whole)
            return encoding
    guesses = ["utf-8", "cp1251"]
    if b"\0" in head[:2000]:
        # «Текст Юникод» saved without a mark: every other byte of digits and Latin letters is zero.
        guesses = ["utf-16-le" if head[1:2] == b"\0" or head[1:2] == b"\x04" else "utf-16-be"]
    for encoding in guesses:
        try:
            decode_head(head, encoding, is_whole=is_whole)
        except NotText:
            continue
        return encoding
    raise NotText(UNREADABLE)


def decode_head(head: bytes, encoding: str, *, is_whole: bool = False) -> str:
    """Decode the beginning of a file; the last character may be cut. Raises `NotText` on what is no text."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(head, is_whole)
    except UnicodeDecodeError as error:
        raise NotText(UNREADABLE) from error
    return _plausible(text)


UNREADABLE = (
    "Файл не похож ни на книгу Excel (.xlsx), ни на таблицу CSV. Сохраните таблицу в Excel"
    " как «Книга Excel (*.xlsx)» или «CSV» и загрузите её снова."
)


def _plausible(text: str) -> str:
    """Refuse binary content that happened to decode: tables have no control characters."""
    if _CONTROLS.search(text, 0, _SAMPLE_CHARACTERS):
        raise NotText(UNREADABLE)
    return text


def detect_delimiter(text: str) -> str:
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


def split_rows(
    text: str, delimiter: str, *, rows: int | None = None, first_row: int = 1
) -> list[list[str]]:
    """Return the cells of each row, at most `rows`; `first_row` is its number in the file. Raises `NotText`."""
    csv.field_size_limit(CELL_LIMIT)
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if rows is not None and len(found) >= rows:
                break
            if len(row) > COLUMNS_LIMIT:
                raise NotText(
                    f"В строке {len(found) + first_row} больше {COLUMNS_LIMIT} столбцов: это не таблица результатов."
                )
            found.append(row)
    except csv.Error as error:
        raise NotText(_csv_fault(error)) from error
    return found


def _csv_fault(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"В одной из ячеек больше {CELL_LIMIT} знаков: это не таблица результатов. Проверьте кавычки в файле."
    return "Таблицу CSV не удалось разобрать на столбцы. Проверьте кавычки или сохраните файл как .xlsx."

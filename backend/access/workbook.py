"""Bytes of a results file → sheets of text. Runs inside the limited child only.

A workbook is looked through before it is opened: entries, unpacked size, where the cells really lie. A file with
two cells in opposite corners is a few kilobytes on the disk and gigabytes in memory.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from backend.domain.scores.text import CELL_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, read_text

if TYPE_CHECKING:
    import zipfile

    from python_calamine import CalamineSheet

ENTRIES_LIMIT = 1_000
UNPACKED_LIMIT = 300 * 1024 * 1024
CELLS_LIMIT = 6_000_000
_CHUNK = 1 << 20
_OVERLAP = 64
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{0,7})["']""")
_FAR_REFERENCE = re.compile(rb'r="([A-Z]{2,3}(?=[0-9])|[A-Z]?(?=[0-9]{6,7}"))([0-9]{0,7})"')
_NEAR_ROW, _NEAR_COLUMN = 99_999, 26
"""References that `_FAR_REFERENCE` does not match lie within these."""
SAVE_AS = "Откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»."


class Unreadable(Exception):
    """The file cannot be read; `code` is stable, the text is a Russian sentence for the sender."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: `rows[0]` is Excel row 1; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file was stored, to be shown to the sender."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None


def read_sheets(path: Path) -> tuple[list[Sheet], Dialect]:
    """Read every visible sheet of a small file as text; raises `Unreadable` or `NotText`."""
    content = path.read_bytes()
    refuse_by_content(content)
    if content.startswith(ZIP):
        with path.open("rb") as file:
            if not is_workbook(file):
                raise Unreadable("not_workbook", NOT_WORKBOOK)
            look_through(file)
            sheets, _ = open_sheets(file)
            found = [
                Sheet(sheet.name, [[cell_text(c) for c in row] for row in sheet.iter_rows()])
                for sheet in sheets
            ]
            return found, Dialect("xlsx")
    table = read_text(content)
    return [Sheet("", table.rows)], Dialect("csv", table.encoding, table.delimiter)


def refuse_by_content(content: bytes) -> None:
    """Tell known wrong kinds by their first bytes: the name of a file proves nothing.

    `content` is the whole file or its first part; the directory of an OLE file may lie anywhere in it.
    """
    if not content[:4096].strip(b"\0 \t\r\n"):
        raise Unreadable(
            "empty", "Файл пустой. Проверьте, что выгрузка закончилась, и загрузите его снова."
        )
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
        raise Unreadable("old_excel", f"Это книга старого формата Excel (.xls). {SAVE_AS}")
    if content.startswith(_EMPTY_ZIP):
        raise Unreadable("empty", "Архив пустой. Положите в него таблицы и загрузите снова.")
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<body")):
        raise Unreadable("html", f"Это веб-страница (HTML), а не таблица. {SAVE_AS}")
    if start.startswith((b"<?xml", b"<workbook")):
        raise Unreadable("xml", f"Это файл XML, а не таблица. {SAVE_AS}")
    if start.startswith(b"%pdf"):
        raise Unreadable(
            "pdf", "Это документ PDF. Загрузите саму таблицу: книгу Excel (.xlsx) или CSV."
        )


def is_workbook(file: BinaryIO) -> bool:
    """Return whether a ZIP is an Excel workbook; raises `Unreadable` on a damaged one."""
    import zipfile  # loaded when such a file comes: the child starts for every one

    try:
        with zipfile.ZipFile(file) as archive:
            return any(_plain(entry.filename) == "xl/workbook.xml" for entry in archive.infolist())
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        raise Unreadable("damaged", _DAMAGED) from error


def look_through(file: BinaryIO) -> None:
    """Refuse a workbook that is encrypted, damaged or too big inside; raises `Unreadable`."""
    import zipfile  # loaded when such a file comes: the child starts for every one

    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable("encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
            if len(entries) > ENTRIES_LIMIT or sum(e.file_size for e in entries) > UNPACKED_LIMIT:
                raise Unreadable("too_big_inside", _TOO_BIG_INSIDE)
            for entry in entries:
                _unpack_within_limits(archive, entry)
    except Exception as error:
        if isinstance(error, Unreadable | MemoryError):
            raise
        raise Unreadable("damaged", _DAMAGED) from error


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


NOT_WORKBOOK = "Это архив ZIP, а не книга Excel. Загрузите саму таблицу, без архива."
_DAMAGED = f"Книга Excel повреждена и не открывается. {SAVE_AS}"
_TOO_BIG_INSIDE = "Внутри книги слишком много данных для протокола. Скопируйте таблицу в новую книгу и загрузите её."


def _unpack_within_limits(archive: "zipfile.ZipFile", entry: "zipfile.ZipInfo") -> None:
    """Unpack one entry to nowhere: the true size, the checksum, and for a sheet the place of its last cell."""
    if not _plain(entry.filename).startswith("xl/worksheets/"):
        for _ in _chunks(archive, entry):
            pass
        return
    bottom, right = _corner(_chunks(archive, entry), _near_corner)
    if _is_too_far(bottom, right):
        bottom, right = _corner(_chunks(archive, entry), _exact_corner)
    if _is_too_far(bottom, right):
        raise Unreadable(
            "sparse",
            f"На листе есть ячейка далеко за таблицей (строка {bottom}, столбец № {right}). Скопируйте только"
            " таблицу результатов в новую книгу и загрузите её.",
        )


def _chunks(archive: "zipfile.ZipFile", entry: "zipfile.ZipInfo") -> Iterator[bytes]:
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > UNPACKED_LIMIT:
                raise Unreadable("too_big_inside", _TOO_BIG_INSIDE)
            yield chunk


def _corner(
    chunks: Iterable[bytes], corner_of: Callable[[bytes], tuple[int, int]]
) -> tuple[int, int]:
    """Return the lowest row and the rightmost column of a sheet."""
    bottom = right = 0
    tail = b""
    for chunk in chunks:
        below, beside = corner_of(tail + chunk)
        bottom, right = max(bottom, below), max(right, beside)
        tail = chunk[-_OVERLAP:]
    return bottom, right


def _near_corner(content: bytes) -> tuple[int, int]:
    """Return bounds: a sheet has a million references, and only far ones are looked at.

    References that are spelled in another way than Excel does give bounds that are too far for any table.
    """
    usual = content.count(b'r="')
    if usual < content.count(b"<c "):
        return ROWS_LIMIT + 1, COLUMNS_LIMIT + 1
    bottom, right = _NEAR_ROW, _NEAR_COLUMN
    for letters, digits in _FAR_REFERENCE.findall(content):
        bottom, right = max(bottom, int(digits or 0)), max(right, _column_number(letters))
    return bottom, right


def _exact_corner(content: bytes) -> tuple[int, int]:
    bottom = right = 0
    for letters, digits in _REFERENCE.findall(content):
        bottom, right = max(bottom, int(digits or 0)), max(right, _column_number(letters))
    return bottom, right


def _is_too_far(bottom: int, right: int) -> bool:
    return bottom > ROWS_LIMIT or right > COLUMNS_LIMIT or bottom * right > CELLS_LIMIT


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def open_sheets(file: BinaryIO) -> "tuple[list[CalamineSheet], list[str]]":
    """Return the visible sheets of a workbook and the names of hidden ones; raises `Unreadable`.

    Rows of a sheet begin at Excel row 1, cells at column A: `iter_rows` fills the empty area.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        tables = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        visible = [m.name for m in tables if m.visible == SheetVisibleEnum.Visible]
        hidden = [m.name for m in tables if m.visible != SheetVisibleEnum.Visible]
        return [book.get_sheet_by_name(name) for name in visible], hidden
    except CalamineError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}"
            ) from error
        raise Unreadable("damaged", _DAMAGED) from error


def cell_text(cell: float | str | bool | datetime | date | time | timedelta) -> str:  # noqa: FBT001 - a kind of cell
    """Return what a person sees in the cell; whole numbers come from calamine as floats."""
    if isinstance(cell, str):
        if len(cell) > CELL_LIMIT:
            raise Unreadable(
                "long_cell",
                f"В одной из ячеек больше {CELL_LIMIT} знаков: это не таблица результатов.",
            )
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)

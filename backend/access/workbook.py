"""Bytes of a results file → sheets of text. Runs inside the limited child only.

A workbook is looked through before it is opened: entries, unpacked size, where the cells really lie. A file with
two cells in opposite corners is a few kilobytes on the disk and gigabytes in memory.
"""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from backend.domain.score_text import CELL_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, read_text
from backend.domain.scoresheet import Sheet

ENTRIES_LIMIT = 1_000
UNPACKED_LIMIT = 300 * 1024 * 1024
CELLS_LIMIT = 6_000_000
_CHUNK = 1 << 20
_OVERLAP = 64
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})([0-9]{0,7})["']""")
SAVE_AS = "Откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»."


class Unreadable(Exception):
    """The file cannot be read; `code` is stable, the text is a Russian sentence for the sender."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Dialect:
    """How the file was stored, to be shown to the sender."""

    def __init__(
        self, kind: str, encoding: str | None = None, delimiter: str | None = None
    ) -> None:
        self.kind = kind
        self.encoding = encoding
        self.delimiter = delimiter


def read_sheets(path: Path) -> tuple[list[Sheet], Dialect]:
    """Read every visible sheet as text; raises `Unreadable` or `NotText`."""
    with path.open("rb") as file:
        head = file.read(4096)
    _refuse_by_content(head, path)
    if head.startswith(_ZIP):
        _look_through(path)
        return _workbook(path), Dialect("xlsx")
    table = read_text(path.read_bytes())
    return [Sheet("", table.rows)], Dialect("csv", table.encoding, table.delimiter)


def _refuse_by_content(head: bytes, path: Path) -> None:
    """Tell known wrong kinds by their first bytes: the name of a file proves nothing."""
    if not head.strip(b"\0 \t\r\n"):
        raise Unreadable(
            "empty", "Файл пустой. Проверьте, что выгрузка закончилась, и загрузите его снова."
        )
    if head.startswith(_OLE):
        if _has(path, "EncryptedPackage".encode("utf-16-le")):
            raise Unreadable("encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
        raise Unreadable("old_excel", f"Это книга старого формата Excel (.xls). {SAVE_AS}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<body")):
        raise Unreadable("html", f"Это веб-страница (HTML), а не таблица. {SAVE_AS}")
    if start.startswith((b"<?xml", b"<workbook")):
        raise Unreadable("xml", f"Это файл XML, а не таблица. {SAVE_AS}")
    if start.startswith(b"%pdf"):
        raise Unreadable(
            "pdf", "Это документ PDF. Загрузите саму таблицу: книгу Excel (.xlsx) или CSV."
        )


def _look_through(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
            if "xl/workbook.xml" not in names:
                raise Unreadable(
                    "not_workbook",
                    "Это архив ZIP, а не книга Excel. Загрузите саму таблицу, без архива.",
                )
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable("encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
            if len(entries) > ENTRIES_LIMIT or sum(e.file_size for e in entries) > UNPACKED_LIMIT:
                raise Unreadable("too_big_inside", _TOO_BIG_INSIDE)
            for entry in entries:
                _unpack_within_limits(archive, entry)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        zipfile.LargeZipFile,
    ) as error:
        raise Unreadable("damaged", _DAMAGED) from error
    except Exception as error:
        if isinstance(error, Unreadable | MemoryError):
            raise
        raise Unreadable("damaged", _DAMAGED) from error


_DAMAGED = f"Книга Excel повреждена и не открывается. {SAVE_AS}"
_TOO_BIG_INSIDE = "Внутри книги слишком много данных для протокола. Скопируйте таблицу в новую книгу и загрузите её."


def _unpack_within_limits(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry to nowhere: the true size, the checksum, and for a sheet the place of its last cell."""
    is_sheet = entry.filename.lower().replace("\\", "/").lstrip("/").startswith("xl/worksheets/")
    size = 0
    bottom = right = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > UNPACKED_LIMIT:
                raise Unreadable("too_big_inside", _TOO_BIG_INSIDE)
            if is_sheet:
                for letters, digits in _REFERENCE.findall(tail + chunk):
                    bottom = max(bottom, int(digits or 0))
                    right = max(right, _column_number(letters))
                tail = chunk[-_OVERLAP:]
    if bottom > ROWS_LIMIT or right > COLUMNS_LIMIT or bottom * right > CELLS_LIMIT:
        raise Unreadable(
            "sparse",
            f"На листе есть ячейка далеко за таблицей (строка {bottom}, столбец № {right}). Скопируйте только"
            " таблицу результатов в новую книгу и загрузите её.",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _workbook(path: Path) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            names = [
                meta.name
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
            ]
            # Rows and columns keep their Excel numbers only when the empty area is not skipped.
            tables = [
                book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names
            ]
            return [
                Sheet(name, [[_text(cell) for cell in row] for row in rows])
                for name, rows in zip(names, tables, strict=True)
            ]
    except CalamineError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}"
            ) from error
        raise Unreadable("damaged", _DAMAGED) from error


def _text(cell: float | str | bool | datetime | date | time | timedelta) -> str:  # noqa: FBT001 - a kind of cell
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


def _has(path: Path, mark: bytes) -> bool:
    """Return whether the bytes occur in the file; the directory of an OLE file may lie anywhere in it."""
    return mark in path.read_bytes()

"""Looks at the bytes of a stranger before anything opens them: kind by content, true sizes, no DTD.

Runs inside the limited child only.
"""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

ENTRIES_LIMIT = 2_000
UNPACKED_LIMIT = 150 * 1024 * 1024
XML_LIMIT = 24 * 1024 * 1024
"""Bytes of one XML part: parsed it takes about ten times as much."""
_CHUNK = 1 << 20
_OVERLAP = 32
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# No part of an office file has a document type; entities are what bombs and foreign files are made of.
_DTD = re.compile(b"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C\0|\0<\0!\0D\0O\0C")

SAVE_AS = "Откройте файл и сохраните его как документ Word (*.docx) или книгу Excel (*.xlsx)."
DAMAGED = f"Файл повреждён и не открывается. {SAVE_AS}"
TOO_BIG_INSIDE = "Внутри файла слишком много данных для плана. Скопируйте таблицы плана в новый файл и загрузите его."


class Kind(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"


class Unreadable(Exception):
    """The file cannot be read; the text is a Russian sentence for the sender."""


def look_through(path: Path) -> Kind:
    """Return what the file is by its content; raises `Unreadable` for everything that is no plain DOCX or XLSX."""
    with path.open("rb") as file:
        head = file.read(4096)
    _refuse_by_content(head, path)
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _kind(archive)
            for entry in archive.infolist():
                _unpack_within_limits(archive, entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        raise Unreadable(DAMAGED) from error
    return kind


def _refuse_by_content(head: bytes, path: Path) -> None:
    """Tell known wrong kinds by their first bytes: the name of a file proves nothing."""
    if not head.strip(b"\0 \t\r\n"):
        raise Unreadable("Файл пустой. Проверьте, что он сохранён, и загрузите его снова.")
    if head.startswith(_OLE):
        content = path.read_bytes()
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
        raise Unreadable(f"Это файл старого формата (.doc или .xls). {SAVE_AS}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        raise Unreadable(
            "Это документ PDF: таблицы из него не читаются. Загрузите исходный документ Word или книгу Excel."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(f"Это документ RTF. {SAVE_AS}")
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<?xml")):
        raise Unreadable(f"Это веб-страница или файл XML, а не документ. {SAVE_AS}")
    if not head.startswith(b"PK"):
        raise Unreadable(f"Это не документ Word и не книга Excel. {SAVE_AS}")


def _kind(archive: zipfile.ZipFile) -> Kind:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > ENTRIES_LIMIT or sum(e.file_size for e in entries) > UNPACKED_LIMIT:
        raise Unreadable(TOO_BIG_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
    if "mimetype" in names:
        raise Unreadable(f"Это документ OpenDocument (.odt или .ods). {SAVE_AS}")
    if "word/vbaproject.bin" in names or "xl/vbaproject.bin" in names:
        raise Unreadable(f"В файле есть макросы, такие файлы не принимаем. {SAVE_AS}")
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    raise Unreadable("Это архив, а не документ. Загрузите сам документ Word или книгу Excel.")


def _unpack_within_limits(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry to nowhere: its true size, its checksum, and that it declares no entities."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    limit = XML_LIMIT if is_xml else UNPACKED_LIMIT
    size = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise Unreadable(TOO_BIG_INSIDE)
            if is_xml and _DTD.search(tail + chunk):
                raise Unreadable(
                    f"В файле есть описание документа (DTD): так офисные программы не сохраняют. {SAVE_AS}"
                )
            tail = chunk[-_OVERLAP:]

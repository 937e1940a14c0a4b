"""A ZIP of files: every CSV, workbook or JSON in it is a table; hostile archives are refused with a sentence."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from backend.access.workbook import SAVE_AS, Unreadable

FILES_LIMIT = 200
_ENTRIES_LIMIT = 1_000
_UNPACKED_LIMIT = 1 << 30
_RATIO_LIMIT = 300
_RATIO_FROM = 8 << 20
_UTF8_NAME = 0x800
_DAMAGED = "Архив ZIP повреждён и не открывается. Соберите его снова или загрузите файлы по одному."
_TOO_BIG = "Внутри архива слишком много данных. Загрузите файлы по одному."
_SLIP = "В архиве есть имена файлов с путями наружу («..»). Соберите архив заново."


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `open` again for every reading."""

    name: str
    size: int
    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo

    def open(self) -> BinaryIO:
        """Return the unpacked bytes as a stream."""
        return self.archive.open(self.entry)  # type: ignore[return-value]


def members(file: BinaryIO) -> Iterator[Member]:
    """Yield the files of an archive in its order; raises `Unreadable` before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        raise Unreadable("damaged", _DAMAGED) from error
    _refuse_hostile(entries, len(archive.infolist()))
    for entry in entries:
        name = _name(entry)
        if not name.startswith("__MACOSX/") and not PurePosixPath(name).name.startswith("."):
            yield Member(name, entry.file_size, archive, entry)


def _refuse_hostile(entries: list[zipfile.ZipInfo], count: int) -> None:
    if not entries:
        raise Unreadable("empty", "Архив пустой. Положите в него таблицы и загрузите снова.")
    if count > _ENTRIES_LIMIT or len(entries) > FILES_LIMIT:
        raise Unreadable("too_many_files", f"В архиве больше {FILES_LIMIT} файлов. Разделите его.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted", f"Файл защищён паролем. Снимите пароль: {SAVE_AS}")
    if sum(entry.file_size for entry in entries) > _UNPACKED_LIMIT:
        raise Unreadable("too_big_inside", _TOO_BIG)
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > _RATIO_LIMIT * entry.compress_size:
            raise Unreadable("too_big_inside", _TOO_BIG)
        parts = PurePosixPath(_name(entry)).parts
        if ".." in parts or _name(entry).startswith("/") or ":" in (parts[0] if parts else ""):
            raise Unreadable("zip_slip", _SLIP)


def _name(entry: zipfile.ZipInfo) -> str:
    """Windows writes names in cp866 and does not say so; zipfile then took them for cp437."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp866", "replace")
    return name.replace("\\", "/")

"""What a received file is by its bytes; its name and the sender's word are never believed."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/pdf": ("pdf",),
        "image/png": ("png",),
        "image/jpeg": ("jpg", "jpeg"),
        DOCX: ("docx",),
        XLSX: ("xlsx",),
    }
)
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
# The part every file of the kind has; a zip without it is a zip.
_OFFICE_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_NAME_LENGTH, _ENDING_LENGTH = 200, 10
# What zipfile raises for archives that are broken, encrypted, or of another age.
_NO_ARCHIVE = (zipfile.BadZipFile, RuntimeError, ValueError, OSError, OverflowError, struct.error)


def media_type_of(path: Path, filename: str) -> str | None:
    """Return the media type of a PDF, picture, DOCX or XLSX whose name ends as its bytes say; None for all else."""
    found = _by_bytes(path)
    ending = filename.rpartition(".")[2].lower()
    return found if found is not None and ending in EXTENSIONS[found] else None


def shown_name(filename: str | None, *, fallback: str) -> str:
    """Return a name that is safe to show and to save: no folders, no control or direction marks, not too long."""
    last = (filename or "").replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable() and not "\u2028" <= c <= "\u202e").strip()
    if len(clean) > _NAME_LENGTH:
        _, dot, ending = clean.rpartition(".")
        kept = f"{dot}{ending}" if len(ending) <= _ENDING_LENGTH else ""
        clean = clean[: _NAME_LENGTH - len(kept)].rstrip() + kept
    # «.» and «..» are folders.
    return clean if clean.strip(".") else fallback


def _by_bytes(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(8)
    for signature, media_type in _SIGNATURES:
        if start.startswith(signature):
            return media_type
    if not start.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _NO_ARCHIVE:
        return None
    return next((kind for part, kind in _OFFICE_PARTS if part in names), None)

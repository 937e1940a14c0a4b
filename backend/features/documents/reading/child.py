"""The limited child: `python -m backend.features.documents.reading.child PATH MEMORY_BYTES CPU_SECONDS`.

Writes one JSON object on stdout: {"state": "read" | "empty" | "unreadable", "text": the text or null}.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.core.child_limits import limit_resources

TEXT_LIMIT = 400_000
"""Characters of one document; what is beyond is left out, and the text says so."""
UNPACKED_LIMIT = 64 * 1024 * 1024
PAGES_LIMIT = 500
LEFT_OUT = "[Дальше текст не извлечён: документ слишком велик]"
_DOCX_BODY = "word/document.xml"


class _Unreadable(Exception):
    """The file is broken, locked or too large inside."""


def answer_for(path: Path) -> dict[str, str | None]:
    """Return the state and the text of a DOCX or PDF, one paragraph a line."""
    with path.open("rb") as file:
        is_pdf = file.read(5) == b"%PDF-"
    lines = _pdf_lines(path) if is_pdf else _docx_lines(path)
    text = "\n".join(_within(lines)).replace("\0", "")
    # A lone surrogate of a broken font table is no text for a database.
    text = text.encode("utf-8", "replace").decode("utf-8").strip()
    return {"state": "read", "text": text} if text else {"state": "empty", "text": None}


def _within(lines: Iterator[str]) -> Iterator[str]:
    left = TEXT_LIMIT
    for line in lines:
        words = " ".join(line.split())
        if not words:
            continue
        if len(words) >= left:
            yield LEFT_OUT
            return
        left -= len(words) + 1
        yield words


def _docx_lines(path: Path) -> Iterator[str]:
    """Yield paragraphs and rows of tables in their order; cells of a row are joined."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
            raise _Unreadable
    from docx import Document

    body: Any = Document(str(path)).element.body
    yield from _blocks(body)


def _blocks(parent: Any) -> Iterator[str]:
    for child in parent:
        kind = str(child.tag).rpartition("}")[2]
        if kind == "p":
            yield _words(child)
        elif kind == "tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [_words(cell) for cell in row if cell.tag == f"{_W}tc"]
                yield " | ".join(cell for cell in cells if cell.strip())
        elif kind in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            yield from _blocks(child)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _words(element: Any) -> str:
    pieces = element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p")
    return "".join((piece.text or "") if piece.tag == f"{_W}t" else " " for piece in pieces)


def _pdf_lines(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _Unreadable
    for number, page in enumerate(reader.pages):
        if number >= PAGES_LIMIT:
            yield LEFT_OUT
            return
        yield from _paragraphs(page.extract_text())


def _paragraphs(text: str) -> Iterator[str]:
    """Join the lines of a page up to the end of a sentence: a changed width of the page is no changed text."""
    held: list[str] = []
    for line in text.splitlines():
        held.append(line.strip())
        if not line.strip() or line.rstrip().endswith((".", ":", ";", "!", "?")):
            yield " ".join(held)
            held = []
    yield " ".join(held)


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    try:
        answer = answer_for(Path(path))
    except (Exception, MemoryError, RecursionError):  # noqa: BLE001 - the parent needs an answer, not a traceback
        answer = {"state": "unreadable", "text": None}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

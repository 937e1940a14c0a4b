"""The limited child: `python -m backend.features.uploads.exports.marking_child PATH MEMORY_BYTES CPU_SECONDS`.

Reads one line of options on stdin and one stored file; writes a line of JSON (`{"rows": n}` or a refusal), then the
workbook. The file is read twice: first by the reader, for its faults, then as text. Nothing goes to stderr.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from backend.core.child_limits import limit_resources


def mark(path: Path, asked: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write the answer: what the file is, then the book."""
    from backend.access.workbook import Unreadable
    from backend.domain.scores.text import NotText
    from backend.features.uploads.exports.marks import Collecting
    from backend.features.uploads.intake.child.file import read_file
    from backend.features.uploads.intake.child.options import options_from

    collected = Collecting()
    options = options_from({**asked, "issues_limit": sys.maxsize})
    try:
        read_file(path, collected, options)
    except (Unreadable, NotText) as error:
        _answer(stream, refusal=str(error))
        return
    for found in asked["findings"]:
        rows = [row for first, last in found["rows"] for row in range(first, last + 1)]
        collected.add(
            found["code"], found["table"], rows, found["cell"], found["message"], found["advice"]
        )
    collected.settle()
    _answer(stream)
    _write(path, asked, options, collected, stream)


def _write(
    path: Path, asked: Mapping[str, Any], options: Any, collected: Any, stream: BinaryIO
) -> None:
    from backend.features.uploads.exports.about import about_lines
    from backend.features.uploads.exports.layout import layout_of
    from backend.features.uploads.exports.pages import (
        Tally,
        Writer,
        all_rows,
        failed_rows,
        page_of,
    )
    from backend.features.uploads.exports.sheets import sheet_name, write_book
    from backend.features.uploads.intake.layouts import load_profiles

    profiles = load_profiles()
    is_failed_only = asked["is_failed_only"]
    taken: set[str] = set()
    pages, writers = [], []
    tally = Tally()
    with path.open("rb") as file:
        size = path.stat().st_size
        # Once for the frame of the book, once for its rows: a table can be read while it is its turn only.
        for source, marks in _tables(file, size, options, collected.tables):
            layout = layout_of(source, marks, is_failed_only=is_failed_only)
            wanted = source.sheet or PurePosixPath(source.file).stem or "Таблица"
            profile = profiles[marks.told["profile"]]
            writer = Writer(
                marks,
                layout,
                unknown_subjects=frozenset(asked["unknown_subjects"]),
                school_line=profile.school_line,
                participants_line=profile.participants_line if is_failed_only else None,
            )
            writers.append(writer)
            name = sheet_name(wanted, taken)
            pages.append(page_of(name, writer, with_comments=not is_failed_only))
        rows = (
            failed_rows(source, writer, tally) if is_failed_only else all_rows(source, writer)
            for writer, (source, _) in zip(
                writers, _tables(file, size, options, collected.tables), strict=True
            )
        )
        about = about_lines(asked, collected, [page.name for page in pages])
        write_book(stream, pages, rows, about)


def _tables(
    file: BinaryIO, total: int, options: Any, tables: Mapping[int, Any]
) -> Iterator[tuple[Any, Any]]:
    """Yield every table of results with its faults: the order of the reader, the rest was skipped by it."""
    from backend.features.uploads.intake.child.file import sources_of

    file.seek(0)
    number = 0
    for source in sources_of(file, total, options, []):
        marks = tables.get(number)
        if marks is None:
            return
        if (marks.told["file"], marks.told["sheet"]) == (source.file, source.sheet):
            yield source, marks
            number += 1


def _answer(stream: BinaryIO, **words: str) -> None:
    stream.write(json.dumps(words, ensure_ascii=False).encode() + b"\n")


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    stream = sys.stdout.buffer
    asked = json.loads(sys.stdin.buffer.readline())
    try:
        mark(Path(path), asked, stream)
    except Exception:  # noqa: BLE001 - a traceback could carry a pupil's name
        return 1
    stream.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

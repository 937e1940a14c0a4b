"""A stored file → its tables, one after the other on the stream; the order of tables is the order in the file."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from backend.access.workbook import ZIP, Unreadable, is_workbook, refuse_by_content
from backend.domain.scores.header import Header, what_is_expected
from backend.domain.scores.text import NotText
from backend.features.uploads.intake.child.options import Options
from backend.features.uploads.intake.child.output import Names, Output
from backend.features.uploads.intake.child.sources import Source
from backend.features.uploads.intake.child.table import headers_of, read_table
from backend.features.uploads.intake.child.text_blocks import text_source
from backend.features.uploads.intake.layouts import load_profiles

if TYPE_CHECKING:
    from backend.features.uploads.intake.child.archive import Member

_OLE = b"\xd0\xcf\x11\xe0"
_MEMBER_LIMIT = 300 << 20
_NESTED = "Внутри архива ещё один архив. Положите таблицы прямо в архив, без вложенных."
_HIDDEN = "скрытый лист"
_NO_TABLE = "нет таблицы результатов"
Skipped = list[list[str]]


def read_file(path: Path, output: Output, options: Options) -> None:
    """Write everything the file says; raises `Unreadable` or `NotText` when it is no table at all."""
    profiles = load_profiles()
    names = Names()
    skipped: Skipped = []
    number = 0
    with path.open("rb") as file:
        for source in sources_of(file, path.stat().st_size, options, skipped):
            headers: list[Header] = headers_of(source, number, profiles, options)
            if not headers:
                skipped.append([source.file, source.sheet, _NO_TABLE])
                continue
            read_table(number, source, headers, options=options, names=names, output=output)
            number += 1
    if not number:
        raise Unreadable("layout_unknown", what_is_expected(profiles.values()))
    if skipped:
        output.frame("skipped", items=skipped)
    output.end()


def sources_of(file: BinaryIO, total: int, options: Options, skipped: Skipped) -> Iterator[Source]:
    """Yield every sheet or text of a file, a table of results or not; each can be read while it is its turn only."""
    head = file.read(4096)
    refuse_by_content(head + (file.read() if head.startswith(_OLE) else b""))
    file.seek(0)
    if not head.startswith(ZIP) or is_workbook(file):
        file.seek(0)
        yield from _file_sources(file, head, "", total, options, skipped)
        return
    # Modules of rare kinds of files are loaded when such a file comes: the child starts for every one.
    from backend.features.uploads.intake.child.archive import members

    for member in members(file):
        try:
            yield from _member_sources(member, options, skipped)
        except (Unreadable, NotText) as error:
            raise _inside(member.name, error) from error


def _member_sources(member: "Member", options: Options, skipped: Skipped) -> Iterator[Source]:
    with member.open() as stream:
        head = stream.read(4096)
    refuse_by_content(head)
    with member.open() as stream:
        if not head.startswith(ZIP):
            yield from _file_sources(stream, head, member.name, member.size, options, skipped)
            return
        if member.size > _MEMBER_LIMIT:
            text = "Книга в архиве слишком велика. Загрузите её отдельно."
            raise Unreadable("too_big_inside", text)
        book = BytesIO(stream.read(_MEMBER_LIMIT))
    if not is_workbook(book):
        raise Unreadable("nested_archive", _NESTED)
    yield from _file_sources(book, head, member.name, member.size, options, skipped)


def _file_sources(
    file: BinaryIO, head: bytes, name: str, total: int, options: Options, skipped: Skipped
) -> Iterator[Source]:
    if head.startswith(ZIP):
        from backend.features.uploads.intake.child.workbook_blocks import workbook_sources

        sources, hidden = workbook_sources(file, name=name, total=total)
        skipped += [[name, sheet, _HIDDEN] for sheet in hidden]
        yield from sources
    elif _is_json(head):
        from backend.features.uploads.intake.child.json_blocks import json_source

        yield json_source(file, file=name, total=total)
    else:
        yield text_source(
            file, file=name, total=total, encoding=options.encoding, delimiter=options.delimiter
        )


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def _inside(name: str, error: Exception) -> Exception:
    sentence = f"Файл «{name[:120]}» в архиве: {error}"
    return Unreadable(error.code, sentence) if isinstance(error, Unreadable) else NotText(sentence)

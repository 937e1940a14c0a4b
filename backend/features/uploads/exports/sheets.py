"""A workbook written to a stream row by row, in flat memory and without a temporary file.

xlsxwriter makes the frame of it: styles, widths, comments, the sheet that says what it is. The rows of the data
sheets are put into that frame on the way out. Every text is a text: nothing in a cell can become a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

from backend.domain.scores.cells import column_letter

ABOUT = "О файле"
BYTES_LIMIT = 280 << 20
"""Unpacked bytes of one workbook: the reader refuses more (access/workbook.py)."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LOOKS = ("plain", "warning", "error")
_KINDS = ("text", "guarded", "number", "head", "note")
_COLOURS = {"warning": "#FFF2CC", "error": "#F8CBAD"}
_CELL_LIMIT = 32_767
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", ";", "＝", "＋", "－", "＠")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""«_x0041_» is read as «A» by Excel: such a text says that it is one."""
_BODY = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_STYLE = re.compile(rb'<c r="[A-Z]+1" s="(\d+)"')
_LEVEL = 3
_LETTERS = [column_letter(place) for place in range(512)]


Cell = tuple[int, str, str, str]
"""0-based place, text, kind (text, number, head, note), look (plain, warning, error)."""


class _Onward:
    """A stream that is only written to: the archive begins where it begins, whatever was written before."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, content: bytes, /) -> int:
        return self._stream.write(content)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """The stream stays open: it belongs to the caller."""


Row = tuple[int, Sequence[Cell]]
"""1-based row, its cells from left to right."""


@dataclass(slots=True)
class Page:
    """A data sheet without its rows; `comments` by 1-based row and 0-based place."""

    name: str
    header_row: int
    wide: int
    """The place of the column with the messages."""
    comments: Sequence[tuple[int, int, str]] = field(default_factory=list)


def write_book(
    stream: BinaryIO,
    pages: Sequence[Page],
    rows: Iterable[Iterable[Row]],
    about: Sequence[tuple[str, str]],
) -> None:
    """Write the workbook to a stream that cannot be wound back; `rows` of each page are asked for in its turn."""
    frame, styles = _frame(pages, about)
    paths = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(pages) + 1)]
    with (
        zipfile.ZipFile(BytesIO(frame)) as made,
        zipfile.ZipFile(_Onward(stream), "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out,
    ):
        for name in made.namelist():
            if name not in paths:
                out.writestr(name, made.read(name))
        for path, rows_of_page in zip(paths, rows, strict=True):
            xml = _DIMENSION.sub(b"", made.read(path))
            body = _BODY.search(xml)
            assert body is not None
            with out.open(path, "w") as entry:
                entry.write(xml[: body.start()] + b"<sheetData>")
                for row, cells in rows_of_page:
                    entry.write(_row_xml(row, cells, styles).encode())
                entry.write(b"</sheetData>" + xml[body.end() :])


def _frame(
    pages: Sequence[Page], about: Sequence[tuple[str, str]]
) -> tuple[bytes, dict[tuple[str, str], str]]:
    """Return the workbook without its rows, and the number of each style."""
    out = BytesIO()
    keys = [(kind, look) for kind in _KINDS for look in _LOOKS]
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        formats = [book.add_format(_format(kind, look)) for kind, look in keys]
        for page in pages:
            sheet = book.add_worksheet(page.name)
            for place, style in enumerate(formats):
                sheet.write_string(0, place, "x", style)
            for row, place, text in page.comments:
                sheet.write_comment(
                    row - 1, place, text[:_CELL_LIMIT], {"x_scale": 2.5, "author": ""}
                )
            sheet.set_column(0, page.wide - 1, 12)
            sheet.set_column(page.wide, page.wide, 90)
            sheet.freeze_panes(page.header_row, 0)
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        _write_about(book, about)
    with zipfile.ZipFile(BytesIO(out.getvalue())) as made:
        first = _BODY.search(made.read("xl/worksheets/sheet1.xml"))
    assert first is not None
    numbers = [found.decode() for found in _STYLE.findall(first.group())]
    return out.getvalue(), dict(zip(keys, numbers, strict=True))


def _format(kind: str, look: str) -> dict[str, Any]:
    made: dict[str, Any] = {"valign": "top", "num_format": "0" if kind == "number" else "@"}
    if kind == "guarded":
        made["quote_prefix"] = True
    if kind == "head":
        made |= {"bold": True, "text_wrap": True, "border": 1}
    if kind == "note":
        made["text_wrap"] = True
    if look in _COLOURS:
        made["bg_color"] = _COLOURS[look]
    return made


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    for row, line in enumerate(about):
        for place, text in enumerate(line):
            sheet.write_string(row, place, _ILLEGAL.sub(" ", text)[:_CELL_LIMIT], words)
        sheet.set_row(row, 15 * max(1, -(-len(line[1]) // 105)))


def _row_xml(row: int, cells: Sequence[Cell], styles: Mapping[tuple[str, str], str]) -> str:
    height = ' ht="45" customHeight="1"' if cells and cells[0][2] == "head" else ""
    parts = [f'<row r="{row}"{height}>']
    for place, text, kind, look in cells:
        where = f'<c r="{_LETTERS[place]}{row}" s="'
        if kind == "number" and text:
            parts.append(f'{where}{styles[kind, look]}"><v>{text}</v></c>')
            continue
        if kind == "text" and text.startswith(_DANGEROUS):
            kind = "guarded"  # noqa: PLW2901 - what a person types after an apostrophe
        if text:
            inside = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
            parts.append(f'{where}{styles[kind, look]}" t="inlineStr">{inside}</c>')
        else:
            parts.append(f'{where}{styles[kind, look]}"/>')
    parts.append("</row>")
    return "".join(parts)


def escaped(text: str) -> str:
    """Return a text as XML can hold it; characters XML has no place for become spaces."""
    if text.isalnum():
        return text
    text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub(" ", text[:_CELL_LIMIT]))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name Excel allows and that is not taken yet; it is added to `taken`."""
    plain = _ILLEGAL.sub(" ", re.sub(r"[\[\]:*?/\\]", " ", wanted)).strip(" '")[:31] or "Таблица"
    name, number = plain, 1
    while name.lower() in taken or name.lower() in {"history", ABOUT.lower()}:
        number += 1
        tail = f" ({number})"
        name = plain[: 31 - len(tail)] + tail
    taken.add(name.lower())
    return name

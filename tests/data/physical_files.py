"""One logical table as hundreds of physical files: layouts × dialects × the habits of spreadsheets."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tests.data.logical_table import GIA_LAYOUTS, LAYOUTS, Layout, Rows
from tests.domain.scores.reading import book

ENCODINGS = ("utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be")
DELIMITERS = (";", ",", "\t")
LINE_ENDS = ("\r\n", "\n", "\r")


class File(NamedTuple):
    """A file and the layout it was written in."""

    name: str
    content: bytes
    layout: Layout


def all_files() -> Iterator[File]:
    """Yield every file; the same every time."""
    for layout in (*LAYOUTS, *GIA_LAYOUTS):
        yield from _text_files(layout)
        yield from _workbooks(layout)
        if layout.code == "plain":
            yield from _json_files(layout)


def _text_files(layout: Layout) -> Iterator[File]:
    number = 0
    for encoding in ENCODINGS:
        for delimiter in DELIMITERS:
            end = LINE_ENDS[number % 3]
            content = csv_text(layout.rows, delimiter, end, quote_all=bool(number % 2))
            name = f"{layout.code} {encoding} {delimiter!r} {end!r}"
            yield File(name, content.encode(encoding), layout)
            number += 1
    for habit, rows in _habits(layout):
        content = csv_text(rows, ";", "\r\n")
        yield File(f"{layout.code} {habit}", content.encode("cp1251"), layout)


def csv_text(rows: Rows, delimiter: str, end: str, *, quote_all: bool = False) -> str:
    buffer = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def _habits(layout: Layout) -> Iterator[tuple[str, Rows]]:
    """What people and spreadsheets do to a table without changing what it says."""
    above, header, body = layout.above, layout.header, layout.body
    blank = [""] * len(header)
    footer = ["Средние", *blank[1:-1], "3,5"]
    yield "trailing empty rows", [*layout.rows, *[blank] * 7]
    yield "footers", [*layout.rows, footer, ["Всего участников", "5"], ["Минимальная граница", "7"]]
    yield "header again in the middle", [*above, header, *body[:2], header, *body[2:]]
    yield "blank rows in the middle", [*above, header, *body[:2], blank, [], *body[2:]]
    yield "no-break spaces", [*above, header, *([f"\u00a0{c} " for c in row] for row in body)]
    yield "Latin X", [*above, header, *([c.replace("Х", "X") for c in row] for row in body)]
    yield "decimal comma", [*above, header, *(_decimals(header, row, ",0") for row in body)]
    yield "decimal point", [*above, header, *(_decimals(header, row, ".00") for row in body)]
    yield "empty columns between", [_sparse(row) for row in layout.rows]
    yield "short rows", [*above, header, *(_trimmed(row) for row in body)]
    yield "two-row header", [*above, *_two_rows(header), *body]
    yield "dash for nothing", [*above, header, *(_dashed(header, row) for row in body)]
    yield "shuffled case of headers", [*above, [name.upper() for name in header], *body]
    yield "lines above", [[""], ["Выгружено 01.07.2022"], *above, header, *body]


def _decimals(header: list[str], row: list[str], rest: str) -> list[str]:
    return [
        cell + rest if "балл" in name.lower() and cell.isdigit() else cell
        for name, cell in zip(header, row, strict=True)
    ]


def _sparse(row: list[str]) -> list[str]:
    return [part for cell in row for part in (cell, "")]


def _trimmed(row: list[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _two_rows(header: list[str]) -> list[list[str]]:
    """Every third column has its name in the lower line, under the name of its neighbour."""
    upper = [name if place % 3 != 1 else "" for place, name in enumerate(header)]
    lower = [name if place % 3 == 1 else "" for place, name in enumerate(header)]
    return [upper, lower]


def _dashed(header: list[str], row: list[str]) -> list[str]:
    words = ("отметка за предыдущ", "отметка по журналу", "journal_mark", "otc")
    return [
        "–" if not cell and name.lower().startswith(words) else cell
        for name, cell in zip(header, row, strict=True)
    ]


def _workbooks(layout: Layout) -> Iterator[File]:
    typed = [[int(c) if _is_number(c) else c for c in row] for row in layout.rows]
    notes = [["Скрытые пояснения"]]
    files = {
        "text cells": book(("Протокол", layout.rows)),
        "numbers": book(("Протокол", typed)),
        "hidden sheet": book(("Черновик", layout.rows), ("Протокол", typed), hidden=("Черновик",)),
        "two sheets": book(("Пояснения", notes), ("Протокол", layout.rows)),
        "sparse": book(("Лист1", [_sparse(row) for row in layout.rows])),
        "two-row header": book(("Лист1", [*layout.above, *_two_rows(layout.header), *layout.body])),
    }
    for name, content in files.items():
        if layout.code != "oge_normalised":  # its name says the subject and ends with .csv
            yield File(f"{layout.code} xlsx {name}", content, layout)
    inside = layout.filename if layout.filename != "file" else "Таблица.csv"
    text = csv_text(layout.rows, ";", "\r\n").encode("cp1251")
    yield File(f"{layout.code} zip", archive({inside: text}), layout)
    if layout.code != "oge_normalised":
        yield File(f"{layout.code} zip xlsx", archive({"Книга.xlsx": files["numbers"]}), layout)


def _is_number(cell: str) -> bool:
    return cell.isdigit() and (len(cell) == 1 or cell[0] != "0")


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def _json_files(layout: Layout) -> Iterator[File]:
    items = [dict(zip(layout.header, row, strict=True)) for row in layout.body]
    numbers = [{k: int(v) if _is_number(v) else v or None for k, v in i.items()} for i in items]
    lines = "\n".join(json.dumps(item, ensure_ascii=False) for item in numbers)
    yield File("ndjson", lines.encode(), layout)
    yield File("ndjson strings", "\n".join(map(json.dumps, items)).encode(), layout)
    yield File("json", json.dumps(numbers, indent=1).encode("utf-8-sig"), layout)
    yield File("json rows", json.dumps({"rows": numbers}).encode(), layout)

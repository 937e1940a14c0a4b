"""NDJSON and JSON of our plain layout → the same blocks of text columns as any table."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from backend.domain.scores.text import NotText
from backend.features.uploads.intake.child.sources import (
    BLOCK_ROWS,
    HEAD_ROWS,
    Block,
    Kinds,
    Source,
    text_frame,
)

_LINE_LIMIT = 1 << 20
_WHOLE_LIMIT = 64 << 20
_UNREADABLE = 'Файл JSON не читается{where}. Ждём список объектов, {{"rows": […]}} или по объекту в строке (NDJSON).'


def json_source(stream: BinaryIO, *, file: str, total: int) -> Source:
    """Return the table of a JSON or NDJSON file; its header is the keys of the first rows. Raises `NotText`."""
    rows, kind = _rows(stream, total)
    first: list[Mapping[str, Any]] = []
    for row in rows:
        first.append(row)
        if len(first) == BLOCK_ROWS:
            break
    keys = list(dict.fromkeys(key for row in first for key in row))
    return Source(
        file=file,
        sheet="",
        kind=kind,
        head=[keys, *([_text(row.get(key)) or "" for key in keys] for row in first[:HEAD_ROWS])],
        blocks=partial(_blocks, first, rows, keys, total),
        encoding="utf-8",
        first_row=0,
        total=total,
    )


def _rows(stream: BinaryIO, total: int) -> tuple[Iterator[Mapping[str, Any]], str]:
    line = stream.readline(_LINE_LIMIT).removeprefix(b"\xef\xbb\xbf")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        first = None
    if isinstance(first, dict) and "rows" not in first:
        return _lines(line, stream), "ndjson"
    if total > _WHOLE_LIMIT:
        raise NotText(
            "Файл JSON больше 64 МБ. Пришлите его как NDJSON (по объекту в строке) или CSV."
        )
    try:
        data = json.loads(line + stream.read(_WHOLE_LIMIT + 1))
    except (ValueError, RecursionError) as error:
        raise NotText(_UNREADABLE.format(where="")) from error
    items = data.get("rows") if isinstance(data, dict) else data
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise NotText(_UNREADABLE.format(where=""))
    return iter(items), "json"


def _lines(first: bytes, stream: BinaryIO) -> Iterator[Mapping[str, Any]]:
    number = 1
    line = first
    while line:
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise NotText(_UNREADABLE.format(where=f" в строке {number}")) from error
            if not isinstance(row, dict):
                raise NotText(_UNREADABLE.format(where=f" в строке {number}"))
            yield row
        else:
            yield {}
        number += 1
        line = stream.readline(_LINE_LIMIT)


def _blocks(
    first: list[Mapping[str, Any]],
    rest: Iterable[Mapping[str, Any]],
    keys: list[str],
    total: int,
    width: int,
    _kinds: Kinds,
) -> Iterator[Block]:
    number = 1
    for chunk in _chunks(first, iter(rest)):
        rows = [[_text(row.get(key)) for key in keys] + _others(row, keys) for row in chunk]
        yield Block(number, text_frame(rows, width), total)
        number += len(chunk)


def _chunks(
    first: list[Mapping[str, Any]], rest: Iterator[Mapping[str, Any]]
) -> Iterator[list[Mapping[str, Any]]]:
    chunk = first
    while chunk:
        yield chunk
        chunk = [row for _, row in zip(range(BLOCK_ROWS), rest, strict=False)]


def _others(row: Mapping[str, Any], keys: list[str]) -> list[str | None]:
    """A key that the first rows do not have stands where a cell right of the header would stand."""
    return ["…"] if any(key not in keys for key in row) else []


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return "?"

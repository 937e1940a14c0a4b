"""Delimited text of any size → blocks of text columns: decoded, cut at row ends, split by polars."""

import codecs
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import polars as pl

from backend.domain.scores.text import (
    COLUMNS_LIMIT,
    UNREADABLE,
    NotText,
    decode_head,
    detect_delimiter,
    detect_encoding,
    split_rows,
)
from backend.features.uploads.intake.child.sources import (
    BLOCK_BYTES,
    HEAD_ROWS,
    Block,
    Kinds,
    Source,
    text_frame,
)

_HEAD_BYTES = 256 * 1024
_CARRY_LIMIT = 4 * BLOCK_BYTES
_UTF8 = {"utf-8", "utf-8-sig"}


def text_source(
    stream: BinaryIO, *, file: str, total: int, encoding: str | None, delimiter: str | None
) -> Source:
    """Return the table of a text file; `encoding` and `delimiter` are a person's choice. Raises `NotText`."""
    first = stream.read(BLOCK_BYTES)
    is_whole = len(first) < min(BLOCK_BYTES, _HEAD_BYTES)
    encoding = encoding or detect_encoding(first[:_HEAD_BYTES], is_whole=is_whole)
    head = decode_head(first[:_HEAD_BYTES], encoding)
    is_old_mac = "\r" in head and "\n" not in head
    if not is_whole:  # the last line may be cut
        head = head[: head.rfind("\r" if is_old_mac else "\n") + 1] or head
    delimiter = delimiter or detect_delimiter(head)
    rows = split_rows(head, delimiter, rows=HEAD_ROWS)
    return Source(
        file=file,
        sheet="",
        kind="csv",
        head=rows,
        blocks=partial(
            _blocks, stream, first, encoding=encoding, delimiter=delimiter, is_old_mac=is_old_mac
        ),
        encoding=encoding,
        delimiter=delimiter,
        total=total,
    )


def _blocks(
    stream: BinaryIO,
    first: bytes,
    width: int,
    kinds: Kinds,
    *,
    encoding: str,
    delimiter: str,
    is_old_mac: bool,
) -> Iterator[Block]:
    if width > COLUMNS_LIMIT:
        raise NotText(f"В шапке больше {COLUMNS_LIMIT} столбцов: это не таблица результатов.")
    row = 1
    is_plain = encoding in _UTF8  # nothing but digits and Latin letters so far
    is_cp1251 = False
    for content, done in _whole_rows(_utf8_chunks(stream, first, encoding), is_old_mac=is_old_mac):
        block = _from_cp1251(content) if is_cp1251 else content
        try:
            frame = _split(block, delimiter, width, kinds, row)
        except UnicodeDecodeError as error:
            # A file in cp1251 that begins with megabytes of digits looks like UTF-8 until its first letter.
            if not is_plain:
                raise NotText(UNREADABLE) from error
            is_cp1251 = True
            frame = _split(_from_cp1251(content), delimiter, width, kinds, row)
        is_plain = is_plain and content.isascii()
        yield Block(row, frame, done)
        row += len(frame)


def _from_cp1251(content: bytes) -> bytes:
    try:
        return content.decode("cp1251").encode()
    except UnicodeDecodeError as error:
        raise NotText(UNREADABLE) from error


def _utf8_chunks(stream: BinaryIO, first: bytes, encoding: str) -> Iterator[tuple[bytes, int]]:
    """Yield the file in UTF-8 and how many of its bytes are done; memory stays flat."""
    done = 0
    decoder = None if encoding in _UTF8 else codecs.getincrementaldecoder(encoding)("strict")
    chunk = first
    try:
        while chunk:
            if decoder is not None:
                text = decoder.decode(chunk)
                yield text.encode(), done + len(chunk)
            else:
                yield (chunk if done else chunk.removeprefix(codecs.BOM_UTF8)), done + len(chunk)
            done += len(chunk)
            chunk = stream.read(BLOCK_BYTES)
        if decoder is not None:
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NotText(UNREADABLE) from error


def _whole_rows(
    chunks: Iterator[tuple[bytes, int]], *, is_old_mac: bool
) -> Iterator[tuple[bytes, int]]:
    """Yield blocks that end where a row ends: a line break inside quotes is not such a place."""
    rest = b""
    done = 0
    for chunk, done in chunks:
        part = chunk.replace(b"\r", b"\n") if is_old_mac else chunk
        cut = part.rfind(b"\n") + 1
        if (
            cut and b'"' not in part and b'"' not in rest
        ):  # the usual case, with one copy of the bytes
            yield b"".join((rest, memoryview(part)[:cut])), done
            rest = part[cut:]
            continue
        block = rest + part
        cut = _row_end(block)
        if not cut and len(block) > _CARRY_LIMIT:
            cut = block.rfind(b"\n") + 1 or len(block)
        if cut:
            yield block[:cut], done
        rest = block[cut:]
    if rest:
        yield rest, done


def _row_end(block: bytes) -> int:
    """Return the place after the last row: there the number of quotes before is even."""
    cut = block.rfind(b"\n") + 1
    quotes = block.count(b'"', 0, cut) if b'"' in block else 0
    while cut and quotes % 2:
        earlier = block.rfind(b"\n", 0, cut - 1) + 1
        quotes -= block.count(b'"', earlier, cut)
        cut = earlier
    return cut


def _split(block: bytes, delimiter: str, width: int, kinds: Kinds, first_row: int) -> pl.DataFrame:
    options: dict[str, Any] = {
        "has_header": False,
        "separator": delimiter,
        "schema": {f"c{n}": kinds.get(n, pl.String()) for n in range(width + 1)},
        "truncate_ragged_lines": True,
        "infer_schema": False,
        "missing_columns": "insert",
        "extra_columns": "ignore",
    }
    try:
        return pl.read_csv(block, **options)
    except pl.exceptions.PolarsError:
        # A quote in the middle of a cell: slower, and as tolerant as a spreadsheet.
        rows = split_rows(block.decode(), delimiter, first_row=first_row)
        return text_frame(rows, width)

"""Sheets of a workbook → the same blocks of text columns as any table. Cells are exact, rows keep their numbers."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

import polars as pl
from python_calamine import CalamineSheet

from backend.access.workbook import Unreadable, cell_text, look_through, open_sheets
from backend.domain.scores.text import CELL_LIMIT
from backend.features.uploads.intake.child.sources import (
    BLOCK_ROWS,
    HEAD_ROWS,
    Block,
    Kinds,
    Source,
)

_LARGEST = 2**53
_LONG_CELL = f"В одной из ячеек больше {CELL_LIMIT} знаков: это не таблица результатов."


def workbook_sources(file: BinaryIO, *, name: str, total: int) -> tuple[list[Source], list[str]]:
    """Return a table for every visible sheet and the names of hidden ones; raises `Unreadable`."""
    look_through(file)
    sheets, hidden = open_sheets(file)
    return [_source(sheet, name, total) for sheet in sheets], hidden


def _source(sheet: CalamineSheet, file: str, total: int) -> Source:
    head = [[cell_text(cell) for cell in row] for row in islice(sheet.iter_rows(), HEAD_ROWS)]
    return Source(
        file=file,
        sheet=sheet.name,
        kind="xlsx",
        head=head,
        blocks=partial(_blocks, sheet, total),
        total=total,
        is_wide_fault=False,
    )


def _blocks(sheet: CalamineSheet, total: int, width: int, _kinds: Kinds) -> Iterator[Block]:
    rows = iter(sheet.iter_rows())
    number = 1
    height = max(sheet.total_height, 1)
    while chunk := list(islice(rows, BLOCK_ROWS)):
        columns = list(zip(*chunk, strict=True))[: width + 1]
        frame = pl.DataFrame(
            {f"c{place}": _strings(column) for place, column in enumerate(columns)}
        )
        missing = [pl.lit(None, pl.String).alias(f"c{n}") for n in range(len(columns), width + 1)]
        number += len(chunk)
        yield Block(
            number - len(chunk), frame.with_columns(missing), total * (number - 1) // height
        )


def _strings(cells: tuple[Any, ...]) -> pl.Series:
    """Return a column as text; numbers only and texts only, the usual ones, go without a look at each cell."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        numbers = pl.Series(cells, dtype=pl.Float64)
        whole = numbers.is_finite() & (numbers == numbers.round()) & (numbers.abs() < _LARGEST)
        if whole.all():
            return numbers.cast(pl.Int64).cast(pl.String)
    texts = list(cells) if kinds == {str} else [cell_text(cell) for cell in cells]
    column = pl.Series(texts, dtype=pl.String)
    if int(column.str.len_bytes().max() or 0) > CELL_LIMIT:  # type: ignore[arg-type]
        longest = max(map(len, texts))
        if longest > CELL_LIMIT:
            raise Unreadable("long_cell", _LONG_CELL)
    return column.set(column == "", None)

"""A table of a file before anything is understood: its first rows, and all of it as blocks of text columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

HEAD_ROWS = 300
BLOCK_BYTES = 4 << 20
BLOCK_ROWS = 20_000
Kinds = Mapping[int, pl.Categorical]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows of a table: columns `c0`, `c1` … of text; `first_row` as Excel shows it."""

    first_row: int
    frame: pl.DataFrame
    done: int = 0
    """Bytes of the file read so far."""


@dataclass(slots=True)
class Source:
    """One table. `blocks(width, kinds)` yields all rows: `width` columns and one more for cells too far right.

    `kinds` says which columns are read into which dictionary of texts at once; any block may come as plain text.
    """

    file: str
    sheet: str
    kind: str
    head: Sequence[Sequence[str]]
    blocks: Callable[[int, Kinds], Iterator[Block]]
    encoding: str | None = None
    delimiter: str | None = None
    first_row: int = 1
    """Excel row of `head[0]`; 0 where the header is no row of the file (JSON)."""
    total: int = 0
    is_wide_fault: bool = field(default=True)
    """A cell right of the header is a fault (CSV) or a note beside the table (a workbook)."""


def text_frame(rows: Sequence[Sequence[str | None]], width: int) -> pl.DataFrame:
    """Return rows of cells as text columns; short rows are filled up, cells too far right fall into the last column."""
    columns: list[list[str | None]] = [[] for _ in range(width + 1)]
    for row in rows:
        cells = list(row[: width + 1])
        cells += [None] * (width + 1 - len(cells))
        if len(row) > width + 1 and not cells[width]:
            cells[width] = next((cell for cell in row[width:] if cell), None)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell or None)
    return pl.DataFrame(
        {f"c{n}": pl.Series(values, dtype=pl.String) for n, values in enumerate(columns)}
    )

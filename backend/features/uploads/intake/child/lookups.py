"""A column of text → numbers: every distinct text is read once by the grammar of cells, rows get it by number."""

from collections.abc import Callable

import numpy as np
import polars as pl

OK = 0
_UNREAD = 255
Read = Callable[[str], tuple[int, int]]
"""Text as it stands in the cell → its value and its status (0 = fine)."""


def as_it_stands(_text: str) -> tuple[int, int]:
    """Read nothing out of a text: only which rows have the same one is asked."""
    return 0, OK


class Lookup:
    """Remembers the distinct texts of one column through all blocks; number 0 is the empty cell.

    Texts that stand only above the header or in a footer have a number too and are never read.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self.kind = pl.Categorical(pl.Categories.random())
        # The numbers live as long as some column of the type does; the empty text is the first of them.
        self._first = pl.Series([""]).cast(self.kind)
        self._texts: dict[int, str] = {}
        self.values = np.zeros(0, np.int64)
        self.statuses = np.zeros(0, np.uint8)
        self._learn({0: ""})

    @property
    def texts(self) -> dict[int, str]:
        """Every text that was read, by number."""
        return self._texts

    @property
    def size(self) -> int:
        """One more than the largest number."""
        return len(self.statuses)

    def has(self, status: int) -> bool:
        """Return whether any text that was read has this status."""
        return bool((self.statuses == status).any())

    def ids(self, column: pl.Series) -> np.ndarray:
        """Return the number of the text in every row."""
        kinds = column
        if column.dtype != self.kind:
            texts = column if column.dtype == pl.String else column.cast(pl.String)
            kinds = texts.cast(self.kind)
        numbers = kinds.to_physical()
        if numbers.null_count():
            numbers = numbers.fill_null(0)
        ids: np.ndarray = numbers.to_numpy()
        if len(ids) and (int(ids.max()) >= self.size or self._has_unread(ids)):
            self._learn_from(kinds)
        return ids

    def _has_unread(self, ids: np.ndarray) -> bool:
        return self.has(_UNREAD) and bool((self.statuses[ids] == _UNREAD).any())

    def _learn_from(self, kinds: pl.Series) -> None:
        distinct = kinds.drop_nulls().unique()
        found = zip(
            distinct.to_physical().to_list(), distinct.cast(pl.String).to_list(), strict=True
        )
        self._learn({number: text for number, text in sorted(found) if number not in self._texts})

    def _learn(self, texts: dict[int, str]) -> None:
        more = max(texts) + 1 - self.size
        if more > 0:
            self.values = np.concatenate([self.values, np.zeros(more, np.int64)])
            self.statuses = np.concatenate([self.statuses, np.full(more, _UNREAD, np.uint8)])
        for number, text in texts.items():
            self.values[number], self.statuses[number] = self._read(text)
        self._texts |= texts

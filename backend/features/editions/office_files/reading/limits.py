"""How much a plan may hold: what is beyond is no plan, and is refused before it fills the memory."""

import re

from backend.features.editions.office_files.reading.archive import TOO_BIG_INSIDE, Unreadable

TEXT_LIMIT = 32_767
"""Characters of one cell: what Excel keeps."""
ROWS_LIMIT = 10_000
COLUMNS_LIMIT = 200
CELLS_LIMIT = 300_000
TOTAL_LIMIT = 8_000_000
"""Characters of all texts together."""
_PAGE_BREAK = re.compile(r"\s*\f\s*")


class Budget:
    """Counts what has been read of one file; raises `Unreadable` past a limit."""

    def __init__(self) -> None:
        self._rows = 0
        self._cells = 0
        self._characters = 0

    def row(self, cells: int) -> None:
        """Count one row of a table."""
        self._rows += 1
        self._cells += cells
        if self._rows > ROWS_LIMIT or cells > COLUMNS_LIMIT or self._cells > CELLS_LIMIT:
            raise Unreadable(TOO_BIG_INSIDE)

    def text(self, text: str) -> str:
        r"""Return the text without outer whitespace; a page break (\f) inside it is one line break."""
        text = _PAGE_BREAK.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        self._characters += len(text) + 1
        if len(text) > TEXT_LIMIT:
            raise Unreadable(f"В одной из ячеек больше {TEXT_LIMIT} знаков: это не таблица плана.")
        if self._characters > TOTAL_LIMIT:
            raise Unreadable(TOO_BIG_INSIDE)
        return text

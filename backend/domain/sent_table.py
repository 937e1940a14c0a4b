"""What small tables that people send have in common: a header found by its words, cells told by their place.

Pure: rows of text come in. Larger ones, results of works, have a room of their own (scores/).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from backend.domain.scores.cells import column_letter

ECHO_LENGTH = 80
"""So much of a wrong cell is repeated to its sender."""
_HEADER_WITHIN = 20


class NoTable(Exception):
    """No known table in the file; the text is a Russian sentence for the sender."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One wrong cell; row and column as Excel shows them."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """Where the header stands (from 0), and meaning → place of its columns."""

    place: int
    columns: Mapping[str, int]

    def letters(self) -> dict[str, str]:
        return {name: column_letter(at) for name, at in self.columns.items()}

    def ignored(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Return letters of columns that hold something and are not asked for."""
        used = set(self.columns.values())
        return [
            column_letter(at)
            for at in range(max(len(row) for row in rows))
            if at not in used and any(_cell(row, at) for row in rows[self.place :])
        ]

    def lines(self, rows: Sequence[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
        """Return (row as Excel numbers it, meaning → text) of every line that says something."""
        found = (
            (number, {name: _cell(row, at) for name, at in self.columns.items()})
            for number, row in enumerate(rows[self.place + 1 :], self.place + 2)
        )
        return [(number, cells) for number, cells in found if any(cells.values())]


@dataclass(frozen=True, slots=True)
class Header:
    """How the header of a table is recognised; `words` are folded, `titles` are for the sender.

    `sign`: a row with that column is the header even when another is missing, and is told which.
    """

    words: Mapping[str, Sequence[str]]
    titles: Mapping[str, str]
    needed: AbstractSet[str]
    absent: str
    sign: str | None = None

    def find(self, rows: Sequence[Sequence[str]]) -> FoundHeader:
        """Return where it stands; raises `NoTable` when it is not there, is not whole or says a thing twice."""
        for place, row in enumerate(rows[:_HEADER_WITHIN]):
            found: dict[str, int] = {}
            for at, cell in enumerate(row):
                name = next((n for n, words in self.words.items() if folded(cell) in words), None)
                if name in found:
                    raise NoTable(
                        f"Столбец «{self.titles[name]}» встречается дважды: оставьте один."
                    )
                if name is not None:
                    found[name] = at
            if found.keys() >= self.needed:
                return FoundHeader(place, found)
            if self.sign in found:
                missing = [self.titles[n] for n in self.words if n in self.needed - found.keys()]
                raise NoTable(f"В списке не хватает столбцов: {', '.join(missing)}.")
        raise NoTable(self.absent)


def folded(text: str) -> str:
    """Return a name as it is compared: no case, no «ё», no quotes and dashes, single spaces."""
    plain = "".join(
        " " if c in "«»\"'„“”.,-–—\u00a0№" else c for c in text.lower().replace("ё", "е")
    )
    return " ".join(plain.split())


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""

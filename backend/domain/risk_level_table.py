"""Recognises a table of survey levels: school, factor, level, year; every wrong cell is told by its place.

Pure: rows of text come in, what they say comes out. Which school or factor is meant is asked later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.scores.cells import column_letter

ROWS_LIMIT = 20_000
ECHO_LENGTH = 80
_HEADER_WITHIN = 20
_HEADERS = {
    "school": ("школа", "оо", "образовательная организация", "код школы", "код оо", "название школы"),
    "factor": ("фактор", "фактор риска", "код фактора", "название фактора"),
    "level": ("уровень", "значимость", "значимость фактора", "значимость фактора риска", "уровень риска"),
    "cycle": ("цикл", "год", "год цикла"),
}  # fmt: skip
_TITLES = {"school": "школа", "factor": "фактор", "level": "уровень", "cycle": "цикл"}
_LEVELS = {
    "высокая": "high", "высокий": "high", "средняя": "medium", "средний": "medium", "низкая": "low", "низкий": "low",
}  # fmt: skip
_NO_DATA = {"нет данных", "нет", "н/д", "-", "–", "—"}
_FORMULA = ("=", "+", "@")
_YEARS = range(2000, 2101)


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
class LevelRow:
    """One row: what it says of a school and a factor; level None = no data.

    Of a row with a wrong cell (`is_whole` false) the other cells are kept, to be checked too; the wrong one is empty.
    """

    row: int
    school: str
    factor: str
    level: str | None
    cycle: int | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Everything a table says; `columns`: meaning → letter; `ignored`: letters of columns not asked for."""

    columns: dict[str, str]
    rows: list[LevelRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def folded(text: str) -> str:
    """Return a name as it is compared: no case, no «ё», no quotes and dashes, single spaces."""
    plain = "".join(
        " " if c in "«»\"'„“”.,-–—\u00a0№" else c for c in text.lower().replace("ё", "е")
    )
    return " ".join(plain.split())


def recognise_levels(rows: Sequence[Sequence[str]]) -> LevelTable:
    """Return what the table says; raises `NoTable` when its header is not found or it is too long."""
    place, columns = _header(rows)
    if len(rows) - place - 1 > ROWS_LIMIT:
        raise NoTable(f"В таблице больше {ROWS_LIMIT} строк. Разделите её по муниципалитетам.")
    width = max(len(row) for row in rows)
    used = set(columns.values())
    table = LevelTable(
        columns={name: column_letter(at) for name, at in columns.items()},
        ignored=[
            column_letter(at)
            for at in range(width)
            if at not in used and any(at < len(row) and row[at].strip() for row in rows[place:])
        ],
    )
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if any(at < len(row) and row[at].strip() for at in used):
            _read(table, number, {name: _cell(row, at) for name, at in columns.items()})
    return table


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        found: dict[str, int] = {}
        for at, cell in enumerate(row):
            name = next((n for n, words in _HEADERS.items() if folded(cell) in words), None)
            if name in found:
                raise NoTable(f"Столбец «{_TITLES[name]}» встречается дважды: оставьте один.")
            if name is not None:
                found[name] = at
        if {"school", "factor", "level"} <= found.keys():
            return place, found
    raise NoTable(
        "В файле нет таблицы уровней: нужны столбцы «школа», «фактор» и «уровень» с такими заголовками."
    )


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _read(table: LevelTable, number: int, cells: dict[str, str]) -> None:
    faults = {name: _fault(name, value) for name, value in cells.items()}
    wrong = {name: fault for name, fault in faults.items() if fault is not None}
    for name, message in wrong.items():
        table.errors.append(
            CellError(number, table.columns[name], cells[name][:ECHO_LENGTH], message)
        )
    right = {name: "" if name in wrong else value for name, value in cells.items()}
    written = right.get("cycle", "")
    table.rows.append(
        LevelRow(
            number,
            right["school"],
            right["factor"],
            _LEVELS.get(folded(right["level"])),
            int(written) if written else None,
            is_whole=not wrong,
        )
    )


def _fault(name: str, value: str) -> str | None:
    if value.startswith(_FORMULA):
        return "Здесь формула. Вставьте значение."
    if name == "cycle":
        is_year = not value or (value.isdecimal() and len(value) == 4 and int(value) in _YEARS)
        return None if is_year else "Впишите год цикла, например 2021, или оставьте пустым."
    if not value:
        return f"Пусто. Впишите: {_TITLES[name]}."
    is_level = folded(value) in _LEVELS or value.lower() in _NO_DATA
    if name == "level" and not is_level:
        return "Впишите «Высокая», «Средняя», «Низкая» или «нет данных»."
    return None

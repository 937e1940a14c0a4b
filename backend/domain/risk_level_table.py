"""Recognises a table of survey levels: school, factor, level, year; every wrong cell is told by its place.

Pure: rows of text come in, what they say comes out. Which school or factor is meant is asked later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.sent_table import ECHO_LENGTH, CellError, Header, NoTable, folded

ROWS_LIMIT = 20_000
_HEADER = Header(
    words={
        "school": ("школа", "оо", "образовательная организация", "код школы", "код оо", "название школы"),
        "factor": ("фактор", "фактор риска", "код фактора", "название фактора"),
        "level": ("уровень", "значимость", "значимость фактора", "значимость фактора риска", "уровень риска"),
        "cycle": ("цикл", "год", "год цикла"),
    },
    titles={"school": "школа", "factor": "фактор", "level": "уровень", "cycle": "цикл"},
    needed={"school", "factor", "level"},
    absent="В файле нет таблицы уровней: нужны столбцы «школа», «фактор» и «уровень» с такими заголовками.",
)  # fmt: skip
_LEVELS = {
    "высокая": "high", "высокий": "high", "средняя": "medium", "средний": "medium", "низкая": "low", "низкий": "low",
}  # fmt: skip
_NO_DATA = {"нет данных", "нет", "н/д", "-", "–", "—"}
_FORMULA = ("=", "+", "@")
_YEARS = range(2000, 2101)


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


def recognise_levels(rows: Sequence[Sequence[str]]) -> LevelTable:
    """Return what the table says; raises `NoTable` when its header is not found or it is too long."""
    header = _HEADER.find(rows)
    if len(rows) - header.place - 1 > ROWS_LIMIT:
        raise NoTable(f"В таблице больше {ROWS_LIMIT} строк. Разделите её по муниципалитетам.")
    table = LevelTable(columns=header.letters(), ignored=header.ignored(rows))
    for number, cells in header.lines(rows):
        _read(table, number, cells)
    return table


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
        return f"Пусто. Впишите: {_HEADER.titles[name]}."
    is_level = folded(value) in _LEVELS or value.lower() in _NO_DATA
    if name == "level" and not is_level:
        return "Впишите «Высокая», «Средняя», «Низкая» или «нет данных»."
    return None

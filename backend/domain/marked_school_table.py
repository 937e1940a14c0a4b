"""Recognises the yearly list of marked schools: login, year, marks under РУ4, МА4, РУ5, МА5 (domain.md 3.4).

Pure: rows of text come in, what they say comes out; every wrong cell is told by its place. Which school a login
is, is asked later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.objectivity import MARKERS
from backend.domain.scores.cells import school_login
from backend.domain.sent_table import ECHO_LENGTH, CellError, Header, NoTable

ROWS_LIMIT = 50_000
_HEADER = Header(
    words={
        "login": ("логин", "логин оо", "логин школы"),
        "school": ("оо", "школа", "название оо", "наименование оо", "образовательная организация"),
        "municipality": ("муниципалитет", "муниципальное образование", "мо", "район"),
        "year": ("год", "год впр", "год проведения"),
        "ru4": ("4 ру", "ру4", "ру 4"),
        "ma4": ("4 ма", "ма4", "ма 4"),
        "ru5": ("5 ру", "ру5", "ру 5"),
        "ma5": ("5 ма", "ма5", "ма 5"),
        "total": ("количество маркеров", "кол во маркеров", "число маркеров", "маркеров"),
    },
    titles={
        "login": "Логин",
        "school": "ОО",
        "municipality": "Муниципалитет",
        "year": "Год",
        "ru4": "4 РУ",
        "ma4": "4 МА",
        "ru5": "5 РУ",
        "ma5": "5 МА",
        "total": "Количество маркеров",
    },
    needed={"login", "year", *MARKERS},
    absent="В файле нет списка: нужны столбцы «Логин», «Год», «4 РУ», «4 МА», «5 РУ», «5 МА» с такими заголовками.",
    sign="login",
)
_YES = {"1", "+", "да", "x", "х", "v", "есть", "маркер"}
_NO = {"", "0", "-", "–", "—", "нет"}
_FORMULA = ("=", "@")
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """One row: digits of the login, the name beside it, the year, the markers; `is_whole`: no cell is wrong."""

    row: int
    login: str
    school: str
    year: int
    markers: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """Everything a list says; `columns`: meaning → letter; `ignored`: letters of columns not asked for."""

    columns: dict[str, str]
    rows: list[MarkedRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def recognise_marked(rows: Sequence[Sequence[str]]) -> MarkedTable:
    """Return what the list says; raises `NoTable` when its header is not found or it is too long."""
    header = _HEADER.find(rows)
    if len(rows) - header.place - 1 > ROWS_LIMIT:
        raise NoTable(f"В списке больше {ROWS_LIMIT} строк. Оставьте школы одного региона.")
    table = MarkedTable(columns=header.letters(), ignored=header.ignored(rows))
    lines: dict[tuple[str, int], int] = {}
    for number, cells in header.lines(rows):
        _read(table, number, cells, lines)
    return table


def _read(
    table: MarkedTable, number: int, cells: dict[str, str], lines: dict[tuple[str, int], int]
) -> None:
    wrong = {name: fault for name in cells if (fault := _fault(name, cells[name])) is not None}
    login = school_login(cells["login"])
    markers = tuple(code for code in MARKERS if cells[code].lower() in _YES)
    year = int(cells["year"]) if "year" not in wrong else 0
    total = cells.get("total", "")
    if total and not wrong and int(total) != len(markers):
        wrong["total"] = f"Отмечено маркеров: {len(markers)}, а указано {total}. Сверьте строку."
    if login and year:
        before = lines.setdefault((login, year), number)
        if before != number:
            wrong["login"] = f"Эта школа за {year} год уже есть в строке {before}: оставьте одну."
    for name, message in wrong.items():
        value = cells[name][:ECHO_LENGTH]
        table.errors.append(CellError(number, table.columns[name], value, message))
    table.rows.append(
        MarkedRow(
            number, login or "", cells.get("school", "")[:ECHO_LENGTH], year, markers,
            is_whole=not wrong,
        )
    )  # fmt: skip


def _fault(name: str, value: str) -> str | None:
    if value.startswith(_FORMULA):
        return "Здесь формула. Вставьте значение."
    if name == "login" and school_login(value) is None:
        return "Впишите логин школы в ФИС ОКО: шесть–восемь цифр, можно с «sch» или «edu»."
    if name == "year" and not (value.isascii() and value.isdecimal() and int(value) in _YEARS):
        return "Впишите год, например 2021."
    if name in MARKERS and value.lower() not in _YES | _NO:
        return "Поставьте 1, если маркер есть, и 0 или ничего, если его нет."
    if name == "total" and value and value not in {"0", "1", "2", "3", "4"}:
        return "Впишите число от 0 до 4 или оставьте пустым."
    return None

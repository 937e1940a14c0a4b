"""One logical table of results as every layout writes it down (`layout_columns.yaml`), and what must come out of it.

No real pupils: the names are markers that must never come out of the parser.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

SCHOOL = "63901003"
GIA_SCHOOL = "111002"
TASKS = [("1", 1), ("2.1", 2), ("3", 2), ("9К1", 3)]
MARKERS = ("Тайнова", "Секретов", "Скрытина", "Паролева")
ORAL = "1(1)2(4)"
Rows = list[list[str]]


class Pupil(NamedTuple):
    """A participant; None = not attempted or no value."""

    code: int
    class_name: str
    variant: str
    scores: tuple[int | None, ...]
    mark: int
    journal: int | None

    @property
    def primary(self) -> int:
        return sum(score or 0 for score in self.scores)

    @property
    def written(self) -> dict[str, Any]:
        """Everything a column may hold."""
        marker = MARKERS[self.code % len(MARKERS)]
        return self._asdict() | {"primary": self.primary, "marker": marker}


PUPILS = [
    Pupil(50001, "5А", "1", (1, 2, 2, 3), 5, 5),
    Pupil(50002, "5А", "2", (0, 1, None, 2), 3, 4),
    Pupil(50003, "5А", "1", (1, 0, 0, 0), 2, None),
    Pupil(50004, "5Б", "2", (1, 2, 1, None), 4, 3),
    Pupil(50005, "5Б", "1", (0, 0, 2, 3), 4, 4),
]


class Person(NamedTuple):
    """A participant of a state examination."""

    surname: str
    name: str
    patronymic: str
    series: str
    number: str
    class_name: str
    short: str
    long: str
    primary: int
    test: int
    mark: int

    @property
    def ninth(self) -> str:
        """The class in a protocol of ОГЭ."""
        return self.class_name.replace("11", "9")

    @property
    def short_points(self) -> tuple[int, ...]:
        return tuple({"+": 1, "-": 0}.get(c, int(c) if c.isdigit() else 0) for c in self.short)

    @property
    def long_points(self) -> tuple[int, ...]:
        return tuple(int(part.split("(")[0]) for part in self.long.split(")") if part)

    @property
    def written(self) -> dict[str, Any]:
        """Everything a column may hold."""
        return self._asdict() | {
            "ninth": self.ninth,
            "oral": ORAL,
            "primary_with_oral": self.primary + 3,
            "short_sum": sum(self.short_points),
        }


PERSONS = [
    Person("Тайнова", "Ева", "Ильинична", "3612", "100001", "11А", "++-2", "1(2)3(3)", 8, 78, 5),
    Person("Секретов", "Лев", "Юрьевич", "3612", "100002", "11А", "+--0", "0(2)1(3)", 2, 24, 2),
    Person("Скрытина-Ёлкина", "Ия", "", "0012", "000003", "11Б", "-+-1", "2(2)0(3)", 4, 40, 3),
    Person("Паролева", "Яна", "Олеговна", "3614", "100004", "11Б", "++++", "0(2)0(3)", 4, 41, 3),
]


class Layout(NamedTuple):
    """How a layout writes the table; `values` of a participant it carries; what it leaves open."""

    code: str
    above: Rows
    header: list[str]
    body: Rows
    values: frozenset[str]
    questions: frozenset[str]
    filename: str
    is_gia: bool

    @property
    def rows(self) -> Rows:
        return [*self.above, self.header, *self.body]


def _layout(data: Mapping[str, Any]) -> Layout:
    columns: list[tuple[str, str]] = []
    for text in data["columns"]:
        if text == "tasks":
            names = [
                data["tasks"].format(task=t, top=top, task_=t.replace(".", "_")) for t, top in TASKS
            ]
            columns += [(name, f"{{score{place}}}") for place, name in enumerate(names)]
        else:
            header, _, value = text.partition("|")
            columns.append((header.strip(), value.strip()))
    people = PERSONS if data.get("gia") else PUPILS
    return Layout(
        data["code"],
        data.get("above", []),
        [header for header, _ in columns],
        [[_cell(value, person) for _, value in columns] for person in people],
        frozenset(value.strip("{}") for _, value in columns if value.startswith("{")),
        frozenset({"work"} if data.get("asks_work") else set()),
        data.get("filename", "file"),
        data.get("gia", False),
    )


def _cell(template: str, person: Pupil | Person) -> str:
    values = {k: "" if v is None else v for k, v in person.written.items()}
    for place, score in enumerate(values.get("scores", ())):
        values[f"score{place}"] = "Х" if score is None else score
    return template.format_map(values)


def _layouts() -> list[Layout]:
    path = Path(__file__).parent / "layout_columns.yaml"
    return [_layout(data) for data in yaml.safe_load(path.read_text(encoding="utf-8"))]


ALL = _layouts()
LAYOUTS = [layout for layout in ALL if not layout.is_gia]
GIA_LAYOUTS = [layout for layout in ALL if layout.is_gia]
BY_CODE = {layout.code: layout for layout in ALL}

"""Names and documents never come out: not in a value, a message, a title or any other byte."""

from typing import Any

import pytest

from backend.domain.scores.personal import is_snils, look_personal
from tests.data.logical_table import LAYOUTS, PUPILS
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import Reading, book, read

PLAIN = next(layout for layout in LAYOUTS if layout.code == "plain")
NAMES = [
    "Тайнова Ева Ильинична",
    "Секретов Лев Юрьевич",
    "Скрытина Ия",
    "Паролева Я. О.",
    "Тайнов Ян",
]
SURNAMES = [name.split()[0] for name in NAMES]
SNILS = ["112-233-445 95", "087-654-303 00", "112-233-445 95", "087-654-303 00", "112-233-445 95"]
DIGITS = ["11223344595", "08765430300", "11223344595", "08765430300", "11223344595"]
PASSPORTS = ["36 12 100001", "3612 100002", "36 12 100003", "3612 100004", "3612 100005"]


def dump(found: Reading) -> str:
    return found.raw.decode("utf-8", "replace")


def with_column(header: str, values: list[str]) -> bytes:
    rows = [[*PLAIN.header, header], *([*r, v] for r, v in zip(PLAIN.body, values, strict=True))]
    return csv_text(rows, ";", "\n").encode()


@pytest.mark.parametrize(
    "values", [NAMES, SURNAMES, SNILS, DIGITS, PASSPORTS], ids=lambda v: v[0][:6]
)
@pytest.mark.parametrize(
    "header", ["Комментарий", "Фамилия", "ФИО участника", "СНИЛС", "Паспорт", ""]
)
def test_a_column_of_names_is_dropped_under_any_header(header: str, values: list[str]) -> None:
    found = read(with_column(header, values))
    assert [row.code for row in found.rows] == [p.code for p in PUPILS]
    assert not [value for value in values if value in dump(found)]
    if header:
        kind = next(c[3] for c in found.table["columns"] if c[1] == header)
        assert kind == "personal"
        assert found.end["personal"]
    if header == "Комментарий":
        assert (1, "Q", "personal_dropped") in found.places


@pytest.mark.parametrize(
    "header",
    ["school", "procedure", "year", "wave", "subject", "grade", "class", "participant", "variant",
     "primary_score", "mark", "journal_mark", "1 (1б)"],
)  # fmt: skip
@pytest.mark.parametrize("values", [NAMES, SNILS, DIGITS, PASSPORTS], ids=lambda v: v[0][:6])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_shifted_column_does_not_bring_names_out(
    header: str, values: list[str], kind: str
) -> None:
    rows: list[list[Any]] = [list(row) for row in PLAIN.rows]
    for row, value in zip(rows[1:], values, strict=True):
        row[PLAIN.header.index(header)] = value
    found = read(book(("1", rows)) if kind == "xlsx" else csv_text(rows, ";", "\n").encode())
    leaked = [value for value in (*values, *SURNAMES) if value in dump(found)]
    assert leaked == []


def test_one_name_in_one_cell_does_not_come_out_either() -> None:
    for header in PLAIN.header:
        for value in ("Тайнова", "Тайнова Ева", "112-233-445 95", "11223344595", "3612 100001"):
            rows = [list(row) for row in PLAIN.rows]
            rows[3][PLAIN.header.index(header)] = value
            found = read(csv_text(rows, ";", "\n").encode())
            assert value not in dump(found)
            assert 11223344595 not in {row.code for row in found.rows}
            assert found.issues, (header, value)


@pytest.mark.parametrize("value", ["Тайнова", "Тайнова Ева Ильинична"])
def test_a_name_for_a_school_title_or_a_series_is_left_out(value: str) -> None:
    for header in ("school_title", "series"):
        rows = [[*PLAIN.header, header], [*PLAIN.body[0], value], *PLAIN.body[1:]]
        found = read(csv_text(rows, ";", "\n").encode())
        assert value not in dump(found)
        assert len(found.rows) == 5


def test_a_column_of_snils_instead_of_codes_becomes_no_code() -> None:
    rows = [list(row) for row in PLAIN.rows]
    for row, value in zip(rows[1:], DIGITS, strict=True):
        row[PLAIN.header.index("participant")] = value
    found = read(csv_text(rows, ";", "\n").encode())
    assert "personal_dropped" in found.codes
    assert not [row for row in found.rows if str(row.code) in DIGITS]


@pytest.mark.parametrize(
    ("values", "is_personal"),
    [
        (NAMES, True),
        (SNILS, True),
        (["5А", "5Б", "Иванов"], False),
        (["Математика", "Русский язык", "История", "Физика", "Окружающий мир"], False),
        (["1", "2", "3"], False),
        (["Русский", "Английский", "Немецкий", "Французский"], False),
        (["spring", "autumn"], False),
        (["edu63901003", "edu63901004"], False),
        ([], False),
    ],
)
def test_what_looks_like_names(values: list[str], *, is_personal: bool) -> None:
    assert look_personal(values) == is_personal


def test_the_control_number_of_a_snils() -> None:
    assert is_snils("11223344595")
    assert not is_snils("11223344596")

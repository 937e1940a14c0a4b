"""The yearly list of marked schools is read as it comes; every wrong cell is told by its place."""

import pytest

from backend.domain.marked_school_table import MarkedTable, recognise_marked
from backend.domain.sent_table import NoTable

HEADER = [
    "Логин",
    "ОО",
    "Муниципалитет",
    "Год",
    "4 РУ",
    "4 МА",
    "5 РУ",
    "5 МА",
    "Количество маркеров",
]


def read(*rows: list[str], header: list[str] = HEADER) -> MarkedTable:
    return recognise_marked([header, *rows])


def line(login: str = "sch630001", *marks: str, year: str = "2021", total: str = "") -> list[str]:
    return [login, "Школа", "Район", year, *(marks or ("1", "0", "", "")), total]


def test_a_list_is_read_with_title_rows_above_and_empty_lines_between() -> None:
    table = recognise_marked(
        [
            ["Список ОО с признаками необъективности"],
            [],
            HEADER,
            line("sch630001", "1", "", "0", "1", total="2"),
            [""] * 9,
            line("EDU630002", "", "", "", "", total="0"),
            line("630003", "+", "да", "Х", "x", total="4"),
        ]
    )
    assert table.errors == []
    assert [(row.row, row.login, row.year, row.markers) for row in table.rows] == [
        (4, "630001", 2021, ("ru4", "ma5")),
        (6, "630002", 2021, ()),
        (7, "630003", 2021, ("ru4", "ma4", "ru5", "ma5")),
    ]
    assert table.rows[0].school == "Школа"


def test_columns_may_stand_in_any_order_and_have_other_known_names() -> None:
    header = ["Примечание", "МА5", "РУ5", "МА4", "РУ4", "год", "ЛОГИН ОО"]
    table = read(["важно", "1", "", "", "", "2020", "630001"], header=header)
    assert [row.markers for row in table.rows] == [("ma5",)]
    assert table.ignored == ["A"]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (line("школа 5"), "A", "логин школы"),
        (line(""), "A", "логин школы"),
        (line(year="2021/22"), "D", "Впишите год"),
        (line(year="٢٠٢١"), "D", "Впишите год"),
        (line(year="1899"), "D", "Впишите год"),
        (line("630001", "2", "", "", ""), "E", "Поставьте 1"),
        (line("630001", "", "=A1", "", ""), "F", "формула"),
        (line("630001", "1", "1", "", "", total="3"), "I", "Отмечено маркеров: 2, а указано 3"),
        (line("630001", "1", "1", "", "", total="два"), "I", "от 0 до 4"),
    ],
)
def test_a_wrong_cell_is_told_by_its_place(row: list[str], column: str, words: str) -> None:
    table = read(row)
    (error,) = table.errors
    assert (error.row, error.column) == (2, column)
    assert words in error.message
    assert not table.rows[0].is_whole


def test_a_school_twice_in_a_year_is_told_and_in_two_years_is_not() -> None:
    table = read(line("sch630001"), line("edu630001", year="2020"), line("630001"))
    (error,) = table.errors
    assert (error.row, error.column) == (4, "A")
    assert "в строке 2" in error.message


def test_short_rows_and_long_cells_do_no_harm() -> None:
    table = read(["sch630001", "Я" * 500, "", "2021"])
    assert table.errors == []
    assert len(table.rows[0].school) == 80


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Школа", "Отметка"], ["1", "2"]], "нет списка"),
        ([], "нет списка"),
        ([["Логин", "Год", "4 РУ", "4 МА"]], "не хватает столбцов: 5 РУ, 5 МА"),
        ([["Логин", "Логин школы", "Год"]], "встречается дважды"),
    ],
)
def test_what_is_no_list_is_told_in_words(rows: list[list[str]], words: str) -> None:
    with pytest.raises(NoTable, match=words):
        recognise_marked(rows)

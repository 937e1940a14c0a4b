"""Wrong rows of layouts that are harder to give back: keys made of names, headers of two lines, lines of schools."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from backend.core.settings import Settings
from backend.features.uploads.exports.marking_child import mark
from backend.features.uploads.local_check.checking import check_files

MARKER = "Канарейкина"
EGE = ["Код МСУ", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Задания с кратким ответом",
       "Задания с развёрнутым ответом", "Первичный балл", "Балл"]  # fmt: skip
EGE_NAMES = range(3, 8)


def workbook(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Лист")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return out.getvalue()


def given_back(tmp_path: Path, content: bytes, *, is_failed_only: bool = True) -> bytes:
    path = tmp_path / "sent"
    path.write_bytes(content)
    out = io.BytesIO()
    asked = {
        "filename": "файл.xlsx", "reading": {}, "findings": [], "unknown_subjects": [],
        "is_failed_only": is_failed_only, "about": [],
    }  # fmt: skip
    mark(path, asked, out)
    head, _, book = out.getvalue().partition(b"\n")
    assert head == b"{}"
    return book


def read(tmp_path: Path, content: bytes, name: str = "файл.xlsx") -> dict[str, Any]:
    path = tmp_path / name
    path.write_bytes(content)
    (verdict,) = check_files([path], Settings(secret_key="x" * 40, var_dir=tmp_path / "var"))
    assert verdict["refusal"] is None, verdict["refusal"]
    return verdict


def rows_of(content: bytes) -> list[list[Any]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def ege(*tests: Any) -> list[list[Any]]:
    people = [
        ["101", "101001", "11А", f"{MARKER}", "Анна", "Петровна", "3601", f"00{n:04}", "+-+", "1(2)0(3)", 3, test]
        for n, test in enumerate(tests, start=1)
    ]  # fmt: skip
    return [["02 - Математика профильная 2021.06.07"], [], EGE, *people]


def test_keys_made_of_names_leave_empty_and_can_be_written_in_again(tmp_path: Path) -> None:
    sent = workbook(ege(45, "много", 51))
    book = given_back(tmp_path, sent)
    kept = rows_of(book)
    assert kept[2] == [*EGE, "Строка исходного файла", "Ошибка"]
    assert len(kept) == 4
    assert [kept[3][place] for place in EGE_NAMES] == [None] * len(EGE_NAMES)
    assert kept[3][:3] == ["101", "101001", "11А"]
    assert kept[3][len(EGE)] == 5
    again = read(tmp_path, book)
    before = read(tmp_path, sent)
    assert again["tables"][0]["profile"] == before["tables"][0]["profile"] == "ege"
    assert again["works"] == before["works"]
    row = ege(45, 62)[4]
    fixed = [*kept[:3], [*row, *kept[3][len(EGE) :]]]
    assert read(tmp_path, workbook(fixed))["errors"] == 0


def test_a_header_of_two_lines_is_recognised_again(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["ВПР 2021 Математика 5 класс"],
        ["ОО", "Код", "Класс", "Результат", "", "Отметка"],
        ["", "участника", "", "1 (2б)", "2 (1б)", ""],
        ["edu63901001", "0001", "5А", 2, 1, 4],
        ["edu63901001", "0002", "5А", 3, 1, 4],
    ]
    sent = workbook(rows)
    before = read(tmp_path, sent)
    assert before["tables"][0]["header_row"] == 3
    book = given_back(tmp_path, sent)
    kept = rows_of(book)
    assert [row[1] for row in kept] == [None, "Код", "участника", "0002"]
    kept[3][3] = 2
    again = read(tmp_path, workbook(kept))
    assert again["errors"] == 0
    assert again["works"] == before["works"]
    assert [i["code"] for i in again["issues"]] == [
        i["code"] for i in before["issues"] if i["severity"] == "warning"
    ]


def test_wrong_rows_stand_under_the_line_of_their_school(tmp_path: Path) -> None:
    header = ["ФИО", "Код участника", "Класс", "1 (2б)", "Отметка"]
    rows: list[list[Any]] = [["ВПР 2021 Математика 5 класс"], header]
    for number, login in enumerate(("63901001", "63901002", "63901003")):
        rows.append([f"ГБОУ СОШ № {number} (edu{login}) | Кол-во участников: 2"])
        wrong = 9 if number else 1
        rows += [
            [f"{MARKER} Анна Петровна", f"00{number}{n}", "5А", s, 4]
            for n, s in ((1, 1), (2, wrong))
        ]
    sent = workbook(rows)
    assert read(tmp_path, sent)["errors"] == 2
    for is_failed_only in (True, False):
        book = given_back(tmp_path, sent, is_failed_only=is_failed_only)
        kept = rows_of(book)
        assert MARKER not in str(kept)
        lines = [row[0] for row in kept if row[0] and "edu" in row[0]]
        if is_failed_only:
            assert lines == ["ГБОУ СОШ № 1 (edu63901002)", "ГБОУ СОШ № 2 (edu63901003)"]
            assert [row[5] for row in kept[2:]] == [6, 8, 9, 11]
        again = read(tmp_path, book)
        assert again["errors"] == 2
        codes = {i["code"] for i in again["issues"]}
        assert codes == {"score_over_max"}


def test_a_fault_of_the_whole_table_concerns_every_row(tmp_path: Path) -> None:
    header = ["ОО", "Код участника", "Класс", "1 (2б)", "Отметка"]
    rows: list[list[Any]] = [
        ["Результаты"],
        header,
        ["edu63901001", "0001", "5А", 1, 4],
        ["edu63901001", "0002", "5А", 2, 5],
    ]
    kept = rows_of(given_back(tmp_path, workbook(rows)))
    assert len(kept) == 4
    assert all("Не понятно, какая это работа" in row[6] for row in kept[2:])


def test_columns_added_by_an_earlier_book_are_not_repeated(tmp_path: Path) -> None:
    header = ["ОО", "Код участника", "Класс", "1 (2б)", "Отметка"]
    rows: list[list[Any]] = [
        ["ВПР 2021 Математика 5 класс"],
        header,
        ["edu63901001", "0001", "5А", 7, 4],
    ]
    first = given_back(tmp_path, workbook(rows))
    second = given_back(tmp_path, first)
    assert rows_of(first)[1] == rows_of(second)[1] == [*header, "Строка исходного файла", "Ошибка"]

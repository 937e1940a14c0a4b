"""What is read in «Ф1» of ФИС ОКО and what is said about every fault in it."""

from typing import Any

import pytest

from tests.data.make_samples import (
    CLEAN,
    DIRTY,
    HEADER,
    PLANTED,
    TITLE,
    Cell,
    csv_bytes,
    table,
)
from tests.domain.scores.reading import Reading, book, read

DATABASE_RULES = {"school_unknown", "mark_against_scale", "participant_duplicate"}
HERE = {place for place in PLANTED if place[2] not in DATABASE_RULES}


def sheet_of(rows: list[list[Any]]) -> Reading:
    return read(book(("Ф1", rows)), filename="f1.xlsx")


def test_a_clean_table_is_read_whole() -> None:
    sheet = sheet_of(table(CLEAN))
    assert sheet.issues == []
    assert sheet.questions == set()
    work, told = sheet.work, sheet.table
    assert (work["procedure"], work["year"], work["wave"], work["subject"]) == (
        "vpr",
        2020,
        "autumn",
        "Математика",
    )
    assert (work["grade"], work["programme_grade"], work["max_primary"]) == (5, 4, 20)
    assert [name for name, *_ in told["tasks"]][:7] == ["1", "2", "3", "4", "5.1", "5.2", "6.1"]
    assert sum(maximum for _, maximum, *_ in told["tasks"]) == 20
    assert [level for *_, level in told["tasks"]][8:11] == ["Б", "П", "П"]
    assert (told["header_row"], told["first_row"], told["last_row"]) == (7, 8, 15)
    assert sheet.schools == [["login", "63901003", "ГБОУ СОШ с. Новая Бинарадка"]]
    fourth = sheet.rows[3]
    assert (fourth.row, fourth.school, fourth.code, fourth.class_name) == (
        11,
        ("login", "63901003"),
        50004,
        "5А",
    )
    assert fourth.scores[-4:] == (None, None, None, None)
    assert (fourth.primary, fourth.mark, fourth.journal) == (9, 3, 4)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_dialect_gives_the_same_participants(encoding: str, delimiter: str) -> None:
    found = read(csv_bytes(table(CLEAN), encoding=encoding, delimiter=delimiter))
    assert (found.table["delimiter"], found.table["encoding"]) == (delimiter, encoding)
    assert found.rows == sheet_of(table(CLEAN)).rows


def test_every_planted_error_is_found_at_its_cell() -> None:
    sheet = sheet_of(table(DIRTY))
    assert sheet.places == HERE
    by_code = {found[0]: found for found in sheet.issues}
    assert by_code["score_over_max"][4] == "3 (2б)"
    assert by_code["mark_not_number"][4] == "Отметка"
    over = by_code["score_over_max"]
    assert over[5] == "Указано 3, за это задание можно получить не больше 2."
    assert over[6].startswith("Введите 0, 1 или 2.")
    assert {row.row for row in sheet.rows if row.bad} == {row for row, _, _ in HERE}
    assert sheet.end["rows_bad"] == len(HERE)


def test_twice_the_same_participant_is_kept_for_the_check_against_the_whole_file() -> None:
    assert [row.code for row in sheet_of(table(DIRTY)).rows].count(50001) == 2


@pytest.mark.parametrize(
    ("title", "date", "wave", "programme", "warned"),
    [
        (TITLE, "23.09.2020", "autumn", 4, False),
        ("ВПР 2020 Математика 5 класс", "23.09.2020", "autumn", 4, True),
        ("ВПР 2020 Математика 5 класс", None, "autumn", 4, True),
        ("ВПР 2020 Математика 5 класс", "2020-09-23", "autumn", 4, True),
        ("ВПР 2020 Математика 4 класс", None, "spring", 4, False),
        ("ВПР 2020 Математика 5 класс", "11.03.2020", "spring", 5, False),
        ("ВПР 2020 (весна) Математика 5 класс", None, "spring", 5, False),
        ("ВПР 2021 Математика 5 класс", None, "spring", 5, False),
        ("ВПР 2021 Математика 5 класс", "25.03.2021", "spring", 5, False),
        ("ВПР. 2020 год. 5 класс, Математика (по программе 4 класса)", None, "autumn", 4, False),
        ("ДР 2021 Математика 7 класс", "12.03.2021", "main", 7, False),
        ("ДР 2021 (входная) Математика 7 класс", None, "entry", 7, False),
    ],
)
def test_the_programme_of_autumn_2020_is_never_guessed_silently(
    title: str, date: str | None, wave: str, programme: int, *, warned: bool
) -> None:
    rows = table(CLEAN, title=title)
    rows[3] = ["Дата", date] if date else [""]
    sheet = sheet_of(rows)
    assert (sheet.work["wave"], sheet.work["programme_grade"]) == (wave, programme)
    assert ("programme_assumed" in sheet.codes) == warned
    assert sheet.work["subject"] == "Математика"


def with_cell(row: int, header: str, value: Cell) -> list[list[Cell]]:
    rows = table(CLEAN)
    rows[row - 1][HEADER.index(header)] = value
    return rows


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Код участника", "", ("D", "participant_code_missing")),
        ("Код участника", "Иванов", ("D", "participant_code_format")),
        ("Код участника", "12-34", ("D", "participant_code_format")),
        ("ОО", "школа № 1", ("A", "school_login_format")),
        ("1 (1б)", "0,5", ("G", "score_not_number")),
        ("1 (1б)", "1,000", ("G", "score_not_number")),
        ("1 (1б)", "01.02", ("G", "score_not_number")),
        ("1 (1б)", "-1", ("G", "score_not_number")),
        ("1 (1б)", "", ("G", "score_missing")),
        ("Первичный балл", "", ("V", "primary_wrong")),
        ("Первичный балл", "1.2E+01", ("V", "primary_wrong")),
        ("Первичный балл", 21, ("V", "primary_over_max")),
        ("Первичный балл", 8, ("V", "sum_differs")),
        ("Отметка", "", ("W", "mark_missing")),
        ("Отметка", 1, ("W", "mark_out_of_range")),
        ("Отметка", "четыре", ("W", "mark_not_number")),
        ("Отметка по журналу", "зач", ("X", "journal_mark_wrong")),
        ("Класс", "6Б", ("E", "class_differs")),
    ],
)
def test_a_fault_in_one_cell_is_named_by_that_cell(
    header: str, value: Cell, expected: tuple[str, str]
) -> None:
    found = sheet_of(with_cell(11, header, value)).places
    assert (11, *expected) in found
    # A lost row also shows in the declared number of participants, a lost point in the sum; nothing else does.
    assert {code for _, _, code in found} - {"participants_count", "sum_differs"} <= {expected[1]}
    assert {row for row, _, _ in found} <= {5, 11}


@pytest.mark.parametrize(
    ("written", "value"), [("12,0", 12), ("12.00", 12), ("12", 12), (" 12\u00a0", 12)]
)
def test_whole_numbers_are_read_as_spreadsheets_write_them(written: str, value: int) -> None:
    rows = with_cell(14, "Первичный балл", written)
    sheet = sheet_of(rows)
    assert sheet.issues == []
    assert sheet.rows[6].primary == value


@pytest.mark.parametrize("letter", ["X", "Х", "x", "х"])
def test_not_attempted_is_read_in_both_alphabets(letter: str) -> None:
    sheet = sheet_of(with_cell(10, "12 (2б)", letter))
    assert sheet.issues == []
    assert sheet.rows[2].scores[-1] is None


@pytest.mark.parametrize("nothing", ["", "-", "–", "н/а"])
def test_no_journal_mark_is_no_fault(nothing: str) -> None:
    sheet = sheet_of(with_cell(10, "Отметка по журналу", nothing))
    assert sheet.issues == []
    assert sheet.rows[2].journal is None


def test_an_absent_pupil_has_no_mark_and_no_scores() -> None:
    rows = table(CLEAN)
    absent: list[Cell] = [*rows[-1][:5], "не присутствовал", *[""] * 17, 4]
    rows[-1] = absent
    sheet = sheet_of(rows)
    assert sheet.issues == []
    last = sheet.rows[-1]
    assert (last.mark, last.primary, last.journal) == (None, None, 4)
    assert set(last.scores) == {None}
    rows[-1] = [*absent[:22], 5, 4]
    assert sheet_of(rows).places == {(15, "W", "absent_with_scores")}


def test_names_and_documents_do_not_leave_the_parser() -> None:
    rows: list[list[Any]] = table(CLEAN)
    for extra, header, value in ((3, "Фамилия", "Тайнова"), (4, "СНИЛС", "112-233-445 95")):
        for number, row in enumerate(rows, start=1):
            row.insert(extra, header if number == 7 else value if number > 7 else "")
    rows[9][24] = "Тайнова"
    sheet = sheet_of(rows)
    dump = sheet.raw.decode("utf-8", "replace")
    assert "Тайнов" not in dump
    assert "112-233" not in dump
    assert sheet.end["personal"]
    columns = {letter: (kind, meaning) for letter, _, _, kind, meaning in sheet.table["columns"]}
    assert columns["D"] == columns["E"]
    assert columns["D"][0] == "personal"
    assert columns["D"][1].startswith("отброшен")


def test_footers_repeated_headers_and_blank_rows_are_no_participants() -> None:
    rows = table(CLEAN)
    rows[10:10] = [[""], list(HEADER), ["Средние", "", "", "", "", "", 1, 1]]
    rows.append(["Всего участников", 8])
    sheet = sheet_of(rows)
    assert sheet.issues == []
    assert [p.row for p in sheet.rows] == [8, 9, 10, 14, 15, 16, 17, 18]


def test_a_file_of_two_schools_keeps_them_apart() -> None:
    rows = table(CLEAN)
    second = table(CLEAN)[7:]
    for row in second:
        row[0] = ""
    rows += [["ГБОУ СОШ с. Васильевка (sch63901001) | Кол-во участников: 9"], *second]
    sheet = sheet_of(rows)
    assert {p.school[1] for p in sheet.rows} == {"63901003", "63901001"}
    assert sheet.places == {(16, None, "participants_count")}


def test_a_table_without_known_headers_is_refused_in_words() -> None:
    refusal = sheet_of([["Фамилия", "Балл"], ["Иванов", 5]]).refusal
    assert refusal is not None
    assert refusal["code"] == "layout_unknown"
    assert refusal["sentence"].startswith("Не нашли строку с заголовками")


def test_two_sheets_with_results_are_two_tables() -> None:
    rows = table(CLEAN)
    other = [[cell if cell != "5А" else "5Б" for cell in row] for row in rows]
    found = read(book(("А", rows), ("Б", other), ("Пояснения", [["Читайте письмо"]])))
    assert [(t["number"], t["sheet"]) for t in found.tables] == [(0, "А"), (1, "Б")]
    assert [row.class_name for row in found.rows] == ["5А"] * 8 + ["5Б"] * 8
    assert found.skipped == [["", "Пояснения", "нет таблицы результатов"]]


def test_faults_of_the_head_are_named() -> None:
    rows = table(CLEAN)
    rows[0], rows[1] = [""], ["Предмет", "Физика"]
    assert sheet_of(rows).codes == {"title_unclear"}
    rows = table(CLEAN)
    rows[1] = ["Предмет", "Физика"]
    assert sheet_of(rows).places == {(2, None, "subject_conflict")}
    rows = table(CLEAN)
    rows[3] = ["Дата", "23.09.2021"]
    assert sheet_of(rows).places == {(4, None, "year_conflict")}
    rows = table(CLEAN)
    rows[2] = ["Максимальный первичный балл", 19]
    assert sheet_of(rows).codes == {"maximum_differs"}


def test_an_unknown_column_is_mentioned_and_passed_over() -> None:
    rows = table(CLEAN)
    for row, value in zip(rows, [*[""] * 6, "Настроение", *["хорошее"] * 8], strict=True):
        row.extend([""] * (24 - len(row)) + [value])
    sheet = sheet_of(rows)
    assert sheet.places == {(7, "Y", "column_ignored")}


def test_a_cell_with_line_breaks_does_not_shift_row_numbers() -> None:
    rows = table(DIRTY)
    rows[7][2] = "ГБОУ СОШ\nс. Новая\nБинарадка"
    assert read(csv_bytes(rows)).places == HERE


def test_a_hopeless_file_is_not_read_to_the_end() -> None:
    rows = table(CLEAN)[:7] + [
        ["edu63901003", "", "", number, "5А", 1, *["?"] * 15, "?", "?", "?"]
        for number in range(120_000)
    ]
    sheet = read(csv_bytes(rows))
    last = next(found for found in sheet.issues if found[0] == "too_many_issues")
    assert sheet.end["stopped_at"] == last[2]
    assert sheet.end["rows_total"] < 110_000
    assert sheet.end["rows_bad"] == sheet.end["rows_total"]
    assert len(sheet.issues) <= 20_010
    kept = sum(found[0] == "score_not_number" for found in sheet.issues)
    assert kept + sheet.unkept["score_not_number"] == 15 * sheet.end["rows_total"]

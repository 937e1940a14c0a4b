"""What the parser understands: tables given as rows of text, no files and no database."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.domain.score_profile import Profile, profile_from
from backend.domain.score_text import read_text
from backend.domain.scoresheet import (
    NotRecognised,
    Scoresheet,
    Sheet,
    as_json,
    participant_columns,
    recognise,
)
from tests.data.make_samples import CLEAN, DIRTY, HEADER, PLANTED, TITLE, Cell, csv_bytes, table

DATABASE_RULES = {"school_unknown", "mark_against_scale"}


@pytest.fixture(scope="module")
def profile() -> Profile:
    path = Path(__file__).parents[2] / "backend/data/upload_profiles/f1.yaml"
    return profile_from(yaml.safe_load(path.read_text(encoding="utf-8")))


def read(profile: Profile, rows: list[list[Cell]]) -> Scoresheet:
    return recognise([Sheet("Ф1", [[str(cell) for cell in row] for row in rows])], profile)


def places(sheet: Scoresheet) -> set[tuple[int | None, str | None, str]]:
    return {(found.row, found.column, found.code) for found in sheet.issues}


def test_a_clean_table_is_read_whole(profile: Profile) -> None:
    sheet = read(profile, table(CLEAN))
    assert sheet.issues == []
    work = sheet.work
    assert (work.procedure, work.year, work.wave, work.subject) == (
        "vpr",
        2020,
        "autumn",
        "Математика",
    )
    assert (work.grade, work.programme_grade, work.max_primary) == (5, 4, 20)
    assert [t.name for t in sheet.tasks][:7] == ["1", "2", "3", "4", "5.1", "5.2", "6.1"]
    assert sum(t.maximum for t in sheet.tasks) == 20
    assert [t.difficulty for t in sheet.tasks][8:11] == ["Б", "П", "П"]
    assert (sheet.header_row, sheet.first_row, sheet.last_row) == (7, 8, 15)
    fourth = sheet.participants[3]
    assert (fourth.row, fourth.school, fourth.code, fourth.class_name) == (
        11,
        "63901003",
        "50004",
        "5А",
    )
    assert fourth.scores[-4:] == (None, None, None, None)
    assert (fourth.primary, fourth.mark, fourth.journal_mark) == (9, 3, 4)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_dialect_gives_the_same_participants(
    profile: Profile, encoding: str, delimiter: str
) -> None:
    content = csv_bytes(table(CLEAN), encoding=encoding, delimiter=delimiter)
    found = read_text(content)
    assert found.delimiter == delimiter
    assert (
        recognise([Sheet("", found.rows)], profile).participants
        == read(profile, table(CLEAN)).participants
    )


def test_every_planted_error_is_found_at_its_cell(profile: Profile) -> None:
    sheet = read(profile, table(DIRTY))
    assert places(sheet) == {place for place in PLANTED if place[2] not in DATABASE_RULES}
    headers = {found.code: found.header for found in sheet.issues}
    assert headers["score_over_max"] == "3 (2б)"
    assert headers["mark_not_number"] == "Отметка"
    over = next(found for found in sheet.issues if found.code == "score_over_max")
    assert over.message == "Указано 3, за это задание можно получить не больше 2."
    assert over.how_to_fix.startswith("Введите 0, 1 или 2.")


def test_json_of_the_child_rebuilds_the_same_participants(profile: Profile) -> None:
    sheet = read(profile, table(CLEAN))
    assert participant_columns(as_json(sheet)) == sheet.participants


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
    profile: Profile, title: str, date: str | None, wave: str, programme: int, *, warned: bool
) -> None:
    rows = table(CLEAN, title=title)
    rows[3] = ["Дата", date] if date else [""]
    sheet = read(profile, rows)
    assert (sheet.work.wave, sheet.work.programme_grade) == (wave, programme)
    assert any(found.code == "programme_assumed" for found in sheet.issues) == warned
    assert sheet.work.subject == "Математика"


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
    profile: Profile, header: str, value: Cell, expected: tuple[str, str]
) -> None:
    found = places(read(profile, with_cell(11, header, value)))
    assert (11, *expected) in found
    # A lost row also shows in the declared number of participants, a lost point in the sum; nothing else does.
    assert {code for _, _, code in found} - {"participants_count", "sum_differs"} <= {expected[1]}
    assert {row for row, _, _ in found} <= {5, 11}


@pytest.mark.parametrize(
    ("written", "value"), [("12,0", 12), ("12.00", 12), ("12", 12), (" 12\u00a0", 12)]
)
def test_whole_numbers_are_read_as_spreadsheets_write_them(
    profile: Profile, written: str, value: int
) -> None:
    rows = with_cell(14, "Первичный балл", written)
    sheet = read(profile, rows)
    assert sheet.issues == []
    assert sheet.participants[6].primary == value


@pytest.mark.parametrize("letter", ["X", "Х", "x", "х"])
def test_not_attempted_is_read_in_both_alphabets(profile: Profile, letter: str) -> None:
    sheet = read(profile, with_cell(10, "12 (2б)", letter))
    assert sheet.issues == []
    assert sheet.participants[2].scores[-1] is None


@pytest.mark.parametrize("nothing", ["", "-", "–", "н/а"])
def test_no_journal_mark_is_no_fault(profile: Profile, nothing: str) -> None:
    sheet = read(profile, with_cell(10, "Отметка по журналу", nothing))
    assert sheet.issues == []
    assert sheet.participants[2].journal_mark is None


def test_an_absent_pupil_has_no_mark_and_no_scores(profile: Profile) -> None:
    rows = table(CLEAN)
    absent: list[Cell] = [*rows[-1][:5], "не присутствовал", *[""] * 17, 4]
    rows[-1] = absent
    sheet = read(profile, rows)
    assert sheet.issues == []
    last = sheet.participants[-1]
    assert (last.mark, last.primary, last.journal_mark) == (None, None, 4)
    assert set(last.scores) == {None}
    rows[-1] = [*absent[:22], 5, 4]
    assert places(read(profile, rows)) == {(15, "W", "absent_with_scores")}


def test_names_and_documents_do_not_leave_the_parser(profile: Profile) -> None:
    rows: list[list[Any]] = table(CLEAN)
    for extra, header, value in ((3, "Фамилия", "Тайнова"), (4, "СНИЛС", "112-233-445 95")):
        for number, row in enumerate(rows, start=1):
            row.insert(extra, header if number == 7 else value if number > 7 else "")
    rows[9][24] = "Тайнова"
    sheet = read(profile, rows)
    dump = str(as_json(sheet))
    assert "Тайнов" not in dump
    assert "112-233" not in dump
    assert [c.meaning for c in sheet.columns if c.column in {"D", "E"}] == [
        sheet.columns[3].meaning
    ] * 2
    assert sheet.columns[3].meaning.startswith("отброшен")


def test_footers_repeated_headers_and_blank_rows_are_no_participants(profile: Profile) -> None:
    rows = table(CLEAN)
    rows[10:10] = [[""], list(HEADER), ["Средние", "", "", "", "", "", 1, 1]]
    rows.append(["Всего участников", 8])
    sheet = read(profile, rows)
    assert sheet.issues == []
    assert [p.row for p in sheet.participants] == [8, 9, 10, 14, 15, 16, 17, 18]


def test_a_file_of_two_schools_keeps_them_apart(profile: Profile) -> None:
    rows = table(CLEAN)
    second = table(CLEAN)[7:]
    for row in second:
        row[0] = ""
    rows += [["ГБОУ СОШ с. Васильевка (sch63901001) | Кол-во участников: 9"], *second]
    sheet = read(profile, rows)
    assert {p.school for p in sheet.participants} == {"63901003", "63901001"}
    assert places(sheet) == {(16, None, "participants_count")}


def test_a_table_without_known_headers_is_refused_in_words(profile: Profile) -> None:
    with pytest.raises(NotRecognised, match="Не нашли строку с заголовками"):
        read(profile, [["Фамилия", "Балл"], ["Иванов", 5]])


def test_two_sheets_with_results_are_not_guessed_between(profile: Profile) -> None:
    rows = [[str(cell) for cell in row] for row in table(CLEAN)]
    with pytest.raises(NotRecognised, match="«А», «Б»"):
        recognise([Sheet("А", rows), Sheet("Б", rows)], profile)


def test_faults_of_the_head_are_named(profile: Profile) -> None:
    rows = table(CLEAN)
    rows[0], rows[1] = [""], ["Предмет", "Физика"]
    assert {found.code for found in read(profile, rows).issues} == {"title_unclear"}
    rows = table(CLEAN)
    rows[1] = ["Предмет", "Физика"]
    assert places(read(profile, rows)) == {(2, None, "subject_conflict")}
    rows = table(CLEAN)
    rows[3] = ["Дата", "23.09.2021"]
    assert places(read(profile, rows)) == {(4, None, "year_conflict")}
    rows = table(CLEAN)
    rows[2] = ["Максимальный первичный балл", 19]
    assert {found.code for found in read(profile, rows).issues} == {"maximum_differs"}


def test_an_unknown_column_is_mentioned_and_passed_over(profile: Profile) -> None:
    rows = table(CLEAN)
    for row, value in zip(rows, [*[""] * 6, "Настроение", *["хорошее"] * 8], strict=True):
        row.extend([""] * (24 - len(row)) + [value])
    sheet = read(profile, rows)
    assert places(sheet) == {(7, "Y", "column_ignored")}


def test_a_cell_with_line_breaks_does_not_shift_row_numbers(profile: Profile) -> None:
    rows = table(DIRTY)
    rows[7][2] = "ГБОУ СОШ\nс. Новая\nБинарадка"
    found = read_text(csv_bytes(rows))
    sheet = recognise([Sheet("", found.rows)], profile)
    assert places(sheet) == {place for place in PLANTED if place[2] not in DATABASE_RULES}


def test_a_hopeless_file_is_not_read_to_the_end(profile: Profile) -> None:
    rows = table(CLEAN)[:7] + [
        ["edu63901003", "", "", number, "5А", 1, *["?"] * 15, "?", "?", "?"]
        for number in range(2_000)
    ]
    sheet = read(profile, rows)
    last = next(found for found in sheet.issues if found.code == "too_many_issues")
    assert last.row is not None
    assert last.row < 1_200
    assert sheet.rows_total == last.row - 8

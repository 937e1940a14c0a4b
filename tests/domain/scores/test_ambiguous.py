"""What can be read in two ways is asked or refused by its cell; nothing of it is changed silently."""

from typing import Any

import pytest

from tests.data.logical_table import GIA_LAYOUTS, LAYOUTS, Rows
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import Reading, book, read

PLAIN = next(layout for layout in LAYOUTS if layout.code == "plain")
OPEN = next(layout for layout in LAYOUTS if layout.code == "open_set")
EGE = next(layout for layout in GIA_LAYOUTS if layout.code == "ege_foreign")
ROW = 3
NUMBERS = ["1,234", "1.234", "12,345", "0,001", "2.000"]
EXPONENTS = ["1.2E+04", "1,2E+04", "5E+4", "5.0001E+4"]
DATES = ["01.02", "1.2", "01.02.2021", "2021-02-01 00:00:00", "1-2", "1/2", "янв.02"]


def plain(header: str, value: str, **reading: Any) -> Reading:
    rows = [list(row) for row in PLAIN.rows]
    rows[ROW - 1][PLAIN.header.index(header)] = value
    return read(csv_text(rows, ";", "\n").encode(), reading=reading)


def column(found: Reading, header: str) -> set[str]:
    letter = next(c[0] for c in found.table["columns"] if c[1] == header)
    return {code for row, place, code in found.places if row == ROW and place == letter}


SCORES = [
    ("2.1 (2б)", "score_not_number"),
    ("primary_score", "primary_wrong"),
    ("mark", "mark_not_number"),
]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize(("header", "code"), SCORES)
def test_a_number_with_three_digits_behind_the_sign_is_asked(
    header: str, code: str, value: str
) -> None:
    found = plain(header, value)
    assert found.questions == {"decimal"}
    assert column(found, header) == {code}
    assert all(row.bad for row in found.rows if row.row == ROW)


@pytest.mark.parametrize(("sign", "code"), [(".", "primary_over_max"), (",", "primary_wrong")])
def test_the_answer_to_it_is_kept(sign: str, code: str) -> None:
    found = plain("primary_score", "1,234", decimal=sign)
    assert found.questions == set()
    assert column(found, "primary_score") == {code}
    assert found.table["decimal"] == sign


@pytest.mark.parametrize("value", [*EXPONENTS, *DATES])
@pytest.mark.parametrize(
    ("header", "code"), [*SCORES[:2], ("participant", "participant_code_format")]
)
def test_what_a_spreadsheet_has_made_of_a_cell_is_refused_by_that_cell(
    header: str, code: str, value: str
) -> None:
    found = plain(header, value)
    assert column(found, header) == {code}
    assert not [row for row in found.rows if row.row == ROW and not row.bad]


@pytest.mark.parametrize("value", ["03/04/2021", "3/4/2021", "12/12/2021"])
def test_day_and_month_are_asked(value: str) -> None:
    rows = [[*PLAIN.header, "written_on"], *([*row, value] for row in PLAIN.body)]
    content = csv_text(rows, ";", "\n").encode()
    assert read(content).questions == {"date_order"}
    found = read(content, reading={"date_order": "mdy"})
    assert found.questions == set()
    month, day = value.split("/")[:2]
    assert found.works[0]["written_on"] == f"2021-{int(month):02}-{int(day):02}"


def test_a_date_that_fits_one_order_only_is_read() -> None:
    rows = [[*PLAIN.header, "written_on"], *([*row, "25/03/2021"] for row in PLAIN.body)]
    found = read(csv_text(rows, ";", "\n").encode())
    assert (found.questions, found.works[0]["written_on"]) == (set(), "2021-03-25")


def schools(*codes: str, **reading: Any) -> Reading:
    rows: Rows = [EGE.header]
    for code in codes:
        row = list(EGE.body[0])
        row[EGE.header.index("Код ОО")] = code
        row[EGE.header.index("Документ")] = f"{len(rows):06}"
        rows.append(row)
    return read(csv_text([*EGE.above, *rows], ";", "\n").encode(), reading=reading)


@pytest.mark.parametrize("code", ["11002", "1002", "71002"])
def test_a_lost_zero_is_asked_and_answered(code: str) -> None:
    found = schools("111002", code)
    assert found.questions == {"leading_zeros"}
    assert "school_code_format" in found.codes
    assert len(found.rows) == 1
    padded = schools("111002", code, leading_zeros="pad")
    assert padded.questions == set()
    assert [row.school[1] for row in padded.rows] == ["111002", code.zfill(6)]
    kept = schools("111002", code, leading_zeros="keep")
    assert (kept.questions, len(kept.rows)) == (set(), 1)


def test_a_short_code_in_a_file_of_scripts_is_asked_too() -> None:
    assert plain("school", "11002").questions == {"leading_zeros"}


@pytest.mark.parametrize("value", ["11002", "1.2E+04"])
def test_a_school_code_is_never_completed_silently(value: str) -> None:
    found = plain("school", value)
    assert not [row for row in found.rows if row.row == ROW]
    assert column(found, "school") == {"school_login_format"}


def test_the_work_is_asked_where_nothing_states_it() -> None:
    rows = [row for row in LAYOUTS[0].rows if not row[0].startswith(("ВПР", "Дата"))]
    found = read(csv_text(rows, ";", "\n").encode())
    assert found.questions == {"work"}
    assert "title_unclear" in found.codes


def test_the_school_is_asked_where_nothing_states_it() -> None:
    form = next(layout for layout in LAYOUTS if layout.code == "form2025")
    rows = [row for row in form.rows if "edu" not in row[0]]
    content = csv_text(rows, ";", "\n").encode()
    assert read(content).questions == {"school"}
    known = read(content, sender={"code": "s1", "login": "63901003"})
    assert known.questions == set()
    assert {row.school for row in known.rows} == {("sender", "s1")}


def test_an_empty_column_of_schools_is_asked_like_none() -> None:
    rows = [list(row) for row in PLAIN.rows]
    for row in rows[1:]:
        row[0] = ""
    content = csv_text(rows, ";", "\n").encode()
    assert read(content).questions == {"school"}
    known = read(content, sender={"code": "s1", "login": None})
    assert (known.questions, known.issues) == (set(), [])
    assert {row.school for row in known.rows} == {("sender", "s1")}


@pytest.mark.parametrize("value", ["1,234", "2.000"])
def test_thousands_of_participants_are_asked(value: str) -> None:
    header = ["school", "procedure", "year", "subject", "grade", "participants"]
    header += ["marks_2", "marks_3", "marks_4", "marks_5"]
    number = int(value.replace(",", "").replace(".", ""))
    row = ["edu63901003", "vpr", "2021", "Математика", "5", value, "0", "0", "0", str(number)]
    content = csv_text([header, row], ";", "\n").encode()
    found = read(content)
    assert found.questions == {"decimal"}
    assert (found.codes, found.counts) == ({"participants_wrong"}, [])
    other = "." if "," in value else ","
    assert read(content, reading={"decimal": other}).counts[0][3] == number


def test_a_date_cell_in_a_column_of_scores_is_no_score() -> None:
    rows: list[list[Any]] = [list(row) for row in PLAIN.rows]
    rows[ROW - 1][PLAIN.header.index("2.1 (2б)")] = "2021-02-01"
    found = read(book(("1", rows)))
    assert column(found, "2.1 (2б)") == {"score_not_number"}

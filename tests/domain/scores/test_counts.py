"""Aggregate tables: shares become whole participants or the row is refused."""

import pytest

from backend.domain.scores.counts import counts_from, read_number
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import Reading, book, read

HEADER = ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"]
ABOVE = [["Статистика по отметкам"], ["ВПР 2021 Математика 5 класс"]]


def statistics(*rows: list[str], kind: str = "csv") -> Reading:
    table = [*ABOVE, HEADER, ["Вся выборка", "30000", "1000000", "10", "40", "35", "15"], *rows]
    content = book(("1", table)) if kind == "xlsx" else csv_text(table, ";", "\n").encode("cp1251")
    return read(content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_shares_become_whole_participants(kind: str) -> None:
    found = statistics(
        ["Самарская обл.", "600", "30000", "10", "40", "35", "15"],
        ["ГБОУ СОШ № 1 (edu63901003)", "1", "27", "3,7", "37,04", "33,33", "25,93"],
        ["МБОУ «Школа № 2»", "1", "8", "12,5", "50", "37.5", "–"],
        kind=kind,
    )
    assert found.table["basis"] == "counts"
    assert found.codes == {"rows_dropped"}
    assert found.schools == [
        ["login", "63901003", "ГБОУ СОШ № 1"],
        ["name", "МБОУ «Школа № 2»", "МБОУ «Школа № 2»"],
    ]
    assert found.counts == [
        [6, 0, 0, 27, 1, 10, 9, 7, None, None],
        [7, 1, 0, 8, 1, 4, 3, 0, None, None],
    ]
    assert found.work["grade"] == 5


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (["27", "3,7", "37,04", "33,33", "20,00"], "D", "counts_differ"),
        (["27", "3,8", "37,04", "33,33", "25,93"], "D", "counts_differ"),
        (["27", "много", "37,04", "33,33", "25,93"], "D", "share_wrong"),
        (["27", "3,7", "37,04", "133,33", "25,93"], "F", "share_wrong"),
        (["восемь", "3,7", "37,04", "33,33", "25,93"], "C", "participants_wrong"),
        (["2.7", "3,7", "37,04", "33,33", "25,93"], "C", "participants_wrong"),
    ],
)
def test_what_does_not_add_up_is_refused_by_its_row(
    cells: list[str], column: str, code: str
) -> None:
    found = statistics(["ГБОУ СОШ № 1 (edu63901003)", "1", *cells])
    assert {p for p in found.places if p[2] != "rows_dropped"} == {(5, column, code)}
    assert (found.counts, found.end["rows_bad"]) == ([], 1)


def test_counts_of_scripts_are_taken_as_they_are() -> None:
    header = ["school", "procedure", "year", "subject", "grade", "participants"]
    header += ["marks_2", "marks_3", "marks_4", "marks_5", "primary_sum"]
    good = ["edu63901003", "dr", "2021", "Математика", "7", "20", "2", "8", "7", "3", "255"]
    bad = ["edu63901003", "dr", "2021", "Физика", "7", "20", "2", "8", "7", "4", "255"]
    found = read(csv_text([header, good, bad], ";", "\n").encode())
    assert found.counts == [[2, 0, 0, 20, 2, 8, 7, 3, 255, 20]]
    assert found.places == {(3, "G", "counts_differ")}


@pytest.mark.parametrize(
    ("text", "value"),
    [("45,5", 45.5), ("45.50 %", 45.5), ("1 234", 1234), ("1\u00a0234", 1234), ("–", 0), ("x", None), ("1e3", None), ("-5", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    found = read_number(text)
    assert (float(found.value) if found else None) == value


def test_every_table_of_whole_counts_survives_rounding() -> None:
    for n in range(1, 60):
        for low in range(0, n + 1, 7):
            counts = (low, (n - low) // 2, (n - low) - (n - low) // 2, 0)
            shares = [read_number(f"{100 * c / n:.2f}".replace(".", ",")) for c in counts]
            assert counts_from(n, [s for s in shares if s], are_shares=True) == counts

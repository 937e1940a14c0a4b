"""Recognising a table of survey levels: every wrong cell is told by its place."""

import pytest

from backend.domain.risk_level_table import recognise_levels
from backend.domain.sent_table import NoTable, folded

HEADER = ["Школа", "Фактор риска", "Значимость", "Цикл"]


def test_good_rows_are_read_and_a_title_above_the_header_is_passed_over() -> None:
    table = recognise_levels(
        [
            ["Уровни рисков 2021"],
            HEADER,
            ["ГБОУ СОШ", "low_motivation", " высокая ", ""],
            ["", "", "", ""],
            ["ГБОУ СОШ", "Дефицит", "нет данных", "2021"],
        ]
    )
    assert [(r.row, r.level, r.cycle) for r in table.rows] == [(3, "high", None), (5, None, 2021)]
    assert table.errors == []


def test_every_wrong_cell_is_named_with_row_and_column() -> None:
    table = recognise_levels(
        [HEADER, ["", "Ф", "очень высокая", "21"], ["Ш", "=A1", "низкая", ""], ["Ш", "Ф", "", ""]]
    )
    assert [(e.row, e.column) for e in table.errors] == [
        (2, "A"), (2, "C"), (2, "D"), (3, "B"), (4, "C"),
    ]  # fmt: skip
    assert not any(row.is_whole for row in table.rows)


def test_other_columns_are_named_by_letter_and_never_echoed() -> None:
    table = recognise_levels(
        [["ФИО", *HEADER], ["Иванов Иван", "Ш", "Ф", "Низкая", ""], ["Петров", "", "", "", ""]]
    )
    assert table.ignored == ["A"]
    assert "Иванов" not in str(table)
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    "rows", [[], [["a", "b"]], [["школа", "уровень"]], [[*HEADER, "школа"], ["Ш"]]]
)
def test_without_a_known_header_there_is_no_table(rows: list[list[str]]) -> None:
    with pytest.raises(NoTable):
        recognise_levels(rows)


def test_names_are_compared_without_quotes_case_and_yo() -> None:
    assert folded("ГБОУ СОШ «Берёзка»") == folded('гбоу  сош "Березка"')

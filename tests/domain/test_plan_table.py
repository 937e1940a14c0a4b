"""Every way a plan's table is torn, glued and merged in a real file, as grids of cells."""

import pytest

from backend.domain.plan_grid import Cell
from backend.domain.plan_table import NotAPlan
from backend.domain.plan_text import RowText
from tests.domain.plan_grids import (
    HEADER,
    PROJECT_HEADER,
    cells,
    grid,
    numbers,
    only_row,
    over,
    read,
    remarks,
    row,
)


def test_a_row_keeps_its_five_texts_and_the_cells_of_the_file() -> None:
    found = read("1. Анализ причин", grid(cells(*HEADER), row("1.1.")))
    assert only_row(found) == RowText(
        number="1.1",
        title="Анализ",
        term_source="Март 2021",
        responsible_source="ЦУ",
        result_document="Справка",
        expected_result=None,
        cells=("1.1.", "Анализ", "Март 2021", "ЦУ", "Справка"),
    )
    assert found.remarks == ()


def test_an_empty_cell_of_a_result_is_none_and_an_empty_term_is_asked_about() -> None:
    found = read("1. А", grid(cells(*HEADER), cells("1.1", "Контроль", "", "ЦУ", "")))
    assert only_row(found).result_document is None
    assert only_row(found).term_source == ""
    assert remarks(found, "1.1") == "В файле у строки нет срока."


def test_a_section_row_that_was_never_merged_is_a_title_too() -> None:
    found = read(
        "1. А",
        grid(cells(*HEADER), row("1.1"), cells("2. Диагностика", "", "", "", ""), row("2.1")),
    )
    assert numbers(found) == {"1": ["1.1"], "2": ["2.1"]}


def test_tables_without_a_header_take_the_columns_of_the_table_before() -> None:
    found = read(
        "1. А",
        grid(cells(*HEADER), row("1.1")),
        "",
        "3. Повышение квалификации",
        grid(row("3.1.")),
        grid(row("3.2")),
    )
    assert numbers(found) == {"1": ["1.1"], "3": ["3.1", "3.2"]}
    assert "Таблиц без строки заголовков: 2" in remarks(found, None)


def test_a_repeated_header_is_no_row() -> None:
    found = read(
        "1. А", grid(cells(*HEADER), row("1.1"), cells(*HEADER), row("1.2")), grid(cells(*HEADER))
    )
    assert numbers(found) == {"1": ["1.1", "1.2"]}


def test_a_title_repeated_on_the_next_page_goes_on_with_its_section() -> None:
    found = read("1. А", grid(cells(*HEADER), row("1.1")), "1. А", grid(cells(*HEADER), row("1.2")))
    assert numbers(found) == {"1": ["1.1", "1.2"]}


def test_the_row_that_counts_columns_is_no_row() -> None:
    found = read("1. А", grid(cells(*HEADER), cells("1", "2", "3", "4", "5"), row("1.1")))
    assert numbers(found) == {"1": ["1.1"]}


def test_a_row_torn_by_a_page_is_joined_and_asked_about() -> None:
    found = read(
        "1. А",
        grid(cells(*HEADER), cells("1.1", "Проведение кураторами", "до 20.03", "ЦУ,", "")),
        "",
        grid(cells("", "верификации", "", "кураторы", "")),
    )
    joined = only_row(found)
    assert joined.title == "Проведение кураторами верификации"
    assert joined.responsible_source == "ЦУ, кураторы"
    assert joined.result_document is None
    assert joined.cells[5:] == ("", "верификации", "", "кураторы", "")
    assert "«верификации» | «кураторы»" in remarks(found, "1.1")


def test_a_torn_row_of_a_table_without_numbers_is_joined() -> None:
    found = read(
        "ПЛАН МЕРОПРИЯТИЙ проекта 500+",
        grid(cells(*PROJECT_HEADER), cells("Разработка", "до 30.04", "100%", "директора с.Новая")),
        grid(cells("", "", "", "Бинарадка"), cells("Подведение итогов", "20.12", "Итоги", "ЦУ")),
    )
    assert [r.responsible_source for r in found.plan.rows()] == [
        "директора с.Новая Бинарадка",
        "ЦУ",
    ]
    assert numbers(found) == {"500+": ["500+.1", "500+.2"]}


def test_a_torn_title_goes_on_with_a_small_letter_though_the_responsible_is_there() -> None:
    found = read(
        "ПЛАН МЕРОПРИЯТИЙ проекта 500+",
        grid(
            cells(*PROJECT_HEADER),
            cells("Проведение кураторами", "до 20.03", "", "ЦУ,"),
            cells("верификации профилей", "", "", "кураторы"),
            cells("Подведение итогов", "", "", "ЦУ"),
        ),
    )
    assert [r.title for r in found.plan.rows()] == [
        "Проведение кураторами верификации профилей",
        "Подведение итогов",
    ]
    assert remarks(found, "500+.2") == "В файле у строки нет срока."


def test_a_row_whose_number_is_merged_downwards_is_one_row() -> None:
    above = Cell("1.1", continued=True)
    found = read(
        "1. А",
        grid(cells(*HEADER), row("1.1", who="ЦУ"), (above, *cells("", "Май 2021", "РЦ", ""))),
    )
    assert only_row(found).term_source == "Март 2021 Май 2021"
    assert only_row(found).responsible_source == "ЦУ РЦ"


def test_a_responsible_merged_over_several_rows_is_each_rows_responsible() -> None:
    shared = Cell("ЦУ, РЦ", continued=True)
    found = read(
        "1. А",
        grid(
            cells(*HEADER),
            row("1.1", who="ЦУ, РЦ"),
            (*cells("1.2", "Аудит", "Май 2021"), shared, Cell("")),
        ),
    )
    assert [r.responsible_source for r in found.plan.rows()] == ["ЦУ, РЦ", "ЦУ, РЦ"]


def test_rows_whose_borders_word_drew_a_little_apart_are_read_by_order() -> None:
    header = (Cell("№"), Cell("Мероприятия", 3), Cell("Сроки"), Cell("Исполнители"), Cell("", 2))
    shifted = (Cell("1.1"), Cell("Анализ", 2), Cell("Март", 2), Cell("ЦУ"), Cell("Справка", 2))
    found = read("1. А", grid(header, shifted))
    assert only_row(found).title == "Анализ"
    assert only_row(found).term_source == "Март"


def test_a_row_with_cells_merged_sideways_is_read_by_its_columns() -> None:
    merged = (Cell("1.1"), Cell("Анализ"), Cell("Постоянно", 2), Cell("Справка"))
    found = only_row(read("1. А", grid(cells(*HEADER), merged)))
    assert (found.term_source, found.responsible_source) == ("Постоянно", "")
    assert found.result_document == "Справка"


def test_a_term_of_two_columns_under_one_title_is_joined() -> None:
    first = (Cell("№"), Cell("Мероприятия"), Cell("Сроки", 2), Cell("Ответственный"))
    second = (
        Cell("№", continued=True),
        Cell("Мероприятия", continued=True),
        *cells("начало", "окончание"),
        Cell("Ответственный", continued=True),
    )
    found = read("1. А", grid(first, second, cells("1.1", "Анализ", "01.02", "01.03", "ЦУ")))
    assert only_row(found).term_source == "01.02 01.03"


def test_a_column_without_a_place_in_a_plan_is_named_and_its_text_kept() -> None:
    found = read(
        "1. А",
        grid(cells(*HEADER, "Примечание"), (*row("1.1"), Cell("по согласованию"))),
    )
    assert "Столбца «Примечание» в плане нет" in remarks(found, None)
    assert only_row(found).cells[-1] == "по согласованию"


def test_what_cannot_be_placed_becomes_a_remark_with_its_words() -> None:
    found = read(
        grid(cells("Согласовано", "Иванов")),
        "1. А",
        grid(cells(*HEADER), cells("", "", "", "ЦУ", "Справка"), row("1.1")),
        "Примечание: сроки могут меняться",
        grid(row("1.2")),
        "Исполнитель Петров",
    )
    said = remarks(found, None)
    for words in (
        "«Согласовано» | «Иванов»",
        "«ЦУ» | «Справка»",
        "сроки могут",
        "Исполнитель Петров",
    ):
        assert words in said
    assert numbers(found) == {"1": ["1.1", "1.2"]}


def test_a_workbook_has_titles_in_lone_cells_and_sheets_that_are_no_plan() -> None:
    found = read(
        grid(
            over("План на 2021 год"),
            cells("", "", "", "", ""),
            cells(*HEADER),
            cells("1. Анализ", "", "", "", ""),
            row("1.1"),
            cells("", "", "", "", ""),
            cells("Исполнитель: Петров П. П.", "", "", "", ""),
            sheet="Лист1",
        ),
        grid(cells("Основание", "распоряжение"), sheet="Параметры"),
        grid(cells("Код", "Значение"), sheet="Справочник"),
    )
    assert found.plan.heading == "План на 2021 год"
    assert numbers(found) == {"1": ["1.1"]}
    assert "Исполнитель: Петров П. П." in remarks(found, None)
    assert "Лист «Справочник»" in remarks(found, None)
    assert "Основание" not in remarks(found, None)


def test_the_name_of_a_sheet_is_the_title_of_a_table_that_has_none() -> None:
    found = read(
        grid(over("План"), cells(*HEADER), over("1. А"), row("1.1"), sheet="Лист1"),
        grid(cells(*PROJECT_HEADER), cells("Встречи", "Май", "Все", "ЦУ"), sheet="Проект 500+"),
        grid(cells(*HEADER), over("2. Б"), row("2.1"), sheet="Лист3"),
    )
    assert [(s.code, s.title) for s in found.plan.sections] == [
        ("1", "А"),
        ("500+", "Проект 500+"),
        ("2", "Б"),
    ]


def test_what_stands_under_the_table_of_a_sheet_is_no_title_of_the_next() -> None:
    found = read(
        grid(
            over("План"),
            cells(*HEADER),
            over("1. А"),
            row("1.1"),
            cells("Петров", *[""] * 4),
            sheet="1",
        ),
        grid(cells(*PROJECT_HEADER), cells("Встречи", "Май", "Все", "ЦУ"), sheet="Лист2"),
    )
    assert [section.title for section in found.plan.sections] == ["А", "Лист2"]
    assert "«Петров»" in remarks(found, None)


def test_a_paragraph_after_a_title_in_a_table_is_not_part_of_it() -> None:
    found = read(
        "1. А", grid(cells(*HEADER), row("1.1"), over("2. Б")), "Страница 2", grid(row("2.1"))
    )
    assert [section.title for section in found.plan.sections] == ["А", "Б"]
    assert "«Страница 2»" in remarks(found, None)


def test_a_file_without_a_plan_is_refused_in_words() -> None:
    with pytest.raises(NotAPlan, match="нет таблицы"):
        read("Просто письмо.")
    with pytest.raises(NotAPlan, match=r"нет строки заголовков.*«Мероприятия», «Сроки»"):
        read(grid(cells("Школа", "Балл"), cells("Школа № 1", "5")))
    with pytest.raises(NotAPlan):
        read(grid(cells("№", "Мероприятия"), cells("1", "Анализ")))

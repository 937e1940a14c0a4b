"""Headings, titles of sections and numbers of rows, and the question each oddity becomes."""

import pytest

from backend.domain.plan_grid import Cell, CellKind
from backend.domain.plan_text import SectionForm
from tests.domain.plan_grids import (
    HEADER,
    PROJECT_HEADER,
    cells,
    grid,
    numbers,
    over,
    read,
    remarks,
    row,
)


@pytest.mark.parametrize(
    ("title", "code", "text"),
    [
        ("4. Оказание поддержки", "4", "Оказание поддержки"),
        ("4.Оказание поддержки", "4", "Оказание поддержки"),
        ("4) Оказание поддержки", "4", "Оказание поддержки"),
        ("4 Оказание поддержки", "4", "Оказание поддержки"),
        ("Раздел 4. Оказание поддержки", "4", "Оказание поддержки"),
        ("IV. Оказание поддержки", "IV", "Оказание поддержки"),
        ("4. 2021 год", "4", "2021 год"),
    ],
)
def test_titles_of_sections_are_read_however_they_are_numbered(
    title: str, code: str, text: str
) -> None:
    for found in (
        read(title, grid(cells(*HEADER), row(f"{code}.1"))),
        read(grid(cells(*HEADER), over(title), row(f"{code}.1"))),
    ):
        (section,) = found.plan.sections
        assert (section.code, section.title) == (code, text)


def test_bare_numbers_get_the_number_of_their_section() -> None:
    found = read("2. Б", grid(cells(*HEADER), row("1."), row("2")))
    assert numbers(found) == {"2": ["2.1", "2.2"]}
    assert "записаны как 2.1 и далее" in remarks(found, None)


def test_a_row_without_a_number_gets_the_next_free_one_and_a_question() -> None:
    found = read("2. Б", grid(cells(*HEADER), row("2.1"), row(""), row("2.2")))
    assert numbers(found) == {"2": ["2.1", "2.3", "2.2"]}
    assert "нет номера: записана как 2.3" in remarks(found, "2.3")


def test_doubled_foreign_and_disordered_numbers_are_asked_about_and_kept() -> None:
    found = read("1. А", grid(cells(*HEADER), row("1.3"), row("1.2"), row("1.3"), row("2.1")))
    assert numbers(found) == {"1": ["1.3", "1.2", "1.3", "2.1"]}
    assert "Строка 1.2 стоит после 1.3." in remarks(found, "1.2")
    assert "у 2 строк" in remarks(found, "1.3")
    assert "Строка 2.1 стоит в разделе 1." in remarks(found, "2.1")


def test_a_number_excel_may_have_rounded_is_asked_about() -> None:
    typed = Cell("1.1", kind=CellKind.NUMBER)
    found = read("1. А", grid(cells(*HEADER), row("1.9"), (typed, *row("")[1:])))
    assert "Excel превращает «1.10» в 1.1" in remarks(found, "1.1")


def test_a_number_excel_made_a_date_is_asked_about() -> None:
    typed = Cell("01.янв", kind=CellKind.DATE)
    found = read("1. А", grid(cells(*HEADER), (typed, *row("")[1:])))
    assert "стоит дата «01.янв»" in remarks(found, "01.янв")


def test_a_second_plan_is_a_section_with_the_code_of_its_words() -> None:
    found = read(
        "«Дорожная карта» мероприятий",
        "",
        "1. А",
        grid(cells(*HEADER), row("1.1")),
        "ПЛАН МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА»)",
        "",
        "проекта 500+",
        grid(cells(*PROJECT_HEADER), cells("Анкетирование", "15.02.2021", "100%", "ЦУ")),
    )
    assert found.plan.heading == "«Дорожная карта» мероприятий"
    project = found.plan.sections[1]
    assert (project.code, project.form) == ("500+", SectionForm.PROJECT)
    assert project.title == "ПЛАН МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА») проекта 500+"
    assert project.rows[0].expected_result == "100%"
    assert found.remarks == ()


def test_an_unnumbered_second_plan_gets_the_next_number_and_a_question() -> None:
    found = read(
        "1. А",
        grid(cells(*HEADER), row("1.1")),
        "План мероприятий проекта «Наставник»",
        grid(cells(*PROJECT_HEADER), cells("Встречи", "Май", "Все", "ЦУ")),
    )
    assert numbers(found) == {"1": ["1.1"], "2": ["2.1"]}
    assert "нет номера: записан как 2" in remarks(found, None)


def test_a_title_without_a_number_takes_it_from_its_rows() -> None:
    found = read(grid(cells(*HEADER), over("Анализ причин"), row("5.1"), row("5.2")))
    assert numbers(found) == {"5": ["5.1", "5.2"]}
    assert found.plan.sections[0].title == "Анализ причин"


def test_a_plan_without_sections_is_one_section_named_as_the_plan() -> None:
    found = read("План работы на 2021 год", "", grid(cells(*HEADER), row("1"), row("2")))
    assert numbers(found) == {"1": ["1.1", "1.2"]}
    assert found.plan.sections[0].title == found.plan.heading == "План работы на 2021 год"
    assert "нет названий разделов" in remarks(found, None)


def test_the_stamp_and_the_order_are_kept_apart_from_the_heading() -> None:
    found = read(
        "РАСПОРЯЖЕНИЕ",
        "",
        "1. Утвердить план.",
        "2. Контроль оставляю за собой.",
        "",
        "Приложение",
        "к Распоряжению",
        "от 12.02.2021 № 64-од",
        "«Дорожная карта» мероприятий",
        "на 2020-2021г.",
        "1. Анализ причин",
        grid(cells(*HEADER), row("1.1")),
    )
    assert found.plan.heading == "«Дорожная карта» мероприятий на 2020-2021г."
    assert found.preamble[0] == "РАСПОРЯЖЕНИЕ"
    assert found.preamble[-1] == "от 12.02.2021 № 64-од"
    assert numbers(found) == {"1": ["1.1"]}


def test_a_heading_right_under_the_number_of_the_act_is_found() -> None:
    found = read(
        "Приложение",
        "к приказу от 12.02.2021 № 64-од",
        "Повышение качества образования",
        "1. Анализ причин",
        grid(cells(*HEADER), row("1.1")),
    )
    assert found.plan.heading == "Повышение качества образования"
    assert found.preamble == ("Приложение", "к приказу от 12.02.2021 № 64-од")


def test_a_number_of_words_is_kept_as_a_remark() -> None:
    found = read("1. А", grid(cells(*HEADER), row("1.1"), row("итого")))
    assert numbers(found) == {"1": ["1.1", "1.2"]}
    assert "В столбце номера стоит «итого»." in remarks(found, "1.2")

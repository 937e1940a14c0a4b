from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.comparability import Form, comparable_years, why_not_comparable

SPRING_2021 = Form(
    procedure="vpr",
    subject="Математика",
    year=2021,
    wave="spring",
    programme_grade=5,
    max_primary=20,
    bands=(7, 11, 15),
    participants=18,
    enrolled=20,
)
AUTUMN_2020 = replace(SPRING_2021, year=2020, wave="autumn", programme_grade=4)


def codes(a: Form, b: Form) -> list[str]:
    return [reason.code for reason in why_not_comparable(a, b)]


def test_the_same_work_of_another_year_is_comparable() -> None:
    assert why_not_comparable(SPRING_2021, replace(SPRING_2021, year=2022)) == []


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"procedure": "oge"}, "procedure", "Разные процедуры: ВПР и ОГЭ."),
        ({"subject": "Физика"}, "subject", "Разные предметы: Математика и Физика."),
        ({"programme_grade": 6}, "programme_grade", "5 класс (весна 2021) и 6 класс (весна 2022)"),
        ({"wave": "autumn"}, "wave", "весна 2021 и осень 2022"),
        ({"series": "100"}, "series", "без серии и «100»"),
        ({"max_primary": 21}, "maximum", "20 (весна 2021) и 21 (весна 2022)"),
        ({"max_primary": None}, "maximum_unknown", "(весна 2021), но не для другой (весна 2022)"),
        ({"bands": (8, 11, 15)}, "scale", "с 7, 11 и 15 баллов (весна 2021) и с 8, 11 и 15 баллов"),
        ({"bands": None}, "scale_unknown", "(весна 2021), но не для другой (весна 2022)"),
        ({"participants": 13}, "participation", "Писали 13 из 20 учеников (весна 2022)"),
    ],
)
def test_every_difference_is_named(changed: dict[str, object], code: str, words: str) -> None:
    other = replace(SPRING_2021, year=2022, **changed)  # type: ignore[arg-type]
    (reason,) = why_not_comparable(SPRING_2021, other)
    assert reason.code == code
    assert words in reason.text
    assert why_not_comparable(other, SPRING_2021) == [reason]


def test_autumn_2020_is_no_year_before_spring_2021() -> None:
    assert codes(AUTUMN_2020, SPRING_2021) == ["programme_grade", "wave"]


def test_exactly_seventy_percent_is_enough_and_unknown_enrolment_is_not_judged() -> None:
    other = replace(SPRING_2021, year=2022)
    assert codes(SPRING_2021, replace(other, participants=14)) == []
    assert codes(SPRING_2021, replace(other, participants=1, enrolled=None)) == []
    few = replace(SPRING_2021, participants=1)
    assert codes(few, replace(other, participants=2)) == ["participation"] * 2


def test_procedures_without_a_scale_are_comparable() -> None:
    ege = Form("ege", "Математика", 2020, "main", 11)
    assert why_not_comparable(ege, replace(ege, year=2021)) == []


@settings(deadline=None)
@given(st.permutations(range(2014, 2024)))
def test_pool_takes_the_newest_comparable_years(years: list[int]) -> None:
    forms = [AUTUMN_2020 if y == 2020 else replace(SPRING_2021, year=y) for y in years]
    assert [form.year for form in comparable_years(forms)] == [2023, 2022, 2021]
    older = [form for form in forms if form.year < 2023]
    assert [form.year for form in comparable_years(older)] == [2022, 2021, 2019]
    assert comparable_years([]) == []


def test_pool_reaches_no_further_than_four_years_and_takes_one_a_year() -> None:
    forms = [replace(SPRING_2021, year=y) for y in (2023, 2023, 2019, 2020)]
    assert [form.year for form in comparable_years(forms)] == [2023, 2020]

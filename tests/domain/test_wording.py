"""Russian words around numbers."""

from datetime import date

import pytest

from backend.domain.wording import count, days, plural, schools, short_date

FORMS = {
    "день": (1, 21, 31, 101, 121, 1001, 10_021),
    "дня": (2, 3, 4, 22, 33, 104, 1002, 10_004),
    "дней": (0, 5, 6, 9, 10, 11, 12, 13, 14, 15, 19, 20, 25, 111, 112, 113, 114, 211, 1011, 10_012),
}


@pytest.mark.parametrize(
    ("form", "number"), [(f, n) for f, numbers in FORMS.items() for n in numbers]
)
def test_plural(form: str, number: int) -> None:
    assert plural(number, "день", "дня", "дней") == form
    assert plural(-number, "день", "дня", "дней") == form


def test_every_number_repeats_its_form_after_a_hundred() -> None:
    for number in range(200):
        assert plural(number, "a", "b", "c") == plural(number + 100, "a", "b", "c")


def test_number_and_word_stay_on_one_line() -> None:
    assert days(21) == "21\u00a0день"
    assert schools(3) == "3\u00a0школы"
    assert count(11, "строка", "строки", "строк") == "11\u00a0строк"


def test_dates_are_written_as_in_documents() -> None:
    assert short_date(date(2021, 3, 7)) == "07.03.2021"

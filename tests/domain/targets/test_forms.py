"""Two years of a school are compared only over the same grades and comparable works."""

from typing import Any

import pytest

from backend.domain.targets.forms import why_not_same_works


def work(**said: Any) -> dict[str, Any]:
    return {
        "year": 2020, "wave": "autumn", "grade": 6, "programme_grade": 5, "series": "", "maximum": 20,
        "bounds": [7, 11, 15], "participants": 8, "enrolled": None,
    } | said  # fmt: skip


def why(base: list[dict[str, Any]], fact: list[dict[str, Any]]) -> str | None:
    return why_not_same_works("vpr", "Математика", base, fact)


def test_the_same_work_a_year_later_is_comparable() -> None:
    assert why([work()], [work(year=2021)]) is None


@pytest.mark.parametrize(
    ("differs", "words"),
    [
        ({"programme_grade": 6}, "программа разных классов"),
        ({"bounds": [8, 12, 16]}, "Разные границы отметок"),
        ({"maximum": 22}, "Разный максимальный балл"),
        ({"series": "А"}, "Разные серии"),
        ({"enrolled": 20}, "меньше 70"),
        ({"grade": 7}, "Состав классов разный"),
    ],
)
def test_what_differs_is_named(differs: dict[str, Any], words: str) -> None:
    assert words in (why([work()], [work(year=2021, **differs)]) or "")


def test_pooled_grades_must_all_be_there() -> None:
    both = [work(grade=5), work(grade=6)]
    assert why(both, [work(grade=5, year=2021), work(grade=6, year=2021)]) is None
    words = why(both, [work(grade=5, year=2021)]) or ""
    assert words == "Состав классов разный: в базе — 5, 6, в 2021 году — 5."


def test_series_of_a_grade_are_paired_and_their_part_of_the_grade_is_no_lack_of_pupils() -> None:
    base = [work(series="А", enrolled=20), work(series="Б", enrolled=20)]
    assert why(base, [work(series="Б", year=2021), work(series="А", year=2021)]) is None
    assert "Разные серии" in (why(base, [work(series="А", year=2021)]) or "")

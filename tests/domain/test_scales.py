"""Rules of scales; what the data file says is held against the cited tables in test_scale_data.py."""

import numpy as np
import pytest

from backend.domain.scales import (
    Scale,
    SideCondition,
    allowed_array,
    bands_array,
    bands_of_scale,
    condition_of_json,
    expected_marks,
    mark_of,
    scale_of_bands,
    why_not_bands,
    why_not_conditions,
)

MATH_4 = Scale(6, 10, 15, 20)
LITERACY = SideCondition("literacy", "грамотность", ((4, 4), (5, 6)), "one_lower")
GEOMETRY = SideCondition("geometry", "геометрия", ((3, 2), (4, 2), (5, 2)), "two")
RUSSIAN = Scale(15, 23, 29, 33, (LITERACY,))
MATH = Scale(8, 15, 22, 31, (GEOMETRY,))


@pytest.mark.parametrize(
    ("primary", "mark"), [(0, 2), (5, 2), (6, 3), (9, 3), (10, 4), (14, 4), (15, 5), (20, 5)]
)
def test_mark_changes_exactly_at_the_lowest_score_of_a_band(primary: int, mark: int) -> None:
    assert mark_of(primary, MATH_4) == mark
    assert expected_marks(primary, MATH_4) == {mark}


@pytest.mark.parametrize("primary", [-1, 21])
def test_a_score_outside_the_work_has_no_mark(primary: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        mark_of(primary, MATH_4)
    with pytest.raises(ValueError, match="outside"):
        expected_marks(primary, MATH_4)


@pytest.mark.parametrize("bands", [(0, 10, 15, 20), (6, 6, 15, 20), (6, 10, 21, 20)])
def test_bands_that_do_not_rise_are_refused(bands: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="bands"):
        Scale(*bands)


# domain.md 5.2: «4» needs ≥4, «5» ≥6 points for literacy, otherwise one mark lower.
@pytest.mark.parametrize(
    ("primary", "points", "marks"),
    [
        (22, None, {3}),
        (22, 0, {3}),
        (23, None, {3, 4}),
        (23, 3, {3}),
        (28, 4, {4}),
        (29, None, {4, 5}),
        (29, 5, {4}),
        (29, 6, {5}),
        (14, None, {2}),
    ],
)
def test_literacy_takes_one_mark_off_or_is_not_known(
    primary: int, points: int | None, marks: set[int]
) -> None:
    known = None if points is None else {"literacy": points}
    assert expected_marks(primary, RUSSIAN, known) == marks


# domain.md 5.2: ≥2 points in geometry for any of 3/4/5.
@pytest.mark.parametrize(
    ("primary", "points", "marks"),
    [
        (7, None, {2}),
        (8, None, {2, 3}),
        (31, None, {2, 5}),
        (20, 1, {2}),
        (20, 2, {4}),
        (8, 2, {3}),
    ],
)
def test_without_geometry_every_mark_is_two(
    primary: int, points: int | None, marks: set[int]
) -> None:
    assert (
        expected_marks(primary, MATH, None if points is None else {"geometry": points, "other": 0})
        == marks
    )


@pytest.mark.parametrize("scale", [MATH_4, RUSSIAN, MATH])
def test_the_look_up_says_what_the_rule_says(scale: Scale) -> None:
    primary = np.arange(-1, scale.max_primary + 9)
    place = np.clip(primary, -1, scale.max_primary + 1)
    marks = bands_array(scale)[place]
    allowed = allowed_array(scale)[place]
    assert marks.dtype == np.int8
    for score, mark, row in zip(primary, marks, allowed, strict=True):
        inside = 0 <= score <= scale.max_primary
        assert mark == (mark_of(int(score), scale) if inside else -1)
        assert set(np.flatnonzero(row)) == (
            expected_marks(int(score), scale) if inside else frozenset()
        )


GOOD = {"2": [0, 5], "3": [6, 9], "4": [10, 14], "5": [15, 20]}


def test_bands_and_scale_say_the_same() -> None:
    assert scale_of_bands(GOOD, max_primary=20) == MATH_4
    assert {m: list(ends) for m, ends in bands_of_scale(MATH_4).items()} == GOOD


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"3": [7, 9]}, "Между «2» и «3» разрыв: балл 6 без отметки."),
        ({"4": [12, 14]}, "Между «3» и «4» разрыв: баллы 10–11 без отметки."),
        ({"4": [9, 14]}, "Отметки «3» и «4» пересекаются: балл 9 в обеих."),
        (
            {"5": [15, 19]},
            "Отметка «5» кончается на 19, а максимум работы 20: они должны совпадать.",
        ),
        ({"2": [1, 5]}, "Отметка «2» должна начинаться с 0 баллов, указано 1."),
        ({"3": [9, 6]}, "Границы отметки «3» перевёрнуты: 9–6."),
    ],
)
def test_wrong_bands_are_told_in_words(changes: dict[str, list[int]], sentence: str) -> None:
    assert why_not_bands(GOOD | changes, max_primary=20) == sentence
    with pytest.raises(ValueError, match="«"):
        scale_of_bands(GOOD | changes, max_primary=20)


def test_conditions_that_contradict_themselves_are_told() -> None:
    assert why_not_conditions([LITERACY, GEOMETRY]) is None
    assert "дважды" in str(why_not_conditions([LITERACY, LITERACY]))
    falling = SideCondition("x", "устная часть", ((4, 6), (5, 4)), "one_lower")
    assert "не меньше" in str(why_not_conditions([falling]))


def test_a_condition_comes_back_from_its_stored_form() -> None:
    stored = {
        "code": "literacy",
        "title": "грамотность",
        "minima": {"5": 6, "4": 4},
        "lowers": "one_lower",
    }
    assert condition_of_json(stored) == LITERACY

import pytest

from backend.domain.scores.masks import read_long_mask, read_short_mask, task_names
from tests.data.logical_table import GIA_LAYOUTS
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+", (1,)),
        ("-", (0,)),
        ("++-2", (1, 1, 0, 2)),
        ("–+−", (0, 1, 0)),
        ("+ - 3", (1, 0, 3)),
        ("Х+x", (-1, 1, -1)),
        ("", None),
        ("+*", None),
        ("Иванов", None),
        ("٣", None),
        ("+" * 61, None),
    ],
)
def test_short_answers(text: str, values: tuple[int, ...] | None) -> None:
    found = read_short_mask(text)
    assert (found and found.values) == values


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1(2)0(3)", ((1, 0), (2, 3))),
        ("1(2) 0(3)", ((1, 0), (2, 3))),
        ("12(22)", ((12,), (22,))),
        ("3(2)", None),
        ("1(0)", None),
        ("1(2", None),
        ("1", None),
        ("", None),
    ],
)
def test_detailed_answers(text: str, points: tuple[tuple[int, ...], ...] | None) -> None:
    found = read_long_mask(text)
    assert (found and (found.values, found.maxima)) == points


def test_names_of_tasks() -> None:
    assert task_names("short_mask", 2) + task_names("long_mask", 2) == ["1", "2", "К1", "К2"]


def test_maxima_come_from_the_mask_or_from_the_highest_score_seen() -> None:
    layout = next(layout for layout in GIA_LAYOUTS if layout.code == "ege")
    found = read(csv_text(layout.rows, ";", "\n").encode())
    tasks = [(name, top) for name, top, *_ in found.table["tasks"]]
    assert tasks == [("1", 1), ("2", 1), ("3", 1), ("4", 2), ("К1", 2), ("К2", 3)]
    assert not found.table["partial"]


def test_gve_is_told_from_the_code_of_the_subject() -> None:
    layout = next(layout for layout in GIA_LAYOUTS if layout.code == "oge")
    rows = [["52 - Математика 2022.06.07"], layout.header, *layout.body]
    found = read(csv_text(rows, ";", "\n").encode())
    assert (found.work["procedure"], found.work["subject_code"]) == ("gve9", 52)


@pytest.mark.parametrize(
    ("subject", "code", "expected", "fault"),
    [
        ("Математика", "2", "Математика", None),
        ("", "2", "Математика", None),
        ("", "77", None, None),
        ("Математика", "1", "Математика", "subject_conflict"),
        ("Математика", "x", "Математика", "subject_unknown"),
        ("Краеведение", "2", "Краеведение", None),
        ("", "", None, "subject_missing"),
    ],
)
def test_a_subject_is_read_by_name_first_and_by_code_second(
    subject: str, code: str, expected: str | None, fault: str | None
) -> None:
    header = [
        "school",
        "procedure",
        "year",
        "subject",
        "subject_code",
        "grade",
        "participant",
        "mark",
    ]
    row = ["edu63901003", "oge", "2022", subject, code, "9", "1", "4"]
    found = read(csv_text([header, row], ";", "\n").encode())
    assert found.codes == ({fault} if fault else set())
    if fault is None:
        assert found.rows[0].work["subject"] == expected
        assert found.rows[0].work["subject_code"] == int(code)


def test_a_subject_against_its_code_is_told_and_the_name_wins() -> None:
    layout = next(layout for layout in GIA_LAYOUTS if layout.code == "ege")
    rows = [["03 - Русский язык 2022.06.23"], layout.header, *layout.body]
    found = read(csv_text(rows, ";", "\n").encode())
    assert found.places == {(1, None, "subject_conflict")}
    assert (found.work["subject"], found.work["subject_code"]) == ("Русский язык", 3)

"""One participant's result corrected: what follows from what, and what cannot be."""

from typing import Any

import pytest

from backend.domain.scores.correction import Result, as_plain_row, corrected
from backend.domain.scores.packing import task_list

TASKS = task_list(["1", "2К1"], [2, 3])
NO_TASKS = task_list([], [])
WROTE = Result(4, None, 4, 3, (1, 3))
ABSENT = Result(None, None, None, None, (None, None))
SUMS = Result(4, None, 4, None, (None, None))
EXAM = Result(20, 60, None, None, ())


@pytest.mark.parametrize(
    ("stored", "changes", "result"),
    [
        (WROTE, {"mark": 5}, Result(4, None, 5, 3, (1, 3))),
        (WROTE, {"task_scores": [2, 3]}, Result(5, None, 4, 3, (2, 3))),
        (WROTE, {"task_scores": [None, 3], "mark": None}, Result(3, None, None, 3, (None, 3))),
        (WROTE, {"task_scores": [2, 3], "primary_score": 5}, Result(5, None, 4, 3, (2, 3))),
        (WROTE, {"primary_score": None}, WROTE),
        (WROTE, {"journal_mark": None}, Result(4, None, 4, None, (1, 3))),
        (SUMS, {"primary_score": 5}, Result(5, None, 4, None, (None, None))),
        (ABSENT, {"task_scores": [0, 1], "mark": 2}, Result(1, None, 2, None, (0, 1))),
        (
            WROTE,
            {"task_scores": None, "mark": None, "journal_mark": None},
            Result(None, None, None, None, (None, None)),
        ),
    ],
)
def test_changes_bring_what_follows_from_them(
    stored: Result, changes: dict[str, Any], result: Result
) -> None:
    assert corrected(stored, changes, tasks=TASKS, max_primary=5) == (result, [])


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"primary_score": 5}, "primary_score", "Сумма баллов за задания 4, а первичный балл 5"),
        ({"primary_score": 6}, "primary_score", "не больше 5"),
        ({"task_scores": [1]}, "task_scores", "Заданий в работе 2, а баллов прислано 1"),
        (
            {"task_scores": [3, 4]},
            "task_scores",
            "За задание 1 можно получить не больше 2, указано 3",
        ),
        ({"task_scores": [1, 1], "primary_score": 3}, "primary_score", "Сумма баллов за задания 2"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    changes: dict[str, Any], field: str, word: str
) -> None:
    _, faults = corrected(WROTE, changes, tasks=TASKS, max_primary=5)
    assert faults[0][0] == field
    assert word in faults[0][1]


def test_a_protocol_without_tasks_says_so() -> None:
    _, faults = corrected(EXAM, {"task_scores": [1]}, tasks=NO_TASKS, max_primary=None)
    assert faults == [("task_scores", "У этого протокола нет баллов за задания.")]


def test_a_row_of_the_plain_layout_says_the_same() -> None:
    assert as_plain_row(WROTE, TASKS) == {
        "primary_score": "4", "mark": "4", "journal_mark": "3", "1 (2б)": "1", "2К1 (3б)": "3",
    }  # fmt: skip
    assert as_plain_row(ABSENT, TASKS) == {
        "journal_mark": "нет", "mark": "не присутствовал", "1 (2б)": "Х", "2К1 (3б)": "Х",
    }  # fmt: skip
    no_mark = {"journal_mark": "нет"}
    assert as_plain_row(SUMS, TASKS) == {"primary_score": "4", "mark": "4"} | no_mark
    assert as_plain_row(EXAM, NO_TASKS) == {"primary_score": "20", "test_score": "60"} | no_mark

"""One participant's result corrected by hand (an appeal, a slip of the pen): stored values and changes → a full row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.scores.packing import TaskList

ABSENT_WORD = "не присутствовал"
NOT_ATTEMPTED_WORD = "Х"
NO_MARK_WORD = "нет"
Fault = tuple[str, str]
"""Field and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one participant has; None = no value. `tasks` is as long as the list of tasks, None = not attempted."""

    primary_score: int | None
    test_score: int | None
    mark: int | None
    journal_mark: int | None
    task_scores: tuple[int | None, ...]

    @property
    def is_absent(self) -> bool:
        """Nothing was written: neither points nor a mark."""
        scores = (self.primary_score, self.test_score, self.mark, *self.task_scores)
        return all(score is None for score in scores)

    @property
    def has_tasks(self) -> bool:
        return any(score is not None for score in self.task_scores)


def corrected(
    stored: Result, changes: Mapping[str, Any], *, tasks: TaskList, max_primary: int | None
) -> tuple[Result, list[Fault]]:
    """Return the result after the changes, and every reason why it cannot be.

    A field that is not among the changes stays. Points of tasks bring the primary score with them; a mark changed
    to None is looked up by the scale of the work.
    """
    plain = {
        name: changes[name] for name in ("test_score", "mark", "journal_mark") if name in changes
    }
    result = replace(stored, **plain)
    faults: list[Fault] = []
    if "task_scores" in changes:
        given = changes["task_scores"]
        scores = tuple(given) if given is not None else (None,) * len(tasks.names)
        faults += _task_faults(scores, tasks)
        if faults:
            return result, faults
        result = replace(result, task_scores=scores)
        if "primary_score" not in changes:
            result = replace(result, primary_score=_sum(result))
    if "primary_score" in changes:
        given = changes["primary_score"]
        result = replace(result, primary_score=_sum(result) if given is None else given)
    return result, faults + _primary_faults(result, max_primary)


def as_plain_row(result: Result, tasks: TaskList) -> dict[str, str]:
    """Return the values of a result in the columns of the plain layout."""
    names = [
        f"{name} ({maximum}б)" for name, maximum in zip(tasks.names, tasks.maxima, strict=True)
    ]
    row = {
        name: str(value)
        for name in ("primary_score", "test_score", "mark", "journal_mark")
        if (value := getattr(result, name)) is not None
    }
    # A column that is not there would leave the stored journal mark as it is.
    row.setdefault("journal_mark", NO_MARK_WORD)
    if result.is_absent:
        row["mark"] = ABSENT_WORD
    # Sums without points stand in protocols that once came without tasks: «X» everywhere would contradict them.
    elif not result.has_tasks and result.primary_score:
        return row
    scores = [NOT_ATTEMPTED_WORD if score is None else str(score) for score in result.task_scores]
    return row | dict(zip(names, scores, strict=True))


def _sum(result: Result) -> int | None:
    return sum(score or 0 for score in result.task_scores) if result.has_tasks else None


def _task_faults(scores: Sequence[int | None], tasks: TaskList) -> list[Fault]:
    if len(scores) != len(tasks.names):
        count = len(tasks.names)
        text = f"Заданий в работе {count}, а баллов прислано {len(scores)}."
        return [("task_scores", text if count else "У этого протокола нет баллов за задания.")]
    return [
        ("task_scores", f"За задание {name} можно получить не больше {maximum}, указано {score}.")
        for name, maximum, score in zip(tasks.names, tasks.maxima, scores, strict=True)
        if score is not None and score > maximum
    ]


def _primary_faults(result: Result, max_primary: int | None) -> list[Fault]:
    primary = result.primary_score
    if primary is None:
        return []
    if max_primary is not None and primary > max_primary:
        return [
            (
                "primary_score",
                f"За работу можно получить не больше {max_primary}, указано {primary}.",
            )
        ]
    total = _sum(result)
    if total is not None and total != primary:
        text = f"Сумма баллов за задания {total}, а первичный балл {primary}. Исправьте и баллы за задания."
        return [("primary_score", text)]
    return []

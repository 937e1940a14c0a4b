"""What the figures of tasks say in words."""

from collections import Counter
from collections.abc import Sequence

from backend.features.task_analysis.schemas.entry_exit import SkillChangeOut
from backend.features.task_analysis.schemas.shared import TaskScopeOut
from backend.features.task_analysis.schemas.tasks import AnalysedTaskOut, WeakTaskOut

WEAK_SHOWN = 5
SUPPRESSED = "Участников меньше пяти: итоги показаны только самой школе."
NO_TASKS = "По заданиям считать нечего: загружены только числа отметок, без баллов за задания."


def sentence_of(scope: TaskScopeOut, tasks: Sequence[AnalysedTaskOut]) -> str:
    """Return the page in one sentence."""
    if scope.suppressed:
        return SUPPRESSED
    if not tasks:
        return NO_TASKS
    judged = [task for task in tasks if task.level in {"sufficient", "borderline", "insufficient"}]
    if judged:
        weak, near = (
            sum(task.level == level for task in judged) for level in ("insufficient", "borderline")
        )
        return (
            f"Заданий с известной сложностью {len(judged)}: ниже порога {weak}, у границы {near},"
            f" достаточно выполнены {len(judged) - weak - near}."
        )
    if any(task.level == "too_few" for task in tasks):
        return "Участников меньше десяти: проценты меняет каждый ответ, оценка по порогам не выводится."
    return "Сложность заданий не указана: утверждённого паспорта работы нет, поэтому пороги не применяются."


def weakest_of(tasks: Sequence[AnalysedTaskOut]) -> list[WeakTaskOut]:
    """Return the tasks under their threshold; where no task can be judged, those with the lowest completion."""
    below = [task for task in tasks if task.level == "insufficient"]
    if not below and all(task.level in {"no_level", "too_few", "nobody"} for task in tasks):
        below = [task for task in tasks if task.done.pct is not None]
    lowest = sorted(below, key=lambda task: (task.done.pct or 0, tasks.index(task)))[:WEAK_SHOWN]
    return [
        WeakTaskOut(
            name=task.name,
            difficulty=task.difficulty,
            skill=task.skill,
            done=task.done,
            level_words=task.level_words,
        )
        for task in lowest
    ]


def entry_exit_sentence(scope: TaskScopeOut, items: Sequence[SkillChangeOut]) -> str:
    """Return what changed on common tasks in one sentence."""
    if scope.suppressed:
        return SUPPRESSED
    verdicts = Counter(item.change.verdict for item in items if item.change is not None)
    return (
        f"Общих заданий {len(items)}: лучше {verdicts['better']}, хуже {verdicts['worse']},"
        f" нельзя различить {verdicts['indistinct']}."
    )

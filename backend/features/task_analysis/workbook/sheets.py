"""The tables of the screens as sheets: the same figures from the same reads."""

from collections.abc import Sequence

from backend.core.table_book import Line, Sheet
from backend.features.task_analysis.schemas.entry_exit import EntryExitOut
from backend.features.task_analysis.schemas.shared import (
    TaskCompletionOut,
    TaskRulesOut,
    TaskScopeOut,
    TaskWorkOut,
)
from backend.features.task_analysis.schemas.tasks import (
    HeatMapOut,
    HeatRowOut,
    ScoreDistributionOut,
    TaskAnalysisOut,
)

HIDDEN = "мало"
_DONE = ("Участников", "Баллов", "Выполнение, %", "Интервал от, %", "до, %")
_DONE_WIDTHS = (12, 9, 13, 11, 9)
_ABOUT = {
    "completion": "Пороги выполнения",
    "groups": "Группы по отметкам",
    "distribution": "Распределение баллов",
    "items": "Анализ заданий",
}


def tasks_sheet(found: TaskAnalysisOut) -> Sheet:
    """Completion of every task."""
    return Sheet.of(
        "Задания",
        ("Задание", "Сложность", "Умение", "Максимум", *_DONE, "Не приступали", "Оценка"),
        (10, 11, 50, 11, *_DONE_WIDTHS, 14, 20),
        [
            (task.name, task.difficulty, task.skill, task.max, *_done(task.done), task.not_attempted,
             task.level_words)
            for task in found.tasks
        ],
    )  # fmt: skip


def groups_sheet(found: TaskAnalysisOut) -> Sheet:
    """Completion of every task by participants with each mark, one line a task and mark."""
    return Sheet.of(
        "Группы по отметкам",
        ("Задание", "Отметка", "Умение", *_DONE, "Не приступали", "Группа информативна"),
        (10, 10, 50, *_DONE_WIDTHS, 14, 14),
        [
            (task.name, of.mark, task.skill, *_done(of.done), HIDDEN if of.done.kind == "suppressed"
             else of.not_attempted, "да" if group.is_informative else "нет")
            for task in found.tasks
            for of, group in zip(task.groups, found.groups, strict=True)
        ],
    )  # fmt: skip


def items_sheets(found: TaskAnalysisOut) -> list[Sheet]:
    """Difficulty, discrimination and flags; and how many got each number of points, by mark."""
    lines: list[Line] = []
    for task in found.tasks:
        link = task.discrimination
        told = (link.r, link.low, link.high) if link else (None, None, None)
        flags = " ".join(flag.text for flag in task.flags) or None
        lines.append((task.name, task.skill, *_done(task.done), *told, flags))
    spread: list[Line] = []
    for task in found.tasks:
        for points in (None, *range(task.max + 1)):
            by_mark = [
                HIDDEN if of.scores is None
                else of.not_attempted if points is None else of.scores[points]
                for of in task.groups
            ]  # fmt: skip
            scores = task.scores or []
            whole = task.not_attempted if points is None else scores[points]
            spread.append(
                (task.name, "не приступали" if points is None else points, whole, *by_mark)
            )
    return [
        Sheet.of(
            "Анализ заданий",
            ("Задание", "Умение", *_DONE, "Различение r", "r от", "r до", "На что посмотреть"),
            (10, 50, *_DONE_WIDTHS, 12, 8, 8, 60),
            lines,
        ),
        Sheet.of(
            "Баллы по группам",
            ("Задание", "Баллов", "Участников", "«2»", "«3»", "«4»", "«5»"),
            (10, 16, 12, 8, 8, 8, 8),
            spread,
        ),
    ]


def scores_sheet(found: ScoreDistributionOut) -> Sheet:
    """How many participants have each primary score."""
    bounds = found.boundaries
    starts = [(5, bounds.min_5), (4, bounds.min_4), (3, bounds.min_3), (2, 0)]

    def mark_at(score: int) -> int | None:
        if bounds.min_4 is None:
            return None
        return next((mark for mark, low in starts if low is not None and score >= low), None)

    return Sheet.of(
        "Первичные баллы",
        ("Первичный балл", "Отметка по шкале", "Участников", "Из всех"),
        (16, 18, 12, 12),
        [(score, mark_at(score), count, found.n) for score, count in enumerate(found.counts)],
    )


def schools_sheet(found: HeatMapOut) -> Sheet:
    """Schools against tasks, percents of completion; the n of a row is that of its cells."""
    return Sheet.of(
        "Школы и задания",
        ("Школа", "Муниципалитет", "Участников", *(f"{c.name} ({c.max} б)" for c in found.columns)),
        (44, 30, 12, *(10 for _ in found.columns)),
        [_school(row, len(found.columns)) for row in (*found.rows, found.total)],
    )


def _school(row: HeatRowOut, columns: int) -> Line:
    if row.kind == "suppressed":
        return (row.name, row.municipality, HIDDEN, *(HIDDEN for _ in range(columns)))
    return (row.name, row.municipality, row.n, *(cell.done.pct for cell in row.cells))


def entry_exit_sheets(found: EntryExitOut) -> list[Sheet]:
    """Common tasks of two works, and what could not be compared."""
    return [
        Sheet.of(
            "Вход и итог",
            ("Умение", "Сложность", "Максимум", "Задание входной", *(f"{t}, вход" for t in _DONE),
             "Задание итоговой", *(f"{t}, итог" for t in _DONE), "Изменение, п. п.", "от", "до", "Вывод"),
            (50, 11, 11, 11, *_DONE_WIDTHS, 11, *_DONE_WIDTHS, 12, 9, 9, 22),
            [
                (item.skill, item.difficulty, item.max, item.entry_task, *_done(item.entry), item.exit_task,
                 *_done(item.exit), *((c.delta_pp, c.low_pp, c.high_pp, c.words) if (c := item.change)
                 else (None, None, None, None)))
                for item in found.items
            ],
        ),
        Sheet.of(
            "Не сравнивались",
            ("Работа", "Задание", "Умение", "Почему"),
            (14, 10, 50, 60),
            [
                ("входная" if one.side == "entry" else "итоговая", one.task, one.skill, one.words)
                for one in found.unmatched
            ],
        ),
    ]  # fmt: skip


def facts_of(
    work: TaskWorkOut, scope: TaskScopeOut, rules: TaskRulesOut | None
) -> list[tuple[str, str | int | None]]:
    """Say what the figures are of, by which formula and thresholds, and what they may be used for."""
    facts: list[tuple[str, str | int | None]] = [
        ("Работа", work.title),
        ("Чьи результаты", scope.title),
        ("Школ с баллами за задания", scope.schools),
        ("Школ без баллов за задания", scope.without_tasks),
        ("Участников", HIDDEN if scope.suppressed else scope.participants),
        (
            "Выполнение",
            "Σ баллов / (число участников × максимум задания) × 100; «X» считается как 0 баллов",
        ),
        ("Интервал", "95 %, Уилсон, по числу участников"),
        ("Назначение", "анализ системы и программы развития; для оценки учителя не используется"),
    ]
    if rules is not None:
        facts += [
            (_ABOUT[rule.about], f"{rule.source} (уверенность: {rule.confidence})")
            for rule in rules.sources
        ]
        facts += [
            (f"Порог, уровень {level.title}",
             f"достаточно от {_ru(level.sufficient_from)} %, недостаточно ниже {_ru(level.insufficient_below)} %")
            for level in rules.levels
        ]  # fmt: skip
    return facts


def _ru(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _done(done: TaskCompletionOut) -> Sequence[str | float | None]:
    if done.kind == "suppressed":
        return (HIDDEN,) * 5
    return (done.n, done.points, done.pct, done.ci_low_pct, done.ci_high_pct)

"""What a program notices in an anti-risk programme before the curator does: each note with why and how to fix."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_ALL = re.compile(r"(?<!\d)100\s*%|\b(?:все|всех|всем|всеми|кажд[а-яё]+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """`title` names it in the notes."""

    title: str
    stage: int
    due_on: date | None
    responsible: str | None
    evidence_kind: str | None


@dataclass(frozen=True, slots=True)
class Programme:
    """`project_ends_on`: no measure may be due after it."""

    goal: str
    indicator: str | None
    baseline: Decimal | None
    target: Decimal | None
    starts_on: date | None
    ends_on: date | None
    project_ends_on: date
    measures: Sequence[Measure]


@dataclass(frozen=True, slots=True)
class Note:
    """`severity`: severe (it cannot be accepted so), warning or hint."""

    rule: str
    severity: str
    what: str
    why: str
    fix: str


def programme_notes(programme: Programme) -> list[Note]:
    """Return the notes, the severe ones first."""
    found = [*_about_programme(programme), *_about_measures(programme)]
    order = ("severe", "warning", "hint")
    return sorted(found, key=lambda note: order.index(note.severity))


def _about_programme(p: Programme) -> Iterator[Note]:
    if not p.measures:
        yield Note(
            "no_measures",
            "severe",
            "Нет ни одной меры.",
            "Цель без мер не достигается.",
            "Добавьте меры с сроками и ответственными.",
        )
    if not p.indicator:
        yield Note(
            "no_indicator",
            "warning",
            "Не назван показатель.",
            "Без показателя не видно, уменьшился ли риск.",
            "Назовите, что и чем измеряется.",
        )
    if p.target is not None and p.baseline is None:
        yield Note(
            "target_without_baseline",
            "severe",
            "Есть целевое значение, нет исходного.",
            "Достижение считается от исходного значения.",
            "Укажите исходное значение показателя.",
        )
    if p.target is not None and p.target == p.baseline:
        yield Note(
            "target_equals_baseline",
            "warning",
            "Целевое значение равно исходному.",
            "Такая цель ничего не меняет.",
            "Проверьте значения.",
        )
    if _ALL.search(p.goal) and p.target is None:
        yield Note(
            "all_without_target",
            "warning",
            "В цели «все» или «100 %», а целевого значения нет.",
            "Обещание нечем проверить.",
            "Укажите показатель и целевое значение.",
        )
    if p.ends_on is not None and p.ends_on > p.project_ends_on:
        yield Note(
            "ends_after_project",
            "severe",
            f"Программа кончается позже проекта ({p.project_ends_on:%d.%m.%Y}).",
            "Её итоги никто не примет.",
            "Исправьте срок.",
        )
    if p.measures and len({m.stage for m in p.measures}) == 1:
        yield Note(
            "one_stage",
            "hint",
            "Все меры в одном этапе.",
            "Куратор подтверждает меры на двух этапах.",
            "Распределите меры по этапам.",
        )


def _about_measures(p: Programme) -> Iterator[Note]:
    for place, m in enumerate(p.measures, 1):
        name = f"Мера {place} «{m.title[:60]}»"
        if m.due_on is None:
            yield Note(
                "measure_without_date",
                "severe",
                f"{name}: нет срока.",
                "Меру без срока нельзя подтвердить вовремя.",
                "Укажите срок.",
            )
        elif m.due_on > min(p.ends_on or p.project_ends_on, p.project_ends_on):
            yield Note(
                "measure_after_end",
                "severe",
                f"{name}: срок позже конца программы или проекта.",
                "Меру не успеют подтвердить.",
                "Исправьте срок.",
            )
        elif p.starts_on is not None and m.due_on < p.starts_on:
            yield Note(
                "measure_before_start",
                "warning",
                f"{name}: срок раньше начала программы.",
                "Даты противоречат друг другу.",
                "Исправьте срок или начало программы.",
            )
        if not m.evidence_kind:
            yield Note(
                "measure_without_evidence",
                "severe",
                f"{name}: не сказано, чем подтверждается.",
                "Куратору нечего будет подтверждать.",
                "Назовите документ: приказ, справка, протокол.",
            )
        if not m.responsible:
            yield Note(
                "measure_without_owner",
                "warning",
                f"{name}: нет ответственного.",
                "За меру никто не отвечает.",
                "Укажите, кто отвечает.",
            )

"""How figures of tasks are read: enough or not, what is worth a look, which tasks of two works are the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from backend.domain.statistics import (
    Change,
    Completion,
    Discrimination,
    Verdict,
    newcombe_95,
    percent,
)
from backend.domain.statistics.shares import as_pct

MARKS = (2, 3, 4, 5)
Level = Literal["sufficient", "borderline", "insufficient", "no_level", "too_few", "nobody"]
Weight = Literal["informative", "approximate", "limited", "nobody"]
LEVEL_WORDS: dict[Level, str] = {
    "sufficient": "достаточно",
    "borderline": "у границы",
    "insufficient": "недостаточно",
    "no_level": "сложность не указана",
    "too_few": "малая выборка",
    "nobody": "нет участников",
}
WEIGHT_WORDS: dict[Weight, str] = {
    "informative": "Распределение информативно.",
    "approximate": "Распределение приблизительное: участников немного.",
    "limited": "По такому распределению выводы делать нельзя: участников мало.",
    "nobody": "Первичных баллов нет.",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Percents of points for one difficulty: enough from, not enough below; between them lies the boundary."""

    sufficient_from: Decimal
    insufficient_below: Decimal


@dataclass(frozen=True, slots=True)
class ItemRules:
    """From which n flags are raised, and the bounds in percent (`weak_discrimination_below`: of r)."""

    flags_from: int
    nearly_all_from: Decimal
    nearly_nobody_below: Decimal
    weak_discrimination_below: float
    often_skipped_from: Decimal


@dataclass(frozen=True, slots=True)
class Flag:
    """Something the authors of the work may want to look at, in neutral words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the completion of a task lies apart between two neighbouring marks, percentage points."""

    task: int
    """Place in the list that was asked about."""
    lower: int
    upper: int
    delta_pp: Decimal
    low_pp: Decimal
    high_pp: Decimal


@dataclass(frozen=True, slots=True)
class PassportItem:
    """A task as its passport describes it."""

    name: str
    maximum: int
    difficulty: str | None
    skill: str | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A task with nothing to compare it with, and why."""

    name: str
    skill: str | None
    side: Literal["entry", "exit"]
    code: Literal["no_skill", "only_here", "other_task"]


UNMATCHED_WORDS = {
    "no_skill": "в паспорте не указано умение",
    "only_here": "такого умения нет в другой работе",
    "other_task": "умение то же, но другие сложность или максимум",
}


def level_of(
    done: Completion, difficulty: str | None, bounds: Mapping[str, Bounds], *, informative_from: int
) -> Level:
    """Return how a completion is read for tasks of its difficulty (domain.md 4.3); too few are not judged."""
    if done.pct is None:
        return "nobody"
    if difficulty is None or difficulty not in bounds:
        return "no_level"
    if done.n < informative_from:
        return "too_few"
    # By the exact share: a rounded 60.0 may be 59.96.
    exact = Decimal(done.points * 100) / Decimal(done.n * done.maximum)
    if exact >= bounds[difficulty].sufficient_from:
        return "sufficient"
    return "insufficient" if exact < bounds[difficulty].insufficient_below else "borderline"


def weight_of(n: int, *, informative_from: int, approximate_from: int) -> Weight:
    """Return how much a distribution of n scores tells."""
    if n == 0:
        return "nobody"
    if n >= informative_from:
        return "informative"
    return "approximate" if n >= approximate_from else "limited"


def flags_of(
    done: Completion,
    *,
    not_attempted: int,
    discrimination: Discrimination | None,
    groups: Mapping[int, Completion],
    rules: ItemRules,
    informative_from: int,
) -> list[Flag]:
    """Return what is worth a look about a task; nothing from a sample too small for it."""
    if done.n < rules.flags_from or done.pct is None:
        return []
    found: list[Flag] = []
    if done.pct >= rules.nearly_all_from:
        found.append(Flag("nearly_all", "Справились почти все: задание не различает участников."))
    if done.pct < rules.nearly_nobody_below:
        found.append(
            Flag(
                "nearly_nobody",
                "Не справился почти никто: посмотрите, изучали ли тему и понятно ли условие.",
            )
        )
    skipped = percent(not_attempted, done.n)
    if skipped is not None and skipped >= rules.often_skipped_from:
        found.append(
            Flag("often_skipped", f"Не приступали {not_attempted} из {done.n} участников.")
        )
    # Off the noise only: an interval that covers zero says nothing of the weaker.
    if discrimination is not None and discrimination.high < 0:
        found.append(
            Flag("reversed", "С заданием чаще справлялись те, кто слабее в остальной работе.")
        )
    elif discrimination is not None and discrimination.r < rules.weak_discrimination_below:
        found.append(
            Flag("weak_link", "Результат задания слабо связан с результатом остальной работы.")
        )
    return found + _out_of_order(groups, informative_from)


def _out_of_order(groups: Mapping[int, Completion], informative_from: int) -> list[Flag]:
    """Flag neighbouring groups in which the higher mark did the task worse, off the noise."""
    found = []
    for lower, upper in pairwise(MARKS):
        below, above = groups.get(lower), groups.get(upper)
        if below is None or above is None or min(below.n, above.n) < informative_from:
            continue
        changed = completion_change(below, above)
        if changed is not None and changed.verdict == "worse":
            text = f"Участники с отметкой «{upper}» справились хуже, чем с отметкой «{lower}»."
            found.append(Flag(f"out_of_order_{lower}_{upper}", text))
    return found


def completion_change(before: Completion, after: Completion) -> Change | None:
    """Compare two completions of different pupils: after − before with Newcombe's interval; None without pupils.

    The interval takes n pupils, not n · maximum points (`items.completion`): rather too wide, never too narrow.
    """
    if not before.n or not after.n:
        return None
    possible = [one.n * one.maximum for one in (before, after)]
    delta = percent(
        after.points * possible[0] - before.points * possible[1], possible[0] * possible[1]
    )
    assert delta is not None
    low, high = (
        as_pct(bound)
        for bound in newcombe_95(
            (before.points / before.maximum, before.n), (after.points / after.maximum, after.n)
        )
    )
    verdict: Verdict = "better" if low > 0 else "worse" if high < 0 else "indistinct"
    return Change(delta + 0, low, high, verdict)


def widest_gaps(
    groups: Sequence[Mapping[int, Completion]], *, informative_from: int, most: int = 3
) -> list[Gap]:
    """Return by pair of neighbouring marks the tasks whose completion lies furthest apart, off the noise.

    `groups`: completions by mark, one mapping a task; pairs with a group under `informative_from` are left out.
    """
    found: list[Gap] = []
    for lower, upper in pairwise(MARKS):
        gaps = []
        for place, of_task in enumerate(groups):
            below, above = of_task.get(lower), of_task.get(upper)
            if below is None or above is None or min(below.n, above.n) < informative_from:
                continue
            changed = completion_change(below, above)
            if changed is not None and changed.verdict == "better":
                gaps.append(
                    Gap(place, lower, upper, changed.delta_pp, changed.low_pp, changed.high_pp)
                )
        found += sorted(gaps, key=lambda gap: (-gap.delta_pp, gap.task))[:most]
    return found


def match_items(
    entry: Sequence[PassportItem], leaving: Sequence[PassportItem]
) -> tuple[list[tuple[PassportItem, PassportItem]], list[Unmatched]]:
    """Pair tasks of two works that check the same skill with the same difficulty and maximum; say why others are not.

    Where a skill is checked by several equal tasks they are paired in their order. Numbers prove nothing: «3» of
    another work is another task.
    """
    pairs: list[tuple[PassportItem, PassportItem]] = []
    free = list(leaving)
    for item in entry:
        twin = next((other for other in free if _key(item) == _key(other) is not None), None)
        if twin is not None:
            free.remove(twin)
            pairs.append((item, twin))
    paired = {item.name for item, _ in pairs}
    left = [item for item in entry if item.name not in paired]
    skills = ({_skill(item) for item in entry}, {_skill(item) for item in leaving})
    unmatched = [_unmatched(item, "entry", skills[1]) for item in left]
    unmatched += [_unmatched(item, "exit", skills[0]) for item in free]
    return pairs, unmatched


def _unmatched(
    item: PassportItem, side: Literal["entry", "exit"], others: set[str | None]
) -> Unmatched:
    skill = _skill(item)
    if skill is None:
        return Unmatched(item.name, item.skill, side, "no_skill")
    return Unmatched(item.name, item.skill, side, "other_task" if skill in others else "only_here")


def _key(item: PassportItem) -> tuple[str, str | None, int] | None:
    skill = _skill(item)
    return None if skill is None else (skill, item.difficulty, item.maximum)


def _skill(item: PassportItem) -> str | None:
    """Return the skill as it is compared: without case, «ё», full stop and double spaces."""
    words = " ".join((item.skill or "").lower().replace("ё", "е").split()).rstrip(".")
    return words or None

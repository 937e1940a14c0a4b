"""Plan against fact in honest words, and what is asked of a target before it is set (rows 4.1, 6.3, 7.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from backend.domain.targets.measuring import (
    Change,
    Measure,
    Metric,
    change_verdict,
    difference,
    interval,
)
from backend.domain.wording import count

Verdict = Literal["reached", "not_reached", "indistinct", "not_comparable", "no_data"]
VERDICT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        "reached": "достигнут",
        "not_reached": "не достигнут",
        "indistinct": "нельзя различить",
        "not_comparable": "сравнивать нельзя",
        "no_data": "нет данных",
    }
)
_TENTH = Decimal("0.1")
_NO_PROGRESS = "Изменение нельзя отличить от случайного: о продвижении говорить рано."


@dataclass(frozen=True, slots=True)
class PlanFact:
    """What is said of a target: the verdict, why, the change from the base and the way gone."""

    verdict: Verdict
    explanation: str
    change: tuple[Decimal, Decimal, Decimal] | None
    """After − base with its interval, as shown."""
    change_verdict: Change | None
    progress_pct: Decimal | None
    progress_why: str | None
    """Why no progress is told."""


def plan_fact(metric: Metric, base: Measure, target: Decimal, fact: Measure) -> PlanFact:
    """Compare a measured fact with the plan and with the base, whose works are comparable."""
    verdict = attainment(metric, target, fact)
    told = difference(metric, base, fact)
    if told is None:
        return no_fact("no_data", "Показатель посчитать не из чего: нет участников.")
    moved = change_verdict(metric, told)
    is_told = moved != "indistinct"
    progress = progress_pct(metric, base, target, fact) if is_told else None
    why = None if is_told else _NO_PROGRESS
    return PlanFact(
        verdict,
        _explain(metric, target, fact, verdict),
        told,
        moved,
        progress,
        why,
    )


def no_fact(verdict: Literal["no_data", "not_comparable"], why: str) -> PlanFact:
    """Return what is said when there is nothing to compare the plan with."""
    return PlanFact(verdict, why, None, None, None, why)


def attainment(metric: Metric, target: Decimal, fact: Measure) -> Verdict:
    """Return reached or not only when the whole 95 % interval of the fact lies on one side of the plan.

    Where the plan is the best value there is and the fact equals it, it is reached: nothing better can be shown.
    """
    value, span = metric.value(fact), interval(metric, fact)
    if value is None or span is None:
        return "no_data"
    if value == metric.best == target:
        return "reached"
    low, high = span
    is_up = metric.better == "up"
    if (low >= target) if is_up else (high <= target):
        return "reached"
    if (high < target) if is_up else (low > target):
        return "not_reached"
    return "indistinct"


def meets(metric: Metric, target: Decimal, fact: Measure) -> bool:
    """Return whether the bare figure, without its interval, is on the good side of the plan."""
    value = metric.value(fact)
    if value is None:
        return False
    return value >= Fraction(target) if metric.better == "up" else value <= Fraction(target)


def progress_pct(metric: Metric, base: Measure, target: Decimal, fact: Measure) -> Decimal | None:
    """Return (fact − base) / (target − base) · 100: the sign of the way is in both differences (domain.md 7.1)."""
    start, now = metric.value(base), metric.value(fact)
    if start is None or now is None or Fraction(target) == start:
        return None
    gone = (now - start) / (Fraction(target) - start) * 100
    return (Decimal(gone.numerator) / Decimal(gone.denominator)).quantize(_TENTH, ROUND_HALF_UP)


def why_not_target(metric: Metric, base: Measure, target: Decimal) -> str | None:
    """Return why a value cannot be a target over this base, None when it can."""
    start = metric.value(base)
    if start is None:
        return "База не посчитана: нет участников. Цель без базы и числа участников не ставят."
    if not metric.floor <= target <= metric.ceiling:
        return f"План должен быть от {metric.floor} до {metric.ceiling}."
    shown = comma(metric.rounded(start))
    if Fraction(target) == start or metric.rounded(start) == target:
        return f"План равен базе ({shown}): цель должна улучшать показатель."
    if (Fraction(target) > start) != (metric.better == "up"):
        side = "больше" if metric.better == "up" else "меньше"
        return f"План хуже базы ({shown}): для этого показателя он должен быть {side}."
    return None


def what_target_means(metric: Metric, base: Measure, target: Decimal) -> str:
    """Return what a target asks for at the same number of pupils, and whether its attainment could be told."""
    n = base.n
    asked = ""
    if metric.is_share:
        exact = Fraction(target) * n / 100
        floor = exact.numerator // exact.denominator
        least = floor + (exact != floor) if metric.better == "up" else floor
        word = "не меньше" if metric.better == "up" else "не больше"
        asked = f"При том же числе участников это {word} {least} из {n}. "
        hoped = Measure(least, n, n)
    else:
        scaled = Fraction(target) * base.out_of / metric.factor
        hoped = Measure(round(scaled), base.out_of, n)
    among = count(n, "участнике", "участниках", "участниках")
    told = difference(metric, base, hoped)
    if told is not None and change_verdict(metric, told) == "indistinct":
        return (
            f"{asked}При {among} такое улучшение нельзя отличить от случайного: нужно больше участников"
            " (все классы вместе) или несколько лет."
        )
    return f"{asked}Такое улучшение при {among} отличимо от случайного."


def comma(value: Decimal) -> str:
    """Return a number as written in Russian: decimal comma, true minus."""
    return f"{value}".replace(".", ",").replace("-", "−")


def plan_words(value: Decimal) -> str:
    """Return a plan as written: «70», «62,5»."""
    return comma(value.quantize(Decimal(1)) if value % 1 == 0 else value.normalize())


def _explain(metric: Metric, target: Decimal, fact: Measure, verdict: Verdict) -> str:
    span = interval(metric, fact)
    assert span is not None
    low, high = (comma(end) for end in span)
    plan, among = plan_words(target), fact.n
    if verdict == "reached":
        return f"Весь интервал {low}–{high} (n = {among}) не хуже плана {plan}."
    if verdict == "not_reached":
        return f"Весь интервал {low}–{high} (n = {among}) хуже плана {plan}."
    side = "не хуже" if meets(metric, target, fact) else "хуже"
    return (
        f"По счёту факт {side} плана {plan}, но план внутри интервала {low}–{high} (n = {among}):"
        " это может быть случайностью."
    )

"""Why a school is in the list or not, in Russian sentences with the numbers they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.low_results.judging import Count, Judged, Verdict
from backend.domain.low_results.rule import Rule
from backend.domain.statistics import percent
from backend.domain.wording import count as counted
from backend.domain.wording import plural
from backend.domain.work_titles import work_title

STATUS_TITLES = {
    "low_results": "низкие результаты",
    "at_risk": "группа риска",
    "none": "низких результатов нет",
    "no_data": "недостаточно данных",
    "excluded": "не оценивается",
}
ZONE_TITLES = {"red": "красная зона", "yellow": "жёлтая зона", "green": "зелёная зона"}
CRITERIA_TITLES = {"any": "достаточно одного из критериев", "all": "нужны оба критерия"}
_TIMES = {1: "впервые за три года", 2: "второй год из трёх", 3: "все три года"}


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is stable: criterion_a, criterion_b, low, repeated, near, small, excluded, no_data, none."""

    code: str
    text: str


def reasons(rule: Rule, verdict: Verdict) -> tuple[Reason, ...]:
    """Return the reasons of a verdict, the decisive first."""
    return tuple(_reasons(rule, verdict))


def count_title(count: Count) -> str:
    """Return «ВПР, математика, 6 класс, осень 2020, программа 5 класса»."""
    return work_title(
        procedure=count.procedure,
        year=count.year,
        wave=count.wave,
        subject=count.subject_name,
        grade=count.grade,
        programme_grade=count.programme_grade,
    )


def share_words(count: Count) -> str:
    """Return «4 из 13 (30,8 %)»; under 20 participants no percent stands alone, the counts come first."""
    return f"{count.below} из {count.participants} ({pct_words(str(percent(count.below, count.participants)))})"


def pct_words(value: str) -> str:
    """Return a percent as Russian writes it: decimal comma, no needless zero, a no-break space."""
    return f"{value.removesuffix('.0').replace('.', ',')}\u00a0%"


def pupils(number: int) -> str:
    """Return «1 ученик», «2 ученика», «5 учеников»."""
    return counted(number, "ученик", "ученика", "учеников")


def stability_words(verdict: Verdict) -> str:
    """Return what the rule says of the three years together."""
    known = [past for past in verdict.history if past.status not in {"no_data", "excluded"}]
    listed = sum(past.status == "low_results" for past in known)
    if len(known) < len(verdict.history):
        if not known:
            return "сравнить с прошлыми годами нельзя: нет данных"
        years = counted(len(known), "год", "года", "лет")
        return f"есть данные за {years} из трёх, низкие результаты: {listed}"
    if verdict.status == "low_results":
        return _TIMES[listed]
    return f"низкие результаты: {listed} из 3 лет" if listed else "ни разу за три года"


def _reasons(rule: Rule, verdict: Verdict) -> Iterator[Reason]:
    if verdict.status == "excluded":
        yield Reason("excluded", "Школы этого вида правило не оценивает.")
    elif verdict.status == "no_data":
        yield Reason("no_data", _why_no_data(rule, verdict))
    else:
        yield from _of_criteria(rule, verdict)
        yield from _of_works(rule, verdict)


def _of_criteria(rule: Rule, verdict: Verdict) -> Iterator[Reason]:
    share = pct_words(str(rule.share_pct))
    if verdict.a.is_met:
        words = counted(verdict.low, "процедура", "процедуры", "процедур")
        yield Reason(
            "criterion_a",
            f"Критерий А: {words} с долей не преодолевших минимум {share} и выше, по правилу достаточно {rule.low_procedures}.",
        )
    if verdict.b.is_met:
        words = plural(
            len(verdict.b.keys),
            "одной и той же процедуре",
            "одним и тем же процедурам",
            "одним и тем же процедурам",
        )
        yield Reason("criterion_b", f"Критерий Б: два года подряд по {words}.")
    if rule.criteria == "all" and verdict.a.is_met != verdict.b.is_met:
        yield Reason("only_one", "По этому правилу нужны оба критерия, выполнен один.")
    if verdict.status == "none" and not any(one.is_near for one in verdict.judged):
        yield Reason(
            "none", f"Ни одной процедуры с долей {share} и выше, учтено {verdict.assessed}."
        )


def _of_works(rule: Rule, verdict: Verdict) -> Iterator[Reason]:
    for one in verdict.judged:
        if one.is_low:
            yield Reason("low", _low_words(one))
    for one in verdict.judged:
        if one.is_near:
            yield Reason(
                "near", f"{count_title(one.count)}: {share_words(one.count)}, {_to_cross(one)}."
            )
    for one in verdict.judged:
        if not one.is_enough:
            yield Reason(
                "small",
                f"{count_title(one.count)}: {share_words(one.count)}, не учтена: участников меньше {rule.min_participants}.",
            )


def _why_no_data(rule: Rule, verdict: Verdict) -> str:
    if verdict.small == 0:
        return "Результатов процедур, названных в правиле, за этот год нет."
    words = counted(verdict.small, "процедура", "процедуры", "процедур")
    return (
        f"Есть {words}, но в каждой участников меньше {rule.min_participants}: "
        "по такому числу учеников правило не судит."
    )


def _low_words(one: Judged) -> str:
    text = f"{count_title(one.count)}: {share_words(one.count)}, {_to_cross(one)}"
    if not one.was_low:
        return f"{text}."
    past = "; ".join(f"{share_words(count)} в {count.year} году" for count in one.before)
    return f"{text}. Годом раньше тоже: {past}."


def _to_cross(one: Judged) -> str:
    assert one.pupils_to_cross is not None
    words = pupils(one.pupils_to_cross)
    if one.is_low:
        verb = plural(one.pupils_to_cross, "преодолел", "преодолели", "преодолели")
        return f"доля была бы ниже порога, если бы минимум {verb} ещё {words}"
    return f"до порога {words}"


def margin_words(procedures: Iterable[Mapping[str, Any]]) -> str | None:
    """Return how far the nearest of the kept works is from the threshold, in points and pupils; None without any."""
    assessed = [one for one in procedures if one["is_enough"]]
    if not assessed:
        return None
    one = min(assessed, key=lambda work: (work["pupils_to_cross"], work["title"]))
    points = signed_words(one["margin_pp"])
    side = "выше порога" if one["is_low"] else "ниже порога"
    return f"{one['title']}: {points}\u00a0п.\u00a0п., {side} на {pupils(one['pupils_to_cross'])}"


def signed_words(points: str) -> str:
    """Return «+11,7», «−3»: a true minus, a decimal comma."""
    value = points.removesuffix(".0").replace(".", ",")
    if value.startswith("-"):
        return f"−{value[1:]}"
    return value if value == "0" else f"+{value}"

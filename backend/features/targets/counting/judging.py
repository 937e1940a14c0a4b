"""Rows of targets and results of their schools → what is told: figures, plan–fact, history, the summary."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from backend.domain.lifecycle.targets import TARGET
from backend.domain.statistics import VERDICT_WORDS as CHANGE_WORDS
from backend.domain.statistics import is_small_sample
from backend.domain.targets.attainment import (
    VERDICT_WORDS,
    PlanFact,
    Verdict,
    comma,
    no_fact,
    plan_fact,
)
from backend.domain.targets.forms import why_not_same_works
from backend.domain.targets.measuring import METRICS, Measure, Metric, interval, measure
from backend.domain.wording import plural, short_date
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES
from backend.features.targets.catalogue import metric_words
from backend.features.targets.counting.results import YearResults
from backend.features.targets.schemas import (
    TargetChangeOut,
    TargetClosingOut,
    TargetFigureOut,
    TargetMetricOut,
    TargetOut,
    TargetSummaryOut,
    TargetYearOut,
    VerdictCountOut,
)

_STANDING = frozenset({"agreed", "closed"})


def figure(metric: Metric, of: Measure | None) -> TargetFigureOut:
    """Return a measure as it is shown; None = there are no results at all."""
    value, span = (None, None) if of is None else (metric.value(of), interval(metric, of))
    kind: Literal["measured", "zero_pupils", "no_results"] = "no_results"
    if of is not None:
        kind = "zero_pupils" if value is None else "measured"
    return TargetFigureOut(
        kind=kind,
        value=None if value is None else float(metric.rounded(value)),
        low=None if span is None else float(span[0]),
        high=None if span is None else float(span[1]),
        total=of.total if of else 0,
        out_of=of.out_of if of else 0,
        n=of.n if of else 0,
        small_sample=of is not None and is_small_sample(of.n),
    )


def base_of(row: Mapping[Any, Any]) -> Measure:
    """Return the frozen base of a target."""
    return Measure(row["base_total"], row["base_out_of"], row["base_n"])


def fact_of(
    row: Mapping[Any, Any], years: Sequence[YearResults], today: date
) -> tuple[Measure | None, PlanFact]:
    """Return the fact of the due year and what is said of it."""
    metric = METRICS[row["metric"]]
    found = next((year for year in years if year.year == row["due_year"]), None)
    if found is None:
        return None, no_fact("no_data", _why_nothing(row, today))
    fact = measure(metric.code, found.counts)
    why = why_not_same_works(row["procedure"], row["subject_name"], row["base_forms"], found.forms)
    if why is not None:
        return fact, no_fact("not_comparable", why)
    return fact, plan_fact(metric, base_of(row), row["target_value"], fact)


def may_close(row: Mapping[Any, Any], fact: Measure | None, today: date) -> bool:
    """Return whether a target has a fact, or its time is over without one."""
    over = row["due_on"] or date(row["due_year"], 12, 31)
    return fact is not None or today > over


def history(
    metric: Metric,
    years: Sequence[YearResults],
    base_forms: Sequence[Mapping[str, Any]],
    about: Mapping[Any, Any],
) -> list[TargetYearOut]:
    """Return the years beside a target; `about`: procedure, subject_name, base_year, due_year."""
    return [
        TargetYearOut(
            year=year.year,
            figure=figure(metric, measure(metric.code, year.counts)),
            is_base=year.year == about["base_year"],
            is_due=year.year == about["due_year"],
            why_not_comparable=None
            if year.year == about["base_year"]
            else why_not_same_works(
                about["procedure"], about["subject_name"], base_forms, year.forms
            ),
        )
        for year in years
    ]


def target_out(row: Mapping[Any, Any], years: Sequence[YearResults], today: date) -> TargetOut:
    """Return a target whole."""
    metric = METRICS[row["metric"]]
    fact, said = fact_of(row, years, today)
    names = TargetOut.model_fields.keys() & set(row) - {"target_value"}
    return TargetOut(
        **{name: row[name] for name in names},
        metric_title=metric_words()[metric.code].title,
        unit=metric_words()[metric.code].unit,
        work_title=work_words(row),
        base=figure(metric, base_of(row)),
        base_changed=_base_changed(metric, row, years),
        target_value=float(row["target_value"]),
        fact=figure(metric, fact),
        verdict=said.verdict,
        verdict_words=VERDICT_WORDS[said.verdict],
        explanation=said.explanation,
        change=_change(said),
        progress_pct=None if said.progress_pct is None else float(said.progress_pct),
        progress_why=said.progress_why,
        closing=_closing(metric, row),
        state_title=TARGET.states[row["state"]],
        history=history(metric, years, row["base_forms"], row),
    )


def work_words(row: Mapping[Any, Any]) -> str:
    """Return «ВПР, осень, математика, 6 класс»."""
    subject = row["subject_name"]
    grade = f"{row['grade']} класс" if row["grade"] else "все классы вместе"
    wave = "" if row["wave"] == "main" else f", {WAVE_TITLES[row['wave']]}"
    return (
        f"{PROCEDURE_TITLES[row['procedure']]}{wave}, {subject[:1].lower()}{subject[1:]}, {grade}"
    )


def metric_out(code: str) -> TargetMetricOut:
    """Return a metric in words."""
    return TargetMetricOut.model_validate(metric_words()[code]._asdict())


def summary(items: Sequence[TargetOut]) -> TargetSummaryOut:
    """Count targets and schools; a school counts as a whole when every agreed target of it is reached."""
    standing = [item for item in items if item.state in _STANDING]
    verdicts: dict[Verdict, list[UUID]] = {verdict: [] for verdict in VERDICT_WORDS}
    for item in standing:
        verdicts[item.verdict].append(item.school_id)
    schools = {item.school_id for item in standing}
    short = {item.school_id for item in standing if item.verdict != "reached"}
    reached = len(schools - short)
    return TargetSummaryOut(
        schools=len(schools),
        schools_all_reached=reached,
        targets=len(standing),
        not_agreed=sum(item.state in {"proposed", "returned"} for item in items),
        verdicts=[
            VerdictCountOut(
                verdict=verdict,
                words=VERDICT_WORDS[verdict],
                targets=len(found),
                schools=len(set(found)),
            )
            for verdict, found in verdicts.items()
        ],
        sentence=_sentence(reached, len(schools)),
    )


def _sentence(reached: int, schools: int) -> str:
    if schools == 0:
        return "Согласованных целей нет."
    word = plural(schools, "школы", "школ", "школ")
    return f"Все согласованные цели достигнуты у {reached} из {schools} {word}."


def _change(said: PlanFact) -> TargetChangeOut | None:
    if said.change is None or said.change_verdict is None:
        return None
    delta, low, high = (float(value) for value in said.change)
    words = CHANGE_WORDS[said.change_verdict]
    return TargetChangeOut(
        delta=delta, low=low, high=high, verdict=said.change_verdict, words=words
    )


def _closing(metric: Metric, row: Mapping[Any, Any]) -> TargetClosingOut | None:
    if row["closed_at"] is None:
        return None
    kept = row["closed_n"] is not None
    of = Measure(row["closed_total"], row["closed_out_of"], row["closed_n"]) if kept else None
    verdict: Verdict = row["closed_verdict"]
    return TargetClosingOut(
        verdict=verdict,
        words=VERDICT_WORDS[verdict],
        figure=figure(metric, of),
        at=row["closed_at"],
        who=row["closed_by"],
        cause=row["cause"],
        proposal=row["proposal"],
    )


def _base_changed(
    metric: Metric, row: Mapping[Any, Any], years: Sequence[YearResults]
) -> str | None:
    found = next((year for year in years if year.year == row["base_year"]), None)
    if found is None:
        return f"Результатов за {row['base_year']} год больше нет: база осталась такой, какой её закрепили."
    now = measure(metric.code, found.counts)
    if now == base_of(row):
        return None
    value = metric.value(now)
    shown = "—" if value is None else comma(metric.rounded(value))
    return f"Результаты {row['base_year']} года с тех пор изменились: сейчас {shown} (n = {now.n}). База закреплена."


def _why_nothing(row: Mapping[Any, Any], today: date) -> str:
    year, due = row["due_year"], row["due_on"]
    if today.year < year or (today.year == year and (due is None or today <= due)):
        until = f" Срок — {short_date(due)}." if due else ""
        return f"Работа {year} года ещё не загружена.{until}"
    return f"Результатов за {year} год нет: срок прошёл, а протоколов этой работы не загружено."

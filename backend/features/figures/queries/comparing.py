"""Two works of one unit side by side, and a series of years: with the change, or with the reason why there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, wrong_field
from backend.domain.comparability import POOLED_WITHIN_YEARS, Reason
from backend.domain.statistics import Prior, fit_prior, pooled_years, shrunken
from backend.features.figures.queries.changes import change_out, sentence, why_not, words
from backend.features.figures.queries.reading.counting import (
    BETTER,
    TITLES,
    Answer,
    Counts,
    added,
    figures_out,
    share_out,
)
from backend.features.figures.queries.reading.loading import load
from backend.features.figures.queries.reading.rows import Loaded, Result
from backend.features.figures.queries.wording import the_unit, title_of, unit_filter, work_out
from backend.features.figures.rule import cluster_title

_WAVES = ("entry", "spring", "main", "autumn", "exit")
_SHOWN_CHANGES = ("success", "quality", "below_min")
Side = Sequence[tuple[Result, str]]


class NotComparable(Conflict):
    slug = "not-comparable"
    title = "Сравнивать нельзя"


async def compare(
    session: AsyncSession,
    caller: Caller,
    asked: tuple[str, str, tuple[UUID, ...], tuple[UUID, ...]],
) -> Answer:
    """Return two sides of a unit (`ComparisonOut`); raises `NotFound`, `Invalid`, `NotComparable`."""
    level, unit_id, *sides = asked
    if len({*sides[0], *sides[1]}) < len(sides[0]) + len(sides[1]):
        raise wrong_field(
            "after", "Выберите разные работы: одна и та же не сравнивается сама с собой."
        )
    place = unit_filter(level, unit_id)
    loaded = await load(
        session,
        caller,
        level,
        {"work_ids": [*sides[0], *sides[1]]},
        place,
        asked_school=unit_id if level == "school" else None,
    )
    unit = the_unit(loaded, level)
    before, after = (_side(loaded, unit["id"], works) for works in sides)
    _refuse_if_not_comparable(loaded, before, after)
    sums = [_pooled(side) for side in (before, after)]
    priors = _Priors(loaded, unit, before, after)
    return {
        "unit": unit,
        "before": _side_out(loaded, before, sums[0]),
        "after": _side_out(loaded, after, sums[1]),
        "prior": priors.words(),
        "measures": [
            _measure_out(name, sums, priors)
            for name in TITLES
            if any(part.of(name)[1] for part in sums)
        ],
    }


async def dynamics(session: AsyncSession, caller: Caller, asked: tuple[Any, ...]) -> Answer:
    """Return a subject and grade over the last years (`DynamicsOut`); raises `NotFound`, `Invalid`."""
    level, unit_id, procedure, subject, grade, wave, years = asked
    works = {"procedure": procedure, "subject": subject, "grade": grade}
    place = unit_filter(level, unit_id)
    loaded = await load(session, caller, level, works | ({"wave": wave} if wave else {}), place)
    unit = the_unit(loaded, level)
    written = [
        (loaded.results[unit["id"], work.id], work.id)
        for work in sorted(
            loaded.asked, key=lambda w: (w.year, _WAVES.index(w.wave), w.programme_grade, w.series)
        )
        if (unit["id"], work.id) in loaded.results
    ]
    newest = max((loaded.works[work].year for _, work in written), default=0)
    span = list(range(newest - years + 1, newest + 1)) if written else []
    shown = [side for side in written if loaded.works[side[1]].year in span]
    there = {loaded.works[work].year for _, work in shown}
    return {
        "unit": unit,
        "years": span,
        "years_without": [year for year in span if year not in there],
        "points": [
            _point(loaded, shown[place_ - 1] if place_ else None, side)
            for place_, side in enumerate(shown)
        ],
    }


def _point(loaded: Loaded, before: tuple[Result, str] | None, after: tuple[Result, str]) -> Answer:
    result, work_id = after
    reasons = why_not(loaded, before, after) if before else []
    changes: dict[str, Any] = {f"{name}_change": None for name in _SHOWN_CHANGES}
    if before and not reasons:
        changes = {
            f"{name}_change": change_out(name, before[0].counts, result.counts)
            for name in _SHOWN_CHANGES
        }
    return {
        "year": loaded.works[work_id].year,
        "work": work_out(loaded.works[work_id]),
        "figures": loaded.figures(result, work_id),
        "is_break": bool(reasons),
        "reasons": words(reasons),
        **changes,
    }


def _side(loaded: Loaded, unit_id: str, works: Iterable[UUID]) -> Side:
    found = []
    for work in map(str, works):
        result = loaded.results.get((unit_id, work))
        if result is None:
            named = f" «{title_of(loaded.works[work])}»" if work in loaded.works else ""
            raise _not_comparable(
                [Reason("no_result", f"По работе{named} результатов нет: сравнивать не с чем.")]
            )
        found.append((result, work))
    return sorted(found, key=lambda side: loaded.works[side[1]].year)


def _refuse_if_not_comparable(loaded: Loaded, before: Side, after: Side) -> None:
    reasons = [
        reason
        for side in (before, after)
        for other in side[1:]
        for reason in why_not(loaded, side[0], other)
    ]
    reasons += [
        reason for one in before for other in after for reason in why_not(loaded, one, other)
    ]
    for side in (before, after):
        years = [loaded.works[work].year for _, work in side]
        if len(set(years)) < len(years):
            reasons.append(
                Reason("same_year", "Вместе складывают работы разных лет, а не одного года.")
            )
        if years[-1] - years[0] >= POOLED_WITHIN_YEARS:
            text = f"Складывать можно годы не дальше {POOLED_WITHIN_YEARS - 1} лет друг от друга."
            reasons.append(Reason("years_apart", text))
    if reasons:
        raise _not_comparable(list(dict.fromkeys(reasons)))


def _not_comparable(reasons: list[Reason]) -> NotComparable:
    return NotComparable(
        " ".join(reason.text for reason in reasons),
        errors=[{"pointer": "/after", "code": r.code, "message": r.text} for r in reasons],
        members={"reasons": words(reasons)},
    )


def _pooled(side: Side) -> Counts:
    """Return the sums of the years taken together; schools are not added, they are the same ones."""
    total = added(result.counts for result, _ in side)
    return replace(total, schools=max(result.counts.schools for result, _ in side))


def _side_out(loaded: Loaded, side: Side, total: Counts) -> Answer:
    works = [loaded.works[work] for _, work in side]
    return {
        "works": [work_out(work) for work in works],
        "is_pooled": len(works) > 1,
        "words": title_of(works[0])
        if len(works) == 1
        else pooled_years([work.year for work in works]),
        "figures": figures_out(total, works[-1].max_primary),
    }


def _measure_out(name: str, sums: Sequence[Counts], priors: "_Priors") -> Answer:
    change = change_out(name, *sums)
    before, after = (
        {
            "raw": share_out(*part.of(name)),
            "shrunken": _shrunken_out(part.of(name), priors.of(name, place)),
        }
        for place, part in enumerate(sums)
    )
    return {
        "measure": name,
        "title": TITLES[name],
        "better": BETTER[name],
        "before": before,
        "after": after,
        "change": change,
        "sentence": sentence(TITLES[name], sums[0].of(name), sums[1].of(name), change),
    }


def _shrunken_out(counted: tuple[int, int], prior: Prior | None) -> Answer | None:
    found = shrunken(*counted, prior)
    if found.pct is None or found.low_pct is None or found.high_pct is None:
        return None
    return {
        "pct": float(found.pct),
        "ci_low_pct": float(found.low_pct),
        "ci_high_pct": float(found.high_pct),
    }


class _Priors:
    """What the shares of a school are drawn to: the same works in its group of similar schools."""

    def __init__(self, loaded: Loaded, unit: Answer, *sides: Side) -> None:
        self._unit = unit
        self._groups = [
            [
                added(results)
                for sibling in loaded.siblings
                if (results := [r for _, w in side if (r := _counts(sibling.results, w))])
            ]
            for side in sides
        ]
        self._fitted: dict[tuple[str, int], Prior | None] = {}

    def of(self, measure: str, side: int) -> Prior | None:
        if (measure, side) not in self._fitted:
            counts = [part.of(measure) for part in self._groups[side]]
            self._fitted[measure, side] = fit_prior(counts)
        return self._fitted[measure, side]

    def words(self) -> Answer:
        cluster, schools = self._unit["cluster"], min(map(len, self._groups))
        title = cluster_title(cluster) if cluster else None
        if self._unit["level"] != "school":
            kind, text = (
                "not_a_school",
                "Оценка с учётом похожих школ считается только для одной школы.",
            )
        elif not any(self.of(name, side) for name in TITLES for side in (0, 1)):
            kind, text = (
                "too_few_schools",
                "Похожих школ с результатами этих работ слишком мало, чтобы на них опереться.",
            )
        else:
            kind, text = (
                "fitted",
                f"Оценка притянута к похожим школам ({title}): чем меньше участников, тем сильнее.",
            )
        shown = schools if kind == "fitted" else None
        return {"kind": kind, "cluster_title": title, "schools": shown, "text": text}


def _counts(results: dict[str, Result], work: str) -> Counts | None:
    return results[work].counts if work in results else None

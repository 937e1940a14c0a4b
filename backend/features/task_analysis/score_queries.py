"""How primary scores of a work are spread, with the boundaries of marks the protocols were compared with."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.statistics import mean
from backend.domain.task_analysis import WEIGHT_WORDS, weight_of
from backend.features.task_analysis.schemas.tasks import ScoreBoundariesOut, ScoreDistributionOut
from backend.features.task_analysis.scope_queries import (
    AskedScope,
    narrowed,
    read_work,
    scope_out,
)
from backend.features.task_analysis.thresholds import thresholds
from backend.features.task_analysis.words import SUPPRESSED

_SCORES = text(
    "with chosen as materialized (select p.id, p.scale_id from protocol p where p.state = 'current'"
    " and p.work_id = :work and p.school_id = any(cast(:schools as uuid[])))"
    " select c.scale_id, s.min_3, s.min_4, s.min_5, s.max_primary, s.source, s.confidence, r.score, count(*) as n"
    # By key, never all of them: see POINTS of task_queries.
    " from chosen c cross join lateral (select r.primary_scores, r.marks, r.test_scores"
    " from protocol_participants r where r.id = c.id offset 0) pp"
    " cross join lateral unnest(pp.primary_scores, pp.marks, pp.test_scores) as r (score, mark, test)"
    " left join scale s on s.id = c.scale_id"
    " where r.score is not null and (r.mark is not null or r.test is not null)"
    " group by c.scale_id, s.id, r.score order by r.score, c.scale_id"
)
_BANDS = ("min_3", "min_4", "min_5")


async def get_scores(
    session: AsyncSession, caller: Caller, asked: AskedScope
) -> ScoreDistributionOut:
    """Return the distribution of primary scores over a scope; raises `NotFound`, `Invalid`."""
    work = await read_work(session, asked.work_id)
    places = narrowed(work.places, asked)
    scope = scope_out(places, asked, caller)
    found = await session.execute(
        _SCORES, {"work": asked.work_id, "schools": [place.school_id for place in places]}
    )
    rows = [dict(row) for row in found.mappings()]
    if scope.suppressed:
        rows = []
    maximum = max(
        [
            work.max_primary or 0,
            *(row["max_primary"] or 0 for row in rows),
            *(r["score"] for r in rows),
        ]
    )
    counts = [0] * (maximum + 1)
    for row in rows:
        counts[row["score"]] += row["n"]
    n, rules = sum(counts), thresholds()
    weight = weight_of(
        n,
        informative_from=rules.distribution_informative_from,
        approximate_from=rules.distribution_approximate_from,
    )
    middle = mean(sum(score * count for score, count in enumerate(counts)), n)
    return ScoreDistributionOut(
        work=work.ref,
        scope=scope,
        n=n,
        maximum=maximum,
        counts=counts if n else [],
        mean=None if middle is None else float(middle),
        weight=weight,
        weight_words=SUPPRESSED if scope.suppressed else WEIGHT_WORDS[weight],
        boundaries=_boundaries(rows),
    )


def _boundaries(rows: Sequence[Mapping[str, Any]]) -> ScoreBoundariesOut:
    """Return the boundaries all protocols share; what only a part of them has is no boundary of the picture."""
    scales = {row["scale_id"]: row for row in rows}
    bands = {tuple(row[name] for name in _BANDS) for row in scales.values()}
    one = next(iter(scales.values()), None)
    if len(bands) > 1:
        return _no_boundaries(
            "several", "У школ действуют разные шкалы: общих границ отметок у распределения нет."
        )
    if one is None or one["scale_id"] is None or one["min_3"] is None:
        return _no_boundaries("none", "Шкалы с границами отметок у этих протоколов нет.")
    return ScoreBoundariesOut(
        kind="known",
        words="Границы отметок по шкале, с которой сверяли протоколы.",
        min_3=one["min_3"],
        min_4=one["min_4"],
        min_5=one["min_5"],
        scale_id=one["scale_id"],
        source=one["source"],
        confidence=one["confidence"],
    )


def _no_boundaries(kind: Any, words: str) -> ScoreBoundariesOut:
    return ScoreBoundariesOut(
        kind=kind,
        words=words,
        min_3=None,
        min_4=None,
        min_5=None,
        scale_id=None,
        source=None,
        confidence=None,
    )

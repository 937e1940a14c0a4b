"""Figures of protocols before and after an upload: those that change most are kept, all are counted elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import RowMapping

from backend.domain.scores.packing import Protocols
from backend.domain.statistics import mean
from backend.features.uploads.intake.verdict import Screening

FIGURES_KEPT = 200
Stored = RowMapping
Figure = dict[str, Any]
_MARKS = (2, 3, 4, 5)


def keep_figures(
    verdict: Screening,
    protocols: Protocols,
    stored: Sequence[Stored | None],
    differs: Sequence[bool],
) -> None:
    """Take the protocols of a part that change the number of «2» most; the verdict keeps the first of all parts."""
    places = np.flatnonzero(np.array(differs, dtype=bool))
    if len(places) > FIGURES_KEPT:
        before = np.array([old["n_below"] if old else 0 for old in stored])
        change = np.abs(protocols.counts["n_below"] - before)[places]
        places = places[np.argsort(-change, kind="stable")[:FIGURES_KEPT]]
    counts = protocols.counts
    for place in places.tolist():
        after = {name: int(values[place]) for name, values in counts.items()}
        _add(
            verdict, int(protocols.school[place]), int(protocols.work[place]), stored[place], after
        )
    _trim(verdict)


def keep_counted_figure(verdict: Screening, item: Mapping[str, Any], stored: Stored | None) -> None:
    """Take a protocol that is known by its numbers of marks only."""
    school = next(n for n, s in enumerate(verdict.schools) if s["id"] == item["school_id"])
    after = {**{f"n{mark}": item[f"n{mark}"] for mark in _MARKS}, "participants": item["n"]}
    _add(verdict, school, item["work"], stored, after | {"n_below": item["n2"]})
    _trim(verdict)


def _add(
    verdict: Screening, school: int, work: int, stored: Stored | None, after: Mapping[str, int]
) -> None:
    key = verdict.works[work]
    work_id = verdict.work_ids.get(key)
    marks = {mark: after[f"n{mark}"] for mark in _MARKS}
    total = sum(mark * count for mark, count in marks.items())
    verdict.figures.append(
        {
            "school_id": verdict.schools[school]["id"],
            "school_name": verdict.schools[school]["short_name"],
            "work_title": verdict.title_of(work),
            "n_before": stored["participants"] if stored else None,
            "n_after": after["participants"],
            "below_before": stored["n_below"] if stored else None,
            "below_after": after["n_below"],
            "quality_before": stored["n_quality"] if stored else None,
            "quality_after": marks[4] + marks[5],
            "avg_mark_before": _average(stored["sum_marks"], stored["n_marks"]) if stored else None,
            "avg_mark_after": _average(total, sum(marks.values())),
            # What other records are compared by: not shown.
            "work_id": str(work_id) if work_id else None,
            "year": key.year,
            "wave": key.wave,
            "grade": key.grade,
            "written_on": verdict.found.works[verdict.work_of.index(work)].get("written_on"),
        }
    )


def by_change(figure: Figure) -> tuple[int, str, str]:
    """Order figures: the largest change of «2» first."""
    before = figure["below_before"] or 0
    return -abs(figure["below_after"] - before), figure["school_name"], figure["work_title"]


def _trim(verdict: Screening) -> None:
    if len(verdict.figures) > FIGURES_KEPT:
        verdict.figures = sorted(verdict.figures, key=by_change)[:FIGURES_KEPT]


def _average(total: int, count: int) -> float | None:
    value = mean(total, count)
    return None if value is None else float(value)

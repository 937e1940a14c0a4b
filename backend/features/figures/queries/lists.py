"""Figures of many units: rows of unit × work with the change to the year before and the territories above."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.comparability import Reason
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES
from backend.features.figures.asked import Asked, PlaceFilter, WorkFilter
from backend.features.figures.queries.changes import change_out, why_not, words
from backend.features.figures.queries.reading.counting import Answer
from backend.features.figures.queries.reading.loading import DEPTHS, filters, load
from backend.features.figures.queries.reading.rows import Loaded
from backend.features.figures.queries.wording import (
    LEVELS,
    legend,
    units_in_sight,
    work_out,
)

_NO_YEAR_BEFORE = Reason("no_year_before", "За прошлый год такой работы нет.")
_NO_RESULT_BEFORE = Reason("no_result_before", "За прошлый год результатов нет.")
_PLACE_WORDS = {
    "region_id": "один регион",
    "office_id": "одно управление",
    "municipality_id": "один район",
    "school_id": "одна школа",
    "cluster": "одна группа похожих школ",
}


async def list_figures(session: AsyncSession, caller: Caller, asked: Asked) -> Answer:
    """Return the figures of the units of a level in the chosen works (`FigureListOut`); raises `Invalid`."""
    loaded = await load(
        session, caller, asked.level, filters(asked.works), asked.places, with_before=True
    )
    units = units_in_sight(loaded, asked.level)
    rows = _rows(loaded, asked.level, units)
    written = {row["work_id"] for row in rows}
    with_results = {row["unit_id"] for row in rows}
    return {
        "level": asked.level,
        "level_title": LEVELS[asked.level],
        "conditions": _conditions(asked.works, asked.places, loaded),
        "works": [work_out(work) for work in loaded.asked if work.id in written],
        "units": units,
        "rows": rows,
        "parents": _parents(loaded, asked.level, written),
        "missing": [
            {"unit_id": unit["id"], "kind": "no_results"}
            for unit in units
            if unit["id"] not in with_results
        ],
        "legend": legend(),
    }


def _rows(loaded: Loaded, level: str, units: list[Answer]) -> list[Answer]:
    found = []
    for unit in units:
        for work in loaded.asked:
            result = loaded.results.get((unit["id"], work.id))
            if result is None:
                continue
            where = {"level": level, "unit_id": unit["id"], "work_id": work.id}
            found.append(
                {
                    "unit_id": unit["id"],
                    "work_id": work.id,
                    "figures": loaded.figures(result, work.id),
                    "year_change": _year_change(loaded, unit["id"], work.id),
                    "sources": f"/api/v1/figures/sources?{urlencode(where)}",
                }
            )
    return found


def _year_change(loaded: Loaded, unit_id: str, work_id: str) -> Answer:
    before_id = loaded.before.get(work_id)
    before = loaded.results.get((unit_id, before_id)) if before_id else None
    after = loaded.results[unit_id, work_id]
    if before is None or before_id is None:
        reasons = [_NO_RESULT_BEFORE if before_id else _NO_YEAR_BEFORE]
    else:
        reasons = why_not(loaded, (before, before_id), (after, work_id))
    measures: dict[str, Any] = dict.fromkeys(("success", "quality", "below_min"))
    if before is not None and not reasons:
        measures = {name: change_out(name, before.counts, after.counts) for name in measures}
    return {"work_id": before_id, "reasons": words(reasons), **measures}


def _parents(loaded: Loaded, level: str, written: set[str]) -> list[Answer]:
    """Return whole territories above the units in sight; a level is not its own parent."""
    above = [
        name for name in DEPTHS if level in {"school", "cluster"} or DEPTHS[name] < DEPTHS[level]
    ]
    found = []
    for name in reversed(above):
        places = {place.at(name) for place in loaded.places}
        for id_, title in sorted(places, key=lambda place: (place[1], place[0])):
            for work in loaded.asked:
                result = loaded.parents[name].get((id_, work.id))
                if result is not None and work.id in written:
                    figures = loaded.figures(result, work.id)
                    found.append(
                        {
                            "level": name,
                            "id": id_,
                            "name": title,
                            "work_id": work.id,
                            "figures": figures,
                        }
                    )
    return found


def _conditions(works: WorkFilter, places: PlaceFilter, loaded: Loaded) -> str:
    """Return the filters in words, for the head of a table and of a workbook."""
    subject = next((work.subject_name for work in loaded.asked), works.subject)
    parts = [
        PROCEDURE_TITLES[works.procedure] if works.procedure else "",
        subject.lower() if works.subject and subject else "",
        f"{works.grade} класс" if works.grade else "",
        WAVE_TITLES[works.wave] if works.wave else "",
        str(works.year) if works.year else "",
        *(_PLACE_WORDS[name] for name in PlaceFilter.__slots__ if getattr(places, name)),
    ]
    return ", ".join(part for part in parts if part) or "без отбора"

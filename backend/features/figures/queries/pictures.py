"""Many schools at once: the funnel (share against n) and schools like ours. Never in the order of results."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.domain.statistics import SUPPRESSED_BELOW, control_limits, is_small_sample, percent
from backend.domain.wording import schools as schools_words
from backend.features.figures.asked import PlaceFilter
from backend.features.figures.queries.reading.counting import (
    BETTER,
    TITLES,
    Answer,
    Counts,
    added,
    figures_out,
    share_out,
    suppressed_out,
)
from backend.features.figures.queries.reading.loading import load, own_schools
from backend.features.figures.queries.reading.rows import Loaded, Sibling
from backend.features.figures.queries.wording import the_unit, work_out
from backend.features.figures.rule import cluster_title, similar_rule

_NO_WORK = "Такой работы нет."
_EVERY_N_UP_TO, _LIMIT_STEPS = 30, 60


async def funnel(
    session: AsyncSession, caller: Caller, asked: tuple[UUID, str, PlaceFilter]
) -> Answer:
    """Return schools of one work against control limits (`FunnelOut`); raises `NotFound`, `Invalid`."""
    work_id, measure, places = asked
    loaded = await load(session, caller, "school", {"work_ids": [work_id]}, places)
    work = loaded.works.get(str(work_id))
    if work is None:
        raise NotFound(_NO_WORK)
    results = {
        school: loaded.results[school.id, work.id]
        for school in loaded.schools
        if (school.id, work.id) in loaded.results
    }
    shown = {
        school: found.counts.of(measure) for school, found in results.items() if not found.is_hidden
    }
    shown = {school: counted for school, counted in shown.items() if counted[1]}
    center, center_of = _center(loaded, work.id, measure, list(shown.values()))
    points = [
        {
            "school_id": school.id,
            "name": school.name,
            **_point(count, n, center),
        }
        for school, (count, n) in shown.items()
    ]
    hidden = sum(found.is_hidden for found in results.values())
    return {
        "work": work_out(work),
        "measure": measure,
        "title": TITLES[measure],
        "better": BETTER[measure],
        "center": share_out(*center),
        "center_of": center_of,
        "limits": _limits(center, max((n for _, n in shown.values()), default=0)),
        "points": points,
        "hidden": hidden,
        "sentence": _funnel_sentence(points),
    }


def _center(
    loaded: Loaded, work_id: str, measure: str, shown: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], str]:
    """Return the common share: of the one region in sight, else of the schools that are shown."""
    regions = {(place.region_id, place.region_name) for place in loaded.places}
    if len(regions) == 1:
        region, name = regions.pop()
        found = loaded.parents["region"].get((region, work_id))
        if found is not None and not found.is_hidden:
            return found.counts.of(measure), name
    return (sum(c for c, _ in shown), sum(n for _, n in shown)), "Показанные школы вместе"


def _point(count: int, n: int, center: tuple[int, int]) -> Answer:
    share = count / n
    low, high, lower, higher = control_limits(center[0] / center[1], n)
    zone = "inside"
    if not low <= share <= high:
        zone = "outside_95"
    if not lower <= share <= higher:
        zone = "outside_998"
    side = None if zone == "inside" else "below" if share < low else "above"
    pct = percent(count, n)
    assert pct is not None
    return {
        "count": count,
        "n": n,
        "pct": float(pct),
        "small_sample": is_small_sample(n),
        "zone": zone,
        "side": side,
    }


def _limits(center: tuple[int, int], largest: int) -> list[Answer]:
    if not center[1] or not largest:
        return []
    rest = max(1, (largest - _EVERY_N_UP_TO) // _LIMIT_STEPS)
    sizes = [*range(1, min(largest, _EVERY_N_UP_TO) + 1)]
    sizes += [*range(_EVERY_N_UP_TO + rest, largest + 1, rest)]
    if sizes[-1] != largest:
        sizes.append(largest)
    found = []
    for n in sizes:
        low, high, lower, higher = control_limits(center[0] / center[1], n)
        found.append(
            {
                "n": n,
                "low_95_pct": round(low * 100, 1),
                "high_95_pct": round(high * 100, 1),
                "low_998_pct": round(lower * 100, 1),
                "high_998_pct": round(higher * 100, 1),
            }
        )
    return found


def _funnel_sentence(points: Sequence[Answer]) -> str:
    if not points:
        return "Школ с результатами, которые можно показать, нет."
    outside = sum(point["zone"] == "outside_998" for point in points)
    total = schools_words(len(points))
    if not outside:
        return f"{total}: все в пределах, которые объясняет случай. Маленькие школы разбросаны шире больших."
    verb = "выходит" if outside % 10 == 1 and outside % 100 != 11 else "выходят"
    return f"{total}: за пределы, которые объясняет случай, {verb} {outside}. Маленькие школы разбросаны шире больших."


async def similar(session: AsyncSession, caller: Caller, asked: tuple[UUID, UUID | None]) -> Answer:
    """Return the group of a school (`SimilarSchoolsOut`); raises `NotFound`."""
    school_id, work_id = asked
    loaded = await load(
        session,
        caller,
        "school",
        {"work_ids": [work_id] if work_id else []},
        PlaceFilter(school_id=school_id),
        asked_school=str(school_id),
    )
    unit = the_unit(loaded, "school")
    work = loaded.works.get(str(work_id)) if work_id else None
    if work_id and work is None:
        raise NotFound(_NO_WORK)
    rule, siblings = similar_rule(), loaded.siblings
    kind = "cluster" if len(siblings) >= rule["min_schools"] else "too_few"
    if unit["cluster"] is None:
        kind = "unknown"
    shown = siblings if kind == "cluster" else []
    hidden, total = _group_figures(shown, work.id if work else None, own_schools(caller))
    title = cluster_title(unit["cluster"]) if unit["cluster"] else None
    return {
        "school_id": unit["id"],
        "kind": kind,
        "cluster": unit["cluster"],
        "cluster_title": title,
        "schools": len(siblings),
        "rule": {name: rule[name] for name in ("version", "text", "source", "confidence")},
        "work": work_out(work) if work else None,
        "total": figures_out(total, work.max_primary if work else None) if total else None,
        "items": _items(loaded, shown, unit["id"], work.id if work else None, hidden),
        "text": _similar_text(kind, title, len(siblings), rule["min_schools"]),
    }


def _group_figures(
    siblings: Sequence[Sibling], work_id: str | None, own: set[str]
) -> tuple[set[str], Counts | None]:
    """Return who of the group is not shown, and its total; none when somebody would follow from it."""
    found = {s.id: s.results[work_id] for s in siblings if work_id and work_id in s.results}
    hidden = {id_ for id_, result in found.items() if result.is_hidden}
    pupils = {id_: result.counts.participants for id_, result in found.items()}
    rest = sorted((n, id_) for id_, n in pupils.items() if id_ not in hidden | own and n)
    while hidden and (len(hidden) < 2 or sum(pupils[h] for h in hidden) < SUPPRESSED_BELOW):
        if not rest:
            return hidden, None
        hidden.add(rest.pop(0)[1])
    return hidden, added(result.counts for result in found.values()) if found else None


def _items(
    loaded: Loaded, siblings: Sequence[Sibling], asked: str, work_id: str | None, hidden: set[str]
) -> list[Answer]:
    """Return schools in sight by name, then the nameless in an order that tells nothing of them."""
    seen = [sibling for sibling in siblings if sibling.is_seen]
    unseen = sorted((s for s in siblings if not s.is_seen), key=lambda s: _shuffled(asked, s.id))
    found = []
    for number, sibling in enumerate([*seen, *unseen], 1):
        figures: Any = None
        if work_id and work_id in sibling.results:
            figures = (
                suppressed_out()
                if sibling.id in hidden
                else loaded.figures(sibling.results[work_id], work_id)
            )
        found.append(
            {
                "label": sibling.name if sibling.is_seen else f"Школа {number}",
                "school_id": sibling.id if sibling.is_seen else None,
                "is_asked": sibling.id == asked,
                "figures": figures,
            }
        )
    return found


def _shuffled(asked: str, id_: str) -> str:
    return hashlib.sha256(f"{asked}{id_}".encode()).hexdigest()


def _similar_text(kind: str, title: str | None, schools: int, needed: int) -> str:
    if kind == "unknown":
        return "Похожие школы не подобраны: в карточке школы не указано число учеников."
    if kind == "too_few":
        return f"Похожих школ ({title}) в регионе {schools}: меньше {needed}, сравнивать не с кем."
    return f"Похожие школы: {title}, всего {schools_words(schools)}."

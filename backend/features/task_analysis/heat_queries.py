"""Schools against tasks: one line a school, alphabetical; what could give away fewer than five pupils is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.statistics import completion, is_small_sample, suppress
from backend.domain.task_analysis import level_of
from backend.features.task_analysis.schemas.tasks import (
    HeatCellOut,
    HeatColumnOut,
    HeatMapOut,
    HeatRowOut,
)
from backend.features.task_analysis.scope_queries import (
    AskedScope,
    Place,
    is_own,
    narrowed,
    read_work,
    scope_out,
)
from backend.features.task_analysis.task_queries import (
    POINTS,
    completion_out,
    hidden_out,
    items_by_name,
)
from backend.features.task_analysis.thresholds import thresholds

_CELLS = text(
    f"with {POINTS}, counted as ("
    " select o.no, o.task, count(*) as n, coalesce(sum(o.score), 0) as points"
    " from point o join pupil u on u.no = o.no and u.place = o.place group by o.no, o.task)"
    " select c.school_id, c.names[k.task] as name, c.maxima[k.task] as maximum, k.task as position, k.n, k.points"
    " from counted k join chosen c on c.no = k.no order by k.task, c.no"
)
Task = tuple[str, int]


class _Sums(NamedTuple):
    n: int
    points: int


async def get_heat_map(session: AsyncSession, caller: Caller, asked: AskedScope) -> HeatMapOut:
    """Return every school of the scope against every task; raises `NotFound`, `Invalid`."""
    work = await read_work(session, asked.work_id)
    places = narrowed(work.places, asked)
    ids = [place.school_id for place in places]
    rows = await session.execute(_CELLS, {"works": [asked.work_id], "schools": ids})
    cells: dict[UUID, dict[Task, _Sums]] = {place.school_id: {} for place in places}
    positions: dict[Task, int] = {}
    for school_id, name, maximum, position, n, points in rows:
        cells[school_id][name, maximum] = _Sums(int(n), int(points))
        positions[name, maximum] = min(position, positions.get((name, maximum), position))
    tasks = sorted(positions, key=lambda task: (positions[task], task))
    described = items_by_name(work)
    difficulty = {
        task: item.difficulty if (item := described.get(task)) else None for task in tasks
    }
    shown = [place for place in places if cells[place.school_id]]
    hidden, total_hidden = _hidden(shown, cells, caller)
    whole = {task: _total(of_school.get(task) for of_school in cells.values()) for task in tasks}
    return HeatMapOut(
        work=work.ref,
        scope=scope_out(places, asked, caller),
        columns=[
            HeatColumnOut.model_validate(
                {
                    "name": task[0],
                    "max": task[1],
                    "difficulty": difficulty[task],
                    "skill": item.skill if (item := described.get(task)) else None,
                }
            )
            for task in tasks
        ],
        rows=[
            _row(place, cells[place.school_id], difficulty, is_hidden=place.school_id in hidden)
            for place in shown
        ],
        total=_row(None, whole, difficulty, is_hidden=total_hidden),
    )


def _hidden(
    places: Sequence[Place], cells: Mapping[UUID, Mapping[Task, _Sums]], caller: Caller
) -> tuple[frozenset[UUID], bool]:
    """Return the schools whose rows are hidden, and whether the total is; nobody hides a school from itself."""
    if is_own(places, caller):
        return frozenset(), False
    found = suppress([_largest(cells[place.school_id]) for place in places])
    hidden = {
        place.school_id
        for place, hide in zip(places, found.hidden, strict=True)
        if hide and not is_own([place], caller)
    }
    return frozenset(hidden), found.parent_hidden


def _total(parts: Iterable[_Sums | None]) -> _Sums:
    n = points = 0
    for part in parts:
        if part is not None:
            n, points = n + part.n, points + part.points
    return _Sums(n, points)


def _largest(sums: Mapping[Task, _Sums]) -> int:
    return max((one.n for one in sums.values()), default=0)


def _row(
    place: Place | None,
    sums: Mapping[Task, _Sums],
    difficulty: Mapping[Task, str | None],
    *,
    is_hidden: bool,
) -> HeatRowOut:
    n = _largest(sums)
    return HeatRowOut(
        school_id=place.school_id if place else None,
        name=place.school if place else "Все показанные школы вместе",
        municipality=place.municipality if place else None,
        kind="suppressed" if is_hidden else "measured" if n else "zero_pupils",
        n=None if is_hidden else n,
        small_sample=not is_hidden and is_small_sample(n),
        cells=[]
        if is_hidden
        else [_cell(sums.get(task), task, of) for task, of in difficulty.items()],
    )


def _cell(sums: _Sums | None, task: Task, difficulty: str | None) -> HeatCellOut:
    if sums is None:
        return HeatCellOut(done=hidden_out("no_task"), level="nobody")
    rules = thresholds()
    done = completion(sums.points, sums.n, task[1])
    level = level_of(done, difficulty, rules.bounds, informative_from=rules.informative_from)
    return HeatCellOut(done=completion_out(done), level=level)

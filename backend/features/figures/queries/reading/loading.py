"""Runs the statement and keeps its answer: what works there are, which units are in sight, what each may show."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json
from sqlalchemy import TextClause, Uuid, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Invalid
from backend.features.figures.asked import PlaceFilter, WorkFilter
from backend.features.figures.queries.reading.counting import (
    counts_of,
)
from backend.features.figures.queries.reading.protection import (
    Cell,
    Protected,
    is_hidden_group,
    protect,
    units,
)
from backend.features.figures.queries.reading.rows import (
    Key,
    Loaded,
    Place,
    Result,
    SchoolRow,
    Sibling,
    WorkRow,
)
from backend.features.figures.queries.reading.statement import figures_statement
from backend.features.figures.rule import cluster_parameters

ROWS_LIMIT = 5_000
DEPTHS = {"region": 1, "office": 2, "municipality": 3}
_BY_ASSIGNMENT_OR_SCHOOL = {"curator", "mentor", "school_head", "school_deputy"}


async def load(
    session: AsyncSession,
    caller: Caller,
    level: str,
    works: Mapping[str, Any],
    places: PlaceFilter,
    *,
    with_before: bool = False,
    asked_school: str | None = None,
) -> Loaded:
    """Read everything about the works (`WorkFilter` fields, or `work_ids`) at one level.

    `asked_school` adds its group of similar schools. Raises `Invalid` when the answer would be too long.
    """
    parts = {"cells"} | ({"rows"} if level == "school" else set())
    parts |= {"clusters"} if level == "cluster" else set()
    parts |= {"siblings"} if asked_school else set()
    place_values = {
        name: getattr(places, name) for name in PlaceFilter.__slots__ if getattr(places, name)
    }
    conditions = frozenset({*place_values} | (set() if _sees_all(caller) else {"mine"}))
    values = {**works, **place_values, **cluster_parameters()}
    values["with_enrolled"] = level in DEPTHS
    if "rows" in parts:
        values["limit"] = ROWS_LIMIT + 1
    if asked_school:
        values["asked_school"] = asked_school
    statement = figures_statement(
        _work_conditions(works), conditions, with_before=with_before, parts=frozenset(parts)
    )
    row = (await session.execute(_bound(statement, values), values)).mappings().one()
    found = {name: from_json(value) if value else [] for name, value in row.items()}
    if len(found["rows"]) > ROWS_LIMIT:
        raise Invalid(
            f"По этим условиям больше {ROWS_LIMIT} строк. Сузьте отбор: укажите предмет, класс, год или территорию."
        )
    return _loaded(found, level, caller)


def filters(works: WorkFilter) -> dict[str, Any]:
    """Return the conditions that are asked for, by name."""
    return {name: value for name in WorkFilter.__slots__ if (value := getattr(works, name))}


def _work_conditions(works: Mapping[str, Any]) -> frozenset[str]:
    return frozenset("ids" if name == "work_ids" else name for name in works)


def _bound(statement: TextClause, values: Mapping[str, Any]) -> TextClause:
    if "work_ids" in values:
        statement = statement.bindparams(bindparam("work_ids", type_=ARRAY(Uuid())))
    if "asked_school" in values:
        statement = statement.bindparams(bindparam("asked_school", type_=Uuid(as_uuid=False)))
    return statement


def _sees_all(caller: Caller) -> bool:
    """Whether some grant is over the whole installation, as `app.sees_all()` says it."""
    return any(
        grant.role not in _BY_ASSIGNMENT_OR_SCHOOL
        and (grant.region_id, grant.office_id, grant.school_id) == (None, None, None)
        for grant in caller.grants
    )


def _loaded(found: Mapping[str, list[Any]], level: str, caller: Caller) -> Loaded:
    cells = [
        Cell(
            path=(region, office, municipality),
            work=work,
            counts=counts_of(counts, schools),
            seen=seen,
            seen_participants=seen_participants,
            enrolled=enrolled,
            scales=_scales(scales),
            small=tuple(zip(small or (), sizes or (), strict=True)),
            smallest=smallest,
        )
        for region, office, municipality, work, counts, schools, seen, seen_participants, enrolled, scales, small,
        sizes, smallest in found["cells"]
    ]  # fmt: skip
    hidden = protect(cells)
    parents = {
        name: {key: _result(cell, key in hidden.units) for key, cell in units(cells, depth).items()}
        for name, depth in DEPTHS.items()
    }
    return Loaded(
        works={row[0]: WorkRow(*row) for row in found["works"]},
        before=dict(found["pairs"]),
        schools=[SchoolRow(*row) for row in found["mine"]],
        places=[Place(*row) for row in found["places"]],
        results=_results(found, level, hidden, parents, own_schools(caller)),
        parents=parents,
        seen_clusters={code for code in found["seen_clusters"] if code},
        siblings=_siblings(found["siblings"], hidden, own_schools(caller)),
        bands={row[0]: (row[1], row[2], row[3]) for row in found["scales"] if row[2] is not None},
    )


def own_schools(caller: Caller) -> set[str]:
    """Return the schools the caller speaks for: nothing of one's own school is hidden from it."""
    return {str(grant.school_id) for grant in caller.grants if grant.school_id}


def _results(
    found: Mapping[str, list[Any]],
    level: str,
    hidden: Protected,
    parents: Mapping[str, dict[Key, Result]],
    own: set[str],
) -> dict[Key, Result]:
    if level == "school":
        return {
            (school, work): Result(
                counts_of(counts, 1),
                enrolled,
                frozenset({scale}),
                (school, work) in hidden.schools and school not in own,
            )
            for school, work, scale, enrolled, *counts in found["rows"]
        }
    if level == "cluster":
        groups = [
            Cell((code,), work, counts_of(counts, schools), seen, pupils, None, _scales(scales))
            for code, work, counts, schools, seen, pupils, scales in found["clusters"]
        ]
        return {(cell.path[0], cell.work): _result(cell, is_hidden_group(cell)) for cell in groups}
    return parents[level]


def _scales(told: list[str | None]) -> frozenset[str | None]:
    """Return the scales of a unit: the first and the last one, and None when somebody has none."""
    known: list[str | None] = [scale for scale in told[:2] if scale]
    return frozenset(known if told[2] is None else [*known, None])


def _result(cell: Cell, is_hidden: bool) -> Result:  # noqa: FBT001 - a field of the result
    return Result(cell.counts, cell.enrolled, cell.scales, is_hidden)


def _siblings(rows: list[Any], hidden: Protected, own: set[str]) -> list[Sibling]:
    results: dict[str, dict[str, Result]] = defaultdict(dict)
    for school, _, _, work, counts, scale in rows:
        if work:
            is_hidden = (school, work) in hidden.schools and school not in own
            results[school][work] = Result(
                counts_of(counts, 1), None, frozenset({scale}), is_hidden
            )
    named = {row[0]: (row[1], row[2]) for row in rows}
    return [Sibling(id_, name, seen, results[id_]) for id_, (name, seen) in named.items()]

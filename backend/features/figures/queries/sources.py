"""Where one figure comes from: protocols with their versions, uploads and scales; formulas in words."""

from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.features.figures.queries.reading.loading import load
from backend.features.figures.queries.reading.statement import CLUSTER
from backend.features.figures.queries.wording import the_unit, unit_filter, work_out
from backend.features.figures.rule import cluster_parameters, formulas
from backend.features.figures.schemas.units import (
    FigureScaleOut,
    FigureSourceOut,
    FigureSourcesOut,
    FigureUnitOut,
    FigureWorkOut,
    FormulaOut,
)

_SHOWN = 200
_UNIT = {
    "school": "s.id = cast(:unit as uuid)",
    "municipality": "m.id = cast(:unit as uuid)",
    "office": "o.id = cast(:unit as uuid)",
    "region": "r.id = cast(:unit as uuid)",
    "cluster": f"{CLUSTER} = :unit",
}
_PROTOCOLS = (
    "select p.id, p.school_id, s.short_name, p.version, p.recorded_at, p.upload_id, u.number as upload_number, p.basis,"
    " p.scale_id, sc.version as scale_version, sc.min_3, sc.min_4, sc.min_5, sc.max_primary, sc.source, sc.confidence"
    " from region r join territorial_office o on o.region_id = r.id join municipality m on m.office_id = o.id"
    " join school s on s.municipality_id = m.id"
    " join protocol p on p.school_id = s.id and p.work_id = cast(:work as uuid) and p.state = 'current'"
    " left join upload u on u.id = p.upload_id left join scale sc on sc.id = p.scale_id"
)


async def list_sources(
    session: AsyncSession, caller: Caller, level: str, unit_id: str, work_id: UUID
) -> FigureSourcesOut:
    """Return what a figure of a unit is made of; raises `NotFound`, `Invalid`."""
    place = unit_filter(level, unit_id)
    loaded = await load(session, caller, level, {"work_ids": [work_id]}, place)
    unit = the_unit(loaded, level)
    result = loaded.results.get((unit["id"], str(work_id)))
    if result is None:
        raise NotFound("По этой работе результатов нет.")
    values = {"unit": unit["id"], "work": str(work_id), "limit": _SHOWN}
    if level == "cluster":
        values |= cluster_parameters()
    statement = text(f"{_PROTOCOLS} where {_UNIT[level]} order by s.sort_name, s.id limit :limit")
    rows = (await session.execute(statement, values)).mappings()
    known = formulas()
    return FigureSourcesOut(
        unit=FigureUnitOut.model_validate(unit),
        work=FigureWorkOut.model_validate(work_out(loaded.works[str(work_id)])),
        total=result.counts.schools,
        items=[_source(row) for row in rows],
        formulas=[FormulaOut.model_validate(line) for line in known["formulas"]],
        formula_source=known["source"],
    )


def _source(row: RowMapping) -> FigureSourceOut:
    scale = (
        FigureScaleOut(
            id=row["scale_id"],
            version=row["scale_version"],
            min_3=row["min_3"],
            min_4=row["min_4"],
            min_5=row["min_5"],
            max_primary=row["max_primary"],
            source=row["source"],
            confidence=row["confidence"],
        )
        if row["scale_version"] is not None
        else None
    )
    return FigureSourceOut(
        protocol_id=row["id"],
        school_id=row["school_id"],
        school_name=row["short_name"],
        version=row["version"],
        recorded_at=row["recorded_at"],
        upload_id=row["upload_id"],
        upload_number=row["upload_number"],
        basis=row["basis"],
        scale=scale,
    )

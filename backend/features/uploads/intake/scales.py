"""Which scale and threshold a work has, in the form the importer looks marks up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scales import Scale as Bands
from backend.domain.scales import allowed_array, bands_array, condition_of_json
from backend.domain.scores.packing import NO_VALUE
from backend.features.uploads.intake.resolving import WorkKey

_KEY = ("procedure", "year", "wave", "subject_id", "grade", "programme_grade", "series")
ASKED = (
    " from unnest(cast(:procedure as text[]), cast(:year as integer[]), cast(:wave as text[]),"
    " cast(:subject_id as uuid[]), cast(:grade as integer[]), cast(:programme_grade as integer[]),"
    " cast(:series as text[])) with ordinality"
    " k (procedure, year, wave, subject_id, grade, programme_grade, series, place)"
)
_ARGUMENTS = ", ".join(f"k.{name}" for name in _KEY)
_SCALES = text(
    "select k.place, s.id, s.min_3, s.min_4, s.min_5, s.max_primary, s.conditions, s.source, s.confidence"
    f"{ASKED} join scale s on s.id = app.scale_of_work({_ARGUMENTS})"
)
_THRESHOLDS = text(
    f"select k.place, s.min_test{ASKED} join scale s on s.id = app.scale_of_work({_ARGUMENTS}, 'certificate')"
    " where s.min_test is not null"
)


@dataclass(frozen=True, slots=True)
class WorkScale:
    """The scale in force for a work: look-ups by primary score 0…max (one more for what is outside)."""

    id: UUID
    marks: NDArray[np.int8]
    allowed: NDArray[np.bool_]
    """By primary score and mark: a side condition of ОГЭ may lower a mark (domain.md 5.2)."""
    row: Mapping[str, Any]

    @property
    def maximum(self) -> int:
        return len(self.marks) - 2


async def find_scales(session: AsyncSession, works: Sequence[WorkKey]) -> list[WorkScale | None]:
    """Return the scale of each work, None where the reference data have none."""
    found: list[WorkScale | None] = [None] * len(works)
    for row in await rows_by_work(session, _SCALES, works):
        conditions = tuple(condition_of_json(condition) for condition in row["conditions"])
        bands = Bands(row["min_3"], row["min_4"], row["min_5"], row["max_primary"], conditions)
        found[row["place"] - 1] = WorkScale(
            row["id"], bands_array(bands), allowed_array(bands), dict(row)
        )
    return found


async def find_minimum_tests(
    session: AsyncSession, works: Sequence[WorkKey]
) -> NDArray[np.integer]:
    """Return the lowest test score for the certificate of each work, −1 where none is known."""
    found = np.full(max(1, len(works)), NO_VALUE, dtype=np.int16)
    for row in await rows_by_work(session, _THRESHOLDS, works):
        found[row["place"] - 1] = row["min_test"]
    return found


async def rows_by_work(
    session: AsyncSession, statement: Any, works: Sequence[WorkKey]
) -> Sequence[RowMapping]:
    """Ask a statement about works; its rows name them by `place`, from 1."""
    if not works:
        return []
    asked = {name: [getattr(work, name) for work in works] for name in _KEY}
    return (await session.execute(statement, asked)).mappings().all()

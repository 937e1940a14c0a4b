"""What is asked: filters of works and territories as they come in the query string."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from backend.features.figures.schemas.units import FigureProcedure, FigureWave, Level

Year = Annotated[int | None, Query(ge=2000, le=2100, description="Календарный год работы")]
Subject = Annotated[str | None, Query(max_length=60, description="Код предмета")]
Grade = Annotated[int | None, Query(ge=1, le=12, description="Класс, который писал")]
UnitId = Annotated[
    str, Query(max_length=60, description="Идентификатор школы или территории, код группы")
]


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which works; None = any."""

    procedure: FigureProcedure | None = None
    year: int | None = None
    wave: FigureWave | None = None
    subject: str | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """Which schools among those in sight; None = any."""

    region_id: UUID | None = None
    office_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for figures: grouped by what, in which works and places."""

    level: Level
    works: WorkFilter
    places: PlaceFilter


def _works(
    procedure: FigureProcedure | None = None,
    year: Year = None,
    wave: FigureWave | None = None,
    subject: Subject = None,
    grade: Grade = None,
) -> WorkFilter:
    return WorkFilter(procedure, year, wave, subject, grade)


def _places(
    region_id: UUID | None = None,
    office_id: UUID | None = None,
    municipality_id: UUID | None = None,
    school_id: UUID | None = None,
    cluster: Annotated[str | None, Query(max_length=60, description="Код группы школ")] = None,
) -> PlaceFilter:
    return PlaceFilter(region_id, office_id, municipality_id, school_id, cluster)


Places = Annotated[PlaceFilter, Depends(_places)]


def _asked(
    works: Annotated[WorkFilter, Depends(_works)], places: Places, level: Level = "school"
) -> Asked:
    return Asked(level, works, places)


AskedFigures = Annotated[Asked, Depends(_asked)]

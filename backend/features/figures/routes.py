"""Figures over HTTP: lists by level, comparison of two works, dynamics, funnel, schools like ours."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from backend.access.dependencies import Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY
from backend.features.figures import exports, queries
from backend.features.figures.asked import AskedFigures, Places, UnitId
from backend.features.figures.replies import KEPT_REPLY, file_of, kept
from backend.features.figures.schemas.comparison import ComparisonOut, DynamicsOut
from backend.features.figures.schemas.pictures import FunnelOut, SimilarSchoolsOut
from backend.features.figures.schemas.units import (
    FigureListOut,
    FigureProcedure,
    FigureSourcesOut,
    FigureWave,
    Level,
    Measure,
)

router = APIRouter(tags=["figures"])
Reader = Annotated[Caller, requires(Permission.SEE_RESULTS)]
_Works = Annotated[
    list[UUID], Query(min_length=1, max_length=3, description="Одна работа или годы вместе")
]
_Grade = Annotated[int, Query(ge=1, le=12, description="Класс, который писал")]
_Years = Annotated[int, Query(ge=3, le=5, description="За сколько лет")]
_SubjectCode = Annotated[str, Query(max_length=60, description="Код предмета")]


@router.get("/figures", response_model=FigureListOut, responses=KEPT_REPLY)
async def list_figures(
    request: Request, session: Session, caller: Reader, asked: AskedFigures
) -> Response:
    """Figures of schools or territories in the chosen works, with the territories above and the change to last year."""
    return await kept(request, session, caller, queries.list_figures, asked)


@router.get("/figures.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_figures(session: Session, caller: Reader, asked: AskedFigures) -> Response:
    """The same figures as a workbook: exactly the rows of the list."""
    return await file_of(exports.figures_book, await queries.list_figures(session, caller, asked))


@router.get("/figures/sources")
async def list_figure_sources(
    session: Session, caller: Reader, level: Level, unit_id: UnitId, work_id: UUID
) -> FigureSourcesOut:
    """Protocols, uploads, scales and formulas behind one figure."""
    return await queries.list_sources(session, caller, level, unit_id, work_id)


@router.get("/figures/comparison", response_model=ComparisonOut, responses=KEPT_REPLY)
async def compare_figures(
    request: Request,
    session: Session,
    caller: Reader,
    level: Level,
    unit_id: UnitId,
    before: _Works,
    after: _Works,
) -> Response:
    """Two works (or pooled years) of one unit; 409 `not-comparable` with reasons when they must not be compared."""
    return await kept(
        request, session, caller, queries.compare, (level, unit_id, tuple(before), tuple(after))
    )


@router.get("/figures/comparison.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_comparison(
    session: Session,
    caller: Reader,
    level: Level,
    unit_id: UnitId,
    before: _Works,
    after: _Works,
) -> Response:
    """The same comparison as a workbook."""
    asked = (level, unit_id, tuple(before), tuple(after))
    return await file_of(exports.comparison_book, await queries.compare(session, caller, asked))


@router.get("/figures/dynamics", response_model=DynamicsOut, responses=KEPT_REPLY)
async def get_dynamics(
    request: Request,
    session: Session,
    caller: Reader,
    level: Level,
    unit_id: UnitId,
    procedure: FigureProcedure,
    subject: _SubjectCode,
    grade: _Grade,
    wave: FigureWave | None = None,
    years: _Years = 5,
) -> Response:
    """A subject and grade over the last years with breaks where the works cannot be compared."""
    asked = (level, unit_id, procedure, subject, grade, wave, years)
    return await kept(request, session, caller, queries.dynamics, asked)


@router.get("/figures/dynamics.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_dynamics(
    session: Session,
    caller: Reader,
    level: Level,
    unit_id: UnitId,
    procedure: FigureProcedure,
    subject: _SubjectCode,
    grade: _Grade,
    wave: FigureWave | None = None,
    years: _Years = 5,
) -> Response:
    """The same series as a workbook."""
    asked = (level, unit_id, procedure, subject, grade, wave, years)
    return await file_of(exports.dynamics_book, await queries.dynamics(session, caller, asked))


@router.get("/figures/funnel", response_model=FunnelOut, responses=KEPT_REPLY)
async def get_funnel(
    request: Request,
    session: Session,
    caller: Reader,
    places: Places,
    work_id: UUID,
    measure: Measure = "below_min",
) -> Response:
    """Share against n for the schools of one work, with control limits around the share of the region."""
    return await kept(request, session, caller, queries.funnel, (work_id, measure, places))


@router.get("/figures/funnel.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_funnel(
    session: Session,
    caller: Reader,
    places: Places,
    work_id: UUID,
    measure: Measure = "below_min",
) -> Response:
    """The same points as a workbook."""
    asked = (work_id, measure, places)
    return await file_of(exports.funnel_book, await queries.funnel(session, caller, asked))


@router.get("/schools/{school_id}/similar", response_model=SimilarSchoolsOut, responses=KEPT_REPLY)
async def list_similar_schools(
    request: Request,
    school_id: UUID,
    session: Session,
    caller: Reader,
    work_id: UUID | None = None,
) -> Response:
    """Schools of the same size, type and place in the region; who is not yours to see stays nameless."""
    return await kept(request, session, caller, queries.similar, (school_id, work_id))


@router.get("/schools/{school_id}/similar.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_similar_schools(
    school_id: UUID, session: Session, caller: Reader, work_id: UUID | None = None
) -> Response:
    """The same schools as a workbook."""
    asked = (school_id, work_id)
    return await file_of(exports.similar_book, await queries.similar(session, caller, asked))

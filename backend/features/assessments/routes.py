"""Results over HTTP: figures by school and protocol; procedures, scales and passports of works behind them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import IfMatch
from backend.core.web import CursorParam, Limit
from backend.features.assessments import queries
from backend.features.assessments.passports import commands as passport_commands
from backend.features.assessments.passports import queries as passport_queries
from backend.features.assessments.passports.schemas import (
    PassportState,
    WorkPassportIn,
    WorkPassportList,
    WorkPassportOut,
)
from backend.features.assessments.scales import commands as scale_commands
from backend.features.assessments.scales import queries as scale_queries
from backend.features.assessments.scales.schemas import (
    ProcedureList,
    ScaleIn,
    ScaleKind,
    ScaleList,
    ScaleOfWorkOut,
    ScaleVersionIn,
    SubjectList,
)
from backend.features.assessments.schemas import (
    Procedure,
    ProtocolOut,
    SchoolResultsOut,
    WorksOut,
)

router = APIRouter(tags=["results"])
Reader = Annotated[Caller, requires(Permission.SEE_RESULTS)]
Editor = Annotated[Caller, requires(Permission.EDIT_SCALES)]
_Code = Annotated[str | None, Query(max_length=60, description="Код предмета")]
_Year = Annotated[int | None, Query(ge=2000, le=2100)]


@router.get("/schools/{school_id}/results")
async def list_school_results(
    school_id: UUID, session: Session, _caller: Annotated[Caller, requires(Permission.SEE_RESULTS)]
) -> SchoolResultsOut:
    """Current protocols of a school with their figures; every share comes with its n."""
    return await queries.list_school_results(session, school_id)


@router.get("/protocols/{protocol_id}")
async def get_protocol(
    protocol_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_RESULTS)],
) -> ProtocolOut:
    """Figures of one protocol version and the history of versions."""
    return await queries.get_protocol(session, protocol_id)


@router.get("/works")
async def list_works(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_RESULTS)],
    cursor: CursorParam = None,
    limit: Limit = 100,
) -> WorksOut:
    """Works that have been written, newest year first."""
    return await queries.list_works(session, limit=limit, cursor=cursor)


@router.get("/procedures")
async def list_procedures(session: Session, _caller: Reader) -> ProcedureList:
    """Procedures with their waves and what is known of single years, with source and confidence."""
    return await scale_queries.list_procedures(session)


@router.get("/subjects")
async def list_subjects(session: Session, _caller: Reader) -> SubjectList:
    """Subjects with the names and numbers by which they are recognised in files."""
    return await scale_queries.list_subjects(session)


@router.get("/scales")
async def list_scales(
    session: Session,
    _caller: Reader,
    procedure: Procedure | None = None,
    subject: _Code = None,
    year: _Year = None,
    kind: ScaleKind | None = None,
    history: bool = False,  # noqa: FBT002 - a name of the query string
) -> ScaleList:
    """Scales, thresholds and conversions in force; with `history` the versions that are not, too."""
    return await scale_queries.list_scales(
        session, procedure=procedure, subject=subject, year=year, kind=kind, history=history
    )


@router.post("/scales", status_code=201)
async def create_scale(body: ScaleIn, session: Session, caller: Editor) -> ScaleOfWorkOut:
    """Write a scale for a work or a year that has none."""
    scale_id = await scale_commands.create_scale(session, caller, body)
    return await scale_queries.get_scale(session, caller, scale_id)


@router.get("/scales/{scale_id}")
async def get_scale(scale_id: UUID, session: Session, caller: Reader) -> ScaleOfWorkOut:
    """One version of a scale and all versions of its key, newest first."""
    return await scale_queries.get_scale(session, caller, scale_id)


@router.post("/scales/{scale_id}/versions", status_code=201)
async def add_scale_version(
    scale_id: UUID, body: ScaleVersionIn, session: Session, caller: Editor
) -> ScaleOfWorkOut:
    """Put a new version in the place of the one in force; stored protocols keep theirs."""
    made = await scale_commands.add_version(session, caller, scale_id, body)
    return await scale_queries.get_scale(session, caller, made)


@router.get("/work-passports")
async def list_work_passports(
    session: Session,
    caller: Reader,
    year: _Year = None,
    subject: _Code = None,
    state: PassportState | None = None,
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> WorkPassportList:
    """Passports of diagnostic works of your office; schools see the approved ones."""
    return await passport_queries.list_passports(
        session, caller, year=year, subject=subject, state=state, limit=limit, cursor=cursor
    )


@router.post("/work-passports", status_code=201)
async def create_work_passport(
    body: WorkPassportIn, session: Session, caller: Editor
) -> WorkPassportOut:
    """Write the passport of a diagnostic work as a draft."""
    passport_id = await passport_commands.create_passport(session, caller, body)
    return await passport_queries.get_passport(session, caller, passport_id)


@router.get("/work-passports/{passport_id}")
async def get_work_passport(passport_id: UUID, session: Session, caller: Reader) -> WorkPassportOut:
    """A passport with its tasks."""
    return await passport_queries.get_passport(session, caller, passport_id)


@router.put("/work-passports/{passport_id}")
async def save_work_passport(
    passport_id: UUID, body: WorkPassportIn, version: IfMatch, session: Session, caller: Editor
) -> WorkPassportOut:
    """Replace a passport whole by its version; an approved one becomes a draft again."""
    await passport_commands.save_passport(session, caller, passport_id, body, version=version)
    return await passport_queries.get_passport(session, caller, passport_id)


@router.post("/work-passports/{passport_id}/approve")
async def approve_work_passport(
    passport_id: UUID, version: IfMatch, session: Session, caller: Editor, clock: AppClock
) -> WorkPassportOut:
    """Approve what another has written: results by rows are taken from then on, by this scale."""
    await passport_commands.approve_passport(
        session, caller, passport_id, version=version, now=clock.now()
    )
    return await passport_queries.get_passport(session, caller, passport_id)

"""Signals of objectivity and the confirmation of marks over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Response

from backend.access.dependencies import AppClock, AppFiles, AppSettings, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.signals import commands, confirmation, exports, queries
from backend.features.signals.marked_files import taking
from backend.features.signals.schemas import (
    ConfirmationOut,
    MarkedFileOut,
    Procedure,
    SignalCommentIn,
    SignalDetailOut,
    SignalKind,
    SignalKindList,
    SignalList,
    SignalState,
    SignalVerdictIn,
    Year,
)

router = APIRouter(tags=["signals"])
_intake = APIRouter(tags=["signals"], route_class=reception_route(Permission.JUDGE_SIGNALS))
Reader = Annotated[Caller, requires(Permission.SEE_SIGNALS)]
Judge = Annotated[Caller, requires(Permission.JUDGE_SIGNALS)]
Commenter = Annotated[Caller, requires(Permission.COMMENT_SIGNALS)]
_Limit = Annotated[int, Query(ge=1, le=200)]
_Cursor = Annotated[str | None, Query(max_length=200)]


def _filter(
    year: Annotated[Year | None, Query()] = None,
    school_id: UUID | None = None,
    kind: SignalKind | None = None,
    verdict: SignalState | None = None,
    procedure: Procedure | None = None,
) -> queries.Filter:
    return queries.Filter(year, school_id, kind, verdict, procedure)


def _table(
    year: Annotated[Year | None, Query()] = None,
    school_id: UUID | None = None,
    subject: Annotated[str | None, Query(max_length=50, description="Код предмета")] = None,
    grade: Annotated[int | None, Query(ge=1, le=12)] = None,
) -> confirmation.ConfirmationFilter:
    return confirmation.ConfirmationFilter(year, school_id, subject, grade)


Chosen = Annotated[queries.Filter, Depends(_filter)]
Table = Annotated[confirmation.ConfirmationFilter, Depends(_table)]


@router.get("/signals")
async def list_signals(
    session: Session, _caller: Reader, chosen: Chosen, limit: _Limit = 100, cursor: _Cursor = None
) -> SignalList:
    """Signals of a year (the latest with results unless asked), by school; reasons to talk, never conclusions."""
    return await queries.list_signals(session, chosen, limit=limit, cursor=cursor)


@router.get("/signals.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_signals(
    session: Session, caller: Reader, chosen: Chosen, clock: AppClock
) -> Response:
    """The chosen signals as a workbook, with thresholds and their sources."""
    return file_reply(await exports.export_signals(session, caller, chosen, now=clock.now()))


@router.get("/signal-kinds")
async def list_signal_kinds(_caller: Reader) -> SignalKindList:
    """The kinds of signals in words, with thresholds and sources."""
    return queries.list_kinds()


@router.get("/signals/{key}")
async def get_signal(key: str, session: Session, caller: Reader) -> SignalDetailOut:
    """One signal with its evidence, verdicts, comments of the school and what may be done now."""
    return await queries.get_signal(session, caller, key)


@router.put("/signals/{key}/verdict")
async def judge_signal(
    key: str, body: SignalVerdictIn, session: Session, caller: Judge, clock: AppClock
) -> SignalDetailOut:
    """Give a verdict on the numbers that were seen, or take it back; it lapses by itself when they change."""
    await commands.judge(session, caller, key, body, now=clock.now())
    return await queries.get_signal(session, caller, key)


@router.post("/signals/{key}/comments", status_code=201)
async def comment_signal(
    key: str, body: SignalCommentIn, session: Session, caller: Commenter, clock: AppClock
) -> SignalDetailOut:
    """The word of the school about a signal."""
    await commands.comment(session, caller, key, body, now=clock.now())
    return await queries.get_signal(session, caller, key)


@router.get("/mark-confirmation")
async def list_mark_confirmation(
    session: Session, _caller: Reader, chosen: Table, limit: _Limit = 100, cursor: _Cursor = None
) -> ConfirmationOut:
    """«Подтверждение отметок» by school, subject and grade; the total is weighted by pupils."""
    return await confirmation.list_confirmation(session, chosen, limit=limit, cursor=cursor)


@router.get("/mark-confirmation.xlsx", responses=FILE_REPLY, response_class=Response)
async def export_mark_confirmation(
    session: Session, caller: Reader, chosen: Table, clock: AppClock
) -> Response:
    """The whole table of the confirmation of marks as a workbook."""
    return file_reply(await exports.export_confirmation(session, caller, chosen, now=clock.now()))


@_intake.post("/marked-school-files", max_body_size=MULTIPART_CEILING)
async def take_marked_school_file(
    arrived: Arriving,
    _turn: Turn,
    session: Session,
    caller: Judge,
    files: AppFiles,
    settings: AppSettings,
    clock: AppClock,
    *,
    dry_run: Annotated[
        bool, Form(description="Только проверить и показать, что изменится")
    ] = False,
) -> MarkedFileOut:
    """The list of ФИОКО with markers РУ4, МА4, РУ5, МА5 from a CSV or XLSX; unknown logins are told, not refused."""
    return await taking.take_marked_file(
        session, caller, arrived, files, settings, is_dry_run=dry_run, now=clock.now()
    )


router.include_router(_intake)

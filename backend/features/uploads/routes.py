"""Uploads over HTTP: files come in, are looked at, corrected in their reading, accepted, given up, taken back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import StreamingResponse

from backend.access.dependencies import Reopening, Session, requires
from backend.access.idempotency import Once
from backend.access.permissions import Permission
from backend.access.reception import (
    MULTIPART_CEILING,
    ROWS_TYPES,
    Arriving,
    ArrivingRows,
    Turn,
    reception_route,
)
from backend.access.scope import Caller
from backend.core.problem_schema import PROBLEM_TYPE, ProblemOut
from backend.core.web import CursorParam, Limit
from backend.features.uploads import commands, progress, queries
from backend.features.uploads.consequences.queries import get_consequences
from backend.features.uploads.exports.routes import router as exports_router
from backend.features.uploads.participants.routes import router as participants_router
from backend.features.uploads.schemas.findings import ConsequencesOut, DifferencesOut, IssuesOut
from backend.features.uploads.schemas.reading import MappingIn, ReadingIn, Strategy
from backend.features.uploads.schemas.uploads import (
    CommitIn,
    RevertIn,
    UploadOut,
    UploadsOut,
    UploadState,
)

router = APIRouter(tags=["results"])
_intake = APIRouter(
    tags=["results"],
    route_class=reception_route(Permission.UPLOAD_RESULTS, limit="results_body_limit"),
)
_rows_intake = APIRouter(
    tags=["results"],
    route_class=reception_route(
        Permission.UPLOAD_RESULTS, media_types=ROWS_TYPES, limit="results_body_limit"
    ),
)
_REPEATED: dict[int | str, dict[str, Any]] = {
    200: {"model": UploadOut, "description": "Это содержимое уже загружено: вот та загрузка"}
}
_ROWS_REPLIES: dict[int | str, dict[str, Any]] = _REPEATED | {
    415: {
        "model": ProblemOut,
        "content": {PROBLEM_TYPE: {}},
        "description": "Такое тело запроса не принимаем",
    }
}
_EVENTS_REPLY: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
}
_ROW_LIST = {"type": "array", "items": {"type": "object"}}
_ROWS_BODY = {
    "requestBody": {
        "required": True,
        "description": "Строки простой таблицы: имена столбцов см. /upload-rules, раскладка «plain»",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/x-ndjson": {"schema": {"type": "string"}},
            "application/json": {
                "schema": {
                    "anyOf": [_ROW_LIST, {"type": "object", "properties": {"rows": _ROW_LIST}}]
                }
            },
        },
    }
}


@_intake.post("/uploads", status_code=202, responses=_REPEATED, max_body_size=MULTIPART_CEILING)
async def upload_results(
    file: Arriving,
    _turn: Turn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
    _once: Once,
    response: Response,
    strategy: Annotated[Strategy, Form()] = "sync",
    auto_commit: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of the form
) -> UploadOut:
    """Take a results file in; its check runs in the background. `auto_commit` writes it when nothing is wrong."""
    upload, is_new = await commands.receive_upload(
        session,
        caller,
        stored=file.stored,
        filename=file.filename,
        strategy=strategy,
        auto_commit=auto_commit and Permission.COMMIT_UPLOADS in caller.permissions,
    )
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return upload


@_rows_intake.post(
    "/results:batch",
    status_code=202,
    responses=_ROWS_REPLIES,
    max_body_size=MULTIPART_CEILING,
    openapi_extra=_ROWS_BODY,
)
async def send_results(
    rows: ArrivingRows,
    _turn: Turn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
    _once: Once,
    response: Response,
    note: Annotated[str | None, Query(min_length=3, max_length=500)] = None,
    strategy: Strategy = "upsert",
    auto_commit: bool = True,  # noqa: FBT002 - a name of the query string
) -> UploadOut:
    """Take rows of a script in; they are written when nothing is wrong, otherwise they wait like a file."""
    upload, is_new = await commands.receive_upload(
        session,
        caller,
        stored=rows.stored,
        filename=rows.filename,
        kind="rows",
        strategy=strategy,
        auto_commit=auto_commit and Permission.COMMIT_UPLOADS in caller.permissions,
        reason=note,
    )
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return upload


router.include_router(_intake)
router.include_router(exports_router)
router.include_router(_rows_intake)
router.include_router(participants_router)


@router.get("/uploads")
async def list_uploads(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    state: UploadState | None = None,
    cursor: CursorParam = None,
    limit: Limit = 50,
) -> UploadsOut:
    """Uploads you may see, newest first."""
    return await queries.list_uploads(session, state=state, limit=limit, cursor=cursor)


@router.get("/uploads/{upload_id}")
async def get_upload(
    upload_id: UUID, session: Session, caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)]
) -> UploadOut:
    """One upload: how it was read, what is wrong, what may be done with it now."""
    return await queries.get_upload(session, caller, upload_id)


@router.get("/uploads/{upload_id}/issues")
async def list_upload_issues(
    upload_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    code: str | None = None,
    cursor: CursorParam = None,
    limit: Limit = 100,
) -> IssuesOut:
    """What is wrong in the file: groups by rule, and one by one with row and column as in Excel."""
    return await queries.list_upload_issues(
        session, upload_id, code=code, limit=limit, cursor=cursor
    )


@router.get("/uploads/{upload_id}/differences")
async def list_upload_differences(
    upload_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    cursor: CursorParam = None,
    limit: Limit = 100,
) -> DifferencesOut:
    """What writing the file would change, cell by cell, against the stored protocols."""
    return await queries.list_upload_differences(session, upload_id, limit=limit, cursor=cursor)


@router.get("/uploads/{upload_id}/consequences")
async def get_upload_consequences(
    upload_id: UUID, session: Session, _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)]
) -> ConsequencesOut:
    """What writing the file changes: figures of schools before and after, and what else stands on them."""
    return await get_consequences(session, upload_id)


@router.get(
    "/uploads/{upload_id}/events", response_class=StreamingResponse, responses=_EVENTS_REPLY
)
async def follow_upload(
    upload_id: UUID,
    session: Session,
    reopen: Reopening,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
) -> StreamingResponse:
    """Progress as server-sent events of `UploadProgressOut`, until the work on the upload pauses or ends."""
    await queries.get_progress(session, upload_id)
    return StreamingResponse(
        progress.follow(reopen, upload_id),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


@router.put("/uploads/{upload_id}/reading", status_code=202)
async def choose_upload_reading(
    upload_id: UUID,
    choices: ReadingIn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
) -> UploadOut:
    """Read the file again as you say: encoding, columns, work, school. What is not said is detected."""
    return await commands.choose_reading(session, caller, upload_id, choices)


@router.put("/uploads/{upload_id}/mapping", status_code=202)
async def map_upload_names(
    upload_id: UUID,
    mapping: MappingIn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
) -> UploadOut:
    """Say what unknown schools and subjects of your files are; it is remembered for your next files."""
    return await commands.map_names(session, caller, upload_id, mapping)


@router.post("/uploads/{upload_id}/commit", status_code=202)
async def commit_upload(
    upload_id: UUID,
    session: Session,
    caller: Annotated[Caller, requires(Permission.COMMIT_UPLOADS)],
    asked: CommitIn | None = None,
) -> UploadOut:
    """Write the protocols of a checked file, all or none; `job_id` shows the progress."""
    return await commands.start_commit(session, caller, upload_id, asked or CommitIn())


@router.post("/uploads/{upload_id}/cancel")
async def cancel_upload(
    upload_id: UUID,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
) -> UploadOut:
    """Give an upload up before anything is written."""
    return await commands.cancel_upload(session, caller, upload_id)


@router.post("/uploads/{upload_id}/revert", status_code=202)
async def revert_upload(
    upload_id: UUID,
    asked: RevertIn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.COMMIT_UPLOADS)],
) -> UploadOut:
    """Bring back the versions of protocols that were in force before the upload."""
    return await commands.start_revert(session, caller, upload_id, asked)

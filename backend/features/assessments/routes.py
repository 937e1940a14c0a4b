"""Results over HTTP: files come in (multipart), are looked at, accepted or given up; figures go out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Message

from backend.access.dependencies import AppFiles, AppSettings, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import TooLarge
from backend.core.files import too_large_text
from backend.core.settings import MEBIBYTE
from backend.core.web import CursorParam, Limit
from backend.features.assessments import commands, queries, upload_queries
from backend.features.assessments.schemas import (
    IssuesOut,
    ProtocolOut,
    SchoolResultsOut,
    UploadOut,
    UploadsOut,
    UploadState,
    WorksOut,
)

_MULTIPART_OVERHEAD = 64 * 1024
_CHUNK = 1 * MEBIBYTE
_CEILING = 4096 * MEBIBYTE
"""Lifts the limit of JSON bodies off this route; `CappedRoute` puts on the one of the settings."""


class CappedRoute(APIRoute):
    """Stops reading a body past `settings.upload_body_limit`, while it is being spooled to the disk."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def capped(request: Request) -> Response:
            limit = request.app.state.settings.upload_body_limit
            received = 0

            def count(size: int) -> None:
                nonlocal received
                received += size
                if received > limit + _MULTIPART_OVERHEAD:
                    raise TooLarge(too_large_text(limit))

            async def receive() -> Message:
                message = await request.receive()
                count(len(message.get("body", b"")))
                return message

            declared = request.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > limit + _MULTIPART_OVERHEAD:
                raise TooLarge(too_large_text(limit), headers={"Connection": "close"})
            try:
                return await handle(Request(request.scope, receive))
            except HTTPException as error:
                # FastAPI answers 400 to whatever happens while it reads a body.
                if isinstance(error.__cause__, TooLarge):
                    raise error.__cause__ from None
                raise

        return capped


router = APIRouter(tags=["results"])
_intake = APIRouter(tags=["results"], route_class=CappedRoute)
_REPEATED: dict[int | str, dict[str, Any]] = {
    200: {"model": UploadOut, "description": "Это содержимое уже загружено: вот та загрузка"}
}


@_intake.post("/uploads", status_code=202, responses=_REPEATED, max_body_size=_CEILING)
async def upload_results(
    file: Annotated[
        UploadFile, File(description="Книга .xlsx или таблица CSV, форма «Ф1» ФИС ОКО")
    ],
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
    files: AppFiles,
    settings: AppSettings,
    response: Response,
) -> UploadOut:
    """Take a results file in; its check runs in the background, `job_id` shows the progress."""
    stored = await files.save(_chunks(file), limit=settings.upload_body_limit)
    upload, is_new = await commands.receive_upload(
        session, caller, stored=stored, filename=file.filename
    )
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return upload


router.include_router(_intake)


@router.get("/uploads")
async def list_uploads(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    state: UploadState | None = None,
    cursor: CursorParam = None,
    limit: Limit = 50,
) -> UploadsOut:
    """Uploads you may see, newest first."""
    return await upload_queries.list_uploads(session, state=state, limit=limit, cursor=cursor)


@router.get("/uploads/{upload_id}")
async def get_upload(
    upload_id: UUID, session: Session, caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)]
) -> UploadOut:
    """One upload: how it was read, what is wrong, what may be done with it now."""
    return await upload_queries.get_upload(session, caller, upload_id)


@router.get("/uploads/{upload_id}/issues")
async def list_upload_issues(
    upload_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    cursor: CursorParam = None,
    limit: Limit = 100,
) -> IssuesOut:
    """What is wrong in the file: groups by rule, and one by one with row and column as in Excel."""
    return await upload_queries.list_upload_issues(session, upload_id, limit=limit, cursor=cursor)


@router.post("/uploads/{upload_id}/commit", status_code=202)
async def commit_upload(
    upload_id: UUID,
    session: Session,
    caller: Annotated[Caller, requires(Permission.COMMIT_UPLOADS)],
) -> UploadOut:
    """Write the protocols of a checked file, all or none; `job_id` shows the progress."""
    return await commands.start_commit(session, caller, upload_id)


@router.post("/uploads/{upload_id}/cancel")
async def cancel_upload(
    upload_id: UUID,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
) -> UploadOut:
    """Give an upload up before anything is written."""
    return await commands.cancel_upload(session, caller, upload_id)


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


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(_CHUNK):
        yield chunk

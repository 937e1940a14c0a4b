"""Results over HTTP: files come in (multipart), are looked at, accepted or given up; figures go out."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from backend.access.dependencies import Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, reception_route
from backend.access.scope import Caller
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

router = APIRouter(tags=["results"])
_intake = APIRouter(tags=["results"], route_class=reception_route(Permission.UPLOAD_RESULTS))
_REPEATED: dict[int | str, dict[str, Any]] = {
    200: {"model": UploadOut, "description": "Это содержимое уже загружено: вот та загрузка"}
}


@_intake.post("/uploads", status_code=202, responses=_REPEATED, max_body_size=MULTIPART_CEILING)
async def upload_results(
    file: Arriving,
    _turn: Turn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
    response: Response,
) -> UploadOut:
    """Take a results file in; its check runs in the background, `job_id` shows the progress."""
    upload, is_new = await commands.receive_upload(
        session, caller, stored=file.stored, filename=file.filename
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

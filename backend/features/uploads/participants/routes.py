"""Participants over HTTP: their list, and the correction of one, which is an upload of one row."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response

from backend.access.dependencies import AppFiles, AppSettings, Reopening, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import Turn
from backend.access.scope import Caller
from backend.core.file_replies import IfMatch
from backend.core.files import StoredFile
from backend.features.uploads import commands
from backend.features.uploads.participants import queries
from backend.features.uploads.participants.schemas import CorrectionIn, ParticipantsOut
from backend.features.uploads.schemas.uploads import UploadOut

router = APIRouter(tags=["results"])
_FILENAME = "правка участника.ndjson"
_Code = Annotated[str, Path(pattern=r"^\d{1,19}$", description="Код участника")]


async def _written(
    protocol_id: UUID,
    code: _Code,
    asked: CorrectionIn,
    version: IfMatch,
    reopen: Reopening,
    files: AppFiles,
    settings: AppSettings,
) -> tuple[queries.Correction, StoredFile]:
    """Write the row to the storage between two short transactions: none is held meanwhile."""
    async with reopen() as session:
        requires(Permission.COMMIT_UPLOADS).dependency(session.info["caller"])
        correction = await queries.plan_correction(
            session, protocol_id, code, asked, version=version
        )

    async def content() -> AsyncIterator[bytes]:
        yield correction.content

    return correction, await files.save(content(), limit=settings.results_body_limit)


@router.get("/protocols/{protocol_id}/participants")
async def list_participants(
    protocol_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_PARTICIPANTS)],
    response: Response,
) -> ParticipantsOut:
    """Participants of one version of a protocol by code, with every score and mark."""
    found = await queries.list_participants(session, protocol_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.put("/protocols/{protocol_id}/participants/{code}", status_code=202)
async def correct_participant(
    written: Annotated[tuple[queries.Correction, StoredFile], Depends(_written)],
    _turn: Turn,
    session: Session,
    caller: Annotated[Caller, requires(Permission.COMMIT_UPLOADS)],
    response: Response,
) -> UploadOut:
    """Correct one participant's result (an appeal): a new version of the protocol, written in the background."""
    correction, stored = written
    upload, is_new = await commands.receive_upload(
        session,
        caller,
        stored=stored,
        filename=_FILENAME,
        kind="participant",
        strategy="upsert",
        auto_commit=True,
        options=correction.options,
        reason=correction.reason,
    )
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return upload

"""Files of uploads over HTTP: the file with what is wrong, our template, and the rules of the check in public."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from backend.access.dependencies import AppFiles, AppSettings, Reopening, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, OutgoingFile, file_reply, streamed_reply
from backend.core.media_types import XLSX
from backend.core.problem_schema import ProblemOut
from backend.features.uploads.exports.marked import marked_book
from backend.features.uploads.exports.rules import upload_rules
from backend.features.uploads.exports.template import template_title, write_template
from backend.features.uploads.exports.template_queries import template_facts
from backend.features.uploads.schemas.findings import UploadRulesOut
from backend.features.uploads.schemas.reading import Procedure, Wave

router = APIRouter(tags=["results"])
_AT_ONCE = 2
_GONE: dict[int | str, dict[str, Any]] = {
    410: {"model": ProblemOut, "description": "Исходного файла больше нет"}
}
_Grade = Annotated[int, Query(ge=1, le=12)]
_ProgrammeGrade = Annotated[
    int | None, Query(ge=1, le=12, description="Класс программы, если он не тот, что пишет работу")
]


def _maker(
    request: Request,
    reopen: Reopening,
    session: Session,
    caller: Annotated[Caller, requires(Permission.SEE_UPLOADS)],
    files: AppFiles,
    settings: AppSettings,
) -> Callable[[UUID, bool], Awaitable[Response]]:
    state = request.app.state
    if not hasattr(state, "book_turns"):
        state.book_turns = asyncio.Semaphore(_AT_ONCE)

    async def make(upload_id: UUID, is_failed_only: bool) -> Response:
        # The right to ask is known: the connection goes back, a book takes longer than a transaction may wait.
        await session.commit()
        book = await marked_book(
            upload_id,
            is_failed_only=is_failed_only,
            caller=caller,
            reopen=reopen,
            files=files,
            settings=settings,
            turns=state.book_turns,
        )
        return streamed_reply(book.name, XLSX, book.content)

    return make


_Maker = Annotated[Callable[[UUID, bool], Awaitable[Response]], Depends(_maker, scope="function")]


@router.get(
    "/uploads/{upload_id}/annotated.xlsx",
    responses=FILE_REPLY | _GONE,
    response_class=Response,
)
async def get_annotated_upload(upload_id: UUID, make: _Maker) -> Response:
    """The file as it was sent, with wrong cells coloured and explained; up to 200,000 rows."""
    return await make(upload_id, False)


@router.get(
    "/uploads/{upload_id}/failed-only.xlsx",
    responses=FILE_REPLY | _GONE,
    response_class=Response,
)
async def get_failed_rows_of_upload(upload_id: UUID, make: _Maker) -> Response:
    """Only the rows with errors, under the sender's own header, to be corrected and sent again."""
    return await make(upload_id, True)


@router.get("/upload-rules")
async def get_upload_rules() -> UploadRulesOut:
    """The rules files are checked by and the layouts that are recognised; no log-in needed."""
    return upload_rules()


@router.get("/upload-template.xlsx", responses=FILE_REPLY, response_class=Response)
async def get_upload_template(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.UPLOAD_RESULTS)],
    procedure: Procedure,
    year: Annotated[int, Query(ge=2000, le=2100)],
    subject: Annotated[str, Query(max_length=60, description="Код предмета")],
    grade: _Grade,
    wave: Wave | None = None,
    programme_grade: _ProgrammeGrade = None,
) -> Response:
    """A workbook to fill in for one work: its tasks, your schools, lists to choose from."""
    facts = await template_facts(
        session,
        procedure=procedure,
        year=year,
        wave=wave,
        subject=subject,
        grade=grade,
        programme_grade=programme_grade,
    )
    content = await asyncio.to_thread(write_template, facts)
    return file_reply(OutgoingFile(f"{template_title(facts)}.xlsx", XLSX, content))

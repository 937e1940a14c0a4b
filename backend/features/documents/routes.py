"""Documents of schools: versions, reviews with remarks, differences."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile

from backend.access.dependencies import AppClock, AppFiles, AppSettings, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, keep, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, file_reply
from backend.features.documents import commands, queries, school_set, versions
from backend.features.documents.reading.comparison import get_document_diff as compare_versions
from backend.features.documents.schemas import (
    DocumentActionIn,
    DocumentDiffOut,
    DocumentKindList,
    DocumentOut,
    DocumentQueue,
    DocumentReviewIn,
    DocumentState,
    SchoolDocumentsOut,
)

router = APIRouter(tags=["documents"])
_intake = APIRouter(tags=["documents"], route_class=reception_route(Permission.WRITE_DOCUMENTS))
Reader = Annotated[Caller, requires(Permission.SEE_DOCUMENTS)]
Writer = Annotated[Caller, requires(Permission.WRITE_DOCUMENTS)]
Reviewer = Annotated[Caller, requires(Permission.REVIEW_DOCUMENTS)]
Cycle = Annotated[int | None, Query(ge=2000, le=2100, description="Год программы")]
Number = Annotated[int, Query(ge=1, le=100_000)]


async def _new(
    files: AppFiles,
    settings: AppSettings,
    kind: Annotated[str, Form(max_length=60, description="Код вида из GET /document-kinds")] = "",
    cycle: Annotated[int | None, Form(description="Год программы")] = None,
    title: Annotated[str, Form(max_length=1000, description="Пусто = название вида")] = "",
    factor_id: Annotated[UUID | None, Form(description="Фактор антирисковой программы")] = None,
    note: Annotated[str, Form(max_length=5000)] = "",
    file: Annotated[UploadFile | None, File(description="PDF, DOCX, XLSX или снимок")] = None,
) -> versions.NewDocument:
    # A form without a file still sends a nameless empty one.
    arrived = await keep(file, files, settings) if file and (file.filename or file.size) else None
    return versions.NewDocument(kind, cycle, title, factor_id, note, arrived)


_Arrived = Annotated[versions.NewDocument, Depends(_new)]
"""Goes before `Session` in a route: dependencies are solved in the order of parameters."""


@router.get("/document-kinds")
async def list_document_kinds(
    session: Session, _caller: Reader, clock: AppClock, cycle: Cycle = None
) -> DocumentKindList:
    """Kinds of documents and the set the programme of a cycle asks for, with dates."""
    return await school_set.list_document_kinds(session, cycle, clock.today())


@router.get("/schools/{school_id}/documents")
async def get_school_documents(
    school_id: UUID, session: Session, caller: Reader, clock: AppClock, cycle: Cycle = None
) -> SchoolDocumentsOut:
    """The required set of a school, also what is missing, and all its other documents of the cycle."""
    return await school_set.get_school_documents(
        session, caller, school_id, cycle=cycle, today=clock.today()
    )


@_intake.post("/schools/{school_id}/documents", status_code=201, max_body_size=MULTIPART_CEILING)
async def create_document(
    school_id: UUID,
    new: _Arrived,
    _turn: Turn,
    session: Session,
    caller: Writer,
    files: AppFiles,
    clock: AppClock,
) -> DocumentOut:
    """Create a document with its first version. Safe to repeat: the same form and bytes give the same document."""
    created = await versions.create_document(
        session, caller, school_id, new, files, now=clock.now()
    )
    return await queries.get_document(session, caller, created)


@router.get("/documents")
async def list_documents(
    session: Session,
    _caller: Reader,
    state: DocumentState | None = None,
    kind: Annotated[str | None, Query(max_length=60)] = None,
    school_id: UUID | None = None,
    reviewer: Literal["me"] | None = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> DocumentQueue:
    """Documents of the reader's schools, those that wait longest first; `reviewer=me`: what waits for the reader."""
    return await queries.list_documents(
        session,
        state=state,
        kind=kind,
        school_id=school_id,
        mine=reviewer == "me",
        cursor=cursor,
    )


@router.get("/documents/{document_id}")
async def get_document(document_id: UUID, session: Session, caller: Reader) -> DocumentOut:
    """A document whole: versions, reviews with remarks and answers, notes on the last text, steps."""
    return await queries.get_document(session, caller, document_id)


@_intake.post("/documents/{document_id}/versions", status_code=201, max_body_size=MULTIPART_CEILING)
async def add_document_version(
    document_id: UUID,
    arrived: Arriving,
    _turn: Turn,
    session: Session,
    caller: Writer,
    files: AppFiles,
    clock: AppClock,
    note: Annotated[str, Form(max_length=5000)] = "",
) -> DocumentOut:
    """Add the next version. Safe to repeat: the bytes of the last version sent again add nothing."""
    await versions.add_version(session, caller, document_id, arrived, note, files, now=clock.now())
    return await queries.get_document(session, caller, document_id)


@router.post("/documents/{document_id}/school-actions")
async def act_on_document(
    document_id: UUID, body: DocumentActionIn, session: Session, caller: Writer, clock: AppClock
) -> DocumentOut:
    """Submit, withdraw before review, answer remarks, publish («размещено в МЭДК»), archive, restore."""
    await commands.act_for_school(
        session, caller, document_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.get_document(session, caller, document_id)


@router.post("/documents/{document_id}/start-review")
async def start_document_review(
    document_id: UUID, session: Session, caller: Reviewer, clock: AppClock
) -> DocumentOut:
    """Take a submitted document into review."""
    await commands.start_review(session, caller, document_id, now=clock.now())
    return await queries.get_document(session, caller, document_id)


@router.post("/documents/{document_id}/reviews", status_code=201)
async def review_document(
    document_id: UUID, body: DocumentReviewIn, session: Session, caller: Reviewer, clock: AppClock
) -> DocumentOut:
    """Return the last version with remarks by place, or approve it."""
    await commands.review_document(
        session, caller, document_id, body, now=clock.now(), today=clock.today()
    )
    return await queries.get_document(session, caller, document_id)


@router.get("/documents/{document_id}/diff")
async def get_document_diff(
    document_id: UUID,
    session: Session,
    _caller: Reader,
    from_number: Annotated[int, Query(alias="from", ge=1, le=100_000)],
    to: Number,
) -> DocumentDiffOut:
    """What differs between the texts of two versions, by paragraph and by word."""
    return await compare_versions(session, document_id, from_number, to)


@router.get("/document-versions/{version_id}/file", responses=FILE_REPLY, response_class=Response)
async def get_document_file(
    version_id: UUID, session: Session, _caller: Reader, files: AppFiles
) -> Response:
    """The file of a version, always as a download."""
    return file_reply(await queries.get_version_file(session, files, version_id))


router.include_router(_intake)

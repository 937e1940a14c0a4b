"""Acts and editions: drafts, what puts them in force, what they changed; files of plans in and out."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from backend.access.dependencies import AppClock, AppFiles, Session, requires
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import FILE_REPLY, IfMatch, file_reply
from backend.features.editions import commands, printing, queries
from backend.features.editions.document import DraftDocument
from backend.features.editions.drafts import commands as drafts
from backend.features.editions.drafts import in_force
from backend.features.editions.drafts import queries as draft_queries
from backend.features.editions.imports import commands as imports
from backend.features.editions.imports import queries as import_queries
from backend.features.editions.imports.schemas import PlanImportOut
from backend.features.editions.schemas import (
    CopyPlanIn,
    DraftList,
    DraftOut,
    EditionDiffOut,
    FactKindList,
    NewDraftIn,
    NewPlanIn,
)

router = APIRouter(tags=["editions"])
_intake = APIRouter(tags=["editions"], route_class=reception_route(Permission.MANAGE_PLANS))
Reader = Annotated[Caller, requires(Permission.SEE_PLANS)]
Manager = Annotated[Caller, requires(Permission.MANAGE_PLANS)]
DocumentFormat = Literal["docx", "xlsx"]


@router.get("/fact-kinds")
async def list_fact_kinds(session: Session, _caller: Reader) -> FactKindList:
    """The catalogue of facts an expected result may ask for."""
    return await queries.list_fact_kinds(session)


@router.get("/drafts")
async def list_drafts(session: Session, _caller: Manager) -> DraftList:
    """Drafts of editions, the last touched first."""
    return await draft_queries.list_drafts(session)


@router.post("/plans/{plan_id}/drafts", status_code=201)
async def create_draft(
    plan_id: UUID, body: NewDraftIn, session: Session, caller: Manager, clock: AppClock
) -> DraftOut:
    """Start the next edition of a plan: a copy of the one in force, or what an import has recognised."""
    edition_id = await drafts.create_draft(session, caller, plan_id, import_id=body.import_id)
    return await draft_queries.get_draft(session, edition_id, clock.today())


@router.post("/editions/{edition_id}/copies", status_code=201)
async def copy_plan(
    edition_id: UUID, body: CopyPlanIn, session: Session, caller: Manager, clock: AppClock
) -> DraftOut:
    """Copy a plan for another year: a new plan, whose first draft has every date shifted."""
    copied = await drafts.copy_plan(session, caller, edition_id, body)
    return await draft_queries.get_draft(session, copied, clock.today())


@router.post("/plans", status_code=201)
async def create_plan(
    body: NewPlanIn, session: Session, caller: Manager, clock: AppClock
) -> DraftOut:
    """Make a new plan whose first draft is what an import has recognised."""
    edition_id = await drafts.create_plan(session, caller, body)
    return await draft_queries.get_draft(session, edition_id, clock.today())


@router.get("/editions/{edition_id}/draft")
async def get_draft(
    edition_id: UUID, session: Session, _caller: Manager, clock: AppClock, response: Response
) -> DraftOut:
    """One draft with what its texts were read as; `ETag` is its version."""
    draft = await draft_queries.get_draft(session, edition_id, clock.today())
    response.headers["ETag"] = f'"{draft.version}"'
    return draft


@router.put("/editions/{edition_id}/draft")
async def save_draft(
    edition_id: UUID,
    body: DraftDocument,
    session: Session,
    caller: Manager,
    clock: AppClock,
    version: IfMatch,
) -> DraftOut:
    """Save the whole draft; a version somebody else has saved meanwhile is 412 and nothing is lost."""
    await drafts.save_draft(session, caller, edition_id, body, version=version)
    return await draft_queries.get_draft(session, edition_id, clock.today())


@router.delete("/editions/{edition_id}/draft", status_code=204)
async def discard_draft(edition_id: UUID, session: Session, _caller: Manager) -> None:
    """Give a draft up; the edition in force is not touched."""
    await drafts.discard_draft(session, edition_id)


@router.post("/editions/{edition_id}/put-in-force")
async def put_in_force(
    edition_id: UUID, session: Session, _caller: Manager, clock: AppClock, version: IfMatch
) -> EditionDiffOut:
    """Put a draft in force: the edition before becomes superseded, its facts are carried over."""
    await in_force.put_in_force(session, edition_id, version=version, today=clock.today())
    return await queries.get_edition_diff(session, edition_id, None)


@_intake.put("/editions/{edition_id}/act-file", status_code=204, max_body_size=MULTIPART_CEILING)
async def attach_act_file(
    edition_id: UUID,
    file: Arriving,
    _turn: Turn,
    session: Session,
    _caller: Manager,
    files: AppFiles,
) -> None:
    """Keep the signed act as a file (PDF, DOCX or picture) with its edition."""
    await commands.attach_act_file(session, files, edition_id, file)


@router.get("/editions/{edition_id}/act-file", responses=FILE_REPLY, response_class=Response)
async def get_act_file(
    edition_id: UUID, session: Session, _caller: Reader, files: AppFiles
) -> Response:
    """The signed act as it was attached."""
    return file_reply(await queries.get_act_file(session, files, edition_id))


@router.get("/editions/{edition_id}/diff")
async def get_edition_diff(
    edition_id: UUID, session: Session, _caller: Reader, before: UUID | None = None
) -> EditionDiffOut:
    """What this edition changed against `before` (without it: against the edition it replaced)."""
    return await queries.get_edition_diff(session, edition_id, before)


@router.get("/editions/{edition_id}/diff.docx", responses=FILE_REPLY, response_class=Response)
async def print_edition_diff(
    edition_id: UUID, session: Session, _caller: Reader, before: UUID | None = None
) -> Response:
    """«Что изменило распоряжение» as DOCX."""
    return file_reply(await printing.diff_document(session, edition_id, before))


@router.get("/editions/{edition_id}/document", responses=FILE_REPLY, response_class=Response)
async def print_edition(
    edition_id: UUID,
    session: Session,
    _caller: Reader,
    clock: AppClock,
    format: DocumentFormat = "docx",  # noqa: A002 - the name in the address
) -> Response:
    """The plan in the form of the decree, as DOCX or XLSX; drafts only for those who may edit them."""
    return file_reply(
        await printing.plan_document(session, edition_id, kind=format, today=clock.today())
    )


@_intake.post("/plan-imports", status_code=202, max_body_size=MULTIPART_CEILING)
async def import_plan(
    file: Arriving,
    _turn: Turn,
    session: Session,
    caller: Manager,
    response: Response,
    plan_id: UUID | None = None,
) -> PlanImportOut:
    """Take a DOCX or XLSX table of a plan in; it is recognised in the background."""
    found = await imports.receive_import(session, caller, file, plan_id=plan_id)
    response.headers["Location"] = f"/api/v1/plan-imports/{found.id}"
    return found


@router.get("/plan-imports/{import_id}")
async def get_plan_import(import_id: UUID, session: Session, _caller: Manager) -> PlanImportOut:
    """What a file was recognised as: rows with their cells, questions, the rows they continue."""
    return await import_queries.get_plan_import(session, import_id)


router.include_router(_intake)

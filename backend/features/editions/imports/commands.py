"""Writes of plan imports: a file is taken in, then what the worker made of it is recorded."""

from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.core.errors import NotFound, wrong_field
from backend.core.jobs import enqueue
from backend.core.media_types import shown_name
from backend.domain.plan_table import Recognised
from backend.features.editions.drafts.from_file import RECOGNISED
from backend.features.editions.imports.queries import get_plan_import
from backend.features.editions.imports.schemas import PlanImportOut
from backend.tables import Plan, PlanImport

READ_JOB = "read_plan_file"
_MY_OFFICE = text("select o from app.my_offices() as o order by o limit 1")


async def receive_import(
    session: AsyncSession, caller: Caller, file: Arrived, *, plan_id: UUID | None
) -> PlanImportOut:
    """Register a stored file with a plan table and ask for its reading; raises `NotFound`, `Invalid`."""
    if plan_id is not None:
        office_id = await session.scalar(select(Plan.office_id).where(Plan.id == plan_id))
        if office_id is None:
            raise NotFound("Такого плана нет или он вам не виден.")
    else:
        office_id = await session.scalar(_MY_OFFICE)
        if office_id is None:
            message = "Выберите план: вы работаете со всеми управлениями, и неясно, чей это файл."
            raise wrong_field("plan_id", message, code="missing")
    import_id: UUID = (await session.scalars(select(func.uuidv7()))).one()
    job_id = await enqueue(
        session, READ_JOB, {"import_id": import_id, "sha256": file.stored.sha256}
    )
    await session.execute(
        insert(PlanImport)
        .values(
            id=import_id,
            office_id=office_id,
            plan_id=plan_id,
            state="received",
            file_sha256=file.stored.sha256,
            file_name=shown_name(file.filename, fallback="план"),
            person_id=caller.person_id,
            job_id=job_id,
        )
        .inline()
    )
    return await get_plan_import(session, import_id)


async def record_recognised(session: AsyncSession, import_id: UUID, plan: Recognised) -> None:
    """Keep what was recognised, with the cells and remarks."""
    await _record(
        session,
        import_id,
        state="recognised",
        recognised=RECOGNISED.dump_python(plan, mode="json"),
    )


async def record_refusal(session: AsyncSession, import_id: UUID, refusal: str) -> None:
    """Keep why a file is no plan."""
    await _record(session, import_id, state="refused", refusal=refusal)


async def _record(session: AsyncSession, import_id: UUID, **values: object) -> None:
    await session.execute(
        update(PlanImport)
        .where(PlanImport.id == import_id, PlanImport.state == "received")
        .values(**values)
    )

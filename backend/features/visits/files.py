"""Files of visits: known by their bytes; the id comes from the device, so that sending one twice is one file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import recognised_paper
from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.features.visits.entries import open_visit
from backend.features.visits.queries import read_files
from backend.features.visits.schemas import VisitFileOut
from backend.tables import VisitFile, VisitFinding


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as a device sends it."""

    id: UUID
    finding_id: UUID | None
    arrived: Arrived


async def attach_file(
    session: AsyncSession,
    caller: Caller,
    visit_id: UUID,
    offered: Offered,
    files: FileStore,
    now: datetime,
) -> VisitFileOut:
    """Attach a file and return it; raises `NotFound`, `Conflict`, `Invalid` for another kind of file."""
    school_id = await open_visit(session, visit_id)
    if offered.finding_id and not await session.scalar(
        select(VisitFinding.id).where(
            VisitFinding.id == offered.finding_id, VisitFinding.visit_id == visit_id
        )
    ):
        raise wrong_field("finding_id", "Такого наблюдения у визита нет: сначала сохраните его.")
    paper = await recognised_paper(offered.arrived, files, fallback="снимок")
    values: dict[str, Any] = {"id": offered.id, "visit_id": visit_id, "school_id": school_id}
    values |= {"finding_id": offered.finding_id, "person_id": caller.person_id, "added_at": now}
    await session.execute(
        upsert(VisitFile)
        .values(values | paper.columns)
        .on_conflict_do_nothing(index_elements=["id"])
    )
    is_kept = await session.scalar(
        select(VisitFile.id).where(
            VisitFile.id == offered.id,
            VisitFile.visit_id == visit_id,
            VisitFile.file_sha256 == paper.sha256,
        )
    )
    if is_kept is None:
        raise Conflict("Под этим номером уже лежит другой файл: приложите файл заново.")
    return next(f for f in await read_files(session, visit_id) if f.id == offered.id)


async def get_file(session: AsyncSession, files: FileStore, file_id: UUID) -> OutgoingFile:
    """Return a file of a visit; raises `NotFound`."""
    found = await session.scalar(select(VisitFile).where(VisitFile.id == file_id))
    if found is None:
        raise NotFound("Такого файла нет или он вам не виден.")
    return OutgoingFile(found.file_name, found.media_type, await files.read(found.file_sha256))

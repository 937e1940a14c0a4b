"""The signed act as a file beside its edition."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import recognised_paper
from backend.access.reception import Arrived
from backend.core.errors import Conflict, NotFound
from backend.core.files import FileStore
from backend.tables import Act, Edition, EditionDraft


async def attach_act_file(
    session: AsyncSession, files: FileStore, edition_id: UUID, file: Arrived
) -> None:
    """Keep the signed act with a draft, or with an edition that has none yet; raises `NotFound`, `Conflict`, `Invalid`.

    A paper that has given an edition its force is not replaced by another.
    """
    edition = await session.scalar(
        select(Edition).where(Edition.id == edition_id).with_for_update()
    )
    if edition is None:
        raise NotFound("Такой редакции нет или она вам не видна.")
    paper = await recognised_paper(file, files, fallback="распоряжение")
    values = {"file_sha256": paper.sha256, "file_name": paper.name}
    if edition.state == "draft":
        await session.execute(
            update(EditionDraft).where(EditionDraft.edition_id == edition_id).values(**values)
        )
        return
    kept = await session.scalar(select(Act).where(Act.id == edition.act_id))
    if kept is not None and kept.file_sha256 not in {None, paper.sha256}:
        raise Conflict("Файл распоряжения уже приложен, и он не заменяется.")
    await session.execute(update(Act).where(Act.id == edition.act_id).values(**values))

"""The signed act as a file beside its edition."""

import asyncio
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.reception import Arrived
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.core.files import FileStore
from backend.core.media_types import media_type_of, shown_name
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
    name = shown_name(file.filename, fallback="распоряжение")
    path = files.path(file.stored.sha256)
    if await asyncio.to_thread(media_type_of, path, name) is None:
        message = "Принимаются PDF, DOCX, XLSX, PNG и JPEG, и содержимое должно быть таким, как говорит имя файла."
        raise wrong_field("file", message)
    values = {"file_sha256": file.stored.sha256, "file_name": name}
    if edition.state == "draft":
        await session.execute(
            update(EditionDraft).where(EditionDraft.edition_id == edition_id).values(**values)
        )
        return
    kept = await session.scalar(select(Act).where(Act.id == edition.act_id))
    if kept is not None and kept.file_sha256 not in {None, file.stored.sha256}:
        raise Conflict("Файл распоряжения уже приложен, и он не заменяется.")
    await session.execute(update(Act).where(Act.id == edition.act_id).values(**values))

"""A received paper or picture: what it is by its bytes, under a name that is safe to show."""

import asyncio
from dataclasses import dataclass
from typing import Any

from backend.access.reception import Arrived
from backend.core.errors import wrong_field
from backend.core.files import FileStore
from backend.core.media_types import media_type_of, shown_name


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, picture, DOCX or XLSX in the storage; `size` in bytes."""

    sha256: str
    name: str
    size: int
    media_type: str

    @property
    def columns(self) -> dict[str, Any]:
        """The four columns every table with a file has."""
        return {
            "file_sha256": self.sha256,
            "file_name": self.name,
            "file_size": self.size,
            "media_type": self.media_type,
        }


async def recognised_paper(arrived: Arrived, files: FileStore, *, fallback: str) -> Paper:
    """Return what has arrived; raises `Invalid` (field «file») for every other kind of file.

    `fallback`: the name shown when the sender gave none.
    """
    name = shown_name(arrived.filename, fallback=fallback)
    async with files.local_copy(arrived.stored.sha256) as path:
        media_type = await asyncio.to_thread(media_type_of, path, name)
    if media_type is None:
        raise wrong_field(
            "file",
            "Принимаются PDF, DOCX, XLSX, PNG и JPEG, и содержимое должно быть таким, как говорит имя файла.",
        )
    return Paper(arrived.stored.sha256, name, arrived.stored.size, media_type)

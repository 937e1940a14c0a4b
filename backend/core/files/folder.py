"""Files in a local folder: the storage of one machine."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from backend.core.files.store import FileStore, gone


class FolderFiles(FileStore):
    """Files under one folder, spread over 256 subfolders by the beginning of the hash."""

    def path(self, sha256: str) -> Path:
        """Return where a stored file lies (it may not exist)."""
        return self.root / sha256[:2] / sha256

    async def read(self, sha256: str) -> bytes:
        try:
            return await asyncio.to_thread(self.path(sha256).read_bytes)
        except FileNotFoundError:
            raise gone() from None

    @asynccontextmanager
    async def local_copy(self, sha256: str) -> AsyncGenerator[Path, None]:
        path = self.path(sha256)
        if not await asyncio.to_thread(path.exists):
            raise gone()
        yield path

    async def discard(self, sha256: str) -> None:
        await asyncio.to_thread(self.path(sha256).unlink, missing_ok=True)

    async def _keep(self, incoming: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(incoming.replace, target)

"""What every storage of files does: receive a stream whole, name it by its content (SHA-256), give it back."""

import asyncio
import hashlib
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from backend.core.clock import real_now
from backend.core.errors import NotFound, TooLarge


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept under its hash; `size` in bytes."""

    sha256: str
    size: int


class FileStore(ABC):
    """Content-addressed files: the same content is stored once. What arrives waits in `root` until it is whole."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @abstractmethod
    async def read(self, sha256: str) -> bytes:
        """Return a stored file, whole; raises `NotFound` when it is no longer there."""

    @abstractmethod
    def local_copy(self, sha256: str) -> AbstractAsyncContextManager[Path]:
        """Return a path to read the file from while the context lasts; raises `NotFound`. Never write there."""

    @abstractmethod
    async def discard(self, sha256: str) -> None:
        """Remove a stored file for good; does nothing when it is no longer there."""

    @abstractmethod
    async def _keep(self, incoming: Path, sha256: str) -> None:
        """Put a whole file under its name; `incoming` may be moved away or left."""

    async def save(self, chunks: AsyncIterator[bytes], *, limit: int) -> StoredFile:
        """Write a stream to storage, hashing on the way; raises `TooLarge` past `limit` bytes.

        The file appears under its name only when it is whole and flushed to the disk.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix="incoming-")
        incoming = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(too_large_text(limit))
                    digest.update(chunk)
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_flush, file.fileno(), file.flush)
            await self._keep(incoming, digest.hexdigest())
        finally:
            _discard(incoming)
        return StoredFile(sha256=digest.hexdigest(), size=size)


def sweep_incoming(root: Path, *, older_than_seconds: float = 86_400) -> int:
    """Remove what a killed process left half received; return how many files."""
    old = real_now().timestamp() - older_than_seconds
    left = [path for path in root.glob("incoming-*") if path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def too_large_text(limit: int) -> str:
    """Return the sentence for a file over the limit (bytes)."""
    megabytes = f"{limit / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0")
    return f"Файл больше {megabytes} МБ. Разделите его по классам или сохраните без рисунков."


def gone() -> NotFound:
    """Return the refusal for a file that a record names and the storage does not have."""
    return NotFound("Файл записан, но в хранилище его нет. Сообщите администратору.")


def _discard(incoming: Path) -> None:
    incoming.unlink(missing_ok=True)


def _flush(descriptor: int, flush: object) -> None:
    flush()  # type: ignore[operator]
    os.fsync(descriptor)

"""File storage behind one small interface: a local folder, named by content (SHA-256)."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from backend.core.clock import real_now
from backend.core.errors import NotFound, TooLarge


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept for ever under its hash; `size` in bytes."""

    sha256: str
    size: int


class FileStore:
    """Content-addressed files under one folder; the same content is stored once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where a stored file lies (it may not exist)."""
        return self.root / sha256[:2] / sha256

    async def read(self, sha256: str) -> bytes:
        """Return a stored file, whole; raises `NotFound` when it is no longer there."""
        try:
            return await asyncio.to_thread(self.path(sha256).read_bytes)
        except FileNotFoundError:
            raise NotFound(
                "Файл записан, но в хранилище его нет. Сообщите администратору."
            ) from None

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
            target = self.path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(incoming.replace, target)
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


def _discard(incoming: Path) -> None:
    incoming.unlink(missing_ok=True)


def _flush(descriptor: int, flush: object) -> None:
    flush()  # type: ignore[operator]
    os.fsync(descriptor)

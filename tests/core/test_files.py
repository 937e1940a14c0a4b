"""Files are kept under the hash of their contents, whole or not at all."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.core.errors import TooLarge
from backend.core.files import FolderFiles, sweep_incoming, too_large_text


async def stream(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def left(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


async def test_a_file_lies_under_its_hash_however_it_was_cut(tmp_path: Path) -> None:
    store = FolderFiles(tmp_path / "files")
    first = await store.save(stream(b"one ", b"", b"two"), limit=100)
    second = await store.save(stream(b"one two"), limit=100)
    assert first == second
    assert first.size == 7
    assert first.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert store.path(first.sha256).read_bytes() == b"one two"
    assert left(store.root) == [store.path(first.sha256)]


async def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    store = FolderFiles(tmp_path)
    kept = await store.save(stream(), limit=0)
    assert kept.size == 0
    assert store.path(kept.sha256).read_bytes() == b""


async def test_the_limit_is_inclusive_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = FolderFiles(tmp_path)
    assert (await store.save(stream(b"x" * 10), limit=10)).size == 10
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield b"y" * 10

    with pytest.raises(TooLarge):
        await store.save(endless(), limit=25)
    assert asked == 3, "reading must stop at the limit"
    assert len(left(tmp_path)) == 1


async def test_a_broken_or_cancelled_stream_leaves_nothing_behind(tmp_path: Path) -> None:
    store = FolderFiles(tmp_path)

    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.save(broken(), limit=100)

    async def stuck() -> AsyncIterator[bytes]:
        yield b"half"
        await asyncio.sleep(60)

    task = asyncio.create_task(store.save(stuck(), limit=100))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(tmp_path) == []


async def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        await FolderFiles(tmp_path).save(stream(b"x"), limit=10)
    assert left(tmp_path) == []


async def test_the_same_contents_at_once_are_kept_once(tmp_path: Path) -> None:
    store = FolderFiles(tmp_path)
    kept = await asyncio.gather(
        *(store.save(stream(b"z" * 1000, b"z"), limit=10_000) for _ in range(20))
    )
    assert len(set(kept)) == 1
    assert len(left(tmp_path)) == 1


@pytest.mark.parametrize(("limit", "words"), [(20 * 1024 * 1024, "20 МБ"), (1_572_864, "1,5 МБ")])
def test_the_refusal_names_the_limit_as_people_write_it(limit: int, words: str) -> None:
    assert words in too_large_text(limit)


def test_what_a_killed_process_left_is_swept_and_fresh_files_stay(tmp_path: Path) -> None:
    for name in ("incoming-old", "incoming-new", "kept"):
        (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / "incoming-old", (0, 0))
    os.utime(tmp_path / "kept", (0, 0))
    assert sweep_incoming(tmp_path) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["incoming-new", "kept"]

"""How files are let in: strangers before their bodies, a crowd without a failure, no connection held for nothing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from backend.core.files import FileStore, StoredFile
from tests.data.make_samples import CLEAN, csv_bytes, table

Headers = Callable[[str], dict[str, str]]
CROWD = 50
FILE = csv_bytes(table(CLEAN))


def pool_of(app: FastAPI) -> QueuePool:
    pool = app.state.engine.sync_engine.pool
    assert isinstance(pool, QueuePool)
    return pool


async def test_fifty_identical_files_at_once_are_one_upload(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    replies = await asyncio.gather(
        *[
            anonymous.post(
                "/api/v1/uploads", files={"file": ("Ф1.csv", FILE)}, headers=as_role("methodist")
            )
            for _ in range(CROWD)
        ]
    )
    assert Counter(reply.status_code for reply in replies) == {202: 1, 200: CROWD - 1}
    assert len({reply.json()["id"] for reply in replies}) == 1
    of_this_file = {"sha256": sha256(FILE).hexdigest()}
    async with worker_engine.connect() as connection:
        for count in (
            "select count(*) from upload where sha256 = :sha256",
            "select count(*) from job where payload ->> 'sha256' = :sha256",
        ):
            assert await connection.scalar(text(count), of_this_file) == 1


async def test_uploads_leave_connections_to_everybody_else(
    anonymous: httpx.AsyncClient, app: FastAPI, as_role: Headers
) -> None:
    """The turns are all taken: uploads wait for them, a list is answered at once."""
    first = await anonymous.post(
        "/api/v1/uploads", files={"file": ("Ф1.csv", FILE)}, headers=as_role("methodist")
    )
    assert first.status_code == 202, first.text
    turns: asyncio.Semaphore = app.state.upload_turns
    taken = 0
    while not turns.locked():
        await turns.acquire()
        taken += 1
    assert 0 < taken < app.state.settings.pool_size
    waiting = asyncio.create_task(
        anonymous.post(
            "/api/v1/uploads", files={"file": ("Ф1.csv", FILE)}, headers=as_role("methodist")
        )
    )
    listed = await anonymous.get("/api/v1/uploads", headers=as_role("methodist"))
    assert listed.status_code == 200
    assert not waiting.done()
    assert pool_of(app).checkedout() == 0
    for _ in range(taken):
        turns.release()
    assert (await waiting).status_code == 200


async def test_no_connection_is_held_while_a_file_is_written(
    anonymous: httpx.AsyncClient, app: FastAPI, as_role: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    save = FileStore.save

    async def watched(self: FileStore, chunks: AsyncIterator[bytes], *, limit: int) -> StoredFile:
        held.append(pool_of(app).checkedout())
        return await save(self, chunks, limit=limit)

    monkeypatch.setattr(FileStore, "save", watched)
    reply = await anonymous.post(
        "/api/v1/uploads", files={"file": ("Ф1.csv", FILE)}, headers=as_role("methodist")
    )
    assert reply.status_code == 202, reply.text
    assert held == [0]


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), ("forged", 401), ("curator", 403), ("head", 403)]
)
async def test_who_may_not_upload_is_refused_before_the_body_is_read(
    role: str | None, status: int, anonymous: httpx.AsyncClient, app: FastAPI, as_role: Headers
) -> None:
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b"x" * 65_536

    given: dict[str, str] = {}
    if role == "forged":
        given = {"Authorization": "Bearer e30.e30.e30"}
    elif role is not None:
        given = as_role(role)
    reply = await anonymous.post(
        "/api/v1/uploads",
        content=body(),
        headers={**given, "Content-Type": "multipart/form-data; boundary=b"},
    )
    problem: dict[str, Any] = reply.json()
    assert reply.status_code == status, problem
    assert problem["detail"]
    assert sent <= 1
    stored = app.state.settings.var_dir / "files"
    assert not stored.exists() or not any(path.is_file() for path in stored.rglob("*"))

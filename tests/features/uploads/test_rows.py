"""Rows of scripts: one request posts them and they are written when nothing is wrong; an unfit body is refused."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from backend.core.files import FileStore, StoredFile
from backend.core.jobs import JobRunner
from tests.features.uploads.conftest import drain
from tests.world import key

Headers = Callable[[str], dict[str, str]]
URL = "/api/v1/results:batch"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "json": "application/json",
}


def rows(login: str, *marks: int) -> list[dict[str, Any]]:
    return [
        {
            "school": login, "procedure": "vpr", "year": 2021, "subject": "Математика", "grade": 6, "class": "6А",
            "participant": str(6000 + number), "primary_score": 5, "mark": mark,
        }
        for number, mark in enumerate(marks, 1)
    ]  # fmt: skip


def body(kind: str, items: list[dict[str, Any]]) -> bytes:
    if kind == "csv":
        lines = [";".join(items[0]), *(";".join(map(str, item.values())) for item in items)]
        return "\r\n".join(lines).encode()
    if kind == "ndjson":
        return "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()
    return json.dumps({"rows": items}, ensure_ascii=False).encode()


async def figures(client: httpx.AsyncClient, headers: dict[str, str], school: str) -> list[Any]:
    reply = await client.get(f"/api/v1/schools/{key(f'school:{school}')}/results", headers=headers)
    return [item["figures"] for item in reply.json()["items"] if item["work"]["year"] == 2021]


@pytest.mark.parametrize("kind", ["csv", "ndjson", "json"])
async def test_one_request_of_a_script_becomes_figures(
    kind: str, anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:  # fmt: skip
    content = body(kind, rows(logins["third"], 2, 3, 4, 5))
    given = as_role("machine_results") | {"Content-Type": TYPES[kind]}
    reply = await anonymous.post(
        URL, content=content, headers=given, params={"note": "ночная выгрузка"}
    )
    assert reply.status_code == 202, reply.text
    sent = reply.json()
    assert (sent["kind"], sent["strategy"], sent["auto_commit"]) == ("rows", "upsert", True)
    assert (sent["reason"], sent["filename"]) == ("ночная выгрузка", f"строки.{kind}")
    await drain(runner)
    seen = (await anonymous.get(reply.headers["location"], headers=given)).json()
    assert (seen["state"], seen["rows_written"], seen["error"]) == ("committed", 4, None), seen
    (found,) = await figures(anonymous, as_role("methodist"), "third")
    assert [found[f"n{mark}"] for mark in (2, 3, 4, 5)] == [1, 1, 1, 1]

    again = await anonymous.post(URL, content=content, headers=given)
    assert (again.status_code, again.json()["id"]) == (200, sent["id"])


async def test_later_rows_join_the_stored_ones(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:
    given = as_role("machine_results") | {"Content-Type": TYPES["ndjson"]}
    for items in (rows(logins["third"], *[3] * 20), rows(logins["third"], 4)):
        reply = await anonymous.post(URL, content=body("ndjson", items), headers=given)
        assert reply.status_code == 202, reply.text
        await drain(runner)
    (found,) = await figures(anonymous, as_role("methodist"), "third")
    assert (found["n"], found["n3"], found["n4"]) == (20, 19, 1)


async def test_rows_with_an_error_wait_for_a_person_and_a_deputy_never_commits(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:
    wrong = body("json", rows(logins["own"], 3, 7))
    clean = body("json", rows(logins["own"], 3, 4))
    for role, content, errors in (("machine_results", wrong, 1), ("school_deputy", clean, 0)):
        given = as_role(role) | {"Content-Type": "application/json"}
        reply = await anonymous.post(URL, content=content, headers=given)
        await drain(runner)
        seen = (await anonymous.get(reply.headers["location"], headers=given)).json()
        assert (seen["state"], seen["errors"]) == ("screened", errors), seen
    assert await figures(anonymous, as_role("methodist"), "own") == []


@pytest.mark.parametrize(
    ("given", "slug", "word"),
    [
        ({"Content-Type": "application/xml"}, "unsupported-media-type", "«application/xml»"),
        ({"Content-Type": "multipart/form-data; boundary=b"}, "unsupported-media-type", "text/csv"),
        ({}, "unsupported-media-type", "Content-Type"),
        ({"Content-Type": "text/csv", "Content-Encoding": "gzip"}, "unsupported-encoding", "gzip"),
    ],
)  # fmt: skip
async def test_another_kind_of_body_is_refused_before_it_is_read(
    given: dict[str, str], slug: str, word: str, anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b"x" * 65_536

    reply = await anonymous.post(URL, content=endless(), headers=as_role("methodist") | given)
    assert (reply.status_code, reply.headers["content-type"]) == (415, "application/problem+json")
    assert reply.json()["type"].endswith(slug)
    assert word in reply.json()["detail"]
    assert sent <= 1


@pytest.mark.parametrize(("role", "status"), [(None, 401), ("curator", 403), ("head", 403)])
async def test_strangers_are_refused_before_their_rows(
    role: str | None, status: int, anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b"x" * 65_536

    given = (as_role(role) if role else {}) | {"Content-Type": "text/csv"}
    reply = await anonymous.post(URL, content=endless(), headers=given)
    assert reply.status_code == status
    assert sent <= 1


async def test_rows_past_the_limit_are_refused_and_leave_nothing(
    anonymous: httpx.AsyncClient, app: FastAPI, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    app.state.settings.results_body_limit = 300_000

    async def long() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    given = as_role("methodist") | {"Content-Type": "text/csv"}
    for content in (long(), b"x" * 500_000):
        reply = await anonymous.post(URL, content=content, headers=given)
        assert reply.status_code == 413, reply.text
    stored = app.state.settings.var_dir / "files"
    assert not [path for path in stored.rglob("*") if path.is_file()]
    async with worker_engine.connect() as connection:
        assert await connection.scalar(text("select count(*) from upload where kind = 'rows'")) == 0


async def test_no_connection_is_held_while_rows_arrive(
    anonymous: httpx.AsyncClient, app: FastAPI, as_role: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    save = FileStore.save
    pool = app.state.engine.sync_engine.pool
    assert isinstance(pool, QueuePool)

    async def watched(self: FileStore, chunks: AsyncIterator[bytes], *, limit: int) -> StoredFile:
        held.append(pool.checkedout())
        return await save(self, chunks, limit=limit)

    monkeypatch.setattr(FileStore, "save", watched)
    given = as_role("methodist") | {"Content-Type": "text/csv"}
    reply = await anonymous.post(URL, content=b"school;mark\n1;2", headers=given)
    assert reply.status_code == 202, reply.text
    assert held == [0]

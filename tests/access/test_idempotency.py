"""A request sent again under its key has one effect, and the first reply comes back (api.md 1, U7)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any

import httpx
from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.access.idempotency import DAILY, SWEEP_JOB, KeyedRoute, once
from backend.core.jobs import JobRunner, enqueue
from backend.core.settings import Settings
from backend.main import create_app
from backend.worker import HANDLERS
from tests.access.conftest import Connection
from tests.conftest import client_of

Headers = Callable[[str], dict[str, str]]
URL = "/api/v1/results:batch"
BODY = b"school;participant;mark\nedu1;1;3"


async def post(
    client: httpx.AsyncClient, headers: dict[str, str], *, key: str = "k-1", content: bytes = BODY, **query: str
) -> httpx.Response:  # fmt: skip
    given = headers | {"Content-Type": "text/csv", "Idempotency-Key": key}
    return await client.post(URL, content=content, headers=given, params=query)


async def count(engine: AsyncEngine, statement: str) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text(statement)) or 0)


async def test_the_second_sending_gets_the_first_reply(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, worker_engine: AsyncEngine
) -> None:
    me = as_role("machine_results")
    first = await post(anonymous, me)
    assert first.status_code == 202, first.text
    assert "idempotency-replayed" not in first.headers
    while await runner.run_next():
        pass
    again = await post(anonymous, me)
    assert again.status_code == 202, "as it was answered then, whatever the upload has become"
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert await count(worker_engine, "select count(*) from upload where kind = 'rows'") == 1


async def test_the_same_key_for_something_else_is_a_mistake(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    me = as_role("machine_results")
    assert (await post(anonymous, me)).status_code == 202
    for other in (
        await post(anonymous, me, content=BODY + b"\nedu1;2;4"),
        await post(anonymous, me, strategy="sync"),
    ):
        assert other.status_code == 422
        assert other.json()["type"].endswith("idempotency-reused")
    assert await count(worker_engine, "select count(*) from upload where kind = 'rows'") == 1


async def test_a_key_belongs_to_its_sender_and_operation(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    ids = set()
    for role, content in (
        ("machine_results", b"a;b"),
        ("methodist", b"c;d"),
        ("school_head", b"e;f"),
    ):
        reply = await post(anonymous, as_role(role), content=content)
        assert reply.status_code == 202, reply.text
        ids.add(reply.json()["id"])
    file = {"file": ("Ф1.csv", b"g;h")}
    given = as_role("methodist") | {"Idempotency-Key": "k-1"}
    reply = await anonymous.post("/api/v1/uploads", files=file, headers=given)
    assert reply.status_code == 202, reply.text
    assert len(ids | {reply.json()["id"]}) == 4


async def test_a_file_is_known_by_its_content_and_its_fields(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    given = as_role("methodist") | {"Idempotency-Key": "k-2"}

    async def send(content: bytes, **fields: str) -> httpx.Response:
        file = {"file": ("Ф1.csv", content)}
        return await anonymous.post("/api/v1/uploads", files=file, data=fields, headers=given)

    first = await send(b"g;h", strategy="upsert")
    assert first.status_code == 202, first.text
    again = await send(b"g;h", strategy="upsert")
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert (await send(b"g;h", strategy="sync")).status_code == 422
    assert (await send(b"g;i", strategy="upsert")).status_code == 422


async def test_fifty_at_once_are_one_effect(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    me = as_role("machine_results")
    replies = await asyncio.gather(*[post(anonymous, me) for _ in range(50)])
    statuses = Counter(reply.status_code for reply in replies)
    assert set(statuses) <= {202, 409}
    fresh = [r for r in replies if r.status_code == 202 and "idempotency-replayed" not in r.headers]
    assert len(fresh) == 1
    assert all(r.headers["retry-after"] == "1" for r in replies if r.status_code == 409)
    assert await count(worker_engine, "select count(*) from upload where kind = 'rows'") == 1
    assert (await post(anonymous, me)).headers["idempotency-replayed"] == "true"


async def test_while_the_first_is_at_work_the_second_is_told_to_wait(
    anonymous: httpx.AsyncClient, as_role: Headers, owner: Connection
) -> None:
    me = as_role("machine_results")
    client = await owner.fetchval(
        "select id from machine_client where client_id = 'machine_results'"
    )
    async with owner.transaction():
        await owner.execute(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", f"request key {client} send_results k-1"
        )  # fmt: skip
        reply = await post(anonymous, me)
        assert (reply.status_code, reply.headers["retry-after"]) == (409, "1")
        assert reply.json()["type"].endswith("idempotency-in-progress")
    assert (await post(anonymous, me)).status_code == 202


async def test_a_refusal_keeps_nothing_and_a_bad_key_is_named(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    me = as_role("methodist")
    before = await count(worker_engine, "select count(*) from request_key")
    assert (await post(anonymous, me, auto_commit="maybe")).status_code == 422
    assert await count(worker_engine, "select count(*) from request_key") == before
    assert (await post(anonymous, me)).status_code == 202
    for bad in ("", "x" * 201, "a b"):
        reply = await post(anonymous, me, key=bad)
        assert reply.status_code == 422, bad


async def test_old_keys_are_swept_once_a_day(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, worker_engine: AsyncEngine, owner: Connection
) -> None:  # fmt: skip
    assert DAILY == (SWEEP_JOB,)
    assert SWEEP_JOB in HANDLERS
    assert (await post(anonymous, as_role("methodist"))).status_code == 202
    await owner.execute(
        "update request_key set recorded_at = '2021-03-15 09:00+04' where key <> 'k-1'"
    )
    async with runner.sessions() as session, session.begin():
        await enqueue(session, SWEEP_JOB, {"day": runner.clock.today()})
    while await runner.run_next():
        pass
    async with worker_engine.connect() as connection:
        kept = (await connection.scalars(text("select key from request_key"))).all()
    assert kept == ["k-1"]


async def test_an_operation_may_ask_machines_for_a_key_and_knows_json_by_its_content(
    settings: Settings, as_role: Headers
) -> None:
    router = APIRouter(route_class=KeyedRoute)
    done: list[str] = []

    @router.post("/api/v1/tries/{name}", status_code=201)
    async def try_something(
        name: str, asked: dict[str, int], _once: Annotated[None, once(required_of_machines=True)]
    ) -> dict[str, int]:
        done.append(name)
        return asked | {"number": len(done)}

    app = create_app(settings)
    app.include_router(router)
    async with app.router.lifespan_context(app), client_of(app) as client:

        async def send(role: str, key: str | None, asked: dict[str, int], name: str = "a") -> Any:
            given = as_role(role) | ({"Idempotency-Key": key} if key else {})
            reply = await client.post(f"/api/v1/tries/{name}", json=asked, headers=given)
            return reply.status_code, reply.json().get("number", reply.json().get("type"))

        assert await send("machine_medk", None, {"x": 1}) == (
            400,
            "/problems/idempotency-key-required",
        )
        assert await send("methodist", None, {"x": 1}) == (201, 1)
        assert await send("methodist", None, {"x": 1}) == (201, 2)
        assert await send("machine_medk", "k", {"x": 1}) == (201, 3)
        assert await send("machine_medk", "k", {"x": 1}) == (201, 3)
        for other in (({"x": 2}, "a"), ({"x": 1}, "b")):
            assert await send("machine_medk", "k", *other) == (422, "/problems/idempotency-reused")
    assert len(done) == 3

"""The context of a caller lives one transaction: canaries in replies, cancelled requests, reads that write (Z5, Z9)."""

import asyncio
import random
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import enter
from backend.access.tokens import Claims
from backend.core.database import create_engine, session_factory
from backend.core.settings import APP_ROLE, Settings
from backend.features.plans.schemas import PlanList
from backend.main import create_app
from tests.conftest import SECRET, client_of, headers_of
from tests.world import CANARY, SUBJECTS, key

OWN_OFFICE = [role for role in SUBJECTS if role not in {"admin", "auditor"}]


def calls(operation: dict[str, Any], path: str, side: str) -> str:
    """One address of an operation with objects of a side in the path and in every query that takes an id."""
    values = {
        "school_id": key(f"school:{side}"),
        "edition_id": key(f"edition:{side}"),
        "activity_id": key(f"activity:{side}:500+.4"),
        "job_id": key(f"job:{side}"),
        "upload_id": key(f"upload:{side}"),
        "protocol_id": key(f"protocol:{side}"),
        "scale_id": key(f"scale:{side}"),
        "passport_id": key(f"passport:{side}"),
        "entity_id": key(f"evidence:{side}"),
        "plan_id": key(f"plan:{side}"),
        "import_id": key(f"import:{side}"),
        "evidence_id": key(f"evidence_file:{side}"),
        "before": key(f"edition:{side}"),
        "document_id": key(f"document:{side}"),
        "version_id": key(f"document_version:{side}"),
        "visit_id": key(f"visit:{side}"),
        "file_id": key(f"visit_file:{side}"),
        "point_id": key(f"point_done:{side}"),
        "programme_id": key(f"programme:{side}"),
        "measure_id": key(f"measure:{side}"),
        "target_id": key(f"target:{side}"),
        "run_id": key(f"run:{side}"),
        "key": f"marked_list.{key(f'school:{side}')}.2020",
    } | (
        # A draft is an edition with an address of its own.
        {"edition_id": key(f"draft:{side}")} if path.endswith("/draft") else {}
    )
    query = []
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", str(values[name]))
        elif name in values:
            query.append(f"{name}={values[name]}")
        elif name == "limit":
            query.append("limit=200")
        elif name in {"from", "to"}:
            query.append(f"{name}=1")
        elif name == "count":
            query.append("count=exact")
        elif name == "q":
            query.append(f"q={CANARY[:6]}" if side == "foreign" else "q=")
    return path + ("?" + "&".join(query) if query else "")


SPEC = create_app(Settings(secret_key=SECRET)).openapi()
READS = [
    (path, item["get"])
    for path, item in SPEC["paths"].items()
    if "get" in item and path.startswith("/api/") and not path.endswith("/events")
]


async def test_no_reading_operation_lets_a_canary_out(reader: httpx.AsyncClient) -> None:
    assert len(READS) >= 12
    answered = 0
    for role in OWN_OFFICE:
        for path, operation in READS:
            for side in ("own", "foreign"):
                reply = await reader.get(calls(operation, path, side), headers=headers_of(role))
                assert reply.status_code < 500, reply.text
                assert CANARY not in reply.text, (role, path, side)
                answered += reply.status_code == 200
    assert answered > 100, "almost everything was refused: the walk proves nothing"


async def test_the_walk_would_notice_because_the_administrator_sees_canaries(
    reader: httpx.AsyncClient,
) -> None:
    shown = [
        path
        for path, operation in READS
        if CANARY
        in (await reader.get(calls(operation, path, "foreign"), headers=headers_of("admin"))).text
    ]
    assert len(shown) >= 8, shown


async def test_context_survives_no_cancelled_transaction(settings: Settings) -> None:
    engine = create_engine(settings.model_copy(update={"pool_size": 2}), role=APP_ROLE)
    sessions = session_factory(engine)
    choice = random.Random(64)  # noqa: S311
    gate = asyncio.Semaphore(6)
    expected = {"head": 3, "school_head": 1, "admin": 4, "nobody": 0}
    wrong: list[object] = []

    async def look(session: AsyncSession, role: str) -> None:
        if role != "nobody":
            claims = Claims("person", key(f"person:{role}"), key(f"session:{role}"))
            await enter(session, claims, request_id="storm", moment=None)
        count = await session.scalar(text("select count(*) from school"))
        if count != expected[role]:
            wrong.append((role, count))

    async def request(role: str) -> None:
        async with gate, sessions() as session, session.begin():
            await look(session, role)

    async def one(role: str, patience: float | None) -> None:
        task = asyncio.create_task(request(role))
        if patience is not None:
            await asyncio.sleep(patience)
            task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    for _ in range(15):
        await asyncio.gather(
            *(
                one(choice.choice(list(expected)), choice.choice([None, 0, 0.001, 0.004, 0.01]))
                for _ in range(200)
            )
        )
    assert wrong == []
    async with sessions() as first, sessions() as second:
        for session in (first, second):
            assert await session.scalar(text("select count(*) from school")) == 0
    await engine.dispose()
    watcher = await asyncpg.connect(settings.database_url)
    open_transactions = await watcher.fetchval(
        "select count(*) from pg_stat_activity where usename = 'marshrut_app'"
        " and datname = current_database() and state like 'idle in transaction%'"
    )
    await watcher.close()
    assert open_transactions == 0


async def test_requests_that_are_given_up_leave_no_rights_behind(settings: Settings) -> None:
    application = create_app(settings.model_copy(update={"pool_size": 2}))
    choice = random.Random(1)  # noqa: S311
    async with application.router.lifespan_context(application), client_of(application) as client:
        for _ in range(12):
            tasks = [
                asyncio.create_task(client.get("/api/v1/schools", headers=headers_of("admin")))
                for _ in range(6)
            ]
            await asyncio.sleep(choice.random() * 0.03)
            for task in tasks[::2]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            reply = await client.get("/api/v1/schools", headers=headers_of("school_head"))
            assert [item["id"] for item in reply.json()["items"]] == [str(key("school:own"))]
        async with application.state.sessions() as session:
            assert await session.scalar(text("select count(*) from school")) == 0


async def test_a_reading_request_cannot_write_and_the_next_one_can(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    async def writes(session: AsyncSession) -> PlanList:
        await session.execute(
            text("insert into job (kind, payload, person_id) values ('x', '{}', app.person_id())")
        )
        return PlanList(items=[])

    monkeypatch.setattr("backend.features.plans.queries.list_plans", writes)
    one_connection = create_app(settings.model_copy(update={"pool_size": 1}))
    async with (
        one_connection.router.lifespan_context(one_connection),
        client_of(one_connection) as c,
    ):
        for _ in range(2):
            reply = await c.get("/api/v1/plans", headers=headers_of("coordinator"))
            assert reply.status_code == 500
        reply = await c.post(
            "/api/v1/auth/token",
            data={"grant_type": "client_credentials", "client_id": "machine_results",
                  "client_secret": "machine_results.secret"},
        )  # fmt: skip
        assert reply.status_code == 200
    watcher = await asyncpg.connect(settings.database_url)
    assert await watcher.fetchval("select count(*) from job where kind = 'x'") == 0
    await watcher.close()

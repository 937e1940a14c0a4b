"""Alive, ready, version, metrics; and what the client hears when the database or the disk is gone."""

from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.core.conftest import assert_problem
from tests.world import key


async def test_without_the_database_503_with_retry_after_and_the_process_is_alive(
    settings: Settings,
) -> None:
    nowhere = settings.model_copy(
        update={"database_url": "postgresql://nobody:x@127.0.0.1:1/nothing"}
    )
    application = create_app(nowhere)
    async with application.router.lifespan_context(application), client_of(application) as client:
        for path in ("/readyz", "/api/v1/me"):
            reply = await client.get(path, headers=headers_of("head"))
            assert_problem(reply, 503, "unavailable")
            assert int(reply.headers["retry-after"]) > 0
        reply = await client.get("/livez")
        assert reply.json() == {"status": "ok"}
        assert reply.status_code == 200


async def test_a_database_that_cuts_the_connection_is_not_our_fault_and_comes_back(
    app: FastAPI, anonymous: httpx.AsyncClient, cluster: object, settings: Settings
) -> None:
    head = headers_of("head")
    assert (await anonymous.get("/api/v1/me", headers=head)).status_code == 200
    async with app.state.sessions() as session:
        pid = await session.scalar(text("select pg_backend_pid()"))
        await _terminate(settings, pid)
        with pytest.raises(DBAPIError):
            await session.execute(text("select 1"))
    assert (await anonymous.get("/api/v1/me", headers=head)).status_code == 200


async def _terminate(settings: Settings, pid: int) -> None:
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute("select pg_terminate_backend($1)", pid)
    await connection.close()


async def test_not_ready_on_a_foreign_schema_version(
    anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    assert (await anonymous.get("/readyz")).status_code == 200
    connection = await asyncpg.connect(settings.database_url)
    await connection.execute("update alembic_version set version_num = 'another'")
    assert_problem(await anonymous.get("/readyz"), 503, "unavailable")
    await connection.execute("drop table alembic_version")
    await connection.close()
    assert_problem(await anonymous.get("/readyz"), 503, "unavailable")
    assert (await anonymous.get("/livez")).status_code == 200


async def test_a_full_disk_is_told_as_such_and_a_lost_file_is_a_fault(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[OSError] = [OSError(28, "No space left on device"), FileNotFoundError(2, "gone")]

    async def broken(*_: object) -> None:
        raise raised.pop(0)

    monkeypatch.setattr("backend.features.plans.queries.list_plans", broken)
    async with client_of(app) as client:
        full = await client.get("/api/v1/plans", headers=headers_of("head"))
        assert "место" in str(assert_problem(full, 503, "unavailable")["detail"])
        lost = await client.get("/api/v1/plans", headers=headers_of("head"))
        assert_problem(lost, 500, "fault")


async def test_metrics_count_by_operation_and_a_made_up_method_adds_no_series(
    reader: httpx.AsyncClient,
) -> None:
    await reader.get(f"/api/v1/schools/{key('school:own')}", headers=headers_of("head"))
    for method in ("MADEUP1", "MADEUP2"):
        await reader.request(method, "/api/v1/plans")
    reply = await reader.get("/metrics")
    assert 'http_requests_total{method="GET",operation="get_school",status="200"}' in reply.text
    assert str(key("school:own")) not in reply.text
    assert "MADEUP" not in reply.text


async def test_version_names_the_release_and_the_newest_migration(
    reader: httpx.AsyncClient,
) -> None:
    body = (await reader.get("/version")).json()
    assert body["name"] == "marshrut"
    assert Path(f"migrations/versions/{body['migration']}.py").is_file()

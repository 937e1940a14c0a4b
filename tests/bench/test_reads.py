"""How reads grow from 36 schools to 700: the same requests by the same office coordinator, as ratios of one run."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event, text

from backend.access.tokens import Claims, TokenMaker
from backend.core.database import create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import prepare_database
from backend.core.settings import WORKER_ROLE, Settings
from backend.main import create_app
from backend.seed import run_seed
from tests.bench.results import record
from tests.conftest import SECRET, execute
from tests.world import NOW

ROUNDS = 40
Requests = dict[str, str]


@pytest.mark.timeout(900)
async def test_reads_grow_less_than_the_number_of_schools(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> None:
    await execute(cluster, "create database bench")
    settings = Settings(
        DATABASE_URL=cluster.url("bench"), secret_key=SECRET, now=NOW, var_dir=tmp_path
    )
    await asyncio.to_thread(prepare_database, cluster.url("bench"), settings)
    measured = {}
    for scale in ("office", "region"):
        await asyncio.to_thread(run_seed, settings, scale, lambda _: None)
        await execute_in(settings, "vacuum analyze")
        measured[scale] = await _measure(settings)
    table = [
        "| request | statements | p50 office, ms | p50 region, ms | growth p50 | growth p95 |",
        "|---|---|---|---|---|---|",
    ]
    for name, (count, office) in measured["office"].items():
        region = measured["region"][name][1]
        growth = [_quantile(region, q) / _quantile(office, q) for q in (0.5, 0.95)]
        table.append(
            f"| {name} | {count} | {_quantile(office, 0.5):.1f} | {_quantile(region, 0.5):.1f}"
            f" | {growth[0]:.2f} | {growth[1]:.2f} |"
        )
    record(
        "Reads, 36 → 700 schools",
        "Office coordinator, in-process API on a real PostgreSQL, "
        f"{ROUNDS} rounds; `make bench`. Only ratios travel between machines.\n\n"
        + "\n".join(table),
    )


async def execute_in(settings: Settings, statement: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(settings.database_url)
    await connection.execute(statement)
    await connection.close()


async def _measure(settings: Settings) -> dict[str, tuple[int, list[float]]]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        token = TokenMaker(settings.derived_secret("access-token")).sign(
            await _person(settings, "coordinator")
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://bench/api/v1",
            headers={"Authorization": f"Bearer {token}"},
        ) as client:
            sent: list[str] = []
            event.listen(
                app.state.engine.sync_engine,
                "before_cursor_execute",
                lambda _c, _k, statement, *_: sent.append(statement),
            )
            found = {}
            for name, path in (await _requests(client)).items():
                found[name] = await _time(partial(client.get, path), sent)
            return found


async def _person(settings: Settings, login: str) -> Claims:
    engine = create_engine(settings, role=WORKER_ROLE)
    async with session_factory(engine)() as session, session.begin():
        row = (
            await session.execute(
                text(
                    "insert into auth_session (person_id, generation, token_hash, rotated_at, started_at,"
                    " expires_at) select person_id, 1, 'bench', now(), now(), now() + interval '1 hour'"
                    " from credential where login = :login returning id, person_id"
                ),
                {"login": login},
            )
        ).one()
    await engine.dispose()
    return Claims("person", row.person_id, row.id)


async def _requests(client: httpx.AsyncClient) -> Requests:
    plan = (await client.get("/plans")).json()["items"][0]
    edition = next(e for e in plan["editions"] if e["state"] == "in_force")["id"]
    school = (await client.get("/schools", params={"in_project": True})).json()["items"][0]["id"]
    return {
        "my todo": "/me/todo",
        "plan, 44 rows": f"/editions/{edition}/activities",
        "schools, 50 of a page": "/schools?limit=50",
        "schools, search": "/schools?q=бинарадка",
        "one school": f"/schools/{school}",
        "its results": f"/schools/{school}/results",
        "news": "/me/news",
    }


async def _time(
    request: Callable[[], Awaitable[httpx.Response]], sent: list[str]
) -> tuple[int, list[float]]:
    sent.clear()
    reply = await request()
    assert reply.status_code == 200, reply.text
    count = len(sent)
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await request()
        seconds.append((time.perf_counter() - started) * 1000)
    return count, seconds


def _quantile(values: list[float], q: float) -> float:
    return statistics.quantiles(values, n=100)[round(q * 100) - 1]

"""How questions for figures grow with the number of schools (700 → 40,000), and how fast a kept dashboard leaves.

`SCALE=region` (the default) measures the office of 36 schools, then the region of 700; `SCALE=country` the region, then
the country; `SCALE=smoke` only that everything runs. Who asks and what is asked stays the same: growth is what the
others cost.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy import event

from backend.access.tokens import TokenMaker
from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import prepare_database
from backend.core.settings import Settings
from backend.main import create_app
from backend.seed import run_seed
from tests.bench.results import record
from tests.bench.test_reads import _person, _quantile, execute_in
from tests.conftest import SECRET, execute
from tests.world import NOW

ROUNDS = int(os.environ.get("ROUNDS", "60"))
SCALE = os.environ.get("SCALE", "region")
_COUNTS = (
    "p.participants, p.n2, p.n3, p.n4, p.n5, p.n_below, p.n_high, p.lowered, p.confirmed, p.raised, p.sum_primary,"
    " p.n_primary, p.sum_test, p.n_test"
)
# Somebody of the whole region: a coordinator whose grant is over it.
_REGIONAL = """
update role_grant set region_id = (select id from region where code = '63'), office_id = null
where person_id = (select person_id from credential where login = 'head')
"""
# What a reply costs when PostgreSQL writes it: the baseline of the dashboard (performance.md 3).
_BARE = f"""
select json_agg(json_build_object('id', s.id, 'name', s.short_name, 'work', p.work_id, 'counts', array[{_COUNTS}]))
from school s join municipality m on m.id = s.municipality_id join territorial_office o on o.id = m.office_id
join region r on r.id = o.region_id join protocol p on p.school_id = s.id and p.state = 'current'
where r.code = '63' and p.work_id = $1
"""
Times = dict[str, list[float]]


@pytest.mark.timeout(7200)
async def test_figures_grow_less_than_the_country(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> None:
    await execute(cluster, "create database figures")
    settings = Settings(
        DATABASE_URL=cluster.url("figures"),
        secret_key=SECRET,
        now=NOW,
        var_dir=tmp_path,
        statement_timeout_ms=60_000,
    )
    await asyncio.to_thread(prepare_database, cluster.url("figures"), settings)
    scales = {"smoke": ["office"], "region": ["office", "region"], "country": ["region", "country"]}
    measured: dict[str, Times] = {}
    dashboard = ""
    for scale in scales[SCALE]:
        await asyncio.to_thread(run_seed, settings, scale, lambda _: None)
        await execute_in(settings, "vacuum analyze")
        await execute_in(settings, _REGIONAL)
        measured[scale], dashboard = await _measure(settings)
    small, large = scales[SCALE][0], scales[SCALE][-1]
    lines = [
        f"| question | p50 {small}, ms | p50 {large}, ms | growth p50 | growth p99 |",
        "|---|---|---|---|---|",
    ]
    for name, before in measured[small].items():
        after = measured[large][name]
        growth = [_quantile(after, q) / _quantile(before, q) for q in (0.5, 0.99)]
        lines.append(
            f"| {name} | {_quantile(before, 0.5):.1f} | {_quantile(after, 0.5):.1f} | {growth[0]:.2f} | {growth[1]:.2f} |"
        )
    if SCALE == "smoke":
        print("\n".join(lines), dashboard)
        return
    record(
        f"Figures, {small} → {large}",
        "The same person asks the same questions with row-level security on; bodies are made anew at every request"
        f" unless it says «kept». In-process API on a real PostgreSQL, {ROUNDS} rounds; `SCALE=country make bench`."
        " Only ratios travel between machines.\n\n" + "\n".join(lines) + "\n\n" + dashboard,
    )


async def _measure(settings: Settings) -> tuple[Times, str]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        sent: list[str] = []
        event.listen(
            app.state.engine.sync_engine,
            "before_cursor_execute",
            lambda _c, _k, statement, *_: sent.append(statement),
        )
        maker = TokenMaker(settings.derived_secret("access-token"))
        found: Times = {}
        clients = {}
        for login in ("coordinator", "head"):
            token = maker.sign(await _person(settings, login))
            clients[login] = httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://bench/api/v1",
                headers={"Authorization": f"Bearer {token}"},
                timeout=120,
            )
        questions = await _questions(clients["coordinator"])
        for who, client in clients.items():
            for name, path in questions.items():
                found[f"{who}: {name}"] = await _time(
                    partial(client.get, path), sent, forget=app.state.kept_bodies.clear
                )
        path = questions["schools, one work"]
        found["head: schools, one work, kept"] = await _time(
            partial(clients["head"].get, path), sent
        )
        known = (await clients["head"].get(path)).headers["etag"]
        again = partial(clients["head"].get, path, headers={"If-None-Match": known})
        found["head: schools, one work, 304"] = await _time(again, sent, status=304)
        work = (await _work(clients["head"]))["id"]
        dashboard = await _against_bare(settings, partial(clients["head"].get, path), work)
        for client in clients.values():
            await client.aclose()
    return found, dashboard


async def _work(client: httpx.AsyncClient) -> dict[str, str]:
    works = (await client.get("/works", params={"limit": 200})).json()["items"]
    return next(
        w for w in works if (w["procedure"], w["subject"]["code"], w["grade"]) == ("vpr", "math", 6)
    )


async def _questions(client: httpx.AsyncClient) -> dict[str, str]:
    work = await _work(client)
    school = (await client.get("/schools", params={"in_project": True})).json()["items"][0]["id"]
    chosen = f"procedure=vpr&subject=math&grade=6&year={work['year']}"
    unit = f"level=school&unit_id={school}"
    return {
        "schools, one work": f"/figures?level=school&{chosen}",
        "municipalities, one work": f"/figures?level=municipality&{chosen}",
        "region, one year": f"/figures?level=region&year={work['year']}",
        "groups, one work": f"/figures?level=cluster&{chosen}",
        "one school, all works": f"/figures?level=school&school_id={school}",
        "funnel": f"/figures/funnel?work_id={work['id']}",
        "dynamics of a school": f"/figures/dynamics?{unit}&procedure=vpr&subject=math&grade=6",
        "schools like ours": f"/schools/{school}/similar?work_id={work['id']}",
    }


async def _time(
    request: Callable[[], Awaitable[httpx.Response]],
    sent: list[str],
    *,
    forget: Callable[[], None] | None = None,
    status: int = 200,
) -> list[float]:
    for _ in range(6):  # plans become generic after five
        if forget:
            forget()
        sent.clear()
        reply = await request()
        assert reply.status_code == status, reply.text
        # The gate says who asks; two statements are the question's own.
        assert len(sent) <= 3
    seconds = []
    for _ in range(ROUNDS):
        if forget:
            forget()
        started = time.perf_counter()
        await request()
        seconds.append((time.perf_counter() - started) * 1000)
    return seconds


async def _against_bare(
    settings: Settings, request: Callable[[], Awaitable[httpx.Response]], work: str
) -> str:
    """Compare a kept dashboard with PostgreSQL writing the same rows, alternating, in one process."""
    connection = await asyncpg.connect(settings.database_url)
    rates: dict[str, list[float]] = {"kept": [], "bare": []}
    asks: dict[str, Callable[[], Awaitable[object]]] = {
        "kept": request,
        "bare": lambda: connection.fetchval(_BARE, work),
    }
    for _ in range(5):
        for name, ask in asks.items():
            started = time.perf_counter()
            for _ in range(ROUNDS):
                await ask()
            rates[name].append(ROUNDS / (time.perf_counter() - started))
    await connection.close()
    kept, bare = (statistics.median(rates[name]) for name in ("kept", "bare"))
    return (
        f"A dashboard of a region from its kept body: {kept / bare:.2f} of the requests/s of JSON built by PostgreSQL over"
        f" raw asyncpg ({kept:.0f} against {bare:.0f}, alternating, medians of 5)."
    )

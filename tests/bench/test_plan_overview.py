"""Matrix and «Контроль исполнения» for 36 and 700 schools × 44 rows: p50, p99, statements; growth as a ratio."""

import asyncio
from functools import partial
from pathlib import Path

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
from tests.bench.test_reads import _person, _quantile, _time, execute_in
from tests.conftest import SECRET, execute
from tests.world import NOW

# Every school is in the project and has low results, every row is counted school by school, half of it is done.
EVERYBODY = """
insert into project_member (plan_id, school_id, joined_on, basis)
    select p.id, s.id, '2021-02-12', 'замер' from plan p cross join school s
    on conflict do nothing;
insert into low_results_status (school_id, academic_year, status, zone, basis)
    select id, 2020, 'low_results', 'red', 'замер' from school on conflict do nothing;
insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)
    select a.id, 1, 'Школы', 'all', 'project_500_schools', 'member', '{row_accepted}', false
    from activity a where not exists (select from expected_result x where x.activity_id = a.id);
update expected_result set members = 'project_500_schools' where position = 1;
insert into occurrence (lineage_id, slot, school_id, state, done_on)
    select a.lineage_id, w.slot, s.id, 'accepted', '2021-03-01'
    from activity a join activity_window w on w.activity_id = a.id cross join school s
    where hashtext(a.number || s.code) % 2 = 0 on conflict do nothing;
insert into evidence (school_id, fact_kind_id, kind, state, occurred_on, basis)
    select s.id, k.id, 'requisites', 'accepted', '2021-03-01', 'замер'
    from school s cross join fact_kind k
    where k.about = 'school' and not k.is_derived and not k.is_per_row and hashtext(k.code || s.code) % 2 = 0
"""


@pytest.mark.timeout(900)
async def test_the_whole_plan_at_a_glance_grows_with_schools_and_not_with_statements(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> None:
    await execute(cluster, "create database overview")
    settings = Settings(
        DATABASE_URL=cluster.url("overview"),
        secret_key=SECRET,
        now=NOW,
        var_dir=tmp_path,
        statement_timeout_ms=60_000,
    )
    await asyncio.to_thread(prepare_database, cluster.url("overview"), settings)
    measured = {}
    for scale in ("office", "region"):
        await asyncio.to_thread(run_seed, settings, scale, lambda _: None)
        for statement in EVERYBODY.split(";\n"):
            await execute_in(settings, statement)
        await execute_in(settings, "vacuum analyze")
        measured[scale] = await _measure(settings)
    lines = [
        "| request | schools | statements beside the gate | p50, ms | p99, ms | kB | growth p50 | growth p99 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in measured["office"]:
        base = measured["office"][name]
        for scale in ("office", "region"):
            schools, statements, size, times = measured[scale][name]
            growth = [_quantile(times, q) / _quantile(base[3], q) for q in (0.5, 0.99)]
            lines.append(
                f"| {name} | {schools} | {statements} | {_quantile(times, 0.5):.0f} | {_quantile(times, 0.99):.0f}"
                f" | {size // 1024} | {growth[0]:.1f} | {growth[1]:.1f} |"
            )
            assert statements <= 3
    record(
        "The whole plan at a glance, 36 → 700 schools × 44 rows",
        "Somebody who sees all schools, in-process API on a real PostgreSQL; `make bench`. Only ratios travel between"
        " machines: 19 times the schools.\n\n" + "\n".join(lines),
    )


async def _measure(settings: Settings) -> dict[str, tuple[int, int, int, list[float]]]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        claims = await _person(settings, "admin")
        token = TokenMaker(settings.derived_secret("access-token")).sign(claims)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://bench/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=120,
        ) as client:
            sent: list[str] = []
            event.listen(
                app.state.engine.sync_engine,
                "before_cursor_execute",
                lambda _c, _k, statement, *_: sent.append(statement),
            )
            plan = (await client.get("/plans")).json()["items"][0]
            edition = next(e for e in plan["editions"] if e["state"] == "in_force")["id"]
            found = {}
            for name, path in (
                ("matrix", f"/editions/{edition}/matrix"),
                ("head's page", f"/editions/{edition}/control"),
                ("plan, 44 rows", f"/editions/{edition}/activities"),
            ):
                reply = await client.get(path)
                rows = (await client.get(f"/editions/{edition}/matrix")).json()["rows"]
                statements, times = await _time(partial(client.get, path), sent)
                # The gate's own statement says who asks.
                found[name] = (len(rows), statements - 1, len(reply.content), times)
            return found

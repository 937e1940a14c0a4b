"""Analysis of tasks over one office of 36 schools, alone and beside 700 and more schools of other offices."""

import asyncio
import statistics
import time
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import event

from backend.core.database import create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import prepare_database
from backend.core.settings import WORKER_ROLE
from backend.main import create_app
from tests.bench.product import cpu_of
from tests.bench.results import record
from tests.conftest import client_of, execute, headers_of, settings_for
from tests.world import build_world, key

ROUNDS = 40
PUPILS, TASKS, WORKS = 50, 20, 12
WORK = key("work:bench:1")
# Arrays of the shape uploads write: 50 pupils, 20 tasks of 1–3 points, every twentieth task not attempted.
_FILL = f"""
insert into school (id, municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)
select uuidv7(), '{{municipality}}', '{{prefix}}' || lpad(i::text, 6, '0'), 'Школа № ' || i, 'Школа № ' || i,
    'sosh', true, true from generate_series(1, {{schools}}) i;
insert into protocol (id, school_id, work_id, version, state, content_hash, recorded_at, participants, n2, n3, n4, n5,
    sum_primary, n_primary, lowered, confirmed, raised, task_list_id, basis, n_below, n_high, sum_test, n_test)
select uuidv7(), s.id, w.id, 1, 'current', md5(s.id::text || w.id::text), now(), {PUPILS}, 10, 20, 15, 5, 1000, {PUPILS},
    0, 0, 0, '{key("task_list:bench")}', 'rows', 10, 0, 0, 0
from school s, work w where s.code like '{{prefix}}%' and w.series = 'замер';
insert into protocol_participants (id, codes, primary_scores, marks, task_scores)
select p.id, array(select generate_series(1, {PUPILS})), array(select 10 + (p.n2 * i) % 20 from generate_series(1, {PUPILS}) i),
    array(select case when i <= 10 then 2 when i <= 30 then 3 when i <= 45 then 4 else 5 end
        from generate_series(1, {PUPILS}) i),
    array(select case when random() < 0.05 then null else floor(random() * (2 + ((i - 1) % {TASKS} + 1) % 3))::int end
        from generate_series(1, {PUPILS * TASKS}) i)
from protocol p join school s on s.id = p.school_id and s.code like '{{prefix}}%'
where p.task_list_id = '{key("task_list:bench")}' and not exists (select from protocol_participants x where x.id = p.id);
"""


@pytest.mark.timeout(900)
async def test_an_office_is_analysed_in_tens_of_milliseconds(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> None:
    await execute(cluster, "create database bench_tasks")
    settings = settings_for(cluster, "bench_tasks", tmp_path)
    await asyncio.to_thread(prepare_database, cluster.url("bench_tasks"), settings)
    engine = create_engine(settings, role=WORKER_ROLE)
    async with session_factory(engine)() as session, session.begin():
        await build_world(session)
    await engine.dispose()
    connection = await asyncpg.connect(cluster.url("bench_tasks"))
    await connection.execute(_works())
    rows = []
    for schools, side, prefix in ((36, "own", "7"), (700, "foreign", "8"), (3300, "foreign", "9")):
        await connection.execute(
            _FILL.format(municipality=key(f"municipality:{side}"), schools=schools, prefix=prefix)
        )
        await connection.execute("vacuum analyze")
        there = await connection.fetchval("select count(*) from school")
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            assert cluster.process_id is not None
            rows += await bench_rows(app, there, cluster.process_id)
    await connection.close()
    record(
        "Analysis of tasks, one office",
        f"Coordinator of 36 schools × {PUPILS} pupils × {TASKS} tasks of one work (every school has {WORKS} works), in-process"
        f" API on a real PostgreSQL with row-level security, {ROUNDS} rounds; `make bench`. CPU is what a"
        " request costs; its time tells of a busy machine too.\n\n"
        "| request | schools in all | statements beside the gate | CPU of API and PostgreSQL, ms | p50, ms | p99, ms |\n|---|---|---|---|---|---|\n"
        + "\n".join(rows),
    )


async def bench_rows(app: object, schools: int, postgres: int) -> list[str]:
    """Return a line of the table for every request of the feature."""
    sent: list[str] = []
    engine = app.state.engine.sync_engine  # type: ignore[attr-defined]
    event.listen(
        engine, "before_cursor_execute", lambda _c, _k, statement, *_: sent.append(statement)
    )
    lines, spent = [], 0.0
    async with client_of(app) as client:  # type: ignore[arg-type]
        for name, path in (("tasks", ""), ("schools × tasks", "/heat-map"), ("scores", "/scores")):
            times = []
            for place in range(ROUNDS + 2):
                if place == 2:
                    spent = time.process_time() + cpu_of(postgres)
                sent.clear()
                started = time.perf_counter()
                reply = await client.get(
                    f"/api/v1/task-analysis{path}",
                    params={"work_id": str(WORK)},
                    headers=headers_of("coordinator"),
                )
                times.append((time.perf_counter() - started) * 1000)
                assert reply.status_code == 200, reply.text
            cpu = (time.process_time() + cpu_of(postgres) - spent) / ROUNDS * 1000
            cuts = statistics.quantiles(times[2:], n=100)
            lines.append(
                f"| {name} | {schools} | {len(sent) - 1} | {cpu:.0f} | {cuts[49]:.0f} | {cuts[98]:.0f} |"
            )
    return lines


def _works() -> str:
    names = ",".join(f'"{number}"' for number in range(1, TASKS + 1))
    maxima = ",".join(str(1 + number % 3) for number in range(1, TASKS + 1))
    works = ",".join(
        f"('{key(f'work:bench:{number}')}', 'vpr', {2010 + number}, 'spring', '{key('subject')}', 5, 5, 'замер')"
        for number in range(1, WORKS + 1)
    )
    return (
        f"insert into task_list (id, digest, names, maxima) values ('{key('task_list:bench')}', 'bench',"
        f" '{{{names}}}', '{{{maxima}}}'); insert into work (id, procedure, year, wave, subject_id, grade, programme_grade,"
        f" series) values {works}"
    )

"""Results in: a million rows over HTTP with everything, against bare COPY of the same file in the same run.

`UPLOAD_ROWS` changes the size; `UPLOAD_LARGE=1` adds what takes minutes: 1 GB, 10 million stored, 40,000 schools.
"""

import asyncio
import os
import statistics
import threading
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import asyncpg
import polars as pl
import psutil
import pytest
import pytest_asyncio

from backend.core.database import create_engine
from backend.core.embedded import EmbeddedPostgres
from backend.core.settings import WORKER_ROLE
from backend.features.assessments.reference import load_assessment_reference
from tests.bench.product import Cost, Product, cpu_of
from tests.bench.results import record
from tests.bench.score_rows import HEADER, write_rows
from tests.conftest import execute, settings_for
from tests.world import key

ROWS = int(os.environ.get("UPLOAD_ROWS", "1000000"))
ROUNDS = 5
LARGE = bool(os.environ.get("UPLOAD_LARGE"))
_COLUMNS = (
    "school text, procedure text, year smallint, wave text, subject text, grade smallint, participant bigint,"
    " variant text, primary_score smallint, mark smallint, journal_mark smallint"
)
_USUAL = f"""
create table usual_school (code text primary key); create table usual_subject (code text primary key);
create table usual_grade (grade smallint primary key);
create table usual ({_COLUMNS}, id bigint generated always as identity primary key,
    foreign key (school) references usual_school, foreign key (subject) references usual_subject,
    foreign key (grade) references usual_grade, unique (school, procedure, year, wave, subject, grade, participant));
create index on usual (school);
insert into usual_school select 'edu70' || lpad(n::text, 6, '0') from generate_series(0, 39999) n;
insert into usual_subject select unnest(array['russian', 'math', 'history', 'biology', 'geography', 'physics', 'chemistry']);
insert into usual_grade select generate_series(1, 11)
"""
_SIZES = (
    "select sum(pg_total_relation_size(oid)) from pg_class"
    " where relname in ('protocol', 'protocol_participants')"
)
Bench = tuple[Product, asyncpg.Connection, EmbeddedPostgres]


@pytest_asyncio.fixture(loop_scope="session")
async def bench(
    cluster: EmbeddedPostgres, template: str, tmp_path: Path
) -> AsyncGenerator[Bench, None]:
    await execute(cluster, f"create database bench_uploads template {template}")
    engine = create_engine(settings_for(cluster, "bench_uploads", tmp_path), role=WORKER_ROLE)
    async with engine.begin() as connection:
        await load_assessment_reference(connection)
    await engine.dispose()
    raw = await asyncpg.connect(cluster.url("bench_uploads"))
    await raw.execute(
        "insert into school (municipality_id, code, short_name, full_name, kind, is_rural, fisoko_login, is_synthetic)"
        " select $1, 'b' || n, 'Школа ' || n, 'Школа ' || n, 'sosh', false, '70' || lpad(n::text, 6, '0'), true"
        " from generate_series(0, $2) n",
        key("municipality:own"),
        39_999 if LARGE else 699,
    )
    product = await asyncio.to_thread(Product, cluster, "bench_uploads", tmp_path / "var")
    try:
        yield product, raw, cluster
    finally:
        product.stop()
        await raw.close()


@pytest.mark.timeout(3_000)
async def test_a_million_rows(bench: Bench, tmp_path: Path) -> None:
    product, raw, cluster = bench
    lines = ["| what | CPU s | × bare COPY | other |", "|---|---|---|---|"]
    years = iter(range(2000, 2011))
    bare, files = [], []
    first: list[tuple[Cost, int]] = []
    size = await raw.fetchval(_SIZES)
    for place in range(ROUNDS):
        path = tmp_path / f"rows{place}.csv"
        year = next(years)
        rows = write_rows(path, schools=700, rows=ROWS, first_year=year, last_year=year, seed=place)
        files.append(path)
        bare.append(await _copied(raw, cluster, path, "bare"))
        cost, upload = await _measured(product, path)
        assert upload["state"] == "committed", upload
        assert upload["rows_written"] == rows
        first.append((cost, rows))
    limit = statistics.median(bare)
    lines.append(f"| bare COPY into an unindexed table | {limit:.2f} | 1.0 | {ROWS:,} rows |")
    usual = await _usual(raw, cluster, files[0])
    lines.append(
        f"| COPY into the usual table: PK, UNIQUE, index, 3 foreign keys; nothing checked | {usual:.2f} | {usual / limit:.1f} | |"
    )
    everything = statistics.median(cost.total for cost, _ in first)
    middle = sorted(first, key=lambda item: item[0].total)[ROUNDS // 2][0]
    parts = ", ".join(f"{name} {seconds:.2f}" for name, seconds in middle.cpu.items())
    memory = max(cost.memory["worker"] for cost, _ in first)
    lines.append(
        f"| everything over HTTP, raw body: rules, upsert, foreign keys, statistics, log | {everything:.2f}"
        f" | {everything / limit:.1f} | {parts}; worker and its child {memory:.0f} MiB at most |"
    )
    stored = (await raw.fetchval(_SIZES) - size) / sum(rows for _, rows in first)
    lines.append(f"| stored bytes a row, indexes included | | | {stored:.1f} |")
    lines += await _variants(product, raw, tmp_path, files[0], everything, limit)
    lines += await _others(product, tmp_path)
    if LARGE:
        lines += await _large(product, tmp_path, everything, first[0][1])
    record(
        "Results in: a million rows",
        "API, worker and PostgreSQL as processes of their own on two cores, CPU user + system of all of them and of"
        " the parser child; the sender is curl. ВПР of 700 schools in protocols of 45 pupils on average, one primary"
        f" score, mark and journal mark a row. Medians of {ROUNDS} alternating rounds, each file new. `make bench`.\n\n"
        + "\n".join(lines),
    )


async def _variants(
    product: Product,
    raw: asyncpg.Connection,
    tmp_path: Path,
    clean: Path,
    everything: float,
    limit: float,
) -> list[str]:
    """Bad rows, the same content again, workbooks, rows out of order."""
    lines = []
    bad_path = tmp_path / "bad.csv"
    write_rows(bad_path, schools=700, rows=ROWS, first_year=2011, last_year=2011, bad=0.01, seed=91)
    good_path = tmp_path / "good.csv"
    write_rows(good_path, schools=700, rows=ROWS, first_year=2012, last_year=2012, seed=92)
    bad, upload = await _measured(product, bad_path)
    assert upload["state"] == "screened", upload
    good, _ = await _measured(product, good_path, auto_commit=False)
    lines.append(
        f"| check only, 1 % of rows bad | {bad.total:.2f} | {bad.total / limit:.1f} | {bad.total / good.total:.2f} × clean |"
    )
    before = await raw.fetchval("select count(*) from protocol")
    again_path = tmp_path / "again.csv"
    again_path.write_bytes(clean.read_bytes() + b"\n")
    again, upload = await _measured(product, again_path)
    written = await raw.fetchval("select count(*) from protocol") - before
    assert written == 0, upload
    lines.append(
        f"| the same results in another file | {again.total:.2f} | {again.total / limit:.1f} | {written} protocols written, {again.total / everything:.2f} × first |"
    )
    shuffled_path = tmp_path / "shuffled.csv"
    write_rows(
        shuffled_path,
        schools=700,
        rows=ROWS,
        first_year=2013,
        last_year=2013,
        seed=93,
        shuffled=True,
    )
    shuffled, _ = await _measured(product, shuffled_path)
    lines.append(
        f"| rows in random order | {shuffled.total:.2f} | {shuffled.total / limit:.1f} | {shuffled.total / everything:.2f} × in order |"
    )
    small = tmp_path / "small.csv"
    write_rows(small, schools=700, rows=100_000, first_year=2014, last_year=2014, seed=94)
    book = tmp_path / "small.xlsx"
    other = tmp_path / "other.csv"
    write_rows(other, schools=700, rows=100_000, first_year=2015, last_year=2015, seed=95)
    pl.read_csv(other, separator=";").write_excel(book)
    csv_cost, _ = await _measured(product, small)
    book_cost, upload = await _measured(product, book)
    assert upload["state"] == "committed", upload
    lines.append(
        f"| XLSX of 100,000 rows | {book_cost.total:.2f} | | {book_cost.total / csv_cost.total:.1f} × the CSV ({csv_cost.total:.2f} s) |"
    )
    return lines


async def _others(product: Product, tmp_path: Path) -> list[str]:
    """Other requests while a file of a million rows is taken in."""
    path = tmp_path / "while.csv"
    write_rows(path, schools=700, rows=ROWS, first_year=2016, last_year=2016, seed=96)

    def ask(seconds: list[float], stop: threading.Event) -> None:
        while not stop.is_set():
            started = time.perf_counter()
            product.client.get("/schools", params={"limit": 50})
            seconds.append(time.perf_counter() - started)
            time.sleep(0.02)

    def measure() -> tuple[list[float], list[float]]:
        idle: list[float] = []
        busy: list[float] = []
        stop = threading.Event()
        watch = threading.Thread(target=ask, args=(idle, stop))
        watch.start()
        time.sleep(5)
        stop.set()
        watch.join()
        stop.clear()
        watch = threading.Thread(target=ask, args=(busy, stop))
        watch.start()
        product.upload(path)
        stop.set()
        watch.join()
        return idle, busy

    idle, busy = await asyncio.to_thread(measure)
    p95 = [statistics.quantiles(values, n=20)[-1] * 1000 for values in (idle, busy)]
    return [
        f"| p95 of another request, idle / during an import | | | {p95[0]:.0f} / {p95[1]:.0f} ms, × {p95[1] / p95[0]:.2f} |"
    ]


async def _large(product: Product, tmp_path: Path, everything: float, rows: int) -> list[str]:
    lines = []
    wide = tmp_path / "wide.csv"
    wide_rows = write_rows(
        wide, schools=40_000, rows=ROWS, first_year=2017, last_year=2017, seed=97
    )
    cost, upload = await _measured(product, wide)
    assert upload["state"] == "committed", upload
    ratio = (cost.total / wide_rows) / (everything / rows)
    lines.append(f"| 40,000 schools | {cost.total:.2f} | | {ratio:.2f} × a row of 700 schools |")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        part = tmp_path / "part.csv"
        for place, year in enumerate(range(2020, 2098)):
            write_rows(
                part, schools=700, rows=ROWS, first_year=year, last_year=year, seed=200 + place
            )
            content = part.read_bytes()
            file.write(content if not place else content[len(HEADER) :])
            if file.tell() > 1 << 30:
                break
    cost, upload = await _measured(product, huge)
    memory = cost.memory["worker"]
    lines.append(
        f"| 1 GB CSV, {upload['rows_total']:,} rows: {upload['state']} | {cost.total:.1f} | | worker and child {memory:.0f} MiB, API {cost.memory['api']:.0f} MiB |"
    )
    last = tmp_path / "last.csv"
    last_rows = write_rows(last, schools=700, rows=ROWS, first_year=2099, last_year=2099, seed=98)
    cost, upload = await _measured(product, last)
    ratio = (cost.total / last_rows) / (everything / rows)
    lines.append(
        f"| beside more than 10 million stored rows | {cost.total:.2f} | | {ratio:.2f} × the first |"
    )
    return lines


async def _measured(
    product: Product, path: Path, *, auto_commit: bool = True
) -> tuple[Cost, dict[str, Any]]:
    def run() -> tuple[Cost, dict[str, Any]]:
        with product.measured() as cost:
            upload = product.upload(path, auto_commit=auto_commit)
        return cost, upload

    return await asyncio.to_thread(run)


async def _copied(
    raw: asyncpg.Connection, cluster: EmbeddedPostgres, path: Path, table: str
) -> float:
    """Copy the file into a fresh unindexed table; return CPU seconds of client and server."""
    await raw.execute(f"drop table if exists {table}; create table {table} ({_COLUMNS})")
    return await _copy(raw, cluster, path, table)


async def _usual(raw: asyncpg.Connection, cluster: EmbeddedPostgres, path: Path) -> float:
    await raw.execute(_USUAL)
    names = [column.split()[0] for column in _COLUMNS.split(", ")]
    return await _copy(raw, cluster, path, "usual", columns=names)


async def _copy(
    raw: asyncpg.Connection, cluster: EmbeddedPostgres, path: Path, table: str,
    columns: list[str] | None = None,
) -> float:  # fmt: skip
    assert cluster.process_id is not None
    before = cpu_of(cluster.process_id) + sum(psutil.Process().cpu_times()[:2])
    await raw.copy_to_table(
        table, source=path, format="csv", delimiter=";", header=True, columns=columns
    )
    return cpu_of(cluster.process_id) + sum(psutil.Process().cpu_times()[:2]) - before

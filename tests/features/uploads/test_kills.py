"""Everything is killed at random moments of a hundred uploads (U12, J2): 0 lost, 0 double, 0 half, nothing left lying."""

import asyncio
import os
import shutil
import socket
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest

from backend.core.database import create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import prepare_database
from backend.core.settings import WORKER_ROLE, Settings
from backend.features.assessments.reference import load_assessment_reference
from tests.conftest import SECRET, _in_memory
from tests.features.uploads.pipeline import Row, check_stored, plain
from tests.features.uploads.storm import Storm, storming
from tests.world import NOW, build_world, key

UPLOADS = 100
AT_ONCE = 8
KILLS = 50
PAUSE = (0.2, 1.0)
WAYS = ("auto", "auto", "screened", "auto", "auto", "reverted", "auto", "screened", "auto", "auto")
SCHOOLS = ("own", "second", "third")
_PROTOCOLS = """
select w.series, p.state, p.version, p.participants, p.upload_id::text as upload_id, u.state as upload_state,
    cardinality(pp.codes) as rows
from protocol p join work w on w.id = p.work_id join upload u on u.id = p.upload_id
left join protocol_participants pp on pp.id = p.id where w.series <> ''
"""
_JOBS = "select count(*) from job where state in ('queued', 'running') and kind like '%upload%'"


class Sent(NamedTuple):
    """What a client asked for and was told in the end."""

    number: int
    way: str
    upload: dict[str, Any]

    @property
    def rows(self) -> int:
        return 5 + self.number % 4


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def home(tmp_path: Path) -> Generator[Path, None, None]:
    folder = _in_memory() or tmp_path / "postgres"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def storm(home: Path, tmp_path: Path) -> Any:
    with EmbeddedPostgres(home / "data", port=_free_port()) as postgres:
        connection = await asyncpg.connect(postgres.url())
        await connection.execute("create database storm")
        await connection.close()
        settings = Settings(
            DATABASE_URL=postgres.url("storm"), secret_key=SECRET, now=NOW, var_dir=tmp_path
        )
        await asyncio.to_thread(prepare_database, postgres.url("storm"), settings)
        engine = create_engine(settings, role=WORKER_ROLE)
        async with session_factory(engine)() as session, session.begin():
            await build_world(session)
            await load_assessment_reference(await session.connection())
        await engine.dispose()
        with storming(postgres, tmp_path, _free_port()) as found:
            yield found
            await found.client.aclose()


async def _logins(storm: Storm) -> list[str]:
    connection = await asyncpg.connect(storm.postgres.url("storm"))
    rows = await connection.fetch("select id, fisoko_login from school")
    await connection.close()
    by_id = {row["id"]: row["fisoko_login"] for row in rows}
    return [f"edu{by_id[key(f'school:{name}')]}" for name in SCHOOLS]


async def _send(storm: Storm, number: int, logins: list[str]) -> Sent:
    """Send one file of two schools, and see it through: commit it where it waits, take back every tenth."""
    way = WAYS[number % len(WAYS)]
    sent = Sent(number, way, {})
    rows = [
        Row(logins[(number + place) % 3], n, 2 + n % 4, series=f"s{number}")
        for place in range(2)
        for n in range(1, sent.rows + 1)
    ]
    form = {"auto_commit": str(way != "screened").lower()}
    reply = await storm.ask(
        "POST", "/uploads", files={"file": ("строки.csv", plain(rows))}, data=form
    )
    assert reply.status_code in {200, 202}, reply.text
    url = f"/uploads/{reply.json()['id']}"
    upload = await _rested(storm, url)
    if upload["state"] == "screened":
        reply = await storm.ask("POST", f"{url}/commit", json={})
        assert reply.status_code in {202, 409}, (
            reply.text
        )  # 409: the first answer was lost on its way
        upload = await _rested(storm, url)
    if way == "reverted" and upload["state"] == "committed":
        reply = await storm.ask("POST", f"{url}/revert", json={"reason": "проверка отката"})
        assert reply.status_code in {202, 409}, reply.text
        upload = await _rested(storm, url, but="committed")
    return sent._replace(upload=upload)


async def _rested(storm: Storm, url: str, but: str = "") -> dict[str, Any]:
    while True:
        upload: dict[str, Any] = (await storm.ask("GET", url)).json()
        if upload["state"] not in {"received", "parsing", "committing", but}:
            return upload
        await asyncio.sleep(0.15)


@pytest.mark.timeout(300)
async def test_a_hundred_uploads_survive_kills_of_everything(storm: Storm) -> None:
    logins = await _logins(storm)
    gate = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def send(number: int) -> Sent:
        nonlocal done
        async with gate:
            sent = await _send(storm, number, logins)
        done += 1
        if done in {UPLOADS // 3, UPLOADS * 2 // 3}:
            storm.stop_the_database_at_once()
        return sent

    await storm.ask("GET", "/me")
    raging = asyncio.create_task(storm.rage(2021, kills=KILLS, pause=PAUSE))
    async with asyncio.timeout(240):
        found = await asyncio.gather(*(send(number) for number in range(UPLOADS)))
    await raging
    await _sweep(storm, logins)
    for part in ("worker", "api", "parser", "backend", "postgres"):
        assert storm.kills[part] >= 2, f"{part} was hardly killed: the test proves little"
    assert storm.at_work >= 15
    await _check(storm, found)


async def _sweep(storm: Storm, logins: list[str]) -> None:
    """One more upload in peace: it removes what the killed left; half-received files only when they are old."""
    files = storm.var / "files"
    for path in files.glob("incoming-*"):
        os.utime(path, (1, 1))
    last = await _send(storm, UPLOADS, logins)
    assert last.upload["state"] == "committed", last
    assert list((storm.var / "spool").iterdir()) == []
    assert list(files.glob("incoming-*")) == []


async def _check(storm: Storm, found: list[Sent]) -> None:
    connection = await asyncpg.connect(storm.postgres.url("storm"))
    try:
        rows = await connection.fetch(_PROTOCOLS)
        assert await connection.fetchval(_JOBS) == 0, "nothing is left in the queue"
        uploads = await connection.fetchval(
            "select count(*) from upload where filename = 'строки.csv'"
        )
    finally:
        await connection.close()
    assert uploads == UPLOADS + 1, "every file became one upload, however often it was sent"
    by_series: dict[str, list[Any]] = {}
    for row in rows:
        by_series.setdefault(row["series"], []).append(row)
    finals = {"reverted": "reverted"}
    for sent in found:
        assert sent.upload["state"] == finals.get(sent.way, "committed"), sent
        assert sent.upload["error"] is None
        protocols = by_series[f"s{sent.number}"]
        assert len(protocols) == 2, "one protocol of each school: none lost, none double"
        state = "reverted" if sent.way == "reverted" else "current"
        for protocol in protocols:
            assert (protocol["state"], protocol["version"]) == (state, 1)
            assert protocol["rows"] == protocol["participants"] == sent.rows
            assert (protocol["upload_id"], protocol["upload_state"]) == (
                sent.upload["id"],
                sent.upload["state"],
            )
    settings = Settings(DATABASE_URL=storm.postgres.url("storm"), secret_key=SECRET, now=NOW)
    engine = create_engine(settings, role=WORKER_ROLE)
    await check_stored(engine)
    await engine.dispose()

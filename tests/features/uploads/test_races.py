"""Many at once: the same file fifty times, many files of one work, a revert beside a commit, a lost right."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.uploads import jobs
from tests.conftest import Client, headers_of
from tests.features.uploads.conftest import drain
from tests.features.uploads.pipeline import Row, Sender, check_stored, fetch, plain, read_here
from tests.world import key

WORKERS = 4
ROUNDS = 4
STORED = (
    "select p.version, p.state, p.upload_id from protocol p join work w on w.id = p.work_id"
    " where w.series = :series order by p.school_id, p.version"
)
CODES = "select r.participant_code as code, r.mark from result r join work w on w.id = r.work_id where w.series = :series"


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)


async def drain_at_once(runner: JobRunner) -> None:
    """Four workers take what waits; what failed by meeting another comes back without its pause."""
    for _ in range(3):
        await asyncio.gather(*(drain(runner) for _ in range(WORKERS)))
        async with runner.sessions() as session, session.begin():
            await session.execute(
                text("update job set run_at = clock_timestamp() where state = 'queued'")
            )


async def until_taken(ask: Any) -> httpx.Response:
    """The pool of the test is small: a client that is told «busy» asks again."""
    while True:
        reply: httpx.Response = await ask()
        if reply.status_code != 503:
            return reply
        await asyncio.sleep(0.05)


async def test_fifty_identical_uploads_at_once_have_one_effect(
    sender: Sender, runner: JobRunner, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    for number in range(ROUNDS):
        content = plain([Row(logins["third"], n, 3, series=str(number)) for n in range(1, 20)])

        async def send(content: bytes = content) -> httpx.Response:
            return await sender.post(content, auto_commit="true")

        sending = asyncio.gather(*(until_taken(send) for _ in range(50)))
        working = asyncio.create_task(drain_at_once(runner))
        replies = await sending
        await working
        await drain_at_once(runner)
        assert {reply.status_code for reply in replies} == {200, 202}
        assert sum(reply.status_code == 202 for reply in replies) == 1
        (upload_id,) = {reply.json()["id"] for reply in replies}
        assert (await sender.seen(upload_id))["state"] == "committed"
        (protocol,) = await fetch(worker_engine, STORED, series=str(number))
        assert (protocol["version"], protocol["state"]) == (1, "current")
    await check_stored(worker_engine)


async def test_parts_of_one_protocol_written_at_once_lose_nobody(
    sender: Sender, runner: JobRunner, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    for number in range(ROUNDS):
        series = str(number)
        files = [
            plain(
                [Row(logins[school], part * 10 + n, 2 + part % 4, series=series) for n in range(3)]
            )
            for part in range(6)
            for school in ("own", "second", "third")
        ]
        replies = [await sender.post(file, strategy="upsert", auto_commit="true") for file in files]
        await drain_at_once(runner)
        states = [(await sender.seen(reply.json()["id"]))["state"] for reply in replies]
        assert states == ["committed"] * len(files)
        found = await fetch(worker_engine, CODES, series=series)
        expected = sorted(
            [(part * 10 + n, 2 + part % 4) for part in range(6) for n in range(3)] * 3
        )
        assert sorted((row["code"], row["mark"]) for row in found) == expected
    await check_stored(worker_engine)


async def test_a_revert_beside_a_commit_does_the_one_or_the_other_first(
    sender: Sender,
    anonymous: Client,
    runner: JobRunner,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
) -> None:
    headers = headers_of("coordinator")
    for number in range(ROUNDS * 2):
        series = str(number)
        rows = [Row(logins["third"], n, 3, series=series) for n in range(1, 6)]
        first = await sender.write(plain(rows))
        second = await sender.send(plain([row._replace(mark=4) for row in rows]))
        asked = [
            (first["id"], "revert", {"reason": "не тот файл"}),
            (second["id"], "commit", {"reason": "исправление"}),
        ]
        for upload_id, action, body in asked if number % 2 else reversed(asked):
            url = f"/api/v1/uploads/{upload_id}/{action}"
            reply = await anonymous.post(url, headers=headers, json=body)
            assert reply.status_code == 202, reply.text
        await drain_at_once(runner)
        first, second = await sender.seen(first["id"]), await sender.seen(second["id"])
        found = [
            (row["version"], row["state"])
            for row in await fetch(worker_engine, STORED, series=series)
        ]
        assert second["state"] == "committed"
        if first["state"] == "reverted":
            assert found == [(1, "reverted"), (2, "current")]
        else:
            assert first["error"].startswith("Откат не выполнен")
            assert found == [(1, "superseded"), (2, "current")]
    await check_stored(worker_engine)


async def test_a_commit_asked_for_twice_at_once_is_written_once(
    sender: Sender,
    anonymous: Client,
    runner: JobRunner,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
) -> None:
    upload = await sender.send(plain([Row(logins["third"], 1, 3, series="x")]))

    async def ask(action: str) -> httpx.Response:
        url = f"/api/v1/uploads/{upload['id']}/{action}"
        body: dict[str, Any] = {} if action == "cancel" else {"json": {"reason": "так верно"}}
        return await until_taken(
            lambda: anonymous.post(url, headers=headers_of("coordinator"), **body)
        )

    replies = await asyncio.gather(
        *(ask("commit") for _ in range(6)), *(ask("cancel") for _ in range(2))
    )
    taken = [reply.status_code for reply in replies if reply.status_code != 409]
    assert len(taken) == 1, "one decision, whoever made it"
    await drain_at_once(runner)
    state = (await sender.seen(upload["id"]))["state"]
    stored = await fetch(worker_engine, STORED, series="x")
    assert (state, len(stored)) in {("committed", 1), ("cancelled", 0)}
    again = await asyncio.gather(*(ask("revert") for _ in range(4)))
    assert sum(reply.status_code == 202 for reply in again) == (state == "committed")


async def test_a_school_that_leaves_the_senders_area_stops_the_commit(
    sender: Sender,
    anonymous: Client,
    runner: JobRunner,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
) -> None:
    rows = [Row(logins[school], 1, 3, series="x") for school in ("second", "third")]
    upload = await sender.send(plain(rows))
    url = f"/api/v1/uploads/{upload['id']}/commit"
    reply = await anonymous.post(
        url, headers=headers_of("coordinator"), json={"reason": "так верно"}
    )
    assert reply.status_code == 202
    async with worker_engine.begin() as connection:
        await connection.execute(
            text("update school set municipality_id = :municipality where id = :id"),
            {"municipality": key("municipality:foreign"), "id": key("school:third")},
        )
    await drain_at_once(runner)
    upload = await sender.seen(upload["id"])
    assert (upload["state"], upload["errors"]) == ("screened", 1)
    assert upload["error"].startswith("За время ожидания файл перестал проходить проверку")
    assert await fetch(worker_engine, STORED, series="x") == [], "not even the other school"


async def test_a_reading_changed_by_somebody_else_is_never_committed_by_itself(
    sender: Sender,
    anonymous: Client,
    runner: JobRunner,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
) -> None:
    """`auto_commit` is the sender's wish: a deputy who may not accept cannot make use of it."""
    rows = [Row(logins["own"], n, 9 if n == 1 else 3, series="x") for n in range(1, 4)]
    headers = headers_of("school_head")
    files = {"file": ("строки.csv", plain(rows))}
    reply = await anonymous.post(
        "/api/v1/uploads", files=files, data={"auto_commit": "true"}, headers=headers
    )
    await drain(runner)
    url = f"/api/v1/uploads/{reply.json()['id']}"
    upload = (await anonymous.get(url, headers=headers)).json()
    assert (upload["state"], upload["auto_commit"]) == ("screened", True)
    left_out = {"columns": {"0": {"K": "skip"}}}
    reply = await anonymous.put(
        f"{url}/reading", json=left_out, headers=headers_of("school_deputy")
    )
    assert reply.status_code == 202, reply.text
    assert reply.json()["auto_commit"] is False
    await drain(runner)
    assert (await anonymous.get(url, headers=headers)).json()["state"] == "screened"
    assert await fetch(worker_engine, STORED, series="x") == []

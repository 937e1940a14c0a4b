"""Progress as server-sent events: they come, they end, nothing is held meanwhile; a cancelled reading stops."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.core.settings import Settings
from backend.features.uploads import jobs, progress
from backend.features.uploads.intake import gathering, reader
from tests.conftest import Client, headers_of
from tests.features.uploads.conftest import drain
from tests.features.uploads.pipeline import Row, Sender, fetch, plain, read_here


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)
    monkeypatch.setattr(jobs, "_WATCH_SECONDS", 0.05)
    monkeypatch.setattr(progress, "_PAUSE_SECONDS", 0.05)


async def events(client: Client, upload_id: str) -> list[dict[str, Any]]:
    """Return what the stream says until it ends by itself."""
    async with asyncio.timeout(20):
        reply = await client.get(
            f"/api/v1/uploads/{upload_id}/events", headers=headers_of("methodist")
        )
    assert reply.headers["content-type"].startswith("text/event-stream")
    lines = [
        line.removeprefix("data: ") for line in reply.text.splitlines() if line.startswith("data: ")
    ]
    return [json.loads(line) for line in lines]


class Slow:
    """Reads like a child at work on a large file, until it is told to go on."""

    def __init__(self) -> None:
        self.entered, self.go_on = asyncio.Event(), asyncio.Event()
        self.was_stopped = False

    async def __call__(
        self, path: Path, *, seen: gathering.Seen, **named: Any
    ) -> gathering.Gathered:
        self.entered.set()
        seen.rows, seen.done, seen.of = 12_345, 1, 4
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.was_stopped = True
            raise
        return await read_here(path, seen=seen, **named)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr(jobs, "read_file", found)
    return found


async def test_events_tell_rows_and_percent_and_end(
    sender: Sender, anonymous: Client, runner: JobRunner, logins: dict[str, str], slow: Slow
) -> None:
    upload = (await sender.post(plain([Row(logins["third"], 1, 3)]))).json()
    listening = asyncio.create_task(events(anonymous, upload["id"]))
    await asyncio.sleep(0.2)
    work = asyncio.create_task(drain(runner))
    await asyncio.sleep(0.5)
    slow.go_on.set()
    await work
    told = await listening
    states = [event["state"] for event in told]
    assert states == sorted(states, key=["received", "parsing", "screened"].index)
    assert (states[0], states[-1]) == ("received", "screened")
    assert len(told) == len({json.dumps(event) for event in told}), (
        "an event only when something has moved"
    )
    reading = next(event for event in told if event["progress_text"] == "Прочитано строк: 12345")
    assert (reading["state"], reading["progress_pct"]) == ("parsing", 15)
    assert told[-1]["progress_pct"] is None
    assert await events(anonymous, upload["id"]) == told[-1:], (
        "at rest: one event, and the stream ends"
    )


async def test_streams_hold_no_connection(
    sender: Sender, anonymous: Client, app: FastAPI, runner: JobRunner, logins: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(progress, "_PAUSE_SECONDS", 0.3)
    upload = (await sender.post(plain([Row(logins["third"], 1, 3)]))).json()
    listening = [asyncio.create_task(events(anonymous, upload["id"])) for _ in range(30)]
    held = []
    for _ in range(20):
        await asyncio.sleep(0.03)
        held.append(app.state.engine.pool.checkedout())
    assert min(held) == 0, "thirty streams, five connections, and there are moments without any"
    reply = await anonymous.get("/api/v1/me", headers=headers_of("methodist"))
    assert reply.status_code == 200
    await drain(runner)
    for told in await asyncio.gather(*listening):
        assert told[-1]["state"] == "screened"


async def test_a_revert_is_followed_to_its_end(
    sender: Sender, anonymous: Client, runner: JobRunner, logins: dict[str, str]
) -> None:
    upload = await sender.write(plain([Row(logins["third"], 1, 3)]))
    url = f"/api/v1/uploads/{upload['id']}/revert"
    reply = await anonymous.post(
        url, headers=headers_of("coordinator"), json={"reason": "не тот файл"}
    )
    assert reply.status_code == 202
    listening = asyncio.create_task(events(anonymous, upload["id"]))
    await asyncio.sleep(0.3)
    assert not listening.done(), "«committed» is not the end while a revert waits"
    await drain(runner)
    assert (await listening)[-1]["state"] == "reverted"


async def test_cancelling_stops_the_reading_and_removes_the_file(
    sender: Sender, anonymous: Client, runner: JobRunner, logins: dict[str, str], slow: Slow,
    worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    upload = (await sender.post(plain([Row(logins["third"], 1, 3)]), auto_commit="true")).json()
    stored = runner.files.root / upload["sha256"][:2] / upload["sha256"]
    work = asyncio.create_task(drain(runner))
    await slow.entered.wait()
    assert stored.exists()
    url = f"/api/v1/uploads/{upload['id']}/cancel"
    assert (await anonymous.post(url, headers=headers_of("methodist"))).status_code == 200
    async with asyncio.timeout(10):
        await work
    assert slow.was_stopped
    assert (await sender.seen(upload["id"]))["state"] == "cancelled"
    assert not stored.exists(), "it was not read to the end: it may hold names, and nobody needs it"
    left = await fetch(worker_engine, "select kind, state from job where state <> 'done'")
    assert left == []
    told = await events(anonymous, upload["id"])
    assert [event["state"] for event in told] == ["cancelled"]


async def test_a_cancelled_reading_ends_its_child_and_its_spool(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)  # nobody ever writes to it: the child waits
    settings = Settings(secret_key="x" * 40, var_dir=tmp_path)
    before = set(psutil.Process().children())
    reading = asyncio.create_task(
        reader.read_file(fifo, filename="a.csv", options={}, sender_school=None, settings=settings)
    )
    await asyncio.sleep(0.5)
    (child,) = set(psutil.Process().children()) - before
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not child.is_running()


async def test_a_child_killed_from_outside_says_nothing_about_the_file(
    sender: Sender, runner: JobRunner, logins: dict[str, str], monkeypatch: pytest.MonkeyPatch,
    worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    """As by a system out of memory: the file is read once more, not called damaged."""
    monkeypatch.setattr(jobs, "read_file", reader.read_file)
    before = set(psutil.Process().children())
    await sender.post(plain([Row(logins["third"], 1, 3)]))
    work = asyncio.create_task(runner.run_next())
    for _ in range(500):
        await asyncio.sleep(0.01)
        if born := set(psutil.Process().children()) - before:
            born.pop().kill()
            break
    await work
    (job,) = await fetch(
        worker_engine,
        "select state, attempt from job where kind = 'screen_upload' and state <> 'done'",
    )
    assert tuple(job.values()) == ("queued", 1)


def test_spools_of_killed_processes_are_swept_and_living_ones_kept(tmp_path: Path) -> None:
    spool = gathering.Spool(tmp_path, limit=0)
    spool.add(
        0,
        {"row": np.array([1], "<u4"), "school": np.array([0], "<u4"), "work": np.array([0], "<u4")},
    )
    left = tmp_path / "spool-left"
    left.mkdir()
    (left / "lock").touch()
    fresh = tmp_path / "spool-fresh"
    fresh.mkdir()
    assert gathering.sweep_spools(tmp_path) == 1
    assert not left.exists()
    assert fresh.exists(), "its lock may be on its way"
    assert len(list(spool.parts())) == 1
    spool.close()
    assert list(tmp_path.iterdir()) == [fresh]

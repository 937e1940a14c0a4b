"""Jobs as their owners see them: whose, in which order, live until the end."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from backend.features.jobs import queries
from backend.features.jobs.schemas import JobOut
from tests.conftest import client_of, headers_of
from tests.features.conftest import Change, Get
from tests.world import key

MINE = (
    "insert into job (id, kind, payload, state, person_id) values (:id, 'x', '{}', :state, :person)"
)


async def add(change: Change, name: str, role: str, state: str = "queued") -> str:
    await change(MINE, id=key(name), state=state, person=key(f"person:{role}"))
    return str(key(name))


async def ids(get: Get, role: str, **params: Any) -> set[str]:
    return {job["id"] for job in (await get(role, "/jobs", **{"limit": 200} | params))["items"]}


async def test_ones_own_jobs_and_those_of_visible_uploads(get: Get, change: Change) -> None:
    mine = await add(change, "job:mine", "coordinator")
    his = await add(change, "job:his", "methodist")
    own, foreign = str(key("job:own")), str(key("job:foreign"))
    assert await ids(get, "coordinator") == {mine, own}
    assert await ids(get, "methodist") == {his, own}
    assert await ids(get, "school_head") == {own}
    assert await ids(get, "admin") == {mine, his, own, foreign}
    await get("methodist", f"/jobs/{mine}", status=404)
    assert (await get("coordinator", f"/jobs/{mine}"))["state"] == "queued"


async def test_foreign_and_nonexistent_jobs_are_told_in_the_same_words(read: Get) -> None:
    for path in ("/jobs/{}", "/jobs/{}/events"):
        foreign = await read("coordinator", path.format(key("job:foreign")), status=404)
        nothing = await read("coordinator", path.format(key("nothing")), status=404)
        assert foreign["detail"] == nothing["detail"]


async def test_the_dead_letter_is_a_filter_and_says_why(get: Get, change: Change) -> None:
    dead = await add(change, "job:dead", "coordinator", "dead")
    await change(
        "update job set error = 'файл не читается', attempt = 5 where id = :id", id=key("job:dead")
    )
    assert await ids(get, "coordinator", state="dead") == {dead}
    found = await get("coordinator", f"/jobs/{dead}")
    assert (found["error"], found["attempt"]) == ("файл не читается", 5)
    await get("coordinator", "/jobs", status=422, state="broken")


async def test_percent_is_known_when_the_total_is(get: Get, change: Change) -> None:
    job = await add(change, "job:mine", "coordinator", "running")
    path = f"/jobs/{job}"
    assert (await get("coordinator", path))["percent"] is None
    for done, total, percent in ((0, 8, 0), (1, 3, 33), (8, 8, 100), (5, 0, None)):
        await change(
            "update job set progress_done = :d, progress_total = :t where id = :id",
            d=done,
            t=total,
            id=key("job:mine"),
        )
        assert (await get("coordinator", path))["percent"] == percent
    await change("update job set state = 'done' where id = :id", id=key("job:mine"))
    assert (await get("coordinator", path))["percent"] == 100


async def test_pages_together_are_the_list_newest_first(get: Get, change: Change) -> None:
    await change(
        "insert into job (kind, payload, person_id) select 'x', '{}', :id from generate_series(1, 25)",
        id=key("person:coordinator"),
    )
    whole = [job["id"] for job in (await get("coordinator", "/jobs", limit=200))["items"]]
    assert len(whole) == 26
    assert whole == sorted(whole, reverse=True)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await get("coordinator", "/jobs", limit=7, **cursor)
        seen += [job["id"] for job in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        await change(
            MINE.replace(":id, ", "uuidv7(), "), state="queued", person=key("person:coordinator")
        )
    assert seen == whole


def told(text: str) -> list[dict[str, Any]]:
    return [
        json.loads(line.removeprefix("data: "))
        for line in text.splitlines()
        if line.startswith("data: ")
    ]


Looks = Callable[[int], Awaitable[None]]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Wait until the stream has looked at its job so many times: no test depends on a busy machine."""
    count = 0
    looked = asyncio.Condition()
    look = queries.get_job

    async def counted(session: AsyncSession, job_id: UUID) -> JobOut:
        nonlocal count
        found = await look(session, job_id)
        async with looked:
            count += 1
            looked.notify_all()
        return found

    async def until(times: int) -> None:
        async with looked:
            await looked.wait_for(lambda: count >= times)

    monkeypatch.setattr(queries, "get_job", counted)
    return until


async def test_the_stream_tells_every_change_and_ends_with_the_job(
    app: FastAPI, change: Change, looks: Looks
) -> None:
    job = await add(change, "job:mine", "coordinator", "running")

    async def go_on() -> None:
        await looks(1)
        await change(
            "update job set progress_done = 5, progress_total = 10 where id = :id",
            id=key("job:mine"),
        )
        await looks(4)
        await change("update job set state = 'done' where id = :id", id=key("job:mine"))

    async with asyncio.timeout(30), client_of(app) as client:
        reply, _ = await asyncio.gather(
            client.get(f"/api/v1/jobs/{job}/events", headers=headers_of("coordinator")), go_on()
        )
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["cache-control"] == "no-store"
    assert [(j["state"], j["percent"]) for j in told(reply.text)] == [
        ("running", None),
        ("running", 50),
        ("done", 100),
    ]


async def test_the_stream_ends_when_the_log_in_ends(
    app: FastAPI, change: Change, looks: Looks
) -> None:
    job = await add(change, "job:mine", "coordinator", "running")

    async def end() -> None:
        await looks(1)
        await change(
            "with ended as (update auth_session set revoked_at = now() where id = :session)"
            " update job set progress_text = 'секрет' where id = :id",
            session=key("session:coordinator"),
            id=key("job:mine"),
        )

    async with asyncio.timeout(30), client_of(app) as client:
        reply, _ = await asyncio.gather(
            client.get(f"/api/v1/jobs/{job}/events", headers=headers_of("coordinator")), end()
        )
    assert len(told(reply.text)) == 1
    assert "секрет" not in reply.text


async def test_a_finished_job_answers_at_once(app: FastAPI, change: Change) -> None:
    job = await add(change, "job:mine", "coordinator", "dead")
    async with asyncio.timeout(3):
        async with client_of(app) as client:
            reply = await client.get(
                f"/api/v1/jobs/{job}/events", headers=headers_of("coordinator")
            )
    assert [j["state"] for j in told(reply.text)] == ["dead"]

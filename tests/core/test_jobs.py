"""Durable jobs: asked for in the request's transaction, done with their effect, retried, given up visibly (J1–J3)."""

import contextlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from backend.access.scope import act_as, enter
from backend.access.tokens import Claims
from backend.core.database import SessionFactory, session_factory
from backend.core.jobs import JobHandler, RunningJob, enqueue, enqueue_daily
from tests.core.conftest import (
    MakeRunner,
    ask,
    effects,
    hurry,
    leave_mark,
    one,
    state_of,
)
from tests.world import key

COORDINATOR = Claims("person", key("person:coordinator"), key("session:coordinator"))


async def test_a_job_exists_exactly_when_the_asking_transaction_commits(
    app_engine: AsyncEngine, worker_sessions: SessionFactory
) -> None:
    async def ask_in_request(*, fail: bool) -> Any:
        async with session_factory(app_engine)() as session, session.begin():
            assert await enter(session, COORDINATOR, request_id="ask-1", moment=None)
            job_id = await enqueue(session, "leave_mark", {"n": 1})
            if fail:
                raise RuntimeError("after the job was asked for")
            return job_id

    before = (await one(worker_sessions, "select count(*) as n from job"))["n"]
    with pytest.raises(RuntimeError):
        await ask_in_request(fail=True)
    assert (await one(worker_sessions, "select count(*) as n from job"))["n"] == before
    job = await state_of(worker_sessions, await ask_in_request(fail=False))
    assert job["state"] == "queued"
    assert job["person_id"] == key("person:coordinator")
    assert job["request_id"] == "ask-1"


async def test_a_daily_job_is_asked_for_once_a_day_however_often_a_worker_starts(
    worker_sessions: SessionFactory,
) -> None:
    async def ask_daily(kind: str, day: int) -> bool:
        async with worker_sessions() as session, session.begin():
            return await enqueue_daily(session, kind, date(2021, 3, day))

    assert [await ask_daily("sweep", day) for day in (16, 16, 17, 17, 16)] == [
        True, False, True, False, False,
    ]  # fmt: skip
    assert await ask_daily("freeze", 16), "another kind is another matter"
    found = await one(
        worker_sessions,
        "select array_agg(payload ->> 'day' order by id) as days from job where kind = 'sweep'",
    )
    assert found["days"] == ["2021-03-16", "2021-03-17"]


async def test_effect_and_done_come_together_in_the_name_of_the_asker(
    make_runner: MakeRunner, worker_sessions: SessionFactory, app_engine: AsyncEngine
) -> None:
    runner = make_runner(leave_mark=JobHandler(run=leave_mark))
    async with session_factory(app_engine)() as session, session.begin():
        await enter(session, COORDINATOR, request_id="ask-2", moment=None)
        job_id = await enqueue(session, "leave_mark", {"n": 1})
    assert await runner.run_next()
    assert not await runner.run_next()
    job = await state_of(worker_sessions, job_id)
    assert (job["state"], job["attempt"], job["lease_until"]) == ("done", 1, None)
    assert job["finished_at"] is not None
    entry = await one(
        worker_sessions,
        "select person_id, request_id, database_role from change where table_name = 'act' order by seq desc limit 1",
    )
    assert dict(entry) == {
        "person_id": key("person:coordinator"),
        "request_id": "ask-2",
        "database_role": "marshrut_worker",
    }


async def test_a_failure_undoes_the_effect_and_comes_back_later_and_later(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    async def broken(job: RunningJob, session: AsyncSession) -> None:
        await leave_mark(job, session)
        raise ValueError("плохие данные\0 внутри")

    runner = make_runner(attempts=4, broken=JobHandler(run=broken))
    job_id = await ask(worker_sessions, "broken", n=1)
    delays = []
    for attempt in (1, 2, 3):
        await hurry(worker_sessions)
        assert await runner.run_next()
        assert not await runner.run_next(), "a failed job must wait"
        job = await one(
            worker_sessions,
            "select *, extract(epoch from run_at - clock_timestamp())::float as wait from job where id = :id",
            id=job_id,
        )
        assert (job["state"], job["attempt"]) == ("queued", attempt)
        assert "плохие данные внутри" in job["error"]
        delays.append(job["wait"])
    assert delays == sorted(delays)
    assert delays[0] > 1
    assert delays[-1] <= 60
    assert await effects(worker_sessions) == 0


async def test_after_the_last_attempt_the_job_is_dead_with_its_object_told(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    async def broken(job: RunningJob, session: AsyncSession) -> None:
        raise ValueError("никогда не выйдет")

    told: list[str] = []

    async def on_dead(job: RunningJob, session: AsyncSession, error: str) -> None:
        told.append(error)
        await leave_mark(job, session)

    runner = make_runner(attempts=2, broken=JobHandler(run=broken, on_dead=on_dead))
    job_id = await ask(worker_sessions, "broken", n=1)
    for _ in range(4):
        await hurry(worker_sessions)
        await runner.run_next()
    job = await state_of(worker_sessions, job_id)
    assert (job["state"], job["attempt"]) == ("dead", 2)
    assert job["finished_at"] is not None
    assert told == ["ValueError: никогда не выйдет"]
    assert await effects(worker_sessions) == 1


async def test_a_job_whose_last_words_fail_too_still_ends(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    async def broken(job: RunningJob, session: AsyncSession) -> None:
        raise ValueError("раз")

    async def on_dead(job: RunningJob, session: AsyncSession, error: str) -> None:
        await leave_mark(job, session)
        raise ValueError("два")

    runner = make_runner(attempts=1, broken=JobHandler(run=broken, on_dead=on_dead))
    job_id = await ask(worker_sessions, "broken", n=1)
    await runner.run_next()
    assert (await state_of(worker_sessions, job_id))["state"] == "dead"
    assert await effects(worker_sessions) == 0


async def test_a_kind_nobody_handles_dies_visibly(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    runner = make_runner(attempts=1)
    job_id = await ask(worker_sessions, "unheard_of")
    assert await runner.run_next()
    job = await state_of(worker_sessions, job_id)
    assert job["state"] == "dead"
    assert "unheard_of" in job["error"]


async def test_poison_does_not_stop_the_others(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    async def poison(job: RunningJob, session: AsyncSession) -> None:
        await session.execute(text("select 1 / 0"))

    runner = make_runner(poison=JobHandler(run=poison), leave_mark=JobHandler(run=leave_mark))
    for n in range(20):
        await ask(worker_sessions, "poison" if n == 3 else "leave_mark", n=n)
    while await runner.run_next():
        pass
    assert await effects(worker_sessions) == 19
    waiting = await one(worker_sessions, "select count(*) as n from job where state = 'queued'")
    assert waiting["n"] == 1


async def test_values_of_a_row_do_not_travel_with_an_error(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    async def broken(job: RunningJob, session: AsyncSession) -> None:
        await session.execute(
            text("insert into school (code, short_name) values (:code, 'код участника 60123')"),
            {"code": "секрет-60123"},
        )

    runner = make_runner(broken=JobHandler(run=broken))
    job_id = await ask(worker_sessions, "broken")
    with contextlib.suppress(Exception):
        await runner.run_next()
    job = await state_of(worker_sessions, job_id)
    assert job["error"]
    assert "секрет" not in job["error"]


async def test_acting_for_nobody_is_written_as_nobody(worker_sessions: SessionFactory) -> None:
    async with worker_sessions() as session, session.begin():
        await act_as(session, person_id=None, client_id=None)
        job_id = await enqueue(session, "x", {})
    job = await state_of(worker_sessions, job_id)
    assert job["person_id"] is job["client_id"] is None

"""Workers that die, stall or lose their lease: no job lost, no effect doubled (J2)."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import SessionFactory
from backend.core.jobs import JobHandler, JobRunner, RunningJob
from backend.core.settings import Settings
from tests.core.conftest import (
    MakeRunner,
    ask,
    effects,
    hurry,
    leave_mark,
    one,
    state_of,
)


async def test_a_worker_that_dies_before_done_repeats_without_doubling(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    """The connection is cut after the effect and before «done»: what a crash looks like to the database."""

    async def cut(job: RunningJob, session: AsyncSession) -> None:
        await leave_mark(job, session)
        if job.attempt == 1:
            pid = await session.scalar(text("select pg_backend_pid()"))
            async with worker_sessions() as other:
                await other.execute(text("select pg_terminate_backend(:pid)"), {"pid": pid})

    runner = make_runner(cut=JobHandler(run=cut))
    job_id = await ask(worker_sessions, "cut", n=1)
    await runner.run_next()
    await hurry(worker_sessions)
    while await runner.run_next():
        pass
    assert (await state_of(worker_sessions, job_id))["state"] == "done"
    assert await effects(worker_sessions) == 1


async def test_a_worker_that_lost_its_lease_changes_nothing(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(job: RunningJob, session: AsyncSession) -> None:
        if job.attempt == 1:
            entered.set()
            await go_on.wait()
        await leave_mark(job, session)

    # The heart of the first beats too rarely to notice: only the fence at the end can stop it.
    first = make_runner(lease=600, slow=JobHandler(run=slow))
    second = make_runner(slow=JobHandler(run=slow))
    job_id = await ask(worker_sessions, "slow", n=1)
    running = asyncio.create_task(first.run_next())
    await entered.wait()
    assert not await second.run_next(), "a leased job is not taken"
    async with worker_sessions() as session, session.begin():
        await session.execute(text("update job set lease_until = now() - interval '1 second'"))
    assert await second.run_next()
    go_on.set()
    await running
    job = await state_of(worker_sessions, job_id)
    assert (job["state"], job["attempt"]) == ("done", 2)
    assert await effects(worker_sessions) == 1


async def test_the_heart_keeps_the_lease_and_stops_a_worker_that_lost_it(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    finished: list[int] = []

    async def slow(job: RunningJob, session: AsyncSession) -> None:
        await asyncio.sleep(1.0 if job.payload["n"] == 1 else 30)
        finished.append(job.payload["n"])

    runner = make_runner(lease=0.4, slow=JobHandler(run=slow))
    other = make_runner(lease=0.4, slow=JobHandler(run=slow))
    await ask(worker_sessions, "slow", n=1)
    running = asyncio.create_task(runner.run_next())
    for _ in range(8):
        await asyncio.sleep(0.1)
        assert not await other.run_next(), "the lease was longer than the job: nobody may take it"
    await running
    assert finished == [1]

    job_id = await ask(worker_sessions, "slow", n=2)
    running = asyncio.create_task(runner.run_next())
    await asyncio.sleep(0.2)
    async with worker_sessions() as session, session.begin():
        await session.execute(
            text("update job set attempt = attempt + 1 where id = :id"), {"id": job_id}
        )
    async with asyncio.timeout(5):
        await running
    assert finished == [1]


async def test_progress_is_seen_while_the_job_runs_and_survives_its_failure(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    seen: list[Any] = []

    async def reporting(job: RunningJob, session: AsyncSession) -> None:
        await job.report(3, 10, "читаю строки")
        seen.append(dict(await state_of(worker_sessions, job.id)))
        raise ValueError("оборвалось")

    runner = make_runner(reporting=JobHandler(run=reporting))
    job_id = await ask(worker_sessions, "reporting")
    await runner.run_next()
    assert (seen[0]["progress_done"], seen[0]["progress_total"], seen[0]["state"]) == (
        3,
        10,
        "running",
    )
    assert (await state_of(worker_sessions, job_id))["progress_text"] == "читаю строки"


async def test_two_workers_share_a_queue_without_taking_a_job_twice(
    make_runner: MakeRunner, worker_sessions: SessionFactory
) -> None:
    runners = [make_runner(leave_mark=JobHandler(run=leave_mark)) for _ in range(4)]
    for n in range(40):
        await ask(worker_sessions, "leave_mark", n=n)

    async def drain(runner: JobRunner) -> int:
        done = 0
        while await runner.run_next():
            done += 1
        return done

    shares = await asyncio.gather(*(drain(runner) for runner in runners))
    assert sum(shares) == 40
    assert await effects(worker_sessions) == 40
    doubled = await one(
        worker_sessions, "select count(*) as n from job where kind = 'leave_mark' and attempt <> 1"
    )
    assert doubled["n"] == 0


NURSERY = """
import asyncio, os, random, sys
from sqlalchemy import text
from backend.core.database import create_engine, session_factory
from backend.core.files import FolderFiles
from backend.core.jobs import JobHandler, JobRunner
from backend.core.settings import WORKER_ROLE, Settings

async def work():
    settings = Settings(
        DATABASE_URL=sys.argv[1], secret_key=sys.argv[2], var_dir=sys.argv[3],
        job_lease_seconds=0.4, job_max_attempts=50, pool_size=3,
    )

    async def mark(job, session):
        await asyncio.sleep(random.random() * 0.05)
        await session.execute(
            text("insert into act (kind, number, signed_on, issuer, title)"
                 " values ('след', :number, '2021-03-17', 'тест', :title)"),
            {"number": f"{job.id}-{job.attempt}", "title": str(job.id)},
        )
        await asyncio.sleep(random.random() * 0.05)

    engine = create_engine(settings, role=WORKER_ROLE, statement_timeout_ms=0)
    runner = JobRunner(
        settings=settings, sessions=session_factory(engine), files=FolderFiles(settings.var_dir),
        handlers={"mark": JobHandler(run=mark)},
    )
    while True:
        if not await runner.run_next():
            await asyncio.sleep(0.02)

print("ready", flush=True)
for line in sys.stdin:  # imports cost seconds, a fork does not
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        asyncio.run(work())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@pytest.mark.usefixtures("clean")
async def test_kill_minus_nine_at_random_moments_loses_and_doubles_nothing(
    settings: Settings, worker_sessions: SessionFactory
) -> None:
    jobs = [await ask(worker_sessions, "mark", n=n) for n in range(30)]
    assert settings.database_url
    assert settings.secret_key
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, settings.database_url, settings.secret_key, str(settings.var_dir)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert nursery.stdin
    assert nursery.stdout
    choice = random.Random(2021)  # noqa: S311
    killed_at_work = 0
    try:
        async with asyncio.timeout(60):
            said = await asyncio.to_thread(nursery.stdout.readline)
            assert said.strip() == "ready"
            while await effects(worker_sessions) < len(jobs):
                nursery.stdin.write("more\n")
                nursery.stdin.flush()
                child = int(await asyncio.to_thread(nursery.stdout.readline))
                await asyncio.sleep(0.2 + choice.random() * 0.5)
                running = await one(
                    worker_sessions, "select count(*) as n from job where state = 'running'"
                )
                killed_at_work += running["n"]
                os.kill(child, signal.SIGKILL)
                await asyncio.to_thread(nursery.stdout.readline)
    finally:
        nursery.kill()
        nursery.wait()
        nursery.stdin.close()
        nursery.stdout.close()
    found = await one(
        worker_sessions,
        "select count(*) as marks, count(distinct title) as jobs from act where kind = 'след'",
    )
    assert dict(found) == {"marks": 30, "jobs": 30}
    states = await one(
        worker_sessions, "select count(*) as n from job where kind = 'mark' and state = 'done'"
    )
    assert states["n"] == 30
    assert killed_at_work >= 2, "every kill missed: the test proves nothing"

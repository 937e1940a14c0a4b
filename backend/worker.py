"""The worker process: takes durable jobs and runs the handlers of the features."""

import asyncio
import contextlib
import signal
from datetime import date

import asyncpg
import structlog

from backend.access.idempotency import DAILY as ACCESS_DAILY
from backend.access.idempotency import HANDLERS as ACCESS_JOBS
from backend.core.database import create_engine, session_factory
from backend.core.files import make_file_store
from backend.core.jobs import CHANNEL, JobHandler, JobRunner, enqueue_daily
from backend.core.logging import configure_logging
from backend.core.settings import WORKER_ROLE, Settings
from backend.features.documents.jobs import HANDLERS as DOCUMENT_JOBS
from backend.features.editions.imports.jobs import HANDLERS as IMPORT_JOBS
from backend.features.execution.jobs import DAILY
from backend.features.execution.jobs import HANDLERS as EXECUTION_JOBS
from backend.features.uploads.jobs import HANDLERS as UPLOAD_JOBS

HANDLERS: dict[str, JobHandler] = {
    **UPLOAD_JOBS,
    **IMPORT_JOBS,
    **EXECUTION_JOBS,
    **DOCUMENT_JOBS,
    **ACCESS_JOBS,
}
log = structlog.get_logger("marshrut.worker")


async def run_worker(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT; a job in hand is finished first (its lease covers a kill)."""
    configure_logging()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    engine = create_engine(settings, role=WORKER_ROLE, statement_timeout_ms=0)
    runner = JobRunner(
        settings=settings,
        sessions=session_factory(engine),
        files=make_file_store(settings),
        handlers=HANDLERS,
    )
    asked_on: date | None = None
    wake = asyncio.Event()
    listener = asyncio.create_task(_listen(settings, wake))
    log.info("worker_started", kinds=sorted(HANDLERS))
    try:
        while not stop.is_set():
            wake.clear()
            try:
                asked_on = await _ask_daily(runner, asked_on)
                busy = await runner.run_next()
            except Exception:
                # The database may be restarting: wait and try again, nothing is lost.
                log.exception("worker_cannot_take_jobs")
                busy = False
            if not busy:
                await _first_of(stop, wake, seconds=settings.job_poll_seconds)
    finally:
        listener.cancel()
        await engine.dispose()
        log.info("worker_stopped")


async def _ask_daily(runner: JobRunner, asked_on: date | None) -> date:
    """Ask for the jobs of a new day in Samara; return the day."""
    today = runner.clock.today()
    if today != asked_on:
        async with runner.sessions() as session, session.begin():
            for kind in (*DAILY, *ACCESS_DAILY):
                await enqueue_daily(session, kind, today)
    return today


async def _first_of(*events: asyncio.Event, seconds: float) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _listen(settings: Settings, wake: asyncio.Event) -> None:
    """Wake the loop when a job is committed; polling covers a lost connection."""
    address = settings.role_url(WORKER_ROLE).replace("postgresql+asyncpg://", "postgresql://", 1)
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            connection = await asyncpg.connect(address, timeout=5)
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _connection, event=lost: event.set())
            await connection.add_listener(CHANNEL, lambda *_: wake.set())
            await lost.wait()
        await asyncio.sleep(1.0)

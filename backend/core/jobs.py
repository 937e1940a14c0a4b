"""Durable jobs: a row in the asker's transaction; leased, fenced, retried, and finished with its effect.

At-least-once run, exactly-once effect: the handler's changes and the state «done» commit together, and only
while the worker still holds the attempt it took (security.md J2).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from backend.core.clock import Clock
from backend.core.database import SessionFactory
from backend.core.files import FileStore
from backend.core.settings import Settings

CHANNEL = "marshrut_job"
log = structlog.get_logger("marshrut.jobs")
FINISHED = Counter("jobs_finished_total", "Jobs by kind and outcome", ["kind", "outcome"])

_ENQUEUE = text(
    "insert into job (kind, payload, person_id, client_id, request_id)"
    " values (:kind, cast(:payload as jsonb), app.person_id(), app.client_id(),"
    " nullif(current_setting('app.request', true), '')) returning id"
)
_ASKED_TODAY = text(
    "select exists (select from job where kind = :kind and payload ->> 'day' = :day)"
)
_NOTIFY = text("select pg_notify(:channel, '')")
_CLAIM = text(
    "update job set state = 'running', attempt = attempt + 1,"
    " lease_until = clock_timestamp() + make_interval(secs => :lease), error = null"
    " where id = (select id from job"
    "   where (state = 'queued' and run_at <= clock_timestamp())"
    "     or (state = 'running' and lease_until < clock_timestamp())"
    "   order by run_at, id limit 1 for update skip locked)"
    " returning id, kind, payload, attempt, person_id, client_id, request_id"
)
_EXTEND = text(
    "update job set lease_until = clock_timestamp() + make_interval(secs => :lease)"
    " where id = :id and attempt = :attempt and state = 'running' returning id"
)
_REPORT = text(
    "update job set progress_done = :done, progress_total = :total, progress_text = :words"
    " where id = :id and attempt = :attempt and state = 'running'"
)
_DONE = text(
    "update job set state = 'done', lease_until = null, finished_at = clock_timestamp()"
    " where id = :id and attempt = :attempt and state = 'running' returning id"
)
_FAILED = text(
    "update job set state = :state, lease_until = null, error = :error,"
    " run_at = clock_timestamp() + make_interval(secs => :delay),"
    " finished_at = case :state when 'dead' then clock_timestamp() end"
    " where id = :id and attempt = :attempt and state = 'running' returning id"
)
_ACT = text(
    "select set_config('app.person', :person, true), set_config('app.client', :client, true),"
    " set_config('app.request', :request, true), set_config('app.now', :moment, true)"
)


@dataclass(frozen=True, slots=True)
class RunningJob:
    """One attempt at one job, and what its handler may use."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    person_id: UUID | None
    client_id: UUID | None
    request_id: str | None
    settings: Settings
    clock: Clock
    files: FileStore
    sessions: SessionFactory

    async def report(self, done: int, total: int | None, words: str) -> None:
        """Show progress at once, outside the job's own transaction."""
        async with self.sessions() as session, session.begin():
            await session.execute(
                _REPORT,
                {
                    "id": self.id,
                    "attempt": self.attempt,
                    "done": done,
                    "total": total,
                    "words": words,
                },
            )


Run = Callable[[RunningJob, AsyncSession], Awaitable[None]]
OnDead = Callable[[RunningJob, AsyncSession, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JobHandler:
    """What runs a kind of job; `on_dead` puts its object into a truthful state after the last attempt."""

    run: Run
    on_dead: OnDead | None = None


class LeaseLost(Exception):
    """Another worker took the job over; whatever this one did is rolled back."""


async def enqueue(session: AsyncSession, kind: str, payload: Mapping[str, Any]) -> UUID:
    """Add a job to the caller's transaction: it exists exactly when the transaction commits."""
    job_id: UUID | None = await session.scalar(
        _ENQUEUE, {"kind": kind, "payload": json.dumps(dict(payload), default=str)}
    )
    await session.execute(_NOTIFY, {"channel": CHANNEL})
    assert job_id is not None
    return job_id


async def enqueue_daily(session: AsyncSession, kind: str, day: date) -> bool:
    """Add a job of the day unless it was asked for already; return whether it was added.

    Two workers may both add one: what runs daily must be safe to run twice.
    """
    asked = await session.scalar(_ASKED_TODAY, {"kind": kind, "day": day.isoformat()})
    if not asked:
        await enqueue(session, kind, {"day": day})
    return not asked


class JobRunner:
    """Takes jobs one at a time and runs their handlers."""

    def __init__(
        self,
        *,
        settings: Settings,
        sessions: SessionFactory,
        files: FileStore,
        handlers: Mapping[str, JobHandler],
    ) -> None:
        self.settings = settings
        self.sessions = sessions
        self.files = files
        self.handlers = handlers
        self.clock = Clock(settings.now)

    async def run_next(self) -> bool:
        """Run one job if there is one; return whether there was."""
        async with self.sessions() as session, session.begin():
            row = (
                (await session.execute(_CLAIM, {"lease": self.settings.job_lease_seconds}))
                .mappings()
                .first()
            )
        if row is None:
            return False
        job = RunningJob(
            **row,
            settings=self.settings,
            clock=self.clock,
            files=self.files,
            sessions=self.sessions,
        )
        with structlog.contextvars.bound_contextvars(request_id=job.request_id, job_id=str(job.id)):
            await self._attempt(job)
        return True

    async def _attempt(self, job: RunningJob) -> None:
        work = asyncio.create_task(self._effect(job))
        heart = asyncio.create_task(self._keep_lease(job, work))
        try:
            await work
        except LeaseLost:
            log.warning("job_lease_lost", kind=job.kind)
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                work.cancel()
                raise
            log.warning("job_lease_lost", kind=job.kind)
        except Exception as error:
            log.exception("job_failed", kind=job.kind, attempt=job.attempt)
            await self._give_back(job, f"{type(error).__name__}: {error}".replace("\0", "")[:500])
        else:
            FINISHED.labels(job.kind, "done").inc()
            log.info("job_done", kind=job.kind, attempt=job.attempt)
        finally:
            heart.cancel()

    async def _effect(self, job: RunningJob) -> None:
        handler = self.handlers.get(job.kind)
        if handler is None:
            message = f"нет обработчика для задания «{job.kind}»"
            raise LookupError(message)
        if job.attempt > self.settings.job_max_attempts:
            message = "обработчик несколько раз прерывался, не закончив"
            raise RuntimeError(message)
        # The session opens its connection only with the first statement: slow work before it holds nothing.
        async with self.sessions() as session:
            await handler.run(job, _acting(session, job, self.clock))
            if await session.scalar(_DONE, {"id": job.id, "attempt": job.attempt}) is None:
                raise LeaseLost
            await session.commit()

    async def _keep_lease(self, job: RunningJob, work: "asyncio.Task[None]") -> None:
        while True:
            await asyncio.sleep(self.settings.job_lease_seconds / 3)
            try:
                async with self.sessions() as session, session.begin():
                    kept = await session.scalar(
                        _EXTEND,
                        {
                            "id": job.id,
                            "attempt": job.attempt,
                            "lease": self.settings.job_lease_seconds,
                        },
                    )
            except Exception:
                log.exception("job_heartbeat_failed")
                continue
            if kept is None:
                work.cancel()
                return

    async def _give_back(self, job: RunningJob, error: str) -> None:
        last = job.attempt >= self.settings.job_max_attempts
        handler = self.handlers.get(job.kind)
        on_dead = handler.on_dead if last and handler else None
        try:
            await self._leave(job, error, "dead" if last else "queued", on_dead)
        except Exception:
            if on_dead is None:
                raise
            # A job whose end fails too must still end: otherwise it comes back for ever.
            log.exception("job_on_dead_failed", kind=job.kind)
            await self._leave(job, error, "dead", None)

    async def _leave(
        self, job: RunningJob, error: str, outcome: str, on_dead: OnDead | None
    ) -> None:
        async with self.sessions() as session:
            if on_dead is not None:
                await on_dead(job, _acting(session, job, self.clock), error)
            kept = await session.scalar(
                _FAILED,
                {
                    "id": job.id,
                    "attempt": job.attempt,
                    "state": outcome,
                    "error": error,
                    "delay": min(60.0, 2.0**job.attempt),
                },
            )
            if kept is None:
                return  # another worker has it: leaving without COMMIT undoes on_dead
            await session.commit()
        FINISHED.labels(job.kind, outcome).inc()


def _acting(session: AsyncSession, job: RunningJob, clock: Clock) -> AsyncSession:
    """Make the transaction, once it begins, act for the one who asked for the job."""
    values = {
        "person": str(job.person_id or ""),
        "client": str(job.client_id or ""),
        "request": job.request_id or "",
        "moment": clock.fixed.isoformat() if clock.fixed else "",
    }

    def on_begin(
        _session: Session, _transaction: SessionTransaction, connection: Connection
    ) -> None:
        connection.execute(_ACT, values)

    event.listen(session.sync_session, "after_begin", on_begin)
    return session

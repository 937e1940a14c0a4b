"""What every problem looks like; a runner over the worker's role and questions to the queue."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.database import SessionFactory
from backend.core.files import FolderFiles
from backend.core.jobs import JobHandler, JobRunner, RunningJob, enqueue
from backend.core.settings import Settings

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
FIELDS = {"type", "title", "status", "detail", "instance", "correlation_id", "errors"}
MakeRunner = Callable[..., JobRunner]


@pytest.fixture
async def clean(worker_sessions: SessionFactory) -> None:
    """The jobs of the world are of no interest here."""
    async with worker_sessions() as session, session.begin():
        await session.execute(text("update job set state = 'done'"))


@pytest.fixture
def make_runner(settings: Settings, worker_sessions: SessionFactory, clean: None) -> MakeRunner:
    def make(*, attempts: int = 3, lease: float = 2.0, **handlers: JobHandler) -> JobRunner:
        changed = {"job_max_attempts": attempts, "job_lease_seconds": lease}
        return JobRunner(
            settings=settings.model_copy(update=changed),
            sessions=worker_sessions,
            files=FolderFiles(settings.var_dir / "files"),
            handlers=handlers,
        )

    return make


async def leave_mark(job: RunningJob, session: AsyncSession) -> None:
    """An effect that counts: one more act, so that a second effect would be seen."""
    await session.execute(
        text(
            "insert into act (kind, number, signed_on, issuer, title)"
            " values ('след', :number, '2021-03-17', 'тест', :title)"
        ),
        {"number": f"{job.payload['n']}-{job.attempt}", "title": str(job.id)},
    )


async def ask(sessions: SessionFactory, kind: str, **payload: Any) -> Any:
    async with sessions() as session, session.begin():
        return await enqueue(session, kind, payload)


async def one(sessions: SessionFactory, statement: str, **values: Any) -> Any:
    async with sessions() as session:
        return (await session.execute(text(statement), values)).mappings().first()


async def state_of(sessions: SessionFactory, job_id: Any) -> Any:
    return await one(sessions, "select * from job where id = :id", id=job_id)


async def effects(sessions: SessionFactory) -> int:
    found = await one(sessions, "select count(*) as n from act where kind = 'след'")
    return int(found["n"])


async def hurry(sessions: SessionFactory) -> None:
    """Let the back-off pass."""
    async with sessions() as session, session.begin():
        await session.execute(
            text("update job set run_at = clock_timestamp() where state = 'queued'")
        )


def assert_problem(
    reply: httpx.Response, status: int, slug: str | None = None
) -> dict[str, object]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].split(";")[0] == "application/problem+json"
    body: dict[str, object] = reply.json()
    assert set(body) == FIELDS
    assert body["status"] == status
    assert body["correlation_id"] == reply.headers["x-request-id"]
    for field in ("title", "detail"):
        assert CYRILLIC.search(str(body[field])), body
    assert "Traceback" not in reply.text
    if slug:
        assert body["type"] == f"/problems/{slug}"
    return body

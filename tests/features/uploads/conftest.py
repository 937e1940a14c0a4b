"""What the tests of results share: reference data, files with the world's logins, a way through the pipeline."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.assessments.reference import load_assessment_reference
from tests.world import key

Upload = Callable[..., Awaitable[dict[str, Any]]]


@pytest_asyncio.fixture(loop_scope="session")
async def logins(worker_engine: AsyncEngine) -> dict[str, str]:
    """Load the reference data and return «own», «second», «third», «foreign» → ФИС ОКО login."""
    async with worker_engine.begin() as connection:
        await load_assessment_reference(connection)
        rows = (await connection.execute(text("select id, fisoko_login from school"))).all()
    names = ("own", "second", "third", "foreign")
    return {
        name: f"edu{login}"
        for school, login in rows
        for name in names
        if key(f"school:{name}") == school
    }


@pytest_asyncio.fixture(loop_scope="session")
async def send(
    anonymous: httpx.AsyncClient,
    as_role: Callable[[str], dict[str, str]],
    runner: JobRunner,
    logins: dict[str, str],
) -> Upload:
    """Send a file, let the worker check it, return the upload as the sender sees it."""

    async def run(
        content: bytes, *, role: str = "methodist", name: str = "Ф1.xlsx"
    ) -> dict[str, Any]:
        reply = await anonymous.post(
            "/api/v1/uploads", files={"file": (name, content)}, headers=as_role(role)
        )
        assert reply.status_code in {200, 202}, reply.text
        await drain(runner)
        seen = await anonymous.get(reply.headers["location"], headers=as_role(role))
        assert seen.status_code == 200, seen.text
        found: dict[str, Any] = seen.json()
        return found

    return run


async def drain(runner: JobRunner) -> None:
    """Let the worker take every job that waits."""
    while await runner.run_next():
        pass

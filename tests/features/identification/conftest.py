"""The planted region behind the API, and a run over it."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.features.identification.region import YEAR, plant
from tests.world import key

Post = Callable[..., Awaitable[Any]]
RULE = str(key("rule:file"))


@pytest.fixture
def post(anonymous: httpx.AsyncClient) -> Post:
    async def send(role: str, path: str, body: Any = None, status: int = 201) -> Any:
        reply = await anonymous.post(f"/api/v1{path}", headers=headers_of(role), json=body or {})
        assert reply.status_code == status, reply.text
        return reply.json()

    return send


@pytest_asyncio.fixture(loop_scope="session")
async def region(worker_sessions: SessionFactory) -> None:
    async with worker_sessions() as session, session.begin():
        await plant(session)


@pytest_asyncio.fixture(loop_scope="session")
async def run(region: None, post: Post) -> dict[str, Any]:
    """A run of the default rule for the year over the planted region."""
    made: dict[str, Any] = await post(
        "coordinator", "/identification/runs", {"rule_id": RULE, "year": YEAR}
    )
    return made

"""Acting upon assignments through the API, at any minute."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.conftest import Change
from tests.world import key

Send = Callable[..., Awaitable[Any]]
CURATOR = key("person:curator")
At = Callable[[str], Awaitable[httpx.AsyncClient]]


def appointing(**changes: Any) -> dict[str, Any]:
    """Return the body of an appointment of the curator from 01.03.2021."""
    return {
        "kind": "curator",
        "person_id": CURATOR,
        "since_on": "2021-03-01",
        "act_text": "приказ № 7 от 01.03.2021",
    } | changes


@pytest.fixture
def send(anonymous: httpx.AsyncClient) -> Send:
    """Send a body as somebody; return the JSON of the reply."""

    async def run(
        who: str, path: str, status: int = 200, method: str = "POST", version: int = 0, **body: Any
    ) -> Any:
        headers = headers_of(who) | {"If-Match": f'"{version}"'}
        values = {k: str(v) if k.endswith("_id") and v is not None else v for k, v in body.items()}
        reply = await anonymous.request(method, f"/api/v1{path}", headers=headers, json=values)
        assert reply.status_code == status, reply.text
        return reply.json()

    return run


@pytest_asyncio.fixture(loop_scope="session")
async def at(settings: Settings) -> AsyncGenerator[At, None]:
    """Open the API over this copy of the world at a moment («2021-03-20 23:59», Samara time unless it says otherwise)."""
    async with AsyncExitStack() as stack:

        async def open_at(moment: str) -> httpx.AsyncClient:
            now = datetime.fromisoformat(moment)
            if now.tzinfo is None:
                now = datetime.fromisoformat(f"{moment}+04:00")
            app = create_app(settings.model_copy(update={"now": now}))
            await stack.enter_async_context(app.router.lifespan_context(app))
            return await stack.enter_async_context(client_of(app))

        yield open_at


@pytest_asyncio.fixture(loop_scope="session")
async def successor(change: Change) -> str:
    """A second curator of the own office: the auditor of the world gives up his role for it."""
    await change(
        "insert into role_grant (person_id, role, valid_from) values (:id, 'curator', '2021-01-01')",
        id=key("person:auditor"),
    )
    await change(
        "delete from role_grant where person_id = :id and role = 'auditor'",
        id=key("person:auditor"),
    )
    await change(
        "update person set organisation_id = :organisation where id = :id",
        id=key("person:auditor"),
        organisation=key("organisation:own"),
    )
    return "auditor"

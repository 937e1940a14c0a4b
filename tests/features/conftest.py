"""Asking the API as somebody, and changing the world behind its back."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.core.database import SessionFactory
from tests.conftest import headers_of

Change = Callable[..., Awaitable[None]]
Get = Callable[..., Awaitable[Any]]


@pytest.fixture
def change(worker_sessions: SessionFactory) -> Change:
    """Run a statement as the worker; the copy of the world is this test's own."""

    async def run(statement: str, **values: Any) -> None:
        async with worker_sessions() as session, session.begin():
            await session.execute(text(statement), values)

    return run


def getter(client: httpx.AsyncClient) -> Get:
    async def get(role: str, path: str, status: int = 200, **params: Any) -> Any:
        reply = await client.get(f"/api/v1{path}", headers=headers_of(role), params=params)
        assert reply.status_code == status, reply.text
        return reply.json()

    return get


@pytest.fixture
def get(anonymous: httpx.AsyncClient) -> Get:
    """Read as somebody from this test's own copy of the world."""
    return getter(anonymous)


@pytest.fixture
def read(reader: httpx.AsyncClient) -> Get:
    """Read as somebody from the shared world that nobody changes."""
    return getter(reader)

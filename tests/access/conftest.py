"""Connections past the API: the superuser, the application and the worker, and entering as somebody."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import asyncpg
import pytest
import pytest_asyncio

from backend.core.settings import APP_ROLE, WORKER_ROLE, Settings
from tests.world import CLIENT_ROLES, key

Connection = asyncpg.Connection
EnterAs = Callable[[Connection, str], Awaitable[None]]


def address(settings: Settings, role: str) -> str:
    return settings.role_url(role).replace("+asyncpg", "")


@pytest_asyncio.fixture(loop_scope="session")
async def owner(settings: Settings) -> AsyncGenerator[Connection, None]:
    """The superuser: sees everything, so it says what there is to hide."""
    connection = await asyncpg.connect(settings.database_url)
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def app_role(settings: Settings) -> AsyncGenerator[Connection, None]:
    connection = await asyncpg.connect(address(settings, APP_ROLE))
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def worker_role(settings: Settings) -> AsyncGenerator[Connection, None]:
    connection = await asyncpg.connect(address(settings, WORKER_ROLE))
    yield connection
    await connection.close()


@pytest.fixture
def enter_as() -> EnterAs:
    """Put somebody of the world into the transaction that runs on a connection."""
    return _enter_as


async def _enter_as(connection: Connection, role: str) -> None:
    kind = "client" if role in CLIENT_ROLES else "person"
    entered = await connection.fetchval(
        "select app.enter($1, $2, $3, 'test', '2021-03-17 09:40+04')",
        kind,
        key(f"{kind}:{role}"),
        None if kind == "client" else key(f"session:{role}"),
    )
    assert entered is not None, role

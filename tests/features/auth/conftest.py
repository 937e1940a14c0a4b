"""Log-in by password in the built world: real hashes, clients at chosen network addresses."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import cache

import httpx
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from backend.access.passwords import hash_password
from backend.core.database import SessionFactory

PASSWORD = "крот везёт тёплый снег"
Ask = Callable[..., Awaitable[httpx.Response]]
At = Callable[[str], httpx.AsyncClient]


@cache
def kept_password() -> str:
    return hash_password(PASSWORD)


@pytest_asyncio.fixture(loop_scope="session")
async def with_passwords(worker_sessions: SessionFactory) -> None:
    async with worker_sessions() as session, session.begin():
        await session.execute(
            text("update credential set password_hash = :kept"), {"kept": kept_password()}
        )


@pytest_asyncio.fixture(loop_scope="session")
async def at(app: FastAPI, with_passwords: None) -> AsyncGenerator[At, None]:
    """A browser of its own (cookies) at a network address."""
    opened: list[httpx.AsyncClient] = []

    def browser(address: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 5555)),
            base_url="http://test",
        )
        opened.append(client)
        return client

    yield browser
    for client in opened:
        await client.aclose()


async def log_in(
    client: httpx.AsyncClient, login: str, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    return await client.post(
        "/api/v1/auth/token",
        data={"grant_type": "password", "username": login, "password": password},
        headers=headers,
    )


async def me(client: httpx.AsyncClient, reply: httpx.Response) -> int:
    """Status of asking who I am with the access token of a reply."""
    token = reply.json()["access_token"]
    answer = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code

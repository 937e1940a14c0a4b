"""What tests of scales share: a client that asks in a role, the reference loaded, a version to write."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.features.assessments.reference import load_assessment_reference

Headers = Callable[[str], dict[str, str]]
WHY = {"reason": "пришло письмо", "basis": "письмо 25.02.2026 № 02-20"}


def band(mark: int, lowest: int, highest: int) -> dict[str, int]:
    return {"mark": mark, "lowest": lowest, "highest": highest}


RUSSIAN = {
    "year_to": 2024,
    "bands": [band(2, 0, 14), band(3, 15, 22), band(4, 23, 28), band(5, 29, 33)],
    "max_primary": 33,
    "source": "письмо",
    "confidence": "высокая",
    **WHY,
}


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def scales(worker_engine: AsyncEngine) -> AsyncGenerator[None, None]:
    await load(worker_engine)
    yield


async def load(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await load_assessment_reference(connection)


@pytest.fixture
def ask(anonymous: httpx.AsyncClient, as_role: Headers) -> Callable[..., Any]:
    async def call(method: str, path: str, role: str = "methodist", **more: Any) -> Any:
        return await anonymous.request(method, f"/api/v1{path}", headers=as_role(role), **more)

    return call


async def one(ask: Any, **query: Any) -> dict[str, Any]:
    found = (await ask("GET", "/scales", params=query)).json()["items"]
    assert len(found) == 1, found
    item: dict[str, Any] = found[0]
    return item


async def russian(ask: Any) -> dict[str, Any]:
    return await one(ask, procedure="oge", subject="russian", year=2024)

"""Acting on the rows of the built world: school «second» has every fact of 500+.6, school «own» lacks one."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.world import key

Act = Callable[..., Awaitable[Any]]
Offer = Callable[..., Awaitable[Any]]
READY = "own:500+.6"
"""The row whose facts school «second» has all: a report about it needs nothing more."""
LACKING = "own:500+.4"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def doer(client: httpx.AsyncClient) -> Act:
    async def act(role: str, path: str, body: Any = None, status: int = 200) -> Any:
        reply = await client.post(f"/api/v1{path}", headers=headers_of(role), json=body or {})
        assert reply.status_code == status, reply.text
        return reply.json()

    return act


@pytest.fixture
def act(anonymous: httpx.AsyncClient) -> Act:
    """POST as somebody."""
    return doer(anonymous)


def window(row: str = READY) -> str:
    return f"/windows/{key(f'window:{row}')}"


def school(name: str) -> str:
    return str(key(f"school:{name}"))


def occurrence(reply: Any, name: str | None, place: int = 0) -> Any:
    """Return what a reply says about one school, or (None) about the office."""
    shown = reply["windows"][place]
    if name is None:
        return shown["office"]
    return next(o for o in shown["schools"] if o["school_id"] == school(name))


@pytest.fixture
def offer(anonymous: httpx.AsyncClient) -> Offer:
    """Offer evidence as somebody: by default the visit to school «own», by the requisites of a paper."""

    async def send(
        role: str, status: int = 201, file: tuple[str, bytes] | None = None, **form: Any
    ) -> Any:
        said = {
            "fact": "visit_held",
            "occurred_on": "2021-03-10",
            "basis": "акт посещения № 3",
            "school_id": school("own"),
        } | form
        reply = await anonymous.post(
            "/api/v1/evidence",
            headers=headers_of(role),
            data={name: value for name, value in said.items() if value is not None},
            files={"file": (*file, "application/octet-stream")} if file else None,
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return send


@asynccontextmanager
async def product_at(
    settings: Settings, moment: datetime | None = None, *, pool: int = 5
) -> AsyncGenerator[httpx.AsyncClient, None]:
    """The product over the same database at another moment, or with room for a crowd."""
    changed: dict[str, Any] = {"pool_size": pool}
    if moment is not None:
        changed["now"] = moment
    app = create_app(settings.model_copy(update=changed))
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client

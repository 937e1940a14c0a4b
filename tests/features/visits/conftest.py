"""Going through a visit of school «own» as the people of the world."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import headers_of
from tests.world import key

Call = Callable[..., Awaitable[Any]]
SCHOOL = f"/schools/{key('school:own')}"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def act(anonymous: httpx.AsyncClient) -> Call:
    """POST as somebody."""

    async def send(role: str, path: str, status: int = 200, **body: Any) -> Any:
        reply = await anonymous.post(f"/api/v1{path}", headers=headers_of(role), json=body)
        assert reply.status_code == status, reply.text
        return reply.json()

    return send


@pytest.fixture
def save(anonymous: httpx.AsyncClient) -> Call:
    """PUT a text of a visit as somebody, on top of a version."""

    async def send(
        role: str, visit: str, field: str, text: str, version: int = 0, status: int = 200
    ) -> Any:
        reply = await anonymous.put(
            f"/api/v1/visits/{visit}/entries/{field}",
            headers=headers_of(role) | {"If-Match": f'"{version}"'},
            json={"value": {"text": text}},
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return send


@pytest.fixture
def submitted(act: Call, save: Call) -> Callable[[], Awaitable[str]]:
    """Bring a new visit to a submitted report; return its id."""

    async def bring() -> str:
        made = await act(
            "curator", f"{SCHOOL}/visits", 201, purpose="беседа", planned_on="2021-03-16"
        )
        visit: str = made["id"]
        await act("school_head", f"/visits/{visit}/school-actions", action="confirm")
        for body in ({"action": "hold", "held_on": "2021-03-16"}, {"action": "start_report"}):
            await act("curator", f"/visits/{visit}/curator-actions", **body)
        for field in ("summary", "conclusions"):
            await save("curator", visit, field, "написано")
        await act("curator", f"/visits/{visit}/curator-actions", action="submit")
        return visit

    return bring


@pytest.fixture
def attach(anonymous: httpx.AsyncClient) -> Call:
    """Send a file to the planned visit of the world as the curator."""

    async def send(name: str, content: bytes, status: int = 201, **form: str) -> Any:
        reply = await anonymous.post(
            f"/api/v1/visits/{key('visit:own')}/files",
            headers=headers_of(form.pop("role", "curator")),
            data={"id": str(uuid4())} | form,
            files={"file": (name, content, "application/octet-stream")},
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return send

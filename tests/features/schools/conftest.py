"""Writing to a school as somebody."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Headers = Callable[[str], dict[str, str]]
Write = Callable[..., Any]


@pytest.fixture
def write(anonymous: httpx.AsyncClient, as_role: Headers) -> Callable[..., Any]:
    async def send(
        role: str,
        method: str,
        path: str,
        status: int | None,
        body: dict[str, Any] | None = None,
        version: int | None = None,
    ) -> Any:
        """Send as somebody; a PUT without a version is meant for what is there now."""
        headers = as_role(role)
        if method == "PUT":
            if version is None:
                there = await anonymous.get(f"/api/v1{path}", headers=headers)
                version = there.json().get("version", 0)
            headers = headers | {"If-Match": f'"{version}"'}
        reply = await anonymous.request(method, f"/api/v1{path}", headers=headers, json=body)
        if status is not None:
            assert reply.status_code == status, reply.text
        return reply.json() if reply.content else reply.status_code

    return send

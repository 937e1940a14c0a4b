"""Acting on the profile of school «own»: two factors of 2021, a curator, a head; a visit when a test wants one."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.world import key

Write = Callable[..., Awaitable[Any]]
PROFILE = f"/schools/{key('school:own')}/risk-profile"
CODES = ("low_motivation", "staff_shortage")


def writer(client: httpx.AsyncClient) -> Write:
    async def write(
        role: str,
        part: str,
        body: Any,
        *,
        version: int | None = None,
        status: int = 200,
        path: str = PROFILE,
    ) -> Any:
        """Write a part of the profile; by default to the version it has now."""
        if version is None:
            found = await client.get(
                f"/api/v1{path}",
                headers=headers_of("coordinator"),
                params={"cycle": body.get("cycle", 2021)},
            )
            version = found.json().get("version", 0)
        reply = await client.request(
            "PUT" if part in {"levels", "verdicts"} else "POST",
            f"/api/v1{path}/{part}",
            headers=headers_of(role) | {"If-Match": f'"{version}"'},
            json={"cycle": 2021} | body,
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return write


@pytest_asyncio.fixture(loop_scope="session")
async def write(anonymous: httpx.AsyncClient, change: Change) -> Write:
    """Write as somebody; the edition then has two factors."""
    await add_factor(change)
    return writer(anonymous)


async def add_factor(change: Change) -> None:
    await change(
        "insert into risk_factor (code, name, editions, position, source, confidence)"
        " values ('staff_shortage', 'Дефицит педагогических кадров', '{2021}', 2, 'x', 'high')"
    )


@pytest.fixture
def visited(change: Change) -> Callable[[], Awaitable[None]]:
    async def visit() -> None:
        await change(
            "insert into visit (school_id, person_id, state, purpose, planned_on, bank, held_on, held_recorded_at)"
            " values (:school, :person, 'held', 'верификация', '2021-03-05', 1, '2021-03-05', '2021-03-05')",
            school=key("school:own"),
            person=key("person:curator"),
        )

    return visit


def levels(source: str, *said: Any, **more: Any) -> dict[str, Any]:
    """Return a body: levels for the factors in order; None = no data."""
    return {
        "source": source,
        "levels": [
            {"factor": code, "level": level}
            if level
            else {"factor": code, "no_data_reason": "ответов мало"}
            for code, level in zip(CODES, said, strict=False)
        ],
    } | more


def verdicts(*said: dict[str, Any]) -> dict[str, Any]:
    return {
        "verdicts": [
            {"factor": code, "verdict": "confirmed", "is_selected": True} | one
            for code, one in zip(CODES, said, strict=False)
        ]
    }


DECIDED = verdicts({"reason": "видел уроки"}, {"level": "high", "is_selected": False})

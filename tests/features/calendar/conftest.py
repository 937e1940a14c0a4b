"""Somebody's calendar: made over the API, read by its secret address, understood by a second library (vobject)."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
import vobject
from vobject.base import Component

from tests.conftest import headers_of

Make = Callable[[str], Awaitable[str]]
Read = Callable[[str], Awaitable[dict[str, Component]]]


def parsed(content: bytes) -> Component:
    """Read and check a calendar by the rules vobject knows: what must stand in it, and how often."""
    calendar = vobject.readOne(content.decode())
    assert isinstance(calendar, Component)
    calendar.validate(raiseException=True)
    return calendar


def by_number(calendar: Component) -> dict[str, Component]:
    """Events by the number of their row, which begins the title; two of one row would be an error."""
    events = getattr(calendar, "vevent_list", [])
    numbered = {event.summary.value.split()[0]: event for event in events}
    assert len(numbered) == len(events)
    return numbered


@pytest.fixture
def make(anonymous: httpx.AsyncClient) -> Make:
    """Make somebody's address."""

    async def made(role: str) -> str:
        reply = await anonymous.post("/api/v1/me/calendar", headers=headers_of(role))
        assert reply.status_code == 201, reply.text
        path: str = reply.json()["path"]
        return path

    return made


@pytest.fixture
def events_of(anonymous: httpx.AsyncClient, make: Make) -> Read:
    """Make somebody's address and read it: events by the number of their row."""

    async def read(role: str) -> dict[str, Component]:
        reply = await anonymous.get(await make(role))
        assert reply.status_code == 200, reply.text
        return by_number(parsed(reply.content))

    return read

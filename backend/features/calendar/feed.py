"""The calendar as it leaves over HTTP: the secret of the address is the only key, and it is never told back."""

import asyncio
import hashlib
from typing import Any

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.passwords import hash_secret
from backend.access.permissions import Permission, permissions_of
from backend.core.clock import Clock
from backend.core.errors import NotFound
from backend.features.calendar import commands, queries
from backend.features.calendar.document import write_calendar
from backend.features.calendar.queries import Deadline

_ENTER = text(
    "select app.enter_feed(:hash, :request, cast(:moment as timestamptz)) as owner"
).columns(owner=JSONB)
_GONE = "Такого календаря нет: адрес отозван или неполон. Создайте новый адрес в «Маршруте»."


async def read_calendar(request: Request, secret: str, clock: Clock) -> Response:
    """Return the calendar, or 304 for who has it; raises the same `NotFound` for whatever address does not work."""
    async with request.app.state.sessions() as session, session.begin():
        deadlines = await _read(session, hash_secret(secret), request.state.request_id, clock)
    site = str(request.base_url)
    content = await asyncio.to_thread(write_calendar, deadlines, now=clock.now(), site=site)
    headers = {
        "Cache-Control": "private, max-age=900",
        "ETag": _tag(content),
        "Content-Disposition": 'inline; filename="marshrut.ics"',
    }
    if _has(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


async def _read(
    session: AsyncSession, secret_hash: str, request_id: str, clock: Clock
) -> list[Deadline]:
    owner: Any = await session.scalar(
        _ENTER, {"hash": secret_hash, "request": request_id, "moment": clock.fixed}
    )
    if owner is None or Permission.SEE_PLANS not in permissions_of(owner["roles"], None):
        raise NotFound(_GONE, headers={"Cache-Control": "no-store"})
    deadlines = await queries.list_deadlines(session, owner["roles"], today=clock.today())
    await commands.note_reading(session, secret_hash, now=clock.now())
    return deadlines


def _tag(content: bytes) -> str:
    """Return a weak tag of what the calendar says: the instant of writing (DTSTAMP) is not part of it."""
    lines = (line for line in content.splitlines() if not line.startswith(b"DTSTAMP:"))
    digest = hashlib.sha256(b"\n".join(lines)).hexdigest()
    return f'W/"{digest[:32]}"'


def _has(request: Request, tag: str) -> bool:
    """Compare weakly (RFC 9110 13.1.2): proxies that compress change the strength of a tag."""
    asked = request.headers.get("if-none-match", "").split(",")
    return any(kept.strip().removeprefix("W/") == tag.removeprefix("W/") for kept in asked)

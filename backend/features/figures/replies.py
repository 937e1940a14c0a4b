"""Bodies as bytes, kept by the version of the data they were made of; 304 for who has the body already.

A body depends on results, on whose rows the caller sees and on what is asked. All three are in its tag: who has it
is told 304 after one statement, who asks again what somebody of the same scope has asked is sent the kept bytes.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.file_replies import OutgoingFile, file_reply
from backend.features.figures.rule import rule_digest

KEPT_REPLY: dict[int | str, dict[str, Any]] = {
    304: {"description": "Ответ не изменился: он уже есть у вас по этому ETag"}
}
Answer = dict[str, Any]
_VERSION = text("select app.figures_version()")
_BY_ASSIGNMENT = {"curator", "mentor"}
_KEPT_BYTES = 64 * 1024 * 1024
_LARGEST_SHARE = 8


class KeptBodies:
    """Bodies by their tags, the least recently used go first; bounded by bytes."""

    def __init__(self, limit: int = _KEPT_BYTES) -> None:
        self._limit = limit
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def get(self, tag: str) -> bytes | None:
        """Return a kept body."""
        body = self._bodies.get(tag)
        if body is not None:
            self._bodies.move_to_end(tag)
        return body

    def put(self, tag: str, body: bytes) -> None:
        """Keep a body, unless it would drive out too many others."""
        if tag in self._bodies or len(body) * _LARGEST_SHARE > self._limit:
            return
        self._bodies[tag] = body
        self._size += len(body)
        while self._size > self._limit:
            self._size -= len(self._bodies.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing."""
        self._bodies.clear()
        self._size = 0


async def kept(
    request: Request,
    session: AsyncSession,
    caller: Caller,
    make: Callable[[AsyncSession, Caller, Any], Awaitable[Answer]],
    asked: Any,
) -> Response:
    """Return the answer as JSON bytes: 304, kept, or made anew by one more statement."""
    tag = _tag(request, caller, await session.scalar(_VERSION))
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    bodies: KeptBodies = request.app.state.kept_bodies
    body = bodies.get(tag)
    if body is None:
        body = to_json(await make(session, caller, asked))
        bodies.put(tag, body)
    return Response(body, media_type="application/json", headers=headers)


async def file_of(write: Callable[[Answer], OutgoingFile], answer: Answer) -> Response:
    """Return the answer as a file; it is written aside, so that others do not wait."""
    return file_reply(await asyncio.to_thread(write, answer))


def _tag(request: Request, caller: Caller, version: str) -> str:
    scope = sorted(
        f"{grant.role in _BY_ASSIGNMENT}{grant.region_id}{grant.office_id}{grant.school_id}{_kind(grant.role)}"
        for grant in caller.grants
    )
    # One whose schools come by assignment sees other ones than the next curator, and others tomorrow.
    own = (
        f"{caller.id}{request.app.state.clock.today()}"
        if any(grant.role in _BY_ASSIGNMENT for grant in caller.grants)
        else ""
    )
    parts = (version, *scope, own, request.url.path, request.url.query, rule_digest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _kind(role: str) -> str:
    """Whether a grant over nothing in particular sees everything depends on the kind of role (`app.sees_all`)."""
    return "school" if role in {"school_head", "school_deputy"} else ""


def _has(request: Request, tag: str) -> bool:
    """Compare weakly (RFC 9110 13.1.2): proxies that compress change the strength of a tag."""
    asked = request.headers.get("if-none-match", "").split(",")
    return any(kept.strip().removeprefix("W/").strip('"') == tag for kept in asked)

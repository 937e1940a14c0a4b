"""How a file or rows are let in: who may send is asked before the body is read, its size while it is read.

A database connection is never held while a body arrives or a file is written: two slow senders must not stop
the whole office. Only then the uploads pass, a few at a time (`Turn`), and register what they brought.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, FastAPI, File, Request, Response, UploadFile
from fastapi.security.utils import get_authorization_scheme_param
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message

from backend.access.dependencies import AppFiles, requires
from backend.access.idempotency import KeyedRoute, note_content
from backend.access.permissions import Permission
from backend.access.scope import enter
from backend.access.tokens import BadToken
from backend.core.errors import TooLarge, Unauthenticated, Unavailable, UnsupportedMedia
from backend.core.files import FileStore, StoredFile, too_large_text
from backend.core.settings import MEBIBYTE, Settings

MULTIPART_CEILING: Final = 4096 * MEBIBYTE
"""Lifts the limit of JSON bodies off this route; a reception route puts on the one of the settings."""
ROWS_TYPES: Final[Mapping[str, str]] = {
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "application/json": "json",
}
"""Types of rows as the whole body of a request, and how a file of each is called."""
_MULTIPART_OVERHEAD = 64 * 1024
_CHUNK = 1 * MEBIBYTE
_TURN_PATIENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies whole in the storage; nobody has registered it yet."""

    stored: StoredFile
    filename: str | None


def reception_route(
    permission: Permission,
    *,
    media_types: Mapping[str, str] | None = None,
    limit: str = "upload_body_limit",
) -> type[KeyedRoute]:
    """Return the class of routes that take a file from those who have the permission.

    `media_types`: the body itself is the file and of one of these types; without them it is a part of a form.
    `limit`: the setting that says how many bytes it may have.
    """
    return type(
        "ReceptionRoute",
        (_ReceptionRoute,),
        {"permission": permission, "media_types": media_types, "limit": limit},
    )


class _ReceptionRoute(KeyedRoute):
    """Refuses strangers before the body, and stops reading past the limit of the route."""

    permission: Permission
    limit: str
    media_types: Mapping[str, str] | None
    streams_body = True

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def capped(request: Request) -> Response:
            limit: int = getattr(request.app.state.settings, self.limit)
            request.state.body_limit = limit
            received = 0

            async def receive() -> Message:
                nonlocal received
                message = await request.receive()
                received += len(message.get("body", b""))
                if received > limit + _MULTIPART_OVERHEAD:
                    raise TooLarge(too_large_text(limit))
                return message

            await _admit(request, self.permission)
            if self.media_types is not None:
                _refuse_other_types(request, self.media_types)
            declared = request.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > limit + _MULTIPART_OVERHEAD:
                raise TooLarge(too_large_text(limit), headers={"Connection": "close"})
            try:
                return await handle(Request(request.scope, receive))
            except HTTPException as error:
                # FastAPI answers 400 to whatever happens while it reads a body.
                if isinstance(error.__cause__, TooLarge):
                    raise error.__cause__ from None
                raise

        return capped


async def _arrived(
    request: Request,
    file: Annotated[UploadFile, File(description="Файл целиком; предел размера: см. настройки")],
    files: AppFiles,
) -> Arrived:
    stored = await files.save(_chunks(file), limit=request.state.body_limit)
    arrived = Arrived(stored=stored, filename=file.filename)
    note_content(request, arrived.stored.sha256)
    return arrived


async def _arrived_rows(request: Request, files: AppFiles) -> Arrived:
    """Write the body itself to the storage while it comes; raises `TooLarge`."""
    try:
        stored = await files.save(request.stream(), limit=request.state.body_limit)
    except ClientDisconnect:
        raise HTTPException(400) from None
    note_content(request, stored.sha256)
    return Arrived(stored=stored, filename=f"строки.{ROWS_TYPES[_media_type(request)]}")


async def keep(file: UploadFile, files: FileStore, settings: Settings) -> Arrived:
    """Write a received file to the storage; raises `TooLarge`."""
    stored = await files.save(_chunks(file), limit=settings.upload_body_limit)
    return Arrived(stored=stored, filename=file.filename)


@asynccontextmanager
async def _turn(app: FastAPI) -> AsyncIterator[None]:
    """Let as many uploads ask the database at once as half of its connections; the rest serve everybody else."""
    if not hasattr(app.state, "upload_turns"):
        app.state.upload_turns = asyncio.Semaphore(max(1, app.state.settings.pool_size // 2))
    turns: asyncio.Semaphore = app.state.upload_turns
    try:
        async with asyncio.timeout(_TURN_PATIENCE_SECONDS):
            await turns.acquire()
    except TimeoutError:
        detail = "Сейчас загружают слишком много файлов сразу. Повторите через минуту."
        raise Unavailable(detail, headers={"Retry-After": "30"}) from None
    try:
        yield
    finally:
        turns.release()


async def _turn_to_register(request: Request) -> AsyncIterator[None]:
    async with _turn(request.app):
        yield


Arriving = Annotated[Arrived, Depends(_arrived)]
"""Goes before `Session` in a route: dependencies are solved in the order of parameters."""
ArrivingRows = Annotated[Arrived, Depends(_arrived_rows)]
Turn = Annotated[None, Depends(_turn_to_register, scope="function")]


async def _admit(request: Request, permission: Permission) -> None:
    """Ask the gate in a short transaction of its own; the route's transaction asks it again."""
    state = request.app.state
    _, token = get_authorization_scheme_param(request.headers.get("authorization"))
    try:
        claims = state.tokens.read(token)
    except BadToken:
        raise _log_in() from None
    async with _turn(request.app), state.sessions() as session, session.begin():
        await session.connection(execution_options={"postgresql_readonly": True})
        caller = await enter(
            session, claims, request_id=request.state.request_id, moment=state.clock.fixed
        )
    if caller is None:
        raise _log_in()
    requires(permission).dependency(caller)


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _refuse_other_types(request: Request, media_types: Mapping[str, str]) -> None:
    given = _media_type(request)
    if given not in media_types:
        detail = f"Тип тела «{given[:80]}» не принимаем. Пришлите {', '.join(media_types)}."
        if not given:
            detail = (
                f"Не сказано, что в теле запроса. Укажите Content-Type: {', '.join(media_types)}."
            )
        raise UnsupportedMedia(detail, headers={"Connection": "close"})
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        detail = (
            f"Сжатое тело ({encoding[:40]}) не принимаем: пришлите строки без Content-Encoding."
        )
        raise UnsupportedMedia(detail, slug="unsupported-encoding", headers={"Connection": "close"})


def _log_in() -> Unauthenticated:
    detail = "Чтобы отправить файл, войдите в систему ещё раз."
    return Unauthenticated(detail, headers={"WWW-Authenticate": "Bearer"})


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(_CHUNK):
        yield chunk

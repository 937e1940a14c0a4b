"""A request sent again under its `Idempotency-Key` has no second effect: it gets the first reply once more.

The reply is kept in the transaction of the effect, so there is neither without the other; a refusal keeps nothing
and is judged anew. While the first sending is at work a lock of its transaction says so.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.dependencies import CurrentCaller, Session
from backend.access.scope import Caller
from backend.core.errors import Conflict, Invalid, Problem
from backend.core.jobs import JobHandler, RunningJob

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotency-Replayed"
KEPT_HOURS = 48
"""Keys are removed once a day, so each is kept for 48 to 72 hours."""
_RETRY_SECONDS = "1"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended('request key ' || :words, 0))")
_FIND = text(
    "select fingerprint, status, location, reply from request_key where operation = :operation and key = :key"
    " and person_id is not distinct from app.person_id() and client_id is not distinct from app.client_id()"
)
_KEEP = text(
    "insert into request_key (person_id, client_id, operation, key, fingerprint, status, location, reply)"
    " values (app.person_id(), app.client_id(), :operation, :key, :fingerprint, :status, :location, :reply)"
)
_SWEEP = text(
    "delete from request_key where recorded_at < app.now() - make_interval(hours => :hours)"
)
_Key = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Ключ запроса: повтор с тем же ключом вернёт первый ответ и ничего не сделает второй раз",
    ),
]


class _Known(Exception):
    """The request was answered before: the work stops here, the route replies the same again."""

    def __init__(self, *, status: int, location: str | None, reply: str) -> None:
        super().__init__()
        self.status, self.location, self.reply = status, location, reply

    def response(self) -> Response:
        headers = {REPLAYED_HEADER: "true"} | ({"Location": self.location} if self.location else {})
        return Response(
            self.reply,
            self.status,
            headers=headers,
            media_type="application/json" if self.reply else None,
        )


class KeyedRoute(APIRoute):
    """A route whose operations may depend on `Once`: it keeps their replies and sends known ones."""

    streams_body = False
    """The route reads the body itself and says what was in it by `note_content`."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def kept(request: Request) -> Response:
            if KEY_HEADER in request.headers and not self.streams_body and not _is_form(request):
                note_content(request, hashlib.sha256(await request.body()).hexdigest())
            try:
                response = await handle(request)
            except _Known as known:
                return known.response()
            pending = getattr(request.state, "request_key", None)
            if pending is not None and response.status_code < 400:
                session, asked = pending
                await _keep(session, asked, response)
            return response

        return kept


def note_content(request: Request, sha256: str) -> None:
    """Say what the body of a request was, for its fingerprint."""
    request.state.content_sha256 = sha256


def once(*, required_of_machines: bool = False) -> Any:
    """Return the dependency that lets a request of one key through once. It belongs behind the permission.

    Its route is a `KeyedRoute`; an operation that takes a file names the file before it.
    """

    async def check(
        request: Request, session: Session, caller: CurrentCaller, idempotency_key: _Key = None
    ) -> None:
        if idempotency_key is None:
            if required_of_machines and caller.kind == "client":
                raise _without_key()
            return
        operation = request.scope["route"].name
        fingerprint = await _fingerprint(request)
        await _refuse_while_at_work(session, caller, f"{operation} {idempotency_key}")
        asked = {"operation": operation, "key": idempotency_key}
        known = (await session.execute(_FIND, asked)).mappings().first()
        if known is None:
            request.state.request_key = (session, asked | {"fingerprint": fingerprint})
            return
        if known["fingerprint"] != fingerprint:
            raise _reused()
        raise _Known(status=known["status"], location=known["location"], reply=known["reply"])

    return Depends(check, scope="function")


Once = Annotated[None, once()]


async def _refuse_while_at_work(session: AsyncSession, caller: Caller, words: str) -> None:
    """Hold the key until the transaction ends, or refuse because another request does."""
    if not await session.scalar(_LOCK, {"words": f"{caller.id} {words}"}):
        detail = "Запрос с этим ключом ещё выполняется. Повторите его через секунду: второй раз он не сработает."
        raise Conflict(
            detail, slug="idempotency-in-progress", headers={"Retry-After": _RETRY_SECONDS}
        )


async def _keep(session: AsyncSession, asked: dict[str, str], response: Response) -> None:
    values = {
        "status": response.status_code,
        "location": response.headers.get("location"),
        "reply": bytes(response.body).decode(),
    }
    await session.execute(_KEEP, asked | values)


async def _fingerprint(request: Request) -> str:
    """Return a hash of everything that is asked for: address, query, fields of a form, content."""
    fields: list[tuple[str, str]] = []
    content = getattr(request.state, "content_sha256", None)
    if _is_form(request):
        form = await request.form()  # read already: the parser keeps it
        fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        if content is None and len(fields) < len(form.multi_items()):
            message = "a file of a keyed request must come through access.reception"
            raise LookupError(message)
    query = sorted(request.query_params.multi_items())
    asked = [request.method, request.scope["path"], query, sorted(fields), content]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith(_FORMS)


def _without_key() -> Problem:
    return Problem(
        f"Программа должна прислать заголовок {KEY_HEADER}: с ним повтор запроса не сработает второй раз.",
        slug="idempotency-key-required",
    )


def _reused() -> Invalid:
    return Invalid(
        f"Этот ключ ({KEY_HEADER}) уже был у другого запроса. Для нового запроса возьмите новый ключ.",
        slug="idempotency-reused",
    )


async def sweep_keys(job: RunningJob, session: AsyncSession) -> None:  # noqa: ARG001
    """Remove keys that nobody will send again."""
    await session.execute(_SWEEP, {"hours": KEPT_HOURS})


SWEEP_JOB = "sweep_request_keys"
HANDLERS: dict[str, JobHandler] = {SWEEP_JOB: JobHandler(run=sweep_keys)}
DAILY = (SWEEP_JOB,)

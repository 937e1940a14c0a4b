"""The HTTP manners of every operation: problem+json, request id, limits, strict query names, security headers."""

import errno
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Annotated

import structlog
from fastapi import FastAPI, Query, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query as QueryParam
from fastapi.responses import JSONResponse
from prometheus_client import Counter, Histogram
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.errors import Invalid, Problem, TooLarge, Unavailable, UnknownParameter
from backend.core.problem_schema import PROBLEM_TYPE, Violation, problem_body, violations

log = structlog.get_logger("marshrut.web")
REQUESTS = Counter(
    "http_requests_total", "Requests by operation", ["operation", "method", "status"]
)
SECONDS = Histogram("http_request_seconds", "Seconds per request", ["operation", "method"])
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NO_PATH = re.compile(r"(?!)")
# Labels of the metrics: a made-up method must not add a series.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_LOST, _RETRY, _BAD_TEXT = {"08", "28", "53", "57"}, {"40001", "40P01", "55P03"}, {"22021", "22P05"}
Limit = Annotated[int, Query(ge=1, le=200, description="Сколько строк на странице")]
CursorParam = Annotated[
    str | None, Query(max_length=500, description="Продолжение списка: next_cursor ответа")
]
_TITLES = {
    400: ("malformed", "Запрос не разобран", "Тело запроса не разбирается: проверьте его формат."),
    404: ("not-found", "Не найдено", "По этому адресу ничего нет. Проверьте ссылку."),
    405: (
        "method-not-allowed",
        "Действие не поддерживается",
        "Этот адрес не поддерживает такое действие.",
    ),
    413: ("too-large", "Слишком большой запрос", "Запрос больше допустимого размера."),
}


class BodyCap:
    """Refuses a longer body, declared or not, by an error that becomes problem+json.

    Starlette's own limit answers in plain text. `own_limit` names paths whose route counts for itself.
    """

    def __init__(self, app: ASGIApp, *, limit: int, own_limit: re.Pattern[str]) -> None:
        self.app = app
        self.limit = limit
        self.own_limit = own_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what the application reads; a body nobody reads costs nothing."""
        if scope["type"] != "http" or self.own_limit.fullmatch(scope["path"]):
            return await self.app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        received = int(declared) if declared.isdecimal() and len(declared) < 20 else 0
        counts_itself = received == 0

        async def capped() -> Message:
            nonlocal received
            if received > self.limit:
                raise HTTPException(413)
            message = await receive()
            if counts_itself:
                received += len(message.get("body", b""))
                if received > self.limit:
                    raise HTTPException(413)
            return message

        return await self.app(scope, capped, send)


def install_manners(
    app: FastAPI, *, body_limit: int, own_limit: re.Pattern[str] = _NO_PATH
) -> None:
    """Attach error handlers, the limit of bodies (bytes) and the outermost middleware."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(PoolTimeout, _on_busy_database)
    app.add_exception_handler(OSError, _on_system_error)
    app.add_exception_handler(DBAPIError, _on_database_error)
    app.add_exception_handler(Exception, _on_fault)
    app.add_middleware(BodyCap, limit=body_limit, own_limit=own_limit)
    app.middleware("http")(_accompany)


async def refuse_unknown_query(request: Request) -> None:
    """Refuse query names the operation does not declare: a mistyped filter must not widen an answer."""
    declared = get_flat_params(request.scope["route"].dependant)
    known = {field.alias for field in declared if isinstance(field.field_info, QueryParam)}
    unknown = sorted(set(request.query_params.keys()) - known)
    if unknown:
        allowed = ", ".join(sorted(known)) or "их у этого адреса нет"
        detail = f"Неизвестный параметр «{unknown[0]}». Допустимые параметры: {allowed}."
        raise UnknownParameter(
            detail,
            errors=[
                {"pointer": f"/{name}", "code": "unknown", "message": detail} for name in unknown
            ],
        )


async def _accompany(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    given = request.headers.get("x-request-id", "")
    request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    request.state.request_id = request_id
    structlog.contextvars.bind_contextvars(request_id=request_id)
    started = time.perf_counter()
    status = 500
    try:
        try:
            response = await call_next(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
            # A fault must leave with the same headers as every answer; log and answer it here.
            response = await _on_fault(request, error)
        status = response.status_code
        response.headers["x-request-id"] = request_id
        _harden(request, response)
        return response
    finally:
        seconds = time.perf_counter() - started
        route = request.scope.get("route")
        operation = getattr(route, "name", None) or "other"
        method = request.method if request.method in _METHODS else "OTHER"
        REQUESTS.labels(operation, method, str(status)).inc()
        SECONDS.labels(operation, method).observe(seconds)
        log.info(
            "request",
            method=request.method,
            operation=operation,
            status=status,
            ms=round(seconds * 1000, 1),
        )
        structlog.contextvars.clear_contextvars()


def _harden(request: Request, response: Response) -> None:
    headers = response.headers
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")
    headers.setdefault("x-frame-options", "DENY")
    headers.setdefault("cross-origin-opener-policy", "same-origin")
    headers.setdefault("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    if request.url.path.startswith("/api/"):
        headers.setdefault("cache-control", "no-store")


def _reply(request: Request, problem: Problem) -> Response:
    body = problem_body(
        slug=problem.slug,
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=_instance(request),
        correlation_id=getattr(request.state, "request_id", ""),
        errors=problem.errors,
    )
    return JSONResponse(
        problem.members | body,
        status_code=problem.status,
        headers=problem.headers,
        media_type=PROBLEM_TYPE,
    )


def _instance(request: Request) -> str:
    """Return the path of the request; of an address that is itself a key (`{secret}`), only its pattern."""
    pattern: str = getattr(request.scope.get("route"), "path", "")
    return pattern.replace("{secret}", "…") if "{secret}" in pattern else request.url.path


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _reply(request, error)


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found: list[Violation] = violations(error.errors())
    problem = Problem("; ".join(v["message"] for v in found[:3]), slug="validation", errors=found)
    problem.status = 422
    problem.title = "Проверьте данные"
    return _reply(request, problem)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    slug, title, detail = _TITLES.get(
        error.status_code, ("http", "Запрос не принят", "Запрос не принят: проверьте адрес и тело.")
    )
    if error.status_code == 413:
        problem: Problem = TooLarge(detail)
    else:
        problem = Problem(detail, slug=slug, headers=error.headers)
        problem.status, problem.title = error.status_code, title
    return _reply(request, problem)


async def _on_busy_database(request: Request, error: Exception) -> Response:
    log.warning("database_unavailable", error=type(error).__name__)
    detail = (
        "База данных сейчас не отвечает. Введённое осталось на странице. Повторите через минуту."
    )
    return _reply(request, Unavailable(detail, headers={"Retry-After": "5"}))


async def _on_system_error(request: Request, error: Exception) -> Response:
    """Tell a full disk and a lost network apart from a fault of ours (a missing file)."""
    number = getattr(error, "errno", None)
    if number in {errno.ENOSPC, errno.EDQUOT}:
        log.error("disk_full")
        detail = "На сервере кончилось место: действие не выполнено. Сообщите администратору."
        return await _on_problem(request, Unavailable(detail, headers={"Retry-After": "300"}))
    missing = isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError)
    return await (_on_fault if missing else _on_busy_database)(request, error)


async def _on_database_error(request: Request, error: Exception) -> Response:
    state = str(getattr(getattr(error, "orig", None), "sqlstate", None))
    if state in _BAD_TEXT:
        detail = (
            "В запросе есть символ, который нельзя сохранить (нулевой). Уберите его и повторите."
        )
        return await _on_problem(request, Invalid(detail))
    lost = getattr(error, "connection_invalidated", False) or state[:2] in _LOST or state in _RETRY
    return await (_on_busy_database if lost else _on_fault)(request, error)


async def _on_fault(request: Request, error: Exception) -> Response:
    log.error("fault", exc_info=error)
    number = getattr(request.state, "request_id", "")[:8].upper()
    problem = Problem(
        f"Не получилось выполнить действие. Повторите через минуту; если не поможет, сообщите номер {number}.",
        slug="fault",
    )
    problem.status = 500
    problem.title = "Сбой на нашей стороне"
    return _reply(request, problem)

"""Manners of every answer: problem+json in Russian, request id, limits, strict query names, headers."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import client_of, headers_of
from tests.core.conftest import assert_problem

NUL = "\u0000"


async def test_addresses_that_do_not_exist_are_a_problem_in_russian(
    reader: httpx.AsyncClient,
) -> None:
    for path in ("/api/v1/nothing", "/api/v2/plans", "/api/", "/missing.js", "/assets/x.js"):
        body = assert_problem(await reader.get(path), 404, "not-found")
        assert body["instance"] == path


async def test_wrong_method_is_a_problem_and_names_the_right_ones(
    reader: httpx.AsyncClient,
) -> None:
    reply = await reader.delete("/api/v1/plans")
    assert_problem(reply, 405, "method-not-allowed")
    assert reply.headers["allow"] == "GET"


async def test_unknown_query_names_are_refused_and_the_known_ones_told(
    reader: httpx.AsyncClient,
) -> None:
    reply = await reader.get("/api/v1/schools?zona=red", headers=headers_of("head"))
    body = assert_problem(reply, 400, "unknown-parameter")
    assert "zona" in str(body["detail"])
    assert "low_results" in str(body["detail"])
    for path in ("/api/v1/plans?x=1", "/api/v1/me?x=1", "/api/v1/auth/token?x=1"):
        method = "POST" if "token" in path else "GET"
        reply = await reader.request(method, path, headers=headers_of("head"))
        assert_problem(reply, 400, "unknown-parameter")


@pytest.mark.parametrize(
    ("path", "pointer", "words"),
    [
        ("/api/v1/schools?limit=0", "/limit", "не меньше 1"),
        ("/api/v1/schools?limit=201", "/limit", "не больше 200"),
        ("/api/v1/schools?limit=секрет", "/limit", "целое число"),
        ("/api/v1/schools?zone=секрет", "/zone", "допустимые значения"),
        ("/api/v1/schools?in_project=секрет", "/in_project", "true"),
        ("/api/v1/schools/секрет", "/school_id", "идентификатор"),
        ("/api/v1/audit-events?since=секрет", "/since", "дата и время"),
        ("/api/v1/audit-events?since=2021-03-17T00:00:00", "/since", "пояс"),
        ("/api/v1/audit-events?since=0001-01-01T00:00:00%2B14:00", "/since", "не меньше 1900"),
        ("/api/v1/audit-events?since=9999-12-31T23:59:59-14:00", "/since", "не больше 2200"),
        (f"/api/v1/schools?q={'я' * 101}", "/q", "длинное"),
    ],
)
async def test_invalid_values_are_pointed_at_in_russian_and_never_echoed(
    reader: httpx.AsyncClient, path: str, pointer: str, words: str
) -> None:
    reply = await reader.get(path, headers=headers_of("admin"))
    body = assert_problem(reply, 422, "validation")
    errors = body["errors"]
    assert isinstance(errors, list)
    assert [e["pointer"] for e in errors] == [pointer]
    assert words in errors[0]["message"]
    assert words in str(body["detail"])
    assert "секрет" not in reply.text.replace(str(body["instance"]), "")


BODIES = {
    "malformed": (b'{"current_password": ', "application/json"),
    "not an object": (b"[1]", "application/json"),
    "empty": (b"", "application/json"),
    "wrong content type": (b'{"current_password": "a", "new_password": "b"}', "text/plain"),
    "not UTF-8": (b'{"current_password": "\xff", "new_password": "b"}', "application/json"),
    "lone surrogate": (
        b'{"current_password": "\\ud800", "new_password": "b"}',
        "application/json",
    ),
    "nested": (b"[" * 100_000, "application/json"),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_cannot_be_read_is_refused_in_russian(
    reader: httpx.AsyncClient, name: str
) -> None:
    content, kind = BODIES[name]
    reply = await reader.put(
        "/api/v1/me/password",
        content=content,
        headers=headers_of("head") | {"content-type": kind},
    )
    assert reply.status_code in {400, 422}, reply.text
    body = assert_problem(reply, reply.status_code)
    assert not re.search("[A-Za-z]{4,} [a-z]+ ", str(body["detail"])), body


async def test_a_multipart_form_that_cannot_be_read_is_refused_in_russian(
    reader: httpx.AsyncClient,
) -> None:
    reply = await reader.post(
        "/api/v1/auth/token",
        content=b"--x\r\nnonsense",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    body = assert_problem(reply, reply.status_code)
    assert reply.status_code in {400, 422}
    assert "error" not in str(body["detail"]).lower()


async def test_fields_nobody_declared_are_refused(reader: httpx.AsyncClient) -> None:
    reply = await reader.put(
        "/api/v1/me/password",
        json={"current_password": "a", "new_password": "b", "role": "admin"},
        headers=headers_of("head"),
    )
    body = assert_problem(reply, 422, "validation")
    assert "лишнее поле" in str(body["detail"])


async def test_a_large_body_is_refused_declared_or_not(reader: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    for content in (b"x" * 2_000_000, chunks()):
        reply = await reader.put(
            "/api/v1/me/password",
            content=content,
            headers=headers_of("head") | {"content-type": "application/json"},
        )
        assert_problem(reply, 413, "too-large")


async def test_a_character_the_database_cannot_keep_is_the_clients_mistake(
    reader: httpx.AsyncClient,
) -> None:
    head = headers_of("head")
    for reply in (
        await reader.get("/api/v1/schools?q=%00", headers=head),
        await reader.get("/api/v1/audit-events?table_name=%00", headers=head),
        await reader.post(
            "/api/v1/auth/token",
            data={"grant_type": "password", "username": NUL, "password": "x"},
        ),
        await reader.post(
            "/api/v1/auth/token",
            data={"grant_type": "client_credentials", "client_id": NUL, "client_secret": "x"},
        ),
    ):
        assert_problem(reply, 422, "validation")


async def test_request_id_is_taken_only_when_clean(reader: httpx.AsyncClient) -> None:
    reply = await reader.get("/livez", headers={"x-request-id": "abc-1.2_3"})
    assert reply.headers["x-request-id"] == "abc-1.2_3"
    for dirty in ("", "a b", "x" * 65, "a\\n{}", "<script>", "строка".encode()):
        value = dirty if isinstance(dirty, bytes) else dirty.encode()
        reply = await reader.get("/livez", headers={b"x-request-id": value})
        assert re.fullmatch("[0-9a-f]{32}", reply.headers["x-request-id"])


async def test_request_id_with_a_line_break_is_not_taken(reader: httpx.AsyncClient) -> None:
    sent: list[dict[str, object]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/livez",
        "raw_path": b"/livez",
        "query_string": b"",
        "headers": [(b"host", b"test"), (b"x-request-id", b"clean\n")],
        "client": ("10.0.0.1", 1),
        "server": ("test", 80),
    }

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    transport = reader._transport
    assert isinstance(transport, httpx.ASGITransport)
    await transport.app(scope, receive, send)  # type: ignore[arg-type]
    headers = dict(sent[0]["headers"])  # type: ignore[call-overload]
    assert b"\n" not in headers[b"x-request-id"]


async def test_every_answer_carries_the_security_headers(reader: httpx.AsyncClient) -> None:
    replies = [
        await reader.get("/livez"),
        await reader.get("/api/v1/nothing"),
        await reader.get("/api/v1/me", headers=headers_of("head")),
        await reader.get("/api/v1/schools?limit=0", headers=headers_of("head")),
        await reader.delete("/api/v1/plans"),
    ]
    for reply in replies:
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["x-frame-options"] == "DENY"
        assert reply.headers["referrer-policy"] == "same-origin"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        if reply.request.url.path.startswith("/api/"):
            assert reply.headers["cache-control"] == "no-store"


async def test_a_fault_tells_a_number_and_nothing_else(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        message = "secret words of a stack trace"
        raise RuntimeError(message)

    monkeypatch.setattr("backend.features.plans.queries.list_plans", broken)
    async with client_of(app) as client:
        reply = await client.get(
            "/api/v1/plans", headers=headers_of("head") | {"x-request-id": "abcdef1234"}
        )
    body = assert_problem(reply, 500, "fault")
    assert "ABCDEF12" in str(body["detail"])
    assert "secret words" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"

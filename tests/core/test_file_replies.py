"""A file leaves as a download whatever it is called; a write names the version it is meant for."""

from typing import Annotated
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI, Response
from hypothesis import given
from hypothesis import strategies as st

from backend.core.file_replies import IfMatch, OutgoingFile, file_reply
from backend.core.media_types import shown_name
from backend.core.web import install_manners


def headers(name: str, media_type: str = "application/pdf") -> Response:
    return file_reply(OutgoingFile(name, media_type, b"content"))


def test_a_browser_saves_the_file_and_runs_nothing_in_it() -> None:
    reply = headers("акт.pdf")
    assert reply.body == b"content"
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert reply.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "name",
    [
        "акт.pdf", 'a"; filename="b.exe', "a\r\nSet-Cookie: x=1", "a;b=c.pdf", "100 %.docx", "a'b.pdf", "", "…",
        "😀.pdf", "a/../b.pdf", "a\\b.pdf",
    ],
)  # fmt: skip
def test_no_name_adds_a_header_or_a_parameter(name: str) -> None:
    header = headers(name).headers["content-disposition"]
    assert header.isascii()
    assert header.isprintable()
    plain, _, coded = header.partition("; filename*=UTF-8''")
    assert unquote(coded) == name
    inside = plain.removeprefix('attachment; filename="').removesuffix('"')
    assert not set(inside) & set('";\\/%')


@given(st.text(max_size=120))
def test_whatever_a_person_calls_a_file_comes_back_as_that_name(name: str) -> None:
    shown = shown_name(name, fallback="файл")
    header = headers(shown).headers["content-disposition"]
    assert unquote(header.partition("UTF-8''")[2]) == shown


@pytest.mark.parametrize(
    ("sent", "version"),
    [
        ('"7"', 7),
        ("7", 7),
        ('W/"7"', 7),
        (' "12" ', 12),
        ('"999999999"', 999_999_999),
        (None, None),
        ("", None),
        ("*", None),
        ('""', None),
        ('"-1"', None),
        ('"1.5"', None),
        ('"7", "8"', None),
        ('"9999999999"', None),
        ('"abc"', None),
        ('"²"', None),
    ],
)
async def test_a_write_without_a_version_is_told_that_nothing_is_lost(
    sent: str | None, version: int | None
) -> None:
    app = FastAPI()
    install_manners(app, body_limit=1000)

    @app.put("/it")
    async def put_it(if_match: IfMatch) -> int:
        return if_match

    given_headers = {} if sent is None else {"If-Match": sent.encode()}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        reply = await client.put("/it", headers=given_headers)  # type: ignore[arg-type]
    if version is None:
        assert reply.status_code == 428
        assert reply.json()["type"] == "/problems/precondition-required"
        assert "введённое не потеряется" in reply.json()["detail"]
    else:
        assert reply.json() == version


async def test_the_version_is_a_header_of_the_contract() -> None:
    app = FastAPI()

    @app.put("/it")
    async def put_it(if_match: IfMatch) -> Annotated[int, "version"]:
        return if_match

    (parameter,) = app.openapi()["paths"]["/it"]["put"]["parameters"]
    assert (parameter["name"], parameter["in"]) == ("if-match", "header")

"""Entries, findings and files of a visit: versions, retries, crowds, hostile files."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.visits.conftest import PDF, Call
from tests.world import CANARY, key

OWN = str(key("visit:own"))
Submitted = Callable[[], Awaitable[str]]


async def test_a_stale_save_is_told_both_values_and_a_repeated_one_is_no_new_version(
    save: Call,
) -> None:
    first = await save("curator", OWN, "participants", "директор", 0)
    assert first["version"] == 1
    assert (await save("curator", OWN, "participants", "директор", 0))["version"] == 1
    refused = await save("school_head", OWN, "participants", "завуч", 0, 412)
    assert refused["type"] == "/problems/stale-version"
    assert refused["mine"]["text"] == "завуч"
    assert refused["theirs"]["value"]["text"] == "директор"
    assert (refused["theirs"]["version"], refused["theirs"]["person_name"]) == (
        1,
        "Человек curator",
    )
    assert (await save("school_head", OWN, "participants", "завуч", 1))["version"] == 2


async def test_the_school_writes_only_its_fields_and_nobody_writes_after_submission(
    save: Call, submitted: Submitted
) -> None:
    refused = await save("school_head", OWN, "summary", "хорошо", 0, 409)
    assert refused["detail"].startswith("Школа заполняет программу")
    await save("coordinator", OWN, "summary", "хорошо", 0, 409)
    await save("curator", OWN, "answer:unknown", "да", 0, 404)
    await save("curator", OWN, "answer:needs_help", "книги", 0)
    visit = await submitted()
    for role in ("curator", "school_head"):
        await save(role, visit, "programme", "беседа", 0, 409)


@pytest.mark.parametrize(
    ("code", "value", "status"),
    [
        ("plan_discussed", {"choice": "yes", "text": "показали"}, 200),
        ("plan_discussed", {"number": 3}, 422),
        ("plan_discussed", {"choice": "maybe"}, 422),
        ("lessons_seen", {"number": 3}, 200),
        ("lessons_seen", {"number": -1}, 422),
        ("lessons_seen", {"choice": "yes"}, 422),
        ("needs_help", {"text": "книги"}, 200),
        ("needs_help", {"extra": 1}, 422),
    ],
)
async def test_an_answer_is_of_the_kind_of_its_question(
    anonymous: httpx.AsyncClient, code: str, value: object, status: int
) -> None:
    reply = await anonymous.put(
        f"/api/v1/visits/{OWN}/entries/answer:{code}",
        headers=headers_of("curator") | {"If-Match": '"0"'},
        json={"value": value},
    )
    assert reply.status_code == status, reply.text


async def test_fifty_who_save_one_field_at_once_win_once_per_version(
    anonymous: httpx.AsyncClient,
) -> None:
    async def one(number: int, version: int) -> httpx.Response:
        # A crowd at the database is told to come back; whoever does loses nothing.
        while True:
            reply = await anonymous.put(
                f"/api/v1/visits/{OWN}/entries/summary",
                headers=headers_of("curator") | {"If-Match": f'"{version}"'},
                json={"value": {"text": f"вариант {version} {number}"}},
            )
            if reply.status_code != 503:
                return reply

    for version in (0, 1):
        replies = await asyncio.gather(*(one(number, version) for number in range(50)))
        assert sorted(r.status_code for r in replies) == [200] + [412] * 49
        (won,) = [r.json() for r in replies if r.status_code == 200]
        assert won["version"] == version + 1
        lost = [r.json() for r in replies if r.status_code == 412]
        assert all(r["theirs"]["value"] == won["value"] and r["mine"]["text"] for r in lost)


async def test_two_who_confirm_at_once_confirm_once(anonymous: httpx.AsyncClient, get: Get) -> None:
    replies = await asyncio.gather(
        *(
            anonymous.post(
                f"/api/v1/visits/{OWN}/school-actions",
                headers=headers_of(role),
                json={"action": "confirm"},
            )
            for role in ("school_head", "school_deputy")
        )
    )
    assert sorted(r.status_code for r in replies) == [200, 409]
    steps = (await get("curator", f"/visits/{OWN}"))["steps"]
    assert [s["action"] for s in steps].count("confirm") == 1


async def test_a_finding_sent_twice_is_one_and_a_taken_id_is_told(
    anonymous: httpx.AsyncClient,
) -> None:
    async def put(finding: object, version: int, text: str) -> httpx.Response:
        return await anonymous.put(
            f"/api/v1/visits/{OWN}/findings/{finding}",
            headers=headers_of("curator") | {"If-Match": f'"{version}"'},
            json={"kind": "strength", "text": text},
        )

    finding = uuid4()
    assert (await put(finding, 0, "дружный класс")).json()["version"] == 1
    assert (await put(finding, 0, "дружный класс")).json()["version"] == 1
    stale = await put(finding, 0, "другое")
    assert stale.status_code == 412
    assert stale.json()["theirs"]["text"] == "дружный класс"
    assert (await put(finding, 1, "другое")).json()["version"] == 2
    taken = await put(key("finding:foreign"), 0, "другое")
    assert taken.status_code == 409
    assert CANARY not in taken.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("снимок.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("рисунок.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("акт.pdf", b"MZ\x90\x00" + b"\0" * 64),
        ("акт.exe", PDF),
        ("справка.docx", b"PK\x03\x04" + b"\xff" * 200),
        ("акт.pdf", b""),
        ("акт.pdf\u202e.exe", PDF),
    ],
)
async def test_a_file_that_is_not_what_its_name_says_is_refused(
    attach: Call, name: str, content: bytes
) -> None:
    refused = await attach(name, content, 422)
    assert refused["errors"][0]["pointer"] == "/file"


async def test_a_file_sent_twice_is_one_and_comes_back_as_a_download(
    attach: Call, anonymous: httpx.AsyncClient
) -> None:
    form = {"id": str(uuid4()), "finding_id": str(key("finding:own"))}
    made = await attach("снимок.pdf", PDF, **form)
    assert await attach("снимок.pdf", PDF, **form) == made
    await attach("снимок.pdf", PDF + b" ", 409, **form)
    await attach("снимок.pdf", PDF, 409, id=str(key("visit_file:foreign")))
    await attach("снимок.pdf", PDF, 422, finding_id=str(key("finding:foreign")))
    await attach("снимок.pdf", PDF, 409, role="coordinator")
    reply = await anonymous.get(f"/api/v1/visit-files/{made['id']}", headers=headers_of("head"))
    assert reply.content == PDF
    assert reply.headers["content-disposition"].startswith("attachment;")

"""The secret address: made, replaced, withdrawn by its owner; it tells nothing to who does not hold it."""

import asyncio
import logging
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from backend.core.clock import Clock
from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.core.conftest import assert_problem
from tests.features.calendar.conftest import Make
from tests.features.conftest import Change, Get
from tests.world import NOW, key


async def refusal(client: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """The body of a 404, without what names the request."""
    body = assert_problem(await client.get(path), 404, "not-found")
    return {name: value for name, value in body.items() if name != "correlation_id"}


async def rows(sessions: SessionFactory, statement: str) -> list[Any]:
    async with sessions() as session:
        return list(await session.execute(text(statement)))


async def test_an_address_works_until_a_new_one_takes_its_place_and_that_until_it_is_withdrawn(
    anonymous: httpx.AsyncClient, make: Make, get: Get
) -> None:
    me, off = headers_of("mentor"), {"is_on": False, "created_at": None, "last_read_at": None}
    assert await get("mentor", "/me/calendar") == off
    first = await make("mentor")
    assert (await anonymous.get(first)).status_code == 200
    second = await make("mentor")
    assert re.fullmatch(r"/calendar/[\w-]{43}\.ics", second)
    assert second != first
    never = await refusal(anonymous, "/calendar/never-was.ics")
    assert await refusal(anonymous, first) == never
    assert (await anonymous.get(second)).status_code == 200
    for _ in range(2):
        assert (await anonymous.delete("/api/v1/me/calendar", headers=me)).status_code == 204
        assert await get("mentor", "/me/calendar") == off
        assert await refusal(anonymous, second) == never


async def test_the_owner_sees_since_when_it_works_and_when_it_was_last_read(
    app: FastAPI,
    anonymous: httpx.AsyncClient,
    make: Make,
    get: Get,
    worker_sessions: SessionFactory,
) -> None:
    address = await make("curator")
    made = await get("curator", "/me/calendar")
    assert made == {"is_on": True, "created_at": "2021-03-17T05:40:00Z", "last_read_at": None}
    app.state.clock = Clock(NOW + timedelta(hours=1))
    await anonymous.get(address)
    read = await get("curator", "/me/calendar")
    assert read == made | {"last_read_at": "2021-03-17T06:40:00Z"}
    logged = await rows(
        worker_sessions,
        "select operation, new::text from change where table_name = 'calendar_feed'"
        " and request_id is not null",
    )
    assert len(logged) == 1, "reading must not fill the change log"


async def test_two_clicks_at_once_leave_one_address_that_works(
    anonymous: httpx.AsyncClient, make: Make
) -> None:
    made = await asyncio.gather(*(make("head") for _ in range(4)))
    replies = [(await anonymous.get(address)).status_code for address in made]
    assert sorted(replies) == [200, 404, 404, 404]


async def test_the_secret_is_kept_as_a_hash_and_told_back_nowhere(
    anonymous: httpx.AsyncClient,
    make: Make,
    worker_sessions: SessionFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    old, live = await make("head"), await make("head")
    caplog.set_level(logging.DEBUG)
    # httpx is the client here, and names what it asks for.
    logging.getLogger("httpx").disabled = True
    replies = [
        await anonymous.request(method, path)
        for path in (old, live)
        for method in ("GET", "HEAD", "POST", "DELETE")
    ]
    replies += [await anonymous.get("/metrics"), await anonymous.get("/api/v1/me/calendar")]
    logging.getLogger("httpx").disabled = False
    told = "".join(f"{reply.text} {reply.headers}" for reply in replies)
    told += "".join(str(record.__dict__) for record in caplog.records)
    told += str(await rows(worker_sessions, "select * from calendar_feed"))
    told += str(await rows(worker_sessions, "select old::text, new::text from change"))
    assert "read_calendar" in told
    for path in (old, live):
        assert path[len("/calendar/") : -len(".ics")] not in told


async def test_programs_have_no_personal_calendar(anonymous: httpx.AsyncClient) -> None:
    for method in ("GET", "POST", "DELETE"):
        reply = await anonymous.request(
            method, "/api/v1/me/calendar", headers=headers_of("machine_medk")
        )
        body = assert_problem(reply, 403, "forbidden")
        assert "Программам" in str(body["detail"])


@pytest.mark.parametrize(
    "statement",
    [
        "update person set dismissed_on = '2021-03-17' where id = :person",
        "update role_grant set valid_to = '2021-03-16' where person_id = :person",
        "delete from role_grant where person_id = :person",
    ],
)
async def test_who_has_left_or_lost_the_roles_reads_the_same_refusal_as_a_stranger(
    anonymous: httpx.AsyncClient, make: Make, change: Change, statement: str
) -> None:
    address = await make("office_specialist")
    assert (await anonymous.get(address)).status_code == 200
    await change(statement, person=key("person:office_specialist"))
    assert await refusal(anonymous, address) == await refusal(anonymous, "/calendar/no.ics")


@pytest.mark.parametrize(
    "secret",
    [
        "%00",
        "%ff%fe",
        "%ED%A0%80",
        "' or true --",
        "%25",
        "я",
        "{secret}",
        "x" * 100,
        "calendar-of-head ",
        "..%2fcalendar",
    ],
)
async def test_made_up_secrets_are_one_refusal_that_repeats_nothing(
    anonymous: httpx.AsyncClient, secret: str
) -> None:
    reply = await anonymous.get(f"/calendar/{secret}.ics")
    body = assert_problem(reply, 404, "not-found")
    assert "%2f" in secret or body["instance"] == "/calendar/….ics"
    assert (await anonymous.get("/calendar/calendar-of-head.ics")).status_code == 200


async def test_a_secret_longer_than_any_is_refused_without_looking(
    anonymous: httpx.AsyncClient, statements: list[str]
) -> None:
    reply = await anonymous.get(f"/calendar/{'x' * 5000}.ics")
    assert reply.status_code == 422
    assert "xxx" not in reply.text
    assert statements == []


async def test_a_client_that_has_the_calendar_reads_304_until_something_changes(
    app: FastAPI, anonymous: httpx.AsyncClient, make: Make, change: Change
) -> None:
    address = await make("coordinator")
    first = await anonymous.get(address)
    tag = first.headers["etag"]
    # An hour later the file is written anew, and says the same.
    app.state.clock = Clock(NOW + timedelta(hours=1))
    for kept in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        again = await anonymous.get(address, headers={"If-None-Match": kept})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "private, max-age=900"
    assert (await anonymous.get(address)).content != first.content
    await change("update activity set title = 'Другое' where number = '500+.4'")
    changed = await anonymous.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_it_leaves_as_a_calendar_for_one_reader_only(
    anonymous: httpx.AsyncClient, make: Make
) -> None:
    address = await make("head")
    reply = await anonymous.get(address)
    for headers in (reply.headers, (await anonymous.head(address)).headers):
        assert headers["content-type"] == "text/calendar; charset=utf-8"
        assert headers["content-disposition"] == 'inline; filename="marshrut.ics"'
        assert headers["cache-control"] == "private, max-age=900"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
    gone = await anonymous.get("/calendar/no.ics")
    assert gone.headers["cache-control"] == "no-store"

"""Logging in: nobody learns who exists, guessing is slowed, the owner is not locked out (A3, A4, A7)."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from statistics import median
from time import perf_counter
from typing import Any

import httpx
import pytest

from backend.core.database import SessionFactory
from backend.features.auth import commands
from tests.features.auth.conftest import PASSWORD, At, log_in, me
from tests.world import key

Change = Callable[..., Awaitable[None]]


async def test_the_right_password_opens_and_sets_guarded_cookies(at: At) -> None:
    browser = at("192.0.2.7")
    reply = await log_in(browser, " Head ")
    assert reply.status_code == 200, reply.text
    assert reply.json()["token_type"].lower() == "bearer"
    assert reply.json()["expires_in"] == 600
    assert await me(browser, reply) == 200
    cookies = reply.headers.get_list("set-cookie")
    assert {c.split("=")[0] for c in cookies} == {"marshrut_refresh", "marshrut_device"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/api/v1/auth" in cookie
    secret = browser.cookies["marshrut_refresh"].split(".", 1)[1]
    assert secret not in reply.text


async def test_unknown_login_wrong_password_and_dismissed_person_hear_the_same(
    at: At, change: Change
) -> None:
    await change(
        "update person set dismissed_on = '2021-03-17' where id = :id", id=key("person:mentor")
    )
    replies = [
        await log_in(at("192.0.2.7"), "nobody-at-all"),
        await log_in(at("192.0.2.7"), "head", "не тот пароль"),
        await log_in(at("192.0.2.7"), "mentor"),
        await log_in(at("192.0.2.7"), "head", ""),
        await log_in(at("192.0.2.7"), "head", "я" * 200),
        await log_in(at("192.0.2.7"), ""),
    ]
    said = {
        json.dumps({k: v for k, v in r.json().items() if k != "correlation_id"}, sort_keys=True)
        for r in replies
    }
    assert {r.status_code for r in replies} == {401}
    assert len(said) == 1
    assert "wrong-credentials" in said.pop()
    assert len({tuple(sorted(set(r.headers) - {"x-request-id"})) for r in replies}) == 1
    assert all("set-cookie" not in r.headers for r in replies)


async def test_unknown_login_and_wrong_password_take_the_same_time(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ATTEMPTS_PER_ACCOUNT", 1_000)
    browser = at("192.0.2.7")
    times: dict[str, list[float]] = {"head": [], "nobody": []}
    for _ in range(15):
        for login, taken in times.items():
            started = perf_counter()
            await log_in(browser, login, "не тот пароль")
            taken.append(perf_counter() - started)
    known, unknown = median(times["head"]), median(times["nobody"])
    # One hash is most of the time: without it the unknown login would answer several times faster.
    assert 0.6 < known / unknown < 1.67, (known, unknown)


async def test_a_person_dismissed_tomorrow_still_works_today(at: At, change: Change) -> None:
    await change(
        "update person set dismissed_on = '2021-03-18' where id = :id", id=key("person:head")
    )
    assert (await log_in(at("192.0.2.7"), "head")).status_code == 200


async def test_guesses_at_one_account_are_stopped_wherever_they_come_from(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "password_fits", _quick)
    statuses = [
        (await log_in(at(f"192.0.{n}.1"), "head", "догадка", **{"x-forwarded-for": f"10.{n}.0.1"}))
        for n in range(25)
    ]
    assert [r.status_code for r in statuses] == [401] * 20 + [429] * 5
    assert statuses[-1].json()["type"] == "/problems/rate-limited"
    assert int(statuses[-1].headers["retry-after"]) > 0
    assert (await log_in(at("198.51.100.1"), "curator", "догадка")).status_code == 401


async def _quick(password: str, kept: str | None) -> tuple[bool, str | None]:
    return kept is not None and password == PASSWORD, None


async def test_a_device_that_has_logged_in_before_is_not_locked_out_by_strangers(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "password_fits", _quick)
    own = at("203.0.113.5")
    assert (await log_in(own, "head")).status_code == 200
    stranger = at("192.0.2.7")
    while (await log_in(stranger, "head", "догадка")).status_code == 401:
        pass
    assert (await log_in(stranger, "head")).status_code == 429, "even the right password: no oracle"
    assert (await log_in(own, "head")).status_code == 200

    # A device is known for one login only, and a made-up mark is no mark.
    assert (await log_in(own, "curator", "догадка")).status_code == 401
    forged = at("203.0.113.6")
    forged.cookies.set("marshrut_device", "0" * 64, path="/api/v1/auth")
    assert (await log_in(forged, "head")).status_code == 429

    # A stolen device has its own small count.
    for _ in range(20):
        assert (await log_in(own, "head", "догадка")).status_code == 401
    assert (await log_in(own, "head")).status_code == 429


async def test_an_address_that_guesses_at_many_accounts_is_stopped_with_its_neighbours(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "password_fits", _quick)
    monkeypatch.setattr(commands, "ATTEMPTS_PER_ADDRESS", 12)
    attackers = [at(f"192.0.2.{n}") for n in range(4)]
    statuses = [
        (await log_in(
            attackers[n % 4], f"login-{n}", "догадка", **{"x-forwarded-for": f"10.0.{n}.1", "forwarded": f"for=10.0.{n}.1"}
        )).status_code
        for n in range(16)
    ]  # fmt: skip
    assert statuses == [401] * 12 + [429] * 4
    assert (await log_in(at("192.0.3.1"), "head")).status_code == 200


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_addresses_are_counted_by_network(address: str, prefix: str) -> None:
    assert commands._prefix(address) == prefix


async def test_throttling_forgets_after_an_hour(
    at: At, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    monkeypatch.setattr(commands, "password_fits", _quick)
    browser = at("192.0.2.7")
    while (await log_in(browser, "head", "догадка")).status_code == 401:
        pass
    await change("update login_attempt set at = at - interval '61 minutes'")
    assert (await log_in(browser, "head")).status_code == 200


async def test_a_flood_of_log_ins_leaves_connections_to_everybody_else(
    at: At,
) -> None:
    browser = at("192.0.2.7")
    mine = await log_in(browser, "head")
    flood = [asyncio.create_task(log_in(at(f"192.0.{n}.1"), f"login-{n}")) for n in range(50)]
    waited = []
    while not all(task.done() for task in flood):
        started = perf_counter()
        assert await me(browser, mine) == 200
        waited.append(perf_counter() - started)
    assert [task.result().status_code for task in flood] == [401] * 50
    assert len(waited) > 5
    assert max(waited) < 1.0, "others wait for a connection behind the hashing"


async def test_a_weaker_hash_is_renewed_at_log_in(
    at: At, change: Change, worker_sessions: SessionFactory
) -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher
    from sqlalchemy import text

    weak = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    await change("update credential set password_hash = :weak where login = 'head'", weak=weak)
    assert (await log_in(at("192.0.2.7"), "head")).status_code == 200
    async with worker_sessions() as session:
        kept = await session.scalar(
            text("select password_hash from credential where login = 'head'")
        )
    assert "m=19456" in kept
    assert (await log_in(at("192.0.2.7"), "head")).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grant_type": "implicit"},
        {"grant_type": "password", "username": "h" * 201, "password": "x"},
        {"grant_type": "password", "username": "head", "password": "x" * 201},
    ],
)
async def test_a_wrong_form_is_refused_without_echo(
    reader: httpx.AsyncClient, form: dict[str, str]
) -> None:
    reply = await reader.post("/api/v1/auth/token", data=form)
    assert reply.status_code == 422
    assert reply.json()["type"] == "/problems/validation"
    assert "hhh" not in reply.text
    assert "xxx" not in reply.text


async def test_who_am_i_names_roles_units_permissions_and_the_demo_day(at: At) -> None:
    browser = at("192.0.2.7")
    token = (await log_in(browser, "school_head")).json()["access_token"]
    found: dict[str, Any] = (
        await browser.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    ).json()
    assert found["login"] == "school_head"
    assert found["roles"] == [
        {"role": "school_head", "role_title": "Директор школы", "unit_title": "ГБОУ СОШ с. Ёлкино"}
    ]
    assert "commit_uploads" in found["permissions"]
    assert "see_changes" not in found["permissions"]
    assert found["demo_moment"] is True
    assert found["now"].startswith("2021-03-17T05:40:00")

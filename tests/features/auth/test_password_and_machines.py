"""A new password ends every log-in; machines have two live secrets, an end, and narrow scopes (A7, A8)."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from backend.access.passwords import hash_secret
from tests.features.auth.conftest import PASSWORD, At, log_in, me
from tests.world import key

Change = Callable[..., Awaitable[None]]
NEW = "ёлка горит над Волгой"


async def put_password(
    browser: httpx.AsyncClient, token: str, current: str, new: str
) -> httpx.Response:
    return await browser.put(
        "/api/v1/me/password",
        json={"current_password": current, "new_password": new},
        headers={"Authorization": f"Bearer {token}"},
    )


async def test_a_new_password_ends_every_log_in_and_opens_new_ones(at: At) -> None:
    first, second = at("192.0.2.7"), at("192.0.2.8")
    here, there = await log_in(first, "head"), await log_in(second, "head")
    other = await log_in(at("192.0.2.9"), "curator")
    reply = await put_password(first, here.json()["access_token"], PASSWORD, NEW)
    assert reply.status_code == 204, reply.text
    assert await me(first, here) == 401
    assert await me(second, there) == 401
    assert (await second.post("/api/v1/auth/refresh")).status_code == 401
    assert await me(second, other) == 200
    assert (await log_in(first, "head", PASSWORD)).status_code == 401
    assert (await log_in(first, "head", NEW)).status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "pointer"),
    [
        ("не тот пароль", NEW, "/current_password"),
        (PASSWORD, "короткий", "/new_password"),
        (PASSWORD, "headheadhead", "/new_password"),
        (PASSWORD, "я" * 129, "/new_password"),
    ],
)
async def test_a_refused_new_password_changes_nothing(
    at: At, current: str, new: str, pointer: str
) -> None:
    browser = at("192.0.2.7")
    here = await log_in(browser, "head")
    reply = await put_password(browser, here.json()["access_token"], current, new)
    assert reply.status_code == 422
    assert [e["pointer"] for e in reply.json()["errors"]] == [pointer]
    assert current not in reply.text
    assert await me(browser, here) == 200
    assert (await log_in(browser, "head", PASSWORD)).status_code == 200


async def machine_token(browser: httpx.AsyncClient, name: str, secret: str) -> httpx.Response:
    return await browser.post(
        "/api/v1/auth/token",
        data={"grant_type": "client_credentials", "client_id": name, "client_secret": secret},
    )


async def test_a_machine_has_two_live_secrets_and_no_cookie(at: At, change: Change) -> None:
    browser = at("192.0.2.7")
    await change(
        "update machine_client set next_secret_hash = :kept where client_id = 'machine_results'",
        kept=hash_secret("next-secret"),
    )
    for secret in ("machine_results.secret", "next-secret"):
        reply = await machine_token(browser, "machine_results", secret)
        assert reply.status_code == 200
        assert "set-cookie" not in reply.headers
        assert await me(browser, reply) == 200
    for secret in ("", "x", hash_secret("next-secret"), "machine_medk.secret"):
        assert (await machine_token(browser, "machine_results", secret)).status_code == 401


async def test_a_machine_without_a_second_secret_does_not_open_with_an_empty_one(at: At) -> None:
    assert (await machine_token(at("192.0.2.7"), "machine_medk", "")).status_code == 401
    assert (await machine_token(at("192.0.2.7"), "nobody", "")).status_code == 401


@pytest.mark.parametrize("end", ["expires_at = now() - interval '1 second'", "revoked_at = now()"])
async def test_an_ended_machine_gets_no_token_and_its_old_one_stops_at_once(
    at: At, change: Change, end: str
) -> None:
    browser = at("192.0.2.7")
    reply = await machine_token(browser, "machine_results", "machine_results.secret")
    assert await me(browser, reply) == 200
    await change(f"update machine_client set {end} where client_id = 'machine_results'")
    assert await me(browser, reply) == 401
    assert (
        await machine_token(browser, "machine_results", "machine_results.secret")
    ).status_code == 401


async def test_unknown_ended_and_mistaken_machines_hear_the_same(at: At, change: Change) -> None:
    await change("update machine_client set revoked_at = now() where client_id = 'machine_medk'")
    said = set()
    for name, secret in (
        ("machine_medk", "machine_medk.secret"),
        ("machine_results", "x"),
        ("nobody", "x"),
    ):
        reply = await machine_token(at("192.0.2.7"), name, secret)
        assert reply.status_code == 401
        said.add(reply.json()["detail"])
    assert len(said) == 1


async def test_guesses_at_a_machine_are_counted(at: At) -> None:
    browser = at("192.0.2.7")
    statuses = [
        (await machine_token(browser, "machine_results", "x")).status_code for _ in range(22)
    ]
    assert statuses == [401] * 20 + [429] * 2


async def test_scopes_narrow_a_machine_on_the_next_request(at: At, change: Change) -> None:
    browser = at("192.0.2.7")
    token = (await machine_token(browser, "machine_results", "machine_results.secret")).json()[
        "access_token"
    ]

    async def status(path: str) -> int:
        return (await browser.get(path, headers={"Authorization": f"Bearer {token}"})).status_code

    assert await status("/api/v1/schools") == 200
    assert await status("/api/v1/plans") == 403, "not in the role, whatever the scopes"
    await change(
        "update machine_client set scopes = '{results:write}' where client_id = 'machine_results'"
    )
    assert await status("/api/v1/schools") == 403
    await change("update machine_client set scopes = '{}' where client_id = 'machine_results'")
    assert await status("/api/v1/jobs") == 403
    assert await status("/api/v1/me") == 200


async def test_a_machine_has_no_password_to_change(at: At) -> None:
    browser = at("192.0.2.7")
    token = (await machine_token(browser, "machine_results", "machine_results.secret")).json()[
        "access_token"
    ]
    reply = await put_password(browser, token, PASSWORD, NEW)
    assert reply.status_code == 422
    assert "ключ" in reply.json()["detail"]


async def test_a_person_cannot_log_in_as_a_machine_nor_a_machine_as_a_person(
    at: At, change: Change
) -> None:
    browser = at("192.0.2.7")
    assert (await machine_token(browser, "head", PASSWORD)).status_code == 401
    assert (await log_in(browser, "machine_results", "machine_results.secret")).status_code == 401
    assert key("client:machine_results") != key("person:head")

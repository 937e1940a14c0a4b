"""Refresh tokens rotate; a used one ends the log-in; log-out, a new password, a lost role work at once (A5, A7)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.passwords import hash_secret
from backend.access.scope import enter, enter_login_stage
from backend.access.tokens import Claims
from backend.core.clock import after, real_now
from backend.core.database import SessionFactory, create_engine, session_factory
from backend.core.errors import RecordedRefusal, Unauthenticated
from backend.core.settings import APP_ROLE, WORKER_ROLE, Settings
from backend.features.auth import commands
from backend.features.auth.commands import GRACE_SECONDS, Entry
from backend.tables import AuthSession
from tests.features.auth.conftest import At, log_in, me
from tests.world import NOW, key

Change = Callable[..., Awaitable[None]]
REFRESH, LOGOUT = "/api/v1/auth/refresh", "/api/v1/auth/logout"


async def with_cookie(browser: httpx.AsyncClient, path: str, cookie: str) -> httpx.Response:
    """Call with exactly this refresh cookie, as a thief or an old tab would."""
    browser.cookies.clear()
    return await browser.post(path, headers={"Cookie": f"marshrut_refresh={cookie}"})


async def test_refresh_gives_a_new_pair_and_keeps_the_session(at: At) -> None:
    browser = at("192.0.2.7")
    await log_in(browser, "head")
    seen = {browser.cookies["marshrut_refresh"]}
    for _ in range(5):
        reply = await browser.post(REFRESH)
        assert await me(browser, reply) == 200
        seen.add(browser.cookies["marshrut_refresh"])
    assert len(seen) == 6


async def test_a_second_tab_that_lost_the_race_gets_an_access_token_and_no_cookie(at: At) -> None:
    browser = at("192.0.2.7")
    await log_in(browser, "head")
    old = browser.cookies["marshrut_refresh"]
    assert (await browser.post(REFRESH)).status_code == 200
    current = browser.cookies["marshrut_refresh"]
    late = await with_cookie(browser, REFRESH, old)
    assert late.status_code == 200
    assert "set-cookie" not in late.headers
    assert await me(browser, late) == 200
    assert (await with_cookie(browser, REFRESH, current)).status_code == 200


async def test_five_tabs_refreshing_at_once_all_go_on(at: At) -> None:
    browser = at("192.0.2.7")
    await log_in(browser, "head")
    cookie = browser.cookies["marshrut_refresh"]
    tabs = [at("192.0.2.7") for _ in range(5)]
    replies = await asyncio.gather(*(with_cookie(tab, REFRESH, cookie) for tab in tabs))
    assert [r.status_code for r in replies] == [200] * 5
    assert sum("set-cookie" in r.headers for r in replies) == 1


@pytest.mark.parametrize("behind", [1, 2])
async def test_a_used_token_ends_the_whole_log_in(
    at: At, monkeypatch: pytest.MonkeyPatch, behind: int
) -> None:
    browser = at("192.0.2.7")
    first = await log_in(browser, "head")
    cookies = [browser.cookies["marshrut_refresh"]]
    for _ in range(2):
        await browser.post(REFRESH)
        cookies.append(browser.cookies["marshrut_refresh"])
    if behind == 1:  # n-2 is never graced, n-1 only for a moment
        later = real_now() + timedelta(seconds=GRACE_SECONDS + 1)
        monkeypatch.setattr(commands, "real_now", lambda: later)
    stolen = await with_cookie(browser, REFRESH, cookies[-1 - behind])
    assert stolen.status_code == 401
    assert (await with_cookie(browser, REFRESH, cookies[-1])).status_code == 401
    assert await me(browser, first) == 401


async def test_another_device_of_the_same_person_is_not_touched_by_a_theft(at: At) -> None:
    stolen, other = at("192.0.2.7"), at("192.0.2.8")
    await log_in(stolen, "head")
    reply = await log_in(other, "head")
    family = stolen.cookies["marshrut_refresh"].split(".")[0]
    assert (await with_cookie(stolen, REFRESH, f"{family}.guess")).status_code == 401
    assert await me(other, reply) == 200


@pytest.mark.parametrize(
    "cookie",
    ["", ".", "x", "not-a-uuid.secret", "0190c1c4-0000-7000-8000-000000000000.secret", "." * 500],
)
async def test_a_made_up_cookie_is_refused_in_words(at: At, cookie: str) -> None:
    reply = await with_cookie(at("192.0.2.7"), REFRESH, cookie)
    assert reply.status_code == 401
    assert "Войдите" in reply.json()["detail"]
    assert (await with_cookie(at("192.0.2.7"), LOGOUT, cookie)).status_code == 204


async def test_log_out_ends_access_tokens_at_once_and_says_nothing_twice(at: At) -> None:
    browser = at("192.0.2.7")
    reply = await log_in(browser, "head")
    cookie = browser.cookies["marshrut_refresh"]
    out = await browser.post(LOGOUT)
    assert out.status_code == 204
    assert "marshrut_refresh" not in browser.cookies
    assert await me(browser, reply) == 401
    assert (await with_cookie(browser, REFRESH, cookie)).status_code == 401
    assert (await with_cookie(browser, LOGOUT, cookie)).status_code == 204


async def test_who_knows_only_the_number_of_a_session_cannot_log_it_out(at: At) -> None:
    browser = at("192.0.2.7")
    reply = await log_in(browser, "head")
    family = browser.cookies["marshrut_refresh"].split(".")[0]
    await with_cookie(at("192.0.2.9"), LOGOUT, f"{family}.guess")
    assert await me(browser, reply) == 200


async def test_an_expired_log_in_neither_refreshes_nor_opens(at: At, change: Change) -> None:
    browser = at("192.0.2.7")
    reply = await log_in(browser, "head")
    await change("update auth_session set expires_at = now() - interval '1 second'")
    assert await me(browser, reply) == 401
    assert (await browser.post(REFRESH)).status_code == 401


async def test_a_lost_role_a_new_role_and_a_dismissal_work_on_the_next_request(
    at: At, change: Change
) -> None:
    browser = at("192.0.2.7")
    token = (await log_in(browser, "head")).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}

    async def status(path: str) -> int:
        return (await browser.get(path, headers=bearer)).status_code

    assert await status("/api/v1/audit-events") == 200
    await change(
        "update role_grant set role = 'curator' where person_id = :id", id=key("person:head")
    )
    assert await status("/api/v1/audit-events") == 403
    await change(
        "update role_grant set valid_to = '2021-03-16' where person_id = :id", id=key("person:head")
    )
    assert await status("/api/v1/plans") == 403
    assert await status("/api/v1/me") == 200
    await change(
        "update person set dismissed_on = '2021-03-17' where id = :id", id=key("person:head")
    )
    assert await status("/api/v1/me") == 401


class RefreshMachine(RuleBasedStateMachine):
    """What may happen to one family of tokens, against a model of what should."""

    loop: asyncio.AbstractEventLoop
    sessions: SessionFactory
    worker_sessions: SessionFactory
    offset = 0.0

    @initialize()
    def log_in(self) -> None:
        RefreshMachine.offset = 0.0
        self.alive, self.rotated = True, 0.0
        family, first = self.loop.run_until_complete(self._start())
        self.claims = Claims("person", key("person:head"), family)
        self.tokens = [first]

    async def _start(self) -> tuple[UUID, str]:
        entry = AuthSession(
            person_id=key("person:head"), generation=1, token_hash=hash_secret("first"),
            rotated_at=real_now(), started_at=NOW, expires_at=after(10**6),
        )  # fmt: skip
        async with self.worker_sessions() as session, session.begin():
            session.add(entry)
        return entry.id, f"{entry.id}.first"

    def call(self, work: Callable[[AsyncSession], Awaitable[Entry | None]]) -> Entry | None:
        async def run() -> Entry | None:
            async with self.sessions() as session, session.begin():
                await enter_login_stage(session, request_id="machine", moment=None)
                try:
                    return await work(session)
                except RecordedRefusal as refusal:
                    refused = refusal.problem
            raise refused

        try:
            return self.loop.run_until_complete(run())
        except Unauthenticated:
            return None

    def rotate(self, token: str) -> Entry | None:
        return self.call(lambda session: commands.rotate(session, refresh=token))

    @rule(seconds=st.sampled_from([1.0, 6.0, GRACE_SECONDS + 1.0]))
    def wait(self, seconds: float) -> None:
        RefreshMachine.offset += seconds

    @rule()
    def refresh(self) -> None:
        entry = self.rotate(self.tokens[-1])
        assert (entry is not None) == self.alive
        if entry:
            assert entry.refresh
            self.tokens.append(entry.refresh)
            self.rotated = self.offset

    @precondition(lambda self: len(self.tokens) > 1)
    @rule()
    def replay_previous(self) -> None:
        entry = self.rotate(self.tokens[-2])
        graced = self.alive and self.offset - self.rotated <= GRACE_SECONDS
        assert (entry is not None) == graced
        assert entry is None or entry.refresh is None
        self.alive = graced

    @precondition(lambda self: len(self.tokens) > 2)
    @rule(data=st.data())
    def replay_older(self, data: st.DataObject) -> None:
        assert self.rotate(data.draw(st.sampled_from(self.tokens[:-2]))) is None
        self.alive = False

    @precondition(lambda self: len(self.tokens) > 4)
    @rule()
    def guess(self) -> None:
        assert self.rotate(self.tokens[0].split(".")[0] + ".guess") is None
        self.alive = False

    @precondition(lambda self: len(self.tokens) > 2)
    @rule()
    def log_out_with_an_old_token(self) -> None:
        self.call(lambda session: commands.log_out(session, refresh=self.tokens[0]))

    @precondition(lambda self: len(self.tokens) > 3)
    @rule()
    def log_out(self) -> None:
        self.call(lambda session: commands.log_out(session, refresh=self.tokens[-1]))
        self.alive = False

    @invariant()
    def access_tokens_work_exactly_while_the_log_in_lives(self) -> None:
        async def entered() -> bool:
            async with self.sessions() as session:
                return await enter(session, self.claims, request_id="", moment=NOW) is not None

        if hasattr(self, "tokens"):
            assert self.loop.run_until_complete(entered()) == self.alive


def test_no_sequence_of_refreshes_replays_and_log_outs_breaks_the_rule(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = real_now()
    monkeypatch.setattr(
        commands, "real_now", lambda: start + timedelta(seconds=RefreshMachine.offset)
    )
    RefreshMachine.loop = asyncio.new_event_loop()
    engines = [create_engine(settings, role=role) for role in (APP_ROLE, WORKER_ROLE)]
    RefreshMachine.sessions, RefreshMachine.worker_sessions = map(session_factory, engines)
    try:
        run_state_machine_as_test(
            RefreshMachine,
            settings=hypothesis_settings(
                max_examples=50, stateful_step_count=40, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    finally:
        for engine in engines:
            RefreshMachine.loop.run_until_complete(engine.dispose())
        RefreshMachine.loop.close()

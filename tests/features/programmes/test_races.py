"""Of those who act at once one has an effect, the others are told why not; nothing half-done stays."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable
from random import Random
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.core.settings import Settings
from backend.domain.lifecycle.programmes import MEASURE, PROGRAMME
from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.features.execution.conftest import product_at
from tests.features.programmes.conftest import (
    FIRST,
    GOOD,
    Programmes,
    add_factor,
    body_of,
    id_of,
)


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(settings: Settings, change: Change) -> AsyncGenerator[Programmes, None]:
    """The product with room for a crowd."""
    await add_factor(change)
    async with product_at(settings, pool=12) as client:
        yield Programmes(client)


async def told(*asked: Awaitable[httpx.Response]) -> Counter[int]:
    replies = await asyncio.gather(*asked)
    for reply in replies:
        if reply.status_code >= 400:
            assert re.search("[а-яё]", reply.json()["detail"]), reply.text
    return Counter(reply.status_code for reply in replies)


async def post(crowd: Programmes, role: str, path: str, body: Any) -> httpx.Response:
    return await crowd.client.post(f"/api/v1{path}", headers=headers_of(role), json=body)


async def test_of_many_who_begin_at_once_one_has_begun(crowd: Programmes) -> None:
    found = await told(
        *(crowd.begin(who=role, status=None) for role in ("school_head", "school_deputy") * 3)
    )
    assert found == {201: 1, 409: 5}


async def test_of_many_who_submit_accept_and_confirm_each_has_one_effect(crowd: Programmes) -> None:
    made = await crowd.begin()
    place = f"/programmes/{id_of(made)}"
    schools, reviewers = (
        ("school_head", "school_deputy"),
        ("curator", "head", "coordinator", "office_specialist"),
    )
    assert await told(*(post(crowd, r, f"{place}/submit", {}) for r in schools * 3)) == {
        200: 1,
        409: 5,
    }
    accept = {"action": "accept", "matches_concept": True}
    assert await told(*(post(crowd, r, f"{place}/decide", accept) for r in reviewers)) == {
        200: 1,
        409: 3,
    }
    measure = (await crowd.read(made))["measures"][0]["id"]

    async def show(role: str) -> httpx.Response:
        return await crowd.client.post(
            f"/api/v1/measures/{measure}/evidence",
            headers=headers_of(role),
            data={"done_on": "2021-03-15", "evidence_text": f"приказ {role}"},
        )

    assert await told(*(show(role) for role in schools * 2)) == {200: 1, 409: 3}
    confirm = {"action": "confirm"}
    assert await told(
        *(post(crowd, r, f"/measures/{measure}/decide", confirm) for r in reviewers)
    ) == {200: 1, 409: 3}
    steps = Counter(step["words"] for step in (await crowd.read(made))["steps"])
    assert set(steps.values()) == {1}


@pytest.mark.parametrize("turn", range(4))
async def test_what_is_submitted_is_what_was_saved_or_the_saver_is_told(
    crowd: Programmes, turn: int
) -> None:
    made = await crowd.begin()
    goal = f"Новая цель {turn}"

    async def save() -> httpx.Response:
        return await crowd.client.put(
            f"/api/v1/programmes/{id_of(made)}",
            headers=headers_of("school_deputy") | {"If-Match": '"1"'},
            json=body_of(made) | {"goal": goal, "measures": []},
        )

    asked = [save(), post(crowd, "school_head", f"/programmes/{id_of(made)}/submit", {})]
    saved, sent = await asyncio.gather(*(asked if turn % 2 else reversed(asked)))
    if not turn % 2:
        saved, sent = sent, saved
    assert sent.status_code == 200
    assert saved.status_code in {200, 412}
    there = await crowd.read(made)
    assert there["programme"]["state"] == "submitted"
    is_saved = saved.status_code == 200
    assert (there["goal"] == goal) == is_saved
    assert len(there["measures"]) == (0 if is_saved else 2)


async def test_of_many_who_save_one_version_one_is_kept_whole(crowd: Programmes) -> None:
    made = await crowd.begin()

    async def save(number: int) -> httpx.Response:
        measures = [FIRST | {"title": f"Мера {number}.{n}"} for n in range(4)]
        return await crowd.client.put(
            f"/api/v1/programmes/{id_of(made)}",
            headers=headers_of("school_head") | {"If-Match": '"1"'},
            json=GOOD | {"goal": f"Цель {number}", "measures": measures},
        )

    assert await told(*(save(n) for n in range(6))) == {200: 1, 412: 5}
    there = await crowd.read(made)
    number = there["goal"].removeprefix("Цель ")
    assert [m["title"] for m in there["measures"]] == [f"Мера {number}.{n}" for n in range(4)]


@pytest.mark.parametrize("turn", range(4))
async def test_evidence_is_never_taken_after_the_return_it_met(
    crowd: Programmes, turn: int
) -> None:
    made = await crowd.accepted()
    measure = made["measures"][0]["id"]

    async def show() -> httpx.Response:
        return await crowd.client.post(
            f"/api/v1/measures/{measure}/evidence",
            headers=headers_of("school_head"),
            data={"done_on": "2021-03-15", "evidence_text": "приказ"},
        )

    body = {"action": "return", "reason": "передумали"}
    back = post(crowd, "curator", f"/programmes/{id_of(made)}/decide", body)
    found = await told(*([show(), back] if turn % 2 else [back, show()]))
    there = await crowd.read(made)
    assert there["programme"]["state"] == "returned"
    is_shown = there["measures"][0]["state"] == "submitted"
    assert found == ({200: 2} if is_shown else {200: 1, 409: 1})
    words = [step["words"] for step in there["steps"]][: 2 if is_shown else 1]
    assert words[0] == "возвращена на доработку"


async def test_random_walks_through_the_api_agree_with_the_rules(crowd: Programmes) -> None:
    random = Random(500)  # noqa: S311
    made = await crowd.begin()
    place = f"/programmes/{id_of(made)}"
    reached: Counter[str] = Counter()
    before = await crowd.read(made)
    for _ in range(160):
        state = before["programme"]["state"]
        measure = random.choice(before["measures"])
        action = random.choice(
            ["save", "submit", "accept", "accept", "return", "evidence", "confirm", "send_back"]
        )
        reason = random.choice([None, "исправьте"])
        if action == "save":
            reply = await crowd.save(before, status=None, goal=f"Цель {random.random()}")
        elif action == "submit":
            reply = await post(crowd, "school_head", f"{place}/submit", {})
        elif action in {"accept", "return"}:
            body = {
                "action": action,
                "reason": reason,
                "matches_concept": random.choice([None, True, False]),
            }
            reply = await post(crowd, "curator", f"{place}/decide", body)
        elif action == "evidence":
            reply = await crowd.client.post(
                f"/api/v1/measures/{measure['id']}/evidence", headers=headers_of("school_head"),
                data={"done_on": "2021-03-15", "evidence_text": "приказ"},
            )  # fmt: skip
        else:
            body = {"action": action, "reason": reason}
            reply = await post(crowd, "curator", f"/measures/{measure['id']}/decide", body)
        assert reply.status_code in {200, 409, 422}, reply.text
        after = await crowd.read(made)
        now = next(m for m in after["measures"] if m["id"] == measure["id"])
        was_there, before = before, after
        if reply.status_code != 200:
            assert re.search("[а-яё]", reply.json()["detail"])
            assert after == was_there
            continue
        machine, was, became = (
            (PROGRAMME, state, after["programme"]["state"])
            if action in PROGRAMME.actions
            else (MEASURE, measure["state"], now["state"])
        )
        assert machine.next(was, action) == became, (was, action, became)
        reached[became] += 1
    assert set(reached) >= {"submitted", "accepted", "confirmed"}

"""A verdict holds for the numbers it was given about; the school has its word and does not judge itself."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.signals.conftest import Plant, Write, Written, scores_of
from tests.world import key

GAP = Written(scores_of("2" * 25), [4] * 25)


@pytest.fixture
async def signal(get: Get, plant: Plant) -> dict[str, Any]:
    protocol, work = await plant(GAP)
    detail = await get("coordinator", f"/signals/journal_gap.{key('school:own')}.{work}")
    return {"path": f"/signals/{detail['signal']['key']}", "protocol": protocol, **detail}


def verdict(signal: dict[str, Any], action: str = "explained", **more: Any) -> dict[str, Any]:
    return {
        "action": action,
        "explanation": "работу писали после карантина",
        "digest": signal["digest"],
        **more,
    }


async def test_who_decided_when_and_why_is_kept_and_can_be_taken_back(
    get: Get, send: Write, signal: dict[str, Any]
) -> None:
    assert signal["allowed_actions"] == ["explained", "rechecked", "confirmed", "dismissed"]
    done = await send(
        "coordinator",
        "PUT",
        f"{signal['path']}/verdict",
        verdict(signal, "rechecked", basis="протокол № 5"),
    )
    assert done["signal"]["state"] == "rechecked"
    assert done["signal"]["decided_at"].startswith("2021-03-17T")
    (step,) = done["history"]
    assert (step["explanation"], step["basis"]) == ("работу писали после карантина", "протокол № 5")
    assert step["is_about_these_numbers"]
    assert (await get("coordinator", "/signals", verdict="rechecked"))["total"] == 1
    again = await send(
        "methodist", "PUT", f"{signal['path']}/verdict", verdict(signal, "confirmed")
    )
    assert again["allowed_actions"] == ["reopen"]
    refused = await send(
        "head", "PUT", f"{signal['path']}/verdict", verdict(signal, "dismissed"), status=409
    )
    assert "сначала верните" in refused["detail"]
    back = await send("head", "PUT", f"{signal['path']}/verdict", verdict(signal, "reopen"))
    assert back["signal"]["state"] == "open"
    assert not back["signal"]["is_returned"]
    assert [h["verdict"] for h in back["history"]] == ["open", "confirmed", "rechecked"]


async def test_a_signal_is_open_again_when_its_numbers_change(
    get: Get, send: Write, change: Change, signal: dict[str, Any]
) -> None:
    await send("coordinator", "PUT", f"{signal['path']}/verdict", verdict(signal, "dismissed"))
    await change(
        "update protocol set lowered = 24, confirmed = 1 where id = :id", id=signal["protocol"]
    )
    now = await get("coordinator", signal["path"])
    assert (now["signal"]["state"], now["signal"]["is_returned"]) == ("open", True)
    assert now["digest"] != signal["digest"]
    assert not now["history"][0]["is_about_these_numbers"]
    stale = await send(
        "coordinator", "PUT", f"{signal['path']}/verdict", verdict(signal), status=409
    )
    assert "Числа изменились" in stale["detail"]
    done = await send("coordinator", "PUT", f"{signal['path']}/verdict", verdict(now))
    assert done["signal"]["state"] == "explained"
    # The numbers become what they were: the last verdict was about others.
    await change(
        "update protocol set lowered = 25, confirmed = 0 where id = :id", id=signal["protocol"]
    )
    assert (await get("coordinator", signal["path"]))["signal"]["state"] == "open"


async def test_a_new_version_of_a_protocol_with_the_same_numbers_changes_nothing(
    get: Get, send: Write, change: Change, plant: Plant, signal: dict[str, Any]
) -> None:
    await send("coordinator", "PUT", f"{signal['path']}/verdict", verdict(signal))
    await change(
        "update protocol set state = 'superseded', version = 9 where id = :id",
        id=signal["protocol"],
    )
    await get("coordinator", signal["path"], status=404)
    await plant(GAP)
    assert (await get("coordinator", signal["path"]))["signal"]["state"] == "explained"


async def test_the_school_comments_and_does_not_judge(
    get: Get, send: Write, signal: dict[str, Any]
) -> None:
    for role in ("school_head", "school_deputy", "curator", "auditor"):
        await send(role, "PUT", f"{signal['path']}/verdict", verdict(signal), status=403)
    for role in ("coordinator", "curator"):
        await send(role, "POST", f"{signal['path']}/comments", {"body": "наш ответ"}, status=403)
    said = await send(
        "school_deputy",
        "POST",
        f"{signal['path']}/comments",
        {"body": " работы перепроверены "},
        status=201,
    )
    assert said["allowed_actions"] == ["comment"]
    assert "управление" in said["blocked"]["explained"]
    seen = await get("coordinator", signal["path"])
    assert [c["body"] for c in seen["comments"]] == ["работы перепроверены"]
    assert seen["signal"]["comments"] == 1


async def test_a_verdict_needs_words_and_a_known_action(
    send: Write, signal: dict[str, Any]
) -> None:
    path = f"{signal['path']}/verdict"
    for wrong in (
        verdict(signal, explanation="  "),
        verdict(signal, "guilty"),
        verdict(signal, teacher="Иванова"),
        verdict(signal, digest="x"),
    ):
        await send("coordinator", "PUT", path, wrong, status=422)
    await send("coordinator", "PUT", path, verdict(signal, "reopen"), status=409)


async def test_two_who_decide_at_once_take_turns(
    anonymous: httpx.AsyncClient, signal: dict[str, Any]
) -> None:
    replies = await asyncio.gather(
        *(
            anonymous.put(
                f"/api/v1{signal['path']}/verdict",
                headers=headers_of(role),
                json=verdict(signal, action),
            )
            for role, action in (("coordinator", "confirmed"), ("methodist", "dismissed"))
        )
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409]

"""Random walks take the way the rules say; of writers at once each has one effect or is told why not."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import httpx

from backend.domain.lifecycle.risk_profiles import PROFILE_TRANSITIONS
from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.features.risk_profiles.conftest import DECIDED, PROFILE, Write, levels, verdicts
from tests.world import key

Visit = Callable[[], Awaitable[None]]
WALKS = 40
ASKED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("school_head", "state_levels", "levels", levels("school", "low", "low")),
    ("school_head", "state_levels", "levels", levels("school", "high", "medium")),
    ("curator", "state_levels", "levels", levels("curator", "high", "high")),
    ("coordinator", "form", "levels", levels("survey", "medium", "high")),
    ("school_deputy", "self_assess", "self-assessment", {}),
    ("curator", "verify", "verdicts", DECIDED),
    ("curator", "verify", "verdicts", verdicts({"reason": "решено иначе"}, {"level": "high", "reason": "видел"})),
    ("curator", "sign", "sign", {}),
    ("school_head", "sign", "sign", {}),
    ("coordinator", "lock", "lock", {}),
    ("coordinator", "reopen", "reopen", {"reason": "проверка хода"}),
)  # fmt: skip


async def ask(
    client: httpx.AsyncClient, role: str, part: str, body: dict[str, Any], version: int
) -> httpx.Response:
    return await client.request(
        "PUT" if part in {"levels", "verdicts"} else "POST",
        f"/api/v1{PROFILE}/{part}",
        headers=headers_of(role) | {"If-Match": f'"{version}"'},
        json={"cycle": 2021} | body,
    )


async def test_random_walks_through_the_api_agree_with_the_rules(
    anonymous: httpx.AsyncClient, write: Write, visited: Visit, change: Change
) -> None:
    await visited()
    random = Random(500)  # noqa: S311
    told: Counter[int] = Counter()
    reached: Counter[str] = Counter()
    for _ in range(WALKS):
        for table in ("risk_verdict", "risk_profile_step", "risk_profile", "risk_assessment"):
            await change(f"delete from {table} where school_id = :s", s=key("school:own"))
        state, version, signed = "awaited", 0, 0
        # A happy way with slips between its steps: walks should get far.
        way = [ASKED[3], ASKED[5], ASKED[7], ASKED[8], ASKED[9], ASKED[10]]
        while way:
            role, action, part, body = random.choice(ASKED) if random.random() < 0.4 else way.pop(0)
            reply = await ask(anonymous, role, part, body, version)
            told[reply.status_code] += 1
            assert reply.status_code in {200, 409, 422}, reply.text
            if reply.status_code != 200:
                assert re.search("[а-яё]", reply.json()["detail"])
                continue
            shown = reply.json()
            became, steps = shown["state"], [s["action"] for s in shown["steps"]]
            if shown["version"] == version and len(shown["signatures"]) == signed:
                assert became == state
                continue
            assert steps[-1] in {action, "complete"}
            assert PROFILE_TRANSITIONS[state].get(steps[-1]) == became, (state, steps, became)
            if action in {"state_levels", "form", "verify", "reopen"}:
                assert shown["signatures"] == []
            assert (became in {"verified", "locked"}) == (shown["verified_on"] is not None)
            if became in {"verified", "locked"}:
                assert len({s["who"] for s in shown["signatures"]}) == 2
            state, version, signed = became, shown["version"], len(shown["signatures"])
            reached[state] += 1
    assert told[200] > WALKS * 3
    assert told[409] > WALKS
    assert set(reached) >= {"formed", "verification", "verified", "locked"}


async def test_two_sides_who_sign_at_once_verify_and_a_crowd_signs_once(
    anonymous: httpx.AsyncClient, write: Write, visited: Visit
) -> None:
    await visited()
    version = (await write("curator", "verdicts", DECIDED))["version"]
    replies = await asyncio.gather(
        *(ask(anonymous, role, "sign", {}, version) for role in ("curator", "school_head") * 5)
    )
    told = Counter(reply.status_code for reply in replies)
    assert told[200] == 2
    assert set(told) <= {200, 409, 412}
    shown = (await anonymous.get(f"/api/v1{PROFILE}", headers=headers_of("curator"))).json()
    assert (shown["state"], len(shown["signatures"])) == ("verified", 2)
    assert [s["action"] for s in shown["steps"]][-2:] == ["sign", "complete"]


async def test_a_signature_never_stands_under_a_verdict_written_at_the_same_time(
    anonymous: httpx.AsyncClient, write: Write, visited: Visit
) -> None:
    await visited()
    for turn in range(6):
        said = verdicts({"reason": f"решено {turn}"}, {"level": "high", "is_selected": False})
        version = (await write("curator", "verdicts", said))["version"]
        other = verdicts({"reason": f"решено иначе {turn}"})
        signed, decided = await asyncio.gather(
            ask(anonymous, "school_head", "sign", {}, version),
            ask(anonymous, "curator", "verdicts", other, version),
        )
        assert decided.status_code == 200
        assert signed.status_code in {200, 412}
        shown = (await anonymous.get(f"/api/v1{PROFILE}", headers=headers_of("curator"))).json()
        assert shown["signatures"] == []


async def test_of_two_who_write_the_first_levels_at_once_one_is_told_to_look_again(
    anonymous: httpx.AsyncClient, write: Write, change: Change
) -> None:
    for table in ("risk_profile_step", "risk_profile", "risk_assessment"):
        await change(f"delete from {table} where school_id = :s", s=key("school:own"))
    replies = await asyncio.gather(
        ask(anonymous, "school_head", "levels", levels("school", "low", "low"), 0),
        ask(anonymous, "coordinator", "levels", levels("survey", "high", "low"), 0),
    )
    assert Counter(reply.status_code for reply in replies) == {200: 1, 412: 1}


VALUES: tuple[Any, ...] = (
    None, True, -1, 2**63, 1.5, "", " ", "a" * 5000, "\x00", "low_motivation", [], {}, [[]], "medk", 2021, "high",
)  # fmt: skip


async def test_no_body_makes_a_write_fail(anonymous: httpx.AsyncClient, write: Write) -> None:
    random = Random(3)  # noqa: S311
    for _ in range(150):
        role, _action, part, body = random.choice(ASKED)
        sent = {"cycle": 2021} | body
        inner = next((k for k in ("levels", "verdicts") if k in sent), None)
        if inner and random.random() < 0.7:
            line = dict(random.choice(sent[inner]))
            field = random.choice([*line, "reason", "comment", "raw_index", "level"])
            sent = sent | {inner: [line | {field: random.choice(VALUES)}]}
        else:
            sent[random.choice([*sent, "origin", "reason"])] = random.choice(VALUES)
        reply = await ask(anonymous, role, part, sent, random.randint(0, 3))
        assert reply.status_code < 500, (sent, reply.text)
        if reply.status_code >= 400:
            assert re.search("[а-яё]", reply.json()["detail"], re.IGNORECASE)

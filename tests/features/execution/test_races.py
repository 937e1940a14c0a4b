"""Many at once: exactly one effect, everybody else is told why, and nobody meets a fault."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest_asyncio

from backend.core.settings import Settings
from tests.conftest import headers_of
from tests.features.execution.conftest import PDF, doer, occurrence, product_at, school, window
from tests.world import NOW, key

SECOND = {"school_id": school("second")}
OCCURRENCES = f"/api/v1/activities/{key('activity:own:500+.6')}/occurrences"
MANY = 50


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(settings: Settings) -> AsyncGenerator[httpx.AsyncClient, None]:
    async with product_at(settings, NOW, pool=MANY) as client:
        yield client


async def at_once(
    crowd: httpx.AsyncClient, *asked: tuple[str, str, dict[str, Any]]
) -> list[httpx.Response]:
    return await asyncio.gather(
        *(
            crowd.post(f"/api/v1{path}", headers=headers_of(role), json=body)
            for role, path, body in asked
        )
    )


async def told(crowd: httpx.AsyncClient, name: str = "second") -> list[str]:
    reply = await crowd.get(OCCURRENCES, headers=headers_of("coordinator"))
    return [step["action"] for step in occurrence(reply.json(), name)["steps"]]


async def test_fifty_reports_at_once_are_one_report(crowd: httpx.AsyncClient) -> None:
    body = {"action": "report", **SECOND}
    roles = ["methodist", "office_specialist", "head", "coordinator", "admin"] * (MANY // 5)
    replies = await at_once(crowd, *((role, f"{window()}/reports", body) for role in roles))
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: MANY - 1}
    assert {r.json()["detail"] for r in replies if r.status_code == 409} == {
        "Уже сдано и ждёт проверки."
    }
    assert await told(crowd) == ["report"]


async def test_of_fifty_contrary_decisions_one_is_carried_out(crowd: httpx.AsyncClient) -> None:
    await doer(crowd)("methodist", f"{window()}/reports", {"action": "report", **SECOND})
    asked = [
        (role, f"{window()}/decisions", {"action": action, "reason": "решение", **SECOND})
        for action in ("accept", "return")
        for role in ("head", "coordinator", "office_specialist", "admin", "head") * 5
    ]
    replies = await at_once(crowd, *asked)
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: MANY - 1}
    actions = await told(crowd)
    assert len(actions) == 2
    assert actions[0] == "report"


async def test_fifty_offers_of_one_fact_by_one_person_are_one_offer(
    crowd: httpx.AsyncClient,
) -> None:
    form = {"fact": "visit_held", "occurred_on": "2021-03-10", "basis": "акт", **SECOND}
    replies = await asyncio.gather(
        *(
            crowd.post(
                "/api/v1/evidence",
                headers=headers_of("methodist"),
                data=form,
                files={"file": ("акт.pdf", PDF)},
            )
            for _ in range(MANY)
        )
    )
    assert Counter(reply.status_code for reply in replies) == {201: MANY}
    assert len({reply.json()["id"] for reply in replies}) == 1


async def test_fifty_moves_of_a_deadline_to_one_day_are_one_move(
    crowd: httpx.AsyncClient,
) -> None:
    body = {"to_on": "2021-05-04", "reason": "карантин", **SECOND}
    asked = [("coordinator", f"{window()}/reschedules", body)] * MANY
    replies = await at_once(crowd, *asked)
    assert Counter(reply.status_code for reply in replies) == {201: 1, 422: MANY - 1}
    reply = await crowd.get(OCCURRENCES, headers=headers_of("coordinator"))
    moves = reply.json()["windows"][0]["reschedules"]
    assert [m["to_on"] for m in moves if m["school_id"] == school("second")] == ["2021-05-04"]


async def test_deciding_on_a_report_and_on_its_evidence_at_once_never_locks_both_for_ever(
    crowd: httpx.AsyncClient,
) -> None:
    act = doer(crowd)
    for _ in range(5):
        offered = await crowd.post(
            "/api/v1/evidence",
            headers=headers_of("methodist"),
            data={
                "fact": "row_accepted", "occurred_on": "2021-03-10", "basis": "акт",
                "window_id": str(key("window:own:500+.6")), **SECOND,
            },
        )  # fmt: skip
        evidence = f"/evidence/{offered.json()['id']}/decision"
        await act("methodist", f"{window()}/reports", {"action": "report", **SECOND})
        await act("head", f"{window()}/decisions", {"action": "accept", **SECOND})
        why = {"reason": "ошибка"}
        asked: list[tuple[str, str, dict[str, Any]]] = []
        for role in ("coordinator", "head", "office_specialist") * 2:
            asked.append((role, evidence, {"action": "revoke", **why}))
            asked.append((role, f"{window()}/decisions", {"action": "reopen", **why, **SECOND}))
        replies = await at_once(crowd, *asked)
        codes = Counter(reply.status_code for reply in replies)
        assert set(codes) == {200, 409}, codes
        # Revoked once; the report was reopened before that, or sent back by it: one of the two.
        revoked = [r for r, (_, path, _) in zip(replies, asked, strict=True) if path == evidence]
        assert Counter(r.status_code for r in revoked) == {200: 1, 409: 5}
        steps = await told(crowd)
        assert steps[-1] in {"reopen", "revoke"}


async def test_a_lock_is_opened_once_by_many(crowd: httpx.AsyncClient) -> None:
    body = {"plan_id": str(key("plan:own")), "school_id": school("own"), "reason": "отчёт сдан"}
    made = await doer(crowd)("head", "/locks", body, 201)
    asked = [("coordinator", f"/locks/{made['id']}/release", {"reason": "проверено"})] * 20
    replies = await at_once(crowd, *asked)
    assert Counter(reply.status_code for reply in replies) == {200: 1, 409: 19}

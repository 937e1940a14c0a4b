"""After a run: people decide, schools read their own line and object, the office answers."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.identification.conftest import Post
from tests.features.identification.region import protocol, school_id
from tests.world import CANARY, key

OWN = key("school:own")
LISTED = {
    "decision": "listed",
    "zone": "red",
    "basis": "приказ № 5",
    "reason": "проверено на месте",
}
WORDS = {"body": "Протокол 5 класса загружен дважды, пересчитайте."}


async def status_of(worker_sessions: SessionFactory, school: Any, year: int) -> tuple[Any, ...]:
    async with worker_sessions() as session:
        row = await session.execute(
            text(
                "select status, zone, basis from low_results_status where school_id = :id and academic_year = :year"
            ),
            {"id": school, "year": year},
        )
        return tuple(row.one())


async def test_a_decision_becomes_the_status_of_the_year_and_the_last_one_stands(
    get: Get, post: Post, run: dict[str, Any], worker_sessions: SessionFactory
) -> None:
    school = school_id("two_low")
    path = f"/identification/runs/{run['id']}/schools/{school}"
    first = await post(
        "coordinator",
        f"{path}/decisions",
        {"decision": "listed", "zone": "yellow", "basis": "приказ № 4"},
    )
    assert first["decision"]["title"] == "включена в перечень"
    assert await status_of(worker_sessions, school, 2021) == ("low_results", "yellow", "приказ № 4")
    # Whoever decides otherwise than the rule says why, and knows what stood before.
    other = {"decision": "monitored", "zone": "yellow", "basis": "приказ № 5"}
    refused = await post(
        "head", f"{path}/decisions", {**other, "after_id": first["decision"]["id"]}, 422
    )
    assert refused["errors"][0]["pointer"] == "/reason"
    other["reason"] = "повторная проверка"
    await post("head", f"{path}/decisions", other, 409)
    second = await post("head", f"{path}/decisions", {**other, "after_id": first["decision"]["id"]})
    assert [one["basis"] for one in second["decisions"]] == ["приказ № 5", "приказ № 4"]
    assert second["status"] == "low_results"
    assert await status_of(worker_sessions, school, 2021) == ("at_risk", "yellow", "приказ № 5")
    head = await get("coordinator", f"/identification/runs/{run['id']}")
    assert head["decided"] == 1
    listed = await get(
        "coordinator", f"/identification/runs/{run['id']}/schools", decision="monitored"
    )
    assert [line["school_id"] for line in listed["items"]] == [str(school)]


@pytest.mark.parametrize(
    ("decision", "zone"),
    [("listed", "green"), ("not_listed", "red"), ("listed", None), ("x", "red")],
)
async def test_decisions_that_contradict_themselves(
    post: Post, run: dict[str, Any], decision: str, zone: str | None
) -> None:
    path = f"/identification/runs/{run['id']}/schools/{school_id('two_low')}/decisions"
    await post("coordinator", path, {**LISTED, "decision": decision, "zone": zone}, 422)


async def test_of_two_who_decide_at_once_one_is_told(
    anonymous: httpx.AsyncClient, run: dict[str, Any]
) -> None:
    path = f"/api/v1/identification/runs/{run['id']}/schools/{school_id('both')}/decisions"
    replies = await asyncio.gather(
        *(
            anonymous.post(path, headers=headers_of(role), json=LISTED)
            for role in ("coordinator", "head")
        )
    )
    assert sorted(reply.status_code for reply in replies) == [201, 409]


async def test_nobody_decides_about_his_own_school(
    post: Post, run: dict[str, Any], change: Change
) -> None:
    await change(
        "update person set school_id = :school where id = :id",
        school=school_id("both"),
        id=key("person:coordinator"),
    )
    path = f"/identification/runs/{run['id']}/schools/{school_id('both')}/decisions"
    refused = await post("coordinator", path, LISTED, 403)
    assert "Вы работаете в этой школе" in refused["detail"]


@pytest.fixture
async def opened(
    run: dict[str, Any], post: Post, worker_sessions: SessionFactory
) -> dict[str, Any]:
    """The same region with low results at the school of the world's director, opened to schools."""
    async with worker_sessions() as session, session.begin():
        for subject in ("math", "russian"):
            session.add(protocol(OWN, key(f"work:vpr:spring:{subject}:5:2021:"), 10, 4))
    made = await post(
        "coordinator", "/identification/runs", {"rule_id": str(key("rule:file")), "year": 2021}
    )
    published: dict[str, Any] = await post(
        "coordinator", f"/identification/runs/{made['id']}/publish", status=200
    )
    return published


async def test_a_school_sees_nothing_of_a_run_that_is_not_open_and_only_itself_of_one_that_is(
    get: Get, run: dict[str, Any], opened: dict[str, Any]
) -> None:
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        await get(role, f"/identification/runs/{run['id']}", 404)
        head = await get(role, f"/identification/runs/{opened['id']}")
        assert (head["seen"], sum(one["count"] for one in head["statuses"])) == (1, 1)
        page = await get(role, f"/identification/runs/{opened['id']}/schools")
        assert [line["school_id"] for line in page["items"]] == [str(OWN)]
        await get(role, f"/identification/runs/{opened['id']}/schools/{school_id('both')}", 404)
        # Whoever does not see every line is not told that the whole is the same.
        check = await get(role, f"/identification/runs/{opened['id']}/check")
        assert (check["is_same"], check["checked"], check["differing"]) == (None, 1, 0)
    own = await get("school_head", f"/schools/{OWN}/identification")
    # The run of 2021 before that of the world.
    assert [one["run_id"] for one in own["runs"]] == [opened["id"], str(key("run:own"))]
    assert own["line"]["status"] == "low_results"
    assert own["line"]["allowed_actions"] == ["appeal"]
    assert [reason["code"] for reason in own["line"]["reasons"]] == ["criterion_a", "low", "low"]
    older = await get("school_head", f"/schools/{OWN}/identification", run_id=str(key("run:own")))
    assert older["line"]["year"] == 2020
    await get("school_head", f"/schools/{OWN}/identification", 404, run_id=run["id"])
    await get("school_head", f"/schools/{school_id('both')}/identification", 404)


async def test_an_appeal_from_first_word_to_the_changed_decision(
    get: Get, post: Post, opened: dict[str, Any], worker_sessions: SessionFactory
) -> None:
    path = f"/schools/{OWN}/identification/appeals"
    asked = {"run_id": opened["id"], **WORDS, "document_id": str(key("document:own"))}
    await post("school_head", path, {**asked, "document_id": str(key("document:foreign"))}, 422)
    line = await post("school_head", path, asked)
    [appeal] = line["appeals"]
    assert (appeal["state"], appeal["author"]) == ("submitted", "Человек school_head")
    assert appeal["document_title"]
    assert appeal["allowed_actions"] == ["withdraw"]
    assert line["blocked"][0]["action"] == "appeal"
    await post("school_deputy", path, asked, 409)
    waiting = await get(
        "coordinator", f"/identification/runs/{opened['id']}/schools", appeal="submitted"
    )
    assert [one["school_id"] for one in waiting["items"]] == [str(OWN)]

    steps = f"/identification/appeals/{appeal['id']}/steps"
    await post("school_head", steps, {"action": "satisfy", "answer": "да, вы правы"}, 403)
    await post("curator", steps, {"action": "take"}, 403)
    await post("office_specialist", steps, {"action": "take"}, 403)
    taken = await post("coordinator", steps, {"action": "take"}, 200)
    assert taken["appeals"][0]["state_title"] == "рассматривается"
    await post("head", steps, {"action": "take"}, 409)
    refused = await post("head", steps, {"action": "satisfy"}, 422)
    assert refused["errors"][0]["pointer"] == "/answer"
    answered = await post(
        "head",
        steps,
        {"action": "satisfy", "answer": "протокол отозван", "basis": "приказ № 6"},
        200,
    )
    [closed] = answered["appeals"]
    assert (closed["state"], closed["closed_by"], closed["answer"]) == (
        "satisfied",
        "Человек head",
        "протокол отозван",
    )
    await post("head", steps, {"action": "reject", "answer": "передумали"}, 409)
    decided = await post(
        "head",
        f"/identification/runs/{opened['id']}/schools/{OWN}/decisions",
        {
            "decision": "monitored",
            "zone": "yellow",
            "basis": "приказ № 6",
            "reason": "возражение школы",
        },
    )
    assert decided["decision"]["title"] == "под наблюдением"
    assert await status_of(worker_sessions, OWN, 2021) == ("at_risk", "yellow", "приказ № 6")
    # A new one may be written once the old one is answered, and taken back by the school alone.
    again = await post("school_head", path, {"run_id": opened["id"], **WORDS})
    steps = f"/identification/appeals/{again['appeals'][0]['id']}/steps"
    await post("coordinator", steps, {"action": "withdraw"}, 403)
    back = await post("school_deputy", steps, {"action": "withdraw"}, 200)
    assert [one["state"] for one in back["appeals"]] == ["withdrawn", "satisfied"]


@pytest.mark.parametrize("role", ["admin", "coordinator", "curator", "auditor"])
async def test_only_the_school_objects(post: Post, opened: dict[str, Any], role: str) -> None:
    await post(
        role, f"/schools/{OWN}/identification/appeals", {"run_id": opened["id"], **WORDS}, 403
    )


async def test_a_run_is_opened_once_and_by_those_who_manage(
    post: Post, opened: dict[str, Any]
) -> None:
    path = f"/identification/runs/{opened['id']}/publish"
    await post("coordinator", path, status=409)
    for role in ("methodist", "auditor", "school_head", "curator"):
        await post(role, path, status=403)


async def test_of_two_appeals_at_once_one_is_kept(
    anonymous: httpx.AsyncClient, opened: dict[str, Any]
) -> None:
    replies = await asyncio.gather(
        *(
            anonymous.post(
                f"/api/v1/schools/{OWN}/identification/appeals",
                headers=headers_of(role),
                json={"run_id": opened["id"], **WORDS},
            )
            for role in ("school_head", "school_deputy", "school_head")
        )
    )
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]


async def test_nothing_of_the_foreign_region_is_told(get: Get) -> None:
    for path in ("/identification/runs", "/identification/rules"):
        for role in ("coordinator", "methodist", "school_head"):
            assert CANARY not in str(await get(role, path))
    seen = await get("auditor", "/identification/runs")
    assert CANARY in str(seen)


async def test_the_flag_of_marked_results_stands_beside_the_verdict(
    get: Get, run: dict[str, Any], change: Change
) -> None:
    path = f"/identification/runs/{run['id']}/schools/{school_id('all_well')}"
    assert (await get("coordinator", path))["marked"] == []
    await change(
        "insert into marked_school (school_id, year, ru4, ma4, ru5, ma5, file_name, file_sha256)"
        " values (:id, 2021, false, true, true, false, 'x', 'x')",
        id=school_id("all_well"),
    )
    line = await get("coordinator", path)
    assert (line["status"], line["marked"]) == ("none", ["МА4", "РУ5"])


async def test_hostile_words_are_refused_or_kept_as_text(post: Post, run: dict[str, Any]) -> None:
    path = f"/identification/runs/{run['id']}/schools/{school_id('both')}/decisions"
    refused = await post("coordinator", path, {**LISTED, "basis": "приказ \0 5"}, 422)
    assert refused["type"] == "/problems/validation"
    kept = await post("coordinator", path, {**LISTED, "basis": "=1+1;<script>"})
    assert kept["decision"]["basis"] == "=1+1;<script>"

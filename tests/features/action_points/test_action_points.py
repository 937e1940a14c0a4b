"""Agreements: who does, who verifies, how they stand at a later visit."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.world import key

SCHOOL = f"/api/v1/schools/{key('school:own')}/action-points"
OPEN, DONE = key("point:own"), key("point_done:own")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def agreed(**said: Any) -> dict[str, Any]:
    return {
        "text": "провести открытый урок",
        "priority": "medium",
        "assignee_id": str(key("person:school_deputy")),
        "due_on": "2021-04-01",
    } | said


async def post(
    client: httpx.AsyncClient, role: str, path: str, status: int, **sent: Any
) -> dict[str, Any]:
    path = path if path.startswith("/api") else f"/api/v1/action-points/{path}"
    reply = await client.post(path, headers=headers_of(role), **sent)
    assert reply.status_code == status, reply.text
    found: dict[str, Any] = reply.json()
    return found


async def test_an_agreement_is_done_by_one_and_verified_by_another(
    anonymous: httpx.AsyncClient,
) -> None:
    made = await post(anonymous, "curator", SCHOOL, 201, json=agreed())
    point = made["id"]
    form = {"done_on": "2021-03-17", "evidence_text": "протокол № 2"}
    await post(anonymous, "curator", f"{point}/done", 409, data=form)
    await post(
        anonymous, "school_deputy", f"{point}/done", 422, data=form | {"done_on": "2021-03-18"}
    )
    done = await post(
        anonymous, "school_deputy", f"{point}/done", 200, data=form, files={"file": ("п.pdf", PDF)}
    )
    assert (done["state"], done["file_name"]) == ("done", "п.pdf")
    for role in ("school_deputy", "school_head"):
        await post(anonymous, role, f"{point}/decide", 409, json={"action": "verify"})
    await post(anonymous, "head", f"{point}/decide", 422, json={"action": "return"})
    back = await post(
        anonymous,
        "head",
        f"{point}/decide",
        200,
        json={"action": "return", "reason": "нет подписи"},
    )
    assert (back["state"], back["reason"]) == ("open", "нет подписи")
    await post(anonymous, "school_deputy", f"{point}/done", 200, data=form)
    last = await post(anonymous, "curator", f"{point}/decide", 200, json={"action": "verify"})
    assert (last["state"], last["verified_by"], last["allowed_actions"]) == (
        "verified", "Человек curator", [],
    )  # fmt: skip


async def test_who_was_to_do_it_never_verifies_it_himself(anonymous: httpx.AsyncClient) -> None:
    said = agreed(assignee_id=str(key("person:curator")))
    point = (await post(anonymous, "curator", SCHOOL, 201, json=said))["id"]
    form = {"done_on": "2021-03-17", "evidence_text": "провёл сам"}
    await post(anonymous, "curator", f"{point}/done", 200, data=form)
    refused = await post(anonymous, "curator", f"{point}/decide", 409, json={"action": "verify"})
    assert refused["detail"] == "Исполняли вы: проверить должен кто-то другой."
    await post(anonymous, "mentor", f"{point}/decide", 200, json={"action": "verify"})


async def test_the_database_itself_refuses_such_a_verification(change: Change) -> None:
    with pytest.raises(Exception, match="verified_by_another"):
        await change(
            "update action_point set state = 'verified', verified_by_id = assignee_id, verified_at = now()"
            " where id = :id",
            id=DONE,
        )


async def test_overdue_is_computed_and_found(get: Get) -> None:
    found = await get("head", "/action-points", overdue=True)
    assert (found["total"], found["overdue"]) == (1, 1)
    assert found["items"][0]["overdue"] == "просрочено на 2\u00a0дня"
    mine = await get("school_deputy", "/action-points", assignee="me")
    assert [p["id"] for p in mine["items"]] == [str(OPEN), str(DONE)]
    await get("head", "/action-points", 422, assignee="кто-то")
    page = await get("head", "/action-points", limit=1)
    rest = await get("head", "/action-points", limit=1, cursor=page["next_cursor"])
    assert (page["items"][0]["id"], rest["items"][0]["id"]) == (str(OPEN), str(DONE))


async def test_an_open_point_rolls_into_every_visit_until_it_is_verified(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    visit = str(key("visit_held:own"))
    said = {"visit_id": visit, "outcome": "not_done", "note": "видели"}
    point: dict[str, Any] = {}
    for outcome in ("not_done", "partly"):
        said["outcome"] = outcome
        point = await post(anonymous, "curator", f"{DONE}/checks", 200, json=said)
    assert [c["outcome"] for c in point["checks"]] == ["partly"]
    seen = {p["id"]: p for p in (await get("curator", f"/visits/{visit}"))["action_points"]}
    assert seen[str(DONE)]["check"]["outcome"] == "partly"
    await post(anonymous, "curator", f"{DONE}/decide", 200, json={"action": "verify"})
    left = (await get("curator", f"/visits/{visit}"))["action_points"]
    assert [p["id"] for p in left] == [str(OPEN)]
    await post(anonymous, "curator", f"{DONE}/checks", 409, json=said)
    await post(
        anonymous, "curator", f"{OPEN}/checks", 409, json=said | {"visit_id": str(key("visit:own"))}
    )
    await post(
        anonymous,
        "curator",
        f"{OPEN}/checks",
        422,
        json=said | {"visit_id": str(key("visit:foreign"))},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": "2021-03-16"},
        {"due_on": "2031-01-01"},
        {"assignee_id": str(key("person:foreign"))},
        {"factor_id": str(key("nothing"))},
        {"visit_id": str(key("visit:foreign"))},
        {"text": " "},
    ],
)
async def test_a_senseless_agreement_is_refused(
    anonymous: httpx.AsyncClient, wrong: dict[str, str]
) -> None:
    await post(anonymous, "curator", SCHOOL, 422, json=agreed(**wrong))


async def test_two_clicks_make_one_agreement_and_two_verdicts_at_once_one_step(
    anonymous: httpx.AsyncClient,
) -> None:
    made = await asyncio.gather(
        *(post(anonymous, "curator", SCHOOL, 201, json=agreed()) for _ in range(2))
    )
    assert made[0]["id"] == made[1]["id"]
    replies = await asyncio.gather(
        *(
            anonymous.post(
                f"/api/v1/action-points/{DONE}/decide",
                headers=headers_of(role),
                json={"action": "verify"},
            )
            for role in ("head", "curator")
        )
    )
    assert sorted(r.status_code for r in replies) == [200, 409]


async def test_a_wrong_file_is_refused_and_nothing_is_done(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    form = {"done_on": "2021-03-17", "evidence_text": "протокол № 2"}
    wrong = {"file": ("п.pdf", b"MZ\x90\x00")}
    await post(anonymous, "school_deputy", f"{OPEN}/done", 422, data=form, files=wrong)
    assert (await get("head", f"/action-points/{OPEN}"))["state"] == "open"


async def test_an_agreement_is_entrusted_to_the_school_its_curator_mentor_or_the_office(
    get: Get,
) -> None:
    found = await get("curator", f"/schools/{key('school:own')}/action-point-assignees")
    groups = {p["full_name"]: p["group"] for p in found["items"]}
    assert groups["Человек school_head"] == "school"
    assert (groups["Человек curator"], groups["Человек mentor"]) == ("curator", "mentor")
    assert groups["Человек coordinator"] == "office"
    assert "Человек methodist" not in groups
    assert "Человек auditor" not in groups

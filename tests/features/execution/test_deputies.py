"""Acting for somebody absent: his rights on his days, and not one day or one person more."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from backend.core.settings import Settings
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.execution.conftest import (
    READY,
    Act,
    doer,
    occurrence,
    product_at,
    school,
    window,
)
from tests.world import CANARY, NOW, key


def person(role: str) -> str:
    return str(key(f"person:{role}"))


async def appoint(
    act: Act,
    of: str,
    deputy: str,
    days: tuple[str, str] = ("2021-03-17", "2021-03-19"),
    status: int = 201,
    by: str = "coordinator",
) -> Any:
    body = {
        "person_id": person(of),
        "deputy_id": person(deputy),
        "starts_on": days[0],
        "ends_on": days[1],
        "basis": "отпуск, приказ № 5",
    }
    return await act(by, "/deputies", body, status)


async def rights(client: httpx.AsyncClient, role: str) -> set[str]:
    reply = await client.get("/api/v1/me", headers=headers_of(role))
    assert reply.status_code == 200, reply.text
    return set(reply.json()["permissions"])


async def test_a_deputy_has_the_rights_of_the_absent_and_keeps_his_own(
    act: Act, anonymous: httpx.AsyncClient
) -> None:
    before = await rights(anonymous, "methodist")
    made = await appoint(act, "head", "methodist")
    assert (made["is_active"], made["ends_on"]) == (True, "2021-03-19")
    assert await rights(anonymous, "methodist") == before | await rights(anonymous, "head")


@pytest.mark.parametrize(
    ("moment", "has"),
    [
        # Samara is four hours ahead of UTC: its day begins at 20:00 of the day before.
        (datetime(2021, 3, 17, 19, 59, tzinfo=UTC), False),
        (datetime(2021, 3, 17, 20, 0, tzinfo=UTC), True),
        (datetime(2021, 3, 19, 19, 59, tzinfo=UTC), True),
        (datetime(2021, 3, 19, 20, 0, tzinfo=UTC), False),
    ],
)
async def test_the_rights_begin_with_the_first_day_in_samara_and_end_with_the_last(
    act: Act,
    settings: Settings,
    moment: datetime,
    has: bool,  # noqa: FBT001
) -> None:
    await appoint(act, "head", "office_specialist", ("2021-03-18", "2021-03-19"))
    async with product_at(settings, moment) as then:
        assert ("manage_execution" in await rights(then, "office_specialist")) is has
        status = 201 if has else 403
        body = {"to_on": "2021-05-04", "reason": "за начальника"}
        await doer(then)("office_specialist", f"{window()}/reschedules", body, status)
        shown = await then.get("/api/v1/deputies", headers=headers_of("head"))
        assert shown.json()["items"][0]["is_active"] is has


async def test_nobody_has_two_deputies_on_one_day(act: Act) -> None:
    await appoint(act, "head", "methodist", ("2021-03-18", "2021-03-20"))
    for days in (
        ("2021-03-20", "2021-03-25"),
        ("2021-03-17", "2021-03-18"),
        ("2021-03-19", "2021-03-19"),
        ("2021-03-17", "2021-12-31"),
    ):
        refused = await appoint(act, "head", "office_specialist", days, 409)
        assert "уже назначен" in refused["detail"]
    await appoint(act, "head", "office_specialist", ("2021-03-21", "2021-03-21"))
    await appoint(act, "school_head", "methodist", ("2021-03-18", "2021-03-20"))


async def test_of_twenty_who_appoint_at_once_one_succeeds(settings: Settings) -> None:
    async with product_at(settings, NOW, pool=20) as crowd:
        body = {
            "person_id": person("head"), "starts_on": "2021-03-17", "ends_on": "2021-03-20", "basis": "отпуск",
        }  # fmt: skip
        deputies = ["methodist", "office_specialist", "curator", "school_head"] * 5
        replies = await asyncio.gather(
            *(
                crowd.post(
                    "/api/v1/deputies",
                    headers=headers_of("coordinator"),
                    json={**body, "deputy_id": person(deputy)},
                )
                for deputy in deputies
            )
        )
        assert sorted(reply.status_code for reply in replies) == [201] + [409] * 19
        listed = await crowd.get("/api/v1/deputies", headers=headers_of("coordinator"))
        ours = [d for d in listed.json()["items"] if d["starts_on"] == "2021-03-17"]
        assert len(ours) == 1


async def test_rights_by_deputising_are_not_handed_on(
    act: Act, anonymous: httpx.AsyncClient
) -> None:
    before = await rights(anonymous, "office_specialist")
    await appoint(act, "head", "methodist")
    await appoint(act, "methodist", "office_specialist")
    after = await rights(anonymous, "office_specialist")
    assert "manage_execution" not in after
    assert after == before | {
        "upload_results",
        "commit_uploads",
        "edit_scales",
        "see_participants",
        "state_risk_levels",
    }


async def test_nobody_appoints_himself_or_the_same_person(act: Act) -> None:
    refused = await appoint(act, "head", "coordinator", status=422)
    assert refused["detail"].startswith("Назначить замещающим себя нельзя")
    refused = await appoint(act, "methodist", "methodist", status=422)
    assert refused["errors"][0]["pointer"] == "/deputy_id"
    # To hand one's own rights over is the usual case.
    await appoint(act, "coordinator", "methodist")


async def test_nobody_gives_away_rights_that_reach_further_than_his_own(
    act: Act, get: Get, change: Change
) -> None:
    """An administrator of the whole installation who works in the office would lend out every office."""
    await change(
        "update person set organisation_id = :o where id = :id",
        o=key("organisation:own"),
        id=key("person:admin"),
    )
    refused = await appoint(act, "admin", "methodist", status=409)
    assert "шире ваших" in refused["detail"]
    assert CANARY not in str(await get("methodist", "/schools"))
    await appoint(act, "admin", "methodist", by="admin")


async def test_the_deputy_of_a_school_head_sees_that_school_and_no_other(
    act: Act, get: Get, change: Change
) -> None:
    await change(
        "insert into role_grant (person_id, role, school_id, valid_from) values (:p, 'school_head', :s, '2020-01-01')",
        p=key("person:foreign_second"),
        s=key("school:second"),
    )
    await change(
        "update person set school_id = :s where id = :p",
        p=key("person:foreign_second"),
        s=key("school:second"),
    )
    await appoint(act, "foreign_second", "school_deputy")
    seen = {found["id"] for found in (await get("school_deputy", "/schools"))["items"]}
    assert seen == {school("own"), school("second")}
    body = {"action": "start", "school_id": school("second")}
    await act("school_deputy", f"{window()}/reports", body)
    await act("school_deputy", f"{window()}/decisions", {"action": "accept"}, 403)


async def test_the_deputy_of_a_curator_gets_exactly_his_assigned_schools(
    act: Act, get: Get, change: Change
) -> None:
    await change("delete from accompaniment")
    await change(
        "update assignment set school_id = :s where person_id = :p",
        s=key("school:second"),
        p=key("person:curator"),
    )
    assert {f["id"] for f in (await get("school_head", "/schools"))["items"]} == {school("own")}
    await appoint(act, "curator", "school_head")
    seen = {found["id"] for found in (await get("school_head", "/schools"))["items"]}
    assert seen == {school("own"), school("second")}


async def test_an_ended_deputising_has_no_rights_in_the_next_request(
    act: Act, anonymous: httpx.AsyncClient, change: Change
) -> None:
    made = await appoint(act, "head", "office_specialist", ("2021-03-17", "2021-03-30"))
    assert "manage_execution" in await rights(anonymous, "office_specialist")
    ended = await act("coordinator", f"/deputies/{made['id']}/end")
    assert ended["is_active"] is False
    assert "manage_execution" not in await rights(anonymous, "office_specialist")
    body = {"to_on": "2021-05-04", "reason": "за начальника"}
    await act("office_specialist", f"{window()}/reschedules", body, 403)
    # One that has lasted for days keeps the days it lasted.
    made = await appoint(act, "head", "office_specialist", ("2021-03-10", "2021-03-30"))
    ended = await act("coordinator", f"/deputies/{made['id']}/end")
    assert (ended["starts_on"], ended["ends_on"]) == ("2021-03-10", "2021-03-16")
    assert "manage_execution" not in await rights(anonymous, "office_specialist")
    refused = await act("coordinator", f"/deputies/{made['id']}/end", status=409)
    assert refused["detail"] == "Замещение уже закончилось 16.03.2021."
    await appoint(act, "head", "methodist", ("2021-03-17", "2021-03-30"))


async def test_a_deputy_does_not_verify_what_he_has_reported_himself(act: Act) -> None:
    await appoint(act, "head", "methodist")
    body = {"action": "report", "school_id": school("second")}
    reply = await act("methodist", f"{window()}/reports", body)
    assert occurrence(reply, "second")["steps"][-1]["who"] == "Человек methodist"
    accept = {"action": "accept", "school_id": school("second")}
    refused = await act("methodist", f"{window()}/decisions", accept, 409)
    assert refused["detail"] == "Сдали вы: проверить должен кто-то другой."
    await act("head", f"{window()}/decisions", accept)


async def test_a_deputy_verifies_in_his_own_name(act: Act) -> None:
    await appoint(act, "head", "methodist")
    body = {"school_id": school("second")}
    await act("office_specialist", f"{window()}/reports", {"action": "report", **body})
    reply = await act("methodist", f"{window()}/decisions", {"action": "accept", **body})
    assert occurrence(reply, "second")["steps"][-1]["who"] == "Человек methodist"


async def test_foreign_people_are_not_found(act: Act, get: Get) -> None:
    for of, deputy in (("head", "foreign"), ("foreign", "methodist")):
        refused = await appoint(act, of, deputy, status=404)
        assert CANARY not in str(refused)
    await act("coordinator", f"/deputies/{key('deputy:foreign')}/end", status=404)
    listed = await get("coordinator", "/deputies")
    assert CANARY not in str(listed)
    assert person("methodist") in {c["person_id"] for c in listed["colleagues"]}


@pytest.mark.parametrize(
    "days",
    [
        ("2021-03-19", "2021-03-18"),
        ("2021-03-01", "2021-03-16"),
        ("2021-03-17", "9999-12-31"),
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
    ],
)
async def test_impossible_days_are_refused_at_their_field(act: Act, days: tuple[str, str]) -> None:
    refused = await appoint(act, "head", "methodist", days, 422)
    assert refused["errors"][0]["pointer"] == "/ends_on"


async def test_a_report_at_the_last_minute_counts_and_one_a_minute_later_does_not(
    act: Act, settings: Settings
) -> None:
    """The rights of a whole chain of requests end between two of them, at midnight in Samara."""
    await appoint(act, "school_head", "methodist", ("2021-03-17", "2021-03-17"))
    await appoint(act, "head", "office_specialist", ("2021-03-17", "2021-03-17"))
    midnight = datetime(2021, 3, 17, 20, 0, tzinfo=UTC)
    move = {"to_on": "2021-05-04", "reason": "за начальника"}
    async with product_at(settings, midnight - timedelta(seconds=1)) as last:
        await doer(last)("office_specialist", f"{window()}/reschedules", move, 201)
    async with product_at(settings, midnight) as after:
        await doer(after)("office_specialist", f"{window(READY)}/reschedules", move, 403)

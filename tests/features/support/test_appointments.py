"""Appointing, handing over, ending: nothing overlaps, nothing is lost, and every refusal says why."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.features.conftest import Change, Get
from tests.features.support.conftest import CURATOR, Send, appointing
from tests.world import key

Fetch = Callable[[UUID], Awaitable[list[str]]]
_PROMISED = text(
    "select period::text from accompaniment where school_id = :school and kind = 'curator' order by period"
)
OWN, SECOND = key("school:own"), key("school:second")
ASSIGNED = f"/assignments/{key('assignment:curator')}"


def shown(team: Any) -> list[tuple[str, str, str | None]]:
    items = [a for a in team["items"] if a["kind"] == "curator"]
    return [(a["full_name"], a["since_on"], a["last_on"]) for a in items]


@pytest.fixture
def fetch(worker_engine: AsyncEngine) -> Fetch:
    """Return the periods in which a school is promised a curator."""

    async def run(school: UUID) -> list[str]:
        async with worker_engine.connect() as connection:
            rows = await connection.execute(_PROMISED, {"school": school})
            return [row[0] for row in rows]

    return run


async def test_a_back_dated_appointment_is_kept_with_both_days_and_extended_by_the_next(
    send: Send, fetch: Fetch, successor: str
) -> None:
    team = await send(
        "coordinator", f"/schools/{SECOND}/assignments", 201, **appointing(last_on="2021-03-31")
    )
    (item,) = team["items"]
    assert (item["since_on"], item["last_on"], item["is_current"]) == (
        "2021-03-01",
        "2021-03-31",
        True,
    )
    assert item["recorded_at"].startswith("2021-03-17")
    assert item["appointed_by"] == "Человек coordinator"
    assert await fetch(SECOND) == ["[2021-03-01,2021-04-01)"]
    await send(
        "head",
        f"/schools/{SECOND}/assignments",
        201,
        **appointing(since_on="2021-04-01", person_id=key(f"person:{successor}")),
    )
    assert await fetch(SECOND) == ["[2021-03-01,)"]
    await send(
        "head",
        f"/schools/{SECOND}/assignments",
        201,
        **appointing(since_on="2021-01-10", last_on="2021-01-20"),
    )
    assert await fetch(SECOND) == ["[2021-01-10,2021-01-21)", "[2021-03-01,)"]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({}, 409, "уже есть куратор: Человек curator, с 12.02.2021"),
        ({"since_on": "2023-03-19"}, 422, "Слишком далеко"),
        ({"last_on": "2021-02-28"}, 422, "Последний день раньше первого"),
        ({"person_id": key("person:head")}, 409, "не имеет роли «куратор» на 01.03.2021"),
        ({"since_on": "2019-12-31", "last_on": "2019-12-31"}, 409, "не имеет роли"),
        ({"person_id": key("person:foreign_curator")}, 404, "не виден"),
        ({"act_text": " "}, 422, ""),
        ({"surprise": 1}, 422, ""),
    ],
)
async def test_a_refusal_says_why(
    send: Send, changes: dict[str, Any], status: int, words: str
) -> None:
    reply = await send("head", f"/schools/{OWN}/assignments", status, **appointing(**changes))
    assert words in reply["detail"]


async def test_a_school_is_accompanied_only_while_it_works(send: Send, change: Change) -> None:
    await change(
        "update school set active_from = '2021-01-15', active_to = '2021-06-30' where id = :id",
        id=SECOND,
    )
    to = f"/schools/{SECOND}/assignments"
    for changes, words in (
        ({"since_on": "2021-01-14"}, "Школа работает с 15.01.2021"),
        ({"since_on": "2021-07-01"}, "Школа закрыта после 30.06.2021"),
        ({"last_on": "2021-07-01"}, "Школа закрыта после 30.06.2021"),
    ):
        assert words in (await send("head", to, 422, **appointing(**changes)))["detail"]
    team = await send("head", to, 201, **appointing())
    assert team["items"][0]["last_on"] == "2021-06-30"


async def test_nobody_accompanies_his_own_school(send: Send, change: Change) -> None:
    await change("update person set school_id = :s where id = :id", s=SECOND, id=CURATOR)
    reply = await send("head", f"/schools/{SECOND}/assignments", 409, **appointing())
    assert "работает в этой школе" in reply["detail"]


async def test_a_hand_over_leaves_no_day_between_and_names_what_passes_over(
    send: Send, change: Change, fetch: Fetch, successor: str
) -> None:
    for state, purpose in (("planned", "знакомство"), ("cancelled", "отменён")):
        await change(
            "insert into visit (school_id, person_id, state, purpose, planned_on, bank, reason)"
            " values (:s, :p, :state, :purpose, '2021-03-25', 1, 'отмена')",
            s=OWN,
            p=CURATOR,
            state=state,
            purpose=purpose,
        )
    await change(
        "insert into action_point (school_id, text, priority, assignee_id, due_on, state)"
        " values (:s, 'показать уроки', 'high', :p, '2021-04-01', 'open')",
        s=OWN,
        p=CURATOR,
    )
    handing = {
        "person_id": key(f"person:{successor}"),
        "from_on": "2021-03-20",
        "act_text": "приказ № 8",
        "reason": "перегрузка",
    }
    reply = await send("head", f"{ASSIGNED}/hand-over", **handing)
    assert shown(reply["team"]) == [
        ("Человек curator", "2021-02-12", "2021-03-19"),
        ("Человек auditor", "2021-03-20", None),
    ]
    assert [(p["kind"], p["text"]) for p in reply["passes_over"]] == [
        ("visit", "беседа с учителями"),
        ("visit", "знакомство"),
        ("action_point", "показать уроки"),
    ]
    assert await fetch(OWN) == ["[2021-02-12,)"]
    again = await send("head", f"{ASSIGNED}/hand-over", 422, **handing)
    assert "передать позже нечего" in again["detail"]


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"person_id": CURATOR}, 422, "уже у этого человека"),
        ({"from_on": "2021-02-12"}, 422, "передать можно со следующего дня"),
        ({"from_on": "2023-04-01"}, 422, "Слишком далеко"),
        ({"person_id": key("person:head")}, 409, "не имеет роли"),
    ],
)
async def test_a_hand_over_that_is_refused_changes_nothing(
    send: Send, get: Get, successor: str, changes: dict[str, Any], status: int, words: str
) -> None:
    before = await get("head", f"/schools/{OWN}/assignments")
    handing = {
        "person_id": key(f"person:{successor}"),
        "from_on": "2021-03-20",
        "act_text": "приказ № 8",
        "reason": "перегрузка",
    } | changes
    reply = await send("head", f"{ASSIGNED}/hand-over", status, **handing)
    assert words in reply["detail"]
    assert await get("head", f"/schools/{OWN}/assignments") == before


async def test_an_end_without_a_successor_ends_the_accompaniment_and_says_so(
    send: Send, fetch: Fetch
) -> None:
    ending = {"last_on": "2021-03-16", "reason": "уволился"}
    reply = await send("coordinator", f"{ASSIGNED}/end", **ending)
    assert "После 16.03.2021 у школы нет куратора" in reply["consequence"]
    (item,) = [a for a in reply["team"]["items"] if a["kind"] == "curator"]
    assert (item["last_on"], item["end_reason"], item["allowed_actions"]) == (
        "2021-03-16",
        "уволился",
        [],
    )
    assert "закончилось 16.03.2021" in item["blocked"][0]["reason"]
    assert await fetch(OWN) == ["[2021-02-12,2021-03-17)"]
    assert "уже закончилось" in (await send("head", f"{ASSIGNED}/end", 409, **ending))["detail"]


async def test_an_early_end_keeps_the_promise_of_the_assignment_that_follows(
    send: Send, fetch: Fetch, successor: str
) -> None:
    to = f"/schools/{SECOND}/assignments"
    first = await send("head", to, 201, **appointing(last_on="2021-03-31"))
    await send(
        "head",
        to,
        201,
        **appointing(since_on="2021-04-01", person_id=key(f"person:{successor}")),
    )
    path = f"/assignments/{first['items'][0]['id']}/end"
    assert (await send("head", path, 422, last_on="2021-02-01", reason="болезнь"))["errors"]
    assert (await send("head", path, 422, last_on="2021-03-31", reason="болезнь"))["errors"]
    await send("head", path, last_on="2021-03-20", reason="болезнь")
    assert await fetch(SECOND) == ["[2021-03-01,2021-03-21)", "[2021-04-01,)"]

"""A school counts in a project from a day to a day; figures of past days keep their members."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.features.conftest import Get
from tests.world import CANARY, key

MEMBERS = f"/plans/{key('plan:own')}/members"
THIRD = str(key("school:third"))
BASIS = "распоряжение от 01.03.2021 № 66-од"
Headers = Callable[[str], dict[str, str]]


async def send(
    client: httpx.AsyncClient, headers: dict[str, str], path: str, **body: Any
) -> httpx.Response:
    return await client.post(f"/api/v1{path}", headers=headers, json=body)


async def test_members_and_candidates_are_those_of_the_readers_office(read: Get) -> None:
    found = await read("coordinator", MEMBERS)
    assert [m["school_name"] for m in found["items"]] == ["ГБОУ СОШ с. Ёлкино", "ГБОУ СОШ с. Ель"]
    assert [c["school_id"] for c in found["candidates"]] == [THIRD]
    assert CANARY not in str(found)
    own = await read("school_head", MEMBERS)
    assert [m["school_id"] for m in own["items"]] == [str(key("school:own"))]
    assert (own["candidates"], own["allowed_actions"]) == ([], [])


async def test_a_school_that_joins_moves_the_denominator_and_one_that_leaves_moves_it_back(
    anonymous: httpx.AsyncClient, as_role: Headers, get: Get
) -> None:
    async def total() -> int:
        rows = await get("head", f"/editions/{key('edition:own')}/activities")
        found: int = rows["sections"][0]["activities"][0]["figure"]["total"]
        return found

    assert await total() == 2
    who = as_role("coordinator")
    reply = await send(
        anonymous, who, MEMBERS, school_id=THIRD, joined_on="2021-03-01", basis=BASIS
    )
    assert reply.status_code == 201, reply.text
    assert await total() == 3
    member = next(m for m in reply.json()["items"] if m["school_id"] == THIRD)
    reply = await send(
        anonymous, who, f"/members/{member['id']}/leave", left_on="2021-03-17", basis="закрыта"
    )
    assert reply.status_code == 200, reply.text
    assert await total() == 2
    left = next(m for m in reply.json()["items"] if m["school_id"] == THIRD)
    assert (left["left_on"], left["is_member"]) == ("2021-03-17", False)
    assert BASIS in left["basis"]


async def test_nobody_is_in_twice_whoever_adds_and_however_many_at_once(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    replies = await asyncio.gather(
        *(
            send(
                anonymous, as_role("coordinator"), MEMBERS,
                school_id=THIRD, joined_on=f"2021-03-{day:02}", basis=BASIS,
            )
            for day in range(1, 11)
        )
    )  # fmt: skip
    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 9


async def test_who_was_taken_out_on_the_day_of_joining_may_join_again_that_day_or_earlier(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    who = as_role("coordinator")
    for day in ("2021-03-10", "2021-03-10", "2021-03-05"):
        reply = await send(anonymous, who, MEMBERS, school_id=THIRD, joined_on=day, basis=BASIS)
        assert reply.status_code == 201, reply.text
        member = next(
            m for m in reply.json()["items"] if m["school_id"] == THIRD and m["joined_on"] == day
        )
        assert member["left_on"] is None
        leaving = f"/members/{member['id']}/leave"
        assert (await send(anonymous, who, leaving, left_on=day, basis="ошибка")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"school_id": str(key("school:foreign"))}, 404),
        ({"school_id": str(key("school:own"))}, 409),
        ({"basis": "  "}, 422),
        ({"joined_on": "31.02.2021"}, 422),
    ],
)
async def test_what_cannot_join_is_told_why(
    anonymous: httpx.AsyncClient, as_role: Headers, body: dict[str, str], status: int
) -> None:
    asked = {"school_id": THIRD, "joined_on": "2021-03-01", "basis": BASIS} | body
    reply = await send(anonymous, as_role("coordinator"), MEMBERS, **asked)
    assert reply.status_code == status
    assert reply.json()["detail"]


async def test_nobody_leaves_before_joining_or_twice(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    who, leaving = as_role("coordinator"), f"/members/{key('member:own')}/leave"
    early = await send(anonymous, who, leaving, left_on="2021-02-01", basis="ошибка")
    assert early.status_code == 422
    assert (
        await send(anonymous, who, leaving, left_on="2021-03-01", basis="вышла")
    ).status_code == 200
    again = await send(anonymous, who, leaving, left_on="2021-03-02", basis="вышла")
    assert again.status_code == 409

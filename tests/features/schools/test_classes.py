"""Classes of a school by year: written whole, by those whose they are, and what is the same leaves no trace."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.features.conftest import Change, Get
from tests.features.schools.conftest import Write
from tests.world import key

OWN, THIRD = f"/schools/{key('school:own')}", f"/schools/{key('school:third')}"


def year(*cells: tuple[int, str, int], **other: Any) -> dict[str, Any]:
    classes = [{"grade": g, "letter": letter, "pupils": p} for g, letter, p in cells]
    return (
        {"academic_year": 2020, "as_of": "2021-03-01", "source": "ОО-1"}
        | other
        | {"classes": classes}
    )


async def test_classes_of_a_year_come_with_the_sum_and_that_of_the_year_before(read: Get) -> None:
    found = await read("head", f"{OWN}/classes")
    assert [(c["grade"], c["letter"], c["pupils"]) for c in found["classes"]] == [
        (5, "А", 17),
        (6, "А", 14),
    ]
    assert (found["total"], found["before"], found["passport_pupils"]) == (31, 15, 86)
    assert (found["academic_year"], found["years"]) == (2020, [2019, 2020])
    assert (found["person"], found["source"]) == ("Человек head", "ОО-1")
    older = await read("head", f"{OWN}/classes", academic_year=2019)
    assert (older["total"], older["before"]) == (15, None)
    nothing = await read("head", f"{THIRD}/classes")
    assert (nothing["total"], nothing["classes"], nothing["source"]) == (None, [], None)


async def test_this_year_can_be_written_where_only_older_years_are_known(
    get: Get, change: Change
) -> None:
    await change("delete from school_class where academic_year = 2020")
    found = await get("school_head", f"{OWN}/classes")
    assert (found["academic_year"], found["years"]) == (2019, [2019, 2020])


async def test_a_year_is_written_whole_and_what_is_the_same_leaves_no_trace(
    get: Get, write: Write, change: Change
) -> None:
    await write("school_head", "PUT", f"{OWN}/classes", 200, year((5, "А", 17), (6, "А", 14)))
    found = await write("school_head", "PUT", f"{OWN}/classes", 200, year((5, "А", 17), (7, "", 9)))
    assert [(c["grade"], c["pupils"]) for c in found["classes"]] == [(5, 17), (7, 9)]
    assert found["person"] == "Человек school_head"
    told = await get("head", f"{OWN}/changes", since="2021-03-17T00:00:00Z")
    lines = [
        (i["text"], i["count"])
        for i in told["items"]
        if i["at"] < "2021-03-18" and "Контингент" in i["text"]
    ]
    # The first write gave both rows another day; the second touched the two that differ.
    assert sorted(lines) == sorted(
        [
            ("Контингент по классам: изменено", 2),
            ("Контингент по классам: удалено", 1),
            ("Контингент по классам: добавлено", 1),
        ]
    )
    older = await get("head", f"{OWN}/classes", academic_year=2019)
    assert older["total"] == 15


@pytest.mark.parametrize(
    "body",
    [
        year((5, "А", 17), (5, "А", 18)),
        year((5, "А", 17), as_of="2021-03-18"),
        year((5, "А", 17), as_of="2020-07-31"),
        year((5, "А", 17), source="  "),
        year((13, "А", 17)),
        year((5, "A", 17)),
        year((5, "А", 61)),
        year((5, "А", -1)),
    ],
)
async def test_a_wrong_cell_is_refused_and_nothing_is_lost(
    get: Get, write: Write, body: dict[str, Any]
) -> None:
    refused = await write("school_head", "PUT", f"{OWN}/classes", 422, body)
    assert refused["errors"]
    assert (await get("head", f"{OWN}/classes"))["total"] == 31


async def test_classes_are_written_by_the_school_and_its_office_alone(
    get: Get, write: Write
) -> None:
    body = year((5, "А", 17))
    for role in ("curator", "mentor", "methodist", "auditor"):
        await write(role, "PUT", f"{OWN}/classes", 403, body)
        assert (await get(role, f"{OWN}/classes"))["allowed_actions"] == []
    await write("school_head", "PUT", f"{THIRD}/classes", 404, body)
    await write("head", "PUT", f"/schools/{key('school:foreign')}/classes", 404, body)
    for role in ("school_deputy", "head", "office_specialist"):
        assert (await get(role, f"{OWN}/classes"))["allowed_actions"] == ["write_classes"], role
        await write(role, "PUT", f"{OWN}/classes", 200, body)


async def test_of_writers_at_once_one_wins_and_the_others_are_told(write: Write, get: Get) -> None:
    version = (await get("head", f"{OWN}/classes"))["version"]
    replies = await asyncio.gather(
        *(
            write("school_head", "PUT", f"{OWN}/classes", None, year((1, "Б", n)), version)
            for n in range(1, 6)
        )
    )
    assert sorted(reply.get("status", 200) for reply in replies) == [200, 412, 412, 412, 412]
    won = next(reply for reply in replies if "status" not in reply)
    assert (await get("head", f"{OWN}/classes"))["total"] == won["total"]


async def test_what_another_has_written_is_not_overwritten_unseen(write: Write, get: Get) -> None:
    path = f"{OWN}/classes"
    seen = (await get("school_head", path))["version"]
    theirs = await write("school_deputy", "PUT", path, 200, year((5, "А", 18)), seen)
    stale = await write("school_head", "PUT", path, 412, year((5, "А", 20)), seen)
    assert "введённое останется" in stale["detail"]
    assert (await get("head", path))["total"] == 18
    # The reply was lost and the same is sent once more: nothing new, no refusal.
    again = await write("school_deputy", "PUT", path, 200, year((5, "А", 18)), seen)
    assert (again["version"], again["recorded_at"]) == (theirs["version"], theirs["recorded_at"])
    await write("school_head", "PUT", path, 200, year((5, "А", 20)), theirs["version"])


async def test_without_a_version_nothing_is_written(
    anonymous: httpx.AsyncClient, as_role: Callable[[str], dict[str, str]]
) -> None:
    reply = await anonymous.put(
        f"/api/v1{OWN}/classes", headers=as_role("school_head"), json=year((5, "А", 18))
    )
    assert reply.status_code == 428


async def test_the_passport_is_set_against_this_year_alone(read: Get) -> None:
    found = await read("head", f"{OWN}/classes", academic_year=2019)
    assert found["passport_pupils"] is None

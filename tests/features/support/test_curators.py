"""Curators and mentors with the schools they stand by on the day."""

from typing import Any

from tests.features.conftest import Change, Get
from tests.world import CANARY, key


async def people(get: Get, role: str = "head", **params: Any) -> list[tuple[str, str, int]]:
    found = await get(role, "/curators", **params)
    return [(c["full_name"], c["kind"], c["load"]) for c in found["items"]]


async def test_people_with_their_schools_act_and_load(read: Get) -> None:
    found = await read("head", "/curators")
    assert found["on"] == "2021-03-17"
    curator = found["items"][0]
    assert (curator["full_name"], curator["kind"], curator["load"]) == (
        "Человек curator",
        "curator",
        1,
    )
    assert curator["schools"] == [
        {
            "school_id": str(key("school:own")),
            "school_name": "ГБОУ СОШ с. Ёлкино",
            "since_on": "2021-02-12",
            "until_on": None,
            "act_text": "приказ № 1",
        }
    ]


async def test_filters_by_kind_and_school(read: Get) -> None:
    assert await people(read, kind="mentor") == [("Человек mentor", "mentor", 1)]
    assert await people(read, school_id=str(key("school:second"))) == []
    assert len(await people(read, school_id=str(key("school:own")))) == 2


async def test_nobody_of_the_foreign_region_is_named(read: Get) -> None:
    for role in ("head", "school_head", "curator", "machine_medk"):
        assert CANARY not in str(await read(role, "/curators"))
        assert await people(read, role, school_id=str(key("school:foreign"))) == []
    assert CANARY in str(await read("auditor", "/curators"))


async def test_the_first_day_counts_and_the_bound_does_not(get: Get, change: Change) -> None:
    for period, count in (
        ("[2021-03-17,2021-03-18)", 2),
        ("[2021-02-12,2021-03-17)", 0),
        ("[2021-03-18,)", 0),
        ("[2021-03-17,)", 2),
    ):
        await change(f"update assignment set period = '{period}'")
        assert len(await people(get, "coordinator")) == count, period


async def test_load_counts_the_schools_of_the_kind_in_order_of_names(
    get: Get, change: Change
) -> None:
    await change(
        "insert into assignment (school_id, person_id, kind, period, act_text)"
        " select id, :id, 'curator', '[2021-02-12,)', 'приказ № 2' from school where short_name like '%Ель'"
        " or short_name like '%Жито'",
        id=key("person:curator"),
    )
    found = (await get("head", "/curators", kind="curator"))["items"]
    assert [s["school_name"] for s in found[0]["schools"]] == [
        f"ГБОУ СОШ с. {place}" for place in ("Ёлкино", "Ель", "Жито")
    ]
    assert found[0]["load"] == 3

"""Curators and mentors with the schools they stand by on the day."""

from typing import Any

from tests.features.conftest import Change, Get
from tests.world import CANARY, key


async def people(get: Get, role: str = "head", **params: Any) -> list[tuple[str, int]]:
    """Return (name, load) of those who stand by a school on the day."""
    found = await get(role, "/curators", **params)
    return [(c["full_name"], c["load"]) for c in found["items"] if c["load"]]


async def test_people_with_their_schools_act_and_load(read: Get) -> None:
    found = await read("head", "/curators")
    assert found["on"] == "2021-03-17"
    curator = found["items"][0]
    assert (curator["full_name"], curator["roles"], curator["load"], curator["warning"]) == (
        "Человек curator",
        ["curator"],
        1,
        None,
    )
    (school,) = curator["schools"]
    assert [school[k] for k in ("school_id", "since_on", "last_on", "act_text")] == [
        str(key("school:own")),
        "2021-02-12",
        None,
        "приказ № 1",
    ]
    assert [c["name"] for c in curator["competences"]] == ["Низкая учебная мотивация обучающихся"]
    assert [c["withdrawal_reason"] for c in curator["conflicts"]] == ["родства больше нет"]


async def test_filters_by_kind_school_and_part_of_the_name(read: Get) -> None:
    assert await people(read, kind="mentor") == [("Человек mentor", 1)]
    assert await people(read, school_id=str(key("school:second"))) == []
    assert len(await people(read, school_id=str(key("school:own")))) == 2
    assert await people(read, q="CURAT") == [("Человек curator", 1)]
    assert await people(read, q="%") == []
    assert await people(read, on="2021-02-11") == []


async def test_nobody_of_the_foreign_region_is_named(read: Get) -> None:
    for role in ("head", "school_head", "curator", "machine_medk"):
        assert CANARY not in str(await read(role, "/curators"))
        found = await read(role, "/curators", school_id=str(key("school:foreign")))
        assert found["items"] == []
    assert CANARY in str(await read("auditor", "/curators"))


async def test_the_first_day_counts_and_the_bound_does_not(get: Get, change: Change) -> None:
    for period, count in (
        ("[2021-03-17,2021-03-18)", 2),
        ("[2021-02-12,2021-03-17)", 0),
        ("[2021-03-18,)", 0),
        ("[2021-03-17,)", 2),
    ):
        await change("delete from accompaniment")
        await change(f"update assignment set period = '{period}'")
        assert len(await people(get, "coordinator")) == count, period


async def test_the_warning_begins_above_three_schools_and_the_schools_stand_by_name(
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
    assert (found[0]["load"], found[0]["warning"]) == (3, None)
    await change(
        "with made as (insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
        " select municipality_id, 'x', 'Четвёртая', 'Четвёртая', 'sosh', true, true from school where id = :own"
        " returning id) insert into assignment (school_id, person_id, kind, period, act_text)"
        " select id, :id, 'curator', '[2021-02-12,)', 'приказ № 3' from made",
        id=key("person:curator"),
        own=key("school:own"),
    )
    found = (await get("head", "/curators", kind="curator"))["items"]
    assert found[0]["load"] == 4
    assert "4\u00a0школы при норме не больше 3" in found[0]["warning"]


async def test_the_list_takes_the_same_number_of_statements_whoever_is_on_it(
    get: Get, statements: list[str]
) -> None:
    await get("head", "/curators")
    whole = len(statements)
    statements.clear()
    await get("head", "/curators", q="curator")
    assert len(statements) == whole <= 8

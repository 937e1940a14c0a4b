"""The register: Russian order, search, filters, pages without loss, the passport of a school."""

from datetime import date
from typing import Any

import pytest

from backend.features.schools.queries import KIND_TITLES
from backend.tables.registry import SCHOOL_KINDS
from tests.features.conftest import Change, Get
from tests.world import CANARY, key

NEW = (
    "insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
    " values (:municipality, :code, :name, :name, 'sosh', true, true)"
)


async def add(change: Change, *names: str) -> None:
    for number, name in enumerate(names):
        await change(NEW, municipality=key("municipality:own"), code=f"7{number:05}", name=name)


async def names(get: Get, role: str = "head", **params: Any) -> list[str]:
    found = await get(role, "/schools", **{"limit": 200} | params)
    return [item["short_name"] for item in found["items"]]


async def test_everyone_sees_the_schools_that_are_theirs_in_the_order_of_the_alphabet(
    read: Get,
) -> None:
    office = [f"ГБОУ СОШ с. {place}" for place in ("Ёлкино", "Ель", "Жито")]
    for role in (
        "head",
        "coordinator",
        "methodist",
        "office_specialist",
        "machine_results",
        "machine_medk",
    ):
        assert await names(read, role) == office, role
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        assert await names(read, role) == office[:1], role
    assert len(await names(read, "admin")) == 4


async def test_letters_stand_where_a_russian_reader_looks_for_them(
    get: Get, change: Change
) -> None:
    ordered = [
        "арбуз",
        "Баня",
        "ГБОУ А",
        "ГБОУ Ежи",
        "ГБОУ Ёжики",
        "ГБОУ Ежища",
        "ГБОУ Жук",
        "ёлка",
        "ель",
        "Я",
    ]
    await change("delete from low_results_status where school_id = :id", id=key("school:third"))
    await change("delete from school where id = :id", id=key("school:third"))
    await add(change, *reversed(ordered))
    found = [name for name in await names(get) if "с." not in name]
    assert found == ordered


async def test_search_takes_part_of_the_name_or_the_code_in_any_case_with_or_without_dots(
    get: Get, change: Change
) -> None:
    await add(
        change, "Лицей 100% успеха", "Лицей 100 успеха", "Школа а_б", "Школа а-б", "Школа \\ косая"
    )
    for search, found in {
        "елкино": ["ГБОУ СОШ с. Ёлкино"],
        "ЁЛКИНО": ["ГБОУ СОШ с. Ёлкино"],
        "  с.   ель ": ["ГБОУ СОШ с. Ель"],
        "100%": ["Лицей 100% успеха"],
        "%": ["Лицей 100% успеха"],
        "_": ["Школа а_б"],
        "\\": ["Школа \\ косая"],
        "700001": ["Лицей 100 успеха"],
        "нет такой": [],
        "'; drop table school; --": [],
    }.items():
        assert await names(get, q=search) == found, search
    assert len(await names(get, q="")) == 8


async def test_search_and_counts_never_reach_the_foreign_region(read: Get) -> None:
    for params in (
        {"q": CANARY},
        {"q": CANARY[:5], "count": "exact"},
        {"zone": "red", "count": "exact"},
    ):
        found = await read("head", "/schools", **params)
        assert CANARY not in str(found)
    assert (await read("head", "/schools", count="exact"))["total"] == 3
    assert (await read("school_head", "/schools", count="exact", q="е"))["total"] == 1
    assert (await read("head", "/schools"))["total"] is None


@pytest.mark.parametrize(
    ("params", "places"),
    [
        ({"low_results": "true"}, ["Ёлкино", "Ель"]),
        ({"low_results": "false"}, ["Жито"]),
        ({"in_project": "true"}, ["Ёлкино", "Ель"]),
        ({"in_project": "false"}, ["Жито"]),
        ({"zone": "red"}, ["Ёлкино", "Ель"]),
        ({"zone": "green"}, ["Жито"]),
        ({"zone": "yellow"}, []),
        ({"zone": "red", "q": "ель"}, ["Ель"]),
        ({"low_results": "true", "in_project": "false"}, []),
    ],
)
async def test_filters_narrow_together(
    read: Get, params: dict[str, str], places: list[str]
) -> None:
    assert await names(read, **params) == [f"ГБОУ СОШ с. {place}" for place in places]


async def test_a_school_without_a_status_is_not_low_and_stays_in_the_list(
    get: Get, change: Change
) -> None:
    await change("delete from low_results_status where school_id = :id", id=key("school:third"))
    assert await names(get, low_results="false") == ["ГБОУ СОШ с. Жито"]
    assert len(await names(get)) == 3


async def pages(get: Get, limit: int, **params: Any) -> list[list[str]]:
    found: list[list[str]] = []
    cursor: dict[str, str] = {}
    for _ in range(100):
        page = await get("head", "/schools", limit=limit, **cursor, **params)
        found.append([item["short_name"] for item in page["items"]])
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}
    raise AssertionError("the pages never end")


async def test_pages_together_are_the_list_without_loss_or_doubles(
    get: Get, change: Change
) -> None:
    await change(
        "insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
        " select :id, 'x' || n, 'Школа ' || (array['Ёж', 'Еж', 'еЖ', 'Яр'])[n % 4 + 1], 'x', 'sosh', true, true"
        " from generate_series(1, 60) n",
        id=key("municipality:own"),
    )
    whole = await get("head", "/schools", limit=200)
    for limit in (1, 7, 63, 200):
        assert sum(await pages(get, limit), []) == [item["short_name"] for item in whole["items"]]  # noqa: RUF017
    assert len(await pages(get, 63)) == 1, "no empty last page"
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(9):
        page = await get("head", "/schools", limit=7, **cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
        # Somebody writes before the place already read: nothing moves.
        await add(change, f"Аист {len(seen)}") if len(seen) == 7 else None
    assert len(set(seen)) == len(seen) == 63


async def test_a_long_name_does_not_break_its_own_cursor(get: Get, change: Change) -> None:
    await add(change, "А" * 150, "А" * 151)
    assert len(sum(await pages(get, 1), [])) == 5  # noqa: RUF017


async def test_the_number_of_statements_does_not_grow_with_the_list(
    get: Get, change: Change, statements: list[str]
) -> None:
    await get("head", "/schools", count="exact")
    few = len(statements)
    await add(change, *(f"Школа {n}" for n in range(50)))
    statements.clear()
    await get("head", "/schools", count="exact", limit=200)
    assert len(statements) == few <= 3
    statements.clear()
    await get("head", f"/schools/{key('school:own')}")
    assert len(statements) <= 5


async def test_a_line_of_the_list_names_project_team_and_protocols(read: Get) -> None:
    own, second, third = (await read("head", "/schools"))["items"]
    assert own["in_project_since"] == "2021-02-12"
    assert (own["curator"], own["mentor"]) == ("Человек curator", "Человек mentor")
    assert own["protocols"] == 1
    assert own["kind_title"] == "Средняя школа"
    assert (second["curator"], second["protocols"]) == (None, 0)
    assert (third["in_project_since"], third["zone"]) == (None, "green")


async def test_the_team_follows_the_dates_of_the_assignment(get: Get, change: Change) -> None:
    # Nothing is promised here: the days of an assignment are moved freely.
    await change("delete from accompaniment")
    await change(
        "update assignment set period = daterange('2021-02-12', cast(:day as date)) where kind = 'curator'",
        day=date(2021, 3, 17),
    )
    assert (await get("head", f"/schools/{key('school:own')}"))["curator"] is None
    await change(
        "update assignment set period = daterange('2021-02-12', cast(:day as date)) where kind = 'curator'",
        day=date(2021, 3, 18),
    )
    curator = (await get("head", f"/schools/{key('school:own')}"))["curator"]
    assert (curator["full_name"], curator["since_on"]) == ("Человек curator", "2021-02-12")


async def test_the_passport_shows_facts_newest_first_and_not_those_to_come(
    get: Get, change: Change
) -> None:
    await change(
        "insert into evidence (school_id, fact_kind_id, kind, state, occurred_on, basis)"
        " select :school, :fact, 'requisites', t.* from (values"
        " ('accepted', date '2021-03-15', 'второй визит'), ('accepted', '2021-03-18', 'завтра'),"
        " ('submitted', '2021-03-16', 'не проверен')) t",
        school=key("school:own"), fact=key("fact:visit_held"),
    )  # fmt: skip
    school = await get("head", f"/schools/{key('school:own')}")
    assert [(t["on"], t["code"]) for t in school["timeline"]] == [
        ("2021-03-15", "visit_held"),
        ("2021-03-10", "visit_held"),
        ("2021-03-10", "visit_held"),
        ("2021-03-03", "visit_held"),
        ("2021-02-12", "curator_assigned"),
    ]
    assert school["last_visit_on"] == "2021-03-15"
    assert school["low_results_basis"] == "приказ с. Ёлкино"
    assert school["office"] == "Управление"
    assert school["identifiers"]["inn"] is None


async def test_foreign_and_nonexistent_schools_are_told_in_the_same_words(read: Get) -> None:
    for role in ("head", "school_head", "curator", "machine_results"):
        foreign = await read(role, f"/schools/{key('school:foreign')}", status=404)
        nothing = await read(role, f"/schools/{key('nothing')}", status=404)
        assert {k: foreign[k] for k in ("type", "title", "detail")} == {
            k: nothing[k] for k in ("type", "title", "detail")
        }
    await read("school_head", f"/schools/{key('school:second')}", status=404)


def test_every_kind_of_school_has_a_title() -> None:
    assert set(KIND_TITLES) == set(SCHOOL_KINDS)

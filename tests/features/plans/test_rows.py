"""Rows of an edition: «met из total» from facts, on the day and on the deadline, for the reader's own schools."""

from typing import Any

import pytest

from tests.features.conftest import Change, Get
from tests.world import CANARY, key

EDITION = f"/editions/{key('edition:own')}/activities"
ROW_4, ROW_6 = (f"/activities/{key(f'activity:own:{number}')}" for number in ("500+.4", "500+.6"))
FACT = (
    "insert into evidence (school_id, fact_kind_id, lineage_id, slot, kind, state, occurred_on, basis)"
    " values (:school, :fact, :lineage, :slot, 'requisites', :state, cast(:day as date), 'протокол')"
)


async def add_fact(
    change: Change,
    fact: str,
    *,
    state: str = "accepted",
    day: str = "2021-03-10",
    row: str | None = None,
) -> None:
    await change(
        FACT.replace(":day as", f"'{day}' as"),
        school=key("school:own"),
        fact=key(f"fact:{fact}"),
        state=state,
        lineage=key(f"lineage:own:{row}") if row else None,
        slot=1 if row else None,
    )


async def figures(get: Get, role: str = "head") -> dict[str, tuple[Any, ...]]:
    found = await get(role, EDITION)
    rows = [row for section in found["sections"] for row in section["activities"]]
    return {
        row["number"]: (f["met"], f["total"], f["due_on"], f["met_at_due"])
        if (f := row["figure"])
        else ()
        for row in rows
    }


async def test_plans_list_their_editions_and_hide_the_foreign_one(read: Get) -> None:
    found = await read("head", "/plans")
    assert [plan["code"] for plan in found["items"]] == ["plan_own"]
    (edition,) = found["items"][0]["editions"]
    assert edition["act"]["number"] == "64-од-own"
    assert edition["act"]["signed_on"] == "2021-02-12"
    assert {p["code"] for p in (await read("admin", "/plans"))["items"]} == {
        "plan_own",
        "plan_foreign",
    }


async def test_the_newest_edition_comes_first(get: Get, change: Change) -> None:
    await change(
        "insert into edition select (jsonb_populate_record(e, jsonb_build_object('id', uuidv7(), 'number', 1,"
        " 'state', 'superseded'))).* from edition e where id = :id",
        id=key("edition:own"),
    )
    (plan,) = (await get("head", "/plans"))["items"]
    assert [(e["number"], e["state"]) for e in plan["editions"]] == [
        (2, "in_force"),
        (1, "superseded"),
    ]


async def test_rows_come_in_the_order_of_the_act_with_texts_as_written(read: Get) -> None:
    found = await read("head", EDITION)
    assert found["on"] == "2021-03-17"
    assert found["period_text"] == "2020-2021гг."
    (section,) = found["sections"]
    assert (section["code"], section["title"]) == ("500+", "Раздел")
    first, second = section["activities"]
    assert (first["number"], second["number"]) == ("500+.4", "500+.6")
    assert first["term_source"] == "до 10.03.2021"
    assert first["status"] == {"kind": "late", "text": "Просрочено на 7\u00a0дней", "days": 7}
    assert second["status"] == {"kind": "due", "text": "Осталось 3\u00a0дня", "days": 3}
    assert second["windows"][0]["weekend"] == "суббота, выходной"
    assert first["questions"] == [{"text": "Вопрос", "short_text": "вопрос"}]


async def test_every_reader_counts_own_schools(read: Get) -> None:
    office = {"500+.4": (1, 2, "2021-03-10", 1), "500+.6": (1, 2, None, None)}
    for role in ("head", "coordinator", "methodist", "auditor", "admin", "machine_medk"):
        assert await figures(read, role) == office, role
    school = {"500+.4": (0, 1, "2021-03-10", 0), "500+.6": (0, 1, None, None)}
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        assert await figures(read, role) == school, role


async def test_what_came_after_the_deadline_counts_today_but_not_on_the_deadline(
    get: Get, change: Change
) -> None:
    await change("update evidence set occurred_on = '2021-03-11' where basis = 'протокол'")
    assert (await figures(get))["500+.4"] == (1, 2, "2021-03-10", 0)
    await change("update evidence set occurred_on = '2021-03-10' where basis = 'протокол'")
    assert (await figures(get))["500+.4"] == (1, 2, "2021-03-10", 1)


async def test_an_accepted_row_says_what_the_figure_was_on_the_deadline(
    get: Get, change: Change
) -> None:
    await change("update evidence set occurred_on = '2021-03-11' where basis = 'протокол'")
    await change(
        "update occurrence set state = 'accepted', done_on = '2021-03-12' where id = :id",
        id=key("occurrence:own:500+.4"),
    )
    row = (await get("head", ROW_4))["activity"]
    assert row["status"]["kind"] == "ok"
    assert row["status"]["text"] == "Принято 12.03.2021, на срок было 0 из 2"


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, 2),
        ({"state": "submitted"}, 1),
        ({"state": "returned"}, 1),
        ({"state": "revoked"}, 1),
        ({"day": "2021-03-17"}, 2),
        ({"day": "2021-03-18"}, 1),
        # A fact about a school counts wherever it is asked for, on whichever row it was offered.
        ({"row": "500+.6"}, 2),
        ({"row": "500+.4"}, 2),
    ],
)
async def test_only_an_accepted_fact_up_to_today_counts(
    get: Get, change: Change, changes: dict[str, str], met: int
) -> None:
    await add_fact(change, "risk_profile_verified", **changes)
    assert (await figures(get))["500+.6"][0] == met


@pytest.mark.parametrize(
    ("row", "slot", "state", "met"),
    [
        ("500+.6", 1, "accepted", 1),
        ("500+.6", 1, "reported", 0),
        ("500+.6", 1, "returned", 0),
        ("500+.6", 2, "accepted", 0),
        ("500+.4", 1, "accepted", 0),
    ],
)
async def test_the_acceptance_of_a_row_counts_for_its_own_row_and_window_only(
    get: Get, change: Change, row: str, slot: int, state: str, met: int
) -> None:
    await change("update expected_result set facts = '{row_accepted}'")
    await change(
        "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
        " values (:lineage, :slot, :school, :state, '2021-03-16')",
        lineage=key(f"lineage:own:{row}"), slot=slot, school=key("school:own"), state=state,
    )  # fmt: skip
    # Evidence of the acceptance is not the acceptance.
    await add_fact(change, "row_accepted", row="500+.6")
    assert (await figures(get))["500+.6"] == (met, 2, None, None)


async def test_every_needed_fact_must_be_there(get: Get, change: Change) -> None:
    await add_fact(change, "risk_profile_verified")
    assert (await figures(get))["500+.4"][0] == 1
    await add_fact(change, "medk_mark")
    assert (await figures(get))["500+.4"][0] == 2
    await change("update evidence set state = 'revoked' where id = :id", id=key("evidence:own"))
    await change("update visit set state = 'cancelled', reason = 'ошибка'")
    assert (await figures(get))["500+.4"][0] == 1


@pytest.mark.parametrize(
    ("setting", "total"),
    [
        ("left_on = '2021-03-17'", 1),
        ("left_on = '2021-03-18'", 2),
        ("joined_on = '2021-03-17'", 2),
        ("joined_on = '2021-03-18'", 1),
    ],
)
async def test_a_school_counts_while_it_is_in_the_project(
    get: Get, change: Change, setting: str, total: int
) -> None:
    await change(f"update project_member set {setting} where school_id = :id", id=key("school:own"))
    assert (await figures(get))["500+.6"][1] == total


@pytest.mark.parametrize(
    ("members", "total"),
    [
        ("low_results_schools", 2),
        ("red_zone_schools", 2),
        ("all_schools", 3),
        ("office", 1),
        ("project_curators", 1),
    ],
)
async def test_other_sets_of_members(get: Get, change: Change, members: str, total: int) -> None:
    await change(f"update expected_result set members = '{members}'")
    assert (await figures(get))["500+.6"][1] == total


async def test_a_row_of_which_nothing_countable_is_expected_has_no_figure(
    get: Get, change: Change
) -> None:
    await change(
        "delete from expected_result where activity_id = :id", id=key("activity:own:500+.6")
    )
    assert (await figures(get))["500+.6"] == ()
    assert (await get("head", ROW_6))["results"] == []


async def test_the_status_of_the_right_school_year_counts(get: Get, change: Change) -> None:
    await change("update expected_result set members = 'low_results_schools'")
    await change(
        "update low_results_status set academic_year = 2021 where school_id = :id",
        id=key("school:own"),
    )
    assert (await figures(get))["500+.6"][1] == 1


async def test_a_row_shows_its_schools_with_what_is_there_and_what_is_missing(read: Get) -> None:
    found = await read("head", ROW_4)
    (result,) = found["results"]
    assert (result["figure"]["met"], result["figure"]["total"]) == (1, 2)
    own, second = result["members"]
    assert (own["name"], own["is_met"]) == ("ГБОУ СОШ с. Ёлкино", False)
    assert [fact["text"] for fact in own["facts"]] == [
        "Посещение проведено 03.03.2021",
        "РПШ не верифицирован",
        "отметки в МЭДК нет",
    ]
    assert (second["name"], second["is_met"]) == ("ГБОУ СОШ с. Ель", True)
    assert found["section_title"] == "Раздел"
    assert CANARY not in str(found)


async def test_a_fact_of_tomorrow_is_still_missing_today(get: Get, change: Change) -> None:
    await add_fact(change, "risk_profile_verified", day="2021-03-18")
    own = (await get("head", ROW_6))["results"][0]["members"][0]
    assert own["is_met"] is False
    assert [fact["text"] for fact in own["facts"]] == ["РПШ не верифицирован"]


async def test_a_foreign_and_a_nonexistent_row_are_told_in_the_same_words(read: Get) -> None:
    for path in ("/activities/{}", "/editions/{}/activities"):
        kind = "activity:foreign:500+.4" if "activities/" in path else "edition:foreign"
        foreign = await read("head", path.format(key(kind)), status=404)
        nothing = await read("head", path.format(key("nothing")), status=404)
        assert foreign["detail"] == nothing["detail"]
        assert foreign["type"] == nothing["type"] == "/problems/not-found"


async def test_the_number_of_statements_does_not_grow_with_the_plan(
    get: Get, change: Change, statements: list[str]
) -> None:
    async def counted() -> list[int]:
        found = []
        for path in ("/plans", EDITION, ROW_4, "/me/todo"):
            statements.clear()
            await get("head", path)
            found.append(len(statements))
        return found

    few = await counted()
    await change(
        "insert into activity select (jsonb_populate_record(a, jsonb_build_object('id', uuidv7(), 'number', n))).*"
        " from activity a, generate_series(1, 30) n where a.id = :id",
        id=key("activity:own:500+.6"),
    )
    await change(
        "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
        " select id, 1, 1, '2021-03-20', false from activity where number not like '500%'"
    )
    await change(
        "insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)"
        " select id, n, 'x', 'all', 'project_500_schools', 'member', '{medk_mark}', false"
        " from activity, generate_series(1, 3) n where number not like '500%'"
    )
    assert await counted() == few
    assert max(few) <= 12, few

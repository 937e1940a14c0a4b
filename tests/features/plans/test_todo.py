"""«Мои дела»: what is late, due until Friday and this month; what holds what; two weeks of deadlines."""

from typing import Any

from tests.features.conftest import Change, Get
from tests.world import CANARY, key


def groups(todo: dict[str, Any]) -> dict[str, list[str]]:
    return {group["code"]: [item["number"] for item in group["items"]] for group in todo["groups"]}


async def test_late_first_then_the_week_with_the_weekend_deadline_kept(read: Get) -> None:
    todo = await read("head", "/me/todo")
    assert (todo["today"], todo["friday"]) == ("2021-03-17", "2021-03-19")
    assert groups(todo) == {"late": ["500+.4"], "week": ["500+.6"]}
    late, week = (group["items"][0] for group in todo["groups"])
    assert late["status"]["text"] == "Просрочено на 7\u00a0дней"
    assert (week["ends_on"], week["weekend"]) == ("2021-03-20", "суббота, выходной")
    assert late["hindrance"] == "ГБОУ СОШ с. Ёлкино: РПШ не верифицирован, отметки в МЭДК нет"
    assert (late["figure"]["met"], late["figure"]["total"]) == (1, 2)
    assert todo["groups"][1]["title"] == "До пятницы, 19.03"
    assert CANARY not in str(todo)


async def test_the_dispute_of_factors_holds_both_rows(read: Get) -> None:
    (chain,) = (await read("head", "/me/todo"))["chains"]
    assert chain["school_name"] == "ГБОУ СОШ с. Ёлкино"
    assert (chain["root_code"], chain["root_title"]) == ("risk_levels_agreed", "оценки расходятся")
    assert chain["root_detail"] == "1\u00a0фактор из 1: куратор и школа оценили по-разному"
    assert [(s["number"], s["missing_text"]) for s in chain["steps"]] == [
        ("500+.6", "РПШ не верифицирован"),
        ("500+.4", "отметки в МЭДК нет"),
    ]


async def test_the_chain_moves_on_when_the_dispute_is_settled(get: Get, change: Change) -> None:
    await change(
        "update risk_assessment set level = 'low' where school_id = :id", id=key("school:own")
    )
    (chain,) = (await get("head", "/me/todo"))["chains"]
    assert (chain["root_code"], chain["root_detail"]) == ("risk_profile_verified", None)


async def test_an_old_dispute_does_not_hold_what_was_agreed_in_the_newest_cycle(
    get: Get, change: Change
) -> None:
    await change(
        "update risk_assessment set level = 'low' where school_id = :id", id=key("school:own")
    )
    await change(
        "insert into risk_assessment (school_id, factor_id, cycle, source, level)"
        " select :id, factor_id, 2020, source, case source when 'school' then 'high' else 'low' end"
        " from risk_assessment where school_id = :id",
        id=key("school:own"),
    )
    (chain,) = (await get("head", "/me/todo"))["chains"]
    assert chain["root_code"] == "risk_profile_verified"


async def test_a_dispute_counts_factors_of_the_newest_cycle_only(get: Get, change: Change) -> None:
    await change(
        "with made as (insert into risk_factor (code, name, editions, position, source, confidence)"
        " values ('old', 'Старый', '{2020}', 2, 'x', 'high') returning id)"
        " insert into risk_assessment (school_id, factor_id, cycle, source, level)"
        " select :id, made.id, 2020, s, l from made, (values ('school', 'low'), ('curator', 'high')) v (s, l)",
        id=key("school:own"),
    )
    (chain,) = (await get("head", "/me/todo"))["chains"]
    assert chain["root_detail"] == "1\u00a0фактор из 1: куратор и школа оценили по-разному"


async def test_a_school_sees_its_own_and_no_questions_to_the_authors(read: Get) -> None:
    for role in ("school_head", "curator", "mentor"):
        todo = await read(role, "/me/todo")
        assert groups(todo) == {"late": ["500+.4"], "week": ["500+.6"]}
        assert todo["groups"][0]["items"][0]["figure"]["total"] == 1
        assert todo["questions"] == []
    assert [q["number"] for q in (await read("head", "/me/todo"))["questions"]] == [
        "500+.4",
        "500+.6",
    ]


async def test_a_school_that_is_not_counted_has_nothing_to_do(get: Get, change: Change) -> None:
    await change("delete from project_member where school_id = :id", id=key("school:own"))
    todo = await get("school_head", "/me/todo")
    assert todo["groups"] == []
    assert todo["chains"] == []
    assert len(groups(await get("head", "/me/todo"))) == 2


async def test_two_weeks_from_monday_name_the_deadlines(read: Get) -> None:
    days = (await read("head", "/me/todo"))["days"]
    assert [day["day"] for day in (days[0], days[13])] == ["2021-03-15", "2021-03-28"]
    assert [day["day"] for day in days if day["is_today"]] == ["2021-03-17"]
    assert [day["day"][-2:] for day in days if day["is_day_off"]] == ["20", "21", "27", "28"]
    assert {day["day"]: (day["numbers"], day["kind"]) for day in days if day["numbers"]} == {
        "2021-03-20": (["500+.6"], "due")
    }


async def test_the_month_group_and_the_next_deadline_after_it(get: Get, change: Change) -> None:
    await change("update activity_window set ends_on = '2021-03-31' where ends_on = '2021-03-20'")
    await change("update activity_window set ends_on = '2021-04-15' where ends_on = '2021-03-10'")
    todo = await get("head", "/me/todo")
    assert groups(todo) == {"month": ["500+.6"]}
    assert (todo["next_due_on"], todo["next_due_number"]) == ("2021-04-15", "500+.4")


async def test_accepted_and_open_ended_rows_ask_for_nothing(get: Get, change: Change) -> None:
    await change(
        "update activity_window set accepted_on = '2021-03-12' where ends_on = '2021-03-10'"
    )
    await change("update activity set recurrence = 'continuous' where number = '500+.6'")
    todo = await get("head", "/me/todo")
    assert todo["groups"] == []
    assert todo["next_due_on"] is None


async def test_many_schools_are_counted_instead_of_named(get: Get, change: Change) -> None:
    await change("update activity set target_set = 'all_schools', required_facts = '{medk_mark}'")
    await change("delete from evidence")
    late = (await get("head", "/me/todo"))["groups"][0]["items"][0]
    assert late["hindrance"] == "Не выполнено: 3\u00a0школы"


async def test_without_a_plan_in_force_the_screen_is_empty_and_whole(
    get: Get, change: Change
) -> None:
    await change("update edition set state = 'draft'")
    todo = await get("head", "/me/todo")
    assert (todo["edition_id"], todo["groups"], todo["chains"]) == (None, [], [])
    assert len(todo["days"]) == 14

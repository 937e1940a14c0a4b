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


async def test_an_assignment_that_has_ended_is_the_root_again(get: Get, change: Change) -> None:
    await change(
        "update fact_kind set requires = '{curator_assigned}' where code = 'risk_profile_verified'"
    )
    await change("delete from accompaniment")
    for end, root in (("2021-03-18", "risk_profile_verified"), ("2021-03-17", "curator_assigned")):
        await change(
            f"update assignment set period = daterange('2021-02-12', '{end}') where kind = 'curator'"
        )
        (chain,) = (await get("head", "/me/todo"))["chains"]
        assert chain["root_code"] == root, end


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
    await change("delete from reschedule")
    await change("update activity_window set ends_on = '2021-03-31' where ends_on = '2021-03-20'")
    await change("update activity_window set ends_on = '2021-04-15' where ends_on = '2021-03-10'")
    todo = await get("head", "/me/todo")
    assert groups(todo) == {"month": ["500+.6"]}
    assert (todo["next_due_on"], todo["next_due_number"]) == ("2021-04-15", "500+.4")


async def test_accepted_and_open_ended_rows_ask_for_nothing(get: Get, change: Change) -> None:
    await change(
        "update occurrence set state = 'accepted', done_on = '2021-03-12' where id = :id",
        id=key("occurrence:own:500+.4"),
    )
    await change("update activity set recurrence = 'continuous' where number = '500+.6'")
    todo = await get("head", "/me/todo")
    assert todo["groups"] == []
    assert todo["next_due_on"] is None


async def test_many_schools_are_counted_instead_of_named(get: Get, change: Change) -> None:
    await change("update expected_result set members = 'all_schools', facts = '{medk_mark}'")
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


async def report(
    change: Change,
    state: str,
    *,
    school: str | None = "own",
    by: str = "school_head",
    row: str = "500+.6",
    slot: int = 1,
) -> None:
    """Let an occurrence stand so, with the step that led there and its reason."""
    await change(
        "with made as (insert into occurrence (lineage_id, slot, school_id, state, done_on, reported_by_id)"
        "   values (:lineage, :slot, :school, :state, '2021-03-16', :by)"
        "   on conflict on constraint uq_occurrence_lineage_id_slot_school_id do update"
        "   set state = excluded.state, done_on = excluded.done_on, reported_by_id = excluded.reported_by_id"
        "   returning id)"
        " insert into occurrence_step (occurrence_id, school_id, action, from_state, to_state, reason, at)"
        " select id, :school, 'return', 'reported', :state, 'нет подписи', '2021-03-17 09:00+04' from made",
        lineage=key(f"lineage:own:{row}"),
        slot=slot,
        school=key(f"school:{school}") if school else None,
        state=state,
        by=key(f"person:{by}"),
    )


async def told(get: Get, role: str, group: str) -> list[tuple[str, str | None]]:
    todo = await get(role, "/me/todo")
    return [
        (item["number"], item["school_name"])
        for found in todo["groups"]
        if found["code"] == group
        for item in found["items"]
    ]


async def test_what_was_returned_to_a_school_is_told_to_the_school_and_who_stands_by_it(
    get: Get, change: Change
) -> None:
    await report(change, "returned")
    await report(change, "returned", school="second")
    await report(change, "returned", school=None, row="500+.4")
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        assert await told(get, role, "returned") == [("500+.6", "ГБОУ СОШ с. Ёлкино")], role
    for role in ("head", "coordinator", "office_specialist"):
        assert await told(get, role, "returned") == [("500+.4", None)], role
    todo = await get("school_head", "/me/todo")
    assert [group["code"] for group in todo["groups"]] == ["late", "returned"]
    (item,) = todo["groups"][1]["items"]
    assert (item["hindrance"], item["status"]["text"]) == ("нет подписи", "На доработке")
    assert item["school_id"] == str(key("school:own"))
    # It stands in its own group, not once more among what is due until Friday.
    assert [i["number"] for g in todo["groups"] for i in g["items"]] == ["500+.4", "500+.6"]


async def test_a_report_waits_for_those_who_may_accept_but_not_for_who_reported(
    get: Get, change: Change
) -> None:
    await report(change, "reported")
    await report(change, "reported", school=None, by="coordinator", row="500+.4")
    school = ("500+.6", "ГБОУ СОШ с. Ёлкино")
    for role in ("head", "office_specialist", "admin"):
        assert sorted(await told(get, role, "reported"), key=str) == [("500+.4", None), school], (
            role
        )
    assert await told(get, "coordinator", "reported") == [school]
    for role in ("methodist", "curator", "mentor", "school_head", "school_deputy", "auditor"):
        assert await told(get, role, "reported") == [], role
    todo = await get("head", "/me/todo")
    (item,) = [i for g in todo["groups"] for i in g["items"] if i["school_id"]]
    assert item["status"]["text"] == "Сдано 16.03.2021, ждёт проверки"
    assert CANARY not in str(todo)


async def test_a_report_names_the_deadline_of_its_own_window(get: Get, change: Change) -> None:
    await change(
        "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
        " values (:id, 2, 2, '2021-06-27', false)",
        id=key("activity:own:500+.6"),
    )
    await report(change, "returned", slot=2)
    todo = await get("school_head", "/me/todo")
    (item,) = [i for g in todo["groups"] if g["code"] == "returned" for i in g["items"]]
    assert (item["ends_on"], item["weekend"]) == ("2021-06-27", "воскресенье, выходной")


async def test_what_a_school_has_reported_or_is_rid_of_asks_nothing_more_of_it(
    get: Get, change: Change
) -> None:
    for state in ("reported", "accepted", "cancelled"):
        await report(change, state, row="500+.4")
        assert groups(await get("school_head", "/me/todo")) == {"week": ["500+.6"]}, state


async def test_a_methodist_sees_the_rows_the_resource_centre_takes_part_in(
    get: Get, change: Change
) -> None:
    assert groups(await get("methodist", "/me/todo")) == {}
    await change(
        "insert into activity_party (activity_id, position, part, kind, role, words)"
        " values (:id, 2, 'co_executor', 'role', 'methodist', 'методисты')",
        id=key("activity:own:500+.4"),
    )
    assert groups(await get("methodist", "/me/todo")) == {"late": ["500+.4"]}
    await change(
        "insert into activity_party (activity_id, position, part, kind, organisation_id, words)"
        " values (:id, 2, 'co_executor', 'organisation', :centre, 'РЦ')",
        id=key("activity:own:500+.6"),
        centre=key("organisation:own"),
    )
    assert groups(await get("methodist", "/me/todo")) == {"late": ["500+.4"]}
    await change(
        "update person set organisation_id = :centre where id = :id",
        id=key("person:methodist"),
        centre=key("organisation:own"),
    )
    assert groups(await get("methodist", "/me/todo")) == {"late": ["500+.4"], "week": ["500+.6"]}


async def test_every_plan_in_force_says_what_is_due(get: Get, change: Change) -> None:
    await change(
        "insert into act (kind, number, signed_on, issuer, title) values ('приказ', '7', '2021-03-01', 'ЦУ', 'О плане')"
    )
    await change(
        "with ed as (insert into edition (plan_id, act_id, number, state, effective_on, heading, period_text, period_start,"
        "     period_end, responsible_official)"
        "   select :plan, id, 2, 'in_force', '2021-03-01', 'x', 'x', '2021-01-01', '2021-12-31', 'x' from act where number = '7'"
        "   returning id),"
        " sec as (insert into section (edition_id, code, title, position, form) select id, 'В', 'В', 1, 'road_map' from ed"
        "   returning id),"
        " line as (insert into lineage (plan_id) values (:plan) returning id),"
        " row as (insert into activity (section_id, lineage_id, number, position, title, term_source, recurrence,"
        "     responsible_source, target_set, source)"
        "   select sec.id, line.id, 'В.1', 1, 'Второй план', 'до 18.03.2021', 'once', 'ЦУ', 'office', '{}' from sec, line"
        "   returning id)"
        " insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
        " select id, 1, 1, '2021-03-18', false from row",
        plan=key("spare_plan:own"),
    )
    todo = await get("head", "/me/todo")
    assert groups(todo) == {"late": ["500+.4"], "week": ["В.1", "500+.6"]}
    assert groups(await get("school_head", "/me/todo")) == {"late": ["500+.4"], "week": ["500+.6"]}
    days = {day["day"]: day["numbers"] for day in todo["days"] if day["numbers"]}
    assert days == {"2021-03-18": ["В.1"], "2021-03-20": ["500+.6"]}

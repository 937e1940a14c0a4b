"""The three views of a school's risk profile, side by side, with what may be done now."""

from datetime import date

from tests.features.conftest import Change, Get
from tests.features.risk_profiles.conftest import Write, levels
from tests.world import CANARY, key

OWN = f"/schools/{key('school:own')}/risk-profile"


async def test_three_views_and_where_they_differ(read: Get) -> None:
    found = await read("head", OWN)
    assert (found["cycle"], found["agreed"], found["differing"]) == (2021, 0, 1)
    (factor,) = found["factors"]
    assert [factor[source]["level_title"] for source in ("survey", "school", "curator")] == [
        "Средняя", "Низкая", "Высокая",
    ]  # fmt: skip
    assert (factor["agreement"], factor["agreement_title"]) == ("differ", "Расходятся")
    assert factor["needs_reason"]
    second = await read("head", f"/schools/{key('school:second')}/risk-profile")
    assert (second["agreed"], second["differing"]) == (1, 0)


async def test_a_missing_view_says_why_and_does_not_contradict(get: Get, change: Change) -> None:
    await change(
        "update risk_assessment set level = null, no_data_reason = 'анкет меньше пяти'"
        " where school_id = :id and source = 'survey'",
        id=key("school:second"),
    )
    await change(
        "delete from risk_assessment where school_id = :id and source = 'curator'",
        id=key("school:second"),
    )
    (factor,) = (await get("head", f"/schools/{key('school:second')}/risk-profile"))["factors"]
    survey = factor["survey"]
    assert survey["level"] is None
    assert survey["level_title"] == "— нет данных"
    assert survey["no_data_reason"] == "анкет меньше пяти"
    assert factor["curator"]["no_data_reason"] == "ещё не оценено"
    assert factor["curator"]["recorded_at"] is None
    assert factor["agreement"] == "partial"


async def test_the_newest_cycle_is_shown_with_the_differing_factors_first(
    get: Get, change: Change
) -> None:
    await change(
        "with made as (insert into risk_factor (code, name, editions, position, source, confidence)"
        " values ('first', 'Первый', '{2021}', 0, 'x', 'high') returning id)"
        " insert into risk_assessment (school_id, factor_id, cycle, source, level)"
        " select :id, made.id, c, s, 'low' from made, (values ('school'), ('curator'), ('survey')) v (s),"
        " (values (2020), (2021)) y (c)",
        id=key("school:own"),
    )
    found = await get("head", OWN)
    assert [factor["code"] for factor in found["factors"]] == ["low_motivation", "first"]
    await change(
        "update risk_assessment set cycle = 2022 where school_id = :id and cycle = 2020",
        id=key("school:own"),
    )
    found = await get("head", OWN)
    assert (found["cycle"], [f["code"] for f in found["factors"]]) == (2022, ["first"])
    assert found["cycles"] == [2022, 2021]
    assert (await get("head", OWN, cycle=2021))["cycle"] == 2021


async def test_a_school_without_a_profile_has_all_factors_without_data(read: Get) -> None:
    found = await read("head", f"/schools/{key('school:third')}/risk-profile")
    assert (found["cycle"], found["version"], found["state"]) == (2021, 0, "awaited")
    assert [f["agreement"] for f in found["factors"]] == ["no_data"]
    assert (found["steps"], found["signatures"]) == ([], [])


async def test_a_year_without_factors_is_refused_in_words(read: Get) -> None:
    refused = await read("head", OWN, status=422, cycle=2030)
    assert refused["detail"] == "Для 2030 года нет ни факторов риска, ни оценок."


async def test_a_foreign_school_and_none_are_told_in_the_same_words(read: Get) -> None:
    foreign = await read("head", f"/schools/{key('school:foreign')}/risk-profile", status=404)
    nothing = await read("head", f"/schools/{key('nothing')}/risk-profile", status=404)
    assert foreign["detail"] == nothing["detail"]
    assert CANARY not in str(foreign)


async def test_everybody_sees_what_is_his_to_do(read: Get) -> None:
    done = {
        role: set(shown["allowed_actions"]) | set(shown["blocked"])
        for role in (
            "head", "coordinator", "methodist", "curator", "mentor", "school_head", "school_deputy", "auditor",
            "machine_medk",
        )
        for shown in [await read(role, OWN)]
    }  # fmt: skip
    assert done == {
        "head": set(),
        "coordinator": {"state_survey", "lock", "reopen"},
        "methodist": {"state_survey"},
        "curator": {"state_curator", "verify", "sign"},
        "mentor": set(),
        "school_head": {"state_school", "self_assess", "sign"},
        "school_deputy": {"state_school", "self_assess"},
        "auditor": set(),
        "machine_medk": {"state_survey"},
    }


async def test_the_list_says_what_comes_next_and_asks_as_much_for_any_number_of_schools(
    get: Get, write: Write, statements: list[str], change: Change
) -> None:
    found = await get("coordinator", "/risk-profiles")
    (row,) = found["items"]
    assert (row["school_id"], row["factors"], row["differing"]) == (str(key("school:own")), 2, 1)
    assert row["next_step"] == "Отправить самооценку: школа"
    statements.clear()
    await get("coordinator", "/risk-profiles")
    one = len(statements)
    for name in ("second", "third"):
        path = f"/schools/{key(f'school:{name}')}/risk-profile"
        await write("coordinator", "levels", levels("survey", "high", "low"), path=path)
    statements.clear()
    assert len((await get("coordinator", "/risk-profiles"))["items"]) == 3
    assert len(statements) == one
    assert [r["school_id"] for r in (await get("curator", "/risk-profiles"))["items"]] == [
        str(key("school:own"))
    ]
    assert (await get("coordinator", "/risk-profiles", cycle=2020))["items"] == []
    assert CANARY not in str(await get("coordinator", "/risk-profiles"))
    for role, may in (("coordinator", ["send_level_file"]), ("curator", []), ("machine_medk", [])):
        assert (await get(role, "/risk-profiles"))["allowed_actions"] == may
    assert date.fromisoformat("2021-03-17").year == found["cycle"]

"""The three views of a school's risk profile, side by side."""

from tests.features.conftest import Change, Get
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
    assert factor["survey"] == {
        "level": None,
        "level_title": "— нет данных",
        "no_data_reason": "анкет меньше пяти",
    }
    assert factor["curator"]["no_data_reason"] == "ещё не оценено"
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


async def test_a_school_without_a_profile_has_an_empty_one(read: Get) -> None:
    found = await read("head", f"/schools/{key('school:third')}/risk-profile")
    assert (found["cycle"], found["factors"]) == (None, [])


async def test_a_foreign_school_and_none_are_told_in_the_same_words(read: Get) -> None:
    foreign = await read("head", f"/schools/{key('school:foreign')}/risk-profile", status=404)
    nothing = await read("head", f"/schools/{key('nothing')}/risk-profile", status=404)
    assert foreign["detail"] == nothing["detail"]
    assert CANARY not in str(foreign)

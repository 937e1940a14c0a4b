"""A school through the years: renames, mergers, closings, where its figures come from."""

import asyncio
from typing import Any

import pytest

from tests.features.conftest import Change, Get
from tests.features.schools.conftest import Write
from tests.world import CANARY, key

OWN, THIRD = f"/schools/{key('school:own')}", f"/schools/{key('school:third')}"
ORDER = "приказ от 01.03.2021 № 5"


def act(kind: str, day: str = "2021-03-10", **other: Any) -> dict[str, Any]:
    return {"kind": kind, "happened_on": day, "basis": ORDER} | other


RENAMED = act("renamed", short_name="ОЦ «Рассвет» с. Жито", full_name="Центр «Рассвет» с. Жито")


async def test_the_history_is_one_timeline_of_all_that_happened(read: Get) -> None:
    found = (await read("head", f"{OWN}/history"))["items"]
    days = [item["since_on"] for item in found]
    assert days == sorted(days, reverse=True)
    assert {item["kind"] for item in found} == {
        "assignment", "membership", "status", "reorganisation",
    }  # fmt: skip
    renamed = found[-1]
    assert (renamed["title"], renamed["detail"]) == (
        "Переименована",
        "прежнее название: МОУ Опытная",
    )
    assert CANARY not in str(found)


async def test_a_renamed_school_is_found_by_its_former_name_which_the_list_tells(
    get: Get, write: Write
) -> None:
    await write("coordinator", "POST", f"{THIRD}/reorganisations", 201, RENAMED)
    for typed in ("ГБОУ СОШ с. Жито", "рассвет", "ОЦ", "hfccdtn"):
        found = await get("head", "/schools", q=typed, count="exact")
        assert [s["id"] for s in found["items"]] == [str(key("school:third"))], typed
        assert found["total"] == 1
    found = (await get("head", "/schools", q="государственная"))["items"]
    former = {s["short_name"]: s["former_name"] for s in found}
    assert former["ОЦ «Рассвет» с. Жито"] == "ГБОУ СОШ с. Жито"
    assert former["ГБОУ СОШ с. Ель"] is None
    assert (await get("head", "/schools", q="опытная"))["items"][0]["former_name"] == "МОУ Опытная"
    history = (await get("head", f"{THIRD}/history"))["items"]
    assert (history[0]["basis"], history[0]["person"]) == (ORDER, "Человек coordinator")
    again = await write("coordinator", "POST", f"{THIRD}/reorganisations", 422, RENAMED)
    assert "нынешнее" in again["detail"]


async def test_pages_and_the_count_agree_when_schools_are_found_by_former_names(
    get: Get, change: Change, statements: list[str]
) -> None:
    await change(
        "insert into reorganisation (school_id, kind, happened_on, basis, former_short_name)"
        " select s.id, 'renamed', date '2010-09-01' + n, 'приказ', 'Заря № ' || n"
        " from school s, generate_series(1, 2) n where s.municipality_id = :id",
        id=key("municipality:own"),
    )
    seen: list[str] = []
    cursor: dict[str, str] = {}
    page: dict[str, Any] = {}
    for _ in range(3):
        page = await get("head", "/schools", q="заря", limit=1, count="exact", **cursor)
        assert page["total"] == 3
        seen += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert (len(set(seen)), page["next_cursor"]) == (3, None)
    statements.clear()
    await get("head", "/schools", q="заря")
    assert len(statements) == 2, "who asks, and the list"


@pytest.mark.parametrize("typed", ["%", "_", "\\", "№", "«»", ".", "Ш", "000", "Заря"])
async def test_signs_alone_do_not_match_everything(read: Get, typed: str) -> None:
    found = (await read("head", "/schools", q=typed))["items"]
    assert len(found) == (3 if typed in {"Ш", "000"} else 0)


async def test_a_school_under_way_does_not_close_and_says_what_is_in_the_way(
    get: Get, write: Write
) -> None:
    preview = await get("coordinator", f"{OWN}/reorganisations/preview")
    assert {i["kind"]: i["count"] for i in preview["living"]} == {
        "assignment": 2,
        "membership": 1,
        "visit": 3,
        "action_point": 2,
    }
    refused = await write("coordinator", "POST", f"{OWN}/reorganisations", 409, act("closed"))
    assert refused["type"].endswith("school-is-alive")
    assert "назначения кураторов и наставников: 2" in refused["detail"]
    assert "участие в проекте: 1" in refused["detail"]
    assert (await get("head", OWN))["active_to"] is None


async def test_a_closed_school_stays_readable_with_its_history_and_opens_again(
    get: Get, write: Write
) -> None:
    path = f"{THIRD}/reorganisations"
    assert (await get("coordinator", f"{path}/preview"))["living"] == []
    merged = act("merged", successor_id=str(key("school:second")))
    await write("coordinator", "POST", path, 201, merged)
    school = await get("head", THIRD)
    assert (school["active_to"], school["successor_name"]) == ("2021-03-10", "ГБОУ СОШ с. Ель")
    heir = (await get("head", f"/schools/{key('school:second')}/history"))["items"]
    assert [(i["detail"], i["school_id"]) for i in heir if i["kind"] == "predecessor"] == [
        ("ГБОУ СОШ с. Жито", str(key("school:third")))
    ]
    assert any(i["kind"] == "status" for i in (await get("head", f"{THIRD}/history"))["items"])
    for again in (merged, act("closed"), RENAMED):
        await write("coordinator", "POST", path, 409, again)
    await write("coordinator", "POST", path, 201, act("reopened", "2021-03-12"))
    school = await get("head", THIRD)
    assert (school["active_to"], school["successor_id"]) == (None, None)
    told = [i["title"] for i in (await get("head", f"{THIRD}/history"))["items"]][:2]
    assert told == ["Открыта снова", "Присоединена к другой школе"]
    await write("coordinator", "POST", path, 409, act("reopened"))


async def test_a_successor_is_another_open_school_one_can_see(write: Write, change: Change) -> None:
    path = f"{THIRD}/reorganisations"
    await change(
        "update school set active_to = '2021-01-01' where id = :id", id=key("school:second")
    )
    for successor, words in {
        "third": "самой себя",
        "foreign": "не видна",
        "nothing": "не видна",
        "second": "сама закрыта",
    }.items():
        for kind in ("merged", "closed"):
            body = act(kind, successor_id=str(key(f"school:{successor}")))
            refused = await write("coordinator", "POST", path, 422, body)
            assert refused["errors"][0]["pointer"] == "/successor_id"
            assert words in refused["detail"]
    for body in (act("merged"), act("closed", "2029-01-01"), act("renamed", short_name="Новая")):
        await write("coordinator", "POST", path, 422, body)


async def test_a_closing_ahead_leaves_no_circle_and_no_heir_that_is_gone(
    write: Write, get: Get, change: Change
) -> None:
    await change("delete from project_member where school_id = :id", id=key("school:second"))
    second, third = str(key("school:second")), str(key("school:third"))
    ahead = act("merged", "2021-09-01", successor_id=third)
    await write("coordinator", "POST", f"/schools/{second}/reorganisations", 201, ahead)
    back = act("merged", "2021-06-01", successor_id=second)
    refused = await write("coordinator", "POST", f"{THIRD}/reorganisations", 422, back)
    assert "закрывается 01.09.2021" in refused["detail"]
    refused = await write("coordinator", "POST", f"{THIRD}/reorganisations", 409, act("closed"))
    assert "школы, которые к ней ещё присоединятся: 1" in refused["detail"]
    # What has not happened yet can be called off on any day.
    off = act("reopened", "2021-03-17")
    await write("coordinator", "POST", f"/schools/{second}/reorganisations", 201, off)
    await write("coordinator", "POST", f"{THIRD}/reorganisations", 201, act("closed"))


async def test_a_school_is_not_opened_again_before_it_was_closed(write: Write) -> None:
    path = f"{THIRD}/reorganisations"
    await write("coordinator", "POST", path, 201, act("closed"))
    early = await write("coordinator", "POST", path, 422, act("reopened", "2021-03-09"))
    assert early["errors"][0]["pointer"] == "/happened_on"
    assert "закрыта 10.03.2021" in early["detail"]


async def test_an_assignment_may_last_to_the_last_day_of_the_school(
    write: Write, change: Change
) -> None:
    third = key("school:third")
    await change(
        "insert into assignment (kind, person_id, school_id, period, act_text)"
        " select 'mentor', :person, :school, daterange('2021-03-01', '2021-03-11'), 'приказ'",
        person=key("person:mentor"), school=third,
    )  # fmt: skip
    path = f"{THIRD}/reorganisations"
    refused = await write("coordinator", "POST", path, 409, act("closed", "2021-03-09"))
    assert "назначения кураторов и наставников: 1" in refused["detail"]
    await write("coordinator", "POST", path, 201, act("closed", "2021-03-10"))


async def test_only_those_who_keep_the_register_reorganise(write: Write) -> None:
    for role in ("head", "methodist", "curator", "school_head", "auditor"):
        await write(role, "POST", f"{THIRD}/reorganisations", 403, RENAMED)


async def test_renames_at_once_come_one_after_another_and_each_keeps_the_name_before(
    get: Get, write: Write
) -> None:
    await asyncio.gather(
        *(
            write(
                "coordinator", "POST", f"{THIRD}/reorganisations", 201,
                act("renamed", short_name=f"Школа {n}{n}", full_name=f"Полная {n}{n}"),
            )
            for n in range(1, 5)
        )
    )  # fmt: skip
    former = {
        item["detail"]
        for item in (await get("head", f"{THIRD}/history"))["items"]
        if item["kind"] == "reorganisation"
    }
    now = (await get("head", THIRD))["short_name"]
    names = {"ГБОУ СОШ с. Жито", *(f"Школа {n}{n}" for n in range(1, 5))} - {now}
    assert former == {f"прежнее название: {name}" for name in names}


async def test_two_schools_do_not_merge_into_each_other_at_once(
    write: Write, change: Change
) -> None:
    await change("delete from project_member where school_id = :id", id=key("school:second"))
    replies = await asyncio.gather(
        *(
            write(
                "coordinator", "POST", f"/schools/{key(f'school:{one}')}/reorganisations", None,
                act("merged", successor_id=str(key(f"school:{other}"))),
            )
            for one, other in (("second", "third"), ("third", "second"))
        )
    )  # fmt: skip
    assert sorted(reply.get("status", 201) for reply in replies) == [201, 422]


async def test_sources_say_who_wrote_a_figure_and_when(get: Get, write: Write) -> None:
    body = {
        "academic_year": 2020,
        "as_of": "2021-03-01",
        "source": "ОО-1",
        "classes": [{"grade": 5, "letter": "А", "pupils": 19}],
    }
    await write("school_head", "PUT", f"{OWN}/classes", 200, body)
    found = {s["figure"]: s for s in (await get("head", f"{OWN}/sources"))["items"]}
    assert (found["classes"]["value"], found["classes"]["person"]) == ("19", "Человек school_head")
    assert found["classes"]["recorded_at"].startswith("2021-03-17")
    assert (found["pupils"]["value"], found["pupils"]["source"]) == ("86", "паспорт школы")
    assert found["low_results"]["basis"] == "приказ с. Ёлкино"
    assert (found["curator"]["value"], found["curator"]["basis"]) == (
        "Человек curator",
        "приказ № 1",
    )
    assert (found["visit"]["value"], found["visit"]["basis"]) == (
        "10.03.2021",
        "беседа с учителями",
    )
    assert (found["fisoko_login"]["title"], found["code"]["title"]) == ("Логин ФИС ОКО", "Код ОО")
    assert "inn" not in found
    assert CANARY not in str(found)

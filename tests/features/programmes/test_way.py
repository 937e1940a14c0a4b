"""The way of a programme from its first line to the second stage, and the facts that follow from it."""

from datetime import UTC, datetime
from typing import Any

from backend.core.settings import Settings
from tests.features.conftest import Change, Get
from tests.features.execution.conftest import product_at
from tests.features.programmes.conftest import (
    FACTOR,
    FIRST,
    GOOD,
    OWN,
    PDF,
    SECOND,
    Facts,
    Programmes,
    body_of,
    id_of,
    select_factors,
)


def blocked(thing: Any) -> dict[str, str]:
    return {line["action"]: line["reason"] for line in thing["blocked"]}


async def test_a_programme_is_written_returned_mended_accepted_and_carried_out(
    programmes: Programmes,
) -> None:
    bare = {"goal": "Закрыть вакансии", "measures": [{"stage": 1, "title": "Педсовет"}]}
    made = await programmes.begin(bare)
    assert (made["programme"]["state_title"], made["version"]) == ("черновик", 1)
    assert made["allowed_actions"] == ["save", "submit"]
    sent = await programmes.submit(made, who="school_deputy")
    assert (sent["programme"]["state"], sent["submitted_by"] is not None) == ("submitted", True)
    assert "Сейчас менять её нельзя" in blocked(sent)["save"]

    seen = await programmes.read(made, who="curator")
    assert seen["allowed_actions"] == ["return"]
    severe = [note["what"] for note in seen["notes"] if note["severity"] == "severe"]
    assert blocked(seen)["accept"] == f"Принять нельзя: {severe[0]}"
    refused = await programmes.decide(made, "accept", status=409)
    assert refused["detail"] == blocked(seen)["accept"]

    wordless = await programmes.decide(made, "return", status=422)
    assert wordless["errors"][0]["pointer"] == "/reason"
    returned = await programmes.decide(made, "return", reason="нет сроков")
    assert (returned["programme"]["state"], returned["reason"]) == ("returned", "нет сроков")
    mended = await programmes.save(
        returned, **{**GOOD, "measures": [{**FIRST, "id": returned["measures"][0]["id"]}, SECOND]}
    )
    assert [note for note in mended["notes"] if note["severity"] == "severe"] == []
    await programmes.submit(made)
    unsaid = await programmes.decide(made, "accept", matches_concept=None, status=422)
    assert unsaid["errors"][0]["pointer"] == "/matches_concept"
    accepted = await programmes.decide(made, "accept")
    assert (accepted["accepted_on"], accepted["matches_concept"]) == ("2021-03-17", True)
    told = [step["words"] for step in reversed(accepted["steps"])]
    assert told == [
        "изменена", "сдана на проверку", "возвращена на доработку", "изменена", "сдана на проверку", "принята",
    ]  # fmt: skip

    first, second = (m["id"] for m in accepted["measures"])
    shown = await programmes.show(first, file=("Договор.pdf", PDF))
    assert shown["programme"]["waiting"] == 1
    assert shown["measures"][0]["file_name"] == "Договор.pdf"
    early = await programmes.show(second, status=409)
    assert "принимаются с 01.09.2021" in early["detail"]
    await programmes.judge(first, "send_back", status=422)
    back = await programmes.judge(first, "send_back", reason="нет подписи")
    assert (back["measures"][0]["state"], back["measures"][0]["reason"]) == (
        "returned",
        "нет подписи",
    )
    again = await programmes.show(first, link_url="https://пример.рф/приказ")
    assert again["measures"][0]["file_name"] is None
    done = await programmes.judge(first, "confirm")
    assert done["measures"][0]["confirmed_on"] == "2021-03-17"
    assert not done["measures"][0]["is_late"]
    assert (done["programme"]["stage1_confirmed"], done["programme"]["stage1"]) == (1, 1)


async def test_the_second_stage_opens_on_its_day_or_when_the_first_is_confirmed(
    programmes: Programmes, settings: Settings
) -> None:
    made = await programmes.accepted()
    first, second = (m["id"] for m in made["measures"])
    # Samara days: the first of September begins at 20:00 UTC of the day before.
    async with product_at(settings, datetime(2021, 8, 31, 19, 59, tzinfo=UTC)) as client:
        early = await Programmes(client).show(second, status=409)
        assert "принимаются с 01.09.2021" in early["detail"]
        seen = await Programmes(client).read(made)
        assert blocked(seen["measures"][1])["evidence"] == early["detail"]
    async with product_at(settings, datetime(2021, 8, 31, 20, 0, tzinfo=UTC)) as client:
        opened = await Programmes(client).read(made)
        assert opened["measures"][1]["allowed_actions"] == ["evidence"]
        await Programmes(client).show(second, done_on="2021-09-01")
    async with product_at(settings, datetime(2021, 10, 21, 6, 0, tzinfo=UTC)) as client:
        late = (await Programmes(client).judge(second, "confirm"))["measures"][1]
        assert (late["confirmed_on"], late["is_late"]) == ("2021-10-21", True)
    await programmes.show(first)
    await programmes.judge(first, "confirm")


async def test_a_confirmed_first_stage_opens_the_second_at_once_and_sent_back_closes_it(
    programmes: Programmes,
) -> None:
    made = await programmes.accepted()
    first, second = (m["id"] for m in made["measures"])
    await programmes.show(first)
    await programmes.show(second, status=409)
    await programmes.judge(first, "confirm")
    assert (await programmes.read(made))["measures"][1]["allowed_actions"] == ["evidence"]
    await programmes.judge(first, "send_back", reason="не тот приказ")
    await programmes.show(second, status=409)
    await programmes.show(first)
    await programmes.judge(first, "confirm")
    await programmes.show(second)


async def test_an_accepted_programme_may_be_returned_and_what_was_carried_out_stays(
    programmes: Programmes,
) -> None:
    made = await programmes.accepted()
    first = made["measures"][0]["id"]
    await programmes.show(first)
    await programmes.judge(first, "confirm")
    back = await programmes.decide(made, "return", reason="меры второго этапа не те")
    assert (back["programme"]["state"], back["accepted_on"], back["matches_concept"]) == (
        "returned",
        None,
        None,
    )
    fixed, other = body_of(back)["measures"]
    lost = await programmes.save(back, measures=[other], status=409)
    assert FIRST["title"] in lost["detail"]
    saved = await programmes.save(back, measures=[fixed, other | {"title": "Провести другой срез"}])
    await programmes.submit(saved)
    again = await programmes.decide(saved, "accept")
    assert [m["state"] for m in again["measures"]] == ["confirmed", "planned"]
    assert again["measures"][0]["confirmed_on"] == "2021-03-17"


async def test_a_programme_beside_the_concept_is_accepted_only_with_words(
    programmes: Programmes,
) -> None:
    made = await programmes.begin()
    await programmes.submit(made)
    refused = await programmes.decide(
        made, "accept", matches_concept=False, reason=None, status=422
    )
    assert refused["errors"][0]["pointer"] == "/reason"
    accepted = await programmes.decide(made, "accept", matches_concept=False, reason="иная цель")
    assert (accepted["matches_concept"], accepted["reason"]) == (False, "иная цель")


async def test_what_is_late_is_said_from_the_day_after_the_due_day(
    programmes: Programmes, settings: Settings
) -> None:
    made = await programmes.accepted()
    for day, is_late in ((20, False), (21, True)):
        async with product_at(settings, datetime(2021, 5, day, 6, 0, tzinfo=UTC)) as client:
            seen = await Programmes(client).read(made)
        assert [m["is_late"] for m in seen["measures"]] == [is_late, False], day


async def test_a_list_names_factors_selected_for_work_that_have_no_programme_yet(
    programmes: Programmes, get: Get, change: Change
) -> None:
    path = f"/schools/{OWN}/programmes"
    before = await get("school_head", path)
    assert (before["cycle"], before["total"], before["accepted"]) == (2021, 0, 0)
    assert [(i["factor"], i["is_selected"]) for i in before["items"]] == [("low_motivation", False)]
    await select_factors(change, FACTOR, "low_motivation")
    missing = await get("school_head", path)
    lines = {item["factor"]: item for item in missing["items"]}
    assert (missing["total"], missing["accepted"]) == (2, 1)
    assert (lines[FACTOR]["id"], lines[FACTOR]["state_title"]) == (None, "программы ещё нет")
    assert missing["allowed_actions"] == ["begin"]
    assert (await get("curator", path))["allowed_actions"] == []
    made = await programmes.begin()
    there = await get("curator", path)
    line = next(item for item in there["items"] if item["factor"] == FACTOR)
    assert (line["id"], line["measures"], line["stage1"], line["stage2"]) == (id_of(made), 2, 1, 1)
    old = await get("school_head", path, cycle=2020)
    assert [item["state"] for item in old["items"]] == ["draft"]
    assert (await get("school_head", path, cycle=2025))["items"] == []


async def test_the_facts_of_the_plan_appear_and_go_with_the_programmes(
    programmes: Programmes, facts: Facts, change: Change
) -> None:
    named = {"programmes_accepted", "programmes_match", "stage1_confirmed"}
    await change("delete from programme_step where school_id = :school", school=OWN)
    await change("delete from programme_measure where school_id = :school", school=OWN)
    await select_factors(change, FACTOR, "low_motivation")
    assert named & set(await facts()) == set()
    made = await programmes.begin()
    await programmes.submit(made)
    assert named & set(await facts()) == set()
    await programmes.decide(made, "accept", matches_concept=False)
    found = await facts()
    assert named & set(found) == {"programmes_accepted"}
    assert found["programmes_accepted"] == "2021-03-17"
    await programmes.decide(made, "return", reason="не по концепции")
    assert named & set(await facts()) == set()
    await programmes.submit(made)
    accepted = await programmes.decide(made, "accept")
    assert named & set(await facts()) == {"programmes_accepted", "programmes_match"}
    first = accepted["measures"][0]["id"]
    await programmes.show(first)
    assert "stage1_confirmed" not in await facts()
    await programmes.judge(first, "confirm")
    assert (await facts())["stage1_confirmed"] == "2021-03-17"
    await programmes.judge(first, "send_back", reason="не тот договор")
    assert "stage1_confirmed" not in await facts()
    # Another factor selected for work is one more programme to write.
    await change("delete from risk_programme where school_id = :s and cycle = 2021 and factor_id <> "
                 "(select id from risk_factor where code = :code)", s=OWN, code=FACTOR)  # fmt: skip
    assert named & set(await facts()) == set()


async def test_what_was_read_may_be_sent_back_as_it_is(programmes: Programmes) -> None:
    made = await programmes.begin()
    saved = await programmes.save(made)
    assert body_of(saved) == body_of(made)
    assert saved["version"] == 2

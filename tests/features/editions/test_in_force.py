"""Put in force: the next edition takes over what people have done, the one before stays as it was for ever."""

from collections import Counter
from typing import Any

import asyncpg
import httpx
import pytest

from backend.core.settings import Settings
from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.editions.draft_steps import (
    DRAFT,
    EDITION,
    PLAN,
    SIGNED,
    Drafts,
    result,
    row,
    rows_of,
    section,
)
from tests.world import key

ROW4, ROW6 = "500+.4", "500+.6"
SECOND = {"school_id": str(key("school:second"))}


@pytest.fixture
def drafts(anonymous: httpx.AsyncClient) -> Drafts:
    return Drafts(anonymous)


async def test_an_edition_waits_until_everything_that_blocks_it_is_answered(
    drafts: Drafts,
) -> None:
    draft = await drafts.begin()
    document = draft["document"]
    document["sections"][0]["rows"][0]["term_source"] = "когда-нибудь"
    saved = await drafts.save(document, 1, draft["edition_id"])
    refused = await drafts.put_in_force(saved, 409)
    assert refused["type"] == "/problems/transition-not-allowed"
    told = [error["message"] for error in refused["errors"]]
    assert told[:3] == [
        "Укажите номер распоряжения.",
        "Укажите дату распоряжения.",
        "Укажите день вступления в силу.",
    ]
    assert told[3].startswith("500+.4: ")
    assert saved["blocked_by"] == told
    document["sections"][0]["rows"][0]["term_source"] = "до 15.03.2021"
    for act in ({"signed_on": "2021-03-18"}, {"effective_on": "2021-03-18"}, {"number": None}):
        document["act"] |= SIGNED | act
        saved = await drafts.save(document, saved["version"], draft["edition_id"])
        await drafts.put_in_force(saved, 409)
    await drafts.sign_and_put_in_force(saved)


async def test_what_people_have_done_goes_on_with_the_row(drafts: Drafts, get: Get) -> None:
    window = f"/windows/{key(f'window:own:{ROW6}')}"
    report = {"action": "report", "comment": "протокол", **SECOND}
    await drafts.ask("POST", f"{window}/reports", report)
    moved = {"to_on": "2021-04-15", "reason": "карантин", "school_id": str(key("school:own"))}
    await drafts.ask("POST", f"{window}/reschedules", moved, 201)
    draft = await drafts.begin()
    rows = draft["document"]["sections"][0]["rows"]
    rows[1] |= {"number": "500+.9", "title": "Новые слова", "term_source": "до 30.04.2021"}
    rows[0], rows[1] = rows[1], rows[0]
    diff = await drafts.sign_and_put_in_force(draft)
    assert (diff["same"], diff["changed"], diff["added"], diff["removed"]) == (1, 1, 0, 0)
    edition = await get("coordinator", f"/editions/{draft['edition_id']}/activities")
    first = edition["sections"][0]["activities"][0]
    assert (first["number"], first["windows"][0]["ends_on"]) == ("500+.9", "2021-04-30")
    shown = (await get("coordinator", f"/activities/{first['id']}/occurrences"))["windows"][0]
    schools = {o["school_id"]: o for o in shown["schools"]}
    kept = schools[SECOND["school_id"]]
    assert (kept["state"], kept["comment"], len(kept["steps"])) == ("reported", "протокол", 1)
    # The act has named another day: moves of the day before it are over, and told.
    assert schools[str(key("school:own"))]["effective_on"] == "2021-04-30"
    assert "карантин" in [move["reason"] for move in shown["reschedules"]]
    # Decided in the new edition, refused in the old one.
    accept = {"action": "accept", **SECOND}
    decided = await anonymous_post(drafts, f"/windows/{shown['window_id']}/decisions", accept)
    assert decided == 200
    assert await anonymous_post(drafts, f"{window}/decisions", accept) == 409
    assert (await get("coordinator", f"/activities/{first['id']}"))["activity"]["figure"][
        "met"
    ] == 1


async def test_a_moved_deadline_stays_moved_where_the_new_act_says_the_same(
    drafts: Drafts, get: Get
) -> None:
    window = f"/windows/{key(f'window:own:{ROW6}')}"
    moved = {"to_on": "2021-04-15", "reason": "карантин", "school_id": str(key("school:own"))}
    await drafts.ask("POST", f"{window}/reschedules", moved, 201)
    draft = await drafts.begin()
    await drafts.sign_and_put_in_force(draft)
    edition = await get("coordinator", f"/editions/{draft['edition_id']}/activities")
    (activity,) = [a for a in edition["sections"][0]["activities"] if a["number"] == ROW6]
    shown = (await get("school_head", f"/activities/{activity['id']}/occurrences"))["windows"][0]
    (own,) = shown["schools"]
    assert (own["ends_on"], own["effective_on"]) == ("2021-03-20", "2021-04-15")


async def anonymous_post(drafts: Drafts, path: str, body: Any) -> int:
    reply = await drafts.client.post(f"/api/v1{path}", headers=headers_of("head"), json=body)
    return reply.status_code


async def test_facts_of_the_row_itself_stay_with_it_and_not_with_its_number(
    drafts: Drafts, get: Get
) -> None:
    accepted = await figures(get, EDITION)
    draft = await drafts.begin()
    rows = draft["document"]["sections"][0]["rows"]
    rows[0]["number"], rows[1]["number"] = ROW6, ROW4
    await drafts.sign_and_put_in_force(draft)
    now = await figures(get, draft["edition_id"])
    assert now == {ROW6: accepted[ROW4], ROW4: accepted[ROW6]}


async def figures(get: Get, edition: str) -> dict[str, tuple[int, int]]:
    found = await get("coordinator", f"/editions/{edition}/activities")
    return {
        a["number"]: (a["figure"]["met"], a["figure"]["total"])
        for s in found["sections"]
        for a in s["activities"]
    }


async def test_the_edition_before_stays_readable_and_not_a_byte_of_it_changes(
    drafts: Drafts, get: Get, settings: Settings
) -> None:
    before = await rows_of(settings, EDITION)
    assert len(before) >= 11
    draft = await drafts.begin()
    draft["document"]["sections"] = [section(row("1.1"))]
    await drafts.sign_and_put_in_force(draft)
    assert await rows_of(settings, EDITION) == before
    old = await get("school_head", f"/editions/{EDITION}/activities")
    assert old["edition"]["state"] == "superseded"
    assert [a["number"] for a in old["sections"][0]["activities"]] == [ROW4, ROW6]
    new = await get("school_head", f"/editions/{draft['edition_id']}/activities")
    assert (new["edition"]["state"], new["edition"]["act"]["number"]) == ("in_force", "12-од")


async def test_windows_keep_their_slots_and_a_new_one_never_takes_an_old_place(
    drafts: Drafts, settings: Settings
) -> None:
    two = [
        {"starts_on": None, "ends_on": "2021-05-20"},
        {"starts_on": None, "ends_on": "2021-09-20"},
    ]
    first = await drafts.save_rows(row("1.1", windows=two))
    await drafts.put_in_force(first)

    async def slots(edition: str) -> list[tuple[int, str]]:
        connection = await asyncpg.connect(settings.database_url)
        found = await connection.fetch(
            "select w.slot, w.ends_on::text from activity_window w join activity a on a.id = w.activity_id"
            " join section s on s.id = a.section_id where s.edition_id = $1 order by w.position",
            edition,
        )
        await connection.close()
        return [tuple(line) for line in found]

    assert await slots(DRAFT) == [(1, "2021-05-20"), (2, "2021-09-20")]
    draft = await drafts.begin()
    draft["document"]["sections"][0]["rows"][0]["windows"] = two[1:]
    await drafts.sign_and_put_in_force(draft, number="13-од")
    assert await slots(draft["edition_id"]) == [(2, "2021-09-20")]
    draft = await drafts.begin()
    three = [
        *two[1:],
        {"starts_on": None, "ends_on": "2021-05-20"},
        {"starts_on": None, "ends_on": "2021-06-20"},
    ]
    draft["document"]["sections"][0]["rows"][0]["windows"] = three
    await drafts.sign_and_put_in_force(draft, number="14-од")
    assert await slots(draft["edition_id"]) == [
        (2, "2021-09-20"),
        (3, "2021-05-20"),
        (4, "2021-06-20"),
    ]


async def test_questions_are_carried_once_however_many_editions_follow(
    drafts: Drafts, get: Get
) -> None:
    put = ""
    for number in ("12-од", "13-од", "14-од"):
        draft = await drafts.begin()
        await drafts.sign_and_put_in_force(draft, number=number)
        put = draft["edition_id"]
    edition = await get("coordinator", f"/editions/{put}/activities")
    for activity in edition["sections"][0]["activities"]:
        texts = [question["text"] for question in activity["questions"]]
        assert texts.count("Вопрос") == 1
        assert len(texts) == len(set(texts))
    found = {q["text"]: q["short_text"] for q in activity["questions"]}
    assert found["Вопрос"] == "вопрос"


async def test_results_and_parties_are_written_as_they_were_said(drafts: Drafts, get: Get) -> None:
    parties = [
        {"part": "control", "organisation": None, "role": None, "school_id": None,
         "person_id": str(key("person:head")), "words": "начальник"},
    ]  # fmt: skip
    results = [
        result(quantifier="at_least", threshold=1),
        result(title="Кураторы", members="project_curators", facts=["curator_attended"]),
    ]
    saved = await drafts.save_rows(
        row("1.1", results=results, parties=parties),
        row("1.2", responsible_source="Центральное управление, кураторы. Контроль: директора ОО"),
    )
    read = [(p["part"], p["kind"], p["words"]) for p in saved["readings"][1]["parties"]]
    await drafts.put_in_force(saved)
    edition = await get("coordinator", f"/editions/{DRAFT}/activities")
    first, second = edition["sections"][0]["activities"]
    assert first["figure"]["total"] == 2
    assert first["other_figures"][0]["title"] == "Кураторы"
    assert [(p["part"], p["kind"], p["words"]) for p in first["parties"]] == [
        ("control", "person", "начальник")
    ]
    assert [(p["part"], p["kind"], p["words"]) for p in second["parties"]] == read


async def test_every_row_that_is_written_stands_in_the_change_log(
    drafts: Drafts, settings: Settings
) -> None:
    saved = await drafts.save_rows(
        row("1.1", results=[result()], remarks=["Вопрос?"]), row("1.2", expected_result="100% ОО")
    )
    connection = await asyncpg.connect(settings.database_url)
    before = await connection.fetchval("select coalesce(max(seq), 0) from change")
    await drafts.put_in_force(saved)
    lines = await connection.fetch(
        "select table_name, operation, count(*) as n, count(distinct request_id) as requests,"
        " bool_and(person_id = $2) as is_by_him from change where seq > $1 group by 1, 2",
        before,
        key("person:coordinator"),
    )
    await connection.close()
    written = {(line["table_name"], line["operation"]): line["n"] for line in lines}
    assert written.pop(("edition_draft", "delete")) == 1
    assert written.pop(("edition", "update")) == 2
    assert written.pop(("author_question", "insert")) >= 2
    assert written.pop(("activity_party", "insert")) >= 2
    assert written == {
        ("act", "insert"): 1, ("lineage", "insert"): 2, ("section", "insert"): 1, ("activity", "insert"): 2,
        ("activity_window", "insert"): 2, ("expected_result", "insert"): 1,
    }  # fmt: skip
    assert all(line["is_by_him"] and line["requests"] == 1 for line in lines)


async def test_a_stale_version_puts_nothing_in_force(drafts: Drafts) -> None:
    saved = await drafts.save_rows(row("1.1"))
    await drafts.put_in_force(saved | {"version": saved["version"] - 1}, 412)
    await drafts.ask("POST", f"/editions/{DRAFT}/put-in-force", status=428)
    await drafts.put_in_force(saved)


async def test_a_plan_never_has_two_editions_in_force(drafts: Drafts, get: Get) -> None:
    for number in ("12-од", "13-од"):
        await drafts.sign_and_put_in_force(await drafts.begin(), number=number)
    (plan,) = [p for p in (await get("head", "/plans"))["items"] if p["id"] == PLAN]
    states = [edition["state"] for edition in plan["editions"]]
    assert Counter(states) == {"in_force": 1, "superseded": 2}

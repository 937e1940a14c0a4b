"""Drafts: begun once a plan, saved by version so that nothing is lost, read and asked about at once."""

import asyncio
from collections import Counter
from uuid import uuid4

import httpx
import pytest

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.conftest import Change
from tests.features.editions.draft_steps import DRAFT, EDITION, PLAN, Drafts, result, row, section
from tests.world import CANARY, key


@pytest.fixture
def drafts(anonymous: httpx.AsyncClient) -> Drafts:
    return Drafts(anonymous)


async def test_the_next_edition_begins_as_a_copy_of_the_one_in_force(drafts: Drafts) -> None:
    draft = await drafts.begin()
    assert (draft["number"], draft["version"]) == (3, 1)
    assert draft["based_on_id"] == EDITION
    (copied,) = draft["document"]["sections"]
    assert [r["number"] for r in copied["rows"]] == ["500+.4", "500+.6"]
    assert [r["lineage_id"] for r in copied["rows"]] == [
        str(key("lineage:own:500+.4")),
        str(key("lineage:own:500+.6")),
    ]
    assert copied["rows"][0]["results"][0]["facts"] == [
        "visit_held",
        "risk_profile_verified",
        "medk_mark",
    ]
    assert copied["rows"][0]["remarks"] == ["Вопрос"]
    assert {reading["change"] for reading in draft["readings"]} == {"same"}
    assert draft["removed"] == []
    act = draft["document"]["act"]
    assert act["number"] is act["signed_on"] is act["effective_on"] is None
    assert draft["blocked_by"]
    assert "put_in_force" not in draft["allowed_actions"]


async def test_a_plan_has_one_draft_and_the_second_is_led_to_it(drafts: Drafts) -> None:
    refused = await drafts.ask("POST", f"/plans/{PLAN}/drafts", {}, 409)
    assert refused["errors"][0]["message"] == DRAFT
    await drafts.ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
    await drafts.read(status=404)
    await drafts.ask("POST", f"/plans/{PLAN}/drafts", {}, 201)
    await drafts.ask("POST", f"/plans/{PLAN}/drafts", {}, 409)


async def test_of_twenty_who_begin_at_once_one_succeeds(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"pool_size": 20}))
    async with app.router.lifespan_context(app), client_of(app) as crowd:
        await Drafts(crowd).ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
        begun = await asyncio.gather(
            *(
                crowd.post(f"/api/v1/plans/{PLAN}/drafts", headers=headers_of(role), json={})
                for role in ("coordinator", "head") * 10
            )
        )
        assert Counter(r.status_code for r in begun) == {201: 1, 409: 19}
        # Copies for another year under one code, too.
        body = {"code": "plan_next", "title": "План", "years": 1}
        path = f"/api/v1/editions/{EDITION}/copies"
        made = await asyncio.gather(
            *(crowd.post(path, headers=headers_of("coordinator"), json=body) for _ in range(20))
        )
        assert Counter(r.status_code for r in made) == {201: 1, 409: 19}
        assert {r.json()["errors"][0]["pointer"] for r in made if r.status_code == 409} == {"/code"}


async def test_a_draft_is_saved_only_by_the_version_it_was_read_at(drafts: Drafts) -> None:
    document = (await drafts.read())["document"]
    document["heading"] = "Новый заголовок"
    for match in (None, "*", '"last"', '"-1"', '"1e9"', '"1", "2"'):
        refused = await drafts.ask("PUT", f"/editions/{DRAFT}/draft", document, 428, match=match)
        assert "введённое не потеряется" in refused["detail"]
    saved = await drafts.save(document)
    assert (saved["version"], saved["document"]["heading"]) == (2, "Новый заголовок")
    assert saved["changed_by"] == "Человек coordinator"
    assert await drafts.read() == saved


async def test_the_second_of_two_coordinators_loses_nothing_and_is_told_who_was_first(
    anonymous: httpx.AsyncClient,
) -> None:
    first, second = Drafts(anonymous), Drafts(anonymous, "head")
    one, other = (await first.read())["document"], (await second.read())["document"]
    one["heading"], other["heading"] = "первый", "второй"
    await first.save(one)
    refused = await second.save(other, status=412)
    assert refused["detail"].startswith("Пока вы правили, черновик сохранил кто-то другой")
    assert "Человек coordinator" in refused["detail"]
    assert (await second.read())["document"]["heading"] == "первый"
    await second.save(other, 2)
    assert (await first.read())["document"]["heading"] == "второй"


async def test_of_many_saves_of_one_version_one_is_written(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"pool_size": 20}))
    async with app.router.lifespan_context(app), client_of(app) as crowd:
        drafts = Drafts(crowd)
        document = (await drafts.read())["document"]
        replies = await asyncio.gather(
            *(
                crowd.put(
                    f"/api/v1/editions/{DRAFT}/draft",
                    headers=headers_of("coordinator") | {"If-Match": '"1"'},
                    json=document | {"heading": f"заголовок {n}"},
                )
                for n in range(20)
            )
        )
        assert Counter(r.status_code for r in replies) == {200: 1, 412: 19}
        kept = (await drafts.read())["document"]["heading"]
        assert [r.json()["document"]["heading"] for r in replies if r.status_code == 200] == [kept]


async def test_what_is_saved_is_read_back_word_for_word(drafts: Drafts) -> None:
    said = "  «Ёлка» — 1.1\u00a0% <b>&amp;</b>\tи\nещё 😀 'кавычки' \"и\" слеш \\ "
    rows = (
        row("1.1", title=said, term_source="Ноябрь 2020 Май-июнь 2021", cells=["1.1.", " ", ""]),
        row("1.2", windows=[{"starts_on": None, "ends_on": "2021-05-20"}], remarks=["Вопрос?"]),
        row("1.3", results=[result(quantifier="share", threshold=80)]),
    )
    saved = await drafts.save_rows(*rows)
    kept = saved["document"]["sections"][0]["rows"]
    assert kept[0]["title"] == said.strip()
    assert [r | {"title": ""} for r in kept] == [r | {"title": ""} for r in rows]


async def test_a_draft_shows_what_its_texts_were_read_as(drafts: Drafts) -> None:
    parties = [
        {"part": "control", "organisation": None, "role": None, "school_id": None,
         "person_id": str(key("person:head")), "words": "начальник"},
    ]  # fmt: skip
    saved = await drafts.save_rows(
        row("1.1", term_source="14.02.2021"),
        row("1.2", term_source="когда-нибудь"),
        row(
            "1.3",
            term_source="Май-июнь 2021",
            windows=[{"starts_on": None, "ends_on": "2021-05-23"}],
        ),
        row("1.4", parties=parties),
    )
    exact, unclear, stated, named = saved["readings"]
    assert exact["term_kind"] == "exact"
    assert exact["windows"][0]["weekend"] == "воскресенье, выходной"
    assert unclear["windows"] == []
    assert any(question["is_blocking"] for question in unclear["questions"])
    assert [w["ends_on"] for w in stated["windows"]] == ["2021-05-23"]
    assert {reading["change"] for reading in saved["readings"]} == {"added"}
    assert saved["removed"] == [
        "500+.4 Мероприятие 500+.4",
        "500+.6 Мероприятие 500+.6",
    ]
    assert named["key"] == saved["document"]["sections"][0]["rows"][3]["key"]
    assert [text for text in saved["blocked_by"] if text.startswith("1.2: ")]


async def test_a_list_of_dates_without_a_date_leaves_the_row_its_words(drafts: Drafts) -> None:
    """A row without any window could never be reported and would never be late."""
    saved = await drafts.save_rows(row("1.1", windows=[]), row("1.2", term_source="?", windows=[]))
    read, unclear = saved["readings"]
    assert [w["ends_on"] for w in read["windows"]] == ["2021-05-20"]
    assert any(question["is_blocking"] for question in unclear["questions"])


async def test_a_foreign_draft_does_not_exist(drafts: Drafts) -> None:
    foreign = key("draft:foreign")
    document = (await drafts.read())["document"]
    for edition in (foreign, uuid4(), key("edition:own")):
        path = f"/editions/{edition}"
        await drafts.ask("GET", f"{path}/draft", status=404)
        await drafts.ask("PUT", f"{path}/draft", document, 404, match=1)
        await drafts.ask("DELETE", f"{path}/draft", status=404)
        await drafts.ask("POST", f"{path}/put-in-force", status=404, match=1)
    await drafts.ask("POST", f"/plans/{key('plan:foreign')}/drafts", {}, 404)
    body = {"code": "stolen", "title": "Чужой план"}
    await drafts.ask("POST", f"/editions/{key('edition:foreign')}/copies", body, 404)
    listed = await drafts.ask("GET", "/drafts")
    assert CANARY not in str(listed)
    assert {d["plan_id"] for d in listed["items"]} == {PLAN, str(key("spare_plan:own"))}


async def test_the_list_of_drafts_counts_rows(drafts: Drafts) -> None:
    await drafts.save_rows(row("1.1"), row("1.2"), row("1.3"))
    listed = (await drafts.ask("GET", "/drafts"))["items"]
    assert {d["edition_id"]: d["rows"] for d in listed}[DRAFT] == 3


async def test_a_draft_is_hidden_from_those_who_only_read(anonymous: httpx.AsyncClient) -> None:
    for role in ("school_head", "curator", "methodist", "auditor"):
        reply = await anonymous.get(f"/api/v1/editions/{DRAFT}/draft", headers=headers_of(role))
        assert reply.status_code == 403
    for role in ("school_head", "curator"):
        for path in ("document", "diff"):
            reply = await anonymous.get(
                f"/api/v1/editions/{DRAFT}/{path}", headers=headers_of(role)
            )
            assert reply.status_code == 404


async def test_a_discarded_draft_leaves_the_edition_in_force_as_it_was(
    drafts: Drafts, anonymous: httpx.AsyncClient
) -> None:
    path = f"/api/v1/editions/{EDITION}/activities"
    before = (await anonymous.get(path, headers=headers_of("coordinator"))).json()
    await drafts.save_rows(row())
    await drafts.ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
    assert (await anonymous.get(path, headers=headers_of("coordinator"))).json() == before


async def test_a_plan_without_an_edition_in_force_is_begun_from_a_file(
    drafts: Drafts, change: Change
) -> None:
    await change("delete from edition where id = :id", id=key("spare_draft:own"))
    refused = await drafts.ask("POST", f"/plans/{key('spare_plan:own')}/drafts", {}, 409)
    assert refused["detail"].endswith("загрузите план из файла.")


async def test_a_plan_that_never_had_anything_else_goes_with_its_draft_unless_something_hangs_on_it(
    drafts: Drafts,
) -> None:
    plan, draft = str(key("spare_plan:own")), key("spare_draft:own")
    lock = {"plan_id": plan, "ends_on": "2021-03-31", "reason": "до утверждения"}
    await drafts.ask("POST", "/locks", lock, 201)
    await drafts.ask("DELETE", f"/editions/{draft}/draft", status=204)
    await drafts.ask("POST", f"/plans/{plan}/drafts", {}, 409)
    body = {"code": "plan_copy", "title": "Копия"}
    copied = await drafts.ask("POST", f"/editions/{EDITION}/copies", body, 201)
    await drafts.ask("DELETE", f"/editions/{copied['edition_id']}/draft", status=204)
    await drafts.ask("POST", f"/plans/{copied['plan_id']}/drafts", {}, 404)
    await drafts.ask("POST", f"/editions/{EDITION}/copies", body, 201)


async def test_saving_three_hundred_rows_costs_no_more_statements_than_saving_three(
    drafts: Drafts, statements: list[str]
) -> None:
    costs = []
    for rows in (3, 300):
        draft = await drafts.read()
        document = draft["document"]
        numbered = [row(f"1.{n}", title=f"Дело {n}") for n in range(1, rows + 1)]
        document["sections"] = [section(*numbered)]
        statements.clear()
        saved = await drafts.save(document, draft["version"])
        costs.append(len(statements))
        assert len(saved["readings"]) == rows
    assert costs[0] == costs[1] <= 30


async def test_a_draft_names_what_was_stated_by_dates_and_people_in_the_edition_before(
    drafts: Drafts,
) -> None:
    """Nothing is typed twice: what the words do not say goes on from one edition to the next."""
    windows = [
        {"starts_on": "2021-04-01", "ends_on": "2021-04-30"},
        {"starts_on": "2021-10-01", "ends_on": "2021-10-31"},
    ]
    parties = [
        {"part": "responsible", "organisation": "rc-own", "role": None, "school_id": None, "person_id": None,
         "words": "ресурсный центр"},
        {"part": "control", "organisation": None, "role": None, "school_id": None,
         "person_id": str(key("person:head")), "words": "начальник"},
        {"part": "co_executor", "organisation": None, "role": None, "school_id": str(key("school:own")),
         "person_id": None, "words": "школа"},
    ]  # fmt: skip
    saved = await drafts.save_rows(
        row("1.1", term_source="по отдельному письму", windows=windows, parties=parties),
        row("1.2"),
    )
    await drafts.put_in_force(saved)
    draft = await drafts.begin()
    first, second = draft["document"]["sections"][0]["rows"]
    assert first["windows"] == windows
    assert first["parties"] == parties
    assert (second["windows"], second["parties"]) == (None, None)
    body = {"code": "plan_2022", "title": "План на год", "years": 1}
    copied = await drafts.ask("POST", f"/editions/{draft['based_on_id']}/copies", body, 201)
    moved = copied["document"]["sections"][0]["rows"][0]["windows"]
    assert moved[1] == {"starts_on": "2022-10-01", "ends_on": "2022-10-31"}

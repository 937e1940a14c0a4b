"""The way of a document from its first version to its place, and who may move it."""

import asyncio
from typing import Any

import httpx
from sqlalchemy import text

from backend.core.database import SessionFactory
from backend.core.settings import Settings
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.documents.conftest import OWN, Post, Send, docx
from tests.features.execution.conftest import product_at
from tests.world import CANARY, key

ACTION = "/school-actions"
REMARK = {"place": "раздел 2", "text": "нет срока"}


async def _approved(send: Send, post: Post, **form: str) -> Any:
    made = await send("school_head", docx("Цель", form.get("title", "")), **form)
    await post("school_head", made["id"], ACTION, action="submit")
    version = made["versions"][0]["id"]
    body = {"version_id": version, "verdict": "approved", "summary": "хорошо"}
    return await post("curator", made["id"], "/reviews", 201, **body)


async def test_a_document_goes_from_draft_to_its_place_and_every_step_is_kept(
    send: Send, post: Post, get: Get
) -> None:
    made = await send("school_head", docx("Цель"), note="первая")
    assert (made["state"], made["version_number"]) == ("draft", 1)
    place = made["id"]
    sent = await post("school_head", place, ACTION, action="submit")
    assert (sent["state"], sent["first_submitted_on"]) == ("submitted", "2021-03-17")
    queue = await get("curator", "/documents", reviewer="me")
    assert [d["id"] for d in queue["items"]] == [place]
    taken = await post("curator", place, "/start-review")
    assert taken["state"] == "under_review"
    refused = await post("school_head", place, ACTION, 409, action="withdraw")
    assert "уже рассматривают" in refused["detail"]
    first = made["versions"][0]["id"]
    returned = await post(
        "curator", place, "/reviews", 201,
        version_id=first, verdict="returned", summary="доработать", remarks=[REMARK],
    )  # fmt: skip
    assert returned["state"] == "returned"
    remark = returned["versions"][0]["review"]["remarks"][0]
    assert (remark["place"], remark["text"], remark["answer"]) == ("раздел 2", "нет срока", None)
    second = await send("school_deputy", docx("Цель", "Срок: май"), to=place)
    assert (second["state"], second["version_number"], second["open_remarks"]) == ("draft", 2, 1)
    refused = await post("school_head", place, ACTION, 422, action="submit")
    assert refused["errors"][0]["pointer"] == "/answers"
    answers = [{"remark_id": remark["id"], "answer": "срок добавлен"}]
    await post("school_head", place, ACTION, action="submit", answers=answers)
    done = await post(
        "coordinator", place, "/reviews", 201,
        version_id=second["versions"][0]["id"], verdict="approved", summary="принято",
    )  # fmt: skip
    assert (done["approved_on"], done["approved_version"]) == ("2021-03-17", 2)
    assert done["versions"][1]["review"]["remarks"][0]["answer"] == "срок добавлен"
    early = {"where": "МЭДК", "published_on": "2021-03-16"}
    await post("school_head", place, ACTION, 422, action="publish", **early)
    day = {"where": "МЭДК", "published_on": "2021-03-17"}
    placed = await post("school_head", place, ACTION, action="publish", **day)
    assert (placed["state"], placed["published_where"]) == ("published", "МЭДК")
    steps = [s["action"] for s in reversed(placed["steps"])]
    assert steps == [
        "add_version", "submit", "start_review", "return", "add_version", "submit", "approve", "publish",
    ]  # fmt: skip
    third = await send("school_head", docx("Цель", "Новое"), to=place)
    assert (third["state"], third["approved_version"]) == ("draft", 2)


async def test_the_same_bytes_sent_again_are_the_same_document_and_the_same_version(
    send: Send,
) -> None:
    content = docx("Цель")
    made = await send("school_head", content)
    assert (await send("school_head", content))["id"] == made["id"]
    again = await send("school_head", content, to=made["id"])
    assert len(again["versions"]) == 1
    refused = await send("school_head", docx("Другое"), status=409)
    assert "добавьте новую версию" in refused["detail"]


async def test_a_returned_document_keeps_its_state_when_the_old_bytes_come_again(
    send: Send, post: Post
) -> None:
    content = docx("Цель")
    made = await send("school_head", content)
    await post("school_head", made["id"], ACTION, action="submit")
    body = {"verdict": "returned", "summary": "доработать", "remarks": [REMARK]}
    await post("curator", made["id"], "/reviews", 201, version_id=made["versions"][0]["id"], **body)
    again = await send("school_head", content, to=made["id"])
    assert (again["state"], len(again["versions"])) == ("returned", 1)


async def test_a_programme_waits_for_the_concept_it_stands_on(send: Send, post: Post) -> None:
    programme = await send("school_head", docx("План"), kind="medium_term_programme")
    await post("school_head", programme["id"], ACTION, action="submit")
    verdict = {
        "version_id": programme["versions"][0]["id"], "verdict": "approved", "summary": "хорошо",
    }  # fmt: skip
    refused = await post("curator", programme["id"], "/reviews", 409, **verdict)
    assert "«Концепция развития»" in refused["detail"]
    await _approved(send, post)
    await post("curator", programme["id"], "/reviews", 201, **verdict)


async def test_an_antirisk_programme_is_of_a_factor_and_its_verdict_speaks_of_the_concept(
    send: Send, post: Post
) -> None:
    await _approved(send, post)
    await send("school_head", docx("А"), kind="antirisk_programme", status=422)
    factor = str(key("factor"))
    made = await send("school_head", docx("А"), kind="antirisk_programme", factor_id=factor)
    await post("school_head", made["id"], ACTION, action="submit")
    verdict = {"version_id": made["versions"][0]["id"], "summary": "хорошо", "verdict": "approved"}
    for said in ({}, {"matches_concept": False}):
        refused = await post("curator", made["id"], "/reviews", 422, **verdict, **said)
        assert refused["errors"][0]["pointer"] == "/matches_concept"
    await post("curator", made["id"], "/reviews", 201, **verdict, matches_concept=True)


async def test_whoever_uploaded_a_version_does_not_review_it(send: Send, post: Post) -> None:
    made = await send("coordinator", docx("Цель"))
    await post("coordinator", made["id"], ACTION, action="submit")
    body = {"version_id": made["versions"][0]["id"], "verdict": "approved", "summary": "хорошо"}
    refused = await post("coordinator", made["id"], "/reviews", 409, **body)
    assert "загрузили вы" in refused["detail"]
    await post("head", made["id"], "/reviews", 201, **body)


async def test_a_person_of_the_school_does_not_review_even_as_its_curator(
    send: Send, post: Post, change: Change
) -> None:
    made = await send("school_head", docx("Цель"))
    await post("school_head", made["id"], ACTION, action="submit")
    await change(
        "update person set school_id = :school where id = :person",
        school=key("school:own"), person=key("person:office_specialist"),
    )  # fmt: skip
    body = {"version_id": made["versions"][0]["id"], "verdict": "approved", "summary": "хорошо"}
    refused = await post("office_specialist", made["id"], "/reviews", 409, **body)
    assert "сотрудник этой школы" in refused["detail"]


async def test_a_return_needs_a_remark_and_a_verdict_the_last_version(
    send: Send, post: Post
) -> None:
    made = await send("school_head", docx("Цель"))
    await post("school_head", made["id"], ACTION, action="submit")
    old = made["versions"][0]["id"]
    body = {"version_id": old, "verdict": "returned", "summary": "доработать"}
    refused = await post("curator", made["id"], "/reviews", 422, **body)
    assert refused["errors"][0]["pointer"] == "/remarks"
    await post("school_head", made["id"], ACTION, action="withdraw")
    await send("school_head", docx("Цель 2"), to=made["id"])
    await post("school_head", made["id"], ACTION, action="submit")
    refused = await post("curator", made["id"], "/reviews", 409, **body, remarks=[REMARK])
    assert "другая последняя версия" in refused["detail"]


async def test_of_many_clicks_at_once_one_has_an_effect(settings: Settings) -> None:
    content = docx("Цель")
    async with product_at(settings, pool=12) as client:

        async def create() -> httpx.Response:
            return await client.post(
                f"/api/v1/schools/{OWN}/documents",
                headers=headers_of("school_head"),
                data={"kind": "development_concept", "cycle": "2021"},
                files={"file": ("К.docx", content)},
            )

        made = await asyncio.gather(*(create() for _ in range(5)))
        assert {r.status_code for r in made} == {201}
        assert len({r.json()["id"] for r in made}) == 1
        place = f"/api/v1/documents/{made[0].json()['id']}"

        async def submit() -> int:
            body = {"action": "submit"}
            reply = await client.post(
                f"{place}/school-actions", headers=headers_of("school_head"), json=body
            )
            return reply.status_code

        assert sorted(await asyncio.gather(*(submit() for _ in range(5)))) == [200, *[409] * 4]
        version = made[0].json()["versions"][0]["id"]

        async def review(role: str) -> int:
            body = {"version_id": version, "verdict": "approved", "summary": "хорошо"}
            reply = await client.post(f"{place}/reviews", headers=headers_of(role), json=body)
            return reply.status_code

        roles = ("curator", "coordinator", "head", "office_specialist")
        assert sorted(await asyncio.gather(*map(review, roles))) == [201, 409, 409, 409]
        shown = (await client.get(place, headers=headers_of("school_head"))).json()
    assert [s["action"] for s in shown["steps"]].count("submit") == 1
    assert [s["action"] for s in shown["steps"]].count("approve") == 1


async def test_the_required_set_names_what_is_missing(
    send: Send, post: Post, get: Get, change: Change
) -> None:
    await _approved(send, post)
    seen = await get("school_head", f"/schools/{OWN}/documents")
    by_kind = {slot["kind"]: slot for slot in seen["required"]}
    assert (seen["cycle"], seen["required_done"], len(seen["required"])) == (2021, 1, 5)
    assert by_kind["development_concept"]["is_done"]
    assert by_kind["short_term_roadmap"]["documents"] == []
    assert by_kind["short_term_roadmap"]["due_on"] == "2021-04-30"
    assert "не выбраны" in by_kind["antirisk_programme"]["remark"]
    assert seen["allowed_actions"] == ["create"]
    assert (await get("curator", f"/schools/{OWN}/documents"))["allowed_actions"] == []


async def test_the_queue_gives_every_document_once_and_only_those_of_the_reader(
    get: Get, change: Change
) -> None:
    await change(
        "insert into school_document (school_id, kind_id, cycle, title, state, recorded_at)"
        " select :school, :kind, 2021, 'Акт ' || n, 'draft', now() - n * interval '1 minute'"
        " from generate_series(1, 120) n",
        school=key("school:own"), kind=key("document_kind:local_act"),
    )  # fmt: skip
    seen: list[str] = []
    params: dict[str, str] = {}
    while True:
        page = await get("curator", "/documents", **params)
        assert page["total"] == 121
        assert CANARY not in str(page)
        seen += [d["id"] for d in page["items"]]
        if page["next_cursor"] is None:
            break
        params = {"cursor": page["next_cursor"]}
    assert len(seen) == len(set(seen)) == 121


async def test_facts_follow_from_documents(
    send: Send, post: Post, worker_sessions: SessionFactory
) -> None:
    await _approved(send, post)
    async with worker_sessions() as session:
        facts = set(
            await session.scalars(
                text("select fact from support_fact where school_id = :school"),
                {"school": key("school:own")},
            )
        )
    assert "concept_submitted" in facts


async def test_an_archived_document_comes_back_unless_another_has_taken_its_place(
    send: Send, post: Post
) -> None:
    first = await send("school_head", docx("Цель"))
    await post("school_head", first["id"], ACTION, action="archive")
    refused = await send("school_head", docx("Цель 2"), status=409)
    assert "в архиве" in refused["detail"]
    second = await send("school_head", docx("Цель 2"), title="Новая концепция")
    refused = await post("school_head", first["id"], ACTION, 409, action="restore")
    assert "«Новая концепция»" in refused["detail"]
    await post("school_head", second["id"], ACTION, action="archive")
    back = await post("school_head", first["id"], ACTION, action="restore")
    assert back["state"] == "draft"

"""Files of plans over the API: read by the worker, shown, turned into a draft once, refused in Russian."""

import io
from collections import Counter
from typing import Any

import httpx
import pytest_asyncio
from docx import Document

from backend.core.jobs import JobRunner
from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.editions.draft_steps import DRAFT, EDITION, PLAN, Imports, row, section
from tests.features.editions.plan_files import SAMPLES, decree
from tests.world import key

SAMPLE = (SAMPLES / "plan_64_od.docx").read_bytes()


@pytest_asyncio.fixture(loop_scope="session")
async def imports(anonymous: httpx.AsyncClient, runner: JobRunner) -> Imports:
    return Imports(anonymous, runner)


async def test_the_decree_itself_is_read_shown_and_becomes_the_first_draft_of_a_plan(
    imports: Imports, get: Get
) -> None:
    found = await imports.read_file(SAMPLE, "..\\64-од\u202e.docx")
    assert (found["state"], found["rows"], found["file_name"]) == ("recognised", 44, "64-од.docx")
    assert Counter(s["form"] for s in found["sections"]) == {"road_map": 7, "project": 1}
    shown = {r["number"]: r for s in found["sections"] for r in s["rows"]}
    assert shown["3.1"]["cells"][0] == "3.1."
    assert shown["500+.1"]["windows"][0]["weekend"] == "воскресенье, выходной"
    assert found["allowed_actions"] == ["create_draft", "create_plan"]
    body = {"code": "plan_64", "title": "План по файлу", "import_id": found["id"]}
    draft = await imports.ask("POST", "/plans", body, 201)
    rows = [r for s in draft["document"]["sections"] for r in s["rows"]]
    assert [r["number"] for r in rows] == list(shown)
    for r in rows:
        texts = ("title", "term_source", "responsible_source", "result_document", "expected_result")
        assert [r[t] for t in texts] == [shown[r["number"]][t] for t in texts]
        assert r["cells"] == shown[r["number"]]["cells"]
    again = await imports.ask("GET", f"/plan-imports/{found['id']}")
    assert (again["state"], again["edition_id"]) == ("drafted", draft["edition_id"])
    refused = await imports.ask("POST", "/plans", body | {"code": "plan_65"}, 409)
    assert refused["detail"].startswith("Из этого файла черновик уже создан.")


async def test_44_rows_go_from_the_data_file_into_force_to_paper_and_back_all_the_same(
    imports: Imports, get: Get
) -> None:
    """YAML → edition → DOCX → import → draft → in force: equal word for word, every row the one it was."""
    wanted = decree()
    draft = await imports.read()
    document = draft["document"] | {
        "heading": wanted.heading, "period_start": "2020-05-21", "period_end": "2021-12-31",
        "project_start": "2021-02-14", "project_end": "2021-12-20",
        "sections": [
            section(
                *(
                    row(r.number, title=r.title, term_source=r.term_source, responsible_source=r.responsible_source,
                        result_document=r.result_document, expected_result=r.expected_result)
                    for r in s.rows
                ),
                code=s.code, form=s.form.value,
            ) | {"title": s.title}
            for s in wanted.sections
        ],
    }  # fmt: skip
    document["act"] |= {"number": "64", "signed_on": "2021-02-12", "effective_on": "2021-02-12"}
    saved = await imports.save(document, draft["version"])
    assert saved["blocked_by"] == []
    await imports.put_in_force(saved)
    before = await lineages(get, DRAFT)
    assert len(before) == 44
    paper = await imports.client.get(
        f"/api/v1/editions/{DRAFT}/document", headers=headers_of("coordinator")
    )
    found = await imports.read_file(paper.content, plan_id=PLAN)
    assert found["rows"] == 44
    matched = {r["number"]: r["matched_number"] for s in found["sections"] for r in s["rows"]}
    assert matched == {number: number for number in before}
    body = {"import_id": found["id"]}
    again = await imports.ask("POST", f"/plans/{PLAN}/drafts", body, 201)
    assert {reading["change"] for reading in again["readings"]} == {"same"}
    assert again["removed"] == []
    diff = await imports.sign_and_put_in_force(again, number="65")
    assert (diff["same"], diff["changed"], diff["added"], diff["removed"]) == (44, 0, 0, 0)
    assert await lineages(get, again["edition_id"]) == before


async def lineages(get: Get, edition: str) -> dict[str, Any]:
    """Return number → the texts, dates and parties of a row as an edition shows them."""
    shown = await get("coordinator", f"/editions/{edition}/activities")
    return {
        a["number"]: {
            "texts": [a[t] for t in ("title", "term_source", "responsible_source", "result_document", "expected_result")],
            "windows": [(w["starts_on"], w["ends_on"]) for w in a["windows"]],
            "parties": [(p["part"], p["kind"], p["words"]) for p in a["parties"]],
            "questions": sorted(q["text"] for q in a["questions"]),
        }
        for s in shown["sections"]
        for a in s["activities"]
    }  # fmt: skip


async def test_rows_of_a_file_continue_the_rows_of_the_plan_it_was_sent_for(
    imports: Imports, get: Get
) -> None:
    window = f"/windows/{key('window:own:500+.6')}"
    second = str(key("school:second"))
    report = {"action": "report", "school_id": second}
    await imports.ask("POST", f"{window}/reports", report)
    printed = await imports.client.get(
        f"/api/v1/editions/{EDITION}/document?format=xlsx", headers=headers_of("coordinator")
    )
    found = await imports.read_file(printed.content, "План.xlsx", plan_id=PLAN)
    await imports.ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
    draft = await imports.ask("POST", f"/plans/{PLAN}/drafts", {"import_id": found["id"]}, 201)
    rows = draft["document"]["sections"][0]["rows"]
    assert [r["lineage_id"] for r in rows] == [
        str(key("lineage:own:500+.4")),
        str(key("lineage:own:500+.6")),
    ]
    assert rows[0]["results"][0]["facts"] == ["visit_held", "risk_profile_verified", "medk_mark"]
    await imports.sign_and_put_in_force(draft)
    edition = await get("coordinator", f"/editions/{draft['edition_id']}/activities")
    (activity,) = [a for a in edition["sections"][0]["activities"] if a["number"] == "500+.6"]
    shown = await get("coordinator", f"/activities/{activity['id']}/occurrences")
    states = {o["school_id"]: o["state"] for o in shown["windows"][0]["schools"]}
    assert states[second] == "reported"


def table(*rows: tuple[str, str, str, str, str]) -> bytes:
    document = Document()
    document.add_paragraph("План мероприятий на 2021 год")
    grid = document.add_table(0, 5)
    for line in (("№ п/п", "Мероприятия", "Сроки", "Ответственный", "Итоговый документ"), *rows):
        for cell, text in zip(grid.add_row().cells, line, strict=True):
            cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


async def test_what_a_file_leaves_empty_or_says_twice_is_asked_about_in_the_draft(
    imports: Imports,
) -> None:
    content = table(
        ("1.1", "Мероприятие 500+.4", "до 10.03.2021", "", "Справка"),
        ("1.1", "Мероприятие 500+.6", "", "ЦУ", ""),
        ("1.2", "Дело", "до 01.04.2021", "ЦУ", "Справка"),
    )
    found = await imports.read_file(content, plan_id=PLAN)
    assert (found["state"], found["rows"]) == ("recognised", 3)
    assert found["remarks"]
    await imports.ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
    draft = await imports.ask("POST", f"/plans/{PLAN}/drafts", {"import_id": found["id"]}, 201)
    rows = draft["document"]["sections"][0]["rows"]
    continued = [r["lineage_id"] for r in rows if r["lineage_id"]]
    assert len(continued) == len(set(continued))
    assert [text for text in draft["blocked_by"] if "Номер 1.1" in text]
    assert draft["document"]["sections"][0]["rows"][0]["responsible_source"] == ""
    await imports.save(draft["document"], 1, draft["edition_id"])


async def test_a_file_that_is_still_being_read_makes_no_draft(imports: Imports) -> None:
    sent = await imports.send(SAMPLE)
    body = {"code": "plan_now", "title": "План", "import_id": sent["id"]}
    refused = await imports.ask("POST", "/plans", body, 409)
    assert refused["detail"] == "Файл ещё читается. Дождитесь конца."

"""What an edition has changed, on screen and on paper; plans printed in the form of the decree; copies for another year."""

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.editions.draft_steps import DRAFT, EDITION, PLAN, Drafts, row, section
from tests.world import CANARY, key


@pytest.fixture
def drafts(anonymous: httpx.AsyncClient) -> Drafts:
    return Drafts(anonymous)


async def file_of(
    client: httpx.AsyncClient, path: str, role: str = "coordinator"
) -> httpx.Response:
    reply = await client.get(f"/api/v1{path}", headers=headers_of(role))
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"].startswith("sandbox")
    return reply


async def changed_edition(drafts: Drafts) -> str:
    """Put an edition in force that has changed one row, removed one, added one."""
    draft = await drafts.begin()
    (rows,) = [s["rows"] for s in draft["document"]["sections"]]
    rows[0]["term_source"] = "до 11.03.2021"
    rows[1:] = [row("500+.7", title="Новое дело")]
    await drafts.sign_and_put_in_force(draft)
    edition: str = draft["edition_id"]
    return edition


async def test_the_difference_tells_every_row_once_and_word_by_word(
    drafts: Drafts, get: Get
) -> None:
    edition = await changed_edition(drafts)
    diff = await get("coordinator", f"/editions/{edition}/diff")
    for role in ("school_head", "curator", "auditor"):
        assert await get(role, f"/editions/{edition}/diff") == diff
    assert (diff["same"], diff["changed"], diff["added"], diff["removed"]) == (0, 1, 1, 1)
    kinds = {(r["before_number"], r["after_number"]): r["kind"] for r in diff["rows"]}
    assert kinds == {
        ("500+.4", "500+.4"): "changed",
        ("500+.6", None): "removed",
        (None, "500+.7"): "added",
    }
    (fields,) = [r["fields"] for r in diff["rows"] if r["kind"] == "changed"]
    assert [f["title"] for f in fields] == ["Сроки"]
    assert [(p["kind"], p["text"]) for p in fields[0]["pieces"]] == [
        ("equal", "до "),
        ("removed", "10"),
        ("added", "11"),
        ("equal", ".03.2021"),
    ]
    assert diff["before"]["id"] == EDITION
    assert [other["id"] for other in diff["others"]] == [EDITION]
    backwards = await get("coordinator", f"/editions/{EDITION}/diff", before=edition)
    assert (backwards["added"], backwards["removed"]) == (1, 1)
    itself = await get("coordinator", f"/editions/{edition}/diff", before=edition)
    assert (itself["same"], itself["changed"]) == (2, 0)


async def test_an_edition_known_only_by_its_act_is_not_called_all_new(
    get: Get, anonymous: httpx.AsyncClient
) -> None:
    diff = await get("coordinator", f"/editions/{EDITION}/diff")
    assert diff["rows"] == []
    assert diff["cannot_compare"].startswith("Сравнить не с чем")
    refused = await get("coordinator", f"/editions/{EDITION}/diff.docx", 409)
    assert refused["detail"].startswith("Сравнить не с чем")


async def test_drafts_and_foreign_editions_are_not_compared(drafts: Drafts, get: Get) -> None:
    for role in ("coordinator", "school_head"):
        await get(role, f"/editions/{DRAFT}/diff", 404)
        await get(role, f"/editions/{key('edition:foreign')}/diff", 404)
        refused = await get(role, f"/editions/{EDITION}/diff", 404, before=key("edition:foreign"))
        assert CANARY not in str(refused)
        await get(role, f"/editions/{key('edition:foreign')}/document", 404)
        await get(role, f"/editions/{key('edition:foreign')}/diff.docx", 404)


async def test_the_difference_is_printed_with_both_acts_and_every_changed_row(
    drafts: Drafts, anonymous: httpx.AsyncClient
) -> None:
    edition = await changed_edition(drafts)
    reply = await file_of(anonymous, f"/editions/{edition}/diff.docx", "school_head")
    assert unquote(reply.headers["content-disposition"]).endswith("Что изменило № 12-од.docx")
    document = Document(BytesIO(reply.content))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "64-од-own" in text
    assert "12-од" in text
    (table,) = document.tables
    assert [line.cells[0].text for line in table.rows][1:] == ["500+.4", "500+.6", "500+.7"]


async def test_a_plan_is_printed_in_the_form_of_the_decree_as_docx_and_xlsx(
    anonymous: httpx.AsyncClient,
) -> None:
    reply = await file_of(anonymous, f"/editions/{EDITION}/document", "school_head")
    document = Document(BytesIO(reply.content))
    stamp = "\n".join(p.text for p in document.paragraphs)
    assert "к распоряжению" in stamp
    assert "от 12.02.2021 № 64-од-own" in stamp
    cells = [cell.text for line in document.tables[0].rows for cell in line.cells]
    assert "Мероприятие 500+.4" in cells
    reply = await file_of(anonymous, f"/editions/{EDITION}/document?format=xlsx")
    book = load_workbook(BytesIO(reply.content))
    parameters = {line[0].value: line[1].value for line in book["Параметры"].iter_rows()}
    assert parameters["Строк"] == "2"
    assert parameters["Выгружено"] == "17.03.2021"
    refused = await anonymous.get(
        f"/api/v1/editions/{EDITION}/document?format=exe", headers=headers_of("coordinator")
    )
    assert refused.status_code == 422


async def test_a_draft_is_printed_as_a_draft_and_an_empty_one_is_refused(
    drafts: Drafts, anonymous: httpx.AsyncClient, get: Get
) -> None:
    refused = await get("coordinator", f"/editions/{DRAFT}/document", 409)
    assert refused["detail"].startswith("Строк этой редакции в системе нет")
    await drafts.save_rows(row("1.1", title="=1+1 <w:p>&amp; \u200b\ufffe"))
    reply = await file_of(anonymous, f"/editions/{DRAFT}/document")
    document = Document(BytesIO(reply.content))
    assert "ПРОЕКТ" in [p.text for p in document.paragraphs]
    assert unquote(reply.headers["content-disposition"]).endswith("проект.docx")
    book = load_workbook(
        BytesIO((await file_of(anonymous, f"/editions/{DRAFT}/document?format=xlsx")).content)
    )
    values = [cell for line in book["План"].iter_rows() for cell in line if cell.value]
    assert {cell.data_type for cell in values} == {"s"}


@pytest.mark.parametrize(
    "title", ['План "особый"; x=1', "План/..\\..", "План\r\nSet-Cookie: a=b", "п" * 300]
)
async def test_no_title_of_a_plan_breaks_the_header_of_a_download(
    anonymous: httpx.AsyncClient, change: Change, title: str
) -> None:
    await change("update plan set title = :t where id = :id", t=title, id=key("plan:own"))
    reply = await file_of(anonymous, f"/editions/{EDITION}/document")
    header = reply.headers["content-disposition"]
    assert header.isascii()
    assert "set-cookie" not in reply.headers
    assert unquote(header.partition("''")[2]) == f"{title}, № 64-од-own.docx"


async def copied(drafts: Drafts, edition: str, years: int = 1, code: str = "plan_next") -> Any:
    body = {"code": code, "title": "Следующий план", "years": years}
    return await drafts.ask("POST", f"/editions/{edition}/copies", body, 201)


async def test_a_copy_for_another_year_has_every_date_shifted_and_a_life_of_its_own(
    drafts: Drafts, get: Get
) -> None:
    saved = await drafts.save_rows(
        row("1.1", title="Итоги 2021 года", term_source="Ноябрь 2020 Май-июнь 2021"),
        row("1.2", term_source="до 29.02.2024"),
        row("1.3", term_source="14.02.21"),
        row("1.4", term_source="по письму", windows=[{"starts_on": "2024-02-29", "ends_on": "2024-03-01"}]),
    )  # fmt: skip
    await drafts.put_in_force(saved)
    copy = await copied(drafts, DRAFT)
    document = copy["document"]
    assert copy["plan_id"] != PLAN
    assert (document["period_start"], document["period_end"]) == ("2022-01-01", "2023-12-31")
    assert document["period_text"] == "2022-2023гг."
    rows = document["sections"][0]["rows"]
    assert [r["term_source"] for r in rows] == [
        "Ноябрь 2021 Май-июнь 2022",
        "до 28.02.2025",
        "14.02.22",
        "по письму",
    ]
    assert rows[3]["windows"] == [{"starts_on": "2025-02-28", "ends_on": "2025-03-01"}]
    assert rows[0]["title"] == "Итоги 2021 года"  # words are asked about, never changed
    assert "В тексте строки назван 2021 год: верно ли это для нового плана?" in rows[0]["remarks"]
    assert {r["lineage_id"] for r in rows} == {None}
    assert copy["based_on_id"] is None
    act = document["act"]
    assert act["number"] is act["signed_on"] is act["effective_on"] is None
    # Nothing done in the old plan is done in the new one.
    await drafts.sign_and_put_in_force(copy, number="1-од")
    new = await get("coordinator", f"/editions/{copy['edition_id']}/activities")
    windows = [w for a in new["sections"][0]["activities"] for w in a["windows"]]
    assert windows
    assert all(w["accepted_on"] is None for w in windows if "accepted_on" in w)


@pytest.mark.parametrize(
    ("years", "day"), [(1, "2025-02-28"), (4, "2028-02-29"), (10, "2034-02-28")]
)
async def test_a_leap_day_becomes_the_last_of_february(
    drafts: Drafts, years: int, day: str
) -> None:
    draft = await drafts.read()
    document = draft["document"] | {
        "period_start": "2024-02-29", "period_end": "2024-12-31", "sections": [section(row("1.1", term_source="до 29.02.2024"))],
    }  # fmt: skip
    document["act"] |= {"number": "5", "signed_on": "2021-03-01", "effective_on": "2021-03-01"}
    saved = await drafts.save(document)
    await drafts.put_in_force(saved)
    copy = await copied(drafts, DRAFT, years)
    assert copy["document"]["period_start"] == day
    (window,) = copy["readings"][0]["windows"]
    assert window["ends_on"] == day
    assert date.fromisoformat(day).month == 2


async def test_a_copy_needs_rows_a_free_code_and_a_sensible_number_of_years(
    drafts: Drafts,
) -> None:
    for body, pointer in (
        ({"code": "План", "title": "План"}, "/code"),
        ({"code": "a" * 61, "title": "План"}, "/code"),
        ({"code": "plan_next", "title": " "}, "/title"),
        ({"code": "plan_next", "title": "План", "years": 0}, "/years"),
        ({"code": "plan_next", "title": "План", "years": 11}, "/years"),
    ):
        refused = await drafts.ask("POST", f"/editions/{EDITION}/copies", body, 422)
        assert refused["errors"][0]["pointer"] == pointer
    body = {"code": "plan_own", "title": "План"}
    refused = await drafts.ask("POST", f"/editions/{EDITION}/copies", body, 409)
    assert refused["errors"][0]["pointer"] == "/code"
    # A code may be taken by somebody whose plans one does not see: that is told, and nothing of the plan.
    body = {"code": "plan_foreign", "title": "План"}
    refused = await drafts.ask("POST", f"/editions/{EDITION}/copies", body, 409)
    assert CANARY not in str(refused)
    refused = await drafts.ask(
        "POST", f"/editions/{DRAFT}/copies", {"code": "ab", "title": "П"}, 409
    )
    assert refused["detail"] == "Строк этой редакции в системе нет: копировать нечего."


PDF = b"%PDF-1.7\n%%EOF\n"


async def put_file(
    client: httpx.AsyncClient, edition: str, name: str, content: bytes, status: int = 204
) -> Any:
    reply = await client.put(
        f"/api/v1/editions/{edition}/act-file",
        headers=headers_of("coordinator"),
        files={"file": (name, content)},
    )
    assert reply.status_code == status, reply.text
    return reply.json() if reply.content else None


async def test_the_signed_act_goes_from_the_draft_into_the_edition_and_is_never_replaced(
    drafts: Drafts, anonymous: httpx.AsyncClient, get: Get
) -> None:
    await put_file(anonymous, DRAFT, "черновик.pdf", PDF + b"1")
    await put_file(anonymous, DRAFT, "../12-од.pdf", PDF)
    assert (await drafts.read())["file_name"] == "12-од.pdf"
    saved = await drafts.save_rows(row("1.1"))
    await drafts.put_in_force(saved)
    reply = await file_of(anonymous, f"/editions/{DRAFT}/act-file", "school_head")
    assert reply.content == PDF
    refused = await put_file(anonymous, DRAFT, "другое.pdf", PDF + b"2", 409)
    assert refused["detail"] == "Файл распоряжения уже приложен, и он не заменяется."
    assert (await file_of(anonymous, f"/editions/{DRAFT}/act-file")).content == PDF
    # An edition that has none yet may still get it.
    await put_file(anonymous, EDITION, "64-од.pdf", PDF)
    assert (await file_of(anonymous, f"/editions/{EDITION}/act-file")).content == PDF


@pytest.mark.parametrize(
    ("name", "content"), [("акт.html", b"<html>"), ("акт.pdf", b"<html>"), ("акт.pdf", b"")]
)
async def test_what_is_no_paper_is_not_kept_as_an_act(
    anonymous: httpx.AsyncClient, name: str, content: bytes
) -> None:
    refused = await put_file(anonymous, DRAFT, name, content, 422)
    assert refused["errors"][0]["pointer"] == "/file"


async def test_the_act_of_a_foreign_edition_does_not_exist(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    for edition in (key("edition:foreign"), key("draft:foreign"), key("nothing")):
        await put_file(anonymous, str(edition), "акт.pdf", PDF, 404)
        await get("coordinator", f"/editions/{edition}/act-file", 404)
    await get("school_head", f"/editions/{DRAFT}/act-file", 404)

"""Texts of versions: taken out by the worker, compared, noted."""

import io

import httpx
import xlsxwriter

from backend.core.jobs import JobRunner
from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.documents.conftest import Send, docx, work_off
from tests.world import key


def pdf(*lines: str) -> bytes:
    """A PDF of one page with Latin text; no lines = a page without text, as a scan."""
    shown = "".join(
        f"BT /F1 12 Tf 50 {700 - 20 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines)
    )
    stream = shown.encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )


async def test_paragraphs_and_rows_of_tables_are_compared_word_by_word(
    send: Send, get: Get, runner: JobRunner
) -> None:
    made = await send("school_head", docx("Цель: рост", "Лишнее", rows=(("Мера", "до мая"),)))
    assert made["versions"][0]["text_state"] == "pending"
    path = f"/documents/{made['id']}/diff"
    await send("school_head", docx("Цель: рост", rows=(("Мера", "до июня"),)), to=made["id"])
    early = await get("curator", path, **{"from": 1, "to": 2})
    assert "текст извлекается" in early["refusal"]
    await work_off(runner)
    diff = await get("curator", path, **{"from": 1, "to": 2})
    assert diff["refusal"] is None
    assert [p["kind"] for p in diff["paragraphs"]] == ["same", "removed", "changed"]
    pieces = [(p["kind"], p["text"]) for p in diff["paragraphs"][2]["pieces"]]
    assert pieces == [("same", "Мера | до "), ("removed", "мая"), ("added", "июня")]
    await get("curator", path, 404, **{"from": 1, "to": 9})


async def test_a_pdf_with_text_is_read_and_a_scan_is_said_to_be_one(
    send: Send, get: Get, runner: JobRunner
) -> None:
    made = await send("school_head", pdf("Goal one.", "Goal two."), name="К.pdf")
    await send("school_head", pdf(), name="Скан.pdf", to=made["id"])
    await work_off(runner)
    seen = await get("curator", f"/documents/{made['id']}")
    assert [v["text_state"] for v in seen["versions"]] == ["empty", "read"]
    assert "скан" in seen["versions"][0]["text_words"]
    assert "no_text" in {n["code"] for n in seen["notes"]}
    diff = await get("curator", f"/documents/{made['id']}/diff", **{"from": 1, "to": 2})
    assert "скан" in diff["refusal"]


async def test_a_table_is_kept_without_a_text(send: Send) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet().write(0, 0, "x")
    made = await send("school_head", written.getvalue(), name="Карта.xlsx")
    assert made["versions"][0]["text_state"] == "not_text"


async def test_notes_speak_of_the_last_version(send: Send, get: Get, runner: JobRunner) -> None:
    made = await send("school_head", docx("Добьёмся 100 %"), name="Дорожная карта.docx")
    await work_off(runner)
    notes = {n["code"] for n in (await get("curator", f"/documents/{made['id']}"))["notes"]}
    assert {"missing_heading", "no_dates", "unmeasured_whole"} <= notes


async def test_a_file_comes_back_byte_for_byte_as_a_download(
    send: Send, anonymous: httpx.AsyncClient
) -> None:
    content = docx("Цель")
    made = await send("school_head", content, name="Концепция «2021».docx")
    path = f"/api/v1/document-versions/{made['versions'][0]['id']}/file"
    reply = await anonymous.get(path, headers=headers_of("curator"))
    assert reply.content == content
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert reply.headers["x-content-type-options"] == "nosniff"
    foreign = f"/api/v1/document-versions/{key('document_version:foreign')}/file"
    assert (await anonymous.get(foreign, headers=headers_of("curator"))).status_code == 404

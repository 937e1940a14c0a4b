"""Files offered as evidence: known by their bytes, kept with a harmless name, given back only as a download."""

import io
import zipfile
from collections.abc import AsyncGenerator
from urllib.parse import unquote

import httpx
import pytest

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.conftest import Get
from tests.features.execution.conftest import PDF, Act, Offer
from tests.world import key

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00" + b"\0" * 64
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return made.getvalue()


DOCX, XLSX = archive("word/document.xml"), archive("xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("акт.pdf", PDF, "application/pdf"),
        ("АКТ.PDF", PDF, "application/pdf"),
        ("снимок.png", PNG, "image/png"),
        ("снимок.jpg", JPEG, "image/jpeg"),
        ("снимок.jpeg", JPEG, "image/jpeg"),
        ("справка.docx", DOCX, "wordprocessingml.document"),
        ("список.xlsx", XLSX, "spreadsheetml.sheet"),
        # A polyglot is what its first bytes say, and nothing in it runs: see the headers below.
        ("акт.pdf", PDF + HTML + archive("a.js"), "application/pdf"),
    ],
)
async def test_a_file_comes_back_byte_for_byte_and_no_browser_runs_anything_in_it(
    offer: Offer, anonymous: httpx.AsyncClient, name: str, content: bytes, media_type: str
) -> None:
    made = await offer("curator", file=(name, content))
    assert (made["kind"], made["file_name"], made["file_size"]) == ("file", name, len(content))
    reply = await anonymous.get(
        f"/api/v1/evidence/{made['id']}/file", headers=headers_of("coordinator")
    )
    assert reply.content == content
    assert media_type in reply.headers["content-type"]
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert unquote(reply.headers["content-disposition"]).endswith(f"''{name}")
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "no-store" in reply.headers["cache-control"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("снимок.jpg", HTML),
        ("рисунок.svg", SVG),
        ("рисунок.png", SVG),
        ("акт.pdf", EXE),
        ("акт.exe", EXE),
        ("акт.exe", PDF),
        ("акт.pdf", b"\n%PDF-1.7"),
        ("справка.docx", archive("readme.txt")),
        ("справка.docx", XLSX),
        ("справка.docx", OLE),
        ("справка.doc", OLE),
        ("справка.docx", b"PK\x03\x04" + b"\xff" * 200),
        ("справка.docx", DOCX[:-30]),
        ("справка.zip", DOCX),
        ("список.xlsm", XLSX),
        ("снимок.gif", b"GIF89a"),
        ("акт.pdf", b""),
        ("акт", PDF),
        (".pdf.html", PDF),
        ("акт.pdf\u202e.exe", PDF),
    ],
)
async def test_what_is_not_the_kind_its_name_says_is_refused_in_russian(
    offer: Offer, name: str, content: bytes
) -> None:
    refused = await offer("curator", 422, file=(name, content))
    assert refused["errors"][0]["pointer"] == "/file"
    assert refused["detail"].startswith("Принимаются PDF, DOCX, XLSX, PNG и JPEG")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd/../акт.pdf", "акт.pdf"),
        ("..\\..\\windows\\акт.pdf", "акт.pdf"),
        ("C:\\Документы\\акт.pdf", "акт.pdf"),
        ("акт\u202efdp.exe.pdf", "актfdp.exe.pdf"),
        ("акт\u2066\u200f.pdf", "акт.pdf"),
        ("а\x01к\x7fт.pdf", "акт.pdf"),
        ("акт «№ 3»; x=1.pdf", "акт «№ 3»; x=1.pdf"),
        ("я" * 251 + ".pdf", "я" * 196 + ".pdf"),
        ("😀.pdf", "😀.pdf"),
        ("   акт.pdf ", "акт.pdf"),
    ],
)
async def test_the_name_is_made_harmless_and_nothing_of_a_path_is_believed(
    offer: Offer, anonymous: httpx.AsyncClient, sent: str, kept: str
) -> None:
    body, boundary = b"", "граница".encode().hex()
    form = {
        "fact": "visit_held", "occurred_on": "2021-03-10", "basis": "акт посещения",
        "school_id": str(key("school:own")),
    }  # fmt: skip
    for name, value in form.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    quoted = sent.replace("\\", "\\\\").replace('"', "%22")
    body += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'.encode()
        + PDF
        + f"\r\n--{boundary}--\r\n".encode()
    )
    reply = await anonymous.post(
        "/api/v1/evidence",
        headers=headers_of("curator")
        | {"Content-Type": f"multipart/form-data; boundary={boundary}"},
        content=body,
    )
    assert reply.status_code == 201, reply.text
    assert reply.json()["file_name"] == kept
    got = await anonymous.get(
        f"/api/v1/evidence/{reply.json()['id']}/file", headers=headers_of("curator")
    )
    header = got.headers["content-disposition"]
    assert header.isascii()
    assert unquote(header.partition("filename*=UTF-8''")[2]) == kept
    assert got.content == PDF


async def test_an_empty_field_for_a_file_is_no_file_but_a_nameless_file_is_not_lost_silently(
    anonymous: httpx.AsyncClient,
) -> None:
    form = {
        "fact": "visit_held", "occurred_on": "2021-03-10", "basis": "акт посещения",
        "school_id": str(key("school:own")),
    }  # fmt: skip

    def body(content: bytes) -> bytes:
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
            for n, v in form.items()
        )
        head = '--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n'
        return (parts + head).encode() + content + b"\r\n--x--\r\n"

    headers = headers_of("curator") | {"Content-Type": "multipart/form-data; boundary=x"}
    empty = await anonymous.post("/api/v1/evidence", headers=headers, content=body(b""))
    assert empty.json()["kind"] == "requisites", empty.text
    nameless = await anonymous.post("/api/v1/evidence", headers=headers, content=body(PDF))
    assert nameless.status_code == 422
    assert nameless.json()["errors"][0]["pointer"] == "/file"


async def test_a_file_over_the_limit_is_refused_before_it_is_kept(settings: Settings) -> None:
    small = settings.model_copy(update={"upload_body_limit": 1024 * 1024})
    app = create_app(small)
    form = {
        "fact": "visit_held", "occurred_on": "2021-03-10", "basis": "акт посещения",
        "school_id": str(key("school:own")),
    }  # fmt: skip
    async with app.router.lifespan_context(app), client_of(app) as client:
        for size, status in ((1024 * 1024, 201), (1024 * 1024 + 1, 413), (3 * 1024 * 1024, 413)):
            content = PDF + b"\0" * (size - len(PDF))
            reply = await client.post(
                "/api/v1/evidence",
                headers=headers_of("curator"),
                data=form,
                files={"file": ("акт.pdf", content)},
            )
            assert reply.status_code == status, reply.text
            if status == 413:
                assert reply.json()["detail"].startswith("Файл больше 1 МБ.")
    kept = [path for path in (small.var_dir / "files").rglob("*") if path.is_file()]
    assert len(kept) == 1


async def test_the_same_file_offered_twice_waits_once(offer: Offer, act: Act) -> None:
    first = await offer("curator", file=("акт.pdf", PDF))
    assert (await offer("curator", file=("акт.pdf", PDF)))["id"] == first["id"]
    assert (await offer("curator", file=("акт.pdf", PDF + b" ")))["id"] != first["id"]
    body = {"action": "return", "reason": "не читается"}
    await act("coordinator", f"/evidence/{first['id']}/decision", body)
    assert (await offer("curator", file=("акт.pdf", PDF)))["id"] != first["id"]


async def test_a_file_of_another_school_and_a_piece_without_a_file_are_not_found(
    offer: Offer, anonymous: httpx.AsyncClient, get: Get
) -> None:
    paper = await offer("curator")
    foreign = key("evidence_file:foreign")
    for place in (foreign, paper["id"], key("nothing")):
        refused = await get("coordinator", f"/evidence/{place}/file", 404)
        assert refused["detail"] == "Такого файла нет или он вам не виден."


async def test_who_may_not_report_is_stopped_before_the_body_is_read(
    anonymous: httpx.AsyncClient,
) -> None:
    asked: list[str] = []

    async def body() -> AsyncGenerator[bytes, None]:
        asked.append("more")
        yield b"--x\r\n"

    for role, status in (("auditor", 403), (None, 401)):
        reply = await anonymous.post(
            "/api/v1/evidence",
            headers=(headers_of(role) if role else {})
            | {"Content-Type": "multipart/form-data; boundary=x"},
            content=body(),
        )
        assert reply.status_code == status, reply.text
    assert asked == []

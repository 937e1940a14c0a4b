"""Every hostile file ends in a Russian sentence, or lies inert: a download nobody runs, read by a child with limits."""

import re
import time
from collections import Counter

import httpx
import pytest
from sqlalchemy import text

from backend.core.database import SessionFactory
from backend.core.jobs import JobRunner
from backend.core.settings import MEBIBYTE, Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.documents.conftest import OWN, docx, work_off
from tests.features.documents.hostile_files import REFUSED, all_cases

FORM = {"kind": "local_act", "cycle": "2021"}
CYRILLIC = re.compile(r"[А-Яа-яё]{3}")


def multipart(name: str, content: bytes, title: str) -> tuple[bytes, dict[str, str]]:
    """A form as raw bytes: no client mends the name on its way."""
    parts = "".join(
        f'--x1y2\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
        for n, v in {**FORM, "title": title}.items()
    )
    quoted = name.replace("\\", "\\\\").replace('"', "%22").replace("\r\n", "%0D%0A")
    head = f'--x1y2\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'
    body = (parts + head).encode() + content + b"\r\n--x1y2--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=x1y2"}


async def test_no_hostile_file_harms_anybody(
    anonymous: httpx.AsyncClient, runner: JobRunner, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = all_cases()
    assert len(cases) >= 60
    wrong: list[tuple[object, ...]] = []
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number, (what, name, content, expected) in enumerate(cases):
        body, headers = multipart(name, content, f"{number} {what}")
        path = f"/api/v1/schools/{OWN}/documents"
        reply = await anonymous.post(
            path, headers=headers_of("school_head") | headers, content=body
        )
        outcome = {201: "stored", 400: "refused", 422: "refused"}.get(
            reply.status_code, str(reply.status_code)
        )
        outcomes[outcome] += 1
        if outcome != expected:
            wrong.append((what, reply.status_code, reply.text[:300]))
        if outcome == REFUSED and not CYRILLIC.search(reply.json()["detail"]):
            wrong.append((what, "no Russian reason", reply.text))
        if reply.status_code != 201:
            continue
        started = time.monotonic()
        await work_off(runner)
        slowest = max(slowest, time.monotonic() - started)
        place = f"/api/v1/documents/{reply.json()['id']}"
        seen = await anonymous.get(place, headers=headers_of("curator"))
        version = seen.json()["versions"][0]
        if version["text_state"] == "pending":
            wrong.append((what, "the text was never settled"))
        if any(mark in version["file_name"] for mark in ("/", "\\", "\0", "\u202e", "\r", "\n")):
            wrong.append((what, "a harmful name", version["file_name"]))
        got = await anonymous.get(
            f"/api/v1/document-versions/{version['id']}/file", headers=headers_of("curator")
        )
        inert = (
            got.content == content
            and got.headers["content-disposition"].startswith("attachment;")
            and got.headers["content-disposition"].isascii()
            and got.headers["x-content-type-options"] == "nosniff"
            and got.headers["content-security-policy"] == "sandbox; default-src 'none'"
        )
        if not inert:
            wrong.append((what, "not inert", dict(got.headers)))
    with capsys.disabled():
        print(f"\nhostile files: {len(cases)}, {dict(outcomes)}, slowest text {slowest:.1f} s")
    assert wrong == []
    # The worker lives on, and an honest file is read at once.
    body, headers = multipart("Акт.docx", docx("Цель"), "честный")
    good = await anonymous.post(
        f"/api/v1/schools/{OWN}/documents",
        headers=headers_of("school_head") | headers,
        content=body,
    )
    await work_off(runner)
    seen = await anonymous.get(
        f"/api/v1/documents/{good.json()['id']}", headers=headers_of("curator")
    )
    assert seen.json()["versions"][0]["text_state"] == "read"


async def test_no_secret_of_the_machine_comes_into_a_text(
    anonymous: httpx.AsyncClient, runner: JobRunner, worker_sessions: SessionFactory
) -> None:
    for number, (what, name, content, _) in enumerate(all_cases()):
        if "entities" in what or "laughs" in what:
            body, headers = multipart(name, content, f"{number}")
            await anonymous.post(
                f"/api/v1/schools/{OWN}/documents",
                headers=headers_of("school_head") | headers,
                content=body,
            )
    await work_off(runner)
    async with worker_sessions() as session:
        texts = (await session.scalars(text("select body_text from document_version"))).all()
    assert len(texts) >= 3
    assert not any("root:" in (t or "") or "lollol" in (t or "") for t in texts)


async def test_a_claim_of_a_huge_body_is_refused_before_it_is_read(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"upload_body_limit": MEBIBYTE}))
    async with app.router.lifespan_context(app), client_of(app) as client:
        body, headers = multipart("Акт.docx", docx("Цель"), "громадный")
        reply = await client.post(
            f"/api/v1/schools/{OWN}/documents",
            headers=headers_of("school_head") | headers | {"Content-Length": "3221225472"},
            content=body,
        )
        assert reply.status_code == 413, reply.text
        assert CYRILLIC.search(reply.json()["detail"])
        huge, headers = multipart("Акт.pdf", b"%PDF-" + b"\0" * 3 * MEBIBYTE, "громадный")
        reply = await client.post(
            f"/api/v1/schools/{OWN}/documents",
            headers=headers_of("school_head") | headers,
            content=huge,
        )
        assert reply.status_code == 413, reply.text


@pytest.mark.parametrize("declared", ["text/html", "application/json", "", "multipart/form-data"])
async def test_a_wrong_type_of_content_is_refused_in_russian(
    anonymous: httpx.AsyncClient, declared: str
) -> None:
    body, _ = multipart("Акт.docx", docx("Цель"), "тип")
    reply = await anonymous.post(
        f"/api/v1/schools/{OWN}/documents",
        headers=headers_of("school_head") | {"Content-Type": declared},
        content=body,
    )
    assert 400 <= reply.status_code < 500, reply.text
    assert CYRILLIC.search(reply.json()["detail"])

"""Files that are no plans, or too much of one, end in a Russian sentence and make no draft."""

import io
import zipfile

import httpx
import pytest
import pytest_asyncio

from backend.core.jobs import JobRunner
from backend.core.settings import Settings
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.features.editions.office_files.writing.write_docx import write_plan_docx
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.conftest import Change
from tests.features.editions.draft_steps import DRAFT, PLAN, Imports
from tests.features.editions.plan_files import SAMPLES, STAMP
from tests.world import CANARY, key

SAMPLE = (SAMPLES / "plan_64_od.docx").read_bytes()


@pytest_asyncio.fixture(loop_scope="session")
async def imports(anonymous: httpx.AsyncClient, runner: JobRunner) -> Imports:
    return Imports(anonymous, runner)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def long_plan(heading: str = "План на 2021 год", *, rows: int = 1, title: str = "Дело") -> bytes:
    made = tuple(RowText(f"1.{n}", title, "май 2021", "ЦУ", None, None) for n in range(1, rows + 1))
    plan = PlanText(heading, (SectionText("1", "Раздел", SectionForm.ROAD_MAP, made),))
    return write_plan_docx(plan, STAMP)


@pytest.mark.parametrize(
    "content",
    [
        long_plan(title="Очень длинное дело. " * 400),
        long_plan("План на 2021 год. " * 400),
        long_plan(rows=320),
    ],
)
async def test_a_plan_longer_than_a_draft_can_hold_is_told_so_and_never_a_fault(
    imports: Imports, content: bytes
) -> None:
    found = await imports.read_file(content)
    assert found["state"] in {"recognised", "refused"}
    if found["state"] == "refused":
        assert found["refusal"][0].isupper()
        return
    body = {"code": "plan_long", "title": "План", "import_id": found["id"]}
    reply = await imports.client.post("/api/v1/plans", headers=imports.headers, json=body)
    assert reply.status_code in {201, 409, 422}, reply.text
    if reply.status_code == 201:
        await imports.read(reply.json()["edition_id"])
    found = await imports.read_file(content, plan_id=PLAN)
    await imports.ask("DELETE", f"/editions/{DRAFT}/draft", status=204)
    reply = await imports.client.post(
        f"/api/v1/plans/{PLAN}/drafts", headers=imports.headers, json={"import_id": found["id"]}
    )
    assert reply.status_code in {201, 409, 422}, reply.text
    if reply.status_code == 201:
        await imports.read(reply.json()["edition_id"])


async def test_a_file_is_shown_though_no_plan_is_in_force_and_its_heading_is_too_long(
    imports: Imports, change: Change
) -> None:
    await change("update edition set state = 'superseded' where state = 'in_force'")
    found = await imports.read_file(long_plan("План на 2021 год. " * 400))
    assert found["rows"] == 1
    body = {"code": "plan_long", "title": "План", "import_id": found["id"]}
    refused = await imports.ask("POST", "/plans", body, 409)
    assert "заголовок до 4000 знаков" in refused["detail"]


def archive(*names: str, bomb: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"\0" * bomb or b"<xml/>")
    return made.getvalue()


HOSTILE = [
    ("мусор.docx", bytes(range(256)) * 40),
    ("пусто.docx", b""),
    ("бомба.docx", archive("word/document.xml", bomb=200_000_000)),
    ("без текста.docx", archive("[Content_Types].xml", "word/styles.xml")),
    ("архив.docx", archive("readme.txt")),
    ("оборван.docx", SAMPLE[: len(SAMPLE) // 2]),
    ("закрыт.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    ("старый.doc", OLE),
    ("страница.docx", b"<html><table><tr><td>1</td></tr></table></html>"),
    ("скан.pdf", b"%PDF-1.7\n"),
    ("не xml.docx", archive("[Content_Types].xml", "word/document.xml", "_rels/.rels")),
    ("без частей.docx", archive()),
]


@pytest.mark.parametrize(("name", "content"), HOSTILE)
async def test_a_hostile_file_ends_in_a_russian_sentence_and_makes_no_draft(
    imports: Imports, name: str, content: bytes
) -> None:
    found = await imports.read_file(content, name)
    assert (found["state"], found["rows"], found["allowed_actions"]) == ("refused", 0, [])
    assert found["refusal"][0] in "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ«"
    assert found["refusal"].endswith(".")
    body = {"code": "plan_bad", "title": "План", "import_id": found["id"]}
    refused = await imports.ask("POST", "/plans", body, 409)
    assert refused["detail"] == "Файл не прочитан: загрузите исправленный."


async def test_a_lost_file_and_a_foreign_import_are_told_apart_from_faults(
    imports: Imports, settings: Settings
) -> None:
    sent = await imports.send(SAMPLE)
    for path in (settings.var_dir / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    while await imports.runner.run_next():
        pass
    found = await imports.ask("GET", f"/plan-imports/{sent['id']}")
    assert found["refusal"].startswith("Файл не найден в хранилище.")
    foreign = key("import:foreign")
    refused = await imports.ask("GET", f"/plan-imports/{foreign}", status=404)
    assert CANARY not in str(refused)
    body = {"code": "plan_x", "title": "План", "import_id": str(foreign)}
    await imports.ask("POST", "/plans", body, 404)
    await imports.ask("POST", f"/plans/{PLAN}/drafts", {"import_id": str(foreign)}, 404)
    await imports.send(SAMPLE, status=404, plan_id=key("plan:foreign"))


async def test_who_runs_every_office_says_whose_plan_it_is(
    anonymous: httpx.AsyncClient, imports: Imports
) -> None:
    for params, status in (({}, 422), ({"plan_id": PLAN}, 202)):
        reply = await anonymous.post(
            "/api/v1/plan-imports",
            headers=headers_of("admin"),
            files={"file": ("План.docx", SAMPLE)},
            params=params,
        )
        assert reply.status_code == status, reply.text
        if status == 422:
            assert reply.json()["errors"][0]["pointer"] == "/plan_id"


async def test_a_file_over_the_limit_and_a_stranger_are_stopped_at_the_door(
    settings: Settings,
) -> None:
    app = create_app(settings.model_copy(update={"upload_body_limit": 100_000}))
    async with app.router.lifespan_context(app), client_of(app) as client:
        for role, size, status in (
            ("coordinator", 300_000, 413),
            ("methodist", 10, 403),
            ("school_head", 300_000, 403),
            ("coordinator", 10, 202),
        ):
            reply = await client.post(
                "/api/v1/plan-imports",
                headers=headers_of(role),
                files={"file": ("План.docx", b"x" * size)},
            )
            assert reply.status_code == status, reply.text

"""What shows a measure: a file known by its bytes, a link that is one, words; wrong ones are told at their field."""

import re
from typing import Any
from urllib.parse import unquote

import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.features.execution.test_evidence_files import EXE, HTML, OLE, PNG, SVG
from tests.features.programmes.conftest import GOOD, PDF, SECOND, Programmes

ADDRESS = "Нужна ссылка вида"


async def first_measure(programmes: Programmes) -> str:
    accepted = await programmes.accepted()
    return str(accepted["measures"][0]["id"])


async def test_a_file_comes_back_byte_for_byte_as_a_download_to_both_sides(
    programmes: Programmes,
) -> None:
    measure = await first_measure(programmes)
    path = f"/measures/{measure}/file"
    await programmes.ask("GET", path, who="curator", status=404)
    await programmes.show(measure, file=("Снимок стенда.png", PNG))
    for role in ("school_deputy", "curator", "mentor", "head"):
        reply = await programmes.ask("GET", path, who=role, status=None)
        assert reply.content == PNG
        disposition = reply.headers["content-disposition"]
        assert disposition.startswith("attachment;")
        assert unquote(disposition).endswith("''Снимок стенда.png")
        assert reply.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("снимок.jpg", HTML),
        ("рисунок.svg", SVG),
        ("рисунок.png", SVG),
        ("акт.pdf", EXE),
        ("акт.exe", PDF),
        ("справка.docx", OLE),
        ("акт.pdf", b""),
    ],
)
async def test_a_hostile_file_is_refused_at_its_field_and_the_measure_stays(
    programmes: Programmes, name: str, content: bytes
) -> None:
    made = await programmes.accepted()
    measure = made["measures"][0]["id"]
    refused = await programmes.show(measure, file=(name, content), status=422)
    assert refused["errors"][0]["pointer"] == "/file"
    assert (await programmes.read(made))["measures"][0]["state"] == "planned"


async def test_a_file_above_the_limit_is_refused(programmes: Programmes) -> None:
    made = await programmes.accepted()
    huge = b"%PDF-1.7\n" + b"0" * (31 * 1024 * 1024)
    refused = await programmes.show(made["measures"][0]["id"], file=("акт.pdf", huge), status=413)
    assert re.search("[а-яё]", refused["detail"])
    assert (await programmes.read(made))["measures"][0]["state"] == "planned"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,<b>", "ftp://example.ru/a", "https://", "пример.рф", "//example.ru", "http://",
        "http://[", "https://[::1", "http://example.ru:port/", "https://сайт.рф@зло.рф/", "https://example.ru/a b",
    ],
)  # fmt: skip
async def test_only_an_address_of_the_web_is_a_link(programmes: Programmes, link: str) -> None:
    measure = await first_measure(programmes)
    refused = await programmes.show(measure, link_url=link, status=422)
    assert refused["errors"][0]["pointer"] == "/link_url"
    assert ADDRESS in refused["detail"]


@pytest.mark.parametrize(
    "link", ["https://школа.рф/приказ?№=7", " http://example.ru ", "HTTPS://EXAMPLE.RU"]
)
async def test_a_web_address_is_kept(programmes: Programmes, link: str) -> None:
    measure = await first_measure(programmes)
    shown = await programmes.show(measure, link_url=link)
    assert shown["measures"][0]["link_url"] == link.strip()


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"done_on": "2021-03-18"}, "/done_on"),
        ({"done_on": "2020-12-31"}, "/done_on"),
        ({"done_on": "0001-01-01"}, "/done_on"),
        ({"done_on": "вчера"}, "/done_on"),
        ({"done_on": None}, "/done_on"),
        ({"evidence_text": "  "}, "/evidence_text"),
        ({"evidence_text": None}, "/evidence_text"),
        ({"evidence_text": "а" * 4001}, "/evidence_text"),
        ({"link_url": "https://example.ru/" + "a" * 2000}, "/link_url"),
    ],
)
async def test_wrong_input_is_told_at_its_field(
    programmes: Programmes, form: dict[str, Any], pointer: str
) -> None:
    measure = await first_measure(programmes)
    refused = await programmes.show(measure, status=422, **form)
    assert [error["pointer"] for error in refused["errors"]] == [pointer]
    assert re.search("[а-яё]", refused["errors"][0]["message"])


async def test_a_nul_in_the_words_is_no_failure(programmes: Programmes) -> None:
    measure = await first_measure(programmes)
    refused = await programmes.show(measure, evidence_text="при\x00каз", status=422)
    assert re.search("[а-яё]", refused["detail"])


async def test_evidence_waits_for_an_accepted_programme(programmes: Programmes) -> None:
    made = await programmes.begin()
    measure = made["measures"][0]["id"]
    for step in ("draft", "submitted"):
        refused = await programmes.show(measure, status=409)
        assert refused["detail"] == "Сначала программа должна быть принята.", step
        if step == "draft":
            await programmes.submit(made)
    await programmes.judge(measure, "confirm", status=409)


async def test_words_alone_suffice_and_new_evidence_replaces_the_old_whole(
    programmes: Programmes, change: Change
) -> None:
    measure = await first_measure(programmes)
    await programmes.show(measure, file=("акт.pdf", PDF), link_url="https://example.ru/")
    assert "ждёт подтверждения" in (await programmes.show(measure, status=409))["detail"]
    await programmes.judge(measure, "send_back", reason="нет подписи")
    again = (await programmes.show(measure, evidence_text="протокол № 9"))["measures"][0]
    assert (again["file_name"], again["link_url"], again["evidence_text"]) == (
        None,
        None,
        "протокол № 9",
    )
    await programmes.ask("GET", f"/measures/{measure}/file", who="curator", status=404)


async def test_a_stranger_is_refused_before_the_file_is_read(programmes: Programmes) -> None:
    made = await programmes.accepted(GOOD | {"measures": [SECOND | {"stage": 1}]})
    path = f"/api/v1/measures/{made['measures'][0]['id']}/evidence"
    body = {"done_on": "2021-03-01", "evidence_text": "приказ"}
    anonymous = await programmes.client.post(path, data=body, files={"file": ("а.pdf", PDF)})
    assert anonymous.status_code == 401
    mentor = await programmes.client.post(
        path, data=body, files={"file": ("а.pdf", PDF)}, headers=headers_of("mentor")
    )
    assert mentor.status_code == 403

"""Bodies nobody would send by hand: no JSON makes a route of editions fail, every refusal is a Russian sentence."""

import copy
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.editions.draft_steps import (
    DRAFT,
    EDITION,
    PLAN,
    SIGNED,
    Drafts,
    result,
    row,
    section,
)
from tests.world import key

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1e400, "", " ", "a" * 5000, "я" * 40_000, "\x00", "а\u0000б", "\ud800", "0001-01-01",
    "9999-12-31", "2021-02-30", "2021-03-10", "2021-03-10T00:00:00", "500+", "all", "share", "office", "curator",
    "до 29.02.2021", "с 31.12.9999 по 01.01.0001", "каждый понедельник 0001-9999", "100 %", "rc-own", str(key("school:own")),
    str(key("person:head")), str(key("lineage:own:500+.4")), "row_accepted", [], {}, [[]], [None], {"a": {}}, [1] * 500,
)  # fmt: skip
BROKEN = (b"", b"{", b"null", b"[]", b'"a"', b"\xff", b"[" * 3000, b'{"a":1,"a":2}', b"NaN")


def assert_told(reply: httpx.Response, sent: object) -> None:
    assert reply.status_code < 500, (sent, reply.text)
    if reply.status_code >= 400:
        detail = reply.json()["detail"]
        assert re.search("[а-яё]", detail, re.IGNORECASE), detail
        assert not re.search(r"sql|Traceback|asyncpg|pydantic|KeyError", detail, re.IGNORECASE)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside a document."""
    yield path
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, part in inner:
        yield from places(part, (*path, name))


def put_at(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """A draft in which everything that can stand somewhere does."""
    party = {
        "part": "responsible", "organisation": "rc-own", "role": None, "school_id": None, "person_id": None, "words": "РЦ",
    }  # fmt: skip
    full = row(
        "1.1",
        lineage_id=str(key("lineage:own:500+.4")),
        windows=[{"starts_on": "2021-05-01", "ends_on": "2021-05-20"}],
        parties=[party],
        results=[result(quantifier="share", threshold=80)],
        cells=["1.1."],
        remarks=["Вопрос?"],
    )
    document["act"] |= SIGNED | {"signed_by": "И.О. Фамилия"}
    return document | {
        "project_start": "2021-02-14", "project_end": "2021-12-20", "controlled_by": "заместитель",
        "sections": [section(full, row("1.2", term_source="в течение реализации проекта"))],
    }  # fmt: skip


async def test_no_document_makes_saving_or_putting_in_force_fail(
    anonymous: httpx.AsyncClient,
) -> None:
    """What was saved is also read back and put in force: nothing that got in breaks what comes after."""
    random = Random(44)  # noqa: S311
    drafts = Drafts(anonymous)
    good = whole((await drafts.read())["document"])
    saved = await drafts.save(good)
    version, spoiled = saved["version"], 0
    ways = [path for path in places(good) if path]
    for _ in range(150):
        document = good
        for path in random.sample(ways, k=random.choice((1, 1, 2))):
            try:
                document = put_at(document, path, random.choice(VALUES))
            except (KeyError, TypeError, IndexError):  # the first change took the place away
                continue
        reply = await anonymous.put(
            f"/api/v1/editions/{DRAFT}/draft",
            headers=drafts.headers
            | {"If-Match": f'"{version}"', "Content-Type": "application/json"},
            content=json.dumps(document).encode("utf-8", "surrogatepass"),
        )
        assert_told(reply, document)
        if reply.status_code == 200:
            version = reply.json()["version"]
            spoiled += 1
            assert (await drafts.read())["document"] == reply.json()["document"]
            for paper in ("document", "document?format=xlsx"):
                printed = await anonymous.get(
                    f"/api/v1/editions/{DRAFT}/{paper}", headers=drafts.headers
                )
                assert_told(printed, document)
    assert spoiled > 10


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_could_be_saved_comes_into_force_or_says_why_not(
    anonymous: httpx.AsyncClient, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    drafts = Drafts(anonymous)
    good = whole((await drafts.read())["document"])
    version = (await drafts.save(good))["version"]
    ways = [path for path in places(good) if path and path[0] == "sections" and len(path) > 4]
    for _ in range(12):
        document = put_at(good, random.choice(ways), random.choice(VALUES))
        reply = await anonymous.put(
            f"/api/v1/editions/{DRAFT}/draft",
            headers=drafts.headers
            | {"If-Match": f'"{version}"', "Content-Type": "application/json"},
            content=json.dumps(document).encode(),
        )
        if reply.status_code != 200:
            continue
        version = reply.json()["version"]
        put = await anonymous.post(
            f"/api/v1/editions/{DRAFT}/put-in-force",
            headers=drafts.headers | {"If-Match": f'"{version}"'},
        )
        assert_told(put, document)
        if put.status_code == 200:
            for path in (
                f"/editions/{DRAFT}/activities",
                f"/editions/{DRAFT}/diff",
                f"/editions/{DRAFT}/document",
            ):
                shown = await anonymous.get(f"/api/v1{path}", headers=drafts.headers)
                assert shown.status_code == 200, (document, shown.text)
            body = {"code": "plan_next", "title": "Дальше", "years": 10}
            copied = await anonymous.post(
                f"/api/v1/editions/{DRAFT}/copies", headers=drafts.headers, json=body
            )
            assert_told(copied, document)
            return


ROUTES: dict[str, dict[str, Any]] = {
    f"/plans/{PLAN}/drafts": {"import_id": None},
    f"/editions/{EDITION}/copies": {"code": "plan_x", "title": "План", "years": 1},
    "/plans": {"code": "plan_y", "title": "План", "import_id": str(key("import:own"))},
}


@pytest.mark.parametrize("path", ROUTES)
async def test_no_body_makes_a_beginning_fail(anonymous: httpx.AsyncClient, path: str) -> None:
    random = Random(path)  # noqa: S311
    headers = headers_of("coordinator") | {"Content-Type": "application/json"}
    for raw in BROKEN:
        assert_told(await anonymous.post(f"/api/v1{path}", headers=headers, content=raw), raw)
    for _ in range(40):
        body = dict(ROUTES[path])
        body[random.choice([*body])] = random.choice(VALUES)
        reply = await anonymous.post(
            f"/api/v1{path}", headers=headers, content=json.dumps(body).encode()
        )
        assert_told(reply, body)


@pytest.mark.parametrize("raw", BROKEN)
async def test_no_bytes_make_saving_fail(anonymous: httpx.AsyncClient, raw: bytes) -> None:
    headers = headers_of("coordinator") | {"Content-Type": "application/json", "If-Match": '"1"'}
    path = f"/api/v1/editions/{DRAFT}/draft"
    assert_told(await anonymous.put(path, headers=headers, content=raw), raw)


@pytest.mark.parametrize("path", ["/plan-imports", f"/editions/{DRAFT}/act-file"])
@pytest.mark.parametrize(
    "raw", [b"", b"--x", b"--x--\r\n", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n1\r\n--x--\r\n',
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xff\xfe"\r\n\r\n1\r\n--x--\r\n'],
)  # fmt: skip
async def test_no_form_makes_a_reception_fail(
    anonymous: httpx.AsyncClient, path: str, raw: bytes
) -> None:
    headers = headers_of("coordinator") | {"Content-Type": "multipart/form-data; boundary=x"}
    method = "POST" if path == "/plan-imports" else "PUT"
    reply = await anonymous.request(method, f"/api/v1{path}", headers=headers, content=raw)
    assert_told(reply, raw)

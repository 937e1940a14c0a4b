"""The list of ФИОКО from a file: everything or nothing, unknown logins told and passed over."""

import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import text

from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.world import key

HEADER = (
    "Логин",
    "ОО",
    "Муниципалитет",
    "Год",
    "4 РУ",
    "4 МА",
    "5 РУ",
    "5 МА",
    "Количество маркеров",
)


@pytest.fixture
async def logins(worker_sessions: SessionFactory) -> dict[str, str]:
    async with worker_sessions() as session:
        found = await session.execute(text("select id, fisoko_login from school"))
        by_id = {row.id: row.fisoko_login for row in found}
    return {name: by_id[key(f"school:{name}")] for name in ("own", "second", "third", "foreign")}


def line(login: str, marks: str, year: str = "2021", total: str = "") -> tuple[str, ...]:
    return (login, "Школа", "Район", year, *marks.replace("0", " "), total)


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(row) for row in (HEADER, *rows)).encode("utf-8-sig")


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Список ОО с признаками необъективности"])
    for row in (HEADER, *rows):
        sheet.append([int(cell) if cell.isdecimal() else cell.strip() or None for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


async def send(
    client: httpx.AsyncClient,
    content: bytes,
    role: str = "coordinator",
    status: int = 200,
    **form: Any,
) -> Any:
    reply = await client.post(
        "/api/v1/marked-school-files",
        headers=headers_of(role),
        data=form,
        files={"file": ("Список 2021.csv", content, "application/octet-stream")},
    )
    assert reply.status_code == status, reply.text
    return reply.json()


@pytest.mark.parametrize("packed", [csv, workbook])
async def test_a_list_is_tried_written_and_a_second_time_changes_nothing(
    anonymous: httpx.AsyncClient, get: Get, logins: dict[str, str], packed: Any
) -> None:
    content = packed(
        line(f"edu{logins['own']}", "1010", total="2"),
        line(logins["second"], "0000"),
        line("sch639999", "1111"),
        line(logins["foreign"], "1111"),
    )
    tried = await send(anonymous, content, dry_run="true")
    assert (tried["outcome"], tried["changed"], tried["marked"]) == ("checked", 2, 1)
    assert [u["login"] for u in tried["unknown"]] == ["639999", logins["foreign"]]
    assert tried["years"] == [2021]
    assert (await get("coordinator", "/signals", kind="marked_list"))["year"] == 2020
    done = await send(anonymous, content)
    assert (done["outcome"], done["changed"], done["unknown_total"]) == ("written", 2, 2)
    (signal,) = (await get("coordinator", "/signals", kind="marked_list"))["items"]
    assert signal["year"] == 2021
    assert "РУ4, РУ5; раньше в списке: 2020" in signal["words"]
    marked = (await get("coordinator", f"/signals/{signal['key']}"))["evidence"]["marked"]
    assert (marked["markers"], marked["years_before"]) == (["РУ4", "РУ5"], [2020])
    assert marked["file_name"] == "Список 2021.csv"
    again = await send(anonymous, content)
    assert (again["outcome"], again["changed"], again["unchanged"]) == ("unchanged", 0, 2)
    # The foreign school keeps what it had.
    assert len((await get("auditor", "/signals", year=2020, kind="marked_list"))["items"]) == 2
    assert len((await get("auditor", "/signals", year=2021, kind="marked_list"))["items"]) == 1


async def test_a_mended_list_takes_a_marker_off_and_the_signal_with_it(
    anonymous: httpx.AsyncClient, get: Get, logins: dict[str, str]
) -> None:
    mended = await send(anonymous, csv(line(logins["own"], "0000", year="2020")), role="methodist")
    assert (mended["outcome"], mended["marked"], mended["changed"]) == ("written", 0, 1)
    assert (await get("coordinator", "/signals", year=2020, kind="marked_list"))["total"] == 0


async def test_any_wrong_cell_refuses_the_whole_list_and_all_are_named(
    anonymous: httpx.AsyncClient, get: Get, logins: dict[str, str]
) -> None:
    refused = await send(
        anonymous,
        csv(
            line(logins["own"], "1000"),
            line("школа", "1000"),
            line(logins["second"], "2000"),
            line(logins["third"], "1100", year="вчера"),
            line(logins["own"], "1000"),
            line("sch639999", "1000", total="4"),
        ),
    )
    assert refused["outcome"] == "refused"
    assert [(e["row"], e["column"]) for e in refused["errors"]] == [
        (3, "A"), (4, "E"), (5, "D"), (6, "A"), (7, "I"),
    ]  # fmt: skip
    assert (await get("coordinator", "/signals"))["years"] == [2020]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ""),
        ("Школа;Балл\n1;2".encode(), "нет списка"),
        (";".join(HEADER).encode(), "ни одной строки"),
        (b"PK\x03\x04 not a book", ""),
        (bytes(range(256)) * 20, ""),
    ],
)
async def test_what_is_no_list_is_refused_in_words(
    anonymous: httpx.AsyncClient, content: bytes, words: str
) -> None:
    refused = await send(anonymous, content, status=422)
    assert words in refused["errors"][0]["message"]


@pytest.mark.parametrize(
    "role", ["school_head", "school_deputy", "curator", "mentor", "auditor", "machine_results"]
)
async def test_lists_are_sent_by_the_office(
    anonymous: httpx.AsyncClient, logins: dict[str, str], role: str
) -> None:
    await send(anonymous, csv(line(logins["own"], "1000")), role=role, status=403)

"""Survey levels of many schools from a file: everything or nothing, every wrong cell by its place."""

import io
from typing import Any

import httpx
import openpyxl
import pytest
import pytest_asyncio

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.risk_profiles.conftest import PROFILE, add_factor
from tests.world import CANARY, key


@pytest_asyncio.fixture(loop_scope="session")
async def names(get: Get, change: Change) -> dict[str, str]:
    """Short names of the schools; the edition has two factors."""
    await add_factor(change)
    items = (await get("coordinator", "/schools"))["items"]
    return {
        name: next(s["short_name"] for s in items if s["id"] == str(key(f"school:{name}")))
        for name in ("own", "second", "third")
    }


async def send(
    client: httpx.AsyncClient,
    content: bytes,
    role: str = "methodist",
    status: int = 200,
    **form: Any,
) -> Any:
    reply = await client.post(
        "/api/v1/risk-level-files",
        headers=headers_of(role),
        data=form,
        files={"file": ("levels.csv", content, "application/octet-stream")},
    )
    assert reply.status_code == status, reply.text
    return reply.json()


def table(*rows: tuple[str, ...], delimiter: str = ";") -> str:
    return "\n".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row)
        for row in (("школа", "фактор", "уровень", "цикл"), *rows)
    )


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("школа", "фактор", "уровень", "цикл"), *rows):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        lambda rows: table(*rows).encode("utf-8-sig"),
        lambda rows: table(*rows).encode("cp1251"),
        lambda rows: table(*rows, delimiter=",").encode(),
        lambda rows: workbook(*rows),
    ],
    ids=["utf-8", "cp1251", "comma", "xlsx"],
)
async def test_a_file_is_tried_written_and_a_second_time_changes_nothing(
    anonymous: httpx.AsyncClient, get: Get, names: dict[str, str], packed: Any
) -> None:
    content = packed(
        [
            (names["own"].upper(), "Низкая учебная мотивация обучающихся", "Высокая", "2021"),
            (names["own"], "staff_shortage", "нет данных", ""),
            (names["third"], "Дефицит педагогических кадров", "низкая", "2021"),
        ]
    )
    before = await get("coordinator", PROFILE)
    tried = await send(anonymous, content, dry_run="true")
    assert (tried["outcome"], tried["changed"], tried["schools"]) == ("checked", 3, 2)
    assert [(c["was"], c["becomes"]) for c in tried["changes"]] == [
        ("Средняя", "Высокая"), ("не оценено", "нет данных"), ("не оценено", "Низкая"),
    ]  # fmt: skip
    assert await get("coordinator", PROFILE) == before
    done = await send(anonymous, content)
    assert (done["outcome"], done["changed"]) == ("written", 3)
    after = await get("coordinator", PROFILE)
    motivation = next(f for f in after["factors"] if f["code"] == "low_motivation")
    assert (motivation["survey"]["level"], motivation["survey"]["origin"]) == ("high", "file")
    again = await send(anonymous, content)
    assert (again["outcome"], again["changed"], again["unchanged"]) == ("unchanged", 0, 3)
    assert await get("coordinator", PROFILE) == after
    third = await get("coordinator", f"/schools/{key('school:third')}/risk-profile")
    assert third["state"] == "formed"


async def test_any_wrong_cell_refuses_the_whole_file_and_all_are_named(
    anonymous: httpx.AsyncClient, get: Get, names: dict[str, str]
) -> None:
    before = await get("coordinator", PROFILE)
    content = table(
        (names["own"], "staff_shortage", "Высокая", "2021"),
        ("Школа на Луне", "staff_shortage", "Высокая", ""),
        (names["own"], "Плохая погода", "Высокая", ""),
        (names["own"], "low_motivation", "ужасная", ""),
        (names["own"], "Дефицит педагогических кадров", "Низкая", ""),
        (names["own"], "low_motivation", "=A1", ""),
        ("Школа на Луне", "Плохая погода", "ужасная", "21"),
    ).encode()
    refused = await send(anonymous, content)
    assert refused["outcome"] == "refused"
    assert [(e["row"], e["column"]) for e in refused["errors"]] == [
        (3, "A"), (4, "B"), (5, "C"), (6, "B"), (7, "B"), (7, "C"), (8, "A"), (8, "B"), (8, "C"), (8, "D"),
    ]  # fmt: skip
    assert "уже есть в строке 2" in refused["errors"][3]["message"]
    assert all(e["message"].endswith(".") for e in refused["errors"])
    assert await get("coordinator", PROFILE) == before


async def test_a_foreign_school_is_told_as_one_that_is_not_there(
    anonymous: httpx.AsyncClient, names: dict[str, str], change: Change, get: Get
) -> None:
    foreign = (await get("admin", f"/schools/{key('school:foreign')}"))["short_name"]
    refused = await send(
        anonymous, table((foreign, "low_motivation", "Высокая", ""), ("нет такой", "low_motivation", "Низкая", "")).encode()
    )  # fmt: skip
    assert len({e["message"] for e in refused["errors"]}) == 1
    assert CANARY not in refused["errors"][0]["message"]


async def test_levels_of_a_verified_profile_are_not_overwritten(
    anonymous: httpx.AsyncClient, names: dict[str, str], change: Change
) -> None:
    await change(
        "update risk_profile set state = 'verified', verified_on = '2021-03-01', curator_signed_at = now(),"
        " curator_signed_by_id = :curator, school_signed_at = now(), school_signed_by_id = :head where id = :id",
        id=key("risk_profile:own"),
        curator=key("person:curator"),
        head=key("person:school_head"),
    )
    same = table((names["own"], "low_motivation", "Средняя", "2021")).encode()
    other = table((names["own"], "low_motivation", "Низкая", "2021")).encode()
    assert "верифицирован" in (await send(anonymous, other))["errors"][0]["message"]
    assert (await send(anonymous, same, dry_run="true"))["outcome"] in {"checked", "refused"}


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b"", b"a;b\n1;2", "школа;фактор;уровень\n".encode(), b"PK\x03\x04zz"],
)
async def test_what_is_no_table_is_told_in_words(
    anonymous: httpx.AsyncClient, content: bytes
) -> None:
    refused = await send(anonymous, content, status=422)
    assert refused["errors"][0]["pointer"] == "/file"


@pytest.mark.parametrize(
    "role", ["curator", "school_head", "school_deputy", "machine_medk", "head"]
)
async def test_only_the_office_and_methodists_send_files(
    anonymous: httpx.AsyncClient, role: str
) -> None:
    await send(anonymous, table(("a", "b", "Низкая", "")).encode(), role=role, status=403)

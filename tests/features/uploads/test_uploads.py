"""The main job over HTTP: a file is sent, checked, accepted, and the school's figures move."""

from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from tests.conftest import headers_of
from tests.data.make_samples import CLEAN, DIRTY, PLANTED, Pupil, csv_bytes, table, xlsx_bytes
from tests.features.uploads.conftest import Upload, drain
from tests.world import CANARY, key

Headers = Callable[[str], dict[str, str]]


def of_school(pupils: list[Pupil], login: str) -> list[Pupil]:
    return [p._replace(login=login) if p.login == "edu63901003" else p for p in pupils]


def book(login: str, pupils: list[Pupil] = CLEAN, **named: Any) -> bytes:
    return xlsx_bytes(table(of_school(pupils, login), **named))


async def commit(
    client: httpx.AsyncClient, runner: JobRunner, upload: dict[str, Any], headers: dict[str, str]
) -> dict[str, Any]:
    if upload["guarded"]:  # more than a tenth of what is stored changes: somebody else decides
        headers = headers_of("coordinator")
    reply = await client.post(
        f"/api/v1/uploads/{upload['id']}/commit", headers=headers, json={"reason": "исправление"}
    )
    assert reply.status_code == 202, reply.text
    assert reply.json()["state"] == "committing"
    await drain(runner)
    found: dict[str, Any] = (
        await client.get(f"/api/v1/uploads/{upload['id']}", headers=headers)
    ).json()
    return found


async def results(
    client: httpx.AsyncClient, headers: dict[str, str], school: str
) -> list[dict[str, Any]]:
    reply = await client.get(f"/api/v1/schools/{key(f'school:{school}')}/results", headers=headers)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


async def count(engine: AsyncEngine, statement: str) -> Any:
    async with engine.connect() as connection:
        return await connection.scalar(text(statement))


async def test_a_file_becomes_figures_of_the_school(
    send: Upload,
    anonymous: httpx.AsyncClient,
    runner: JobRunner,
    as_role: Headers,
    logins: dict[str, str],
) -> None:
    upload = await send(book(logins["third"]))
    assert upload["state"] == "screened", upload
    assert (upload["errors"], upload["warnings"]) == (0, 0)
    assert upload["allowed_actions"] == ["commit", "cancel", "read_again", "map"]
    (work,) = upload["reading"]["works"]
    assert (work["programme_grade"], work["rows"]) == (4, 8)
    assert upload["reading"]["scales"][0]["max_primary"] == 20
    assert upload["reading"]["outcomes"]["protocols_new"] == 1
    assert upload["reading"]["outcomes"]["rows_new"] == 8
    assert await results(anonymous, as_role("methodist"), "third") == []

    upload = await commit(anonymous, runner, upload, as_role("methodist"))
    assert upload["state"] == "committed"
    (result,) = await results(anonymous, as_role("coordinator"), "third")
    figures = result["figures"]
    assert (figures["n"], figures["n2"], figures["n3"], figures["n4"], figures["n5"]) == (
        8,
        3,
        3,
        1,
        1,
    )
    assert figures["small_sample"] is True
    assert figures["below_min"] == {
        "kind": "measured", "count": 3, "n": 8, "pct": 37.5, "ci_low_pct": 13.7, "ci_high_pct": 69.4,
    }  # fmt: skip
    assert (figures["success"]["pct"], figures["quality"]["pct"]) == (62.5, 25.0)
    assert figures["avg_mark"] == {"kind": "measured", "value": 3.0, "n": 8}
    assert [figures[k]["count"] for k in ("lowered", "confirmed", "raised")] == [3, 5, 0]
    assert result["work"]["title"] == "ВПР, математика, 5 класс, осень 2020, программа 4 класса"
    assert result["upload_number"] == upload["number"]


async def test_the_csv_of_the_same_table_changes_nothing(
    send: Upload, anonymous: httpx.AsyncClient, runner: JobRunner, as_role: Headers, logins: dict[str, str],
    worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    await commit(anonymous, runner, await send(book(logins["third"])), as_role("methodist"))
    upload = await send(csv_bytes(table(of_school(CLEAN, logins["third"]))), name="Ф1.csv")
    (read,) = upload["reading"]["tables"]
    assert (read["encoding"], read["delimiter"]) == ("cp1251", ";")
    assert upload["reading"]["outcomes"]["protocols_identical"] == 1
    upload = await commit(anonymous, runner, upload, as_role("methodist"))
    assert upload["state"] == "committed"
    (result,) = await results(anonymous, as_role("methodist"), "third")
    assert result["version"] == 1


async def test_a_correction_is_a_new_version_and_the_old_one_stays(
    send: Upload,
    anonymous: httpx.AsyncClient,
    runner: JobRunner,
    as_role: Headers,
    logins: dict[str, str],
) -> None:
    await commit(anonymous, runner, await send(book(logins["third"])), as_role("methodist"))
    corrected = [*CLEAN[:-1], CLEAN[-1]._replace(journal=4)]
    upload = await send(book(logins["third"], corrected))
    outcomes = upload["reading"]["outcomes"]
    assert (outcomes["protocols_changed"], outcomes["rows_changed"], outcomes["rows_stored"]) == (
        1,
        1,
        8,
    )
    await commit(anonymous, runner, upload, as_role("methodist"))
    (result,) = await results(anonymous, as_role("methodist"), "third")
    assert result["version"] == 2
    protocol = (
        await anonymous.get(
            f"/api/v1/protocols/{result['protocol_id']}", headers=as_role("methodist")
        )
    ).json()
    assert [(v["version"], v["state"]) for v in protocol["versions"]] == [
        (2, "current"),
        (1, "superseded"),
    ]
    assert protocol["task_max"] == [1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 2, 2]

    again = await send(book(logins["third"]))
    assert again["state"] == "screened", "the first file may come again: its version was replaced"
    await commit(anonymous, runner, again, as_role("methodist"))
    (result,) = await results(anonymous, as_role("methodist"), "third")
    assert result["version"] == 3


async def test_every_planted_error_is_named_by_row_and_column_and_nothing_is_written(
    send: Upload, anonymous: httpx.AsyncClient, as_role: Headers, logins: dict[str, str],
    worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    before = await count(worker_engine, "select count(*) from protocol")
    upload = await send(book(logins["third"], DIRTY))
    assert upload["state"] == "screened"
    reply = await anonymous.get(
        f"/api/v1/uploads/{upload['id']}/issues", headers=as_role("methodist")
    )
    issues = reply.json()
    found = {(i["row"], i["column"], i["code"]) for i in issues["items"]}
    assert found == set(PLANTED)
    assert issues["total"] == issues["kept"] == len(PLANTED)
    assert (upload["rows_total"], upload["rows_bad"]) == (10, 8)
    assert {i["severity"] for i in issues["items"] if i["code"] == "mark_against_scale"} == {
        "warning"
    }
    assert "commit" not in upload["allowed_actions"]
    reply = await anonymous.post(
        f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("methodist")
    )
    assert reply.status_code == 409
    assert reply.json()["detail"].replace("\u00a0", " ").startswith("Нельзя: в файле 8 ошибок")
    assert await count(worker_engine, "select count(*) from protocol") == before


async def test_issues_come_in_pages_without_gaps(
    send: Upload, anonymous: httpx.AsyncClient, as_role: Headers, logins: dict[str, str]
) -> None:
    upload = await send(book(logins["third"], DIRTY))
    codes: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (
            await anonymous.get(
                f"/api/v1/uploads/{upload['id']}/issues",
                params=params,
                headers=as_role("methodist"),
            )
        ).json()
        codes += [item["code"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(codes) == sorted(code for _, _, code in PLANTED)


async def test_a_school_outside_my_rights_is_as_unknown_as_none(
    send: Upload, anonymous: httpx.AsyncClient, as_role: Headers, logins: dict[str, str]
) -> None:
    words = []
    for login in (logins["foreign"], "edu63999998"):
        upload = await send(book(login))
        page = await anonymous.get(
            f"/api/v1/uploads/{upload['id']}/issues", headers=as_role("methodist")
        )
        group = page.json()["groups"][0]
        assert group["code"] == "school_unknown"
        words.append(group["sample"].replace(login.removeprefix("edu"), "…"))
        assert CANARY not in page.text
    assert words[0] == words[1]


async def test_a_director_writes_only_the_own_school(
    send: Upload,
    anonymous: httpx.AsyncClient,
    runner: JobRunner,
    as_role: Headers,
    logins: dict[str, str],
) -> None:
    stranger = await send(book(logins["second"]), role="school_head")
    assert stranger["errors"] == 8
    own = await send(book(logins["own"]), role="school_head")
    assert own["errors"] == 0
    assert (await commit(anonymous, runner, own, as_role("school_head")))["state"] == "committed"


async def test_a_deputy_sends_and_the_director_accepts(
    send: Upload,
    anonymous: httpx.AsyncClient,
    runner: JobRunner,
    as_role: Headers,
    logins: dict[str, str],
) -> None:
    upload = await send(book(logins["own"]), role="school_deputy")
    assert upload["allowed_actions"] == ["cancel", "read_again", "map"]
    assert upload["blocked_by"][0]["reason"].startswith("Принять протокол может")
    url = f"/api/v1/uploads/{upload['id']}"
    assert (
        await anonymous.post(f"{url}/commit", headers=as_role("school_deputy"))
    ).status_code == 403
    accepted = await commit(anonymous, runner, upload, as_role("school_head"))
    assert accepted["state"] == "committed"
    assert accepted["sent_by"] == "Человек school_deputy"

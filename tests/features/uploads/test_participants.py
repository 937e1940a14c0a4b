"""Participants of a protocol: read by code, corrected one by one; a correction is a version and can be taken back."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from tests.features.uploads.conftest import drain
from tests.world import key

Headers = Callable[[str], dict[str, str]]
Correct = Callable[..., Awaitable[httpx.Response]]
NAMED = {"surname": "Петрова", "name": "Анна", "document": "4510 123456"}


def row(
    login: str, number: int, points: tuple[int | str, int | str], **values: Any
) -> dict[str, Any]:
    one, two = points
    total = sum(p for p in points if isinstance(p, int))
    return {
        "school": login, "procedure": "dr", "year": 2021, "wave": "entry", "subject": "Математика", "grade": 6,
        "class": "6А", "participant": str(6000 + number), "variant": "2", "primary_score": total, "mark": 3,
        "journal_mark": 4, "1 (2б)": one, "К1 (9б)": two,
    } | values  # fmt: skip


def sheet(login: str) -> list[dict[str, Any]]:
    return [
        row(login, 1, (1, 5)),
        row(login, 2, ("Х", 7), mark=4),
        row(login, 3, (2, 9), mark=5, variant="1"),
    ]


async def post(
    client: httpx.AsyncClient, runner: JobRunner, headers: dict[str, str], rows: list[Any]
) -> Any:
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in rows)
    given = headers | {"Content-Type": "application/x-ndjson"}
    reply = await client.post("/api/v1/results:batch", content=content.encode(), headers=given)
    assert reply.status_code == 202, reply.text
    await drain(runner)
    seen = (await client.get(reply.headers["location"], headers=headers)).json()
    assert seen["state"] == "committed", seen
    return seen


@pytest_asyncio.fixture(loop_scope="session")
async def protocol(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> str:
    await post(anonymous, runner, as_role("methodist"), sheet(logins["third"]))
    return await current(anonymous, as_role("methodist"))


async def current(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    reply = await client.get(f"/api/v1/schools/{key('school:third')}/results", headers=headers)
    (item,) = reply.json()["items"]
    return str(item["protocol_id"])


async def participants(client: httpx.AsyncClient, headers: dict[str, str], protocol_id: str) -> Any:
    reply = await client.get(f"/api/v1/protocols/{protocol_id}/participants", headers=headers)
    assert reply.status_code == 200, reply.text
    assert reply.headers["etag"] == f'"{reply.json()["version"]}"'
    return reply.json()


@pytest.fixture
def correct(anonymous: httpx.AsyncClient, as_role: Headers) -> Correct:
    async def send(
        protocol_id: str,
        code: str,
        *,
        role: str = "methodist",
        version: int | None = 1,
        **body: Any,
    ) -> httpx.Response:
        given = as_role(role) | ({} if version is None else {"If-Match": f'"{version}"'})
        url = f"/api/v1/protocols/{protocol_id}/participants/{code}"
        return await anonymous.put(url, json={"reason": "апелляция"} | body, headers=given)

    return send


async def test_participants_are_codes_with_every_score(
    anonymous: httpx.AsyncClient, as_role: Headers, protocol: str
) -> None:
    found = await participants(anonymous, as_role("coordinator"), protocol)
    assert (found["version"], found["state"], found["basis"]) == (1, "current", "rows")
    assert (found["task_names"], found["task_max"]) == (["1", "К1"], [2, 9])
    assert found["items"][1] == {
        "code": "6002", "class_name": "6А", "variant": "2", "primary_score": 7, "test_score": None, "mark": 4,
        "journal_mark": 4, "task_scores": [None, 7],
    }  # fmt: skip
    assert [item["code"] for item in found["items"]] == ["6001", "6002", "6003"]


async def test_an_appeal_is_a_new_version_and_its_revert_brings_the_old_result_back(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, protocol: str, correct: Correct
) -> None:  # fmt: skip
    me = as_role("methodist")
    before = await participants(anonymous, me, protocol)
    reply = await correct(protocol, "6001", task_scores=[2, 6], mark=4)
    assert reply.status_code == 202, reply.text
    sent = reply.json()
    assert (sent["kind"], sent["strategy"]) == ("participant", "upsert")
    assert sent["reason"] == "апелляция"
    await drain(runner)
    seen = (await anonymous.get(reply.headers["location"], headers=me)).json()
    assert (seen["state"], seen["guarded"]) == ("committed", False), seen
    assert "read_again" not in seen["allowed_actions"]

    later = await current(anonymous, me)
    after = await participants(anonymous, me, later)
    assert (later != protocol, after["version"]) == (True, 2)
    assert after["items"][0] == before["items"][0] | {
        "primary_score": 8, "mark": 4, "task_scores": [2, 6],
    }  # fmt: skip
    assert after["items"][1:] == before["items"][1:]
    assert (after["task_names"], after["task_max"]) == (before["task_names"], before["task_max"])

    undo = await anonymous.post(
        f"{reply.headers['location']}/revert", headers=me, json={"reason": "ошибка"}
    )
    assert undo.status_code == 202, undo.text
    await drain(runner)
    assert await current(anonymous, me) == protocol
    assert await participants(anonymous, me, protocol) == before


async def test_the_same_correction_twice_is_one(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, protocol: str, correct: Correct
) -> None:  # fmt: skip
    first = await correct(protocol, "6001", mark=4)
    at_once = await correct(protocol, "6001", mark=4)
    await drain(runner)
    later = await correct(protocol, "6001", mark=4)
    assert [r.status_code for r in (first, at_once, later)] == [202, 200, 200], later.text
    assert len({r.json()["id"] for r in (first, at_once, later)}) == 1
    found = await participants(
        anonymous, as_role("methodist"), await current(anonymous, as_role("methodist"))
    )
    assert found["version"] == 2


async def test_two_corrections_from_one_version_do_not_undo_each_other(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, protocol: str, correct: Correct
) -> None:  # fmt: skip
    replies = [
        await correct(protocol, "6001", mark=4),
        await correct(protocol, "6001", journal_mark=5),
    ]
    assert [reply.status_code for reply in replies] == [202, 202]
    await drain(runner)
    me = as_role("methodist")
    states = [(await anonymous.get(r.headers["location"], headers=me)).json() for r in replies]
    assert [state["state"] for state in states] == ["committed", "failed"]
    assert "протокол изменили" in states[1]["error"]
    after = await participants(anonymous, me, await current(anonymous, me))
    first = after["items"][0]
    assert (after["version"], first["mark"], first["journal_mark"]) == (2, 4, 4)

    refused = await correct(protocol, "6001", journal_mark=5)
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"].endswith("protocol-replaced")
    assert (problem["current_protocol_id"], problem["current_version"]) == (after["protocol_id"], 2)
    again = await correct(problem["current_protocol_id"], "6001", version=2, journal_mark=5)
    assert again.status_code == 202


async def test_a_participant_known_only_by_a_key_is_corrected_too(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str], correct: Correct
) -> None:  # fmt: skip
    me = as_role("methodist")
    lines = [
        row(logins["third"], n, (1, n)) | NAMED | {"document": f"4510 12345{n}"} for n in range(6)
    ]
    await post(anonymous, runner, me, lines)
    protocol = await current(anonymous, me)
    code = (await participants(anonymous, me, protocol))["items"][2]["code"]
    assert int(code) >= 1 << 62
    reply = await correct(protocol, code, mark=5)
    assert reply.status_code == 202, reply.text
    await drain(runner)
    seen = (await anonymous.get(reply.headers["location"], headers=me)).json()
    assert seen["state"] == "committed", seen
    after = await participants(anonymous, me, await current(anonymous, me))
    assert [(i["code"], i["mark"]) for i in after["items"] if i["mark"] == 5] == [(code, 5)]
    assert len(after["items"]) == 6


async def test_an_exam_has_a_test_score_and_a_mark_may_be_taken_away(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str], correct: Correct
) -> None:  # fmt: skip
    me = as_role("methodist")
    about = {
        "school": logins["third"], "procedure": "ege", "year": 2021, "subject": "Русский язык", "grade": 11,
    }  # fmt: skip
    lines = [
        about | {"participant": n, "primary_score": 40 + n, "test_score": 60 + n} for n in (1, 2)
    ]
    await post(anonymous, runner, me, lines)
    reply = await correct(
        await current(anonymous, me), "2", primary_score=44, test_score=66, journal_mark=5
    )
    assert reply.status_code == 202, reply.text
    await drain(runner)
    assert (await anonymous.get(reply.headers["location"], headers=me)).json()[
        "state"
    ] == "committed"
    for version, journal in ((2, 5), (3, None)):
        after = await participants(anonymous, me, await current(anonymous, me))
        assert (after["version"], [i["test_score"] for i in after["items"]]) == (version, [61, 66])
        assert after["items"][1] | {"class_name": None} == {
            "code": "2", "class_name": None, "variant": None, "primary_score": 44, "test_score": 66, "mark": None,
            "journal_mark": journal, "task_scores": None,
        }  # fmt: skip
        if journal:
            await correct(after["protocol_id"], "2", version=2, journal_mark=None)
            await drain(runner)


async def test_somebody_absent_gets_a_result_and_loses_it(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, protocol: str, correct: Correct
) -> None:  # fmt: skip
    me = as_role("methodist")
    nothing = {"task_scores": None, "mark": None, "journal_mark": None}
    empty = {"primary_score": None, "mark": None, "journal_mark": None, "task_scores": [None, None]}
    before = (await participants(anonymous, me, protocol))["items"][0]
    for version, changes, expected in (
        (1, nothing, empty),
        (2, {"task_scores": [1, 5], "mark": 3, "journal_mark": 4}, {}),
    ):
        reply = await correct(await current(anonymous, me), "6001", version=version, **changes)
        assert reply.status_code == 202, reply.text
        await drain(runner)
        seen = (await anonymous.get(reply.headers["location"], headers=me)).json()
        assert seen["state"] == "committed", seen
        after = await participants(anonymous, me, await current(anonymous, me))
        assert after["items"][0] == before | expected


async def test_a_script_cannot_send_such_a_key(
    anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:
    given = as_role("methodist") | {"Content-Type": "application/json"}
    content = json.dumps([row(logins["third"], 1, (1, 2), participant=str((1 << 62) + 5))])
    reply = await anonymous.post("/api/v1/results:batch", content=content, headers=given)
    await drain(runner)
    seen = (await anonymous.get(reply.headers["location"], headers=given)).json()
    assert (seen["state"], seen["errors"]) == ("screened", 1)


@pytest.mark.parametrize(
    ("code", "body", "status", "word"),
    [
        ("6001", {"mark": 6}, 422, "5"),
        ("6001", {"primary_score": 9}, 422, "Сумма баллов за задания 6, а первичный балл 9"),
        ("6001", {"task_scores": [2, 10]}, 422, "За задание К1 можно получить не больше 9"),
        ("6001", {"task_scores": [2]}, 422, "Заданий в работе 2"),
        ("6001", {}, 422, "Не сказано, что исправить"),
        ("6001", {"mark": 3}, 409, "Менять нечего"),
        ("6001", {"mark": 4, "reason": "х"}, 422, "слишком короткое"),
        ("6999", {"mark": 4}, 404, "Участника с таким кодом"),
        ("9999999999999999999", {"mark": 4}, 404, "Участника с таким кодом"),
        ("abc", {"mark": 4}, 422, ""),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    code: str, body: dict[str, Any], status: int, word: str, protocol: str, correct: Correct, worker_engine: AsyncEngine
) -> None:  # fmt: skip
    reply = await correct(protocol, code, **body)
    assert reply.status_code == status, reply.text
    assert word in reply.json()["detail"], reply.text
    async with worker_engine.connect() as connection:
        made = "select count(*) from upload where kind = 'participant'"
        assert await connection.scalar(text(made)) == 0


async def test_a_correction_names_its_version_and_needs_the_right(
    protocol: str, correct: Correct
) -> None:
    assert (await correct(protocol, "6001", version=None, mark=4)).status_code == 428
    assert (await correct(protocol, "6001", version=7, mark=4)).status_code == 412
    assert (await correct(protocol, "6001", role="curator", mark=4)).status_code == 403
    assert (await correct(protocol, "6001", role="school_head", mark=4)).status_code == 404
    assert (await correct(str(key("nonexistent")), "6001", mark=4)).status_code == 404

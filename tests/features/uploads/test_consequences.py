"""What an upload would change: figures before and after, findings that follow, and openly what is not counted."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from backend.core.jobs import JobRunner
from tests.features.conftest import Change
from tests.features.uploads.conftest import drain
from tests.world import key

Headers = Callable[[str], dict[str, str]]
Send = Callable[..., Awaitable[dict[str, Any]]]
RULE = "results_exceed_classes"


def rows(login: str, marks: list[int], **work: Any) -> list[dict[str, Any]]:
    about = {
        "school": login,
        "procedure": "vpr",
        "year": 2021,
        "subject": "Математика",
        "grade": 6,
    } | work
    return [about | {"participant": str(6000 + n), "mark": mark} for n, mark in enumerate(marks)]


@pytest.fixture
def send(anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner) -> Send:
    async def run(lines: list[dict[str, Any]], **query: str) -> dict[str, Any]:
        reply = await anonymous.post(
            "/api/v1/results:batch",
            content="\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode(),
            params={"auto_commit": "false"} | query,
            headers=as_role("methodist") | {"Content-Type": "application/x-ndjson"},
        )
        assert reply.status_code == 202, reply.text
        await drain(runner)
        found: dict[str, Any] = await consequences(anonymous, as_role, reply.json()["id"])
        return found | {"id": reply.json()["id"]}

    return run


async def consequences(client: httpx.AsyncClient, as_role: Headers, upload_id: str) -> Any:
    reply = await client.get(
        f"/api/v1/uploads/{upload_id}/consequences", headers=as_role("methodist")
    )
    assert reply.status_code == 200, reply.text
    return reply.json()


async def findings(client: httpx.AsyncClient, as_role: Headers) -> int:
    reply = await client.get(
        "/api/v1/quality", params={"rule": RULE}, headers=as_role("coordinator")
    )
    assert reply.status_code == 200, reply.text
    return int(reply.json()["total"])


async def commit(
    client: httpx.AsyncClient, as_role: Headers, runner: JobRunner, upload_id: str
) -> None:
    url = f"/api/v1/uploads/{upload_id}/commit"
    reply = await client.post(url, json={"reason": "проверено"}, headers=as_role("coordinator"))
    assert reply.status_code == 202, reply.text
    await drain(runner)


async def test_figures_go_from_nothing_to_something_and_from_old_to_new(
    send: Send, anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:  # fmt: skip
    first = await send(rows(logins["third"], [2, 2, 3, 4, 5]))
    (figure,) = first["figures"]
    assert figure == {
        "school_id": str(key("school:third")), "school_name": figure["school_name"],
        "work_title": "ВПР, математика, 6 класс, 2021", "n_before": None, "n_after": 5, "below_before": None,
        "below_after": 2, "quality_before": None, "quality_after": 2, "avg_mark_before": None, "avg_mark_after": 3.2,
    }  # fmt: skip
    assert (first["figures_total"], first["others"]) == (1, [])
    assert any("НОР" in sentence for sentence in first["not_counted"])

    await commit(anonymous, as_role, runner, first["id"])
    (after,) = (await consequences(anonymous, as_role, first["id"]))["figures"]
    assert (after["n_before"], after["n_after"]) == (None, 5), "as it was when it was written"

    # One pupil comes, the mark of one changes, the three others are not in the file: with `upsert` they stay.
    upsert = await send([*rows(logins["third"], [3]), rows(logins["third"], [5] * 6)[5]])
    (figure,) = upsert["figures"]
    assert [figure[f"{name}_before"] for name in ("n", "below", "quality", "avg_mark")] == [
        5,
        2,
        2,
        3.2,
    ]
    assert [figure[f"{name}_after"] for name in ("n", "below", "quality")] == [6, 1, 3]
    sync = await send(rows(logins["third"], [3, 3]), strategy="sync")
    (figure,) = sync["figures"]
    assert (figure["n_after"], figure["below_after"], figure["avg_mark_after"]) == (2, 0, 3.0)
    same = await send(rows(logins["third"], [2, 2, 3]))
    assert (same["figures"], same["figures_total"], same["not_counted"]) == ([], 0, [])


async def test_numbers_of_marks_have_figures_too(
    send: Send, anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:  # fmt: skip
    about = {
        "school": logins["third"],
        "procedure": "dr",
        "year": 2021,
        "wave": "exit",
        "subject": "Математика",
    }
    line = about | {
        "grade": 7,
        "participants": 10,
        "marks_2": 1,
        "marks_3": 4,
        "marks_4": 3,
        "marks_5": 2,
    }
    first = await send([line])
    (figure,) = first["figures"]
    assert (
        figure["n_before"],
        figure["n_after"],
        figure["below_after"],
        figure["quality_after"],
    ) == (None, 10, 1, 5)
    assert figure["avg_mark_after"] == 3.6
    await commit(anonymous, as_role, runner, first["id"])
    (figure,) = (await send([line | {"marks_2": 2, "marks_5": 1}]))["figures"]
    assert [figure[f"{name}_before"] for name in ("n", "below", "quality", "avg_mark")] == [
        10,
        1,
        5,
        3.6,
    ]
    assert [figure[f"{name}_after"] for name in ("n", "below", "quality", "avg_mark")] == [
        10,
        2,
        4,
        3.3,
    ]


async def test_a_finding_that_follows_is_told_and_then_found(
    send: Send, anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:  # fmt: skip
    """The class has 14 pupils: told before writing, found after it, and told to go with the correction."""
    assert await findings(anonymous, as_role) == 0
    told = await send(rows(logins["own"], [3] * 16))
    (other,) = told["others"]
    assert (other["kind"], other["school_id"]) == ("quality_finding", str(key("school:own")))
    assert (
        "замечание появится: участников с результатом 16, обучающихся в параллели 14"
        in other["what"]
    )
    assert other["link"] == f"/schools/{key('school:own')}/results"
    await commit(anonymous, as_role, runner, told["id"])
    assert await findings(anonymous, as_role) == 1
    (other,) = (await consequences(anonymous, as_role, told["id"]))["others"]
    assert "замечание появилось" in other["what"]

    more = await send(rows(logins["own"], [3] * 17)[16:])
    assert "замечание останется с новыми числами" in more["others"][0]["what"]
    fewer = await send(rows(logins["own"], [3] * 13), strategy="sync")
    assert "замечание закроется" in fewer["others"][0]["what"]
    await commit(anonymous, as_role, runner, fewer["id"])
    assert await findings(anonymous, as_role) == 0


async def test_results_of_a_closed_school_are_told(
    send: Send, change: Change, logins: dict[str, str]
) -> None:
    await change(
        "update school set active_to = '2021-03-01' where id = :id", id=key("school:third")
    )
    late = await send(rows(logins["third"], [3, 4], written_on="10.03.2021"))
    assert (
        "замечание появится: работа написана 10.03.2021, школа закрыта с 01.03.2021"
        in late["others"][0]["what"]
    )
    in_time = await send(rows(logins["third"], [3, 4], written_on="10.02.2021", grade=7))
    assert in_time["others"] == []


async def test_errors_are_said_and_a_dead_upload_has_no_consequences(
    send: Send, anonymous: httpx.AsyncClient, as_role: Headers, runner: JobRunner, logins: dict[str, str]
) -> None:  # fmt: skip
    wrong = await send(rows(logins["own"], [3] * 16 + [7]))
    assert wrong["not_counted"][0].startswith("В файле есть ошибки")
    assert len(wrong["others"]) == 1
    url = f"/api/v1/uploads/{wrong['id']}"
    assert (await anonymous.post(f"{url}/cancel", headers=as_role("methodist"))).status_code == 200
    assert (await consequences(anonymous, as_role, wrong["id"]))["others"] == []
    reply = await anonymous.get(
        f"/api/v1/uploads/{key('nonexistent')}/consequences", headers=as_role("methodist")
    )
    assert reply.status_code == 404

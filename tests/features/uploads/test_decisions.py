"""Who accepts and on what ground: names meant by the sender, a part of the file told beforehand, two reasons kept apart."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.uploads import jobs
from tests.conftest import Client, headers_of
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.features.uploads.conftest import drain
from tests.features.uploads.pipeline import Row, Sender, marks_of, plain, read_here, stored
from tests.world import key

UNKNOWN = "edu63999998"


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)


async def test_a_colleague_accepts_by_the_names_the_sender_explained(
    sender: Sender,
    anonymous: Client,
    runner: JobRunner,
    logins: dict[str, str],
    worker_engine: AsyncEngine,
) -> None:
    upload = await sender.send(plain([Row(UNKNOWN, 1, 3), Row(UNKNOWN, 2, 4)]))
    assert upload["errors"] == 2
    reply = await anonymous.put(
        f"/api/v1/uploads/{upload['id']}/mapping",
        json={"schools": {f"login:{UNKNOWN[3:]}": str(key("school:third"))}},
        headers=headers_of("methodist"),
    )
    assert reply.status_code in {200, 202}, reply.text
    await drain(runner)
    upload = await sender.seen(upload["id"])
    assert (upload["errors"], upload["reading"]["schools"][0]["mapped"]) == (0, True)
    assert (await sender.ask(upload["id"], "commit")).status_code == 202
    upload = await sender.seen(upload["id"])
    assert (upload["state"], upload["error"]) == ("committed", None)
    assert marks_of(await stored(worker_engine, upload)) == {1: 3, 2: 4}


async def test_the_differences_of_a_file_with_errors_are_those_of_its_clean_rows(
    sender: Sender, logins: dict[str, str], worker_engine: AsyncEngine
) -> None:
    rows = [Row(logins["third"], 7000 + number, 3) for number in range(30)]
    await sender.write(plain(rows))
    dirty = [rows[0]._replace(mark=4), rows[1]._replace(mark=9), *rows[2:20]]
    upload = await sender.send(plain(dirty))
    told = upload["reading"]["outcomes"]
    names = ("rows_changed", "rows_missing", "rows_new", "rows_unchanged")
    assert tuple(told[name] for name in names) == (1, 0, 0, 29)
    assert not upload["guarded"]
    await sender.ask(upload["id"], "commit", clean_rows_only=True)
    upload = await sender.seen(upload["id"])
    marks = marks_of(await stored(worker_engine, upload))
    assert marks == {7000 + number: 3 for number in range(30)} | {7000: 4}


async def test_an_error_of_the_whole_file_leaves_no_part_to_load(
    sender: Sender, logins: dict[str, str]
) -> None:
    sheet = table([pupil._replace(login=logins["third"]) for pupil in CLEAN])
    sheet[3][1] = "23.09.2019"  # the title says 2020
    upload = await sender.send(xlsx_bytes(sheet), name="Ф1.xlsx")
    assert upload["errors"] == 1
    assert "commit_clean_rows" not in upload["allowed_actions"]
    refusal = await sender.ask(upload["id"], "commit", clean_rows_only=True)
    assert refusal.status_code == 409
    assert "касается всех строк" in refusal.json()["detail"]


async def test_why_it_was_accepted_outlives_why_it_was_taken_back(
    sender: Sender, logins: dict[str, str]
) -> None:
    await sender.write(plain([Row(logins["third"], 1, 3), Row(logins["third"], 2, 3)]))
    upload = await sender.write(plain([Row(logins["third"], 1, 5), Row(logins["third"], 2, 3)]))
    assert (upload["reason"], upload["revert_reason"]) == ("так верно", None)
    await sender.ask(upload["id"], "revert", reason="апелляцию отозвали")
    upload = await sender.seen(upload["id"])
    assert upload["state"] == "reverted"
    assert (upload["reason"], upload["revert_reason"]) == ("так верно", "апелляцию отозвали")

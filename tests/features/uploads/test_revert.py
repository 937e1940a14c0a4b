"""Taking an upload back: the database is logically what it was, and exactly what changed later stands in the way."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.uploads import jobs
from tests.conftest import Client
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.features.uploads.pipeline import (
    Row,
    Sender,
    check_stored,
    digest,
    fetch,
    plain,
    read_here,
)
from tests.world import key

STATES = (
    "select p.version, p.state from protocol p join work w on w.id = p.work_id"
    " where p.school_id = :school and w.year = :year and w.grade = :grade order by p.version"
)


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)


def rows_of(*schools: str, marks: str = "2345", year: int = 2019) -> list[Row]:
    return [
        Row(school, number, int(mark), year=year)
        for school in schools
        for number, mark in enumerate(marks, start=6001)
    ]


async def states(engine: AsyncEngine, school: str, year: int = 2019) -> list[tuple[int, str]]:
    rows = await fetch(engine, STATES, school=key(f"school:{school}"), year=year, grade=6)
    return [(row["version"], row["state"]) for row in rows]


async def test_commit_and_revert_leave_the_same_database(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    both = (logins["second"], logins["third"])
    await sender.write(plain(rows_of(*both)))
    before = await digest(worker_engine)
    changed = [*rows_of(*both, marks="3345"), *rows_of(*both, year=2018)]
    pupils = [pupil._replace(login=logins["third"]) for pupil in CLEAN]
    for content, name, strategy in (
        (plain(changed), "строки.csv", "sync"),
        (plain(rows_of(logins["third"], marks="5")), "строки.csv", "upsert"),
        (plain(rows_of(logins["third"], marks="345")), "строки.csv", "sync"),
        (xlsx_bytes(table(pupils)), "Ф1.xlsx", "sync"),
        (plain(rows_of(*both), blank_lines=1), "строки.csv", "sync"),  # changes nothing
    ):
        upload = await sender.write(content, name=name, strategy=strategy)
        await check_stored(worker_engine)
        reply = await sender.ask(upload["id"], "revert", reason="проверка отката")
        assert reply.status_code == 202, reply.text
        assert (await sender.seen(upload["id"]))["state"] == "reverted"
        await check_stored(worker_engine)
        assert await digest(worker_engine) == before


async def test_a_revert_refuses_exactly_what_changed_later(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    first = await sender.write(plain(rows_of(logins["second"], logins["third"])))
    other = await sender.write(plain(rows_of(logins["own"])))
    later = await sender.write(plain(rows_of(logins["third"], marks="5555")))
    reply = await sender.ask(first["id"], "revert", reason="не тот файл")
    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/changed-later")
    assert "Протоколов изменено позже: 1 (ГБОУ СОШ с. Жито)" in reply.json()["detail"]
    assert (await sender.ask(other["id"], "revert", reason="не тот файл")).status_code == 202

    kept = await sender.ask(first["id"], "revert", reason="не тот файл", keep_changed=True)
    assert kept.status_code == 202
    assert await states(worker_engine, "second") == [(1, "reverted")]
    assert await states(worker_engine, "third") == [(1, "reverted"), (2, "current")]
    assert (await sender.ask(later["id"], "revert", reason="не тот файл")).status_code == 202
    assert await states(worker_engine, "third") == [(1, "reverted"), (2, "reverted")]
    await check_stored(worker_engine)


async def test_what_changed_later_and_was_taken_back_stands_in_nobodys_way(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    before = await digest(worker_engine)
    first = await sender.write(plain(rows_of(logins["third"])))
    second = await sender.write(plain(rows_of(logins["third"], marks="5555")))
    third = await sender.write(plain(rows_of(logins["third"], marks="4444")))
    for upload in (third, second, first):
        assert (await sender.ask(upload["id"], "revert", reason="всё назад")).status_code == 202
        await check_stored(worker_engine)
    assert await digest(worker_engine) == before
    fourth = await sender.write(plain(rows_of(logins["third"])))
    assert fourth["id"] != first["id"], "what was taken back may be sent again"
    assert (await states(worker_engine, "third"))[-1] == (4, "current")


async def test_a_file_that_changed_nothing_may_come_again_once_it_would(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    """It wrote no protocol, so that nothing it wrote has been replaced: what it found written has."""
    async with (
        worker_engine.begin() as connection
    ):  # keys of the built world are not in the order of time
        await connection.execute(text("delete from protocol"))
    rows = rows_of(logins["third"])
    first = await sender.write(plain(rows))
    same = await sender.write(plain(rows, blank_lines=1))
    assert (await sender.send(plain(rows, blank_lines=1)))["id"] == same["id"], (
        "nothing has changed"
    )
    await sender.ask(first["id"], "revert", reason="ошибка")
    again = await sender.write(plain(rows, blank_lines=1))
    assert again["id"] != same["id"]
    assert await states(worker_engine, "third") == [(1, "reverted"), (2, "current")]

    third = await sender.write(plain(rows, blank_lines=2))
    await sender.write(plain(rows_of(logins["third"], marks="5555")))
    assert (await sender.write(plain(rows, blank_lines=2)))["id"] != third["id"]
    assert (await states(worker_engine, "third"))[-1] == (4, "current")


async def test_the_same_rows_to_be_joined_and_to_replace_are_two_things(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    await sender.write(plain(rows_of(logins["third"])))
    part = plain(rows_of(logins["third"], marks="55"))
    joined = await sender.write(part, strategy="upsert")
    assert (await sender.send(part, strategy="upsert"))["id"] == joined["id"]
    replaced = await sender.write(part, strategy="sync")
    assert replaced["id"] != joined["id"]
    assert await states(worker_engine, "third") == [
        (1, "superseded"),
        (2, "superseded"),
        (3, "current"),
    ]
    await check_stored(worker_engine)

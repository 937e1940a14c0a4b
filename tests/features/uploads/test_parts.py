"""Parts of what is stored come again: rows join by participant, what a file leaves out stays, counts give way to rows."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.uploads import jobs
from tests.conftest import Client
from tests.data.logical_table import BY_CODE, GIA_SCHOOL
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.data.physical_files import csv_text
from tests.features.uploads.pipeline import (
    Row,
    Sender,
    check_stored,
    fetch,
    marks_of,
    outcomes,
    plain,
    read_here,
    stored,
)
from tests.world import key

ONE = "select r.* from result r join protocol p on p.id = r.protocol_id where p.upload_id = :id"
COUNTS = "school;procedure;year;wave;subject;grade;participants;marks_2;marks_3;marks_4;marks_5\n"


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)


async def test_a_part_sent_again_is_joined_or_guarded(
    sender: Sender,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
    anonymous: Client,
    runner: JobRunner,
) -> None:
    rows = [Row(logins["third"], 7000 + number, 3) for number in range(20)]
    await sender.write(plain(rows))
    part = plain([rows[4]._replace(mark=5), Row(logins["third"], 7999, 4)])
    reduced = await sender.send(part, auto_commit="true")
    assert (reduced["state"], reduced["guarded"]) == ("screened", True), "19 of 20 would be missing"
    assert reduced["reading"]["outcomes"]["rows_missing"] == 19
    assert "commit" in reduced["allowed_actions"], "the coordinator is somebody else"
    await sender.ask(reduced["id"], "cancel")
    joined = await sender.send(part, strategy="upsert", auto_commit="true")
    assert (joined["state"], joined["guarded"], joined["error"]) == ("committed", False, None)
    marks = marks_of(await stored(worker_engine, joined))
    assert marks == {7000 + n: 5 if n == 4 else 3 for n in range(20)} | {7999: 4}
    await check_stored(worker_engine)


async def test_rows_with_errors_never_take_their_pupils_out_of_the_stored_protocol(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    rows = [Row(logins["third"], 7000 + number, 3) for number in range(10)]
    await sender.write(plain(rows))
    dirty = [row._replace(mark=4) for row in rows]
    dirty[2] = dirty[2]._replace(mark=9)
    dirty += [dirty[5]._replace(mark=2), Row("edu63999998", 1, 3), Row(logins["third"], 7100, 5)]
    upload = await sender.send(plain(dirty))
    assert upload["errors"] == 3
    await sender.ask(upload["id"], "commit", clean_rows_only=True, reason="остальное пришлют")
    upload = await sender.seen(upload["id"])
    assert upload["state"] == "committed"
    marks = marks_of(await stored(worker_engine, upload))
    assert marks == {7000 + n: 3 if n in {2, 5} else 4 for n in range(10)} | {7100: 5}
    await check_stored(worker_engine)

    again = await sender.send(plain(dirty))
    assert again["id"] != upload["id"], "the rest of the file may still be wanted"


async def test_scores_without_marks_and_without_a_scale_never_take_stored_marks_away(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    rows = [Row(logins["third"], 7000 + n, 3, subject="Физика") for n in range(4)]
    first = await sender.write(plain(rows))
    bare = plain([row._replace(primary=9) for row in rows], without=("mark", "journal_mark"))
    upload = await sender.send(bare)
    assert upload["errors"] == 1
    await sender.ask(upload["id"], "commit", clean_rows_only=True, reason="остальное пришлют")
    assert (await sender.seen(upload["id"]))["rows_written"] == 0
    assert [row[4] for row in await stored(worker_engine, first)] == [3] * 4


async def test_rows_without_errors_never_replace_a_protocol_with_other_tasks(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    pupils = [pupil._replace(login=logins["third"]) for pupil in CLEAN]
    first = await sender.write(xlsx_bytes(table(pupils)), name="Ф1.xlsx")
    before = await stored(worker_engine, first)
    other = table(
        [pupils[0]._replace(primary=2, scores="010100000000000"), pupils[1]._replace(mark="н/а")]
    )
    other[6] = [str(cell).replace("12 (2б)", "13 (2б)") for cell in other[6]]
    upload = await sender.send(xlsx_bytes(other), name="Ф1.xlsx")
    said = await fetch(
        worker_engine, "select code from upload_issue where upload_id = :id", id=upload["id"]
    )
    assert {row["code"] for row in said} == {"mark_not_number", "tasks_differ"}, "told beforehand"
    await sender.ask(upload["id"], "commit", clean_rows_only=True, reason="остальное пришлют")
    assert await stored(worker_engine, first) == before, "nobody is lost"
    await check_stored(worker_engine)


async def test_a_column_left_out_says_nothing_about_stored_pupils(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    rows = [
        Row(logins["third"], 7000 + n, 3, journal=4, class_name=f"6{'АБ'[n % 2]}") for n in range(8)
    ]
    await sender.write(plain(rows))
    short = plain([rows[3]._replace(mark=5)], without=("class", "variant", "journal_mark"))
    upload = await sender.write(short, strategy="upsert")
    assert upload["reading"]["outcomes"]["rows_changed"] == 1
    found = {row[3]: row[4:9] for row in await stored(worker_engine, upload)}
    assert found == {
        row.code: (5 if row.code == 7003 else 3, 7, 4, row.class_name, "1") for row in rows
    }
    # An empty cell of a column that is there says «no value».
    emptied = await sender.write(
        plain([rows[3]._replace(mark=5)._replace(journal="")]), strategy="upsert"
    )
    assert {row[3]: row[6] for row in await stored(worker_engine, emptied)}[7003] is None
    await check_stored(worker_engine)


def counts(login: str, *marks: int) -> bytes:
    return f"{COUNTS}{login};vpr;2019;spring;Математика;6;{sum(marks)};{';'.join(map(str, marks))}\n".encode()


async def test_counts_change_when_only_fours_become_fives_and_many_need_a_second_person(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    first = await sender.write(counts(logins["third"], 5, 30, 40, 5))
    moved = await sender.send(counts(logins["third"], 5, 30, 39, 6), auto_commit="true")
    assert moved["state"] == "committed", "one of 80 pupils: nobody else is asked"
    assert outcomes(moved) == (0, 1, 0)
    many_moved = await sender.send(counts(logins["third"], 0, 10, 60, 10), auto_commit="true")
    assert (many_moved["state"], many_moved["guarded"]) == ("screened", True)
    assert outcomes(await sender.write(counts(logins["third"], 5, 30, 39, 6) + b"\n")) == (0, 0, 1)
    reply = await sender.ask(first["id"], "revert", reason="не то")
    assert reply.status_code == 409
    assert (await sender.ask(moved["id"], "revert", reason="не то")).status_code == 202
    (now,) = await fetch(
        worker_engine, "select n4, n5 from protocol where state = 'current' and basis = 'counts'"
    )
    assert tuple(now.values()) == (40, 5)
    await check_stored(worker_engine)


async def test_rows_win_over_counts_and_never_hide_that_pupils_are_missing(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    await sender.write(counts(logins["third"], 2, 3, 4, 1))
    rows = [
        Row(logins["third"], 7000 + n, mark)
        for n, mark in enumerate([2, 2, 3, 3, 3, 4, 4, 4, 4, 5])
    ]
    one = await sender.send(plain(rows[:1]), strategy="upsert", auto_commit="true")
    assert (one["state"], one["guarded"]) == ("screened", True), "one pupil instead of ten"
    await sender.ask(one["id"], "cancel")
    whole = await sender.send(plain(rows), auto_commit="true")
    assert whole["state"] == "committed"
    same = await sender.write(counts(logins["third"], 2, 3, 4, 1) + b"\n")
    assert (same["warnings"], outcomes(same)) == (0, (0, 0, 1)), "the counts say what the rows say"
    other = await sender.write(counts(logins["third"], 1, 4, 4, 1))
    assert (other["warnings"], outcomes(other)) == (1, (0, 0, 0))
    assert marks_of(await stored(worker_engine, whole)) == {row.code: row.mark for row in rows}
    await check_stored(worker_engine)


async def test_appeals_join_the_protocol_whatever_strategy_is_asked_for(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    """The layout names a few participants only: read as a whole protocol it would take everybody else out."""
    async with worker_engine.begin() as connection:
        await connection.execute(
            text("update school set code = :code where id = :id"),
            {"code": GIA_SCHOOL, "id": key("school:third")},
        )
    protocol, appeals = BY_CODE["ege"], BY_CODE["appeals"]
    first = await sender.write(csv_text(protocol.rows, ";", "\n").encode(), name=protocol.filename)
    before = {
        row["participant_code"]: row for row in await fetch(worker_engine, ONE, id=first["id"])
    }
    assert len(before) == len(protocol.body)
    raised = [*appeals.body[1][:-3], "3", "31", "7"]
    content = csv_text([*appeals.above, appeals.header, raised], ";", "\n").encode()
    upload = await sender.write(content, name=appeals.filename, strategy="sync")
    after = {
        row["participant_code"]: row for row in await fetch(worker_engine, ONE, id=upload["id"])
    }
    assert after.keys() == before.keys()
    (changed,) = [code for code in after if after[code]["test_score"] != before[code]["test_score"]]
    assert (after[changed]["primary_score"], after[changed]["test_score"]) == (3, 31)
    assert all(
        after[code]["task_scores"] == before[code]["task_scores"]
        for code in after
        if code != changed
    )
    await check_stored(worker_engine)


async def test_tasks_stay_with_those_whose_tasks_are_known(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    """One file names tasks, the other only sums: nobody's tasks are lost, and none are invented."""
    rows = [Row(logins["third"], 7000 + n, 3, primary=3) for n in range(4)]
    lines = plain(rows).decode().splitlines()
    tasks = [f"{line};1 (2б);2 (1б)" if not n else f"{line};2;1" for n, line in enumerate(lines)]
    upload = await sender.write(("\n".join(tasks) + "\n").encode())
    assert [row[9] for row in await stored(worker_engine, upload)] == [[2, 1]] * 4
    upload = await sender.write(plain([rows[1]._replace(mark=4, primary=2)]), strategy="upsert")
    assert [row[9] for row in await stored(worker_engine, upload)] == [
        [2, 1],
        [None, None],
        [2, 1],
        [2, 1],
    ]
    await check_stored(worker_engine)
    one = "\n".join((tasks[0], tasks[2].replace(";3;3;", ";3;5;").replace(";2;1", ";2;1"))) + "\n"
    upload = await sender.write(one.encode(), strategy="upsert")
    assert [row[9] for row in await stored(worker_engine, upload)] == [[2, 1]] * 4
    # From sums to tasks: a protocol without tasks gets them for whom the file knows them.
    plainly = await sender.write(plain(rows))
    assert {row[9] and tuple(row[9]) for row in await stored(worker_engine, plainly)} == {None}
    upload = await sender.write(("\n".join(tasks[:2]) + "\n").encode(), strategy="upsert")
    assert [row[9] for row in await stored(worker_engine, upload)] == [[2, 1], *[[None, None]] * 3]
    await check_stored(worker_engine)

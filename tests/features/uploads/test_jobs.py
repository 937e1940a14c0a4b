"""What may go wrong behind an upload: crashes, repeats, two writers, things that changed meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.files import FolderFiles
from backend.core.jobs import JobRunner
from backend.features.uploads import jobs, recording
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.features.uploads.conftest import Upload, drain

Headers = Callable[[str], dict[str, str]]


def book(login: str, **change: Any) -> bytes:
    pupils = [pupil._replace(login=login) for pupil in CLEAN]
    pupils[0] = pupils[0]._replace(**change)
    return xlsx_bytes(table(pupils))


async def run_until_dead(runner: JobRunner, engine: AsyncEngine) -> None:
    """Let every attempt fail without waiting for the pauses between them."""
    for _ in range(runner.settings.job_max_attempts):
        async with engine.begin() as connection:
            await connection.execute(text("update job set run_at = now() where state = 'queued'"))
        await drain(runner)


async def seen(
    client: httpx.AsyncClient, upload: dict[str, Any], headers: dict[str, str]
) -> dict[str, Any]:
    found: dict[str, Any] = (
        await client.get(f"/api/v1/uploads/{upload['id']}", headers=headers)
    ).json()
    return found


async def boom(*_: object, **__: object) -> None:
    raise RuntimeError("диск отвалился")


async def test_a_check_that_never_succeeds_ends_in_a_truthful_state(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(jobs, "read_file", boom)
    upload = await send(book(logins["third"]))
    assert upload["state"] == "parsing"
    await run_until_dead(runner, worker_engine)
    upload = await seen(anonymous, upload, as_role("methodist"))
    assert upload["state"] == "failed"
    assert upload["error"].startswith("Проверить файл не удалось")
    monkeypatch.undo()
    assert (await send(book(logins["third"])))["state"] == "screened", (
        "the same file may be sent again"
    )


async def test_a_write_that_never_succeeds_gives_the_decision_back(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    upload = await send(book(logins["third"]))
    monkeypatch.setattr(recording, "write_part", boom)
    await anonymous.post(f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("methodist"))
    await run_until_dead(runner, worker_engine)
    upload = await seen(anonymous, upload, as_role("methodist"))
    assert upload["state"] == "screened"
    assert "ничего не записано" in upload["error"]
    assert {"commit", "cancel"} <= set(upload["allowed_actions"])
    async with worker_engine.connect() as connection:
        assert (
            await connection.scalar(text("select count(*) from work where programme_grade = 4"))
            == 0
        )
    monkeypatch.undo()
    await anonymous.post(f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("methodist"))
    await drain(runner)
    upload = await seen(anonymous, upload, as_role("methodist"))
    assert (upload["state"], upload["error"]) == ("committed", None)


async def test_a_job_that_runs_twice_has_one_effect(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str],
) -> None:  # fmt: skip
    upload = await send(book(logins["third"]))
    await anonymous.post(f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("methodist"))
    await drain(runner)
    async with worker_engine.begin() as connection:
        await connection.execute(
            text("update job set state = 'queued' where kind in ('screen_upload', 'commit_upload')")
        )
    await drain(runner)
    assert (await seen(anonymous, upload, as_role("methodist")))["state"] == "committed"
    async with worker_engine.connect() as connection:
        written = await connection.scalar(
            text("select count(*) from protocol where upload_id = :id"), {"id": UUID(upload["id"])}
        )
    assert written == 1


async def test_two_files_of_one_work_written_at_once_become_two_versions(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str],
) -> None:  # fmt: skip
    uploads = [await send(book(logins["third"], journal=mark)) for mark in (2, 3, 4, 5)]
    for upload in uploads:
        assert not upload["guarded"], "nothing was stored when they were checked"
        await anonymous.post(
            f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("coordinator")
        )
    await asyncio.gather(*(runner.run_next() for _ in uploads))
    await drain(runner)
    async with worker_engine.connect() as connection:
        rows = (
            await connection.execute(
                text(
                    "select version, state from protocol join work w on w.id = work_id"
                    " where w.programme_grade = 4 order by version"
                )
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        (1, "superseded"),
        (2, "superseded"),
        (3, "superseded"),
        (4, "current"),
    ]


async def test_a_school_closed_between_check_and_write_stops_the_write(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str],
) -> None:  # fmt: skip
    upload = await send(book(logins["third"]))
    async with worker_engine.begin() as connection:
        await connection.execute(
            text("update school set fisoko_login = null where fisoko_login = :login"),
            {"login": logins["third"].removeprefix("edu")},
        )
    await anonymous.post(f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("methodist"))
    await drain(runner)
    upload = await seen(anonymous, upload, as_role("methodist"))
    assert upload["state"] == "screened"
    assert upload["errors"] == 8
    assert "commit" not in upload["allowed_actions"]


async def test_a_file_lost_from_the_store_is_said_so(
    anonymous: httpx.AsyncClient, runner: JobRunner, as_role: Headers, logins: dict[str, str],
    settings: Any,
) -> None:  # fmt: skip
    reply = await anonymous.post(
        "/api/v1/uploads",
        files={"file": ("Ф1.xlsx", book(logins["third"]))},
        headers=as_role("methodist"),
    )
    stored = FolderFiles(runner.files.root).path(reply.json()["sha256"])
    stored.unlink()
    await drain(runner)
    upload = await seen(anonymous, reply.json(), as_role("methodist"))
    assert upload["state"] == "failed"
    assert upload["error"].startswith("Файл не найден в хранилище")


async def test_the_log_names_who_sent_and_who_accepted(
    send: Upload, runner: JobRunner, worker_engine: AsyncEngine, anonymous: httpx.AsyncClient,
    as_role: Headers, logins: dict[str, str],
) -> None:  # fmt: skip
    upload = await send(book(logins["own"]), role="school_deputy")
    await anonymous.post(f"/api/v1/uploads/{upload['id']}/commit", headers=as_role("school_head"))
    await drain(runner)
    async with worker_engine.connect() as connection:
        rows = (
            await connection.execute(
                text(
                    "select c.table_name, p.full_name from change c join person p on p.id = c.person_id"
                    " where c.table_name in ('upload', 'protocol') and c.operation = 'insert'"
                )
            )
        ).all()
    assert {tuple(row) for row in rows} == {
        ("upload", "Человек school_deputy"),
        ("protocol", "Человек school_head"),
    }


async def test_the_check_asks_the_database_a_fixed_number_of_questions(
    send: Upload, worker_engine: AsyncEngine, runner: JobRunner, logins: dict[str, str]
) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        # How often the lease is extended depends on the speed of the machine, not on the file.
        if not sql.startswith("update job set lease_until"):
            sent.append(sql)

    event.listen(worker_engine.sync_engine, "before_cursor_execute", note)
    counts = []
    for number in (2, 200):
        pupils = [CLEAN[0]._replace(login=logins["third"], code=str(n)) for n in range(number)]
        sent.clear()
        upload = await send(xlsx_bytes(table(pupils)))
        assert upload["rows_total"] == number
        counts.append(len(sent))
    assert counts[0] == counts[1]

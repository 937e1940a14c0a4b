"""Taking files in: once each, within the limit, without names, and given up on request."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.features.uploads.conftest import Upload, drain
from tests.features.uploads.test_uploads import book, count, of_school

Headers = Callable[[str], dict[str, str]]
_JOBS_OF_NEW_UPLOADS = (
    "select count(*) from job where kind = 'screen_upload' and payload ? 'sha256'"
)


async def test_the_same_content_is_taken_once_even_when_sent_fifty_times_at_once(
    anonymous: httpx.AsyncClient,
    as_role: Headers,
    logins: dict[str, str],
    worker_engine: AsyncEngine,
) -> None:
    content = book(logins["third"])

    async def one() -> httpx.Response:
        files = {"file": ("Ф1.xlsx", content)}
        while True:  # the small pool of the test may be busy: a client repeats after 503
            reply = await anonymous.post(
                "/api/v1/uploads", files=files, headers=as_role("methodist")
            )
            if reply.status_code != 503:
                return reply
            await asyncio.sleep(0.1)

    replies = await asyncio.gather(*(one() for _ in range(50)))
    assert sorted({r.status_code for r in replies}) == [200, 202]
    assert sum(r.status_code == 202 for r in replies) == 1
    assert len({r.json()["id"] for r in replies}) == 1
    assert await count(worker_engine, _JOBS_OF_NEW_UPLOADS) == 1


async def test_a_cancelled_upload_stays_cancelled_and_may_be_sent_again(
    anonymous: httpx.AsyncClient,
    as_role: Headers,
    runner: JobRunner,
    send: Upload,
    logins: dict[str, str],
) -> None:
    content = book(logins["third"])
    files = {"file": ("Ф1.xlsx", content)}
    first = (
        await anonymous.post("/api/v1/uploads", files=files, headers=as_role("methodist"))
    ).json()
    assert first["state"] == "received"
    reply = await anonymous.post(
        f"/api/v1/uploads/{first['id']}/cancel", headers=as_role("methodist")
    )
    assert reply.json()["state"] == "cancelled"
    await drain(runner)
    seen = await anonymous.get(f"/api/v1/uploads/{first['id']}", headers=as_role("methodist"))
    assert seen.json()["state"] == "cancelled", "the waiting check must not revive it"
    reply = await anonymous.post(
        f"/api/v1/uploads/{first['id']}/cancel", headers=as_role("methodist")
    )
    assert (reply.status_code, reply.json()["detail"]) == (409, "Загрузка уже отменена.")
    second = await send(content)
    assert second["id"] != first["id"]
    assert second["state"] == "screened"


async def test_a_file_over_the_limit_is_refused_in_words(
    anonymous: httpx.AsyncClient, as_role: Headers, app: FastAPI
) -> None:
    app.state.settings.results_body_limit = 1024 * 1024
    for size in (1024 * 1024 + 1, 3 * 1024 * 1024):
        reply = await anonymous.post(
            "/api/v1/uploads",
            files={"file": ("Ф1.xlsx", b"x" * size)},
            headers=as_role("methodist"),
        )
        assert reply.status_code == 413, reply.text
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["detail"].startswith("Файл больше 1 МБ.")


async def test_a_body_that_hides_its_length_is_cut_off_too(
    anonymous: httpx.AsyncClient, as_role: Headers, app: FastAPI
) -> None:
    app.state.settings.results_body_limit = 1024 * 1024
    taken = 0

    async def endless() -> AsyncGenerator[bytes, None]:
        nonlocal taken
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        while taken < 200:
            taken += 1
            yield b"x" * 65536
        yield b"\r\n--b--\r\n"

    reply = await anonymous.post(
        "/api/v1/uploads",
        content=endless(),
        headers=as_role("methodist") | {"content-type": "multipart/form-data; boundary=b"},
    )
    assert reply.status_code == 413, reply.text
    assert reply.json()["detail"].startswith("Файл больше 1 МБ.")


async def test_names_in_a_file_reach_neither_database_nor_reply(
    send: Upload, anonymous: httpx.AsyncClient, as_role: Headers, logins: dict[str, str],
    worker_engine: AsyncEngine, runner: JobRunner,
) -> None:  # fmt: skip
    rows = table(of_school(CLEAN, logins["third"]))
    for row, addition in zip(rows, [*[""] * 6, "Ф.И.О.", *["Тайнова Мария"] * 8], strict=True):
        row.insert(3, addition)
    rows[9][24] = "Тайнова"  # a shifted column: a name where a mark should be
    upload = await send(xlsx_bytes(rows))
    column = next(c for c in upload["reading"]["tables"][0]["columns"] if c["column"] == "D")
    assert column["meaning"].startswith("отброшен")
    replies = [
        (
            await anonymous.get(
                f"/api/v1/uploads/{upload['id']}{tail}", headers=as_role("methodist")
            )
        ).text
        for tail in ("", "/issues")
    ]
    assert "Вместо" in replies[1] or "не читается" in replies[1]
    log = await count(
        worker_engine,
        "select string_agg(coalesce(new::text, '') || coalesce(old::text, ''), '') from change",
    )
    for text_ in (*replies, log):
        assert "Тайнов" not in text_


async def test_lists_cost_a_fixed_number_of_statements(
    send: Upload,
    anonymous: httpx.AsyncClient,
    as_role: Headers,
    logins: dict[str, str],
    statements: list[str],
) -> None:
    counts = []
    for number in (1, 2, 3):
        await send(book(logins["third"], CLEAN[:number]))
        statements.clear()
        reply = await anonymous.get("/api/v1/uploads", headers=as_role("methodist"))
        assert len(reply.json()["items"]) == number + 1
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 3

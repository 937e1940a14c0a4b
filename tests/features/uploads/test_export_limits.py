"""Books that are large, asked for by many, or no longer to be made."""

import json
from typing import Any

import httpx
import pytest

from backend.core.jobs import JobRunner
from backend.features.uploads.exports import marked
from tests.conftest import headers_of
from tests.data.make_samples import CLEAN, DIRTY, HEADER_ROW, Pupil, csv_bytes, table, xlsx_bytes
from tests.features.conftest import Change
from tests.features.uploads.conftest import Upload, drain
from tests.features.uploads.test_exports import fetch, own, sheets


async def test_what_the_database_knows_is_asked_again_for_the_sender(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    """Only the first 1,000 faults are kept with an upload: the book has them all."""
    strangers = [
        Pupil(f"6{n:04}", 1, "112111000000000", 7, 3, 3, "edu63999999") for n in range(1_200)
    ]
    upload = await send(
        csv_bytes(table([*strangers, *own(CLEAN, logins["own"])])), name="чужие.csv"
    )
    found = sheets(await fetch(anonymous, upload, "failed-only"))
    assert len(found["Таблица"]) == HEADER_ROW + 1_200
    assert {row[0] for row in found["Таблица"][HEADER_ROW:]} == {"edu63999999"}
    somebody = sheets(await fetch(anonymous, upload, "failed-only", role="admin"))
    assert len(somebody["Таблица"]) == HEADER_ROW + 1_000
    assert "показаны первые" in json.dumps(somebody["О файле"], ensure_ascii=False)


async def test_what_cannot_be_made_is_a_sentence(
    send: Upload,
    anonymous: httpx.AsyncClient,
    logins: dict[str, str],
    change: Change,
    settings: Any,
) -> None:
    async def refused(upload: dict[str, Any], kind: str, status: int) -> str:
        reply = await anonymous.get(
            f"/api/v1/uploads/{upload['id']}/{kind}.xlsx", headers=headers_of("methodist")
        )
        assert reply.status_code == status, reply.text
        assert reply.headers["content-type"] == "application/problem+json"
        detail: str = reply.json()["detail"]
        return detail

    clean = await send(xlsx_bytes(table(own(CLEAN, logins["own"]))))
    assert "нет строк с ошибками" in await refused(clean, "failed-only", 409)
    unread = await send(b"%PDF-1.7 nothing")
    assert "не удалось прочитать" in await refused(unread, "annotated", 409)
    dirty = await send(xlsx_bytes(table(own(DIRTY, logins["own"]))))
    await change("update upload set rows_total = 200001 where id = :id", id=dirty["id"])
    detail = await refused(dirty, "annotated", 409)
    assert "Только строки с ошибками" in detail
    assert "200\u00a0001" in detail
    assert await fetch(anonymous, dirty, "failed-only")
    for path in (settings.var_dir / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    assert "больше нет" in await refused(dirty, "annotated", 410)
    await change("update upload set is_personal = true where id = :id", id=dirty["id"])
    assert "имена или документы" in await refused(dirty, "failed-only", 410)
    assert list((settings.var_dir / "spool").glob("*")) == []


async def test_a_crowd_is_asked_to_come_again(
    send: Upload,
    anonymous: httpx.AsyncClient,
    logins: dict[str, str],
    app: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload = await send(xlsx_bytes(table(own(DIRTY, logins["own"]))))
    await fetch(anonymous, upload, "annotated")
    monkeypatch.setattr(marked, "_PATIENCE_SECONDS", 0.05)
    turns = app.state.book_turns
    await turns.acquire()
    await turns.acquire()
    reply = await anonymous.get(
        f"/api/v1/uploads/{upload['id']}/annotated.xlsx", headers=headers_of("methodist")
    )
    turns.release()
    turns.release()
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "30")


async def test_a_book_that_breaks_off_is_not_given_out(
    send: Upload,
    anonymous: httpx.AsyncClient,
    logins: dict[str, str],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload = await send(xlsx_bytes(table(own(DIRTY, logins["own"]))))
    monkeypatch.setattr(marked, "_CHILD", "backend.features.uploads.exports.nobody")
    reply = await anonymous.get(
        f"/api/v1/uploads/{upload['id']}/annotated.xlsx", headers=headers_of("methodist")
    )
    assert reply.status_code == 503
    assert "сделать не удалось" in reply.json()["detail"]
    assert list((settings.var_dir / "spool").glob("*")) == []


async def test_what_was_not_written_is_in_the_book(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str], runner: JobRunner
) -> None:
    """Clean rows in the protocols and wrong rows in the book make the whole file: nothing is lost between them."""
    upload = await send(xlsx_bytes(table([*own(DIRTY, logins["own"])])))
    address = f"/api/v1/uploads/{upload['id']}"
    headers = headers_of("coordinator" if upload["guarded"] else "methodist")
    reply = await anonymous.post(
        f"{address}/commit",
        headers=headers,
        json={"clean_rows_only": True, "reason": "остальное исправляется"},
    )
    assert reply.status_code == 202, reply.text
    await drain(runner)
    written = (await anonymous.get(address, headers=headers_of("methodist"))).json()
    assert written["state"] == "committed", written
    (first, *_) = sheets(await fetch(anonymous, upload, "failed-only")).values()
    assert written["rows_written"] + len(first) - HEADER_ROW == len(DIRTY)

"""Figures of schools, works, and the reference data behind them."""

from collections.abc import Callable
from uuid import uuid4

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.features.assessments.reference import load_assessment_reference
from tests.world import CANARY, key

Headers = Callable[[str], dict[str, str]]


async def test_a_school_shows_its_current_protocols_with_every_n(
    anonymous: httpx.AsyncClient, as_role: Headers, statements: list[str]
) -> None:
    reply = await anonymous.get(
        f"/api/v1/schools/{key('school:own')}/results", headers=as_role("school_head")
    )
    assert len(statements) <= 3
    (item,) = reply.json()["items"]
    figures = item["figures"]
    assert figures["n"] == figures["below_min"]["n"] == figures["success"]["n"] == 8
    assert figures["below_min"]["pct"] == 37.5
    assert figures["confirmed"] | {"ci_low_pct": 0, "ci_high_pct": 0} == {
        "kind": "measured", "count": 6, "n": 8, "pct": 75.0, "ci_low_pct": 0, "ci_high_pct": 0,
    }  # fmt: skip
    assert figures["avg_primary"] == {"kind": "measured", "value": 10.0, "n": 8}
    assert item["scale"] is None
    assert CANARY not in reply.text


async def test_nobody_with_a_mark_gives_no_percent(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    async with worker_engine.begin() as connection:
        await connection.execute(
            text(
                "update protocol set participants = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0, lowered = 0,"
                " confirmed = 0, raised = 0, sum_primary = 0, n_primary = 0, n_below = 0 where id = :id"
            ),
            {"id": key("protocol:own")},
        )
    reply = await anonymous.get(
        f"/api/v1/protocols/{key('protocol:own')}", headers=as_role("school_head")
    )
    figures = reply.json()["figures"]
    assert figures["below_min"] == {
        "kind": "zero_pupils", "count": 0, "n": 0, "pct": None, "ci_low_pct": None, "ci_high_pct": None,
    }  # fmt: skip
    assert figures["avg_mark"] == {"kind": "zero_pupils", "value": None, "n": 0}


async def test_foreign_and_nonexistent_look_the_same(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    for path in ("schools/{}/results", "protocols/{}", "uploads/{}", "uploads/{}/issues"):
        kind = path.split("/", maxsplit=1)[0].removesuffix("s")
        foreign = await anonymous.get(
            f"/api/v1/{path.format(key(f'{kind}:foreign'))}", headers=as_role("school_head")
        )
        nobody = await anonymous.get(
            f"/api/v1/{path.format(uuid4())}", headers=as_role("school_head")
        )
        assert foreign.status_code == nobody.status_code == 404
        assert foreign.json()["detail"] == nobody.json()["detail"]


async def test_works_come_in_pages_without_gaps(
    anonymous: httpx.AsyncClient, as_role: Headers, worker_engine: AsyncEngine
) -> None:
    async with worker_engine.begin() as connection:
        for year in range(2015, 2020):
            for grade in (4, 5):
                await connection.execute(
                    text(
                        "insert into work (procedure, year, wave, subject_id, grade, programme_grade)"
                        " values ('vpr', :year, 'spring', :subject, :grade, :grade)"
                    ),
                    {"year": year, "grade": grade, "subject": key("subject")},
                )
    works: list[tuple[int, int]] = []
    cursor = None
    while True:
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (
            await anonymous.get("/api/v1/works", params=params, headers=as_role("methodist"))
        ).json()
        works += [(work["year"], work["grade"]) for work in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(works) == len(set(works)) == 11
    assert [year for year, _ in works] == sorted((year for year, _ in works), reverse=True)


async def test_a_broken_cursor_is_refused_in_words(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    for path in ("works", "uploads", f"uploads/{key('upload:own')}/issues"):
        for cursor in ("@@", "WyJhIiwgImIiXQ", "WyJhIl0"):
            reply = await anonymous.get(
                f"/api/v1/{path}", params={"cursor": cursor}, headers=as_role("methodist")
            )
            assert reply.status_code == 422, (path, cursor, reply.text)
            assert "Откройте список с начала" in reply.json()["detail"]


async def test_loading_the_reference_again_changes_nothing(worker_engine: AsyncEngine) -> None:
    async with worker_engine.begin() as connection:
        await load_assessment_reference(connection)
        first = await connection.scalar(text("select count(*) from change"))
        assert await connection.scalar(text("select count(*) from scale")) > 60
    async with worker_engine.begin() as connection:
        await load_assessment_reference(connection)
        assert await connection.scalar(text("select count(*) from change")) == first
        assert (
            await connection.scalar(text("select count(*) from subject where code = 'math'")) == 1
        )

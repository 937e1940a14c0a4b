"""The distribution of primary scores and the workbooks."""

from io import BytesIO
from typing import Any

import httpx
import numpy as np
import openpyxl
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.task_analysis.case import SCALE, Case
from tests.world import key

ENTRY_ID = str(key("work:entry"))
OFFICE = ("own", "second", "third")


async def test_scores_are_those_of_the_matrix_with_the_boundaries_of_the_protocols(
    ask_case: Get, case: Case
) -> None:
    found = await ask_case("coordinator", "/task-analysis/scores", work_id=ENTRY_ID)
    totals = np.maximum(case.points("entry", *OFFICE), 0).sum(axis=1)
    assert found["counts"] == np.bincount(totals, minlength=15).tolist()
    assert (found["n"], found["maximum"], found["weight"]) == (len(totals), 14, "informative")
    assert found["mean"] == pytest.approx(totals.mean(), abs=0.0051)
    bounds = found["boundaries"]
    assert (bounds["kind"], bounds["min_3"], bounds["min_4"], bounds["min_5"]) == ("known", *SCALE)
    assert bounds["source"] == "паспорт"
    one = await ask_case(
        "coordinator", "/task-analysis/scores", work_id=ENTRY_ID, school_id=key("school:second")
    )
    assert one["weight"] == "approximate"


async def test_different_scales_give_no_common_boundary(
    get: Get, own_copy: None, case: Case, change: Change
) -> None:
    await change(
        "update protocol set scale_id = null where id = :id", id=key("protocol:entry:own:1")
    )
    found = await get("coordinator", "/task-analysis/scores", work_id=ENTRY_ID)
    assert found["boundaries"]["kind"] == "several"
    own = await get("school_head", "/task-analysis/scores", work_id=ENTRY_ID)
    assert own["boundaries"]["kind"] == "none"
    assert own["boundaries"]["min_3"] is None


async def workbook(client: httpx.AsyncClient, path: str, **query: Any) -> dict[str, list[Any]]:
    reply = await client.get(f"/api/v1{path}", headers=headers_of("coordinator"), params=query)
    assert reply.status_code == 200, reply.text
    book = openpyxl.load_workbook(BytesIO(reply.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


async def test_the_workbook_has_the_figures_of_the_screen(
    case_client: httpx.AsyncClient, ask_case: Get, case: Case
) -> None:
    found = await ask_case("coordinator", "/task-analysis", work_id=ENTRY_ID)
    heat = await ask_case("coordinator", "/task-analysis/heat-map", work_id=ENTRY_ID)
    book = await workbook(case_client, "/task-analysis/export", work_id=ENTRY_ID)
    assert list(book) == [
        "Задания", "Группы по отметкам", "Анализ заданий", "Баллы по группам", "Школы и задания",
        "Первичные баллы", "Параметры",
    ]  # fmt: skip
    for row, task in zip(book["Задания"][1:], found["tasks"], strict=True):
        assert row[0] == task["name"]
        assert row[4:7] == (task["done"]["n"], task["done"]["points"], task["done"]["pct"])
        assert row[9] == task["not_attempted"]
    assert len(book["Группы по отметкам"]) == 1 + 4 * len(found["tasks"])
    assert len(book["Баллы по группам"]) == 1 + sum(task["max"] + 2 for task in found["tasks"])
    schools = book["Школы и задания"]
    assert [row[2] for row in schools[1:]] == [
        "мало" if row["kind"] == "suppressed" else row["n"]
        for row in (*heat["rows"], heat["total"])
    ]
    assert schools[-1][3:] == tuple(cell["done"]["pct"] for cell in heat["total"]["cells"])
    assert sum(row[2] for row in book["Первичные баллы"][1:]) == found["scope"]["participants"]
    facts = dict(row[:2] for row in book["Параметры"][1:])
    assert "для оценки учителя не используется" in facts["Назначение"]
    assert "ФИОКО" in facts["Пороги выполнения"]


@pytest.mark.parametrize(
    ("table", "sheets"),
    [("tasks", 1), ("groups", 1), ("items", 2), ("scores", 1), ("schools", 1)],
)
async def test_each_table_alone(
    case_client: httpx.AsyncClient, case: Case, table: str, sheets: int
) -> None:
    book = await workbook(case_client, "/task-analysis/export", work_id=ENTRY_ID, table=table)
    assert len(book) == sheets + 1

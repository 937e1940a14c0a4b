"""Entry against exit on common tasks: changes against numpy, refusals with a reason."""

from io import BytesIO
from math import sqrt
from typing import Any

import httpx
import numpy as np
import openpyxl
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.task_analysis.case import Case
from tests.features.task_analysis.test_tasks import wilson
from tests.world import key

PAIR = {"work_id": str(key("work:exit")), "entry_work_id": str(key("work:entry"))}
# entry task → exit task, as the passports say: skill, difficulty and maximum alike
COMMON = {"1": "2", "2": "1", "4": "3"}
BOTH = ("own", "second", "third")


async def refused(get: Get, **query: Any) -> Any:
    refusal = await get("coordinator", "/task-analysis/entry-exit", 409, **(PAIR | query))
    assert refusal["type"].endswith("not-comparable")
    assert refusal["detail"]
    return refusal["reasons"][0]["code"]


async def test_common_tasks_change_as_the_matrices_do(ask_case: Get, case: Case) -> None:
    found = await ask_case("coordinator", "/task-analysis/entry-exit", **PAIR)
    assert {item["entry_task"]: item["exit_task"] for item in found["items"]} == COMMON
    assert (found["schools_both"], found["schools_entry_only"], found["schools_exit_only"]) == (
        3,
        0,
        0,
    )
    before, after = case.points("entry", *BOTH), case.points("exit", *BOTH)
    assert (found["entry_n"], found["exit_n"]) == (len(before), len(after))
    for item in found["items"]:
        p = [
            np.maximum(points[:, int(item[f"{side}_task"]) - 1], 0).mean() / item["max"]
            for side, points in (("entry", before), ("exit", after))
        ]
        (l1, u1), (l2, u2) = wilson(p[0], len(before)), wilson(p[1], len(after))
        delta = (p[1] - p[0]) * 100
        change = item["change"]
        assert change["delta_pp"] == pytest.approx(delta, abs=0.051)
        low = delta - sqrt((p[1] * 100 - l2) ** 2 + (u1 - p[0] * 100) ** 2)
        high = delta + sqrt((u2 - p[1] * 100) ** 2 + (p[0] * 100 - l1) ** 2)
        assert (change["low_pp"], change["high_pp"]) == (
            pytest.approx(low, abs=0.051), pytest.approx(high, abs=0.051),
        )  # fmt: skip
        verdict = (
            "better" if change["low_pp"] > 0 else "worse" if change["high_pp"] < 0 else "indistinct"
        )
        assert change["verdict"] == verdict
    assert {(one["side"], one["task"]): one["code"] for one in found["unmatched"]} == {
        ("entry", "3"): "other_task", ("entry", "5"): "only_here", ("entry", "6"): "only_here",
        ("exit", "4"): "other_task", ("exit", "5"): "no_skill", ("exit", "6"): "only_here",
    }  # fmt: skip


async def test_only_schools_that_wrote_both_are_counted(
    get: Get, own_copy: None, case: Case, change: Change
) -> None:
    await change(
        "update protocol set state = 'reverted' where id = :id", id=key("protocol:exit:second:1")
    )
    found = await get("coordinator", "/task-analysis/entry-exit", **PAIR)
    assert (found["schools_both"], found["schools_entry_only"]) == (2, 1)
    assert found["items"][0]["entry"]["n"] == len(case.points("entry", "own", "third"))
    one = await get("coordinator", "/task-analysis/entry-exit", **PAIR, school_id=key("school:own"))
    assert one["entry_n"] == len(case.points("entry", "own"))
    small = await get(
        "coordinator", "/task-analysis/entry-exit", **PAIR, school_id=key("school:third")
    )
    assert small["scope"]["suppressed"]
    assert (small["items"], small["entry_n"], small["exit_n"]) == ([], None, None)


async def test_nothing_in_common_is_refused_with_the_reason(
    get: Get, own_copy: None, case: Case, change: Change
) -> None:
    assert (
        await refused(get, entry_work_id=key("work:exit"), work_id=key("work:entry"))
        == "other_wave"
    )
    assert await refused(get, entry_work_id=key("work:tiny")) == "other_wave"
    exit_passport = {"id": key("passport:exit")}
    await change(
        "update work_passport set tasks = (select jsonb_agg(t - 'skill') from jsonb_array_elements(tasks) t)"
        " where id = :id", **exit_passport,
    )  # fmt: skip
    assert await refused(get) == "no_common_tasks"
    await change(
        "update work_passport set state = 'draft', approved_by_id = null, approved_at = null where id = :id",
        **exit_passport,
    )
    assert await refused(get) == "no_passport"
    await change("update work set year = 2020 where id = :id", id=key("work:entry"))
    assert await refused(get) == "other_year"
    same = {"entry_work_id": PAIR["work_id"]}
    assert (await get("coordinator", "/task-analysis/entry-exit", 422, **(PAIR | same)))["detail"]


async def test_no_school_with_both_works_is_refused(
    get: Get, own_copy: None, case: Case, change: Change
) -> None:
    await change("update protocol set state = 'reverted' where work_id = :id and school_id <> :own",
                 id=key("work:exit"), own=key("school:own"))  # fmt: skip
    await change(
        "update protocol set state = 'reverted' where id = :id", id=key("protocol:entry:own:1")
    )
    assert await refused(get) == "no_common_schools"


async def test_the_workbook_tells_the_same(
    case_client: httpx.AsyncClient, ask_case: Get, case: Case
) -> None:
    found = await ask_case("coordinator", "/task-analysis/entry-exit", **PAIR)
    reply = await case_client.get(
        "/api/v1/task-analysis/entry-exit/export", headers=headers_of("coordinator"), params=PAIR
    )
    book = openpyxl.load_workbook(BytesIO(reply.content))
    rows = list(book["Вход и итог"].iter_rows(values_only=True))[1:]
    assert [(row[0], row[-4], row[-1]) for row in rows] == [
        (item["skill"], item["change"]["delta_pp"], item["change"]["words"])
        for item in found["items"]
    ]
    assert len(list(book["Не сравнивались"].iter_rows())) == 1 + len(found["unmatched"])

"""Completion of tasks, groups, items, school × task: every figure against numpy."""

from typing import Any

import numpy as np
import pytest

from backend.core.database import SessionFactory
from tests.features.conftest import Change, Get
from tests.features.task_analysis.case import ENTRY, Case, Sat, write_protocol
from tests.world import CANARY, key

ENTRY_ID = str(key("work:entry"))
SUPERSEDE = "update protocol set state = 'superseded' where id = :id"
OFFICE = ("own", "second", "third")


async def ask(get: Get, role: str = "coordinator", what: str = "", **more: Any) -> Any:
    return await get(role, f"/task-analysis{what}", work_id=more.pop("work", ENTRY_ID), **more)


def wilson(p: float, n: int) -> tuple[float, float]:
    """The score interval by solving its quadratic: another way than the product's closed form."""
    z2 = 1.959963984540054**2
    roots = np.roots([1 + z2 / n, -(2 * p + z2 / n), p * p])
    return float(min(roots.real)) * 100, float(max(roots.real)) * 100


async def test_completion_of_tasks_is_that_of_the_matrix(ask_case: Get, case: Case) -> None:
    found = await ask(ask_case)
    points = case.points("entry", *OFFICE)
    assert found["scope"] | {"title": ""} == {
        "kind": "all", "id": None, "title": "", "is_own": False, "schools": 3, "without_tasks": 0,
        "participants": len(points), "suppressed": False,
    }  # fmt: skip
    assert [(t["name"], t["max"], t["difficulty"], t["skill"]) for t in found["tasks"]] == ENTRY
    for place, task in enumerate(found["tasks"]):
        column, maximum = points[:, place], ENTRY[place][1]
        share = np.maximum(column, 0).sum() / (len(column) * maximum)
        assert (task["done"]["n"], task["done"]["points"]) == (
            len(column), np.maximum(column, 0).sum(),
        )  # fmt: skip
        assert task["done"]["pct"] == pytest.approx(share * 100, abs=0.051)
        low, high = wilson(share, len(column))
        assert task["done"]["ci_low_pct"] == pytest.approx(low, abs=0.051)
        assert task["done"]["ci_high_pct"] == pytest.approx(high, abs=0.051)
        assert task["not_attempted"] == (column == -1).sum()
        assert task["scores"] == [(column == p).sum() for p in range(maximum + 1)]
        enough, short = (60, 57) if task["difficulty"] == "Б" else (30, 28.5)
        level = "sufficient" if share * 100 >= enough else "borderline"
        assert task["level"] == ("insufficient" if share * 100 < short else level)


async def test_groups_by_mark_add_up_to_the_whole(ask_case: Get, case: Case) -> None:
    found = await ask(ask_case)
    points, marks = case.points("entry", *OFFICE), case.marks("entry", *OFFICE)
    assert [(g["mark"], g["n"], g["is_informative"]) for g in found["groups"]] == [
        (mark, (marks == mark).sum(), (marks == mark).sum() >= 10) for mark in (2, 3, 4, 5)
    ]
    for place, task in enumerate(found["tasks"]):
        for group in task["groups"]:
            column = points[marks == group["mark"], place]
            assert group["done"]["points"] == np.maximum(column, 0).sum()
            assert group["done"]["n"] == len(column)
            assert group["not_attempted"] == (column == -1).sum()
            assert group["scores"] == [(column == p).sum() for p in range(ENTRY[place][1] + 1)]
    for gap in found["gaps"]:
        assert gap["low_pp"] > 0
        assert min(gap["lower_done"]["n"], gap["upper_done"]["n"]) >= 10


async def test_discrimination_is_the_correlation_with_the_rest(ask_case: Get, case: Case) -> None:
    found = await ask(ask_case)
    got = np.maximum(case.points("entry", *OFFICE), 0)
    for place, task in enumerate(found["tasks"]):
        rest = got.sum(axis=1) - got[:, place]
        r = np.corrcoef(got[:, place], rest)[0, 1]
        assert task["discrimination"]["r"] == pytest.approx(r, abs=0.0051)
        assert task["discrimination"]["n"] == len(got)
        weak = [f for f in task["flags"] if f["code"] == "weak_link"]
        assert bool(weak) == (r < 0.2 and task["discrimination"]["high"] >= 0)


async def test_a_school_narrows_and_a_group_too_small_is_hidden_from_others(
    ask_case: Get, case: Case
) -> None:
    found = await ask(ask_case, school_id=key("school:second"))
    marks = case.marks("entry", "second")
    sizes = {mark: int((marks == mark).sum()) for mark in (2, 3, 4, 5)}
    assert min(n for n in sizes.values() if n) < 5, "the case must have a small group"
    hidden = {g["mark"] for g in found["groups"] if g["kind"] == "suppressed"}
    assert {mark for mark, n in sizes.items() if 0 < n < 5} <= hidden
    assert len(hidden) >= 2
    for group in found["tasks"][0]["groups"]:
        assert (group["done"]["kind"] == "suppressed") == (group["mark"] in hidden)
        assert (group["scores"] is None) == (group["mark"] in hidden)
    own = await ask(ask_case, "school_head")
    assert own["scope"]["is_own"]
    assert all(group["kind"] != "suppressed" for group in own["groups"])
    assert own["units"] == []
    assert own["scope"]["participants"] == len(case.points("entry", "own"))


async def test_fewer_than_five_are_shown_to_their_school_only(ask_case: Get, case: Case) -> None:
    work = str(key("work:tiny"))
    for what in ("", "/heat-map", "/scores"):
        found = await ask(ask_case, what=what, work=work)
        assert found["scope"]["suppressed"]
        assert found["scope"]["participants"] is None
    assert (await ask(ask_case, work=work))["tasks"] == []
    heat = await ask(ask_case, what="/heat-map", work=work)
    assert [row["kind"] for row in (*heat["rows"], heat["total"])] == ["suppressed"] * 2
    scores = await ask(ask_case, what="/scores", work=work)
    assert (scores["counts"], scores["n"]) == ([], 0)
    assert "меньше пяти" in scores["weight_words"]
    own = await ask(ask_case, "school_head", work=work)
    assert own["tasks"][0]["done"]["n"] == 3
    assert own["tasks"][0]["small_sample"]
    assert own["tasks"][0]["discrimination"] is None
    assert own["passport"] is None
    assert {task["level"] for task in own["tasks"]} == {"no_level"}


async def test_heat_map_is_alphabetical_adds_up_and_hides_the_small_with_a_second(
    ask_case: Get, case: Case
) -> None:
    found = await ask(ask_case, what="/heat-map")
    names = [row["name"].rsplit(maxsplit=1)[-1] for row in found["rows"]]
    assert names == ["Ёлкино", "Ель", "Жито"]
    kinds = {row["school_id"]: row["kind"] for row in found["rows"]}
    assert kinds[str(key("school:third"))] == "suppressed"
    # One hidden row alone would follow from the total: the smaller of the others goes with it.
    assert kinds[str(key("school:own"))] == "suppressed"
    assert all(row["cells"] == [] for row in found["rows"] if row["kind"] == "suppressed")
    second = next(row for row in found["rows"] if row["kind"] == "measured")
    expected = np.maximum(case.points("entry", "second"), 0).sum(axis=0)
    assert [cell["done"]["points"] for cell in second["cells"]] == expected.tolist()
    whole = np.maximum(case.points("entry", *OFFICE), 0).sum(axis=0)
    assert [cell["done"]["points"] for cell in found["total"]["cells"]] == whole.tolist()
    tasks = (await ask(ask_case))["tasks"]
    assert [cell["done"] for cell in found["total"]["cells"]] == [task["done"] for task in tasks]
    assert [cell["level"] for cell in found["total"]["cells"]] == [task["level"] for task in tasks]


async def test_a_school_with_another_list_of_tasks_has_no_such_cell(
    get: Get, own_copy: None, case: Case, worker_sessions: SessionFactory, change: Change
) -> None:
    await change(SUPERSEDE, id=key("protocol:entry:second:1"))
    sat = case.sat["entry", "second"]
    shorter = Sat(sat.points[:, :5], sat.marks)
    async with worker_sessions() as session, session.begin():
        await write_protocol(session, "entry", "second", shorter, ENTRY[:5], version=2)
    found = await ask(get, what="/heat-map")
    second = next(r for r in found["rows"] if r["school_id"] == str(key("school:second")))
    assert second["cells"][5]["done"] == {
        "kind": "no_task", "points": None, "n": None, "pct": None, "ci_low_pct": None, "ci_high_pct": None,
    }  # fmt: skip
    tasks = (await ask(get))["tasks"]
    assert tasks[5]["done"]["n"] == len(case.points("entry", "own", "third"))
    assert tasks[0]["done"]["n"] == len(case.points("entry", *OFFICE))


async def test_numbers_of_marks_alone_are_told_apart(
    get: Get, own_copy: None, case: Case, worker_sessions: SessionFactory, change: Change
) -> None:
    await change(SUPERSEDE, id=key("protocol:entry:second:1"))
    sat = case.sat["entry", "second"]
    async with worker_sessions() as session, session.begin():
        await write_protocol(session, "entry", "second", sat, ENTRY, version=2, with_rows=False)
    found = await ask(get)
    assert (found["scope"]["schools"], found["scope"]["without_tasks"]) == (2, 1)
    assert found["tasks"][0]["done"]["n"] == len(case.points("entry", "own", "third"))


async def test_foreign_results_are_never_counted(ask_case: Get, case: Case) -> None:
    works = await ask_case("coordinator", "/task-analysis/works")
    listed = {item["work"]["id"]: item for item in works["items"]}
    assert listed[ENTRY_ID]["participants"] == len(case.points("entry", *OFFICE))
    assert listed[str(key("work:exit"))]["entry_work_ids"] == [ENTRY_ID]
    assert listed[ENTRY_ID]["has_passport"]
    everybody = await ask(ask_case, "admin")
    assert everybody["scope"]["schools"] == 4
    for what in ("", "/heat-map", "/scores", "/export"):
        for unit in ("school_id", "municipality_id", "office_id"):
            name = unit.removesuffix("_id")
            refusal = await ask_case(
                "coordinator",
                f"/task-analysis{what}",
                404,
                work_id=ENTRY_ID,
                **{unit: key(f"{name}:foreign")},
            )
            assert CANARY not in str(refusal)
    nothing = await ask_case("coordinator", "/task-analysis", 404, work_id=key("nonexistent"))
    assert "нет" in nothing["detail"]
    both = {"school_id": key("school:own"), "office_id": key("office:own")}
    refusal = await ask_case("coordinator", "/task-analysis", 422, work_id=ENTRY_ID, **both)
    assert refusal["detail"].startswith("Выберите одно")


async def test_two_statements_beside_the_gate(
    get: Get, own_copy: None, case: Case, statements: list[str]
) -> None:
    for what in ("", "/heat-map", "/scores"):
        statements.clear()
        await ask(get, what=what)
        assert len(statements) <= 3

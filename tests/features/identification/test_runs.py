"""A run over the planted region: every verdict, zone and reason; repeated exactly; another rule without a trace."""

from collections import Counter
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest

from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.identification.conftest import RULE, Post
from tests.features.identification.region import CASES, YEAR, school_id
from tests.world import key

OTHERS = 3  # schools of the world's own office that nothing is planted for


async def every_line(get: Get, run_id: str, role: str = "coordinator") -> dict[str, Any]:
    page = await get(role, f"/identification/runs/{run_id}/schools")
    assert page["total"] == len(page["items"])
    return {line["school_id"]: line for line in page["items"]}


async def test_every_planted_decision_and_reason(get: Get, run: dict[str, Any]) -> None:
    lines = await every_line(get, run["id"])
    assert len(lines) == len(CASES) + OTHERS == run["schools"]
    for name, case in CASES.items():
        line = lines[str(school_id(name))]
        assert (line["status"], line["zone"]) == (case.status, case.zone), name
        assert [reason["code"] for reason in line["reasons"]] == list(case.reasons), name
        assert [past["status"] for past in line["history"]] == list(case.history), name
        assert (line["probability"] is None) == (case.status in {"no_data", "excluded"}), name
    expected = Counter(case.status for case in CASES.values()) + Counter(no_data=OTHERS)
    assert {one["status"]: one["count"] for one in run["statuses"]} == expected


async def test_margin_probability_and_what_was_counted_stand_with_each_work(
    get: Get, run: dict[str, Any]
) -> None:
    line = await get("head", f"/identification/runs/{run['id']}/schools/{school_id('repeated')}")
    [work] = line["procedures"]
    assert (work["below"], work["participants"], work["pct"]) == (5, 12, 41.7)
    assert (work["ci_low_pct"], work["ci_high_pct"]) == (19.3, 68.0)
    assert (work["margin_pp"], work["pupils_to_cross"]) == (11.7, 2)
    assert 0.7 < work["probability"] < 0.9
    assert [(b["below"], b["participants"], b["year"]) for b in work["before"]] == [(4, 13, 2020)]
    assert line["nearest"].replace("\u00a0", " ") == (
        "ВПР, математика, 6 класс, 2021: +11,7 п. п., выше порога на 2 ученика"
    )
    assert line["academic_year"] == "2021/22"
    assert line["rule"]["source"]
    assert "decide" in line["allowed_actions"]


async def test_an_old_run_is_repeated_exactly_and_tells_what_the_data_say_now(
    get: Get, post: Post, run: dict[str, Any], change: Change
) -> None:
    path = f"/identification/runs/{run['id']}/check"
    same = await get("coordinator", path)
    assert (same["is_same"], same["recomputed"], same["changes"]) == (True, run["digest"], [])
    before = await every_line(get, run["id"])
    await change(
        "update protocol set n_below = 0, n2 = 0, n3 = participants where school_id = :id and state = 'current'",
        id=school_id("one_low"),
    )
    await change("update school set kind = 'corrective' where id = :id", id=school_id("two_low"))
    await change(
        "update school set active_to = '2021-01-01' where id = :id", id=school_id("nothing")
    )
    later = await get("coordinator", path)
    assert later["is_same"] is True
    assert later["recomputed"] == run["digest"]
    assert await every_line(get, run["id"]) == before
    said = {one["school_id"]: one for one in later["changes"]}
    changed = said[str(school_id("one_low"))]
    assert changed["becomes_title"] == "низких результатов нет"
    assert {
        (one["was"], one["now"])
        for one in later["changes"]
        if one["school_id"] == changed["school_id"]
    } == {
        ("6 из 20 (30\u00a0%)", "0 из 20 (0\u00a0%)"),
        ("1 из 20 (5\u00a0%)", "0 из 20 (0\u00a0%)"),
    }
    assert said[str(school_id("nothing"))]["now"] is None
    again = await post("coordinator", "/identification/runs", {"rule_id": RULE, "year": YEAR})
    assert again["digest"] != run["digest"]


async def test_the_same_data_give_the_same_digest_whoever_runs(
    run: dict[str, Any], post: Post
) -> None:
    asked = {"rule_id": RULE, "year": YEAR, "office_id": str(key("office:own"))}
    for role in ("head", "admin"):
        again = await post(role, "/identification/runs", asked)
        assert again["digest"] == run["digest"]


async def test_a_line_that_was_tampered_with_is_found(
    get: Get, run: dict[str, Any], change: Change
) -> None:
    await change(
        "update identification_line set counts = jsonb_set(counts, '{0,below}', '0')"
        " where run_id = :run and school_id = :id",
        run=run["id"],
        id=school_id("two_low"),
    )
    found = await get("auditor", f"/identification/runs/{run['id']}/check")
    assert (found["is_same"], found["differing"]) == (False, 1)


@pytest.mark.parametrize(
    ("asked", "moved"),
    [
        (
            {"share_pct": 35},
            {"two_low": "at_risk", "repeated": "at_risk", "both": "at_risk", "one_low": "none"},
        ),
        ({"share_pct": 25}, {"two_near": "low_results", "one_near": "at_risk"}),
        ({"min_participants": 5}, {"village": "low_results", "village_with_one_class": "at_risk"}),
        (
            {"criteria": "all"},
            {"two_low": "at_risk", "repeated": "at_risk", "three_low": "at_risk"},
        ),
        ({"low_procedures": 3}, {"two_low": "at_risk"}),
    ],
)
async def test_what_if_says_who_would_move_and_writes_nothing(
    get: Get,
    run: dict[str, Any],
    worker_sessions: SessionFactory,
    asked: dict[str, Any],
    moved: dict[str, str],
) -> None:
    async def rows() -> list[int]:
        async with worker_sessions() as session:
            connection = await session.connection()
            return [
                (await connection.exec_driver_sql(f"select count(*) from {table}")).scalar_one()
                for table in (
                    "identification_run",
                    "identification_line",
                    "low_results_rule",
                    "change",
                )
            ]

    before = await rows()
    found = await get("coordinator", f"/identification/runs/{run['id']}/what-if", **asked)
    names = {str(school_id(name)): name for name in CASES}
    said = {names[one["school_id"]]: one["becomes"] for one in found["moved"]}
    assert said.items() >= moved.items()
    assert found["moved_total"] == len(said)
    assert found["before"] == run["statuses"]
    assert sum(one["count"] for one in found["after"]) == run["schools"]
    assert await rows() == before
    assert (await get("coordinator", f"/identification/runs/{run['id']}"))["digest"] == run[
        "digest"
    ]


async def test_what_if_refuses_what_is_no_rule(get: Get, run: dict[str, Any]) -> None:
    path = f"/identification/runs/{run['id']}/what-if"
    refused = await get("coordinator", path, 422, share_pct=20, near_share_pct=25)
    assert refused["errors"][0]["pointer"] == "/near_share_pct"
    await get("coordinator", path, 422, share_pct=0)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"status": "at_risk"}, {n for n, c in CASES.items() if c.status == "at_risk"}),
        ({"zone": "red"}, {"both", "three_low", "three_years"}),
        ({"search": "СОШ VILL"}, {"village", "village_with_one_class"}),
        ({"decision": "listed"}, set()),
        ({"appeal": "submitted"}, set()),
    ],
)
async def test_filters_and_the_workbook_hold_the_same_schools(
    anonymous: httpx.AsyncClient,
    run: dict[str, Any],
    chosen: dict[str, str],
    names: set[str],
) -> None:
    asked = await anonymous.get(
        f"/api/v1/identification/runs/{run['id']}/schools",
        headers=headers_of("coordinator"),
        params=chosen,
    )
    page = asked.json()
    assert {line["school_id"] for line in page["items"]} == {str(school_id(n)) for n in names}
    reply = await anonymous.get(
        f"/api/v1/identification/runs/{run['id']}/export",
        headers=headers_of("coordinator"),
        params=chosen,
    )
    book = openpyxl.load_workbook(BytesIO(reply.content))
    listed = [row[0] for row in book["Перечень"].iter_rows(min_row=2, values_only=True)]
    assert listed == [line["school_name"] for line in page["items"]]
    about = dict(book["Параметры"].iter_rows(min_row=2, values_only=True))
    assert about["Контрольная сумма расчёта"] == run["digest"]
    assert about["Школ в выгрузке"] == len(names)


async def test_a_new_version_of_the_rule_leaves_the_old_one_and_its_runs(
    get: Get, post: Post, run: dict[str, Any]
) -> None:
    rules = await get("coordinator", "/identification/rules")
    old = next(one for one in rules["items"] if one["id"] == RULE)
    parameters = {
        name: value for name, value in old["parameters"].items() if name != "criteria_title"
    }
    parameters["procedures"] = [
        {name: value for name, value in one.items() if name != "procedure_title"}
        for one in parameters["procedures"]
    ]
    body = {
        "based_on_id": RULE,
        "parameters": {**parameters, "share_pct": 25.5},
        "reason": "решение коллегии",
        "basis": "приказ № 12",
    }
    await post("coordinator", "/identification/rules", {**body, "parameters": parameters}, 422)
    wrong = {**parameters, "near_share_pct": 40}
    refused = await post("coordinator", "/identification/rules", {**body, "parameters": wrong}, 422)
    assert refused["errors"][0]["pointer"] == "/parameters/near_share_pct"
    made = await post("coordinator", "/identification/rules", body)
    # The world's own version is the first.
    assert made["version"] == 2
    assert made["label"].replace("\u00a0", " ").endswith("версия управления 2")
    assert (made["based_on_id"], made["basis"], made["author_name"]) == (
        RULE,
        "приказ № 12",
        "Человек coordinator",
    )
    assert made["parameters"]["share_pct"] == 25.5
    after = await get("coordinator", "/identification/rules")
    assert next(one for one in after["items"] if one["id"] == RULE) == old
    other = await post("head", "/identification/runs", {"rule_id": made["id"], "year": YEAR})
    assert other["digest"] != run["digest"]
    assert (await get("head", f"/identification/runs/{run['id']}/check"))["is_same"] is True


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"rule_id": RULE, "year": 2017}, 422),
        ({"rule_id": RULE, "year": 1999}, 422),
        ({"rule_id": str(key("rule:foreign")), "year": YEAR}, 404),
        ({"rule_id": RULE, "year": YEAR, "office_id": str(key("office:foreign"))}, 422),
        ({"rule_id": RULE, "year": YEAR, "digest": "x"}, 422),
    ],
)
async def test_runs_that_cannot_be(
    region: None, post: Post, body: dict[str, Any], status: int
) -> None:
    await post("coordinator", "/identification/runs", body, status)


async def test_an_administrator_of_many_offices_says_which(region: None, post: Post) -> None:
    refused = await post("admin", "/identification/runs", {"rule_id": RULE, "year": YEAR}, 422)
    assert refused["errors"][0]["pointer"] == "/office_id"


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("schools", {"search": "\0"}),
        ("schools", {"search": "%_\\' or 1=1 --"}),
        ("schools", {"page": 10_000}),
        ("schools", {"page": 0}),
        ("what-if", {"share_pct": "NaN"}),
        ("what-if", {"share_pct": "1e400"}),
        ("what-if", {"share_pct": 30.55}),
        ("what-if", {"procedures": "x"}),
        ("export", {"search": "\0"}),
    ],
)
async def test_hostile_questions_are_answered_in_words(
    anonymous: httpx.AsyncClient, path: str, params: dict[str, Any]
) -> None:
    reply = await anonymous.get(
        f"/api/v1/identification/runs/{key('run:own')}/{path}",
        headers=headers_of("coordinator"),
        params=params,
    )
    assert reply.status_code in {200, 400, 422}, reply.text
    if reply.status_code != 200:
        assert reply.headers["content-type"] == "application/problem+json"

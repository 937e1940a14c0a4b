"""Targets: set over a frozen base, agreed by the other side, told against the fact, closed with it."""

from typing import Any

from tests.features.conftest import Change, Get
from tests.features.targets.conftest import Results, Send
from tests.world import key

SCHOOL = f"/schools/{key('school:own')}"
TARGETS = f"{SCHOOL}/targets"
TARGET = f"/targets/{key('target:own')}"


def proposal(**said: Any) -> dict[str, Any]:
    return {
        "metric": "quality", "procedure": "vpr", "wave": "autumn", "subject": "math", "grade": 6,
        "base_year": 2020, "target_value": 50, "due_year": 2021,
    } | said  # fmt: skip


async def test_a_target_is_proposed_by_the_school_and_agreed_by_the_office(send: Send) -> None:
    made = await send("school_head", "POST", TARGETS, 201, proposal())
    assert (made["state"], made["proposed_side"], made["links_count"]) == ("proposed", "school", 0)
    base = made["base"]
    assert (base["total"], base["n"], base["value"], base["small_sample"]) == (2, 8, 25.0, True)
    assert (base["low"], base["high"]) == (7.1, 59.1)
    assert made["verdict"] == "no_data"
    assert made["explanation"] == "Работа 2021 года ещё не загружена."
    assert "не меньше 4 из 8" in made["target_means"]
    assert "agree" not in made["allowed_actions"]
    path = f"/targets/{made['id']}/decide"
    for role, words in (
        ("school_head", "План предложили вы: согласует его кто-то другой."),
        ("school_deputy", "План предложила школа: согласует его управление."),
    ):
        refused = await send(role, "POST", path, 409, {"action": "agree"})
        assert refused["detail"] == words
    agreed = await send("office_specialist", "POST", path, 200, {"action": "agree"})
    assert (agreed["state"], agreed["agreed_by"]) == ("agreed", "Человек office_specialist")
    assert [step["words"] for step in agreed["steps"]] == ["предложена", "согласована"]
    assert agreed["steps"][0]["changes"] == "план: 50; год: 2021"


async def test_what_the_office_proposes_another_agrees_to(send: Send) -> None:
    made = await send("coordinator", "POST", TARGETS, 201, proposal())
    path = f"/targets/{made['id']}/decide"
    refused = await send("coordinator", "POST", path, 409, {"action": "agree"})
    assert refused["detail"] == "План предложили вы: согласует его кто-то другой."
    agreed = await send("school_deputy", "POST", path, 200, {"action": "agree"})
    assert agreed["agreed_by"] == "Человек school_deputy"


async def test_without_a_base_and_n_there_is_no_target(send: Send, change: Change) -> None:
    refused = await send("school_head", "POST", TARGETS, 422, proposal(base_year=2019))
    assert refused["errors"][0]["pointer"] == "/base_year"
    assert refused["detail"].endswith("Без базы и числа участников цель не ставят.")
    none = await send("school_head", "POST", TARGETS, 422, proposal(metric="high_score"))
    assert "посчитать не из чего" in none["detail"]


async def test_a_value_that_is_no_improvement_is_refused_in_words(send: Send) -> None:
    for value, words in ((25, "План равен базе (25,0)"), (20, "План хуже базы (25,0)")):
        refused = await send("school_head", "POST", TARGETS, 422, proposal(target_value=value))
        assert refused["detail"].startswith(words)
        assert refused["errors"][0]["pointer"] == "/target_value"
    early = await send("school_head", "POST", TARGETS, 422, proposal(due_year=2020))
    assert early["errors"][0]["pointer"] == "/due_year"
    far = await send("school_head", "POST", TARGETS, 422, proposal(due_year=2035))
    assert far["errors"][0]["pointer"] == "/due_year"
    day = await send("school_head", "POST", TARGETS, 422, proposal(due_on="2019-01-01"))
    assert day["errors"][0]["pointer"] == "/due_on"
    subject = await send("school_head", "POST", TARGETS, 422, proposal(subject="astrology"))
    assert subject["errors"][0]["pointer"] == "/subject"
    again = proposal(metric="success", target_value=80)
    twice = await send("school_head", "POST", TARGETS, 409, again)
    assert twice["type"].endswith("already-there")


async def test_the_fact_is_told_in_honest_words(get: Get, results: Results) -> None:
    """The world's target: успеваемость 5 из 8 → 75 %."""
    await results(2021, (2, 3, 2, 1))
    told = await get("school_head", TARGET)
    assert (told["fact"]["total"], told["fact"]["n"], told["fact"]["value"]) == (6, 8, 75.0)
    assert (told["verdict"], told["verdict_words"]) == ("indistinct", "нельзя различить")
    assert told["change"]["words"] == "нельзя различить"
    assert told["change"]["low"] < 0 < told["change"]["high"]
    assert told["progress_pct"] is None
    assert "говорить рано" in told["progress_why"]
    assert [(y["year"], y["is_base"], y["is_due"]) for y in told["history"]] == [
        (2020, True, False), (2021, False, True),
    ]  # fmt: skip


async def test_a_large_class_reaches_or_does_not(
    get: Get, results: Results, change: Change
) -> None:
    await results(2021, (3, 27, 20, 10))
    told = await get("school_head", TARGET)
    assert (told["verdict"], told["change"]["verdict"]) == ("reached", "better")
    assert told["progress_pct"] == 260.0
    await change("update school_target set target_value = 99, metric = 'success' where id = :id", id=key("target:own"))  # fmt: skip
    told = await get("school_head", TARGET)
    assert told["verdict"] == "not_reached"
    assert "хуже плана 99" in told["explanation"]


async def test_another_work_is_not_compared(get: Get, results: Results) -> None:
    await results(2021, (0, 20, 20, 20), programme_grade=6)
    told = await get("school_head", TARGET)
    assert (told["verdict"], told["verdict_words"]) == ("not_comparable", "сравнивать нельзя")
    assert "программа разных классов" in told["explanation"]
    assert (told["change"], told["progress_pct"], told["fact"]["n"]) == (None, None, 60)
    assert told["history"][1]["why_not_comparable"] == told["explanation"]


async def test_a_past_year_without_results_says_so(get: Get, change: Change) -> None:
    await change(
        "update school_target set due_year = 2021, due_on = '2021-03-01' where id = :id",
        id=key("target:own"),
    )
    told = await get("school_head", TARGET)
    assert told["verdict"] == "no_data"
    assert told["explanation"].startswith("Результатов за 2021 год нет: срок прошёл")


async def test_the_base_stays_frozen_when_its_results_change(get: Get, change: Change) -> None:
    await change(
        "update protocol set n2 = 1, n3 = 5, n_below = 1 where id = :id", id=key("protocol:own")
    )
    told = await get("school_head", TARGET)
    assert (told["base"]["total"], told["base"]["n"]) == (5, 8)
    assert told["base_changed"] == (
        "Результаты 2020 года с тех пор изменились: сейчас 87,5 (n = 8). База закреплена."
    )


async def test_all_grades_together_are_sums_of_pupils_and_need_the_same_grades(
    send: Send, get: Get, results: Results
) -> None:
    await results(2020, (1, 10, 5, 4), grade=7, programme_grade=6)
    made = await send("school_head", "POST", TARGETS, 201, proposal(grade=None))
    # 2 of 8 and 9 of 20 are 11 of 28, not a mean of two percents.
    assert (made["base"]["total"], made["base"]["n"], made["base"]["value"]) == (11, 28, 39.3)
    await results(2021, (2, 3, 2, 1))
    told = await get("school_head", f"/targets/{made['id']}")
    assert told["explanation"] == "Состав классов разный: в базе — 6, 7, в 2021 году — 6."
    await results(2021, (1, 9, 5, 5), grade=7, programme_grade=6)
    told = await get("school_head", f"/targets/{made['id']}")
    assert (told["fact"]["total"], told["fact"]["n"]) == (13, 28)


async def test_a_changed_plan_says_why_and_is_agreed_on_anew(send: Send, get: Get) -> None:
    await send("coordinator", "POST", f"{TARGET}/decide", 200, {"action": "agree"})
    changed = {"target_value": 87.5, "due_year": 2022, "due_on": "2022-10-01", "reason": "новый учебник"}  # fmt: skip
    assert (await get("coordinator", TARGET))["version"] == 2
    await send("school_head", "PUT", TARGET, 412, changed, version=1)
    await send("school_head", "PUT", TARGET, 422, changed | {"target_value": 60}, version=2)
    now = await send("school_head", "PUT", TARGET, 200, changed, version=2)
    assert (now["state"], now["agreed_by"], now["version"]) == ("proposed", None, 3)
    step = now["steps"][-1]
    assert step["changes"] == "план: 75 → 87,5; год: 2021 → 2022; срок: — → 01.10.2022"
    assert step["reason"] == "новый учебник"
    same = await send("school_head", "PUT", TARGET, 409, changed, version=3)
    assert same["type"].endswith("nothing-changed")
    back = await send("head", "POST", f"{TARGET}/decide", 422, {"action": "return"})
    assert back["errors"][0]["pointer"] == "/reason"
    said = {"action": "return", "reason": "слишком смело"}
    assert (await send("head", "POST", f"{TARGET}/decide", 200, said))["state"] == "returned"


async def test_a_target_is_closed_with_the_fact_of_that_day(
    send: Send, get: Get, results: Results, change: Change
) -> None:
    decide = f"{TARGET}/decide"
    await send("coordinator", "POST", decide, 200, {"action": "agree"})
    early = await send("coordinator", "POST", decide, 409, {"action": "close"})
    assert early["detail"] == "Срок цели ещё не наступил, и факта за него нет."
    await results(2021, (30, 20, 5, 5))
    missing = await send("coordinator", "POST", decide, 422, {"action": "close"})
    assert missing["errors"][0]["pointer"] == "/cause"
    said = {"action": "close", "cause": "смена учителя", "proposal": "наставник до мая"}
    await send("school_head", "POST", decide, 409, said)
    closed = await send("coordinator", "POST", decide, 200, said)
    assert closed["state"] == "closed"
    assert closed["closing"]["figure"]["total"] == 30
    assert (closed["closing"]["verdict"], closed["closing"]["cause"]) == (
        "not_reached", "смена учителя",
    )  # fmt: skip
    await change("update protocol set n2 = 0, n3 = 50, n_below = 0 where participants = 60")
    told = await get("coordinator", TARGET)
    assert (told["fact"]["total"], told["closing"]["figure"]["total"]) == (60, 30)
    assert (told["verdict"], told["closing"]["verdict"]) == ("reached", "not_reached")
    again = {"action": "reopen", "reason": "исправлены результаты"}
    reopened = await send("coordinator", "POST", decide, 200, again)
    assert (reopened["state"], reopened["closing"]) == ("agreed", None)


async def test_only_measures_of_the_school_lead_to_its_target(
    send: Send, get: Get, change: Change
) -> None:
    choices = await get("school_head", f"{SCHOOL}/target-choices")
    by_kind = {link["kind"]: link for link in choices["links"]}
    assert set(by_kind) == {"activity", "measure", "action_point"}
    picked = [{"kind": kind, "id": link["id"]} for kind, link in by_kind.items()]
    linked = await send("school_head", "PUT", f"{TARGET}/links", 200, {"links": picked})
    assert {link["kind"] for link in linked["links"]} == set(by_kind)
    assert linked["links_count"] == 3
    foreign = [{"kind": "action_point", "id": str(key("point:foreign"))}]
    refused = await send("school_head", "PUT", f"{TARGET}/links", 422, {"links": foreign})
    assert refused["errors"][0]["pointer"] == "/links"
    empty = await send("school_head", "PUT", f"{TARGET}/links", 200, {"links": []})
    assert (empty["links"], empty["steps"][-1]["changes"]) == ([], "добавлено: 0; убрано: 3")


async def test_what_is_offered_and_shown_before_a_base_is_frozen(get: Get) -> None:
    choices = await get("school_head", f"{SCHOOL}/target-choices")
    work = choices["works"][0]
    assert (work["title"], work["grades"], work["years"]) == ("ВПР, осень, математика", [6], [2020])
    assert len(choices["metrics"]) == 8
    asked = {
        "metric": "success", "procedure": "vpr", "wave": "autumn", "subject": "math", "grade": 6,
        "base_year": 2020, "due_year": 2021,
    }  # fmt: skip
    plain = await get("school_head", f"{SCHOOL}/target-preview", **asked)
    assert (plain["base"]["total"], plain["base"]["n"], plain["base_problem"]) == (5, 8, None)
    assert plain["notes"][0].startswith("Малая выборка: 8\u00a0участников")
    worse = await get("school_head", f"{SCHOOL}/target-preview", target_value=50, **asked)
    assert worse["target_problem"].startswith("План хуже базы")
    hoped = await get("school_head", f"{SCHOOL}/target-preview", target_value=75, **asked)
    assert "нельзя отличить от случайного" in hoped["target_means"]
    none = await get("school_head", f"{SCHOOL}/target-preview", **asked | {"base_year": 2018})
    assert none["base"]["kind"] == "no_results"
    assert none["base_problem"].startswith("За 2018 год у школы нет результатов")


async def test_who_only_looks_sets_nothing(send: Send, get: Get) -> None:
    for role in ("curator", "mentor", "methodist", "auditor", "machine_results"):
        await send(role, "POST", TARGETS, 403, proposal())
        assert (await get(role, TARGET))["allowed_actions"] == []

"""A finding is set aside with a reason by who may, and comes back by itself when the object changes."""

import asyncio
from typing import Any

from tests.features.plans.conftest import Decree
from tests.features.quality.clean_case import IDS
from tests.features.quality.test_findings import codes, spoil

WARNING = {"rule": "target_without_baseline", "object_id": str(IDS["programme"])}
SEVERE = {"rule": "verdict_missing", "object_id": str(IDS["profile"])}
REASON = "исходное значение измерим в апреле"


async def dismiss(
    clean: Decree, who: str, what: dict[str, str], status: int = 201, reason: str = REASON
) -> Any:
    body = {**what, "reason": reason}
    return (await clean.post("/quality/dismissals", who=who, status=status, json=body)).json()


async def test_who_when_and_why_are_kept_and_the_finding_waits_among_the_dismissed(
    clean: Decree,
) -> None:
    await spoil(clean, "target_without_baseline")
    done = await dismiss(clean, "uslovnaya", WARNING, reason=f"  {REASON} ")
    assert done["dismissal"]["reason"] == REASON
    assert done["dismissal"]["who"] == "Условная У. У."
    assert done["dismissal"]["at"].startswith("2021-03-17T")
    found = await clean.get("/quality", who="coordinator")
    assert (found["total"], found["dismissed_total"]) == (0, 1)
    assert (await clean.get(f"/schools/{IDS['school']}/quality", who="head"))["total"] == 0
    aside = await clean.get("/quality", who="coordinator", dismissed=True)
    (item,) = aside["groups"][0]["items"]
    assert item["dismissal"] == done["dismissal"]
    assert item["allowed_actions"] == ["withdraw"]


async def test_it_comes_back_when_what_it_depends_on_changes_and_can_be_set_aside_anew(
    clean: Decree,
) -> None:
    await spoil(clean, "target_without_baseline")
    await dismiss(clean, "coordinator", WARNING)
    await clean.change("update risk_programme set goal = 'Иная цель'")
    assert (await clean.get("/quality", who="coordinator"))["total"] == 0
    await clean.change("update risk_programme set target = 75")
    assert codes(await clean.get("/quality", who="coordinator")) == ["target_without_baseline"]
    await dismiss(clean, "coordinator", WARNING)
    assert (await clean.get("/quality", who="coordinator"))["total"] == 0
    kept = await clean.fetch(
        "select withdrawn_at is null from quality_dismissal order by dismissed_at, id"
    )
    assert sorted(kept) == [(False,), (True,)]


async def test_taken_up_again_it_stands_where_it_stood(clean: Decree) -> None:
    await spoil(clean, "target_without_baseline")
    done = await dismiss(clean, "coordinator", WARNING)
    path = f"/quality/dismissals/{done['dismissal']['id']}/withdraw"
    await clean.post(path, who="school_head", status=403)
    again = (await clean.post(path, who="uslovnaya")).json()
    assert (again["dismissal"], again["allowed_actions"]) == (None, ["dismiss"])
    await clean.post(path, who="coordinator", status=409)
    assert codes(await clean.get("/quality", who="coordinator")) == ["target_without_baseline"]


async def test_a_severe_one_is_the_offices_to_set_aside_and_the_curator_is_told_so(
    clean: Decree,
) -> None:
    await spoil(clean, "verdict_missing")
    (item,) = (await clean.get("/quality", who="uslovnaya"))["groups"][0]["items"]
    assert item["allowed_actions"] == []
    assert "управление" in item["blocked"]["dismiss"]
    refused = await dismiss(clean, "uslovnaya", SEVERE, 403)
    assert refused["detail"] == item["blocked"]["dismiss"]
    await dismiss(clean, "coordinator", SEVERE)


async def test_what_is_not_found_now_cannot_be_set_aside(clean: Decree) -> None:
    assert "нет" in (await dismiss(clean, "coordinator", WARNING, 404))["detail"]
    await dismiss(clean, "coordinator", WARNING | {"rule": "no_such_rule"}, 404)
    await spoil(clean, "target_without_baseline")
    await dismiss(clean, "school_head", WARNING, 403)
    await dismiss(clean, "coordinator", WARNING, 422, reason=" х ")
    await dismiss(clean, "coordinator", WARNING)
    await dismiss(clean, "coordinator", WARNING, 409)


async def test_the_offices_own_finding_is_set_aside_by_the_office(clean: Decree) -> None:
    await spoil(clean, "question_open")
    what = {"rule": "question_open", "object_id": str(IDS["question"])}
    await dismiss(clean, "uslovnaya", what, 404)
    await dismiss(clean, "head", what)
    assert (await clean.get("/quality", who="coordinator"))["dismissed_total"] == 1


async def test_ten_who_set_aside_one_finding_at_once_leave_one_dismissal(clean: Decree) -> None:
    await spoil(clean, "target_without_baseline")
    body = {**WARNING, "reason": REASON}

    async def once(_: int) -> int:
        try:
            await clean.post("/quality/dismissals", who="coordinator", status=201, json=body)
        except AssertionError as error:
            return 409 if '"status":409' in str(error) else 500
        return 201

    replies = await asyncio.gather(*map(once, range(10)))
    assert sorted(replies) == [201] + [409] * 9
    assert await clean.fetch("select count(*) from quality_dismissal") == [(1,)]

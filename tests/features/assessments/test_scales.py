"""Scales over HTTP: what is in force, versions with author and reason, refusals in words."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.features.assessments.scale_case import RUSSIAN, WHY, ask, band, one, russian, scales
from tests.world import key

__all__ = ["ask", "scales"]  # fixtures


async def test_the_list_shows_what_is_in_force_with_source_and_conditions(ask: Any) -> None:
    item = await russian(ask)
    assert [(b["mark"], b["lowest"], b["highest"]) for b in item["bands"]] == [
        (2, 0, 14), (3, 15, 22), (4, 23, 28), (5, 29, 33),
    ]  # fmt: skip
    assert item["conditions"] == [
        {
            "code": "literacy",
            "title": "грамотность (ГК1–ГК4)",
            "minima": [{"mark": 4, "points": 4}, {"mark": 5, "points": 6}],
            "lowers": "one_lower",
        }
    ]
    assert (item["profile_min"], item["years"], item["state_title"]) == (26, "2024", "действует")
    assert "csedu.ru" in item["source"]
    assert item["confidence"] == "высокая"
    assert item["origin_title"] == "справочник"


async def test_filters_narrow_and_a_mistyped_one_is_refused(ask: Any) -> None:
    everything = (await ask("GET", "/scales")).json()["items"]
    assert len(everything) > 130
    vpr = (await ask("GET", "/scales", params={"procedure": "vpr", "year": 2021})).json()["items"]
    assert {(i["procedure"], i["years"]) for i in vpr} == {("vpr", "2020–2022")}
    later = await one(ask, procedure="vpr", subject="history", year=2024)
    assert (later["years"], later["programme_grade"]) == ("с 2023", 8)
    kinds = (await ask("GET", "/scales", params={"kind": "certificate", "year": 2026})).json()[
        "items"
    ]
    assert {i["subject"]["code"]: i["min_test"] or i["min_mark"] for i in kinds}["math_base"] == 3
    assert (await ask("GET", "/scales", params={"kind": "nothing"})).status_code == 422


async def test_a_new_version_supersedes_the_old_and_says_who_why_and_by_what(ask: Any) -> None:
    old = await russian(ask)
    made = await ask("POST", f"/scales/{old['id']}/versions", json=RUSSIAN)
    assert made.status_code == 201, made.text
    new = made.json()
    assert (new["version"], new["state"], new["origin"]) == (2, "current", "person")
    assert (new["reason"], new["basis"]) == (WHY["reason"], WHY["basis"])
    assert new["author_name"] == "Человек methodist"
    assert new["conditions"] == []
    assert [(v["version"], v["state"]) for v in new["versions"]] == [
        (2, "current"),
        (1, "superseded"),
    ]
    assert (await russian(ask))["id"] == new["id"]
    history = (
        await ask(
            "GET",
            "/scales",
            params={"procedure": "oge", "subject": "russian", "year": 2024, "history": True},
        )
    ).json()["items"]
    assert len(history) == 2
    seen = (await ask("GET", f"/scales/{old['id']}", "school_head")).json()
    assert seen["state_title"] == "заменена"
    assert seen["bands"] == old["bands"]
    assert seen["allowed_actions"] == []


async def test_an_old_version_is_the_base_of_nothing(ask: Any) -> None:
    old = await russian(ask)
    assert (await ask("POST", f"/scales/{old['id']}/versions", json=RUSSIAN)).status_code == 201
    again = await ask("POST", f"/scales/{old['id']}/versions", json=RUSSIAN)
    assert again.status_code == 409
    assert "уже заменили" in again.json()["detail"]
    current = await russian(ask)
    same = await ask("POST", f"/scales/{current['id']}/versions", json=RUSSIAN)
    assert same.status_code == 422
    assert "Ничего не изменилось" in same.json()["detail"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"bands": [band(2, 0, 14), band(3, 16, 22), band(4, 23, 28), band(5, 29, 33)]}, "bands", "Между «2» и «3» разрыв: балл 15 без отметки."),
        ({"bands": [band(2, 0, 14), band(3, 15, 22), band(4, 22, 28), band(5, 29, 33)]}, "bands", "Отметки «3» и «4» пересекаются: балл 22 в обеих."),
        ({"max_primary": 37}, "bands", "Отметка «5» кончается на 33, а максимум работы 37: они должны совпадать."),
        ({"bands": [band(2, 0, 14), band(2, 15, 22), band(4, 23, 28), band(5, 29, 33)]}, "bands", "Нужны границы каждой из отметок «2», «3», «4», «5» по одному разу."),
        ({"bands": None}, "bands", "Укажите границы отметок «2»–«5» и максимум работы."),
        ({"year_to": 2023}, "year_to", "Последний год раньше первого (2024)."),
        ({"profile_min": 40}, "profile_min", "Минимум для профильного класса больше максимума работы."),
        (
            {"conditions": [{"code": "literacy", "title": "грамотность", "minima": [{"mark": 4, "points": 6}, {"mark": 5, "points": 4}], "lowers": "one_lower"}]},
            "conditions", "Условие «грамотность»: для более высокой отметки баллов нужно не меньше.",
        ),
        (
            {"conditions": [{"code": "literacy", "title": "грамотность", "minima": [{"mark": 4, "points": 60}], "lowers": "one_lower"}]},
            "conditions", "В условии баллов больше, чем во всей работе.",
        ),
        ({"basis": " "}, "basis", ""),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_at_its_field(
    ask: Any, changes: dict[str, Any], field: str, sentence: str
) -> None:
    old = await russian(ask)
    reply = await ask("POST", f"/scales/{old['id']}/versions", json=RUSSIAN | changes)
    assert reply.status_code == 422, reply.text
    (error,) = reply.json()["errors"]
    assert error["pointer"] == f"/{field}"
    assert sentence in reply.json()["detail"]
    assert (await russian(ask))["version"] == 1


async def test_a_scale_of_a_new_year_is_written_once(ask: Any) -> None:
    said = RUSSIAN | {
        "kind": "marks", "procedure": "oge", "subject": "russian", "programme_grade": 9, "year_from": 2026,
        "year_to": 2026,
    }  # fmt: skip
    made = await ask("POST", "/scales", "coordinator", json=said)
    assert made.status_code == 201, made.text
    assert made.json()["version"] == 1
    again = await ask("POST", "/scales", json=said)
    assert again.status_code == 409
    assert "откройте её" in again.json()["detail"]
    strange = await ask("POST", "/scales", json=said | {"subject": "alchemy"})
    assert strange.status_code == 422


@pytest.mark.parametrize(
    ("kind", "figures", "sentence"),
    [
        ("certificate", {"min_test": 24}, None),
        ("certificate", {}, "Укажите одно из двух"),
        ("certificate", {"min_test": 24, "min_mark": 3}, "Укажите одно из двух"),
        ("minimum", {"min_primary": 15}, None),
        ("minimum", {}, "наименьший первичный балл"),
        ("minimum", {"min_primary": 15, "max_primary": 9}, "меньше минимума"),
        ("conversion", {"test_scores": [0, 5, 100]}, None),
        ("conversion", {"test_scores": [0, 5, 4]}, "не убывают"),
        ("conversion", {"test_scores": [0, 5, 100], "max_primary": 3}, "должно быть 4, указано 3"),
        ("conversion", {}, "начиная с 0"),
    ],
)
async def test_thresholds_and_conversions_are_written_too(
    ask: Any, kind: str, figures: dict[str, Any], sentence: str | None
) -> None:
    said = {
        "kind": kind, "procedure": "ege", "subject": "physics", "programme_grade": 11, "year_from": 2030,
        "year_to": 2030, "source": "письмо", "confidence": "высокая", **WHY, **figures,
    }  # fmt: skip
    reply = await ask("POST", "/scales", json=said)
    if sentence is None:
        assert reply.status_code == 201, reply.text
    else:
        assert reply.status_code == 422
        assert sentence in reply.json()["detail"]


async def test_a_protocol_keeps_the_version_it_was_compared_with(
    ask: Any, worker_engine: AsyncEngine
) -> None:
    found = (
        await ask("GET", "/scales", params={"procedure": "vpr", "subject": "math", "year": 2020})
    ).json()["items"]
    scale = next(i for i in found if i["programme_grade"] == 5)
    async with worker_engine.begin() as connection:
        await connection.execute(
            text("update protocol set scale_id = :scale where id = :id"),
            {"scale": scale["id"], "id": key("protocol:own")},
        )
    changed = {
        "year_to": 2022, "bands": [band(2, 0, 5), band(3, 6, 10), band(4, 11, 14), band(5, 15, 20)],
        "max_primary": 20, "source": "письмо", "confidence": "высокая", **WHY,
    }  # fmt: skip
    made = await ask("POST", f"/scales/{scale['id']}/versions", json=changed)
    assert made.status_code == 201, made.text
    shown = (await ask("GET", f"/protocols/{key('protocol:own')}")).json()["scale"]
    assert (shown["id"], shown["version"], shown["is_in_force"]) == (scale["id"], 1, False)
    assert (await ask("GET", f"/scales/{scale['id']}")).json()["protocols"] == 1


async def test_two_who_edit_at_once_make_one_version(ask: Any) -> None:
    old = await russian(ask)
    path = f"/scales/{old['id']}/versions"
    replies = await asyncio.gather(
        ask("POST", path, json=RUSSIAN), ask("POST", path, "coordinator", json=RUSSIAN)
    )
    assert sorted(reply.status_code for reply in replies) == [201, 409]
    assert len((await ask("GET", f"/scales/{old['id']}")).json()["versions"]) == 2

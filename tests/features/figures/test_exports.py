"""Every workbook says what the JSON of the same question says."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.figures.planting import (
    Planted,
    counts,
    plant_protocols,
    plant_schools,
    plant_work,
    seeded,
)
from tests.world import key

OWN = str(key("school:own"))
MEASURES = {
    "success": "Успеваемость", "quality": "Качество", "below_min": "Ниже порога",
    "high_score": "Высокобалльники (81 и выше)", "lowered": "Отметки понижены",
    "confirmed": "Отметки подтверждены", "raised": "Отметки повышены",
}  # fmt: skip
SHARE = {"count": "чел.", "n": "из", "pct": "%", "ci_low_pct": "от %", "ci_high_pct": "до %"}
MEANS = {
    "sou": "СОУ, %", "avg_mark": "Средняя отметка", "avg_primary": "Средний первичный балл",
    "avg_test": "Средний тестовый балл",
}  # fmt: skip


@pytest.fixture
async def works(change: Change) -> list[str]:
    rng = seeded(30)
    planted = await plant_schools(change, rng, schools=6)
    found = [await plant_work(change, f"planted:{year}", year=year) for year in (2020, 2021)]
    rows = [(s, w, counts(rng, rng.randint(3, 40))) for s in planted.office_of for w in found]
    await plant_protocols(change, Planted(), [*rows, *((OWN, w, counts(rng, 15)) for w in found)])
    return found


async def _table(
    client: httpx.AsyncClient, path: str, sheet: str, **params: Any
) -> list[dict[str, Any]]:
    reply = await client.get(f"/api/v1{path}", headers=headers_of("admin"), params=params)
    assert reply.status_code == 200, reply.text
    assert "attachment" in reply.headers["content-disposition"]
    header, *lines = load_workbook(BytesIO(reply.content))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def _said(figure: dict[str, Any], name: str) -> Any:
    if figure["kind"] == "measured":
        return figure[name]
    return "мало" if figure["kind"] == "suppressed" else "—"


def _same_figures(line: dict[str, Any], figures: dict[str, Any]) -> None:
    hidden = figures["kind"] == "suppressed"
    assert line["Участников"] == ("мало" if hidden else figures["n"])
    for mark in (2, 3, 4, 5):
        assert line[f"«{mark}»"] == ("мало" if hidden else figures[f"n{mark}"])
    for name, title in MEANS.items():
        assert line[title] == _said(figures[name], "value")
    assert line["Выполнение, %"] == _said(figures["completion"], "pct")
    for name, title in MEASURES.items():
        for part, words in SHARE.items():
            assert line[f"{title}, {words}"] == _said(figures[name], part)


def _same_change(line: dict[str, Any], prefix: str, change: dict[str, Any] | None) -> None:
    parts = {"delta_pp": "п. п.", "low_pp": "от", "high_pp": "до", "verdict_text": "вывод"}
    for name, title in parts.items():
        assert line[f"{prefix}: {title}"] == (change[name] if change else "—")


@pytest.mark.parametrize("level", ["school", "municipality", "office", "region", "cluster"])
async def test_the_list(
    anonymous: httpx.AsyncClient, get: Get, works: list[str], level: str
) -> None:
    asked = {"level": level, "year": 2021, "region_id": str(key("region:own"))}
    answer = await get("admin", "/figures", **asked)
    lines = await _table(anonymous, "/figures.xlsx", "Показатели", **asked)
    units = {unit["id"]: unit for unit in answer["units"]}
    parents = {(p["level"], p["id"], p["work_id"]): p["figures"] for p in answer["parents"]}
    assert len(lines) == len(answer["rows"]) > 0
    for line, row in zip(lines, answer["rows"], strict=True):
        unit = units[row["unit_id"]]
        assert line["Название"] == unit["name"]
        assert (line["Год"], line["Предмет"], line["Класс"]) == (2021, "Математика", 6)
        _same_figures(line, row["figures"])
        names = (("success", "успеваемость"), ("quality", "качество"), ("below_min", "ниже порога"))
        for name, title in names:
            _same_change(line, f"К прошлому году, {title}", row["year_change"][name])
            if level == "school":
                above = parents["region", unit["region_id"], row["work_id"]]
                assert line[f"Регион: {title}, %"] == _said(above[name], "pct")
        reasons = " ".join(reason["text"] for reason in row["year_change"]["reasons"])
        assert line["Почему не сравнивается"] == (reasons or "—")
    missing = await _table(anonymous, "/figures.xlsx", "Без результатов", **asked)
    expected = [units[m["unit_id"]]["name"] for m in answer["missing"]]
    assert [line["Название"] for line in missing] == expected


async def test_comparison_and_dynamics(
    anonymous: httpx.AsyncClient, get: Get, works: list[str]
) -> None:
    asked = {"level": "school", "unit_id": OWN, "before": works[0], "after": works[1]}
    answer = await get("admin", "/figures/comparison", **asked)
    lines = await _table(anonymous, "/figures/comparison.xlsx", "Сравнение", **asked)
    for line, measure in zip(lines, answer["measures"], strict=True):
        assert line["Показатель"] == measure["title"]
        for side, title in (("before", "Было"), ("after", "Стало")):
            for part, words in SHARE.items():
                assert line[f"{title}: {words}"] == _said(measure[side]["raw"], part)
        _same_change(line, "Изменение", measure["change"])
    asked = {"level": "school", "unit_id": OWN, "procedure": "vpr", "subject": "math", "grade": "6"}
    series = await get("admin", "/figures/dynamics", **asked)
    lines = await _table(anonymous, "/figures/dynamics.xlsx", "Динамика", **asked)
    assert len(lines) == len(series["points"]) == 3
    for line, point in zip(lines, series["points"], strict=True):
        _same_figures(line, point["figures"])
        _same_change(line, "К прошлой точке, качество", point["quality_change"])


async def test_funnel_and_similar_schools(
    anonymous: httpx.AsyncClient, get: Get, works: list[str]
) -> None:
    asked = {"work_id": works[1], "measure": "quality", "region_id": str(key("region:own"))}
    answer = await get("admin", "/figures/funnel", **asked)
    lines = await _table(anonymous, "/figures/funnel.xlsx", "Школы", **asked)
    found = [(line["Школа"], line["Чел."], line["Из"], line["%"]) for line in lines]
    assert found == [(p["name"], p["count"], p["n"], p["pct"]) for p in answer["points"]]
    limits = await _table(anonymous, "/figures/funnel.xlsx", "Пределы", **asked)
    assert [line["Участников"] for line in limits] == [limit["n"] for limit in answer["limits"]]
    group = await get("admin", f"/schools/{OWN}/similar", work_id=works[1])
    lines = await _table(
        anonymous, f"/schools/{OWN}/similar.xlsx", "Похожие школы", work_id=works[1]
    )
    assert [line["Школа"] for line in lines] == [item["label"] for item in group["items"]]

"""A parent is the recount of its children's rows, through the database, on random data."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest

from backend.domain.statistics import MarkCounts, average_mark, mean, percent, share, sou_pct
from tests.features.conftest import Change, Get
from tests.features.figures.planting import (
    MAX_PRIMARY,
    NAMES,
    Planted,
    counts,
    plant_protocols,
    plant_schools,
    plant_work,
    seeded,
)
from tests.world import key


async def _plant(change: Change, seed: int) -> tuple[Planted, list[str]]:
    rng = seeded(seed)
    planted = await plant_schools(change, rng)
    works = [
        await plant_work(change, "planted:vpr"),
        await plant_work(
            change, "planted:ege", procedure="ege", wave="main", grade=11, programme_grade=11
        ),
    ]
    rows = [
        (school, work, counts(rng, rng.randint(5, 40), tests=number == 1))
        for number, work in enumerate(works)
        for school in planted.office_of
        if rng.random() < 0.8
    ]
    await plant_protocols(change, planted, rows)
    return planted, works


def _expected(sums: Sequence[int]) -> dict[str, Any]:
    c = dict(zip(NAMES, sums, strict=True))
    marks = MarkCounts(*(c[n] for n in ("n2", "n3", "n4", "n5", "lowered", "confirmed", "raised")))
    shares = {
        "below_min": (c["n_below"], c["participants"]),
        "success": (c["participants"] - c["n_below"], c["participants"]),
        "quality": (c["n4"] + c["n5"], marks.n),
        "high_score": (c["n_high"], c["n_test"]),
        **{name: (c[name], marks.compared) for name in ("lowered", "confirmed", "raised")},
    }
    found: dict[str, Any] = {"n": c["participants"], **{n: c[n] for n in ("n2", "n3", "n4", "n5")}}
    for name, (count, n) in shares.items():
        line = share(count, n)
        parts = (line.pct, line.ci_low_pct, line.ci_high_pct)
        found[name] = (count, n, *map(float, parts)) if n else None  # type: ignore[arg-type]
    found["sou"] = sou_pct(marks)
    found["avg_mark"] = average_mark(marks)
    found["avg_primary"] = mean(c["sum_primary"], c["n_primary"])
    found["avg_test"] = mean(c["sum_test"], c["n_test"])
    found["completion"] = percent(c["sum_primary"], c["n_primary"] * MAX_PRIMARY)
    return found


def _shown(figures: dict[str, Any]) -> dict[str, Any]:
    assert figures["kind"] == "measured"
    found = {name: figures[name] for name in ("n", "n2", "n3", "n4", "n5")}
    for name in ("below_min", "success", "quality", "high_score", "lowered", "confirmed", "raised"):
        line = figures[name]
        parts = ("count", "n", "pct", "ci_low_pct", "ci_high_pct")
        found[name] = tuple(line[p] for p in parts) if line["kind"] == "measured" else None
    for name in ("sou", "avg_mark", "avg_primary", "avg_test"):
        found[name] = figures[name]["value"]
    found["completion"] = figures["completion"]["pct"]
    return found


def _same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    means = ("sou", "avg_mark", "avg_primary", "avg_test", "completion")
    numbers = {n: None if expected[n] is None else float(expected[n]) for n in means}
    assert found == expected | numbers


@pytest.mark.parametrize("seed", [1, 2])
async def test_figures_of_a_parent_equal_the_recount_of_its_children(
    get: Get, change: Change, seed: int
) -> None:
    planted, works = await _plant(change, seed)
    groups: dict[str, dict[str, set[str]]] = {
        "school": {school: {school} for school in planted.office_of},
        "municipality": defaultdict(set),
        "office": defaultdict(set),
        "region": {str(key("region:own")): set(planted.office_of)},
    }
    for school, office in planted.office_of.items():
        groups["municipality"][planted.municipality_of[school]].add(school)
        groups["office"][office].add(school)
    for level, units in groups.items():
        answer = await get("admin", "/figures", level=level, year=2021, region_id=key("region:own"))
        rows = {(row["unit_id"], row["work_id"]): row for row in answer["rows"]}
        expected = {
            (unit, work): sums
            for unit, schools in units.items()
            for work in works
            if (sums := planted.recount(schools, work))
        }
        assert set(rows) == set(expected)
        for cell, sums in expected.items():
            _same(_shown(rows[cell]["figures"]), _expected(sums))
            assert rows[cell]["figures"]["small_sample"] == (sums[0] < 10)
        for parent in answer["parents"]:
            recounted = planted.recount(groups[parent["level"]][parent["id"]], parent["work_id"])
            assert recounted is not None
            _same(_shown(parent["figures"]), _expected(recounted))


async def test_a_group_of_similar_schools_is_the_recount_of_its_schools(
    get: Get, change: Change
) -> None:
    planted, _works = await _plant(change, 4)
    region = key("region:own")
    schools = await get("admin", "/figures", level="school", year=2021, region_id=region)
    groups = defaultdict(set)
    for unit in schools["units"]:
        groups[unit["cluster"]].add(unit["id"])
    answer = await get("admin", "/figures", level="cluster", year=2021, region_id=region)
    assert len(groups) > 3
    for row in answer["rows"]:
        sums = planted.recount(groups[row["unit_id"]], row["work_id"])
        assert sums is not None
        _same(_shown(row["figures"]), _expected(sums))
    kinds = {"sosh": "general", "oosh": "general", "lyceum": "advanced"}
    for unit in schools["units"]:
        if unit["id"] in planted.kind_of:
            kind, pupils, rural = planted.kind_of[unit["id"]]
            size = 1 + sum(pupils >= bound for bound in (100, 300, 600, 1000))
            assert unit["cluster"] == f"63-{kinds[kind]}-{size}-{'rural' if rural else 'town'}"


async def test_units_stand_in_alphabetical_order_and_never_by_result(
    get: Get, change: Change
) -> None:
    await _plant(change, 5)
    answer = await get("admin", "/figures", level="school", year=2021, region_id=key("region:own"))
    names = [unit["name"].lower().replace("ё", "е") for unit in answer["units"]]
    assert names == sorted(names)
    order = [unit["id"] for unit in answer["units"]]
    places = [order.index(row["unit_id"]) for row in answer["rows"]]
    assert places == sorted(places)


async def test_who_has_no_result_is_named(get: Get, change: Change) -> None:
    planted, _ = await _plant(change, 6)
    answer = await get("admin", "/figures", level="school", year=2021, region_id=key("region:own"))
    wrote = {school for school, _ in planted.protocols}
    missing = {line["unit_id"] for line in answer["missing"]}
    assert missing == {unit["id"] for unit in answer["units"]} - wrote
    assert {line["kind"] for line in answer["missing"]} <= {
        line["kind"] for line in answer["legend"]
    }

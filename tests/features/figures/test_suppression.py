"""Fewer than five participants are not shown outside their school, nor can they be worked out from what is shown."""

from typing import Any

import numpy as np
import pytest

from tests.features.conftest import Change, Get
from tests.features.figures.planting import (
    Planted,
    counts,
    plant_protocols,
    plant_schools,
    plant_work,
    seeded,
    write,
)
from tests.world import key

REGION = key("region:own")


async def _plant(change: Change, seed: int, sizes: list[int]) -> tuple[Planted, str]:
    rng = seeded(seed)
    planted = await plant_schools(change, rng)
    work = await plant_work(change, "planted:vpr")
    rows = [(school, work, counts(rng, rng.choice(sizes))) for school in planted.office_of]
    await plant_protocols(change, planted, rows)
    return planted, work


async def _published(get: Get) -> tuple[dict[str, Any], list[tuple[str, str, Any]]]:
    """Return n of every school as shown (None = hidden) and every territory total: (level, id, n or None)."""
    schools = await get("admin", "/figures", level="school", year=2021, region_id=REGION)
    shown = {row["unit_id"]: row["figures"]["n"] for row in schools["rows"]}
    totals = []
    for level in ("municipality", "office", "region"):
        answer = await get("admin", "/figures", level=level, year=2021, region_id=REGION)
        totals += [(level, row["unit_id"], row["figures"]["n"]) for row in answer["rows"]]
    return shown, totals


def _is_inside(planted: Planted, school: str, level: str, unit: str) -> bool:
    places = {
        "municipality": planted.municipality_of[school],
        "office": planted.office_of[school],
        "region": str(REGION),
    }
    return places[level] == unit


def _can_be_worked_out(
    planted: Planted, shown: dict[str, Any], totals: list[tuple[str, str, Any]]
) -> set[str]:
    """Return hidden schools whose number follows from the totals: their unit vector lies in the row space."""
    hidden = [school for school, n in shown.items() if n is None]
    lines = []
    for level, unit, n in totals:
        if n is None:
            continue
        lines.append([float(_is_inside(planted, school, level, unit)) for school in hidden])
    if not hidden or not lines:
        return set()
    known = np.array(lines)
    rank = np.linalg.matrix_rank(known)
    found = set()
    for place, school in enumerate(hidden):
        unit_vector = np.zeros((1, len(hidden)))
        unit_vector[0, place] = 1
        if np.linalg.matrix_rank(np.vstack([known, unit_vector])) == rank:
            found.add(school)
    return found


@pytest.mark.parametrize(
    ("seed", "sizes"),
    [
        (1, [3, 12, 20, 30]),
        (2, [1, 2, 3, 4, 25]),
        (5, [2, 3]),
        (6, [3, 15, 15]),
    ],
)
async def test_no_small_school_can_be_worked_out(
    get: Get, change: Change, seed: int, sizes: list[int]
) -> None:
    planted, work = await _plant(change, seed, sizes)
    shown, totals = await _published(get)
    small = {s for s in planted.office_of if planted.protocols[s, work][0] < 5}
    assert small
    assert all(shown[school] is None for school in small)
    assert _can_be_worked_out(planted, shown, totals) == set()
    for _, _, n in totals:
        assert n is None or n >= 5


async def test_nothing_is_hidden_without_a_small_school(get: Get, change: Change) -> None:
    planted, _ = await _plant(change, 8, [5, 9, 30])
    shown, totals = await _published(get)
    assert None not in shown.values()
    assert None not in [n for _, _, n in totals]
    assert len(shown) == len(planted.office_of)


async def test_a_hidden_cell_has_no_number_at_all(get: Get, change: Change) -> None:
    await _plant(change, 9, [3])
    answer = await get("admin", "/figures", level="school", year=2021, region_id=REGION)
    for row in answer["rows"]:
        figures = row["figures"]
        assert figures["kind"] == "suppressed"
        assert figures["small_sample"]
        assert {figures[name] for name in ("schools", "n", "n2", "n3", "n4", "n5")} == {None}
        for name, value in figures.items():
            if isinstance(value, dict):
                assert value.pop("kind") == "suppressed", name
                assert set(value.values()) == {None}, name
        assert row["year_change"]["success"] is None


@pytest.fixture
async def own_small(change: Change) -> str:
    """The school of the head has three participants, its two neighbours have thirty."""
    rng, planted = seeded(10), Planted()
    work = await plant_work(change, "planted:vpr")
    schools = [
        (str(key(f"school:{name}")), n) for name, n in (("own", 3), ("second", 30), ("third", 30))
    ]
    await plant_protocols(change, planted, [(s, work, counts(rng, n)) for s, n in schools])
    return work


async def test_a_school_sees_its_own_three_pupils(get: Get, own_small: str) -> None:
    for role, expected in (("school_head", 3), ("coordinator", None), ("curator", None)):
        answer = await get(role, "/figures", level="school", year=2021, school_id=key("school:own"))
        (row,) = answer["rows"]
        assert row["figures"]["n"] == expected, role


async def test_filters_do_not_open_what_the_whole_hides(get: Get, own_small: str) -> None:
    """One neighbour is hidden with the small school, however the question is narrowed."""
    everything = await get("coordinator", "/figures", level="school", year=2021)
    whole = {row["unit_id"]: row["figures"]["kind"] for row in everything["rows"]}
    assert sorted(whole.values()) != ["measured"] * 3
    for school, kind in whole.items():
        one = await get("coordinator", "/figures", level="school", year=2021, school_id=school)
        assert one["rows"][0]["figures"]["kind"] == kind


async def test_a_school_does_not_learn_the_only_other_school_from_the_total(
    get: Get, change: Change
) -> None:
    """Two schools wrote: the total less one's own would be the neighbour's result."""
    rng, planted = seeded(11), Planted()
    work = await plant_work(change, "planted:vpr")
    rows = [(str(key(f"school:{name}")), work, counts(rng, 30)) for name in ("own", "second")]
    await plant_protocols(change, planted, rows)
    mine = await get("school_head", "/figures", year=2021)
    assert {parent["figures"]["kind"] for parent in mine["parents"]} == {"suppressed"}
    office = await get("coordinator", "/figures", year=2021)
    assert {parent["figures"]["kind"] for parent in office["parents"]} == {"measured"}
    third = (str(key("school:third")), work, counts(rng, 30))
    await plant_protocols(change, planted, [third])
    mine = await get("school_head", "/figures", year=2021)
    assert {parent["figures"]["kind"] for parent in mine["parents"]} == {"measured"}


async def test_only_schools_in_sight_are_listed_and_territories_are_whole(
    get: Get, change: Change
) -> None:
    rng = seeded(12)
    planted = await plant_schools(change, rng)
    work = await plant_work(change, "planted:vpr")
    await plant_protocols(change, planted, [(s, work, counts(rng, 20)) for s in planted.office_of])
    own = [(str(key(f"school:{n}")), work, counts(rng, 20)) for n in ("own", "second", "third")]
    await plant_protocols(change, planted, own)
    answer = await get("coordinator", "/figures", level="school", year=2021)
    assert {row["unit_id"] for row in answer["rows"]} == {school for school, _, _ in own}
    region = next(p for p in answer["parents"] if p["level"] == "region")
    assert region["figures"]["n"] == 20 * len(planted.protocols)
    foreign = [unit["id"] for unit in answer["units"] if unit["id"] in planted.office_of]
    assert foreign == []
    offices = await get("coordinator", "/figures", level="office", year=2021)
    assert [unit["id"] for unit in offices["units"]] == [str(key("office:own"))]
    await get(
        "coordinator",
        "/figures/sources",
        404,
        level="office",
        unit_id=planted.offices[0],
        work_id=work,
    )


async def test_the_municipality_of_one_tiny_school_is_hidden_too(get: Get, change: Change) -> None:
    rng, planted = seeded(13), Planted()
    places = [
        {"id": key(f"tiny:{n}"), "office_id": key("office:own"), "code": f"t{n}", "name": f"Т{n}"}
        for n in range(3)
    ]
    await write(change, "municipality", places)
    schools = [
        {
            "id": key(f"tiny:school:{n}"), "municipality_id": key(f"tiny:{n}"), "code": f"77{n}", "short_name": f"Ш{n}",
            "full_name": "Ш", "kind": "sosh", "is_rural": True, "pupils": 50, "is_synthetic": True,
        }
        for n in range(3)
    ]  # fmt: skip
    await write(change, "school", schools)
    work = await plant_work(change, "planted:vpr")
    rows = [
        (str(key(f"tiny:school:{n}")), work, counts(rng, size))
        for n, size in enumerate((2, 20, 50))
    ]
    await plant_protocols(change, planted, rows)
    answer = await get("coordinator", "/figures", level="municipality", year=2021)
    shown = {row["unit_id"]: row["figures"]["n"] for row in answer["rows"]}
    assert shown == {
        str(key("tiny:0")): None,
        str(key("tiny:1")): None,
        str(key("tiny:2")): 50,
    }
    office = next(p for p in answer["parents"] if p["level"] == "office")
    assert office["figures"]["n"] == 72

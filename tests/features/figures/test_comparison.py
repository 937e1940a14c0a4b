"""Two works of one unit: a change with its interval and words, or a refusal with reasons."""

from typing import Any

import pytest

from backend.domain.statistics import change as newcombe
from tests.features.conftest import Change, Get
from tests.features.figures.planting import (
    NAMES,
    Planted,
    counts,
    plant_protocols,
    plant_scale,
    plant_work,
    seeded,
    write,
)
from tests.world import key

OWN = str(key("school:own"))


def _marks(n2: int, n3: int, n4: int, n5: int) -> tuple[int, ...]:
    n = n2 + n3 + n4 + n5
    known = {
        "participants": n,
        "n2": n2,
        "n3": n3,
        "n4": n4,
        "n5": n5,
        "n_below": n2,
        "n_primary": n,
        "sum_primary": n,
    }
    return tuple(known.get(name, 0) for name in NAMES)


async def _two_years(
    change: Change, before: tuple[int, ...], after: tuple[int, ...]
) -> tuple[str, str]:
    planted = Planted()
    works = [await plant_work(change, f"planted:{year}", year=year) for year in (2020, 2021)]
    rows = [(OWN, works[0], before), (OWN, works[1], after)]
    await plant_protocols(change, planted, rows)
    return works[0], works[1]


async def _compare(get: Get, before: Any, after: Any, status: int = 200, **more: Any) -> Any:
    asked = {"level": "school", "unit_id": OWN, "before": before, "after": after} | more
    return await get("school_head", "/figures/comparison", status, **asked)


async def test_three_of_eight_and_one_of_seven_cannot_be_told_apart(
    get: Get, change: Change
) -> None:
    await change("delete from school_class where school_id = :id", id=key("school:own"))
    before, after = await _two_years(change, _marks(3, 3, 1, 1), _marks(1, 4, 1, 1))
    answer = await _compare(get, before, after)
    below = next(m for m in answer["measures"] if m["measure"] == "below_min")
    assert below["change"]["verdict_text"] == "нельзя различить"
    assert below["change"]["low_pp"] < 0 < below["change"]["high_pp"]
    assert below["before"]["raw"]["count"] == 3
    assert "3 из 8" in below["sentence"]
    assert "нельзя различить" in below["sentence"]
    assert "−23,2" in below["sentence"]


async def test_thirty_of_eighty_and_ten_of_seventy_is_better(get: Get, change: Change) -> None:
    before, after = await _two_years(change, _marks(30, 30, 10, 10), _marks(10, 40, 10, 10))
    answer = await _compare(get, before, after)
    below = next(m for m in answer["measures"] if m["measure"] == "below_min")
    expected = newcombe((30, 80), (10, 70), better="down")
    assert expected is not None
    assert below["change"] == {
        "delta_pp": float(expected.delta_pp),
        "low_pp": float(expected.low_pp),
        "high_pp": float(expected.high_pp),
        "verdict": "better",
        "verdict_text": "лучше",
    }
    listed = await get("school_head", "/figures", year=2021)
    (row,) = [row for row in listed["rows"] if row["work_id"] == after]
    assert row["year_change"]["below_min"] == below["change"]
    assert row["year_change"]["reasons"] == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"procedure": "oge", "wave": "main", "grade": 9, "programme_grade": 9}, "procedure"),
        ({"wave": "autumn"}, "wave"),
        ({"programme_grade": 5}, "programme_grade"),
        ({"max_primary": 25}, "maximum"),
    ],
)
async def test_different_forms_are_refused_with_the_reason(
    get: Get, change: Change, facts: dict[str, Any], code: str
) -> None:
    planted = Planted()
    before = await plant_work(change, "planted:before", **({"year": 2020} | facts))
    after = await plant_work(change, "planted:after")
    await plant_protocols(change, planted, [(OWN, w, _marks(5, 5, 5, 5)) for w in (before, after)])
    problem = await _compare(get, before, after, 409)
    assert problem["type"].endswith("not-comparable")
    assert code in [reason["code"] for reason in problem["reasons"]]
    assert [error["code"] for error in problem["errors"]] == [r["code"] for r in problem["reasons"]]
    assert all(reason["text"] for reason in problem["reasons"])


async def test_other_borders_of_marks_are_refused(get: Get, change: Change) -> None:
    planted = Planted()
    for year, bands in ((2020, (5, 10, 15)), (2021, (6, 11, 16))):
        scale = await plant_scale(change, f"planted:scale:{year}", bands=bands, year=year)
        work = await plant_work(change, f"planted:{year}", year=year)
        await plant_protocols(change, planted, [(OWN, work, _marks(5, 5, 5, 5))], scale)
    problem = await _compare(get, key("planted:2020"), key("planted:2021"), 409)
    assert [reason["code"] for reason in problem["reasons"]] == ["scale"]
    listed = await get("school_head", "/figures", year=2021)
    assert [r["code"] for r in listed["rows"][0]["year_change"]["reasons"]] == ["scale"]
    assert listed["rows"][0]["year_change"]["success"] is None


async def test_participation_under_seventy_percent_is_refused(get: Get, change: Change) -> None:
    before, after = await _two_years(change, _marks(2, 2, 2, 2), _marks(2, 2, 2, 2))
    # 8 of 14 pupils of 6 «А» wrote in spring 2021 (class of 2020/21).
    problem = await _compare(get, before, after, 409)
    assert [reason["code"] for reason in problem["reasons"]] == ["participation"]
    assert "8 из 14" in problem["reasons"][0]["text"]


async def test_a_work_without_results_and_the_same_work_twice_are_refused(
    get: Get, change: Change
) -> None:
    before, after = await _two_years(change, _marks(5, 5, 5, 5), _marks(5, 5, 5, 5))
    nothing = await plant_work(change, "planted:2019", year=2019)
    assert (await _compare(get, nothing, after, 409))["reasons"][0]["code"] == "no_result"
    same = await _compare(get, after, after, 422)
    assert "сама с собой" in same["detail"]
    wrong = await get("school_head", "/figures/comparison", 422, level="school", unit_id="школа",
                      before=before, after=after)  # fmt: skip
    assert "Идентификатор" in wrong["detail"]


async def test_two_comparable_years_are_pooled_by_adding_pupils(get: Get, change: Change) -> None:
    before, after = await _two_years(change, _marks(4, 6, 5, 5), _marks(5, 5, 5, 5))
    third = await plant_work(change, "planted:2022", year=2022)
    await plant_protocols(change, Planted(), [(OWN, third, _marks(1, 5, 5, 4))])
    answer = await _compare(get, before, [after, third])
    assert answer["after"]["is_pooled"]
    assert answer["after"]["words"] == "2021 и 2022\u00a0гг. вместе"
    assert answer["after"]["figures"]["n"] == 35
    assert answer["after"]["figures"]["schools"] == 1
    below = next(m for m in answer["measures"] if m["measure"] == "below_min")
    assert (below["after"]["raw"]["count"], below["after"]["raw"]["n"]) == (6, 35)
    autumn = await plant_work(change, "planted:2023", year=2023, wave="autumn")
    await plant_protocols(change, Planted(), [(OWN, autumn, _marks(1, 5, 5, 4))])
    problem = await _compare(get, before, [after, autumn], 409)
    assert "wave" in [reason["code"] for reason in problem["reasons"]]


async def test_a_small_school_is_drawn_towards_its_group_and_the_raw_share_stays(
    get: Get, change: Change
) -> None:
    before, after = await _two_years(change, _marks(10, 5, 0, 0), _marks(10, 5, 0, 0))
    alone = await _compare(get, before, after)
    assert alone["prior"]["kind"] == "too_few_schools"
    assert alone["measures"][0]["before"]["shrunken"] is None
    rng = seeded(1)
    schools = [
        {
            "id": key(f"like:{n}"), "municipality_id": key("municipality:own"), "code": f"88{n:04}", "short_name": f"П{n}",
            "full_name": "П", "kind": "sosh", "is_rural": True, "pupils": 90, "is_synthetic": True,
        }
        for n in range(8)
    ]  # fmt: skip
    await write(change, "school", schools)
    planted = Planted()
    for work in (before, after):
        rows = [(str(key(f"like:{n}")), work, counts(rng, 40)) for n in range(8)]
        await plant_protocols(change, planted, rows)
    answer = await _compare(get, before, after)
    assert answer["prior"]["kind"] == "fitted"
    assert answer["prior"]["schools"] == 9
    below = next(m for m in answer["measures"] if m["measure"] == "below_min")
    assert below["before"]["raw"]["pct"] == pytest.approx(66.7)
    assert below["before"]["shrunken"]["pct"] < 66.7
    assert below["before"]["shrunken"]["ci_low_pct"] < below["before"]["shrunken"]["pct"]


async def test_a_territory_is_compared_whole_and_without_an_estimate(
    get: Get, change: Change
) -> None:
    planted = Planted()
    works = [await plant_work(change, f"planted:{year}", year=year) for year in (2020, 2021)]
    schools = [str(key(f"school:{name}")) for name in ("own", "second", "third")]
    rng = seeded(2)
    await plant_protocols(
        change, planted, [(s, w, counts(rng, 30)) for s in schools for w in works]
    )
    answer = await get("coordinator", "/figures/comparison", level="office", unit_id=key("office:own"),
                       before=works[0], after=works[1])  # fmt: skip
    assert answer["before"]["figures"]["n"] == answer["after"]["figures"]["n"] == 90
    assert answer["prior"]["kind"] == "not_a_school"


async def test_a_series_breaks_where_works_cannot_be_compared(get: Get, change: Change) -> None:
    planted = Planted()
    facts: dict[int, dict[str, Any]] = {
        2017: {},
        2018: {},
        2019: {"max_primary": 30},
        2021: {"max_primary": 30},
    }
    for year, more in facts.items():
        work = await plant_work(change, f"planted:{year}", year=year, **more)
        await plant_protocols(change, planted, [(OWN, work, _marks(10, 10, 10, 10))])
    asked = {"level": "school", "unit_id": OWN, "procedure": "vpr", "subject": "math", "grade": 6}
    answer = await get("school_head", "/figures/dynamics", wave="spring", years=5, **asked)
    assert [point["year"] for point in answer["points"]] == [2017, 2018, 2019, 2021]
    assert answer["years_without"] == [2020]
    assert [point["is_break"] for point in answer["points"]] == [False, False, True, False]
    assert [r["code"] for r in answer["points"][2]["reasons"]] == ["maximum"]
    assert answer["points"][2]["success_change"] is None
    assert answer["points"][1]["success_change"]["verdict"] == "indistinct"
    short = await get("school_head", "/figures/dynamics", wave="spring", years=3, **asked)
    assert short["years"] == [2019, 2020, 2021]
    assert not short["points"][0]["is_break"]
    await get("school_head", "/figures/dynamics", 422, years=9, **asked)

"""The funnel and schools like ours: what is drawn, what is nameless."""

from typing import Any

from backend.domain.statistics import control_limits
from tests.features.conftest import Change, Get
from tests.features.figures.planting import (
    Planted,
    counts,
    plant_protocols,
    plant_work,
    seeded,
    write,
)
from tests.world import key

OWN = str(key("school:own"))


async def _alike(change: Change, sizes: list[int]) -> tuple[Planted, str, list[str]]:
    """Write schools like the own one into its region, and results of all of them."""
    rng, planted = seeded(3), Planted()
    rows: list[dict[str, Any]] = [
        {
            "id": key(f"like:{n}"), "municipality_id": key("municipality:own"), "code": f"88{n:04}",
            "short_name": f"Подобная {n}", "full_name": "П", "kind": "sosh", "is_rural": True, "pupils": 95,
            "is_synthetic": True,
        }
        for n in range(len(sizes))
    ]  # fmt: skip
    await write(change, "school", rows)
    work = await plant_work(change, "planted:vpr")
    schools = [str(row["id"]) for row in rows]
    protocols = [(s, work, counts(rng, n)) for s, n in zip(schools, sizes, strict=True)]
    await plant_protocols(change, planted, [*protocols, (OWN, work, counts(rng, 12))])
    return planted, work, schools


async def test_points_of_the_funnel_lie_where_the_limits_say(get: Get, change: Change) -> None:
    planted, work, schools = await _alike(change, [7, 9, 15, 30, 60, 120, 3, 4])
    answer = await get("coordinator", "/figures/funnel", work_id=work, measure="quality")
    total = planted.recount([*schools, OWN], work)
    assert total is not None
    assert (answer["center"]["count"], answer["center"]["n"]) == (
        total[3] + total[4],
        sum(total[1:5]),
    )
    assert answer["center_of"] == "Область"
    small = {s for s in schools if planted.protocols[s, work][0] < 5}
    shown = {point["school_id"] for point in answer["points"]}
    assert not shown & small
    assert answer["hidden"] == len(schools) + 1 - len(shown)
    center = answer["center"]["count"] / answer["center"]["n"]
    for point in answer["points"]:
        sums = planted.protocols[point["school_id"], work]
        assert (point["count"], point["n"]) == (sums[3] + sums[4], sum(sums[1:5]))
        low, high, lower, higher = control_limits(center, point["n"])
        share = point["count"] / point["n"]
        inside = low <= share <= high
        assert (point["zone"] == "inside") == inside
        assert (point["zone"] == "outside_998") == (not lower <= share <= higher)
        assert point["side"] == (None if inside else "below" if share < low else "above")
    names = [point["name"] for point in answer["points"]]
    assert names == sorted(names, key=lambda name: name.lower().replace("ё", "е"))
    sizes = [limit["n"] for limit in answer["limits"]]
    assert sizes[0] == 1
    assert sizes[-1] == max(point["n"] for point in answer["points"])
    await get("coordinator", "/figures/funnel", 404, work_id=key("nonexistent"))


async def test_a_school_sees_its_group_without_names(get: Get, change: Change) -> None:
    _planted, work, schools = await _alike(change, [10, 20, 30, 40, 50])
    answer = await get("school_head", f"/schools/{OWN}/similar", work_id=work)
    assert answer["kind"] == "cluster"
    # The other two schools of the world are alike too; they did not write.
    assert answer["schools"] == len(schools) + 3
    own = [item for item in answer["items"] if item["is_asked"]]
    assert [item["school_id"] for item in own] == [OWN]
    others = [item for item in answer["items"] if not item["is_asked"]]
    assert {item["school_id"] for item in others} == {None}
    assert all(item["label"].startswith("Школа ") for item in others)
    text = str(answer)
    assert "Подобная" not in text
    assert not any(school in text for school in schools)
    numbers = sorted(i["figures"]["n"] for i in others if i["figures"])
    assert numbers == [10, 20, 30, 40, 50]
    assert answer["total"]["n"] == 162
    office = await get("coordinator", f"/schools/{OWN}/similar", work_id=work)
    assert {item["label"] for item in office["items"]} >= {f"Подобная {n}" for n in range(5)}


async def test_a_small_neighbour_does_not_follow_from_the_total_of_the_group(
    get: Get, change: Change
) -> None:
    _planted, work, _ = await _alike(change, [3, 20, 30, 40, 50])
    answer = await get("school_head", f"/schools/{OWN}/similar", work_id=work)
    hidden = [i for i in answer["items"] if i["figures"] and i["figures"]["kind"] == "suppressed"]
    assert len(hidden) >= 2
    assert answer["total"]["n"] == 155


async def test_too_few_similar_schools_are_not_shown(get: Get) -> None:
    answer = await get("school_head", f"/schools/{OWN}/similar")
    assert answer["kind"] == "too_few"
    assert answer["items"] == []
    assert "меньше 5" in answer["text"]


async def test_a_school_of_unknown_size_has_no_group(get: Get, change: Change) -> None:
    await change("update school set pupils = null where id = :id", id=key("school:own"))
    answer = await get("school_head", f"/schools/{OWN}/similar")
    assert (answer["kind"], answer["cluster"]) == ("unknown", None)
    await get("school_head", f"/schools/{key('school:second')}/similar", 404)

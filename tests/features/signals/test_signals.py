"""What is planted is found with its numbers, what is clean is silent, each sees only his own."""

import io
import json
from typing import Any

import httpx
import openpyxl

from backend.domain.objectivity_words import REASON_TO_TALK
from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.signals.conftest import Plant, Written, scores_of
from tests.world import CANARY, key

CLEAN = scores_of("2" * 4 + "3" * 14 + "4" * 12 + "5" * 6)
CLEAN_JOURNAL = [3] * 4 + [3] * 13 + [4] + [4] * 12 + [5] * 6
# Three borders, one of them with far more pupils than its neighbours.
PEAKED = [1, 2, 3, 3, 4, 4, *[6] * 22, 7, 7, 8, 8, 8, 9, 9, 9, 11, 11, 11, 12, 12, 12, 13, 13, 15]


async def only(get: Get, kind: str, role: str = "coordinator", **params: Any) -> Any:
    found = await get(role, "/signals", kind=kind, **params)
    (signal,) = found["items"]
    return signal


async def test_clean_classes_are_silent_and_the_reader_learns_how_many_were_looked_at(
    get: Get, plant: Plant
) -> None:
    await plant(Written(CLEAN, CLEAN_JOURNAL))
    await plant(Written(CLEAN[:8], CLEAN_JOURNAL[:8], school="second"))
    found = await get("coordinator", "/signals")
    assert (found["year"], found["years"]) == (2021, [2021, 2020])
    assert (found["protocols"], found["too_small"], found["total"]) == (2, 1, 0)
    assert found["items"] == []


async def test_a_journal_gap_is_told_with_counts_and_n(get: Get, plant: Plant) -> None:
    far = [5] * 8 + [3] * 22
    await plant(Written(scores_of("2" * 8 + "3" * 22), [*far[:28], 4, 2]))
    signal = await only(get, "journal_gap")
    assert signal["n"] == 30
    assert "8 из 30 (26,7\u00a0%)" in signal["words"]
    assert signal["words"].endswith(REASON_TO_TALK)
    detail = await get("coordinator", f"/signals/{signal['key']}")
    journal = detail["evidence"]["journal"]
    assert [journal[name]["count"] for name in ("lowered", "confirmed", "raised")] == [9, 20, 1]
    assert (journal["lowered_far"]["count"], journal["raised_far"]["count"]) == (8, 0)
    assert journal["standing_out"] == ["gap"]
    assert detail["evidence"]["histogram"] is None
    assert detail["kind"]["source"]


async def test_a_peak_on_a_border_is_told_with_the_histogram_and_the_scale(
    get: Get, plant: Plant
) -> None:
    await plant(Written(PEAKED))
    signal = await only(get, "boundary_peak")
    assert (signal["n"], signal["is_approximate"]) == (len(PEAKED), len(PEAKED) < 50)
    detail = await get("coordinator", f"/signals/{signal['key']}")
    histogram = detail["evidence"]["histogram"]
    assert histogram["counts"] == [PEAKED.count(score) for score in range(17)]
    assert histogram["borders"] == [6, 10, 14]
    assert [(p["score"], p["mark"], p["count"]) for p in histogram["peaks"]] == [(6, 3, 22)]
    assert histogram["scale_source"] == "проверка"


async def test_the_same_children_a_year_later_and_at_the_exam(get: Get, plant: Plant) -> None:
    good, poor = scores_of("5" * 30 + "3" * 10), scores_of("4" * 2 + "3" * 20 + "2" * 18)
    await plant(Written(good, year=2020, grade=5))
    await plant(Written(poor, year=2021, grade=6))
    # Of another wave, of other children, too few: nothing to compare.
    await plant(Written(good, year=2020, grade=7, wave="autumn"))
    await plant(Written(poor, year=2021, grade=8))
    await plant(Written(good[:10], year=2020, grade=5, school="second"))
    await plant(Written(poor, year=2021, grade=6, school="second"))
    signal = await only(get, "cohort_jump")
    assert (signal["school_id"], signal["grade"], signal["n"]) == (str(key("school:own")), 6, 40)
    pair = (await get("coordinator", f"/signals/{signal['key']}"))["evidence"]["pair"]
    quality, below = pair["shares"]
    assert (quality["before"]["count"], quality["after"]["count"]) == (30, 2)
    assert quality["delta_pp"] == "-70.0"
    assert float(quality["high_pp"]) < -15
    assert below["stands_out"]

    # Autumn of grade 9 by the programme of 8 is nearer to the exam than spring of grade 8.
    await plant(Written(poor, year=2020, grade=8))
    await plant(Written(good, year=2020, grade=9, programme_grade=8, wave="autumn"))
    await plant(Written(poor, procedure="oge", year=2021, grade=9, wave="main"))
    signal = await only(get, "vpr_oge")
    assert "осень 2020" in signal["title"]
    assert "ОГЭ" in signal["title"]
    assert (await only(get, "vpr_oge", role="school_head"))["key"] == signal["key"]


async def test_a_marked_school_is_told_with_its_markers(get: Get) -> None:
    signal = await only(get, "marked_list", year=2020)
    assert signal["key"] == f"marked_list.{key('school:own')}.2020"
    assert "МА4, МА5" in signal["words"]
    assert signal["n"] is None
    # The verdict of the world was about other numbers.
    assert (signal["state"], signal["is_returned"], signal["comments"]) == ("open", True, 1)


async def test_filters_narrow_and_count_beside_each_other(get: Get, plant: Plant) -> None:
    await plant(Written(PEAKED))
    await plant(Written(PEAKED, school="second", procedure="dr", wave="entry"))
    await plant(Written(scores_of("2" * 25), [4] * 25, school="third"))
    found = await get("coordinator", "/signals")
    assert found["total"] == 3
    assert [s["school_name"] for s in found["items"]] == [
        "ГБОУ СОШ с. Ёлкино", "ГБОУ СОШ с. Ель", "ГБОУ СОШ с. Жито",
    ]  # fmt: skip
    assert {c["value"]: c["count"] for c in found["kinds"]}["boundary_peak"] == 2
    assert {c["value"]: c["count"] for c in found["procedures"]} == {"vpr": 2, "dr": 1}
    assert (await get("coordinator", "/signals", procedure="dr"))["total"] == 1
    assert (await get("coordinator", "/signals", school_id=key("school:third")))["total"] == 1
    assert (await get("coordinator", "/signals", verdict="explained"))["total"] == 0
    assert (await get("coordinator", "/signals", year=2020, kind="boundary_peak"))["total"] == 0
    first = await get("coordinator", "/signals", limit=2)
    rest = await get("coordinator", "/signals", limit=2, cursor=first["next_cursor"])
    assert [s["key"] for s in first["items"] + rest["items"]] == [s["key"] for s in found["items"]]
    assert rest["next_cursor"] is None
    await get("coordinator", "/signals", status=422, cursor="Zm9v")
    await get("coordinator", "/signals", status=422, kind="teacher")


async def test_each_sees_the_signals_of_his_schools_only(get: Get, plant: Plant) -> None:
    for school in ("own", "second", "foreign"):
        await plant(Written(PEAKED, school=school))
    assert (await get("coordinator", "/signals"))["total"] == 2
    assert (await get("school_head", "/signals"))["total"] == 1
    assert (await get("auditor", "/signals"))["total"] == 3
    everything = json.dumps(await get("coordinator", "/signals"), ensure_ascii=False)
    assert CANARY not in everything
    foreign = [s for s in (await get("auditor", "/signals"))["items"] if CANARY in s["school_name"]]
    await get("coordinator", f"/signals/{foreign[0]['key']}", status=404)
    await get("machine_results", "/signals", status=403)


async def test_what_is_no_key_is_not_found(get: Get) -> None:
    school = key("school:own")
    for wrong in (
        "nothing",
        f"marked_list.{school}.2099",
        f"marked_list.{school}.20२0",
        f"teacher.{school}.2020",
        f"journal_gap.{school}.{key('work')}",
        f"journal_gap.{school}.{key('nobody')}",
        f"cohort_jump.{school}.{key('work')}.{key('nobody')}",
    ):
        await get("coordinator", f"/signals/{wrong}", status=404)


async def test_nothing_speaks_of_teachers_or_single_pupils(get: Get, plant: Plant) -> None:
    await plant(Written(PEAKED))
    signal = await only(get, "boundary_peak")
    detail = await get("coordinator", f"/signals/{signal['key']}")
    told = json.dumps(detail, ensure_ascii=False)
    for forbidden in ("6А", "teacher", "participant_code", "class_name"):
        assert forbidden not in told


async def test_the_workbook_holds_what_the_screen_shows(
    anonymous: httpx.AsyncClient, get: Get, plant: Plant
) -> None:
    await plant(Written(PEAKED))
    await plant(Written(scores_of("2" * 25), [4] * 25, school="third"))
    shown = (await get("coordinator", "/signals"))["items"]
    reply = await anonymous.get("/api/v1/signals.xlsx", headers=headers_of("coordinator"))
    assert reply.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    rows = list(book["Сигналы объективности"].iter_rows(min_row=2, values_only=True))
    assert [(r[0], r[2], r[4], r[5]) for r in rows] == [
        (s["school_name"], s["kind_title"], s["n"], s["words"]) for s in shown
    ]
    about = {r[0]: r[1] for r in book["Параметры"].iter_rows(values_only=True)}
    assert about["Год"] == 2021
    assert about["Как читать"] == REASON_TO_TALK
    assert "Источник" in about["Пик баллов на границе отметки"]


async def test_the_kinds_are_told_with_thresholds_and_sources(read: Get) -> None:
    found = await read("school_head", "/signal-kinds")
    assert found["version"] == 1
    assert [kind["code"] for kind in found["items"]] == [
        "marked_list", "journal_gap", "boundary_peak", "cohort_jump", "vpr_oge",
    ]  # fmt: skip
    assert all(kind["thresholds"] and kind["source"] for kind in found["items"])

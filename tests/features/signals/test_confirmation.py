"""«Подтверждение отметок»: counts of protocols, totals weighted by pupils, nothing of a handful of children."""

import io

import httpx
import openpyxl

from tests.conftest import headers_of
from tests.features.conftest import Get
from tests.features.signals.conftest import Plant, Written, scores_of
from tests.world import key

BIG = Written(scores_of("2" * 10 + "3" * 20 + "4" * 10), [3] * 10 + [3] * 20 + [3] * 10)
SMALL = Written(scores_of("3333"), [4, 3, 3, 3], school="second")
WITHOUT = Written(scores_of("3" * 30), None, school="third")


async def test_a_row_for_every_school_subject_and_grade_and_a_weighted_total(
    get: Get, plant: Plant
) -> None:
    for written in (BIG, SMALL, WITHOUT):
        await plant(written)
    table = await get("coordinator", "/mark-confirmation")
    assert table["year"] == 2021
    big, small, without = table["rows"]
    assert (big["participants"], big["compared"]) == (40, 40)
    assert [big[name]["count"] for name in ("lowered", "confirmed", "raised")] == [10, 20, 10]
    assert [big[name]["pct"] for name in ("lowered", "confirmed", "raised")] == [
        "25.0",
        "50.0",
        "25.0",
    ]
    assert (small["participants"], small["lowered"]) == (None, None)
    assert small["why_missing"] == "мало: меньше 5"
    assert (without["participants"], without["compared"], without["lowered"]) == (30, 0, None)
    assert "нет отметок по журналу" in without["why_missing"]
    total = table["total"]
    assert (total["participants"], total["compared"], total["hidden_rows"]) == (70, 40, 1)
    assert total["confirmed"]["pct"] == "50.0"


async def test_a_school_sees_its_own_handful_of_children(get: Get, plant: Plant) -> None:
    await plant(Written(SMALL.scores, SMALL.journal, school="own"))
    (row,) = (await get("school_head", "/mark-confirmation"))["rows"]
    assert (row["participants"], row["lowered"]["count"]) == (4, 1)
    (row,) = (await get("coordinator", "/mark-confirmation"))["rows"]
    assert row["participants"] is None


async def test_filters_and_pages(get: Get, plant: Plant) -> None:
    await plant(BIG)
    await plant(Written(BIG.scores, BIG.journal, grade=7))
    await plant(Written(BIG.scores, BIG.journal, school="second"))
    table = await get("coordinator", "/mark-confirmation", grade=6)
    assert table["total_rows"] == 2
    assert table["grades"] == [6, 7]
    assert table["subjects"] == [{"value": "math", "title": "Математика", "count": 2}]
    assert (await get("coordinator", "/mark-confirmation", subject="russian"))["rows"] == []
    assert (await get("coordinator", "/mark-confirmation", school_id=key("school:second")))[
        "total_rows"
    ] == 1
    first = await get("coordinator", "/mark-confirmation", limit=2)
    rest = await get("coordinator", "/mark-confirmation", limit=2, cursor=first["next_cursor"])
    assert (len(first["rows"]), len(rest["rows"]), rest["next_cursor"]) == (2, 1, None)
    assert first["total"] == rest["total"]
    assert (await get("coordinator", "/mark-confirmation", year=2019))["rows"] == []


async def test_the_workbook_is_the_whole_table(
    anonymous: httpx.AsyncClient, get: Get, plant: Plant
) -> None:
    for written in (BIG, SMALL, WITHOUT):
        await plant(written)
    reply = await anonymous.get("/api/v1/mark-confirmation.xlsx", headers=headers_of("coordinator"))
    assert reply.status_code == 200
    page = openpyxl.load_workbook(io.BytesIO(reply.content))["Подтверждение отметок"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][5:11] == (
        "Понизили, чел", "Понизили, %", "Подтвердили, чел", "Подтвердили, %", "Повысили, чел", "Повысили, %",
    )  # fmt: skip
    assert rows[1][3:11] == (40, 40, 10, 25, 20, 50, 10, 25)
    assert rows[2][3:11] == ("—",) * 8
    assert rows[2][12] == "мало: меньше 5"
    assert rows[-1][0] == "Итого"
    assert rows[-1][3:11] == (70, 40, 10, 25, 20, 50, 10, 25)

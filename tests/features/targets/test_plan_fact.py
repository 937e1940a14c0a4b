"""The plan–fact list: filters, the count of schools, few statements, and the workbook that says the same."""

from io import BytesIO

import httpx
from python_calamine import CalamineWorkbook

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.targets.conftest import Results
from tests.world import key

COPY = """
insert into school_target (school_id, metric, better, procedure, wave, subject_id, grade, base_year, base_total,
    base_out_of, base_n, base_forms, target_value, due_year, state, proposed_side, author_id, agreed_by_id, agreed_at,
    version)
select :school, :metric, 'up', procedure, wave, subject_id, grade, base_year, :total, base_out_of, base_n,
    base_forms, :value, :year, 'agreed', 'school', author_id, :agreed, app.now(), 1
from school_target where id = :id
"""


async def agreed(
    change: Change, *, school: str, metric: str = "success", value: int = 75, year: int = 2021
) -> None:
    await change(
        COPY, school=key(f"school:{school}"), metric=metric, value=value, year=year,
        total={"success": 5, "quality": 2, "avg_mark": 24}[metric],
        agreed=key("person:head"), id=key("target:own"),
    )  # fmt: skip


async def build(change: Change, results: Results) -> None:
    """Own: proposed and one reached, one not; the second school: reached; the third: no results."""
    await agreed(change, school="own", metric="quality", value=40)
    await agreed(change, school="own", metric="avg_mark", value=5)
    await agreed(change, school="second")
    await agreed(change, school="third", year=2022)
    await results(2021, (3, 17, 20, 20))
    await results(2021, (0, 20, 20, 20), school="second")


async def test_the_office_is_told_how_many_schools_and_never_a_mean(
    get: Get, change: Change, results: Results
) -> None:
    await build(change, results)
    found = await get("coordinator", "/targets")
    assert found["total"] == 5
    assert found["years"] == [2021, 2022]
    summary = found["summary"]
    assert (summary["schools"], summary["schools_all_reached"], summary["not_agreed"]) == (3, 1, 1)
    assert summary["sentence"] == "Все согласованные цели достигнуты у 1 из 3 школ."
    counted = {one["verdict"]: (one["targets"], one["schools"]) for one in summary["verdicts"]}
    assert counted == {
        "reached": (2, 2), "not_reached": (1, 1), "indistinct": (0, 0), "not_comparable": (0, 0),
        "no_data": (1, 1),
    }  # fmt: skip
    assert not any("avg" in name or "mean" in name for name in summary)


async def test_filters_narrow_the_list_and_are_told_in_words(
    get: Get, change: Change, results: Results
) -> None:
    await build(change, results)
    reached = await get("coordinator", "/targets", verdict="reached", due_year=2021)
    assert {item["verdict"] for item in reached["items"]} == {"reached"}
    assert reached["conditions"] == "план на 2021 год; достигнут"
    # The summary is of everything the other filters found.
    assert reached["summary"]["targets"] == 3
    one = await get("coordinator", "/targets", school_id=str(key("school:second")))
    assert [item["school_name"] for item in one["items"]] == [one["items"][0]["school_name"]]
    assert (await get("coordinator", "/targets", metric="avg_mark"))["total"] == 1
    assert (await get("coordinator", "/targets", state="cancelled"))["total"] == 0
    assert (await get("coordinator", "/targets", subject="history"))["total"] == 0
    assert (await get("coordinator", "/targets", office_id=str(key("office:foreign"))))["total"] == 0  # fmt: skip
    await get("coordinator", "/targets", 422, verdict="soon")


async def test_the_list_is_two_statements_however_many_targets(
    get: Get, change: Change, results: Results, statements: list[str]
) -> None:
    await build(change, results)
    statements.clear()
    await get("coordinator", "/targets")
    own = [s for s in statements if "school_target" in s]
    assert len(own) == 2


async def test_the_workbook_says_what_the_screen_says(
    anonymous: httpx.AsyncClient, get: Get, change: Change, results: Results
) -> None:
    await build(change, results)
    shown = await get("coordinator", "/targets", due_year=2021)
    reply = await anonymous.get(
        "/api/v1/targets.xlsx", headers=headers_of("coordinator"), params={"due_year": 2021}
    )
    assert reply.status_code == 200, reply.text
    book = CalamineWorkbook.from_filelike(BytesIO(reply.content))
    header, *lines = book.get_sheet_by_name("План-факт").to_python()
    assert header[:3] == ["ОО", "Показатель", "Работа"]
    assert len(lines) == shown["total"]
    for line, item in zip(lines, shown["items"], strict=True):
        cells = dict(zip(header, line, strict=True))
        assert cells["ОО"] == item["school_name"]
        assert cells["Выполнение"] == item["verdict_words"]
        assert cells["План"] == item["target_value"]
        if item["fact"]["n"] >= 20:
            assert cells["Факт"] == item["fact"]["value"]
            assert cells["Факт, n"] == item["fact"]["n"]
        if item["metric"] == "success":
            # Eight pupils are told as pupils.
            assert cells["База"] == f"{item['base']['total']} из 8"
        if item["change"]:
            assert cells["Δ к базе"] == item["change"]["delta"]
    about = {line[0]: line[1] for line in book.get_sheet_by_name("Параметры").to_python()}
    assert about["Условия отбора"] == "план на 2021 год"
    assert about["Итог"] == shown["summary"]["sentence"]


async def test_a_school_sees_its_own_targets_only(
    get: Get, change: Change, results: Results
) -> None:
    await build(change, results)
    found = await get("school_head", "/targets")
    assert {item["school_id"] for item in found["items"]} == {str(key("school:own"))}
    own = await get("school_head", f"/schools/{key('school:own')}/targets")
    assert (len(own["items"]), own["allowed_actions"]) == (3, ["propose"])
    assert (await get("curator", f"/schools/{key('school:own')}/targets"))["allowed_actions"] == []
    await get("school_head", f"/schools/{key('school:foreign')}/targets", 404)

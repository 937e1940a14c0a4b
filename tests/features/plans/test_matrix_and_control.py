"""The matrix school × row and «Контроль исполнения»: what cells say, whose they are, who is late."""

import pytest

from backend.seed.registry import school_id
from tests.features.conftest import Change, Get
from tests.features.plans.conftest import EDITION as DECREE
from tests.features.plans.conftest import PROJECT, Decree
from tests.world import CANARY, key

EDITION = key("edition:own")
MATRIX, CONTROL = f"/editions/{EDITION}/matrix", f"/editions/{EDITION}/control"
SEEN_BY = {
    "head": ["Ёлкино", "Ель"],
    "methodist": ["Ёлкино", "Ель"],
    "admin": ["Ёлкино", "Ель"],
    "curator": ["Ёлкино"],
    "school_head": ["Ёлкино"],
    "machine_medk": ["Ёлкино", "Ель"],
}


async def cells(get: Get, role: str = "head") -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return how every cell looks: school → row → kind, words, the dense word."""
    found = await get(role, MATRIX)
    looks = [(look["kind"], look["text"], look["short"]) for look in found["looks"]]
    numbers = [column["number"] for column in found["columns"]]
    return {
        row["school_name"].removeprefix("ГБОУ СОШ с. "): {
            number: looks[cell]
            for number, cell in zip(numbers, row["cells"], strict=True)
            if cell >= 0
        }
        for row in found["rows"]
    }


async def occurrence(
    change: Change, state: str, *, row: str = "500+.6", day: str = "2021-03-16"
) -> None:
    await change(
        "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
        f" values (:lineage, 1, :school, :state, '{day}')",
        lineage=key(f"lineage:own:{row}"),
        school=key("school:own"),
        state=state,
    )


async def test_a_cell_says_what_is_done_what_is_due_and_what_is_late(read: Get) -> None:
    assert await cells(read) == {
        "Ёлкино": {
            "500+.4": ("late", "Просрочено на 7\u00a0дней: 1 из 3", "−7\u00a0дн"),
            "500+.6": ("due", "Осталось 3\u00a0дня", "3\u00a0дн"),
        },
        "Ель": {
            "500+.4": ("ok", "Выполнено 09.03.2021", "09.03"),
            "500+.6": ("ok", "Выполнено 09.03.2021", "09.03"),
        },
    }


async def test_the_sums_beside_and_below_are_those_of_the_cells(read: Get) -> None:
    found = await read("head", MATRIX)
    own, second = found["rows"]
    assert {k: own[k] for k in ("is_member", "done", "total", "late", "due")} == {
        "is_member": True, "done": 0, "total": 2, "late": 1, "due": 1,
    }  # fmt: skip
    assert (second["done"], second["total"], second["late"]) == (2, 2, 0)
    assert [(c["number"], c["met"], c["total"], c["ends_on"]) for c in found["columns"]] == [
        ("500+.4", 1, 2, "2021-03-10"),
        ("500+.6", 1, 2, "2021-03-20"),
    ]
    assert found["on"] == "2021-03-17"


@pytest.mark.parametrize("role", SEEN_BY)
async def test_everybody_sees_the_schools_that_are_theirs(read: Get, role: str) -> None:
    found = await read(role, MATRIX)
    assert [row["school_name"].split("с. ")[1] for row in found["rows"]] == SEEN_BY[role]
    assert {column["total"] for column in found["columns"]} == {len(SEEN_BY[role])}
    assert CANARY not in str(found)


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("planned", ("due", "Осталось 3\u00a0дня", "3\u00a0дн")),
        ("in_progress", ("due", "Осталось 3\u00a0дня", "3\u00a0дн")),
        ("reported", ("run", "Сдано, ждёт проверки", "сдано")),
        ("returned", ("due", "На доработке", "вернули")),
        ("cancelled", ("idle", "Отменено", "отменено")),
        # Accepted though the fact is missing: the row still waits for the fact.
        ("accepted", ("due", "Осталось 3\u00a0дня", "3\u00a0дн")),
    ],
)
async def test_a_cell_tells_how_the_report_of_the_school_stands(
    get: Get, change: Change, state: str, look: tuple[str, str, str]
) -> None:
    await occurrence(change, state)
    assert (await cells(get))["Ёлкино"]["500+.6"] == look


async def test_a_report_that_is_back_after_the_deadline_is_late(get: Get, change: Change) -> None:
    await occurrence(change, "returned", row="500+.4")
    kind, words, short = (await cells(get))["Ёлкино"]["500+.4"]
    assert (kind, short) == ("late", "−7\u00a0дн")
    assert words == "На доработке, просрочено на 7\u00a0дней: 1 из 3"


async def test_a_report_of_the_office_is_not_a_schools(get: Get, change: Change) -> None:
    before = await cells(get)
    await change("update occurrence set state = 'reported', done_on = '2021-03-16'")
    assert await cells(get) == before


async def test_a_deadline_moved_for_one_school_moves_its_cell_alone(
    get: Get, change: Change
) -> None:
    move = (
        "insert into reschedule (lineage_id, slot, school_id, from_on, to_on, reason)"
        " values (:lineage, 1, :school, '2021-03-10', '{}', 'карантин')"
    )
    await change("delete from evidence where school_id = :id", id=key("school:second"))
    lineage = key("lineage:own:500+.4")
    await change(move.format("2021-03-19"), lineage=lineage, school=key("school:own"))
    found = await cells(get)
    assert found["Ёлкино"]["500+.4"][1] == "Перенесено на 19.03.2021, осталось 2\u00a0дня: 1 из 3"
    assert found["Ель"]["500+.4"] == ("late", "Просрочено на 7\u00a0дней", "−7\u00a0дн")
    # For everybody: who has a deadline of its own keeps it.
    await change(move.format("2021-03-18"), lineage=lineage, school=None)
    found = await cells(get)
    assert found["Ель"]["500+.4"] == (
        "due", "Перенесено на 18.03.2021, осталось 1\u00a0день", "1\u00a0дн",
    )  # fmt: skip
    assert "19.03.2021" in found["Ёлкино"]["500+.4"][1]


async def test_a_row_that_is_not_about_a_school_has_an_empty_cell(get: Get, change: Change) -> None:
    await change(
        "update expected_result set members = 'all_schools' where activity_id = :id",
        id=key("activity:own:500+.6"),
    )
    found = await get("head", MATRIX)
    third = found["rows"][2]
    assert third["school_name"].endswith("Жито")
    assert (third["cells"][0], third["is_member"], third["total"]) == (-1, False, 1)


async def test_the_pages_ask_the_database_at_most_three_times(
    get: Get, change: Change, statements: list[str]
) -> None:
    async def asked(path: str) -> int:
        statements.clear()
        await get("head", path)
        # The gate is entered once before.
        assert sum("app.enter" in statement for statement in statements) == 1
        return len(statements) - 1

    few = [await asked(path) for path in (MATRIX, CONTROL)]
    await change(
        "with made as (insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
        " select :place, 'x' || n, 'Школа ' || n, 'x', 'sosh', true, true from generate_series(1, 50) n returning id)"
        " insert into project_member (plan_id, school_id, joined_on, basis) select :plan, id, '2021-02-12', 'x' from made",
        place=key("municipality:own"),
        plan=key("plan:own"),
    )
    assert len((await get("head", MATRIX))["rows"]) == 52
    assert [await asked(path) for path in (MATRIX, CONTROL)] == few
    assert max(few) <= 3, few


async def test_control_counts_rows_by_status_and_names_whose_is_late(read: Get) -> None:
    found = await read("head", CONTROL)
    (section,) = found["sections"]
    assert (section["code"], section["rows"]) == ("500+", 2)
    assert section["counts"] == {"late": 1, "due": 1}
    (late,) = found["overdue"]
    assert (late["number"], late["days"], late["ends_on"]) == ("500+.4", 7, "2021-03-10")
    assert (late["owners"], late["waits_for"]) == (["кураторы"], "не выполнено у 1 из 2")
    assert (found["results_achieved"], found["results_total"]) == (0, 2)
    assert found["to_check"] == 0
    assert found["act_words"] == "распоряжение от 12.02.2021 № 64-од-own"
    assert (found["on"], found["since"]) == ("2021-03-17", "2021-03-10")


async def test_control_of_the_own_office_never_shows_the_foreign_one(
    get: Get, change: Change
) -> None:
    await change("update evidence set state = 'revoked' where state = 'accepted'")
    await change("update occurrence set state = 'reported', done_on = '2021-03-16'")
    for role in SEEN_BY:
        found = await get(role, CONTROL, since="2021-01-01")
        assert CANARY not in str(found), role
        assert found["to_check"] == 2, role
    assert CANARY in str(await get("admin", f"/editions/{key('edition:foreign')}/control"))


async def test_the_matrix_of_the_decree_holds_every_school_against_every_row_that_counts_schools(
    decree: Decree,
) -> None:
    for school in PROJECT:
        await decree.accepted("survey_completed", school=school, day="2021-02-15")
    found = await decree.get(f"/editions/{DECREE}/matrix")
    assert len(found["columns"]) == 44
    assert len(found["rows"]) == 9, "low-results schools, the three of the project among them"
    members = {row["school_id"] for row in found["rows"] if row["is_member"]}
    assert members == {str(school_id(school)) for school in PROJECT}
    rows = await decree.rows()
    for column, place in zip(found["columns"], range(44), strict=True):
        figure = rows[column["number"]]["figure"]
        counted = [row["cells"][place] for row in found["rows"] if row["cells"][place] >= 0]
        if figure and figure["unit"] == "member" and column["total"]:
            assert (column["met"], column["total"]) == (figure["met"], figure["total"])
            assert len(counted) == figure["total"]
            assert sum(found["looks"][c]["kind"] == "ok" for c in counted) == figure["met"]

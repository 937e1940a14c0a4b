"""School × step over the decree as it is seeded: what every cell says, who sees which schools, what it costs."""

from datetime import date
from typing import Any

import httpx
import pytest

from backend.seed.decree import plan_id
from backend.seed.registry import school_id
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.plans import records
from tests.features.plans.conftest import PROJECT, Decree
from tests.world import CANARY, key

STEPS = [
    "curator", "survey", "profile", "visit", "self_assessment", "mentor", "documents", "approval",
    "programmes", "stage1", "stage2",
]  # fmt: skip


async def row(decree: Decree, school: str = "vasilyevka", **asked: Any) -> dict[str, Any]:
    """Return what the matrix says of a school: step to cell."""
    found = await decree.get("/stages", **asked)
    (line,) = [s for s in found["schools"] if s["school_id"] == str(school_id(school))]
    return {cell["step"]: cell for cell in line["cells"]}


def state(cell: dict[str, Any]) -> tuple[str, int, int, int | None]:
    return cell["state"], cell["had"], cell["needed"], cell["days"]


async def test_with_nothing_done_every_cell_follows_from_its_due_day(decree: Decree) -> None:
    cells = await row(decree)
    assert list(cells) == STEPS
    assert {step: state(cell) for step, cell in cells.items()} == {
        "curator": ("late", 0, 1, -31),
        "survey": ("late", 0, 1, -30),
        "profile": ("idle", 0, 1, None),
        "visit": ("due", 0, 2, 3),
        "self_assessment": ("due", 0, 2, 3),
        "mentor": ("due", 0, 1, 3),
        "documents": ("idle", 0, 3, 44),
        "approval": ("idle", 0, 2, 44),
        "programmes": ("idle", 0, 2, 105),
        "stage1": ("idle", 0, 1, 105),
        "stage2": ("idle", 0, 1, 258),
    }


async def test_no_raw_code_stands_for_a_fact(decree: Decree) -> None:
    """Every fact of a step is in the catalogue: it has a title and words for what is missing."""
    found = await decree.get("/stages")
    facts = [fact for cell in found["schools"][0]["cells"] for fact in cell["facts"]]
    assert len(facts) == 17
    for fact in facts:
        assert fact["title"] != fact["code"], fact
        assert fact["missing"] != "нет сведений", fact
        assert (fact["since_on"], fact["basis"]) == (None, None)


async def test_a_step_is_partly_done_then_done_on_the_day_of_its_last_fact(decree: Decree) -> None:
    await records.show(decree, "concept_submitted", "vasilyevka", day="2021-03-02")
    cell = (await row(decree))["documents"]
    assert state(cell) == ("partly", 1, 3, 44)
    assert [fact["since_on"] for fact in cell["facts"]] == ["2021-03-02", None, None]
    assert cell["facts"][0]["basis"]
    await records.show(decree, "medium_term_programme_submitted", "vasilyevka", day="2021-03-10")
    await records.show(decree, "school_roadmap_submitted", "vasilyevka", day="2021-03-05")
    cell = (await row(decree))["documents"]
    assert (state(cell), cell["done_on"]) == (("done", 3, 3, 44), "2021-03-10")
    assert state((await row(decree, "belozerki"))["documents"])[0] == "idle"
    await records.take_back(decree, "concept_submitted", "vasilyevka")
    assert state((await row(decree))["documents"]) == ("partly", 2, 3, 44)


async def test_the_day_moves_a_cell_from_idle_to_due_to_late_and_a_done_one_stays(
    decree: Decree,
) -> None:
    await records.show(decree, "visit_held", "vasilyevka")
    for day, expected in (
        ("2021-03-12", ("partly", 1, 2, 8)),
        ("2021-03-13", ("due", 1, 2, 7)),
        ("2021-03-20", ("due", 1, 2, 0)),
        ("2021-03-21", ("late", 1, 2, -1)),
    ):
        await decree.move_clock(day)
        assert state((await row(decree))["visit"]) == expected, day
    await records.show(decree, "risk_profile_verified", "vasilyevka", day="2021-03-19")
    cell = (await row(decree))["visit"]
    assert (cell["state"], cell["done_on"], cell["had"]) == ("done", "2021-03-19", 2)


async def test_what_happens_later_is_not_there_yet(decree: Decree) -> None:
    await records.show(decree, "visit_held", "vasilyevka", day="2021-03-18")
    assert (await row(decree))["visit"]["had"] == 0
    await decree.move_clock("2021-03-18")
    assert (await row(decree))["visit"]["had"] == 1


async def test_an_assignment_counts_while_it_lasts(decree: Decree) -> None:
    await decree.assign("curator", "vasilyevka", "obraztsova", "2021-02-12", "2021-03-18")
    cell = (await row(decree))["curator"]
    assert (cell["state"], cell["done_on"]) == ("done", "2021-02-12")
    await decree.move_clock("2021-03-18")
    assert (await row(decree))["curator"]["state"] == "late"


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ("visit", ("visit_held", "risk_profile_verified")),
        ("approval", ("documents_placed",)),
        ("programmes", ("programmes_match",)),
    ],
)
async def test_records_of_support_make_steps_done(
    decree: Decree, step: str, facts: tuple[str, ...]
) -> None:
    for fact in facts:
        if fact.startswith("programmes"):
            await records.show(decree, "risk_profile_verified", "belozerki")
        await records.show(decree, fact, "belozerki")
    assert (await row(decree, "belozerki"))[step]["state"] == "done"


async def test_evidence_accepted_by_the_head_counts_and_offered_does_not(decree: Decree) -> None:
    offered = await decree.offer("survey_completed", school="vasilyevka", day="2021-02-17")
    assert (await row(decree))["survey"]["state"] == "late"
    await decree.decide(offered, "accept")
    cell = (await row(decree))["survey"]
    assert (cell["state"], cell["done_on"]) == ("done", "2021-02-17")
    assert cell["facts"][0]["basis"] == "протокол № 1"


async def test_the_measures_of_a_stage_are_done_when_every_one_is_confirmed(decree: Decree) -> None:
    await records.show(decree, "risk_profile_verified", "vasilyevka")
    await records.show(decree, "programmes_match", "vasilyevka")
    for position, stage in enumerate((1, 1, 2), 1):
        await decree.change(
            "insert into programme_measure (programme_id, school_id, stage, position, title, state)"
            " select id, school_id, :stage, :position, 'мера', 'planned' from risk_programme"
            " where school_id = :school order by id limit 1",
            stage=stage, position=position, school=school_id("vasilyevka"),
        )  # fmt: skip
    for position, expected in ((1, "idle"), (2, "done")):
        await decree.change(
            "update programme_measure set state = 'confirmed', done_on = '2021-03-01', evidence_text = 'приказ',"
            " confirmed_on = :day where position = :position",
            position=position, day=date(2021, 3, 10 + position),
        )  # fmt: skip
        assert (await row(decree))["stage1"]["state"] == expected
    assert (await row(decree))["stage1"]["done_on"] == "2021-03-12"
    assert (await row(decree))["stage2"]["state"] == "idle"


async def test_sums_are_those_of_the_cells_and_the_next_step_is_the_first_undone(
    decree: Decree,
) -> None:
    await decree.assign("curator", "vasilyevka", "obraztsova")
    found = await decree.get("/stages")
    assert (found["cycle"], found["on"]) == (2021, "2021-03-17")
    by_code = {step["code"]: step for step in found["steps"]}
    assert (
        by_code["curator"]["done"],
        by_code["curator"]["late"],
        by_code["curator"]["total"],
    ) == (1, 2, 3)
    assert (by_code["curator"]["due_on"], by_code["profile"]["due_on"]) == ("2021-02-14", None)
    for place, step in enumerate(found["steps"]):
        states = [school["cells"][place]["state"] for school in found["schools"]]
        assert (step["done"], step["late"]) == (states.count("done"), states.count("late"))
    lines = {school["school_id"]: school for school in found["schools"]}
    first, other = (lines[str(school_id(name))] for name in PROJECT[:2])
    assert (first["next_step"], first["done"], first["late"]) == ("survey", 1, 1)
    assert (other["next_step"], other["done"], other["late"]) == ("curator", 0, 2)
    assert (first["curator"] is not None, other["curator"]) == (True, None)


async def test_debts_of_the_cycle_stay_debts_after_its_year(decree: Decree) -> None:
    await decree.move_clock("2022-03-17")
    found = await decree.get("/stages")
    assert found["cycle"] == 2021
    cells = await row(decree)
    assert state(cells["stage2"]) == ("late", 0, 1, -107)
    assert cells["profile"]["state"] == "idle"


async def test_the_matrix_of_another_day_may_be_asked_for(decree: Decree) -> None:
    await records.show(decree, "visit_held", "vasilyevka", day="2021-03-10")
    before = await row(decree, as_of="2021-03-09")
    assert state(before["visit"]) == ("idle", 0, 2, 11)
    assert (await row(decree, as_of="2021-03-10"))["visit"]["had"] == 1
    assert state((await row(decree, as_of="2021-03-25"))["visit"]) == ("late", 1, 2, -5)
    assert (await decree.get("/stages", as_of="2020-12-31"))["schools"] == []
    for day in ("0001-01-01", "9999-12-31"):
        await decree.get("/stages", as_of=day)
    await decree.get("/stages", as_of="завтра", status=422)


async def test_only_members_of_the_project_on_the_day_stand_there(decree: Decree) -> None:
    assert len((await decree.get("/stages"))["schools"]) == len(PROJECT)
    await decree.change("update project_member set left_on = '2021-03-18' where school_id = :s",
                        s=school_id("binaradka"))  # fmt: skip
    assert len((await decree.get("/stages"))["schools"]) == 3
    await decree.move_clock("2021-03-18")
    assert len((await decree.get("/stages"))["schools"]) == 2
    await decree.move_clock("2021-02-11")
    assert (await decree.get("/stages"))["schools"] == []


async def test_a_plan_or_a_school_may_be_asked_for(decree: Decree) -> None:
    one = await decree.get("/stages", school_id=str(school_id("belozerki")))
    assert [s["school_id"] for s in one["schools"]] == [str(school_id("belozerki"))]
    assert {step["total"] for step in one["steps"]} == {1}
    assert len((await decree.get("/stages", plan_id=str(plan_id())))["schools"]) == 3
    nobody = "00000000-0000-4000-8000-00000000dead"
    assert (await decree.get("/stages", plan_id=nobody))["schools"] == []
    assert (await decree.get("/stages", school_id=nobody))["schools"] == []
    await decree.get("/stages", school_id="x", status=422)


@pytest.mark.parametrize(
    ("role", "schools"),
    [
        ("head", {"own", "second"}),
        ("coordinator", {"own", "second"}),
        ("methodist", {"own", "second"}),
        ("curator", {"own"}),
        ("mentor", {"own"}),
        ("school_head", {"own"}),
        ("admin", {"own", "second", "foreign"}),
        ("auditor", {"own", "second", "foreign"}),
    ],
)
async def test_everybody_sees_the_schools_that_are_his(
    read: Get, role: str, schools: set[str]
) -> None:
    found = await read(role, "/stages")
    assert {s["school_id"] for s in found["schools"]} == {str(key(f"school:{s}")) for s in schools}
    assert {step["total"] for step in found["steps"]} == {len(schools)}
    assert (CANARY in str(found)) == ("foreign" in schools)
    foreign = await read(role, "/stages", school_id=str(key("school:foreign")))
    assert bool(foreign["schools"]) == ("foreign" in schools)


@pytest.mark.parametrize(
    ("role", "mine"),
    [("curator", {"own"}), ("mentor", {"own"}), ("head", set()), ("school_head", set()), ("admin", set())],
)  # fmt: skip
async def test_schools_of_a_curator_or_mentor_are_his_own(
    read: Get, role: str, mine: set[str]
) -> None:
    found = await read(role, "/stages")
    assert {s["school_id"] for s in found["schools"] if s["is_mine"]} == {
        str(key(f"school:{s}")) for s in mine
    }


async def test_the_machine_of_results_has_no_such_function(read: Get) -> None:
    await read("machine_results", "/stages", 403)


async def test_the_number_of_statements_does_not_grow_with_the_schools(
    anonymous: httpx.AsyncClient, change: Change, statements: list[str]
) -> None:
    async def count() -> tuple[int, int]:
        statements.clear()
        reply = await anonymous.get("/api/v1/stages", headers=headers_of("head"))
        assert reply.status_code == 200
        return len(statements), len(reply.json()["schools"])

    before, few = await count()
    await change(
        "with made as (insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
        " select s.municipality_id, 'more' || n, 'Ещё ' || n, 'Ещё ' || n, s.kind, true, true"
        " from school s, generate_series(1, 60) n where s.id = :own returning id)"
        " insert into project_member (plan_id, school_id, joined_on, basis)"
        " select :plan, id, '2021-02-12', 'распоряжение' from made",
        own=key("school:own"), plan=key("plan:own"),
    )  # fmt: skip
    after, many = await count()
    assert (after, many) == (before, few + 60)

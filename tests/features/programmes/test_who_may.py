"""Who may not: judge one's own, judge from inside the school, write from outside it, touch another office's."""

from typing import Any

import pytest

from tests.features.conftest import Change
from tests.features.programmes.conftest import FACTOR, GOOD, OWN, Programmes
from tests.world import CANARY, key

REVIEWERS = ("curator", "coordinator", "head", "office_specialist")
FOREIGN = str(key("programme:foreign"))
FOREIGN_MEASURE = str(key("measure:foreign"))


async def _make_of_school(change: Change, role: str) -> None:
    await change(
        "update person set school_id = :school where id = :person",
        school=OWN, person=key(f"person:{role}"),
    )  # fmt: skip


@pytest.mark.parametrize("role", ["coordinator", "head", "curator", "mentor", "methodist", "admin"])
async def test_nobody_outside_the_school_writes_its_programme(
    programmes: Programmes, role: str
) -> None:
    made = await programmes.begin()
    accepted = await programmes.read(str(key("programme:own")))
    measure = accepted["measures"][3]["id"]
    await programmes.begin(who=role, factor=FACTOR, status=403)
    await programmes.save(made, who=role, status=403)
    await programmes.submit(made, who=role, status=403)
    await programmes.show(measure, who=role, status=403)
    seen = await programmes.read(made, who=role)
    assert {"save", "submit"} & {
        *seen["allowed_actions"],
        *(b["action"] for b in seen["blocked"]),
    } == set()
    assert seen["version"] == 1


@pytest.mark.parametrize("role", ["school_head", "school_deputy", "mentor", "methodist", "auditor"])
async def test_nobody_but_the_curator_and_the_office_judges(
    programmes: Programmes, role: str
) -> None:
    made = await programmes.begin()
    await programmes.submit(made)
    await programmes.decide(made, "accept", who=role, status=403)
    await programmes.judge(str(key("measure:own")), "send_back", who=role, status=403, reason="нет")
    assert (await programmes.read(made))["programme"]["state"] == "submitted"


@pytest.mark.parametrize("role", REVIEWERS)
async def test_each_reviewer_accepts_and_confirms(programmes: Programmes, role: str) -> None:
    made = await programmes.begin()
    await programmes.submit(made)
    assert (await programmes.read(made, who=role))["allowed_actions"] == ["accept", "return"]
    accepted = await programmes.decide(made, "accept", who=role)
    first = accepted["measures"][0]["id"]
    await programmes.show(first)
    done = await programmes.judge(first, "confirm", who=role)
    assert done["measures"][0]["state"] == "confirmed"


@pytest.mark.parametrize("role", ["curator", "office_specialist"])
async def test_whoever_works_at_the_school_does_not_judge_it_whatever_his_role(
    programmes: Programmes, change: Change, role: str
) -> None:
    made = await programmes.begin()
    await programmes.submit(made)
    await _make_of_school(change, role)
    seen = await programmes.read(made, who=role)
    refused = await programmes.decide(made, "accept", who=role, status=409)
    assert "ваша школа" in refused["detail"]
    assert refused["detail"] in [line["reason"] for line in seen["blocked"]]
    assert seen["allowed_actions"] == []
    measure = str(key("measure:own"))
    refused = await programmes.judge(measure, "send_back", who=role, status=409, reason="нет")
    assert "ваша школа" in refused["detail"]
    shown: Any = await programmes.read(str(key("programme:own")), who=role)
    assert [m["allowed_actions"] for m in shown["measures"]] == [[], [], [], []]


async def test_whoever_submitted_or_showed_does_not_judge_it(
    programmes: Programmes, change: Change
) -> None:
    """The director became an official since: what he submitted is judged by somebody else."""
    made = await programmes.begin()
    await programmes.submit(made)
    await change("update risk_programme set submitted_by_id = :p where state = 'submitted'",
                 p=key("person:coordinator"))  # fmt: skip
    refused = await programmes.decide(made, "accept", who="coordinator", status=409)
    assert "сдали вы" in refused["detail"]
    accepted = await programmes.decide(made, "accept", who="head")
    first = accepted["measures"][0]["id"]
    await programmes.show(first)
    await change("update programme_measure set submitted_by_id = :p where id = :id",
                 p=key("person:coordinator"), id=first)  # fmt: skip
    refused = await programmes.judge(first, "confirm", who="coordinator", status=409)
    assert "представили вы" in refused["detail"]
    await programmes.judge(first, "confirm", who="head")


@pytest.mark.parametrize("role", ["school_head", "school_deputy"])
async def test_a_programme_of_another_office_is_not_there_for_the_school(
    programmes: Programmes, role: str
) -> None:
    missing = str(key("nonexistent"))
    for programme, measure, school in (
        (FOREIGN, FOREIGN_MEASURE, str(key("school:foreign"))),
        (missing, missing, missing),
    ):
        told = [
            await programmes.read(programme, who=role, status=404),
            await programmes.begin(who=role, school=school, status=404),
            await programmes.submit(programme, who=role, status=404),
            await programmes.show(measure, who=role, status=404),
            await programmes.ask("GET", f"/measures/{measure}/file", who=role, status=404),
            await programmes.ask(
                "PUT", f"/programmes/{programme}", who=role, status=404, json=GOOD, headers={"If-Match": '"4"'}
            ),
        ]  # fmt: skip
        assert CANARY not in str(told)


@pytest.mark.parametrize("role", REVIEWERS)
async def test_a_programme_of_another_office_is_not_there_for_reviewers(
    programmes: Programmes, role: str
) -> None:
    told = [
        await programmes.read(FOREIGN, who=role, status=404),
        await programmes.decide(FOREIGN, "return", who=role, status=404, reason="нет"),
        await programmes.judge(FOREIGN_MEASURE, "send_back", who=role, status=404, reason="нет"),
    ]
    assert CANARY not in str(told)


async def test_a_curator_whose_assignment_has_ended_judges_no_more(
    programmes: Programmes, change: Change
) -> None:
    made = await programmes.begin()
    await programmes.submit(made)
    await change("delete from accompaniment where school_id = :s", s=OWN)
    await change(
        "update assignment set period = daterange('2021-02-12', '2021-03-17') where person_id = :p",
        p=key("person:curator"),
    )
    await programmes.decide(made, "accept", status=404)
    assert (await programmes.read(made))["programme"]["state"] == "submitted"

"""The 22 rows of the plan «500+» (product.md 2): each unmet, met by what it asks for, and unmet again when that is revoked."""

from typing import Any
from uuid import UUID

import pytest

from backend.seed.registry import school_id
from tests.features.plans.conftest import CURATORS, EDITION, PROJECT, Decree
from tests.features.plans.records import IMPLIED, SHOWN_BY_RECORDS, show, take_back
from tests.features.plans.test_predicates_people import CURATOR_ROWS

# What the decree asks of every school, row by row; the facts of a row come about one after another.
SCHOOL_ROWS = {
    2: ["survey_completed"],
    3: ["kickoff_attended"],
    4: ["visit_held", "risk_profile_verified", "medk_mark"],
    6: ["risk_profile_verified"],
    7: ["self_assessment_submitted", "visit_report_approved"],
    8: ["medk_work_started", "medk_curator_started"],
    10: ["webinars_attended"],
    11: ["concept_submitted", "medium_term_programme_submitted", "school_roadmap_submitted"],
    12: ["drafts_provided", "drafts_reviewed"],
    13: ["documents_accepted", "documents_placed"],
    15: ["programmes_accepted", "programmes_match"],
    17: ["local_acts_developed"],
}
ASSIGNMENT_ROWS = {1: "curator", 9: "mentor"}
OFFICE_ROWS = {
    14: ["disclosure_checked", "information_published"],
    18: ["monitoring_sent"],
    19: ["analytic_notes_accepted"],
    20: ["summary_event_held", "summary_minutes_accepted", "next_year_plans_discussed"],
    21: ["disclosure_checked", "information_published"],
    22: ["materials_published"],
}
HEADS_ROW = 16


def test_every_row_of_the_project_is_built_here() -> None:
    rows = {*SCHOOL_ROWS, *ASSIGNMENT_ROWS, *CURATOR_ROWS, *OFFICE_ROWS, HEADS_ROW}
    assert rows == set(range(1, 23))


class Shown:
    """A fact brought about in the one way it can be: by a record of support, or by evidence that is accepted."""

    def __init__(self, decree: Decree) -> None:
        self._decree = decree
        self._evidence: dict[tuple[str, str], UUID] = {}

    async def show(self, fact: str, school: str) -> None:
        if fact in SHOWN_BY_RECORDS:
            await show(self._decree, fact, school)
        else:
            self._evidence[fact, school] = await self._decree.accepted(fact, school=school)

    async def take_back(self, fact: str, school: str) -> None:
        if fact in SHOWN_BY_RECORDS:
            await take_back(self._decree, fact, school)
        else:
            await self._decree.decide(self._evidence[fact, school], "revoke")


@pytest.mark.parametrize("row", SCHOOL_ROWS)
async def test_schools_meet_a_row_one_by_one_and_one_revocation_takes_one_away(
    decree: Decree, row: int
) -> None:
    number, facts, shown = f"500+.{row}", SCHOOL_ROWS[row], Shown(decree)
    for done, school in enumerate(PROJECT):
        for fact in facts:
            assert (await decree.counts(number))[0] == (done, 3)
            await shown.show(fact, school)
    (figure, *_) = await decree.figures(number)
    assert (figure["met"], figure["total"], figure["is_achieved"]) == (3, 3, True)
    # Whatever fact it is: of the first school the first, of the second school the last.
    await shown.take_back(facts[0], PROJECT[0])
    assert (await decree.counts(number))[0] == (2, 3)
    await shown.take_back(facts[-1], PROJECT[1])
    (figure, *_) = await decree.figures(number)
    assert (figure["met"], figure["is_achieved"]) == (1, False)
    missing = [m for m in await decree.members(number) if not m["is_met"]]
    assert {m["school_id"] for m in missing} == {str(school_id(s)) for s in PROJECT[:2]}
    assert all(any(fact["since_on"] is None for fact in m["facts"]) for m in missing)


EVIDENCED = [row for row, facts in SCHOOL_ROWS.items() if not SHOWN_BY_RECORDS & set(facts)]


@pytest.mark.parametrize("row", EVIDENCED)
async def test_what_is_offered_does_not_count_before_it_is_accepted(
    decree: Decree, row: int
) -> None:
    for fact in SCHOOL_ROWS[row]:
        await decree.offer(fact, school="binaradka")
    assert (await decree.counts(f"500+.{row}"))[0] == (0, 3)


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        (row, fact)
        for row, facts in SCHOOL_ROWS.items()
        for fact in facts
        if not any(IMPLIED.get(other) == fact for other in facts)
    ],
)
async def test_no_fact_of_a_row_alone_is_enough(decree: Decree, row: int, left_out: str) -> None:
    shown = Shown(decree)
    for fact in SCHOOL_ROWS[row]:
        if fact != left_out:
            await shown.show(fact, "binaradka")
    assert (await decree.counts(f"500+.{row}"))[0] == (0, 3)


@pytest.mark.parametrize("fact", sorted(SHOWN_BY_RECORDS))
async def test_what_follows_from_records_cannot_be_shown_by_a_paper(
    decree: Decree, fact: str
) -> None:
    reply = await decree.try_offer(fact, school="binaradka")
    assert reply.status_code == 409, reply.text
    assert "следует из других записей" in reply.json()["detail"]


@pytest.mark.parametrize("row", ASSIGNMENT_ROWS)
async def test_an_assignment_meets_a_row_on_the_days_it_lasts(decree: Decree, row: int) -> None:
    number, kind = f"500+.{row}", ASSIGNMENT_ROWS[row]
    people = CURATORS if kind == "curator" else ("shablonov", "maketov", "shablonov")
    assert await decree.counts(number) == [(0, 3)]
    for done, (school, person) in enumerate(zip(PROJECT, people, strict=True), 1):
        await decree.assign(kind, school, person)
        assert await decree.counts(number) == [(done, 3)]
    assert (await decree.figures(number))[0]["is_achieved"]
    # Another kind of assignment says nothing here, and one that ends counts until the day before.
    other = "mentor" if kind == "curator" else "curator"
    assert (await decree.counts(f"500+.{10 - row}"))[0] == (0, 3), other
    for end, met in (("2021-03-18", 3), ("2021-03-17", 2)):
        await decree.change(
            "update assignment set period = daterange('2021-02-12', cast(cast(:end as text) as date))"
            " where school_id = :school",
            end=end,
            school=school_id(PROJECT[0]),
        )
        assert await decree.counts(number) == [(met, 3)], end
    (gone,) = [m for m in await decree.members(number) if not m["is_met"]]
    assert gone["school_id"] == str(school_id(PROJECT[0]))


async def test_an_assignment_that_begins_tomorrow_is_not_there_today(decree: Decree) -> None:
    await decree.assign("curator", "binaradka", "uslovnaya", start="2021-03-18")
    assert await decree.counts("500+.1") == [(0, 3)]
    await decree.move_clock("2021-03-18")
    assert await decree.counts("500+.1") == [(1, 3)]


@pytest.mark.parametrize("row", OFFICE_ROWS)
async def test_the_office_meets_its_own_rows(decree: Decree, row: int) -> None:
    number, facts = f"500+.{row}", OFFICE_ROWS[row]
    shown = []
    for fact in facts:
        assert await decree.counts(number) == [(0, 1)]
        shown.append(await decree.accepted(fact, row=number))
    (figure,) = await decree.figures(number)
    assert (figure["met"], figure["total"], figure["is_achieved"]) == (1, 1, True)
    for other in OFFICE_ROWS.keys() - {row}:
        assert await decree.counts(f"500+.{other}") == [(0, 1)], (
            "a fact of one row counts there only"
        )
    for evidence in shown:
        await decree.decide(evidence, "revoke")
        assert await decree.counts(number) == [(0, 1)]
        await decree.accepted(facts[shown.index(evidence)], row=number)
        assert await decree.counts(number) == [(1, 1)]


async def test_the_three_parts_of_the_visit_are_shown_apart(decree: Decree) -> None:
    await show(decree, "visit_held", "binaradka", day="2021-03-03")
    await show(decree, "risk_profile_verified", "binaradka", day="2021-03-09")
    found = {m["name"]: m for m in await decree.members("500+.4")}
    assert [
        (f["code"], f["since_on"], f["text"]) for f in found["ГБОУ СОШ с. Новая Бинарадка"]["facts"]
    ] == [
        ("visit_held", "2021-03-03", "Посещение проведено 03.03.2021"),
        ("risk_profile_verified", "2021-03-09", "РПШ верифицирован 09.03.2021"),
        ("medk_mark", None, "отметки в МЭДК нет"),
    ]
    assert [f["since_on"] for f in found["ГБОУ СОШ с. Васильевка"]["facts"]] == [None] * 3


async def test_a_school_counts_from_the_day_it_joins_to_the_day_before_it_leaves(
    decree: Decree,
) -> None:
    await decree.accepted("survey_completed", school="binaradka", day="2021-02-15")
    await decree.change(
        "update project_member set left_on = '2021-03-18' where school_id = :id",
        id=school_id("binaradka"),
    )
    third = (await decree.fetch("select id from school where is_synthetic order by code limit 1"))[
        0
    ][0]
    await decree.change(
        "insert into project_member (plan_id, school_id, joined_on, basis)"
        " select plan_id, :school, '2021-03-19', 'распоряжение' from project_member limit 1",
        school=third,
    )
    for day, expected in (
        ("2021-03-17 23:59", (1, 3)),
        ("2021-03-18 00:00", (0, 2)),
        ("2021-03-19 00:00", (0, 3)),
    ):
        await decree.move_clock(day)
        assert await decree.counts("500+.2") == [expected], day


@pytest.mark.parametrize(
    ("quantifier", "threshold", "achieved", "rule"),
    [
        ("all", None, [False, False, False, True], "Все школы проекта 500+: анкетирование завершено"),
        ("at_least", 2, [False, False, True, True], "Не меньше 2 из школ проекта 500+: анкетирование завершено"),
        ("share", 34, [False, False, True, True], "Не меньше 34\u00a0% школ проекта 500+: анкетирование завершено"),
        ("share", 33, [False, True, True, True], "Не меньше 33\u00a0% школ проекта 500+: анкетирование завершено"),
    ],
)  # fmt: skip
async def test_the_quantifier_of_a_row_decides_when_it_is_achieved(
    decree: Decree, quantifier: str, threshold: int | None, achieved: list[bool], rule: str
) -> None:
    await decree.change(
        "update expected_result set quantifier = :quantifier, threshold = :threshold"
        " where facts = '{survey_completed}'",
        quantifier=quantifier,
        threshold=threshold,
    )
    seen: list[Any] = []
    for school in (None, *PROJECT):
        if school:
            await decree.accepted("survey_completed", school=school)
        (figure,) = await decree.figures("500+.2")
        seen.append(figure["is_achieved"])
        assert figure["rule"] == rule
        assert figure["total"] == 3
    assert seen == achieved


async def test_a_fact_offered_on_one_row_counts_wherever_it_is_asked_for(decree: Decree) -> None:
    await decree.accepted("survey_completed", school="binaradka", row="500+.4")
    assert await decree.counts("500+.2") == [(1, 3)]
    assert await decree.counts("500+.4") == [(0, 3)]


async def test_a_school_counts_itself_and_a_curator_only_those_of_his(decree: Decree) -> None:
    for school, person in zip(PROJECT, CURATORS, strict=True):
        await decree.assign("curator", school, person)
        await decree.accepted("survey_completed", school=school)
    for who in ("school_head", "uslovnaya"):
        assert await decree.counts("500+.2", who=who) == [(1, 1)], who
    assert await decree.counts("500+.2", who="methodist") == [(3, 3)]
    names = [m["name"] for m in await decree.members("500+.2", who="school_head")]
    assert names == ["ГБОУ СОШ с. Новая Бинарадка"]


async def test_a_row_of_low_results_schools_counts_those_of_the_plans_own_office(
    decree: Decree,
) -> None:
    """Whoever reads sees the schools of other offices too, where he has the right: they are not in this plan."""
    await decree.add_foreign_school()
    for members, total in (("low_results_schools", 9), ("all_schools", 36)):
        await decree.change(
            "update expected_result set members = :members, unit = 'member' where facts = '{teachers_referred}'",
            members=members,
        )
        (counted,) = await decree.fetch(
            "select count(*) from app.result_state(:edition, '2021-03-17') v join expected_result x"
            " on x.activity_id = v.activity_id and x.facts = '{teachers_referred}'",
            edition=EDITION,
        )
        assert counted == (total,), members

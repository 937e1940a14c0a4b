"""The 22 rows of the plan «500+» (product.md 2): each unmet, met by what it asks for, and unmet again when that is revoked."""

from typing import Any
from uuid import UUID

import pytest

from backend.seed.registry import school_id
from backend.seed.sources import key
from tests.features.plans.conftest import CURATORS, EDITION, PROJECT, Decree

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
# Place of the figure of curators in the row, and what they must have done.
CURATOR_ROWS = {3: (1, "curator_kickoff_attended"), 5: (0, "curator_webinar_attended")}
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


@pytest.mark.parametrize("row", SCHOOL_ROWS)
async def test_schools_meet_a_row_one_by_one_and_one_revocation_takes_one_away(
    decree: Decree, row: int
) -> None:
    number, facts = f"500+.{row}", SCHOOL_ROWS[row]
    shown: list[UUID] = []
    for done, school in enumerate(PROJECT):
        for fact in facts:
            assert (await decree.counts(number))[0] == (done, 3)
            offered = await decree.offer(fact, school=school)
            assert (await decree.counts(number))[0] == (done, 3), "offered is not accepted"
            await decree.decide(offered, "accept")
            shown.append(offered)
    (figure, *_) = await decree.figures(number)
    assert (figure["met"], figure["total"], figure["is_achieved"]) == (3, 3, True)
    # Whatever fact it is: of the first school the first, of the second school the last.
    await decree.decide(shown[0], "revoke")
    assert (await decree.counts(number))[0] == (2, 3)
    await decree.decide(shown[2 * len(facts) - 1], "revoke")
    (figure, *_) = await decree.figures(number)
    assert (figure["met"], figure["is_achieved"]) == (1, False)
    missing = [m for m in await decree.members(number) if not m["is_met"]]
    assert {m["school_id"] for m in missing} == {str(school_id(s)) for s in PROJECT[:2]}
    assert all(any(fact["since_on"] is None for fact in m["facts"]) for m in missing)


@pytest.mark.parametrize("row", SCHOOL_ROWS)
async def test_no_fact_of_a_row_alone_is_enough(decree: Decree, row: int) -> None:
    number, facts = f"500+.{row}", SCHOOL_ROWS[row]
    for left_out in facts:
        kept = [
            await decree.accepted(fact, school="binaradka") for fact in facts if fact != left_out
        ]
        assert (await decree.counts(number))[0] == (0, 3), left_out
        for evidence in kept:
            await decree.decide(evidence, "revoke")


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


@pytest.mark.parametrize("row", CURATOR_ROWS)
async def test_curators_are_counted_as_people_beside_the_schools(decree: Decree, row: int) -> None:
    number, (place, fact) = f"500+.{row}", CURATOR_ROWS[row]
    assert len(await decree.counts(number)) == place, "nobody is a curator yet: nothing to count"
    # One of them stands by two schools and is one person.
    for school, person in zip(PROJECT, ("obraztsova", "obraztsova", "uslovnaya"), strict=True):
        await decree.assign("curator", school, person)
    assert (await decree.figures(number))[place]["title"] == "Кураторы"
    assert (await decree.counts(number))[place] == (0, 2)
    first = await decree.accepted(fact, person="obraztsova")
    assert (await decree.counts(number))[place] == (1, 2)
    await decree.accepted(fact, person="uslovnaya")
    assert (await decree.figures(number))[place]["is_achieved"]
    if place:
        assert (await decree.counts(number))[0] == (0, 3), "what curators did is not the schools'"
    await decree.decide(first, "revoke")
    assert (await decree.counts(number))[place] == (1, 2)
    missing = [m for m in await decree.members(number, place) if not m["is_met"]]
    assert [(m["name"], m["school_id"]) for m in missing] == [("Образцова О. О.", None)]


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


async def test_teachers_are_counted_by_heads_and_silent_schools_are_not_forgotten(
    decree: Decree,
) -> None:
    number = "500+.16"
    assert await decree.counts(number) == [], "no number of teachers is known yet"
    assert len(await decree.members(number)) == 9, "but the schools that have not told are"
    first = await decree.accepted("teachers_referred", school="binaradka", counted=3, of_total=5)
    await decree.accepted("teachers_referred", school="vasilyevka", counted=2, of_total=3)
    (figure,) = await decree.figures(number)
    assert (figure["met"], figure["total"], figure["unit"]) == (5, 8, "person")
    by_name = {m["name"]: m for m in await decree.members(number)}
    told = by_name["ГБОУ СОШ с. Новая Бинарадка"]
    assert (told["counted"], told["of_total"], told["is_met"]) == (3, 5, False)
    assert told["facts"][0]["text"] == "Педагоги направлены на курсы: 3 из 5, 01.03.2021"
    # A newer count of the same school replaces the older one.
    newer = await decree.accepted(
        "teachers_referred", school="binaradka", counted=5, of_total=5, day="2021-03-02"
    )
    (figure,) = await decree.figures(number)
    assert (figure["met"], figure["total"]) == (7, 8)
    await decree.decide(newer, "revoke")
    assert await decree.counts(number) == [(5, 8)]
    await decree.decide(first, "revoke")
    assert await decree.counts(number) == [(2, 3)]


async def test_heads_are_all_there_only_when_every_school_has_told(decree: Decree) -> None:
    await decree.accepted("teachers_referred", school="binaradka", counted=5, of_total=5)
    (figure,) = await decree.figures("500+.16")
    assert (figure["met"], figure["total"], figure["is_achieved"]) == (5, 5, False)
    low = await decree.fetch(
        "select school_id from low_results_status where status = 'low_results'"
    )
    await decree.change(
        "insert into evidence (school_id, fact_kind_id, kind, state, occurred_on, basis, counted, of_total)"
        " select s, :fact, 'requisites', 'accepted', '2021-03-01', 'письмо', 0, 0 from unnest(cast(:schools as uuid[])) s",
        fact=key("fact_kind", "teachers_referred"),
        schools=[row[0] for row in low if row[0] != school_id("binaradka")],
    )
    assert (await decree.figures("500+.16"))[0]["is_achieved"], "nobody to send is nobody missing"


async def test_the_three_parts_of_the_visit_are_shown_apart(decree: Decree) -> None:
    await decree.accepted("visit_held", school="binaradka", day="2021-03-03")
    await decree.accepted("risk_profile_verified", school="binaradka", day="2021-03-09")
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
    await decree.accepted("risk_profile_verified", school="binaradka", row="500+.4")
    assert await decree.counts("500+.6") == [(1, 3)]
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

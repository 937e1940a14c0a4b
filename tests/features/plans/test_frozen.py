"""The value on the deadline is stored once, in the night after it, and stands beside the living one for ever."""

import asyncio
from contextlib import AsyncExitStack

from backend.core.jobs import enqueue
from backend.features.execution.jobs import DAILY, FREEZE_JOB, freeze_results
from backend.seed.decree import activity_id, lineage_id
from backend.seed.registry import school_id
from backend.seed.sources import key
from tests.features.plans.conftest import PROJECT, Decree

SURVEY = "500+.2"  # до 15.02.2021
DUE = "2021-02-15"
AT_DUE = ("due_on", "met_at_due", "total_at_due", "is_frozen")


async def at_due(decree: Decree, number: str, *, who: str = "head") -> tuple[object, ...]:
    (figure, *_) = await decree.figures(number, who=who)
    return (figure["met"], *(figure[name] for name in AT_DUE))


async def test_the_value_of_the_deadline_is_kept_the_night_after_it_and_not_before(
    decree: Decree,
) -> None:
    await decree.move_clock(f"{DUE} 23:59")
    await decree.accepted("survey_completed", school="vasilyevka", day="2021-02-14")
    await decree.accepted("survey_completed", school="binaradka", day=DUE)
    await decree.night()
    assert await decree.frozen(SURVEY) == []
    assert await at_due(decree, SURVEY) == (2, None, None, None, False)
    await decree.move_clock("2021-02-16 00:00")
    # Before the worker has come the value of the deadline is counted from the days of the facts.
    assert await at_due(decree, SURVEY) == (2, DUE, 2, 3, False)
    await decree.night()
    ((slot, result, due_on, met, total),) = await decree.frozen(SURVEY)
    assert (slot, result, due_on.isoformat(), met, total) == (1, 1, DUE, 2, 3)
    assert await at_due(decree, SURVEY) == (2, DUE, 2, 3, True)
    ((missing,),) = await decree.fetch(
        "select missing from frozen_value where lineage_id = :id", id=lineage_id(SURVEY)
    )
    assert missing == [
        {
            "school_id": str(school_id("belozerki")),
            "name": "ГБОУ СОШ с. Верхние Белозерки",
            "text": "анкетирование не завершено",
        }
    ]


async def test_nothing_that_comes_later_moves_it_not_even_back_dated(decree: Decree) -> None:
    await decree.move_clock("2021-02-16")
    first = await decree.accepted("survey_completed", school="vasilyevka", day="2021-02-14")
    await decree.night()
    assert await at_due(decree, SURVEY) == (1, DUE, 1, 3, True)
    await decree.move_clock("2021-02-20")
    await decree.accepted("survey_completed", school="binaradka", day="2021-02-19")
    await decree.accepted("survey_completed", school="belozerki", day="2021-02-10")
    await decree.night()
    assert await at_due(decree, SURVEY) == (3, DUE, 1, 3, True)
    await decree.decide(first, "revoke")
    await decree.change(
        "update project_member set left_on = '2021-02-13' where school_id = :id",
        id=school_id("vasilyevka"),
    )
    await decree.night()
    (figure,) = await decree.figures(SURVEY)
    assert (figure["met"], figure["total"]) == (2, 2)
    assert await at_due(decree, SURVEY) == (2, DUE, 1, 3, True)


async def test_without_the_worker_a_back_dated_fact_would_move_it(decree: Decree) -> None:
    """Why the value is stored at all."""
    await decree.move_clock("2021-02-20")
    await decree.accepted("survey_completed", school="belozerki", day="2021-02-10")
    assert await at_due(decree, SURVEY) == (1, DUE, 1, 3, False)


async def test_curators_heads_and_the_office_are_kept_too_each_result_of_a_row(
    decree: Decree,
) -> None:
    await decree.move_clock("2021-02-16 10:00")
    await decree.assign("curator", "binaradka", "uslovnaya")
    await decree.accepted("curator_kickoff_attended", person="uslovnaya", day="2021-02-16")
    await decree.move_clock("2021-12-21")
    await decree.night()
    kept = [row[1:2] + row[3:] for row in await decree.frozen("500+.3")]
    assert kept == [(1, 0, 3), (2, 1, 1)]
    assert [row[3:] for row in await decree.frozen("500+.20")] == [(0, 1)]
    figures = await decree.figures("500+.3")
    assert [(f["met_at_due"], f["total_at_due"], f["is_frozen"]) for f in figures] == [
        (0, 3, True),
        (1, 1, True),
    ]


async def test_a_window_wholly_before_the_edition_is_not_kept(decree: Decree) -> None:
    await decree.move_clock("2021-12-31")
    await decree.night()
    ends = {
        (row[0], row[1].isoformat())
        for row in await decree.fetch(
            "select a.number, f.due_on from frozen_value f join activity a on a.lineage_id = f.lineage_id"
        )
    }
    # 1.1: November 2020 and May to June 2021; 1.3: December 2020, April and August 2021.
    assert {end for number, end in ends if number == "1.1"} == {"2021-06-30"}
    assert {end for number, end in ends if number == "1.3"} == {"2021-04-30", "2021-08-31"}
    assert min(end for _, end in ends) >= "2021-02-12"


async def test_every_window_keeps_what_was_accepted_for_it(decree: Decree) -> None:
    for slot, done_on in ((2, "2021-04-29"), (3, "2021-09-02")):
        await decree.change(
            "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
            " values (:lineage, :slot, :school, 'accepted', cast(cast(:day as text) as date))",
            lineage=lineage_id("1.3"),
            slot=slot,
            school=school_id("binaradka"),
            day=done_on,
        )
    await decree.move_clock("2021-12-31")
    await decree.night()
    kept = [(row[0], row[3]) for row in await decree.frozen("1.3")]
    assert kept == [(2, 1), (3, 0)]


async def test_a_deadline_that_was_moved_is_kept_on_the_day_that_counts(decree: Decree) -> None:
    await decree.move_clock("2021-02-14")
    for to_on in ("2021-02-25", "2021-02-22"):
        await decree.post(
            f"/windows/{key('window', SURVEY + '/1')}/reschedules",
            who="head",
            status=201,
            json={"to_on": to_on, "reason": "карантин"},
        )
    # For one school only: the value is everybody's, and so is its day.
    await decree.post(
        f"/windows/{key('window', SURVEY + '/1')}/reschedules",
        who="head",
        status=201,
        json={
            "to_on": "2021-03-01",
            "reason": "карантин",
            "school_id": str(school_id("binaradka")),
        },
    )
    await decree.move_clock("2021-02-17")
    await decree.accepted("survey_completed", school="belozerki", day="2021-02-17")
    await decree.night()
    assert await decree.frozen(SURVEY) == []
    await decree.move_clock("2021-02-23")
    await decree.night()
    assert [(row[2].isoformat(), *row[3:]) for row in await decree.frozen(SURVEY)] == [
        ("2021-02-22", 1, 3)
    ]
    assert await at_due(decree, SURVEY) == (1, "2021-02-22", 1, 3, True)


async def test_a_deadline_moved_after_it_was_kept_is_kept_again_on_the_new_day(
    decree: Decree,
) -> None:
    await decree.move_clock("2021-02-16")
    await decree.night()
    await decree.post(
        f"/windows/{key('window', SURVEY + '/1')}/reschedules",
        who="head",
        status=201,
        json={"to_on": "2021-02-19", "reason": "карантин"},
    )
    assert (await at_due(decree, SURVEY))[1] is None, "the new deadline has not passed"
    await decree.accepted("survey_completed", school="belozerki", day="2021-02-16")
    await decree.move_clock("2021-02-20")
    await decree.night()
    assert [(row[2].isoformat(), row[3]) for row in await decree.frozen(SURVEY)] == [
        (DUE, 0),
        ("2021-02-19", 1),
    ]


async def test_a_deadline_moved_into_another_window_keeps_its_own_window(decree: Decree) -> None:
    await decree.change(
        "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
        " values (:lineage, 2, :school, 'accepted', '2021-08-10')",
        lineage=lineage_id("1.3"),
        school=school_id("binaradka"),
    )
    await decree.post(
        f"/windows/{key('window', '1.3/2')}/reschedules",
        who="head",
        status=201,
        json={"to_on": "2021-08-15", "reason": "карантин"},
    )
    await decree.move_clock("2021-12-31")
    await decree.night()
    assert [(row[0], row[2].isoformat(), row[3]) for row in await decree.frozen("1.3")] == [
        (2, "2021-08-15", 1),
        (3, "2021-08-31", 0),
    ]


async def test_a_day_on_which_nobody_counted_is_kept_as_such(decree: Decree) -> None:
    """Members entered afterwards, for an earlier day, must not write that day anew."""
    members = await decree.fetch("select school_id from project_member order by id")
    await decree.change("delete from project_member")
    await decree.move_clock("2021-02-16")
    await decree.night()
    await decree.change(
        "insert into project_member (plan_id, school_id, joined_on, basis)"
        " select p.id, s, '2021-02-12', 'распоряжение' from plan p, unnest(cast(:schools as uuid[])) s",
        schools=[row[0] for row in members],
    )
    await decree.move_clock("2021-02-17")
    await decree.night()
    assert [row[3:] for row in await decree.frozen(SURVEY)] == [(0, 0)]


async def test_doing_it_again_adds_nothing_and_two_workers_at_once_do_it_once(
    decree: Decree,
) -> None:
    await decree.move_clock("2021-03-17")
    assert DAILY == (FREEZE_JOB,)
    async with AsyncExitStack() as stack:
        workers = [decree.runner(stack) for _ in range(2)]
        for worker in workers:
            # Both may ask before either sees the other's request: then there are two jobs of one day.
            async with worker.sessions() as session, session.begin():
                await enqueue(session, FREEZE_JOB, {"day": worker.clock.today()})

        today = workers[0].clock.today()
        async with workers[0].sessions() as one, workers[1].sessions() as two:
            written = await freeze_results(one, today)
            waiting = asyncio.create_task(freeze_results(two, today))
            await asyncio.sleep(0.5)
            assert not waiting.done(), "the second waits for what the first has not committed yet"
            await one.commit()
            assert written > 0
            assert await waiting == 0
            await two.commit()
        before = await decree.fetch("select * from frozen_value order by id")
        for worker in workers:
            while await worker.run_next():
                pass
    assert await decree.fetch("select * from frozen_value order by id") == before
    jobs = await decree.fetch("select state, error from job where kind = :kind", kind=FREEZE_JOB)
    assert set(jobs) == {("done", None)}


async def test_only_schools_of_the_plans_own_office_are_in_what_is_kept(decree: Decree) -> None:
    await decree.add_foreign_school()
    await decree.move_clock("2021-04-01")
    await decree.night()
    kept = await decree.fetch("select total, missing::text from frozen_value where total > 3")
    assert kept
    assert {total for total, _ in kept} == {9}
    assert "Чужая школа" not in str(kept)


async def test_a_school_does_not_see_what_was_kept_of_all_but_its_own_count(
    decree: Decree,
) -> None:
    await decree.move_clock("2021-02-16")
    for school in PROJECT[:2]:
        await decree.accepted("survey_completed", school=school, day="2021-02-14")
    await decree.night()
    await decree.move_clock("2021-02-20")
    await decree.accepted("survey_completed", school="binaradka", day="2021-02-18")
    assert await at_due(decree, SURVEY) == (3, DUE, 2, 3, True)
    assert await at_due(decree, SURVEY, who="school_head") == (1, DUE, 0, 1, False)
    detail = await decree.get(f"/activities/{activity_id(SURVEY)}", who="school_head")
    assert "Белозерки" not in str(detail["results"])


async def test_a_new_edition_keeps_what_was_kept_under_the_old_one(decree: Decree) -> None:
    await decree.move_clock("2021-02-16")
    await decree.night()
    edition = await decree.new_edition(SURVEY)
    await decree.accepted("survey_completed", school="binaradka", day="2021-02-14")
    await decree.move_clock("2021-02-17")
    await decree.night()
    assert [row[3:] for row in await decree.frozen(SURVEY)] == [(0, 3)]
    found = await decree.get(f"/editions/{edition}/activities")
    (row,) = [a for s in found["sections"] for a in s["activities"]]
    assert (row["figure"]["met"], row["figure"]["met_at_due"], row["figure"]["is_frozen"]) == (
        1,
        0,
        True,
    )

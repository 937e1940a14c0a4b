"""Whose deadlines the calendar holds, on which day, and what it says of them."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from backend.core.clock import Clock
from tests.features.calendar.conftest import Make, Read, by_number, parsed
from tests.features.conftest import Change
from tests.world import CANARY, NOW, PERSON_ROLES, key

SEE_EVERYTHING = {"admin", "auditor"}
LINEAGE = key("lineage:own:500+.4")


async def add_row(change: Change, number: str, **values: Any) -> None:
    """Add a row to the plan of the own office, with one window."""
    row = {
        "number": number,
        "id": key(f"activity:{number}"),
        "lineage": key(f"lineage:{number}"),
        "plan": key("plan:own"),
        "section": key("section:own"),
        "title": "Заседание",
        "term": "до 26.03.2021",
        "recurrence": "once",
        "starts_on": None,
        "ends_on": date(2021, 3, 26),
    } | values
    await change("insert into lineage (id, plan_id) values (:lineage, :plan)", **row)
    await change(
        "insert into activity (id, section_id, lineage_id, number, position, title, term_source, recurrence,"
        " responsible_source, target_set, source)"
        " values (:id, :section, :lineage, :number, 90, :title, :term, :recurrence, 'ЦУ', 'office', '{}')",
        **row,
    )
    await change(
        "insert into activity_window (activity_id, position, slot, starts_on, ends_on, is_derived)"
        " values (:id, 1, 1, :starts_on, :ends_on, false)",
        **row,
    )


async def move(change: Change, to_on: date, school: str | None = None) -> None:
    await change(
        "insert into reschedule (lineage_id, slot, school_id, from_on, to_on, reason, recorded_at)"
        " values (:lineage, 1, :school, '2021-03-10', :to_on, 'паводок', '2021-03-16T09:00:00Z')",
        lineage=LINEAGE,
        school=key(f"school:{school}") if school else None,
        to_on=to_on,
    )


async def carry_out(change: Change, state: str, school: str | None = None) -> None:
    await change(
        "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
        " values (:lineage, 1, :school, :state, '2021-03-12')"
        " on conflict (lineage_id, slot, school_id) do update set state = :state, done_on = '2021-03-12'",
        lineage=LINEAGE,
        school=key(f"school:{school}") if school else None,
        state=state,
    )


def day_of(event: Any) -> date:
    day: date = event.dtstart.value
    assert event.dtend.value == day + timedelta(days=1)
    return day


async def test_a_deadline_is_a_whole_day_that_leads_to_its_row(events_of: Read) -> None:
    late, ahead = (await events_of("head")).values()
    assert late.summary.value == "500+.4 (просрочено) Мероприятие 500+.4"
    assert late.description.value.splitlines() == [
        "Срок: до 10.03.2021",
        "Ответственные: ЦУ, кураторы",
        "Школы: 1 из 2",
        "Просрочено на 7\u00a0дней (состояние на 17.03.2021)",
        f"http://test/plan?row={key('activity:own:500+.4')}",
    ]
    assert late.url.value == f"http://test/plan?row={key('activity:own:500+.4')}"
    assert day_of(late) == date(2021, 3, 10)
    assert ahead.summary.value == "500+.6 Мероприятие 500+.6"
    assert {event.transp.value for event in (late, ahead)} == {"TRANSPARENT"}


async def test_a_weekend_deadline_stays_where_it_is_and_is_reminded_on_friday(
    events_of: Read,
) -> None:
    event = (await events_of("head"))["500+.6"]
    assert day_of(event) == date(2021, 3, 20)
    assert "20.03.2021: суббота, выходной" in event.description.value
    assert event.valarm.action.value == "DISPLAY"
    assert event.valarm.trigger.value == timedelta(hours=9) - timedelta(days=1)


async def test_nobody_reads_a_foreign_region_and_who_sees_everything_reads_it(
    anonymous: httpx.AsyncClient, make: Make, change: Change
) -> None:
    # The row of the foreign side is also the own person's by its words: the side decides.
    await change("update activity_party set role = 'methodist'")
    seen = {role for role in PERSON_ROLES if CANARY in (await anonymous.get(await make(role))).text}
    assert seen == SEE_EVERYTHING


async def test_a_school_reads_the_rows_that_count_it_and_an_official_all(
    events_of: Read, change: Change
) -> None:
    await add_row(change, "1.1")
    await change(
        "insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)"
        " values (:id, 1, 'Управление', 'all', 'office', 'member', array['row_accepted'], false)",
        id=key("activity:1.1"),
    )
    await change(
        "update project_member set left_on = '2021-03-01' where school_id = :school",
        school=key("school:second"),
    )
    counted = {"500+.4", "500+.6"}
    for role in ("head", "coordinator", "office_specialist"):
        assert set(await events_of(role)) == counted | {"1.1"}
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        assert set(await events_of(role)) == counted
    await change("update project_member set left_on = '2021-03-01'")
    assert set(await events_of("school_head")) == set()
    assert set(await events_of("head")) == counted | {"1.1"}


async def test_a_methodist_reads_the_rows_that_name_him_or_his_organisation(
    events_of: Read, change: Change
) -> None:
    assert await events_of("methodist") == {}
    party = "update activity_party set role = 'methodist' where activity_id = :id"
    await change(party, id=key("activity:own:500+.6"))
    assert set(await events_of("methodist")) == {"500+.6"}
    await change(
        "update activity_party set role = null, kind = 'organisation', organisation_id = :organisation"
        " where activity_id = :id",
        id=key("activity:own:500+.4"),
        organisation=key("organisation:own"),
    )
    assert set(await events_of("methodist")) == {"500+.6"}
    await change("update person set organisation_id = :id", id=key("organisation:own"))
    assert set(await events_of("methodist")) == {"500+.4", "500+.6"}


async def test_a_school_reads_its_own_state_and_no_other(events_of: Read, change: Change) -> None:
    await carry_out(change, "accepted", "own")
    own, office = (await events_of("school_head"))["500+.4"], (await events_of("head"))["500+.4"]
    assert own.summary.value == "500+.4 (принято) Мероприятие 500+.4"
    assert "Принято 12.03.2021, на 2\u00a0дня позже" in own.description.value
    assert "просрочено" in office.summary.value
    await carry_out(change, "planned", "own")
    await carry_out(change, "accepted", "second")
    assert "просрочено" in (await events_of("school_head"))["500+.4"].summary.value


@pytest.mark.parametrize(
    ("state", "said", "is_reminded"),
    [
        ("in_progress", "", True),
        ("returned", " (на доработке)", True),
        ("reported", " (сдано, ждёт проверки)", False),
        ("accepted", " (принято)", False),
        ("cancelled", " (отменено)", False),
    ],
)
async def test_the_title_says_what_was_done_and_what_is_done_is_not_reminded(
    events_of: Read, change: Change, state: str, said: str, *, is_reminded: bool
) -> None:
    await change("update activity_window set ends_on = '2021-03-24'")
    await change("delete from reschedule")
    await carry_out(change, state)
    event = (await events_of("head"))["500+.4"]
    assert event.summary.value == f"500+.4{said} Мероприятие 500+.4"
    assert ("valarm" in event.contents) is is_reminded
    assert ("status" in event.contents) is (state == "cancelled")
    assert state != "cancelled" or event.status.value == "CANCELLED"


async def test_a_moved_deadline_stands_on_its_new_day_for_whom_it_was_moved(
    events_of: Read, change: Change
) -> None:
    uid = (await events_of("head"))["500+.4"].uid.value
    await move(change, date(2021, 3, 25), "own")
    assert day_of((await events_of("head"))["500+.4"]) == date(2021, 3, 10)
    own = (await events_of("school_head"))["500+.4"]
    assert day_of(own) == date(2021, 3, 25)
    assert own.summary.value == "500+.4 (перенесено) Мероприятие 500+.4"
    assert "Срок: до 10.03.2021\nПеренесено с 10.03.2021 на 25.03.2021" in own.description.value
    await move(change, date(2021, 3, 29))
    moved = (await events_of("head"))["500+.4"]
    assert day_of(moved) == date(2021, 3, 29)
    # Monday: the working day before is Friday.
    assert moved.valarm.trigger.value == timedelta(hours=9) - timedelta(days=3)
    assert day_of((await events_of("school_head"))["500+.4"]) == date(2021, 3, 25)
    assert moved.uid.value == own.uid.value == uid


async def test_a_weekly_row_is_one_event_that_repeats_to_the_end_of_the_project(
    events_of: Read, change: Change
) -> None:
    project = {"starts_on": date(2021, 2, 14), "ends_on": date(2021, 12, 20)}
    await change("update edition set project_start = :starts_on, project_end = :ends_on", **project)
    await add_row(
        change,
        "500+.10",
        title="Проведение еженедельных методических вебинаров",
        term="в течение реализации проекта",
        recurrence="recurring",
        **project,
    )
    await add_row(change, "4.4", term="Постоянно 2021", recurrence="continuous", **project)
    events = await events_of("head")
    assert set(events) == {"500+.4", "500+.6", "500+.10"}
    weekly = events["500+.10"]
    assert weekly.rrule.value == "FREQ=WEEKLY;UNTIL=20211220;BYDAY=MO"
    days = [day.date() for day in weekly.rruleset]
    assert (days[0], days[-1], len(days)) == (date(2021, 2, 15), date(2021, 12, 20), 45)
    assert {day.weekday() for day in days} == {0}
    assert "valarm" not in weekly.contents


async def test_a_new_edition_takes_the_place_of_the_old_one_and_its_events_keep_their_names(
    events_of: Read, change: Change
) -> None:
    await change("delete from reschedule")
    before = await events_of("head")
    await change("update edition set state = 'superseded' where id = :id", id=key("edition:own"))
    assert await events_of("head") == {}
    await change(
        "update edition set state = 'in_force', act_id = :act, effective_on = '2021-03-15' where id = :id",
        act=key("act:own"),
        id=key("draft:own"),
    )
    await change(
        "insert into section (id, edition_id, code, title, position, form)"
        " values (:id, :edition, '500+', 'Раздел', 1, 'project')",
        id=key("section:new"),
        edition=key("draft:own"),
    )
    await change(
        "insert into activity (id, section_id, lineage_id, number, position, title, term_source, recurrence,"
        " responsible_source, target_set, source)"
        " select :id, :section, lineage_id, number, position, title, term_source, recurrence,"
        " responsible_source, target_set, source from activity where id = :was",
        id=key("activity:new"),
        section=key("section:new"),
        was=key("activity:own:500+.4"),
    )
    await change(
        "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
        " values (:id, 1, 1, '2021-04-05', false)",
        id=key("activity:new"),
    )
    after = await events_of("head")
    assert set(after) == {"500+.4"}
    assert after["500+.4"].uid.value == before["500+.4"].uid.value
    assert day_of(after["500+.4"]) == date(2021, 4, 5)


async def test_who_stands_in_for_an_official_reads_his_rows_while_it_lasts(
    app: FastAPI, anonymous: httpx.AsyncClient, make: Make, change: Change
) -> None:
    address = await make("methodist")
    await change(
        "insert into deputy (person_id, deputy_id, period, basis)"
        " values (:head, :methodist, '[2021-03-17,2021-03-19)', 'отпуск')",
        head=key("person:head"),
        methodist=key("person:methodist"),
    )
    seen = []
    for days in range(3):
        app.state.clock = Clock(NOW + timedelta(days=days))
        seen.append(len(by_number(parsed((await anonymous.get(address)).content))))
    assert seen == [2, 2, 0]


async def test_midnight_in_samara_makes_a_deadline_late(
    app: FastAPI, anonymous: httpx.AsyncClient, make: Make
) -> None:
    address = await make("head")
    said = []
    for hour in (19, 20):
        app.state.clock = Clock(NOW.replace(day=10, hour=hour))
        said.append("просрочено" in (await anonymous.get(address)).text)
    assert said == [False, True]


async def test_a_reading_takes_three_statements_beside_the_gate(
    anonymous: httpx.AsyncClient, make: Make, statements: list[str]
) -> None:
    address = await make("head")
    del statements[:]
    await anonymous.get(address)
    assert len(statements) == 3
    assert "enter_feed" in statements[0]

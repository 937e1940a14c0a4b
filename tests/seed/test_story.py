"""The numbers of the demonstration's moment follow from facts; nobody has typed them."""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.clock import SAMARA
from backend.domain.lifecycle.action_points import POINT_STEP_WORDS
from backend.domain.lifecycle.documents import DOCUMENT_STEP_WORDS
from backend.domain.lifecycle.risk_profiles import PROFILE_STEP_WORDS
from backend.domain.lifecycle.visits import VISIT_STEP_WORDS

TODAY = date(2021, 3, 17)
# Counted here again, from the records, without the function the product counts by.
MET = """
with target as (
    select 'project_500_schools' as members, school_id as subject_id from project_member
    where joined_on <= :day and coalesce(left_on, 'infinity') > :day
    union all
    select 'low_results_schools', school_id from low_results_status
    where academic_year = 2020 and status = 'low_results'
    union
    select 'project_curators', a.person_id from assignment a join project_member m using (school_id)
    where a.kind = 'curator' and a.period @> cast(:day as date)
), had as (
    select coalesce(e.school_id, e.about_person_id, e.lineage_id) as subject_id, k.code,
        case when k.is_per_row then e.lineage_id end as lineage_id, e.occurred_on as since_on, null::date as until_on
    from evidence e join fact_kind k on k.id = e.fact_kind_id
    where e.state = 'accepted' and k.code <> 'row_accepted'
    union all
    select o.school_id, 'row_accepted', o.lineage_id, o.done_on, null from occurrence o where o.state = 'accepted'
    union all
    select a.school_id, a.kind || '_assigned', null, lower(a.period), upper(a.period) from assignment a
    union all
    select school_id, 'visit_held', null, held_on, null from visit where held_on is not null
    union all
    select school_id, 'medk_mark', null, medk_marked_on, null from visit where medk_marked_on is not null
    union all
    select school_id, 'visit_report_approved', null, approved_on, null from visit where state = 'approved'
    union all
    select school_id, 'risk_profile_verified', null, verified_on, null from risk_profile where state = 'verified'
    union all
    select school_id, 'self_assessment_submitted', null, (self_assessed_at at time zone 'Europe/Samara')::date, null
    from risk_profile where self_assessed_at is not null
    union all
    select d.school_id, w.code, null, max(w.since_on), null
    from school_document d join document_kind k on k.id = d.kind_id
    cross join lateral (values ('drafts_provided', d.first_submitted_on), ('drafts_reviewed', d.first_reviewed_on))
        as w (code, since_on)
    where k.code in ('development_concept', 'short_term_roadmap') and w.since_on is not null
    group by d.school_id, w.code having count(*) = 2
)
select count(*) filter (where not exists (
        select from unnest(x.facts) as needed where not exists (
            select from had h
            where h.subject_id = coalesce(t.subject_id, a.lineage_id) and h.code = needed and h.since_on <= :day
                and coalesce(h.until_on, 'infinity') > :day and coalesce(h.lineage_id, a.lineage_id) = a.lineage_id
        ))), count(*)
from activity a join expected_result x on x.activity_id = a.id
left join target t on t.members = x.members
where a.number = :number and x.position = :position
"""
# What the product counts by.
COUNTED = """
select count(*) filter (where v.met_on is not null), count(*)
from edition e cross join lateral app.result_state(e.id, :day) v join activity a on a.id = v.activity_id
where e.state = 'in_force' and a.number = :number and v.result_position = :position
"""


async def met(
    database: AsyncConnection, number: str, day: date, position: int = 1
) -> tuple[int, int]:
    values = {"number": number, "day": day, "position": position}
    first, second = [
        tuple((await database.execute(sa.text(sql), values)).one()) for sql in (MET, COUNTED)
    ]
    assert first == second, "the product counts something else than there is"
    return first[0], first[1]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1.1", (9, 9)),
        ("1.2", (9, 9)),
        ("1.3", (9, 9)),
        ("1.4", (9, 9)),
        ("3.1", (9, 9)),
        ("3.2", (6, 9)),
        ("4.1", (9, 9)),
        ("4.2", (9, 9)),
        ("4.3", (9, 9)),
        ("4.4", (7, 9)),
        ("6.1", (9, 9)),
        ("500+.1", (3, 3)),
        ("500+.2", (3, 3)),
        ("500+.3", (3, 3)),
        ("500+.4", (2, 3)),
        ("500+.6", (2, 3)),
        ("500+.7", (1, 3)),
        ("500+.8", (3, 3)),
        ("500+.9", (2, 3)),
        ("500+.10", (2, 3)),
        ("500+.11", (0, 3)),
        ("500+.12", (1, 3)),
        ("500+.13", (0, 3)),
        ("500+.15", (0, 3)),
        ("500+.17", (0, 3)),
        ("500+.5", (3, 3)),
        *((number, (0, 1)) for number in ("500+.14", *(f"500+.{n}" for n in range(18, 23)))),
    ],
)
async def test_row_counts_what_the_screen_shows(
    database: AsyncConnection, number: str, expected: tuple[int, int]
) -> None:
    assert await met(database, number, TODAY) == expected


async def test_curators_are_counted_beside_the_schools(database: AsyncConnection) -> None:
    assert await met(database, "500+.3", TODAY, position=2) == (3, 3)


@pytest.mark.parametrize(
    ("number", "due", "expected"),
    [("500+.2", date(2021, 2, 15), (2, 3)), ("500+.4", date(2021, 3, 10), (1, 3))],
)
async def test_value_on_the_day_of_the_deadline(
    database: AsyncConnection, number: str, due: date, expected: tuple[int, int]
) -> None:
    assert await met(database, number, due) == expected


async def test_values_on_past_deadlines_are_frozen_as_they_were(database: AsyncConnection) -> None:
    rows = await database.execute(
        sa.text(
            "select a.number, f.result_position, f.due_on, f.met, f.total, f.missing, f.frozen_at::date > f.due_on"
            " from frozen_value f join activity a on a.lineage_id = f.lineage_id"
            " order by f.due_on, a.position, f.result_position"
        )
    )
    stored = [tuple(row) for row in rows]
    assert [row[:1] + row[2:5] for row in stored if row[1] == 1 and "+" in row[0]] == [
        ("500+.1", date(2021, 2, 14), 3, 3),
        ("500+.2", date(2021, 2, 15), 2, 3),
        ("500+.3", date(2021, 2, 16), 3, 3),
        ("500+.4", date(2021, 3, 10), 1, 3),
        ("500+.5", date(2021, 3, 10), 3, 3),
    ]
    assert all(row[-1] for row in stored), "frozen before the deadline had passed"
    (survey,) = [row[5] for row in stored if row[0] == "500+.2"]
    assert [(m["name"], m["text"]) for m in survey] == [
        ("ГБОУ СОШ с. Верхние Белозерки", "анкетирование не завершено")
    ]


async def test_rows_without_a_predicate(database: AsyncConnection) -> None:
    numbers = await database.scalars(
        sa.text(
            "select number from activity a where not exists"
            " (select from expected_result x where x.activity_id = a.id) order by position"
        )
    )
    assert list(numbers) == ["2.1", "2.2", "3.3", "4.5", "5.1", "5.2", "7.1", "7.3"]


async def test_two_disputed_factors_hold_four_rows_of_one_school(
    database: AsyncConnection,
) -> None:
    rows = await database.execute(
        sa.text(
            "select s.short_name, f.code from risk_assessment r join school s on s.id = r.school_id"
            " join risk_factor f on f.id = r.factor_id where r.level is not null"
            " group by s.short_name, f.code, f.position having count(distinct r.level) > 1 order by f.position"
        )
    )
    name = "ГБОУ СОШ с. Новая Бинарадка"
    assert [tuple(row) for row in rows] == [
        (name, "teacher_competence"),
        (name, "many_at_risk_pupils"),
    ]
    chain = await database.scalars(
        sa.text(
            "with recursive held as (select 'risk_levels_agreed' as fact union"
            " select k.code from fact_kind k join held on held.fact = any(k.requires))"
            " select a.number from activity a where exists (select from expected_result x"
            "   where x.activity_id = a.id and x.facts && array(select fact from held))"
            " order by a.position"
        )
    )
    assert list(chain) == ["500+.4", "500+.6", "500+.7", "500+.15"]


async def test_every_factor_is_seen_from_three_sides(database: AsyncConnection) -> None:
    rows = await database.execute(
        sa.text(
            "select school_id, count(*), count(distinct factor_id),"
            " string_agg(no_data_reason, '; ') from risk_assessment group by school_id"
        )
    )
    listed = [tuple(row)[1:] for row in rows]
    assert sorted(listed, key=str) == [
        (36, 12, "ответили меньше 5 родителей"),
        (36, 12, None),
        (36, 12, None),
    ]


async def test_the_log_tells_what_changed_since_the_last_log_in(database: AsyncConnection) -> None:
    since = await database.scalar(
        sa.text(
            "select max(s.started_at) from auth_session s join credential c on c.person_id = s.person_id"
            " where c.login = 'coordinator'"
        )
    )
    rows = await database.execute(
        sa.text(
            "select to_char(c.at at time zone 'Europe/Samara', 'DD.MM HH24:MI'),"
            " coalesce(p.full_name, m.name), c.table_name, coalesce(c.new ->> 'state', c.new ->> 'level'),"
            " k.code from change c left join person p on p.id = c.person_id"
            " left join machine_client m on m.id = c.client_id"
            " left join evidence e on e.id = c.entity_id left join fact_kind k on k.id = e.fact_kind_id"
            " where c.at > :since order by c.seq"
        ),
        {"since": since},
    )
    told = [tuple(row) for row in rows]
    assert list(dict.fromkeys(told)) == [
        ("15.03 17:40", "Эскизова Э. С.", "evidence", "revoked", "webinars_attended"),
        ("16.03 11:30", "Чертежова Ч. Ч.", "visit", "approved", None),
        ("16.03 11:30", "Чертежова Ч. Ч.", "visit_step", None, None),
        ("16.03 14:50", "Прописная П. С.", "risk_assessment", "high", None),
        *(
            ("16.03 14:55", "Примеров П. П.", "risk_verdict", level, None)
            for level in dict.fromkeys(
                level for _, _, table, level, _ in told if table == "risk_verdict"
            )
        ),
        ("16.03 14:55", "Примеров П. П.", "risk_profile", "verification", None),
        ("16.03 14:55", "Примеров П. П.", "risk_profile_step", None, None),
        ("16.03 15:00", "Прописная П. С.", "risk_profile", None, None),
        ("16.03 15:00", "Прописная П. С.", "risk_profile_step", None, None),
        ("16.03 15:05", "Примеров П. П.", "risk_profile", "verified", None),
        ("16.03 15:05", "Примеров П. П.", "risk_profile_step", None, None),
        ("16.03 15:20", "Примеров П. П.", "visit", None, None),
        ("16.03 15:20", "Примеров П. П.", "visit_step", None, None),
    ]


async def test_every_story_row_has_an_author(database: AsyncConnection) -> None:
    nobody = await database.scalar(
        sa.text(
            "select count(*) from change where person_id is null and client_id is null"
            " and table_name in ('evidence', 'assignment', 'risk_assessment', 'project_member', 'activity',"
            " 'visit', 'visit_entry', 'risk_verdict', 'school_document', 'document_review', 'action_point')"
        )
    )
    assert nobody == 0


async def test_moments_of_the_story_rise_and_end_before_now(database: AsyncConnection) -> None:
    moments: list[Any] = list(
        await database.scalars(
            sa.text("select at from change where request_id = 'seed' order by tx, seq")
        )
    )
    story = [at for at in moments if at.date() > date(2021, 2, 1)]
    assert story == sorted(story)
    assert max(story) < datetime(2021, 3, 17, 9, 40, tzinfo=SAMARA)


async def test_evidence_never_stands_for_derived_facts(database: AsyncConnection) -> None:
    doubled = await database.scalar(
        sa.text(
            "select count(*) from evidence e join fact_kind k on k.id = e.fact_kind_id"
            " where k.is_derived"
        )
    )
    assert doubled == 0


async def test_every_step_of_the_story_is_one_that_people_make(database: AsyncConnection) -> None:
    known = {
        "visit_step": VISIT_STEP_WORDS,
        "action_point_step": POINT_STEP_WORDS,
        "document_step": DOCUMENT_STEP_WORDS,
        "risk_profile_step": PROFILE_STEP_WORDS,
    }
    for table, words in known.items():
        told = set(await database.scalars(sa.text(f"select distinct action from {table}")))
        assert told, table
        assert told <= set(words), table

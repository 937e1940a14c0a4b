"""A plan carried out before release 0010 keeps its parties, its figures and who was told what (0010, 0011); and back."""

from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest_asyncio

from backend.core import provision
from backend.core.embedded import EmbeddedPostgres
from tests.conftest import execute, settings_for
from tests.migrations.test_migrations import move
from tests.world import key

BEFORE = "0009_add_row_state"
# Early in March the first window of 1.1 is the last one that has ended.
DAY = date(2021, 3, 1)
Connection = asyncpg.Connection

# An installation as 0009 has it: a row with two windows counted school by school, a row of the project, a row not counted.
REGISTRY = f"""
insert into region (id, code, name, timezone) values ('{key("region")}', '63', 'Область', 'Europe/Samara');
insert into territorial_office (id, region_id, code, name) values ('{key("office")}', '{key("region")}', 'cu', 'ЦУ');
insert into municipality (id, office_id, code, name) values ('{key("place")}', '{key("office")}', 'm', 'Район');
insert into organisation (id, code, kind, name, short_name, office_id)
    values ('{key("centre")}', 'rc', 'resource_centre', 'Ресурсный центр', 'РЦ', '{key("office")}');
insert into person (id, full_name) values ('{key("methodist")}', 'Эскизова Э. С.');
insert into school (id, municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)
    select s.id, '{key("place")}', s.code, s.code, s.code, 'sosh', true, true
    from (values ('{key("one")}'::uuid, 'Первая'), ('{key("two")}', 'Вторая')) s (id, code);
insert into low_results_status (school_id, academic_year, status, zone, basis)
    select id, 2020, 'low_results', 'red', 'приказ' from school;
insert into fact_kind (id, code, title, missing_text, requires, position)
    select gen_random_uuid(), c, c, c, '{{}}', n from unnest(array['visit_held', 'medk_mark', 'row_accepted',
        'curator_assigned', 'mentor_assigned', 'risk_levels_agreed']) with ordinality k (c, n);
"""
PLAN = f"""
insert into act (id, kind, number, signed_on, issuer, title)
    select a.id, 'распоряжение', a.number, a.day, 'ЦУ', 'О плане'
    from (values ('{key("act1")}'::uuid, '199-од', date '2020-05-21'), ('{key("act2")}', '64-од', '2021-02-12'))
        a (id, number, day);
insert into plan (id, code, title, office_id) values ('{key("plan")}', 'p', 'Дорожная карта', '{key("office")}');
insert into edition (id, plan_id, act_id, number, state, effective_on, period_text, period_start, period_end,
    responsible_official)
    select e.id, '{key("plan")}', e.act, e.number, e.state, e.day, '2020-2021гг.', '2020-01-01', '2021-12-31', 'начальник'
    from (values ('{key("edition1")}'::uuid, '{key("act1")}'::uuid, 1, 'superseded', date '2020-05-21'),
        ('{key("edition2")}', '{key("act2")}', 2, 'in_force', '2021-02-12')) e (id, act, number, state, day);
insert into section (id, edition_id, code, title, position)
    select s.id, '{key("edition2")}', s.code, s.code, s.place
    from (values ('{key("s1")}'::uuid, '1', 1), ('{key("s2")}', '500+', 2)) s (id, code, place);
insert into activity (id, section_id, number, position, title, term_source, recurrence, responsible_source, responsible,
    result_document, expected_result, target_set, required_facts, source)
    select a.id, a.section, a.number, a.place, 'Строка ' || a.number, 'срок', 'once', a.words, a.codes, null, a.result,
        a.target, a.facts, '{{}}'
    from (values
        ('{key("1.1")}'::uuid, '{key("s1")}'::uuid, '1.1', 1, 'РЦ, методисты, директора', '{{rc,rc_methodist,school_director}}'::text[],
            null, 'low_results_schools', '{{row_accepted}}'::text[]),
        ('{key("4")}', '{key("s2")}', '500+.4', 2, 'Координатор', '{{territorial_coordinator}}',
            '100 % образовательных организаций', 'project_500_schools', '{{visit_held,medk_mark}}'),
        ('{key("18")}', '{key("s2")}', '500+.18', 3, 'ЦУ', '{{}}', 'Мониторинг', 'office', '{{}}')
    ) a (id, section, number, place, words, codes, result, target, facts);
insert into activity_window (activity_id, position, starts_on, ends_on, is_derived, accepted_on, note)
    select w.activity, w.place, w.starts, w.ends, false, w.accepted, w.note
    from (values
        ('{key("1.1")}'::uuid, 1, date '2020-11-01', date '2020-11-30', date '2020-11-27', '31 из 34'),
        ('{key("1.1")}', 2, '2021-05-01', '2021-06-30', null, 'идёт сбор'),
        ('{key("4")}', 1, null, '2021-03-10', null, null),
        ('{key("18")}', 1, null, '2021-09-20', null, null)
    ) w (activity, place, starts, ends, accepted, note);
insert into author_question (activity_id, text, short_text, asked_on)
    values ('{key("18")}', 'Вопрос', 'вопрос', '2021-02-15');
insert into project_member (plan_id, school_id, joined_on, basis)
    select '{key("plan")}', id, '2021-02-12', 'распоряжение' from school;
"""
EVIDENCE = f"""
insert into evidence (id, school_id, fact_kind_id, activity_id, state, occurred_on, basis, person_id)
    select e.id, e.school, k.id, e.activity, e.state, e.day, 'бумага', e.person
    from (values
        ('{key("by person")}'::uuid, '{key("one")}'::uuid, 'visit_held', null::uuid, 'accepted', date '2021-02-20', '{key("methodist")}'::uuid),
        ('{key("by machine")}', '{key("one")}', 'medk_mark', null, 'accepted', '2021-02-21', null),
        ('{key("on a row")}', '{key("two")}', 'visit_held', '{key("4")}', 'accepted', '2021-02-22', '{key("methodist")}'),
        ('{key("revoked")}', '{key("two")}', 'medk_mark', null, 'revoked', '2021-02-22', null),
        ('{key("row done")}', '{key("one")}', 'row_accepted', '{key("1.1")}', 'accepted', '2020-11-26', '{key("methodist")}'),
        ('{key("row again")}', '{key("one")}', 'row_accepted', '{key("1.1")}', 'accepted', '2020-11-28', '{key("methodist")}'),
        ('{key("row offered")}', '{key("two")}', 'row_accepted', '{key("1.1")}', 'submitted', '2020-11-27', '{key("methodist")}')
    ) e (id, school, fact, activity, state, day, person)
    join fact_kind k on k.code = e.fact
"""


@pytest_asyncio.fixture(loop_scope="session")
async def old(cluster: EmbeddedPostgres, tmp_path: Path) -> AsyncGenerator[Connection, None]:
    """The superuser of a database at 0009 with a plan under way; whoever looks past row-level security."""
    await execute(cluster, "drop database if exists old with (force)", "create database old")
    await provision._prepare_roles(cluster.url("old"), settings_for(cluster, "old", tmp_path))
    await move(cluster, "old", up=BEFORE)
    connection = await asyncpg.connect(cluster.url("old"))
    for statements in (REGISTRY, PLAN, EVIDENCE):
        await connection.execute(statements)
    yield connection
    await connection.close()
    await execute(cluster, "drop database old with (force)")


async def rows(connection: Connection, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    # Plans of before a migration must not answer after it.
    await connection.reload_schema_state()
    return [tuple(row) for row in await connection.fetch(statement, *values)]


async def figures_before(connection: Connection) -> dict[tuple[UUID, UUID], bool]:
    found = await rows(
        connection,
        "select activity_id, school_id, bool_and(since_on is not null) from app.row_state($1, $2) group by 1, 2",
        key("edition2"),
        DAY,
    )
    return {(activity, school): met for activity, school, met in found}


async def figures_after(connection: Connection) -> dict[tuple[UUID, UUID], bool]:
    found = await rows(
        connection,
        "select activity_id, school_id, met_on is not null from app.result_state($1, $2)",
        key("edition2"),
        DAY,
    )
    return {(activity, school): met for activity, school, met in found}


async def test_every_school_stands_in_every_row_as_it_stood(
    cluster: EmbeddedPostgres, old: Connection
) -> None:
    before = await figures_before(old)
    assert before == {
        (key("1.1"), key("one")): True,
        (key("1.1"), key("two")): False,
        (key("4"), key("one")): True,
        (key("4"), key("two")): False,
    }
    await move(cluster, "old", up="head")
    assert await figures_after(old) == before


async def test_what_the_office_and_schools_had_done_becomes_occurrences_with_a_step(
    cluster: EmbeddedPostgres, old: Connection
) -> None:
    await move(cluster, "old", up="head")
    found = await rows(
        old,
        "select a.number, o.slot, s.code, o.state, o.done_on, o.comment, t.action, t.from_state, t.to_state,"
        " t.school_id is not distinct from o.school_id from occurrence o join activity a on a.lineage_id = o.lineage_id"
        " left join school s on s.id = o.school_id join occurrence_step t on t.occurrence_id = o.id"
        " order by a.number, o.slot, s.code nulls first",
    )
    assert [row[:6] for row in found] == [
        ("1.1", 1, None, "accepted", date(2020, 11, 27), "31 из 34"),
        ("1.1", 1, "Первая", "accepted", date(2020, 11, 26), None),
        ("1.1", 2, None, "in_progress", None, "идёт сбор"),
    ]
    assert all(row[6:8] == ("carry_over", "planned") for row in found)
    assert all(row[8] == row[3] and row[9] for row in found)


async def test_evidence_keeps_its_row_and_says_by_what_it_is_shown(
    cluster: EmbeddedPostgres, old: Connection
) -> None:
    kept = "select id, school_id, fact_kind_id, state, occurred_on, basis, person_id from evidence order by id"
    before = await rows(old, kept)
    await move(cluster, "old", up="head")
    assert await rows(old, kept) == before
    found = await rows(
        old,
        "select e.id, e.kind, a.number, e.slot, e.file_sha256, e.link_url, e.counted from evidence e"
        " left join activity a on a.lineage_id = e.lineage_id",
    )
    assert {row[0]: row[1:4] for row in found} == {
        key("by person"): ("requisites", None, None),
        key("by machine"): ("system", None, None),
        key("on a row"): ("requisites", "500+.4", 1),
        key("revoked"): ("system", None, None),
        key("row done"): ("requisites", "1.1", 1),
        key("row again"): ("requisites", "1.1", 1),
        key("row offered"): ("requisites", "1.1", 1),
    }
    assert {row[4:] for row in found} == {(None, None, None)}
    flags = await rows(
        old,
        "select code, is_derived, is_per_row, about, counts_people from fact_kind order by position",
    )
    assert [row[:3] for row in flags] == [
        ("visit_held", False, False),
        ("medk_mark", False, False),
        ("row_accepted", False, True),
        ("curator_assigned", True, False),
        ("mentor_assigned", True, False),
        ("risk_levels_agreed", True, False),
    ]
    assert {row[3:] for row in flags} == {("school", False)}


async def test_codes_become_parties_and_needed_facts_become_a_predicate(
    cluster: EmbeddedPostgres, old: Connection
) -> None:
    await move(cluster, "old", up="head")
    assert await rows(
        old,
        "select a.number, p.position, p.part, p.kind, o.code, p.role, p.words from activity_party p"
        " join activity a on a.id = p.activity_id left join organisation o on o.id = p.organisation_id"
        " order by a.position, p.position",
    ) == [
        ("1.1", 1, "responsible", "organisation", "rc", None, "rc"),
        ("1.1", 2, "co_executor", "role", None, "methodist", "rc_methodist"),
        ("1.1", 3, "co_executor", "role", None, "school_head", "school_director"),
        ("500+.4", 1, "responsible", "role", None, "coordinator", "territorial_coordinator"),
    ]
    assert await rows(
        old,
        "select a.number, x.position, x.quantifier, x.threshold, x.members, x.unit, x.facts, x.is_explicit"
        " from expected_result x join activity a on a.id = x.activity_id order by a.position",
    ) == [
        ("1.1", 1, "all", None, "low_results_schools", "member", ["row_accepted"], False),
        (
            "500+.4",
            1,
            "all",
            None,
            "project_500_schools",
            "member",
            ["visit_held", "medk_mark"],
            True,
        ),
    ]


async def test_rows_and_editions_get_their_line(cluster: EmbeddedPostgres, old: Connection) -> None:
    await move(cluster, "old", up="head")
    assert await rows(
        old,
        "select count(*), count(distinct a.lineage_id), bool_and(l.plan_id = $1) from activity a"
        " join lineage l on l.id = a.lineage_id",
        key("plan"),
    ) == [(3, 3, True)]
    assert await rows(old, "select number, heading, based_on_id from edition order by number") == [
        (1, "Дорожная карта", None),
        (2, "Дорожная карта", key("edition1")),
    ]
    assert await rows(old, "select code, form from section order by position") == [
        ("1", "road_map"),
        ("500+", "project"),
    ]
    assert await rows(old, "select slot = position from activity_window") == [(True,)] * 4


async def test_the_way_back_leaves_the_plan_and_the_way_up_again_works(
    cluster: EmbeddedPostgres, old: Connection
) -> None:
    text = "select number, title, term_source, responsible_source, expected_result, target_set from activity order by position"
    facts = "select id, school_id, fact_kind_id, state, occurred_on from evidence order by id"
    windows = "select activity_id, position, starts_on, ends_on from activity_window order by 1, 2"
    before = [await rows(old, statement) for statement in (text, facts, windows)]
    await move(cluster, "old", up="head")
    # What only the new release knows: a draft, evidence of the office.
    await old.execute(
        "insert into edition (plan_id, number, state, heading, period_text, period_start, period_end, responsible_official)"
        " values ($1, 3, 'draft', 'x', 'x', '2022-01-01', '2022-12-31', 'x')",
        key("plan"),
    )
    await old.execute(
        "insert into evidence (fact_kind_id, lineage_id, slot, kind, state, occurred_on, basis)"
        " select k.id, a.lineage_id, 1, 'requisites', 'accepted', '2021-02-25', 'письмо' from fact_kind k, activity a"
        " where k.code = 'row_accepted' and a.number = '500+.18'"
    )
    await move(cluster, "old", down=BEFORE)
    assert [await rows(old, statement) for statement in (text, facts, windows)] == before
    assert await rows(old, "select count(*) from edition where state = 'draft'") == [(0,)]
    await move(cluster, "old", up="head")
    assert [await rows(old, statement) for statement in (text, facts, windows)] == before
    blind = await rows(
        old,
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and relname <> 'alembic_version' and not relforcerowsecurity",
    )
    assert blind == [], "a table was left without its guard"

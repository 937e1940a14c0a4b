"""What an older installation has recorded goes on: nothing accepted is lost when rows get lineage and occurrences."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path

import asyncpg
import pytest_asyncio
from alembic import command
from alembic.config import Config

from backend.core import provision
from backend.core.embedded import EmbeddedPostgres
from tests.conftest import execute, settings_for

ROOT = Path(__file__).parents[2]
BEFORE = """
insert into region (id, code, name, timezone) values (uuidv7(), '63', 'Самарская область', 'Europe/Samara');
insert into territorial_office (region_id, code, name) select id, 'central', 'ЦУ' from region;
insert into municipality (office_id, code, name) select id, 'm', 'м.р.' from territorial_office;
insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)
    select m.id, 'Ш' || n, 'Школа ' || n, 'Школа', 'sosh', true, true from municipality m, generate_series(1, 2) n;
insert into organisation (code, kind, name, short_name) values ('cu', 'territorial_office', 'Управление', 'ЦУ');
insert into act (kind, number, signed_on, issuer, title)
    values ('распоряжение', '64-од', '2021-02-12', 'ЦУ', 'О внесении изменений');
insert into plan (code, title, office_id) select 'p', 'План', id from territorial_office;
insert into edition (plan_id, act_id, number, state, effective_on, period_text, period_start, period_end,
    responsible_official)
    select p.id, a.id, 2, 'in_force', '2021-02-12', '2021', '2021-01-01', '2021-12-31', 'начальник'
    from plan p, act a;
insert into section (edition_id, code, title, position) select id, '500+', 'Проект', 1 from edition;
insert into activity (section_id, number, position, title, term_source, recurrence, responsible_source,
    responsible, expected_result, target_set, required_facts, source)
    select s.id, v.number, v.place, 'Строка', 'до 10.03.2021', 'once', 'ЦУ, директора', '{cu,school_director}',
        v.expected, 'project_500_schools', v.facts::text[], '{}'
    from section s, (values ('500+.4', 1, '100% школ', '{visit_held}'), ('1.1', 2, null, '{row_accepted}'),
        ('6.2', 3, null, '{}')) v (number, place, expected, facts);
insert into activity_window (activity_id, position, ends_on, is_derived, accepted_on, note)
    select id, 1, '2021-03-10', false, case number when '1.1' then date '2021-03-09' end,
        case number when '6.2' then '4 из 6' end from activity;
insert into project_member (plan_id, school_id, joined_on, basis)
    select p.id, s.id, '2021-02-12', 'распоряжение' from plan p, school s;
insert into fact_kind (code, title, missing_text, requires, position) values
    ('visit_held', 'Посещение', 'нет посещения', '{}', 1), ('row_accepted', 'Строка', 'нет', '{}', 2);
insert into evidence (school_id, fact_kind_id, activity_id, state, occurred_on, basis)
    select s.id, k.id, case k.code when 'row_accepted' then a.id end, v.state, v.day, 'акт'
    from (values ('Ш1', 'visit_held', 'accepted', date '2021-03-03'), ('Ш2', 'visit_held', 'returned', '2021-03-04'),
        ('Ш1', 'row_accepted', 'accepted', '2021-03-05')) v (school, fact, state, day)
    join school s on s.code = v.school join fact_kind k on k.code = v.fact
    join activity a on a.number = '1.1'
"""
STATE = "select a.number, count(*), count(v.met_on) from edition e cross join lateral app.result_state(e.id, $1) v join activity a on a.id = v.activity_id group by a.number order by a.number"


@pytest_asyncio.fixture(loop_scope="session")
async def older(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> AsyncGenerator[asyncpg.Connection, None]:
    """An installation of the first release with a plan half carried out."""
    await execute(cluster, "drop database if exists older with (force)", "create database older")
    await provision._prepare_roles(cluster.url("older"), settings_for(cluster, "older", tmp_path))
    await _move(cluster, "0009_add_row_state")
    connection = await asyncpg.connect(cluster.url("older"))
    for statement in BEFORE.split(";\n"):
        await connection.execute(statement)
    yield connection
    await connection.close()
    await execute(cluster, "drop database older with (force)")


async def _move(cluster: EmbeddedPostgres, target: str) -> None:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", cluster.url("older").replace("%", "%%"))
    step = command.downgrade if target == "-3" else command.upgrade
    await asyncio.to_thread(step, config, target)


async def test_figures_occurrences_parties_and_notes_are_carried_over(
    cluster: EmbeddedPostgres, older: asyncpg.Connection
) -> None:
    await _move(cluster, "head")
    found = await older.fetch(STATE, date(2021, 3, 17))
    assert [tuple(row) for row in found] == [("1.1", 2, 1), ("500+.4", 2, 1)]
    occurrences = await older.fetch(
        "select a.number, s.code, o.state, o.done_on, o.comment from occurrence o"
        " join activity a on a.lineage_id = o.lineage_id left join school s on s.id = o.school_id"
        " order by a.number, s.code nulls first"
    )
    assert [tuple(row) for row in occurrences] == [
        ("1.1", None, "accepted", date(2021, 3, 9), None),
        ("1.1", "Ш1", "accepted", date(2021, 3, 5), None),
        ("6.2", None, "in_progress", None, "4 из 6"),
    ]
    assert await older.fetchval("select count(*) from occurrence_step") == 3
    parties = await older.fetch(
        "select distinct t.part, t.kind, g.code, t.role from activity_party t"
        " left join organisation g on g.id = t.organisation_id order by t.kind"
    )
    assert [tuple(row) for row in parties] == [
        ("responsible", "organisation", "cu", None),
        ("co_executor", "role", None, "school_head"),
    ]
    explicit = await older.fetch(
        "select a.number, r.is_explicit from expected_result r join activity a on a.id = r.activity_id"
        " order by a.number"
    )
    assert [tuple(row) for row in explicit] == [("1.1", False), ("500+.4", True)]
    # What was offered stays what it was: a returned visit is no fact, and every row has kept its paper.
    assert await older.fetchval("select count(*) from evidence") == 3


async def test_what_was_carried_over_survives_a_step_back(
    cluster: EmbeddedPostgres, older: asyncpg.Connection
) -> None:
    await _move(cluster, "head")
    await _move(cluster, "-3")
    assert await older.fetchval("select count(*) from evidence") == 3
    assert await older.fetchval("select count(*) from activity") == 3

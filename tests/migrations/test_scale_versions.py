"""Scales of before release 0023 become first versions from the file, and protocols keep theirs; and back."""

from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg
import pytest_asyncio

from backend.core import provision
from backend.core.database import create_engine
from backend.core.embedded import EmbeddedPostgres
from backend.core.settings import WORKER_ROLE
from backend.features.assessments.reference import load_assessment_reference
from tests.conftest import execute, settings_for
from tests.migrations.test_migrations import move
from tests.world import key

BEFORE = "0022_pack_protocols"
ROWS = f"""
insert into region (id, code, name, timezone) values ('{key("region")}', '63', 'Область', 'Europe/Samara');
insert into territorial_office (id, region_id, code, name) values ('{key("office")}', '{key("region")}', 'cu', 'ЦУ');
insert into municipality (id, office_id, code, name) values ('{key("place")}', '{key("office")}', 'm', 'Район');
insert into school (id, municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)
    values ('{key("one")}', '{key("place")}', '1', 'Первая', 'Первая', 'sosh', true, true);
insert into subject (id, code, name, short_name, synonyms, position)
    values ('{key("math")}', 'math', 'Математика', 'МА', '{{}}', 1);
insert into scale (id, procedure, subject_id, programme_grade, year_from, year_to, min_3, min_4, min_5, max_primary, source, confidence)
    values ('{key("same")}', 'vpr', '{key("math")}', 5, 2020, 2022, 7, 11, 15, 20,
            'открытые разборщики файлов ВПР 2020–2022, границы совпадают', 'высокая'),
        ('{key("other")}', 'oge', '{key("math")}', 9, 2024, 2024, 8, 15, 22, 31, 'без условий', 'высокая');
insert into task_list (id, digest, names, maxima) values ('{key("tasks")}', 'x', '{{1}}', '{{20}}');
insert into work (id, procedure, year, wave, subject_id, grade, programme_grade)
    values ('{key("vpr work")}', 'vpr', 2020, 'autumn', '{key("math")}', 6, 5), ('{key("oge work")}', 'oge', 2024, 'main', '{key("math")}', 9, 9);
insert into protocol (id, school_id, work_id, version, state, scale_id, content_hash, participants, n2, n3, n4, n5,
    sum_primary, n_primary, lowered, confirmed, raised, task_list_id, basis, n_below, n_high, sum_test, n_test)
    select p.id, '{key("one")}', p.work, 1, 'current', p.scale, 'x', 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, '{key("tasks")}', 'rows', 1, 0, 0, 0
    from (values ('{key("vpr protocol")}'::uuid, '{key("vpr work")}'::uuid, '{key("same")}'::uuid),
        ('{key("oge protocol")}', '{key("oge work")}', '{key("other")}')) p (id, work, scale);
"""


@pytest_asyncio.fixture(loop_scope="session")
async def old(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> AsyncGenerator[asyncpg.Connection, None]:
    await execute(cluster, "drop database if exists scaled with (force)", "create database scaled")
    settings = settings_for(cluster, "scaled", tmp_path)
    await provision._prepare_roles(cluster.url("scaled"), settings)
    await move(cluster, "scaled", up=BEFORE)
    connection = await asyncpg.connect(cluster.url("scaled"))
    await connection.execute(ROWS)
    yield connection
    await connection.close()
    await execute(cluster, "drop database scaled with (force)")


async def rows(connection: asyncpg.Connection, statement: str) -> list[tuple[object, ...]]:
    # Plans of before a migration must not answer after it.
    await connection.reload_schema_state()
    return [tuple(row) for row in await connection.fetch(statement)]


async def test_stored_scales_become_versions_and_the_way_back_keeps_what_it_can_say(
    cluster: EmbeddedPostgres, old: asyncpg.Connection, tmp_path: Path
) -> None:
    pointing = "select p.id, p.scale_id from protocol p order by p.id"
    before = await rows(old, pointing)
    kept = "select id, min_3, min_4, min_5, max_primary, source from scale order by id"
    figures = await rows(old, kept)

    await move(cluster, "scaled", up="0023_version_scales")
    assert await rows(old, pointing) == before
    assert await rows(old, kept) == figures
    assert await rows(
        old, "select distinct kind, series, version, state, origin, conditions::text from scale"
    ) == [("marks", "", 1, "current", "file", "[]")]

    settings = settings_for(cluster, "scaled", tmp_path)
    engine = create_engine(settings, role=WORKER_ROLE)
    async with engine.begin() as connection:
        await load_assessment_reference(connection)
    await engine.dispose()
    # What is as it was stays the first version; what has got its side condition is a second one.
    versions = (
        "select procedure, version, state, supersedes_id is not null from scale join subject b on b.id = subject_id"
        " where b.code = 'math' and kind = 'marks' and programme_grade in (5, 9) and year_from in (2020, 2024)"
        " and series = '' order by procedure, version"
    )
    assert await rows(old, versions) == [
        ("oge", 1, "superseded", False),
        ("oge", 2, "current", True),
        ("vpr", 1, "current", False),
    ]
    assert await rows(old, pointing) == before

    await move(cluster, "scaled", down=BEFORE)
    assert [row[1] is not None for row in await rows(old, pointing)] == [True, True]
    back = await rows(
        old,
        "select s.procedure, s.min_3, s.max_primary from protocol p join scale s on s.id = p.scale_id"
        " order by s.procedure",
    )
    assert back == [("oge", 8, 31), ("vpr", 7, 20)]
    assert await rows(old, "select count(*) from scale where min_3 is null") == [(0,)]
    await move(cluster, "scaled", up="0023_version_scales")

"""Participants of before release 0022 say the same when they are packed tighter; and back."""

from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg
import pytest_asyncio

from backend.core import provision
from backend.core.embedded import EmbeddedPostgres
from tests.conftest import execute, settings_for
from tests.migrations.test_migrations import move
from tests.migrations.test_scale_versions import rows
from tests.world import key

BEFORE = "0021_count_records"
AFTER = "0022_pack_protocols"
ROWS = f"""
insert into region (id, code, name, timezone) values ('{key("region")}', '63', 'Область', 'Europe/Samara');
insert into territorial_office (id, region_id, code, name) values ('{key("office")}', '{key("region")}', 'cu', 'ЦУ');
insert into municipality (id, office_id, code, name) values ('{key("place")}', '{key("office")}', 'm', 'Район');
insert into school (id, municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)
    values ('{key("one")}', '{key("place")}', '1', 'Первая', 'Первая', 'sosh', true, true);
insert into subject (id, code, name, short_name, synonyms, position)
    values ('{key("math")}', 'math', 'Математика', 'МА', '{{}}', 1);
insert into work (id, procedure, year, wave, subject_id, grade, programme_grade)
    values ('{key("whole")}', 'vpr', 2020, 'autumn', '{key("math")}', 6, 5), ('{key("bare")}', 'oge', 2019, 'main', '{key("math")}', 9, 9);
insert into protocol (id, school_id, work_id, version, state, content_hash, participants, n2, n3, n4, n5,
    sum_primary, n_primary, lowered, confirmed, raised, task_max, task_names)
    values ('{key("p1")}', '{key("one")}', '{key("whole")}', 1, 'current', 'x', 2, 1, 1, 0, 0, 9, 2, 1, 1, 0, '{{2,1}}', '{{1,2}}'),
        ('{key("p2")}', '{key("one")}', '{key("bare")}', 1, 'current', 'y', 2, 1, 1, 0, 0, 9, 2, 0, 0, 0, '{{}}', '{{}}');
insert into protocol_participants (protocol_id, codes, class_names, variants, primary_scores, marks, journal_marks, task_scores)
    values ('{key("p1")}', '{{501,502,503}}', '{{6Б,6А,NULL}}', '{{2,NULL,1}}', '{{2,1,NULL}}', '{{3,2,NULL}}', '{{3,NULL,4}}',
            '{{2,0,1,NULL,NULL,NULL}}'),
        ('{key("p2")}', '{{1,630000000012}}', '{{NULL,NULL}}', '{{NULL,NULL}}', '{{4,5}}', '{{2,3}}', '{{NULL,NULL}}', '{{}}');
"""
SAID = (
    "select protocol_id, place, participant_code::text, class_name, variant, primary_score, mark, journal_mark,"
    " coalesce(task_scores, '{}') from result order by protocol_id, place"
)


@pytest_asyncio.fixture(loop_scope="session")
async def old(
    cluster: EmbeddedPostgres, tmp_path: Path
) -> AsyncGenerator[asyncpg.Connection, None]:
    await execute(cluster, "drop database if exists packed with (force)", "create database packed")
    await provision._prepare_roles(cluster.url("packed"), settings_for(cluster, "packed", tmp_path))
    await move(cluster, "packed", up=BEFORE)
    connection = await asyncpg.connect(cluster.url("packed"))
    await connection.execute(ROWS)
    yield connection
    await connection.close()
    await execute(cluster, "drop database packed with (force)")


async def test_rows_say_the_same_before_and_after_and_back(
    cluster: EmbeddedPostgres, old: asyncpg.Connection
) -> None:
    said = await rows(old, SAID)
    assert len(said) == 5
    await move(cluster, "packed", up=AFTER)
    assert await rows(old, SAID) == said
    assert await rows(
        old,
        "select id, codes is null, class_numbers is null, journal_marks is null from protocol_participants order by codes",
    ) == [(key("p1"), False, False, False), (key("p2"), True, True, True)]
    assert await rows(old, "select n_below, basis from protocol order by id") == [(1, "rows")] * 2
    await move(cluster, "packed", down=BEFORE)
    assert await rows(old, SAID) == said
    await move(cluster, "packed", up=AFTER)

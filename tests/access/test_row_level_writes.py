"""Writes past the API: rows of others, jobs and uploads in somebody else's name (Z1, Z2)."""

import asyncpg
import pytest

from backend.tables import Base
from tests.access.conftest import Connection, EnterAs
from tests.world import CANARY, key

TABLES = sorted(table.name for table in Base.metadata.sorted_tables)
# By these a row of the foreign region is known: its mark, or whose it is.
FOREIGN = [f"%{CANARY}%"] + [
    f"%{key(name)}%"
    for name in (
        "office:foreign",
        "plan:foreign",
        "edition:foreign",
        "section:foreign",
        "activity:foreign:500+.4",
        "lineage:foreign:500+.4",
        "occurrence:foreign:500+.4",
        "school:foreign",
        "person:foreign",
    )
]


async def test_nothing_can_be_written_among_the_rows_of_the_foreign_office(
    owner: Connection, app_role: Connection, enter_as: EnterAs
) -> None:
    """Past the API: what a role sees nothing of it cannot add to, change or delete either."""
    tried = []
    for table in TABLES:
        foreign = await owner.fetchval(
            f"select to_jsonb(t) from {table} t where t::text like any ($1) limit 1", FOREIGN
        )
        if foreign is None or not await owner.fetchval(
            "select has_table_privilege('marshrut_app', $1, 'insert')", table
        ):
            continue
        for role in ("coordinator", "head", "school_head", "curator", "machine_medk"):
            async with app_role.transaction():
                await enter_as(app_role, role)
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with app_role.transaction():
                        await app_role.execute(
                            f"insert into {table} select (jsonb_populate_record(null::{table}, $1)).*",
                            foreign,
                        )
                for command in (f"update {table} set id = id", f"delete from {table}"):
                    try:
                        async with app_role.transaction():
                            done = await app_role.execute(
                                f"{command} where id = ($1::jsonb ->> 'id')::uuid", foreign
                            )
                    except asyncpg.InsufficientPrivilegeError:
                        continue
                    assert done.endswith(" 0"), (role, table, command)
        tried.append(table)
    assert set(tried) >= {
        "activity", "activity_party", "activity_window", "author_question", "deputy", "edition", "edition_draft",
        "evidence", "expected_result", "lineage", "occurrence", "occurrence_step", "period_lock", "plan",
        "plan_import", "project_member", "reschedule", "section",
    }  # fmt: skip


async def test_a_job_without_an_owner_cannot_be_slipped_in(app_role: Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app_role.execute("insert into job (kind, payload) values ('commit_upload', '{}')")


async def test_nobody_can_ask_for_a_job_or_file_an_upload_as_somebody_else(
    app_role: Connection, enter_as: EnterAs
) -> None:
    for role in ("coordinator", "machine_results"):
        async with app_role.transaction():
            await enter_as(app_role, role)
            for table, columns in (
                ("job", "kind, payload"),
                ("upload", "state, filename, size, sha256"),
            ):
                values = "'x', '{}'" if table == "job" else "'received', 'x', 1, 'x'"
                for stranger in (key("person:foreign"), key("person:head")):
                    with pytest.raises(asyncpg.InsufficientPrivilegeError):
                        async with app_role.transaction():
                            await app_role.execute(
                                f"insert into {table} ({columns}, person_id) values ({values}, $1)",
                                stranger,
                            )

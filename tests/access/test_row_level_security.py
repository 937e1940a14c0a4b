"""PostgreSQL is the gate: by its own catalog, without a context, and row by row for every role (Z1, Z2, Z5, Z10)."""

from pathlib import Path

import asyncpg
import pytest
import yaml

from backend.core.settings import APP_ROLE, WORKER_ROLE
from backend.tables import Base
from tests.access.conftest import Connection, EnterAs
from tests.world import CANARY, SUBJECTS, key

TABLES = sorted(table.name for table in Base.metadata.sorted_tables)
GRANTS = Path(__file__).with_name("grants.yaml")
STEPS = [table for table in TABLES if table.endswith("_step")]  # only added to
# Reference data every signed-in person may read; the rest belongs to somebody.
PUBLIC = {"region", "territorial_office", "municipality", "organisation", "act"}
OWN_OFFICE = [role for role in SUBJECTS if role not in {"admin", "auditor"}]


async def test_every_table_forces_row_level_security_and_has_policies(owner: Connection) -> None:
    rows = await owner.fetch(
        "select c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner) as owner,"
        " array(select p.polroles::regrole[]::text[] && array['marshrut_app'] from pg_policy p"
        "   where p.polrelid = c.oid and p.polcmd in ('r', '*')) as app_reads"
        " from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"
    )
    found = {row["relname"]: row for row in rows if row["relname"] != "alembic_version"}
    assert sorted(found) == TABLES
    for name, row in found.items():
        assert row["relrowsecurity"], name
        assert row["relforcerowsecurity"], name
        assert row["owner"] == "marshrut_owner", name
        assert any(row["app_reads"]), f"{name}: no policy says what the application may read"


async def test_every_view_reads_with_the_rights_of_its_reader(owner: Connection) -> None:
    rows = await owner.fetch(
        "select relname, coalesce('security_invoker=true' = any (reloptions), false) as invoker from pg_class"
        " where relkind in ('v', 'm') and relnamespace in ('public'::regnamespace, 'app'::regnamespace)"
    )
    assert {row["relname"]: row["invoker"] for row in rows} == {
        "fact": True,
        "result": True,
        "support_fact": True,
    }


async def test_functions_that_act_for_another_are_the_gates_and_look_in_fixed_places(
    owner: Connection,
) -> None:
    rows = await owner.fetch(
        "select p.proname, p.prosecdef, pg_get_userbyid(p.proowner) as owner, p.prosqlbody is not null as bound,"
        " array_to_string(p.proconfig, ';') as config"
        " from pg_proc p where p.pronamespace = 'app'::regnamespace"
    )
    assert len(rows) > 15
    for row in rows:
        config = row["config"] or ""
        assert config.startswith("search_path=pg_catalog"), row["proname"]
        if row["prosecdef"]:
            assert row["owner"] == "marshrut_gate", row["proname"]
            # A body bound at creation cannot be led astray; a text body needs pg_temp at the end.
            assert row["bound"] or config.endswith("pg_temp"), row["proname"]


async def test_the_roles_of_the_product_are_bare(owner: Connection) -> None:
    rows = await owner.fetch(
        "select r.*, array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid) as member,"
        " (select count(*) from pg_class c where c.relowner = r.oid)"
        " + (select count(*) from pg_proc c where c.proowner = r.oid) as owns"
        " from pg_roles r where r.rolname = any ($1)",
        [APP_ROLE, WORKER_ROLE],
    )
    assert len(rows) == 2
    for row in rows:
        for power in ("super", "bypassrls", "createrole", "createdb", "replication", "inherit"):
            assert not row[f"rol{power}"], (row["rolname"], power)
        assert row["member"] == []
        assert row["owns"] == 0
    gate = await owner.fetchrow("select * from pg_roles where rolname = 'marshrut_gate'")
    assert gate is not None
    assert not gate["rolcanlogin"]
    assert not gate["rolbypassrls"]
    assert not gate["rolsuper"]


async def test_the_application_may_write_only_where_the_house_says(owner: Connection) -> None:
    rows = await owner.fetch(
        "select t, p from unnest($1::text[]) as t, unnest(array['insert', 'update', 'delete', 'truncate',"
        " 'references', 'trigger', 'maintain']) as p where has_table_privilege('marshrut_app', t, p)",
        TABLES,
    )
    granted: dict[str, set[str]] = {}
    for table, power in rows:
        granted.setdefault(table, set()).add(power)
    written = {
        table: set(powers)
        for table, powers in yaml.safe_load(GRANTS.read_text(encoding="utf-8")).items()
    }
    assert granted == {step: {"insert"} for step in STEPS} | written


async def some_row(owner: Connection, table: str) -> str:
    found = await owner.fetchval(f"select to_jsonb(t) from {table} t limit 1")
    return str(found or "{}")


@pytest.mark.parametrize("role", [APP_ROLE])
async def test_without_a_context_no_row_is_read_or_written(
    owner: Connection, app_role: Connection, role: str
) -> None:
    for table in TABLES:
        assert await app_role.fetchval(f"select count(*) from {table}") == 0, table
        for command in (f"update {table} set id = id", f"delete from {table}"):
            try:
                done = await app_role.execute(command)
            except asyncpg.InsufficientPrivilegeError:
                continue
            assert done.endswith(" 0"), (table, done)
        columns = await owner.fetchval(
            "select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = $1::regclass"
            " and attnum > 0 and attgenerated = '' and attidentity = '' and not attisdropped",
            table,
        )
        row = await some_row(owner, table)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app_role.execute(
                f"insert into {table} ({columns}) select {columns} from jsonb_populate_record(null::{table}, $1)",
                row,
            )
    for view in ("fact", "result"):
        assert await app_role.fetchval(f"select count(*) from {view}") == 0


async def test_a_temporary_table_does_not_answer_for_a_real_one(app_role: Connection) -> None:
    async with app_role.transaction():
        await app_role.execute(
            "create temp table machine_client (id uuid, name text, client_id text, scopes text[],"
            " revoked_at timestamptz, expires_at timestamptz, role text, office_id uuid, region_id uuid)"
        )
        await app_role.execute(
            "insert into pg_temp.machine_client values ($1, 'x', 'x', '{}', null, 'infinity', 'admin', null, null)",
            key("nobody"),
        )
        await app_role.execute("grant select on pg_temp.machine_client to public")
        entered = await app_role.fetchval(
            "select app.enter('client', $1, null, '', null)", key("nobody")
        )
        assert entered is None


async def seen(connection: Connection, table: str) -> str:
    return "\n".join(
        row[0] for row in await connection.fetch(f"select to_jsonb(t)::text from {table} t")
    )


async def test_rows_of_the_foreign_region_are_hidden_from_every_role_of_the_own_office(
    owner: Connection, app_role: Connection, enter_as: EnterAs
) -> None:
    private = [t for t in TABLES if t not in PUBLIC]
    marked = [t for t in private if CANARY in await seen(owner, t)]
    assert len(marked) >= 10, "the world must have something to hide"
    for role in SUBJECTS:
        async with app_role.transaction():
            await enter_as(app_role, role)
            visible = {t: await seen(app_role, t) for t in (*private, "fact", "result")}
        leaked = [t for t, rows in visible.items() if CANARY in rows]
        if role in OWN_OFFICE:
            assert leaked == [], role
            assert visible["school"], f"{role} sees nothing at all: the test would prove nothing"
        else:
            assert len(leaked) >= 8, role


async def test_loosening_any_rule_of_reading_lets_a_canary_out(
    owner: Connection, app_role: Connection, enter_as: EnterAs
) -> None:
    """The proof that the test above would notice: each rule is lifted in turn."""
    policies = await owner.fetch(
        "select tablename, policyname from pg_policies where 'marshrut_app' = any (roles) and cmd = 'SELECT'"
    )
    noticed: list[str] = []
    silent: list[str] = []
    for table, policy in policies:
        if CANARY not in await seen(owner, table) or table in PUBLIC:
            continue
        change = owner.transaction()
        await change.start()
        await owner.execute(f"alter policy {policy} on {table} using (true)")
        await owner.execute("set local role marshrut_app")
        await enter_as(owner, "coordinator")
        (noticed if CANARY in await seen(owner, table) else silent).append(table)
        await change.rollback()
    assert silent == []
    assert len(noticed) >= 10


async def test_a_curators_rights_follow_the_assignment_day_by_day(
    owner: Connection, app_role: Connection
) -> None:
    await owner.execute("delete from accompaniment")
    await owner.execute(
        "update assignment set period = daterange('2021-03-01', '2021-03-20') where person_id = $1",
        key("person:curator"),
    )

    async def schools_at(moment: str) -> int:
        async with app_role.transaction():
            await app_role.fetchval(
                "select app.enter('person', $1, $2, '', $3::text::timestamptz)",
                key("person:curator"),
                key("session:curator"),
                moment,
            )
            count: int = await app_role.fetchval("select count(*) from school")
            return count

    # Days of Samara (UTC+4): the first begins at 20:00 UTC the day before, the last ends likewise.
    assert await schools_at("2021-02-28 19:59:59+00") == 0
    assert await schools_at("2021-02-28 20:00:00+00") == 1
    assert await schools_at("2021-03-19 19:59:59+00") == 1
    assert await schools_at("2021-03-19 20:00:00+00") == 0


async def test_a_grant_ends_with_its_last_day_and_an_ended_one_shows_nothing(
    owner: Connection, app_role: Connection, enter_as: EnterAs
) -> None:
    await owner.execute(
        "update role_grant set valid_to = '2021-03-16' where person_id = $1", key("person:head")
    )
    async with app_role.transaction():
        await enter_as(app_role, "head")
        assert await app_role.fetchval("select count(*) from school") == 0
    await owner.execute(
        "update role_grant set valid_to = '2021-03-17' where person_id = $1", key("person:head")
    )
    async with app_role.transaction():
        await enter_as(app_role, "head")
        assert await app_role.fetchval("select count(*) from school") == 3

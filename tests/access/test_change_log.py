"""Every change of every table leaves one entry in the same transaction, whoever writes and however (J4–J6)."""

import hashlib
import json
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import select, update

from backend.access.scope import act_as
from backend.core.database import SessionFactory
from backend.tables import Base, Evidence, School
from tests.access.conftest import Connection, EnterAs
from tests.access.log_cases import CASES, DIGESTED, SHORT, UNLOGGED, copy_row
from tests.world import key

LOGGED = [table.name for table in Base.metadata.sorted_tables if table.name not in UNLOGGED]
PERSON = key("person:head")


async def entries(connection: Connection, table: str, **where: object) -> list[dict[str, Any]]:
    conditions = "".join(f" and {name} = ${n}" for n, name in enumerate(where, 2))
    rows = await connection.fetch(
        f"select * from change where table_name = $1 and tx >= pg_snapshot_xmin('{MARK[0]}'::pg_snapshot)"
        f" and seq > {MARK[1]}{conditions} order by seq",
        table,
        *where.values(),
    )
    return [
        dict(row) | {side: row[side] and json.loads(row[side]) for side in ("old", "new")}
        for row in rows
    ]


MARK: list[Any] = ["1:1:", 0]


@pytest.fixture(autouse=True)
async def mark(worker_role: Connection) -> None:
    """Look only at entries made after the world was built."""
    MARK[0] = await worker_role.fetchval("select pg_current_snapshot()::text")
    MARK[1] = await worker_role.fetchval("select coalesce(max(seq), 0) from change")


async def act(connection: Connection) -> None:
    await connection.execute(
        "select set_config('app.person', $1, false), set_config('app.request', 'log-test', false)",
        str(PERSON),
    )


def test_every_table_has_a_case() -> None:
    assert set(CASES) == set(LOGGED)


async def test_every_table_logs_insert_update_and_delete_with_what_differs(
    worker_role: Connection,
) -> None:
    await act(worker_role)
    made = []
    for table in LOGGED:
        changes, setting = CASES[table]
        row_id = await copy_row(worker_role, table, changes)
        made.append((table, row_id))
        before = json.loads(
            await worker_role.fetchval(f"select to_jsonb(t) from {table} t where id = $1", row_id)
        )
        await worker_role.execute(f"update {table} set {setting} where id = $1", row_id)
        after = json.loads(
            await worker_role.fetchval(f"select to_jsonb(t) from {table} t where id = $1", row_id)
        )
        inserted, updated = await entries(worker_role, table)
        assert (inserted["operation"], updated["operation"]) == ("insert", "update"), table
        differing = {name for name in before if before[name] != after[name]}
        assert differing, f"{table}: the case changes nothing"
        assert set(updated["old"]) == set(updated["new"]) == differing, table
        assert inserted["old"] is None
        assert set(inserted["new"]) == SHORT.get(table, set(before))
        hashed = DIGESTED.get(table, set())
        for image, row in (
            (inserted["new"], before),
            (updated["new"], after),
            (updated["old"], before),
        ):
            for name, value in image.items():
                if name in hashed and value is not None:
                    assert value.startswith("sha256:"), (table, name)
                    assert len(value) == 71
                else:
                    assert value == row[name], (table, name)
        for entry, row in ((inserted, before), (updated, after)):
            assert entry["entity_id"] == row_id
            assert entry["person_id"] == PERSON
            assert entry["request_id"] == "log-test"
            assert entry["database_role"] == "marshrut_worker"
            school = row["id"] if table == "school" else row.get("school_id")
            assert str(entry["school_id"]) == str(school), table
    for table, row_id in reversed(made):
        await worker_role.execute(f"delete from {table} where id = $1", row_id)
        *_, deleted = await entries(worker_role, table)
        assert deleted["operation"] == "delete", table
        assert deleted["new"] is None
        assert deleted["entity_id"] == row_id


async def test_a_digest_is_of_the_value_so_that_a_copy_can_be_proven(
    worker_role: Connection,
) -> None:
    kept = await worker_role.fetchval("select secret_hash from machine_client order by id limit 1")
    await worker_role.execute("update machine_client set secret_hash = 'новый' where true")
    entry = (await entries(worker_role, "machine_client"))[0]
    olds = {e["old"]["secret_hash"] for e in await entries(worker_role, "machine_client")}
    assert "sha256:" + hashlib.sha256(kept.encode()).hexdigest() in olds
    assert entry["new"]["secret_hash"] == "sha256:" + hashlib.sha256("новый".encode()).hexdigest()


async def test_sets_upserts_merges_and_loads_leave_one_entry_a_row(worker_role: Connection) -> None:
    columns = "school_id, fact_kind_id, kind, state, occurred_on, basis"
    await worker_role.execute(
        f"insert into evidence ({columns}) select school_id, fact_kind_id, 'requisites', state, occurred_on, 'набор '"
        " || n from evidence, generate_series(1, 100) as n"
    )
    total = await worker_role.fetchval("select count(*) from evidence where basis like 'набор %'")
    assert total >= 500
    assert len(await entries(worker_role, "evidence")) == total

    await worker_role.execute("update evidence set basis = basis || '!' where basis like 'набор %'")
    assert len(await entries(worker_role, "evidence", operation="update")) == total

    async with worker_role.transaction():
        made = "create temp table loaded (school_id uuid, basis text) on commit drop"
        await worker_role.execute(made)
        await worker_role.copy_records_to_table(
            "loaded", records=[(key("school:own"), f"копия {n}") for n in range(50)]
        )
        await worker_role.execute(
            f"insert into evidence ({columns}) select school_id, $1, 'requisites', 'submitted', '2021-03-01', basis from loaded",
            key("fact:visit_held"),
        )
    assert len(await entries(worker_role, "evidence", operation="insert")) == total + 50

    upsert = (
        "insert into low_results_status (school_id, academic_year, status, basis)"
        " select id, year, 'at_risk', 'x' from school, (values (2020), (2025)) as y (year)"
        " on conflict (school_id, academic_year) do update set status = excluded.status"
    )
    await worker_role.execute(upsert)
    operations = [e["operation"] for e in await entries(worker_role, "low_results_status")]
    assert sorted(operations) == ["insert"] * 4 + ["update"] * 4

    await worker_role.execute(
        "merge into low_results_status l using school s on l.school_id = s.id and l.academic_year = 2025"
        " when matched and s.id = $1 then delete when matched then update set basis = 'y'",
        key("school:own"),
    )
    merged = (await entries(worker_role, "low_results_status"))[8:]
    assert sorted(e["operation"] for e in merged) == ["delete"] + ["update"] * 3

    await worker_role.execute("delete from evidence where basis like 'набор %'")
    assert len(await entries(worker_role, "evidence", operation="delete")) == total


async def test_what_a_foreign_key_deletes_is_logged_too(worker_role: Connection) -> None:
    await worker_role.execute("delete from period_lock")
    await worker_role.execute("delete from edition where id = $1", key("draft:own"))
    await worker_role.execute("delete from edition where id = $1", key("edition:own"))
    deleted = {
        "edition": 2, "edition_draft": 1, "section": 1, "activity": 2, "activity_window": 2,
        "activity_party": 2, "expected_result": 2, "author_question": 2,
    }  # fmt: skip
    for table, count in deleted.items():
        assert len(await entries(worker_role, table, operation="delete")) == count, table


async def test_the_orm_is_logged_with_its_actor(
    worker_sessions: SessionFactory, worker_role: Connection
) -> None:
    async with worker_sessions() as session, session.begin():
        await act_as(session, person_id=None, client_id=key("client:machine_medk"))
        session.add(Evidence(
            school_id=key("school:own"), fact_kind_id=key("fact:medk_mark"), kind="system",
            state="submitted", occurred_on=await session.scalar(select(Evidence.occurred_on).limit(1)), basis="отметка",
        ))  # fmt: skip
        school = await session.get(School, key("school:own"))
        assert school is not None
        school.pupils = 90
        await session.execute(update(School).values(teachers=16))
    assert len(await entries(worker_role, "evidence", client_id=key("client:machine_medk"))) == 1
    updates = await entries(worker_role, "school", operation="update")
    assert [e["new"] for e in updates if "pupils" in e["new"]] == [{"pupils": 90}]
    assert len([e for e in updates if "teachers" in e["new"]]) == 4


async def test_a_request_names_its_person_and_request_and_keeps_no_secret(
    anonymous: httpx.AsyncClient, worker_role: Connection
) -> None:
    reply = await anonymous.post(
        "/api/v1/auth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": "machine_medk",
            "client_secret": "wrong",
        },
        headers={"x-request-id": "guess-1"},
    )
    assert reply.status_code == 401
    (entry,) = await entries(worker_role, "login_attempt")
    assert entry["request_id"] == "guess-1"
    assert entry["database_role"] == "marshrut_app"
    assert "wrong" not in json.dumps(entry["new"])
    assert "machine_medk" not in json.dumps(entry["new"])


async def test_an_update_that_changes_nothing_and_progress_of_a_job_are_not_changes(
    worker_role: Connection,
) -> None:
    await worker_role.execute("update school set pupils = pupils")
    assert await entries(worker_role, "school") == []
    await worker_role.execute(
        "update job set progress_done = 5, progress_total = 9, progress_text = 'идёт', lease_until = now()"
    )
    assert await entries(worker_role, "job") == []
    await worker_role.execute(
        "update job set state = 'running', lease_until = null where id = $1", key("job:own")
    )
    (entry,) = await entries(worker_role, "job")
    assert entry["new"] == {"state": "running"}


async def test_what_is_rolled_back_leaves_no_entry(worker_role: Connection) -> None:
    transaction = worker_role.transaction()
    await transaction.start()
    await worker_role.execute("update school set pupils = 1")
    assert len(await entries(worker_role, "school")) == 4
    await transaction.rollback()
    assert await entries(worker_role, "school") == []


async def test_no_entry_no_change(owner: Connection, worker_role: Connection) -> None:
    await owner.execute("revoke insert on change from marshrut_gate")
    for statement in (
        "update school set pupils = 1",
        "delete from login_attempt",
        "delete from evidence",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker_role.execute(statement)
    assert await worker_role.fetchval("select count(*) from school where pupils = 1") == 0
    assert await worker_role.fetchval("select count(*) from evidence") > 0


FORBIDDEN = [
    "insert into change (database_role, table_name, entity_id, operation) values ('x', 'x', uuidv7(), 'insert')",
    "update change set person_id = null",
    "delete from change",
    "truncate change",
    "alter table change disable trigger all",
    "alter table school disable trigger all",
    "drop trigger change_log_update on school",
    "set session_replication_role = replica",
    "set role marshrut_gate",
    "set role marshrut_owner",
    "create policy x on change using (true)",
    "alter table school no force row level security",
    "create table public.other (id int)",
    "create or replace function app.log_change() returns trigger language sql as 'select null'",
]


async def test_the_log_cannot_be_touched_or_switched_off(
    app_role: Connection, worker_role: Connection, enter_as: EnterAs
) -> None:
    for command in FORBIDDEN:
        async with app_role.transaction():
            await enter_as(app_role, "admin")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with app_role.transaction():
                    await app_role.execute(command)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker_role.execute(command)


async def test_no_table_can_be_truncated_and_no_key_changed(owner: Connection) -> None:
    for table in (*LOGGED, "change"):
        with pytest.raises(asyncpg.RaiseError, match="change log"):
            await owner.execute(f"truncate {table} cascade")
    for table in LOGGED:
        if table in {"login_attempt", "scale"}:
            continue  # empty in the world
        with pytest.raises(
            (asyncpg.RaiseError, asyncpg.ForeignKeyViolationError), match="never changes"
        ):
            await owner.execute(f"update {table} set id = uuidv7()")

"""The decree as the seed writes it, with three schools in the project and nothing done: situations are built on it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import insert, text

from backend.access.passwords import hash_secret
from backend.access.tokens import Claims, TokenMaker
from backend.core.database import create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.files import FolderFiles
from backend.core.jobs import JobRunner
from backend.core.provision import prepare_database
from backend.core.settings import WORKER_ROLE, Settings
from backend.main import create_app
from backend.seed.accounts import load_accounts, person_id
from backend.seed.decree import activity_id, lineage_id, load_decree, plan_id
from backend.seed.reference import load_reference
from backend.seed.registry import load_registry, school_id
from backend.seed.sources import key
from backend.tables import AuthSession
from backend.worker import HANDLERS, _ask_daily
from tests.conftest import SECRET, _numbers, client_of, execute, settings_for

PROJECT = ("vasilyevka", "belozerki", "binaradka")
CURATORS = ("obraztsova", "primerov", "uslovnaya")
SIGNED_IN = ("head", "coordinator", "methodist", "school_head", "uslovnaya")
EDITION = key("edition", "2")
Figure = dict[str, Any]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def decree_template(
    cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> str:
    name = f"decree_template_{next(_numbers)}"  # every folder of tests that asks has one of its own
    await write_decree(cluster, name, tmp_path_factory.mktemp("decree"))
    return name


async def write_decree(cluster: EmbeddedPostgres, name: str, var: Path) -> None:
    """Make a database with the decree; nothing stays connected to it."""
    await execute(cluster, f"create database {name}")
    settings = settings_for(cluster, name, var)
    await asyncio.to_thread(prepare_database, cluster.url(name), settings)
    engine = create_engine(settings, role=WORKER_ROLE)
    async with engine.begin() as connection:
        await load_reference(connection)
        await load_registry(connection)
        await load_accounts(connection, settings)
        await load_decree(connection)
        for school in PROJECT:
            await connection.execute(
                text(
                    "insert into project_member (plan_id, school_id, joined_on, basis)"
                    " values (:plan, :school, '2021-02-12', 'распоряжение')"
                ),
                {"plan": plan_id(), "school": school_id(school)},
            )
        await connection.execute(
            insert(AuthSession),
            [
                {
                    "id": _session(name),
                    "person_id": person_id(name),
                    "generation": 1,
                    "token_hash": hash_secret("no"),
                    "rotated_at": datetime(2021, 1, 1, tzinfo=UTC),
                    "started_at": datetime(2021, 1, 1, tzinfo=UTC),
                    "expires_at": datetime(2100, 1, 1, tzinfo=UTC),
                }
                for name in SIGNED_IN
            ],
        )
    await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def decree(
    cluster: EmbeddedPostgres, decree_template: str, tmp_path: Any
) -> AsyncGenerator["Decree", None]:
    """A copy of the decree of one's own, on 17.03.2021 until somebody moves the clock."""
    name = f"decree_{next(_numbers)}"
    await execute(cluster, f"create database {name} template {decree_template} strategy file_copy")
    async with AsyncExitStack() as stack:
        yield await Decree(settings_for(cluster, name, tmp_path), stack).open()
    await execute(cluster, f"drop database {name} with (force)")


class Decree:
    """An installation with the decree: what people do in it, and what they read."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self.settings = settings
        self._stack = stack
        self._client: httpx.AsyncClient

    async def open(self) -> "Decree":
        app = create_app(self.settings)
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        self._client = await self._stack.enter_async_context(client_of(app))
        return self

    async def move_clock(self, moment: str) -> None:
        """Start the API anew at another moment, «2021-03-11 09:00»; bare days begin at nine, Samara time."""
        day, _, hour = moment.partition(" ")
        now = datetime.fromisoformat(f"{day}T{hour or '09:00'}:00+04:00")
        self.settings = self.settings.model_copy(update={"now": now})
        await self.open()

    async def change(self, statement: str, **values: Any) -> None:
        """Write as the worker, at the moment of the clock."""
        engine = create_engine(self.settings, role=WORKER_ROLE)
        async with engine.begin() as connection:
            moment = self.settings.now.isoformat() if self.settings.now else ""
            await connection.execute(
                text("select set_config('app.now', :now, true)"), {"now": moment}
            )
            await connection.execute(text(statement), values)
        await engine.dispose()

    async def fetch(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        engine = create_engine(self.settings, role=WORKER_ROLE)
        async with engine.connect() as connection:
            rows = [tuple(row) for row in await connection.execute(text(statement), values)]
        await engine.dispose()
        return rows

    async def get(self, path: str, *, who: str = "head", status: int = 200, **params: Any) -> Any:
        reply = await self._client.get(f"/api/v1{path}", headers=_headers(who), params=params)
        assert reply.status_code == status, reply.text
        return reply.json()

    async def post(self, path: str, *, who: str, status: int = 200, **body: Any) -> httpx.Response:
        reply = await self._client.post(f"/api/v1{path}", headers=_headers(who), **body)
        assert reply.status_code == status, reply.text
        return reply

    async def rows(self, *, who: str = "head") -> dict[str, dict[str, Any]]:
        """Return the rows of the edition in force by their numbers."""
        found = await self.get(f"/editions/{EDITION}/activities", who=who)
        return {row["number"]: row for s in found["sections"] for row in s["activities"]}

    async def figures(self, number: str, *, who: str = "head") -> list[Figure]:
        """Return the figures of a row as the plan screen gets them."""
        row = (await self.rows(who=who))[number]
        return [f for f in (row["figure"], *row["other_figures"]) if f is not None]

    async def counts(self, number: str, *, who: str = "head") -> list[tuple[int, int]]:
        return [(f["met"], f["total"]) for f in await self.figures(number, who=who)]

    async def members(self, number: str, result: int = 0, *, who: str = "head") -> list[Any]:
        found = await self.get(f"/activities/{activity_id(number)}", who=who)
        members: list[Any] = found["results"][result]["members"]
        return members

    async def assign(
        self, kind: str, school: str, person: str, start: str = "2021-02-12", end: str | None = None
    ) -> None:
        await self.change(
            "insert into assignment (school_id, person_id, kind, period, act_text)"
            " values (:school, :person, :kind, daterange(:start, :end), 'приказ')",
            school=school_id(school),
            person=person_id(person),
            kind=kind,
            start=date.fromisoformat(start),
            end=date.fromisoformat(end) if end else None,
        )

    async def offer(self, fact: str, *, day: str = "2021-03-01", **about: Any) -> UUID:
        """State a fact as the coordinator: `school`, `person` or `row` names what it is about; return its id."""
        reply = await self.try_offer(fact, day=day, **about)
        assert reply.status_code == 201, reply.text
        return UUID(reply.json()["id"])

    async def try_offer(
        self, fact: str, *, day: str = "2021-03-01", **about: Any
    ) -> httpx.Response:
        """State a fact as the coordinator, whatever comes of it."""
        form: dict[str, Any] = {"fact": fact, "occurred_on": day, "basis": "протокол № 1"}
        if school := about.pop("school", None):
            form["school_id"] = str(school_id(school))
        if person := about.pop("person", None):
            form["person_id"] = str(person_id(person))
        if row := about.pop("row", None):
            form["window_id"] = str(key("window", f"{row}/1"))
        return await self._client.post(
            "/api/v1/evidence", headers=_headers("coordinator"), data=form | about
        )

    async def decide(self, evidence: UUID, action: str) -> None:
        body = {"action": action, "reason": None if action == "accept" else "ошибка в документе"}
        await self.post(f"/evidence/{evidence}/decision", who="head", json=body)

    async def accepted(self, fact: str, **about: Any) -> UUID:
        """State a fact and let the head accept it."""
        evidence = await self.offer(fact, **about)
        await self.decide(evidence, "accept")
        return evidence

    async def add_foreign_school(self) -> None:
        """Let there be a school with low results in another office."""
        await self.change(
            "with office as (select id from territorial_office where code <> 'central' limit 1),"
            " place as (insert into municipality (office_id, code, name)"
            "   select id, 'x', 'Чужой район' from office returning id),"
            " made as (insert into school (municipality_id, code, short_name, full_name, kind, is_rural, is_synthetic)"
            "   select id, 'x', 'Чужая школа', 'Чужая школа', 'sosh', true, true from place returning id)"
            " insert into low_results_status (school_id, academic_year, status, zone, basis)"
            " select id, 2020, 'low_results', 'red', 'x' from made"
        )

    async def new_edition(self, number: str) -> UUID:
        """Replace the edition in force by one that has this row alone, due 15.02.2021; return its id."""
        await self.change("update edition set state = 'superseded' where number = 2")
        copied = "(jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), {}))).*"
        for table, changes, rest in (
            (
                "edition",
                "'number', 3, 'state', 'in_force', 'based_on_id', t.id",
                "where number = 2",
            ),
            (
                "section",
                "'edition_id', e.id",
                "join edition e on e.number = 3 where t.code = '500+'",
            ),
            (
                "activity",
                "'section_id', s.id",
                "join section s on true join edition e on e.id = s.edition_id and e.number = 3"
                f" where t.number = '{number}'",
            ),
        ):
            await self.change(
                f"insert into {table} select {copied.format(changes)} from {table} t {rest}"
            )
        ((edition, row),) = await self.fetch(
            "select e.id, a.id from activity a join section s on s.id = a.section_id"
            " join edition e on e.id = s.edition_id where e.number = 3"
        )
        await self.change(
            "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
            " values (:row, 1, 1, '2021-02-15', false)",
            row=row,
        )
        await self.change(
            "insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)"
            " select :row, x.position, x.title, x.quantifier, x.members, x.unit, x.facts, x.is_explicit"
            " from expected_result x where x.activity_id = :old",
            row=row,
            old=activity_id(number),
        )
        return UUID(str(edition))

    def runner(self, stack: AsyncExitStack | None = None) -> JobRunner:
        engine = create_engine(self.settings, role=WORKER_ROLE, statement_timeout_ms=0)
        (stack or self._stack).push_async_callback(engine.dispose)
        return JobRunner(
            settings=self.settings,
            sessions=session_factory(engine),
            files=FolderFiles(self.settings.var_dir / "files"),
            handlers=HANDLERS,
        )

    async def night(self) -> None:
        """Let a worker that has just been started do what it does once a day, on the day of the clock."""
        runner = self.runner()
        assert await _ask_daily(runner, None) == runner.clock.today()
        while await runner.run_next():
            pass

    async def frozen(self, number: str) -> list[tuple[Any, ...]]:
        """Return (window, result, due_on, met, total) of what is kept of a row."""
        return await self.fetch(
            "select slot, result_position, due_on, met, total from frozen_value where lineage_id = :id"
            " order by due_on, slot, result_position",
            id=lineage_id(number),
        )


def _session(name: str) -> UUID:
    return key("test_session", name)


def _headers(name: str) -> Mapping[str, str]:
    settings = Settings(secret_key=SECRET)
    token = TokenMaker(settings.derived_secret("access-token")).sign(
        Claims("person", person_id(name), _session(name))
    )
    return {"Authorization": f"Bearer {token}"}

"""Everybody at once: whatever is tried at the same moment, no two stand in one place and no promised day is bare."""

import asyncio
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.world import key

STATEMENTS, REQUESTS = 1000, 200
CONNECTIONS = 20
SCHOOLS = [key(f"school:{name}") for name in ("own", "second", "third")]
PEOPLE = [key(f"person:{name}") for name in ("curator", "auditor", "methodist")]
START = date(2021, 3, 1)
# What the database may answer to a loser; anything else is a fault of the schema.
REFUSALS = (
    asyncpg.ExclusionViolationError,
    asyncpg.ForeignKeyViolationError,
    asyncpg.CheckViolationError,
    asyncpg.DeadlockDetectedError,
)
OVERLAPS = """
select count(*) from assignment a join assignment b
    on b.school_id = a.school_id and b.kind = a.kind and b.id > a.id and b.period && a.period
"""
GAPS = """
select count(*) from accompaniment p where not coalesce(datemultirange(p.period) <@ (
    select range_agg(a.period) from assignment a where a.school_id = p.school_id and a.kind = p.kind), false)
"""


async def test_a_thousand_statements_at_once_leave_no_overlap_and_no_gap(
    settings: Settings,
) -> None:
    pool = await asyncpg.create_pool(
        settings.database_url,
        min_size=CONNECTIONS,
        max_size=CONNECTIONS,
        # Losers of a deadlock need not wait a second to be told.
        server_settings={"deadlock_timeout": "50ms"},
    )
    chance = random.Random(500)  # noqa: S311 - not a secret
    wishes = [(chance.choice(SCHOOLS), chance.random(), _days(chance)) for _ in range(STATEMENTS)]

    async def attempt(school: Any, kind: float, days: tuple[date, date]) -> str:
        async with pool.acquire() as connection:
            try:
                async with connection.transaction():
                    return await _act(connection, school, kind, days)
            except REFUSALS as refusal:
                return type(refusal).__name__

    async with pool:
        outcomes = Counter(await asyncio.gather(*(attempt(*wish) for wish in wishes)))
        assert await pool.fetchval(OVERLAPS) == 0
        assert await pool.fetchval(GAPS) == 0
        promised = await pool.fetchval("select count(*) from accompaniment")
    print(f"direct: {dict(outcomes)}, {promised} promises")
    assert sum(outcomes.values()) == STATEMENTS
    assert outcomes["ExclusionViolationError"] > 0
    assert outcomes["ForeignKeyViolationError"] > 0
    for done in ("appointed", "handed over", "ended"):
        assert outcomes[done] > 10, outcomes


def _days(chance: random.Random) -> tuple[date, date]:
    first = START + timedelta(days=chance.randrange(400))
    return first, first + timedelta(days=chance.randrange(1, 20))


async def _act(connection: Any, school: Any, kind: float, days: tuple[date, date]) -> str:
    first, bound = days
    person = PEOPLE[first.toordinal() % len(PEOPLE)]
    if kind < 0.6:
        for table, columns, values in (
            ("assignment", "person_id, act_text,", "$4, 'приказ',"),
            ("accompaniment", "", ""),
        ):
            arguments = [school, first, bound, *([person] if columns else [])]
            await connection.execute(
                f"insert into {table} (school_id, {columns} kind, period)"
                f" values ($1, {values} 'mentor', daterange($2, $3))",
                *arguments,
            )
        return "appointed"
    # A slow reader: between looking and writing, others write.
    found = await connection.fetchrow(
        "select id, lower(period) as since, upper(period) as until from assignment"
        " where school_id = $1 and kind = 'mentor' and upper(period) - lower(period) > 2"
        " order by md5(id::text || $2::text) limit 1",
        school,
        str(first),
    )
    if found is None or found["until"] is None:
        return "nothing to do"
    middle = found["since"] + (found["until"] - found["since"]) // 2
    shorten = "update assignment set period = daterange(lower(period), $2) where id = $1 and lower(period) < $2"
    await connection.execute(shorten, found["id"], middle)
    if kind < 0.8:
        await connection.execute(
            "insert into assignment (school_id, person_id, kind, act_text, period)"
            " values ($1, $2, 'mentor', 'приказ', daterange($3, $4))",
            school, person, middle, found["until"],
        )  # fmt: skip
        return "handed over"
    if kind < 0.9:
        # One who forgets the promise: refused when the transaction ends, if the day was promised.
        return "shortened without a word"
    await connection.execute(
        "update accompaniment set period = daterange(lower(period), $2::date) where school_id = $1 and kind = 'mentor'"
        " and period @> $2::date and lower(period) < $2::date",
        school,
        middle,
    )
    return "ended"


async def test_two_hundred_requests_at_once_leave_no_overlap_no_gap_and_no_fault(
    settings: Settings, successor: str
) -> None:
    app = create_app(settings.model_copy(update={"pool_size": 10}))
    chance = random.Random(501)  # noqa: S311 - not a secret
    gate = asyncio.Semaphore(10)
    statuses: Counter[int] = Counter()
    async with app.router.lifespan_context(app), client_of(app) as client:

        async def attempt() -> None:
            async with gate:
                reply = await _ask(client, chance)
            statuses[reply.status_code] += 1
            assert reply.status_code in {200, 201, 409, 422}, reply.text

        await asyncio.gather(*(attempt() for _ in range(REQUESTS)))
    connection = await asyncpg.connect(settings.database_url)
    assert await connection.fetchval(OVERLAPS) == 0
    assert await connection.fetchval(GAPS) == 0
    # Through the API the promise covers all that was appointed, day by day.
    assert (
        await connection.fetchval(
            "select count(*) from assignment a where a.kind = 'curator' and not coalesce(datemultirange(a.period) <@ (select range_agg(p.period)"
            " from accompaniment p where p.school_id = a.school_id and p.kind = a.kind), false)"
        )
        == 0
    )
    await connection.close()
    print(f"through the API: {dict(statuses)}")
    assert statuses[200] > 10
    assert statuses[201] > 10
    assert statuses[409] > 10


async def _ask(client: httpx.AsyncClient, chance: random.Random) -> httpx.Response:
    school = chance.choice(SCHOOLS)
    who = headers_of(chance.choice(("head", "coordinator")))
    person = str(chance.choice(PEOPLE[:2]))
    first, bound = _days(chance)
    words = {"act_text": "приказ № 9", "reason": "проверка гонок"}
    if (kind := chance.random()) < 0.5:
        body = {"kind": "curator", "person_id": person, "since_on": str(first)}
        body |= {"last_on": str(bound), "act_text": "приказ № 9"}
        return await client.post(f"/api/v1/schools/{school}/assignments", headers=who, json=body)
    team = await client.get(f"/api/v1/schools/{school}/assignments", headers=who)
    running = [a for a in team.json()["items"] if "end" in a["allowed_actions"]]
    if not running:
        return team
    old = chance.choice(running)
    day = date.fromisoformat(old["since_on"]) + timedelta(days=chance.randrange(1, 9))
    path = f"/api/v1/assignments/{old['id']}"
    if kind < 0.8:
        body = words | {"person_id": person, "from_on": str(day)}
        return await client.post(f"{path}/hand-over", headers=who, json=body)
    body = {"last_on": str(day), "reason": words["reason"]}
    return await client.post(f"{path}/end", headers=who, json=body)

"""The clean case in a database of its own; defects are planted in transactions that are rolled back."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.database import create_engine
from backend.core.embedded import EmbeddedPostgres
from backend.core.settings import WORKER_ROLE
from backend.features.quality.catalogue import catalogue
from backend.features.quality.statement import search
from tests.conftest import _numbers, execute, settings_for
from tests.features.plans.conftest import Decree, write_decree
from tests.features.quality.clean_case import IDS, build_clean_case, with_ids

TODAY = date(2021, 3, 17)
Found = set[tuple[str, str]]
Plant = Callable[..., Awaitable[Found]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def clean_template(
    cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> str:
    var = tmp_path_factory.mktemp("clean")
    await write_decree(cluster, "clean", var)
    engine = create_engine(settings_for(cluster, "clean", var), role=WORKER_ROLE)
    async with engine.begin() as connection:
        await build_clean_case(connection)
    await engine.dispose()
    return "clean"


@pytest_asyncio.fixture(loop_scope="session")
async def clean(
    cluster: EmbeddedPostgres, clean_template: str, tmp_path: Any
) -> AsyncGenerator[Decree, None]:
    """A copy of the clean case of one's own behind the API, on 17.03.2021."""
    name = f"clean_{next(_numbers)}"
    await execute(cluster, f"create database {name} template {clean_template} strategy file_copy")
    async with AsyncExitStack() as stack:
        yield await Decree(settings_for(cluster, name, tmp_path), stack).open()
    await execute(cluster, f"drop database {name} with (force)")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def field(
    cluster: EmbeddedPostgres, clean_template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[AsyncConnection, None]:
    """One copy of the clean case for every plant: nothing in it is ever committed."""
    await execute(cluster, f"create database field template {clean_template} strategy file_copy")
    engine = create_engine(
        settings_for(cluster, "field", tmp_path_factory.mktemp("field")), role=WORKER_ROLE
    )
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


@pytest.fixture
def planted(field: AsyncConnection) -> Plant:
    """Write defects, look by every rule as the coordinator, take the defects out; return (rule, object) found."""

    async def look(*statements: str, today: date = TODAY) -> Found:
        try:
            await field.execute(
                text(
                    "select set_config('app.now', :now, true), set_config('app.person', :person, true)"
                ),
                {"now": f"{today}T09:00:00+04:00", "person": str(IDS["coordinator"])},
            )
            for statement in statements:
                await field.exec_driver_sql(with_ids(statement))
            rules = catalogue()
            rows = await field.execute(
                search(tuple(rules)),
                {
                    "today": today, "school": None, "object": None, "mine": False, "dismissed": False, "cap": 200,
                    "roles": [], "codes": list(rules), "owners": [r.owner for r in rules.values()], "shown": list(rules),
                },
            )  # fmt: skip
            return {(row["rule"], str(row["object_id"])) for row in rows.mappings()}
        finally:
            await field.rollback()

    return look

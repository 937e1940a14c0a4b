"""A database that `marshrut seed` has filled, once a run; tests only read it, or take a copy or an empty one."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.database import create_engine
from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import prepare_database
from backend.core.settings import WORKER_ROLE, Settings
from backend.seed import run_seed
from tests.conftest import execute, settings_for

_numbers = itertools.count()


def empty_database(cluster: EmbeddedPostgres, var: Path) -> Settings:
    """Make and migrate a database; outside a running loop."""
    name = f"seed_{next(_numbers)}"
    asyncio.run(execute(cluster, f"create database {name}"))
    settings = settings_for(cluster, name, var)
    prepare_database(cluster.url(name), settings)
    return settings


@pytest.fixture(scope="session")
def seeded(cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = empty_database(cluster, tmp_path_factory.mktemp("seeded"))
    run_seed(settings, "office", lambda _: None)
    return settings


@pytest.fixture
def empty(cluster: EmbeddedPostgres, tmp_path: Path) -> Generator[Settings, None, None]:
    settings = empty_database(cluster, tmp_path)
    yield settings
    name = str(settings.database_url).rpartition("/")[2]
    asyncio.run(execute(cluster, f"drop database {name} with (force)"))


@pytest.fixture
def copy(
    cluster: EmbeddedPostgres, seeded: Settings, tmp_path: Path
) -> Generator[Settings, None, None]:
    """A seeded installation of one's own: a copy of the database and of the file with the secrets."""
    name, template = f"seed_{next(_numbers)}", str(seeded.database_url).rpartition("/")[2]
    asyncio.run(execute(cluster, f"create database {name} template {template} strategy file_copy"))
    shutil.copy(seeded.var_dir / "demo-credentials.json", tmp_path)
    yield settings_for(cluster, name, tmp_path)
    asyncio.run(execute(cluster, f"drop database {name} with (force)"))


@pytest_asyncio.fixture(loop_scope="session")
async def database(seeded: Settings) -> AsyncGenerator[AsyncConnection, None]:
    """A connection of the worker role to the seeded database; what it writes is rolled back."""
    engine = create_engine(seeded, role=WORKER_ROLE, statement_timeout_ms=0)
    async with engine.connect() as connection:
        yield connection
        await connection.rollback()
    await engine.dispose()

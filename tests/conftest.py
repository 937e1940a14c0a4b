"""Real PostgreSQL always: one scratch cluster a run, a template with the built world, a copy for every test."""

import asyncio
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.access.tokens import Claims, TokenMaker
from backend.core.database import SessionFactory, create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.files import FolderFiles
from backend.core.jobs import JobRunner
from backend.core.provision import prepare_database
from backend.core.settings import APP_ROLE, WORKER_ROLE, Settings
from backend.main import create_app, equip
from backend.worker import HANDLERS
from tests.world import CLIENT_ROLES, NOW, World, build_world, key
from tests.world.execution import store_paper

SECRET = "test-secret-key-of-at-least-32-characters"
_numbers = itertools.count()
Client = httpx.AsyncClient


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Generator[EmbeddedPostgres, None, None]:
    folder = _in_memory() or tmp_path_factory.mktemp("postgres")
    try:
        with EmbeddedPostgres(folder / "data", durable=False) as postgres:
            yield postgres
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """A folder in memory where there is plenty of it: a copy of the world then takes 35 ms, not 500."""
    memory = Path("/dev/shm")  # noqa: S108
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 4 * 1024**3:
        return None
    for folder in memory.glob("marshrut-test-*"):  # left by runs that were killed
        if time.time() - folder.stat().st_mtime > 3600:
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="marshrut-test-", dir=memory))
    folder.chmod(0o711)  # run as root, the server is somebody else and must walk through
    return folder


def settings_for(cluster: EmbeddedPostgres, database: str, var: Path) -> Settings:
    return Settings(
        DATABASE_URL=cluster.url(database),
        secret_key=SECRET,
        now=NOW,
        var_dir=var,
        frontend_dir=var / "no-frontend",
        pool_size=5,
        job_lease_seconds=2.0,
    )


async def execute(cluster: EmbeddedPostgres, *statements: str) -> None:
    connection = await asyncpg.connect(cluster.url())
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database with the built world; nothing may stay connected to it."""
    await execute(cluster, "create database world")
    settings = settings_for(cluster, "world", tmp_path_factory.mktemp("var"))
    await asyncio.to_thread(prepare_database, cluster.url("world"), settings)
    engine = create_engine(settings, role=WORKER_ROLE)
    async with session_factory(engine)() as session, session.begin():
        await build_world(session)
    await engine.dispose()
    return "world"


@pytest_asyncio.fixture(loop_scope="session")
async def settings(
    cluster: EmbeddedPostgres, template: str, tmp_path: Path
) -> AsyncGenerator[Settings, None]:
    """Settings of a fresh copy of the world (13 ms)."""
    name = f"copy_{next(_numbers)}"
    await execute(cluster, f"create database {name} template {template} strategy file_copy")
    yield settings_for(cluster, name, tmp_path)
    await execute(cluster, f"drop database {name} with (force)")


@pytest_asyncio.fixture(loop_scope="session")
async def worker_engine(settings: Settings) -> AsyncGenerator[AsyncEngine, None]:
    engine = create_engine(settings, role=WORKER_ROLE, statement_timeout_ms=0)
    yield engine
    await engine.dispose()


@pytest.fixture
def worker_sessions(worker_engine: AsyncEngine) -> SessionFactory:
    return session_factory(worker_engine)


@pytest_asyncio.fixture(loop_scope="session")
async def app_engine(settings: Settings) -> AsyncGenerator[AsyncEngine, None]:
    """Connections of the application role, outside the API."""
    engine = create_engine(settings, role=APP_ROLE)
    yield engine
    await engine.dispose()


@pytest.fixture
def runner(settings: Settings, worker_sessions: SessionFactory) -> JobRunner:
    """The worker of the product; `while await runner.run_next(): pass` empties the queue."""
    return JobRunner(
        settings=settings,
        sessions=worker_sessions,
        files=FolderFiles(settings.var_dir / "files"),
        handlers=HANDLERS,
    )


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """All routes, built once (0.3 s)."""
    var = tmp_path_factory.mktemp("nowhere")
    return create_app(Settings(secret_key=SECRET, var_dir=var, frontend_dir=var / "no-frontend"))


@pytest_asyncio.fixture(loop_scope="session")
async def app(settings: Settings, built_app: FastAPI) -> AsyncGenerator[FastAPI, None]:
    """The application on the world of this test. Who adds routes or other limits makes one of their own."""
    equip(built_app, settings)
    async with built_app.router.lifespan_context(built_app):
        yield built_app


@pytest_asyncio.fixture(loop_scope="session")
async def anonymous(app: FastAPI) -> AsyncGenerator[Client, None]:
    async with client_of(app) as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reader(
    cluster: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Client, None]:
    """A client of one application over one copy of the world, for tests that change nothing in it."""
    await execute(cluster, f"create database shared template {template} strategy file_copy")
    settings = settings_for(cluster, "shared", tmp_path_factory.mktemp("shared"))
    store_paper(settings.var_dir)
    application = create_app(settings)
    async with application.router.lifespan_context(application), client_of(application) as client:
        yield client
    connection = await asyncpg.connect(cluster.url("shared"))
    written = await connection.fetchval("select count(*) from change where request_id is not null")
    await connection.close()
    assert written == 0, "a test that asked for `reader` has changed the shared world"


def client_of(app: FastAPI) -> Client:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test"
    )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def as_role(anonymous: Client) -> Callable[[str], dict[str, str]]:
    """Headers with which somebody of the world in that role is signed in."""
    return headers_of


def headers_of(role: str) -> dict[str, str]:
    settings = Settings(secret_key=SECRET)
    claims = (
        Claims("client", key(f"client:{role}"), None)
        if role in CLIENT_ROLES
        else Claims("person", key(f"person:{role}"), key(f"session:{role}"))
    )
    token = TokenMaker(settings.derived_secret("access-token")).sign(claims)
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def statements(app: FastAPI) -> Generator[list[str], None, None]:
    """SQL statements the API sends, in order: list routes assert how many."""
    sent: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = app.state.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)

"""The built case behind the API: one shared copy for tests that only read, a copy of one's own for those that change."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import httpx
import pytest
import pytest_asyncio

from backend.core.database import SessionFactory, create_engine, session_factory
from backend.core.embedded import EmbeddedPostgres
from backend.core.settings import WORKER_ROLE
from backend.main import create_app
from tests.conftest import client_of, execute, settings_for
from tests.features.conftest import Get, getter
from tests.features.task_analysis.case import Case, make_case, write_case


@pytest.fixture(scope="session")
def case() -> Case:
    return make_case()


@pytest_asyncio.fixture(loop_scope="session")
async def own_copy(worker_sessions: SessionFactory, case: Case) -> None:
    """Write the case into this test's own copy of the world; ask it by `get`."""
    async with worker_sessions() as session, session.begin():
        await write_case(session, case)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def case_client(
    cluster: EmbeddedPostgres,
    template: str,
    case: Case,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncGenerator[httpx.AsyncClient, None]:
    await execute(cluster, f"create database task_case template {template} strategy file_copy")
    settings = settings_for(cluster, "task_case", tmp_path_factory.mktemp("task_case"))
    engine = create_engine(settings, role=WORKER_ROLE)
    async with session_factory(engine)() as session, session.begin():
        await write_case(session, case)
    await engine.dispose()
    application = create_app(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(application.router.lifespan_context(application))
        yield await stack.enter_async_context(client_of(application))


@pytest.fixture(scope="session")
def ask_case(case_client: httpx.AsyncClient) -> Get:
    """Read as somebody from the shared copy of the case."""
    return getter(case_client)

"""The database an operator's command works on: DATABASE_URL, else the embedded PostgreSQL of this installation."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from backend.core.embedded import EmbeddedPostgres, EmbeddedPostgresError
from backend.core.settings import Settings

DATABASE_NAME = "marshrut"


def embedded_postgres(settings: Settings) -> EmbeddedPostgres:
    """Return the (stopped) embedded PostgreSQL of this installation: `var/postgres`."""
    return EmbeddedPostgres(settings.var_dir / "postgres")


@contextmanager
def opened_database(settings: Settings) -> Iterator[Settings]:
    """Yield settings whose `database_url` is an administrative connection that answers.

    The embedded server is started for the time of the block, or joined when `make run` already runs it.
    Raises EmbeddedPostgresError. Not for use inside a running event loop.
    """
    if settings.database_url:
        yield settings
        return
    with embedded_postgres(settings) as server:
        yield with_embedded(settings, server)


def with_embedded(settings: Settings, server: EmbeddedPostgres) -> Settings:
    """Return settings that point to the product's database on a running embedded server, made if missing."""
    asyncio.run(_ensure_database(server.url()))
    return settings.model_copy(update={"database_url": server.url(DATABASE_NAME)})


async def _ensure_database(server_url: str) -> None:
    try:
        connection = await asyncpg.connect(server_url, timeout=30)
        try:
            known = await connection.fetchval(
                "select true from pg_database where datname = $1", DATABASE_NAME
            )
            if not known:
                await connection.execute(f"create database {DATABASE_NAME}")
        finally:
            await connection.close()
    except asyncpg.DuplicateDatabaseError:
        return  # another command was faster
    except (OSError, asyncpg.PostgresError) as error:
        raise EmbeddedPostgresError(f"Встроенный PostgreSQL не отвечает: {error}.") from error

"""Runs migrations as the owner role, one at a time (advisory lock), under a lock timeout."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

ADVISORY_LOCK = 64_2021
LOCK_TIMEOUT = "2s"


def _url() -> str:
    url = context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL"]
    # `sslmode` is libpq's name of the option, asyncpg calls it `ssl`.
    url = url.replace("?sslmode=", "?ssl=").replace("&sslmode=", "&ssl=")
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def _run(connection: Connection) -> None:
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.execute(text("set role marshrut_owner"))
    connection.execute(text("set search_path to public"))
    connection.execute(text(f"set lock_timeout to '{LOCK_TIMEOUT}'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def _run_async() -> None:
    engine = create_async_engine(_url(), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


asyncio.run(_run_async())

"""Getting a PostgreSQL ready: roles belong to the whole server and must not be taken from another installation."""

import asyncio
from pathlib import Path

import pytest

from backend.core.embedded import EmbeddedPostgres
from backend.core.provision import ProvisionError, prepare_database
from backend.core.settings import Settings, async_url
from tests.conftest import execute


def settings_of(cluster: EmbeddedPostgres, database: str, secret: str) -> Settings:
    return Settings(DATABASE_URL=cluster.url(database), secret_key=secret)


async def test_a_second_installation_does_not_lock_the_first_one_out(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "server", durable=False) as server:
        await execute(server, "create database first", "create database second")

        async def prepare(database: str, secret: str) -> None:
            settings = settings_of(server, database, secret)
            await asyncio.to_thread(prepare_database, server.url(database), settings)

        await prepare("first", "a" * 40)
        await prepare("second", "a" * 40)
        with pytest.raises(ProvisionError, match="другой установке"):
            await prepare("second", "b" * 40)
        await prepare("first", "a" * 40)


async def test_a_single_installation_may_change_its_key(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "server", durable=False) as server:
        await execute(server, "create database single")
        for secret in ("a" * 40, "b" * 40):
            settings = settings_of(server, "single", secret)
            await asyncio.to_thread(prepare_database, server.url("single"), settings)


def test_the_address_of_libpq_is_understood() -> None:
    assert (
        async_url("postgresql://u@h/d?sslmode=require") == "postgresql+asyncpg://u@h/d?ssl=require"
    )
    assert async_url("postgresql://u@h/d?a=1&sslmode=disable").endswith("?a=1&ssl=disable")

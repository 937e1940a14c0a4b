"""The order of the seed. Every stage is one transaction and finds out itself whether it is done."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.core.database import create_engine
from backend.core.provision import ProvisionError
from backend.core.settings import WORKER_ROLE, Settings
from backend.seed.accounts import has_accounts, has_file, load_accounts, renew_secrets
from backend.seed.decree import has_decree, load_decree
from backend.seed.reference import load_reference
from backend.seed.registry import has_registry, load_registry
from backend.seed.results import has_office_results, load_office_results
from backend.seed.story import has_story, load_story
from backend.seed.story_targets import has_targets, load_targets
from backend.seed.wide_registry import country_batches, load_wide, region_batches
from backend.tables import Region

Progress = Callable[[str], None]
_LOCK = 64_2022


def run_seed(settings: Settings, scale: str, progress: Progress) -> None:
    """Fill the database: `office` (36 schools and the story), `region` (700) or `country` (40 000).

    What is there stays as it is; an interrupted run goes on. Raises ProvisionError (one Russian sentence)
    when the database holds somebody else's registry or another seed is running.
    """
    asyncio.run(_run(settings, scale, progress))


def is_seeded(settings: Settings) -> bool:
    """Tell whether there is nothing to seed: the demonstration is complete, or the data are somebody else's."""
    return asyncio.run(_is_seeded(settings))


async def _run(settings: Settings, scale: str, progress: Progress) -> None:
    engine = create_engine(settings, role=WORKER_ROLE, statement_timeout_ms=0)
    try:
        async with engine.connect() as guard:
            if not await guard.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK))):
                raise ProvisionError("Наполнение базы уже идёт: дождитесь его окончания.")
            if await _is_foreign(guard):
                raise ProvisionError(
                    "В базе уже есть другие данные: демонстрация загружается только в пустую базу."
                )
            await (
                guard.commit()
            )  # the lock belongs to the connection, an open transaction would hold back vacuum
            changed = await _office(engine, settings, progress)
            if scale in {"region", "country"}:
                changed += await load_wide(engine, region_batches(), progress)
            if scale == "country":
                changed += await load_wide(engine, country_batches(), progress)
        if not changed:
            progress("Данные уже загружены: ничего не изменено.")
    finally:
        await engine.dispose()


async def _office(engine: AsyncEngine, settings: Settings, progress: Progress) -> int:
    """Write the stages that are missing; return how many."""
    stages: list[tuple[str, Callable[[AsyncConnection], Awaitable[bool]], Callable[..., Any]]] = [
        ("36 школ управления", has_registry, load_registry),
        ("люди и учётные записи", has_accounts, lambda c: load_accounts(c, settings)),
        ("распоряжение № 64-од, 44 мероприятия", has_decree, load_decree),
        ("ход плана до 17.03.2021", has_story, lambda c: load_story(c, settings)),
        ("результаты 36 школ за три года", has_office_results, load_office_results),
        ("цели школ, строка 4.1", has_targets, load_targets),
    ]
    written = 0
    async with engine.begin() as connection:
        await load_reference(connection)
    for title, is_done, load in stages:
        started = time.monotonic()
        async with engine.begin() as connection:
            if await is_done(connection):
                continue
            await load(connection)
        written += 1
        spent = f"{time.monotonic() - started:.1f}".replace(".", ",")
        progress(f"{title}: {spent} с")
    if not has_file(settings):
        async with engine.begin() as connection:
            await renew_secrets(connection, settings)
        progress("Файл с паролями не найден: учётные записи демонстрации получили новые пароли.")
        written += 1
    return written


async def _is_seeded(settings: Settings) -> bool:
    engine = create_engine(settings, role=WORKER_ROLE)
    try:
        async with engine.connect() as connection:
            if await _is_foreign(connection):
                return True
            done = (
                has_registry,
                has_accounts,
                has_decree,
                has_story,
                has_office_results,
                has_targets,
            )
            for is_done in done:
                if not await is_done(connection):
                    return False
            return True
    finally:
        await engine.dispose()


async def _is_foreign(connection: AsyncConnection) -> bool:
    """Tell whether there is a registry that this seed has not written."""
    filled = await connection.scalar(sa.select(sa.exists().select_from(Region)))
    return bool(filled) and not await has_registry(connection)

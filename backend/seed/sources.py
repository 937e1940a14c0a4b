"""Data files of the seed, keys of its rows, and the moment at which a row is written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
import yaml
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.tables import Base

DATA = Path(__file__).parents[1] / "data"
# Everything that has no moment of its own in the story was there when the story begins.
BEGINNING = datetime.fromisoformat("2021-02-01T09:00:00+04:00")
OFFICE = "central"
# The C loader is ten times faster and as safe; some platforms have no libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMESPACE = UUID("64002021-0212-5000-8000-000000000500")

_ACT = sa.text(
    "select set_config('app.now', :at, true), set_config('app.person', :person, true),"
    " set_config('app.client', :client, true), set_config('app.request', 'seed', true)"
)


@cache
def read_yaml(name: str) -> Any:
    """Return the contents of `backend/data/<name>`; the same object for every caller: do not change it."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one


def key(table: str, name: str) -> UUID:
    """Return the id of a seeded row: the same in every installation, so that the seed finds its own rows."""
    return uuid5(_NAMESPACE, f"{table}:{name}")


async def act(
    connection: AsyncConnection,
    *,
    at: datetime = BEGINNING,
    person_id: UUID | None = None,
    client_id: UUID | None = None,
) -> None:
    """Say when and on whose behalf the following statements of this transaction happen (change log)."""
    await connection.execute(
        _ACT, {"at": at.isoformat(), "person": str(person_id or ""), "client": str(client_id or "")}
    )


async def insert(
    connection: AsyncConnection, table: type[Base], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Insert rows (none is fine)."""
    if listed := [dict(row) for row in rows]:
        await connection.execute(sa.insert(table), listed)


def plain(value: Any) -> Any:
    """Return a YAML value as JSON holds it: dates become ISO text."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value

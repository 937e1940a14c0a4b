"""Versions of the rule that come with a release: new ones are added, one that is kept is never rewritten."""

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.seed import reference
from backend.seed.sources import read_yaml


async def versions(engine: AsyncEngine) -> list[tuple[int, str]]:
    async with engine.connect() as connection:
        rows = await connection.execute(
            text(
                "select version, parameters ->> 'share_pct' from low_results_rule"
                " where office_id is null order by version"
            )
        )
        return [(row[0], row[1]) for row in rows]


async def test_a_release_adds_versions_and_changes_none(
    worker_engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    data: dict[str, Any] = deepcopy(read_yaml("low_results_rules.yaml"))
    monkeypatch.setattr(reference, "read_yaml", lambda _: data)

    async def load() -> None:
        async with worker_engine.begin() as connection:
            await reference.load_low_results_rules(connection)

    await load()
    assert await versions(worker_engine) == [(1, "30")]
    newer = deepcopy(data["rules"][0]) | {"version": 2}
    newer["parameters"]["share_pct"] = 25
    data["rules"].append(newer)
    await load()
    await load()
    assert await versions(worker_engine) == [(1, "30"), (2, "25")]
    data["rules"][0]["parameters"]["share_pct"] = 20
    with pytest.raises(ValueError, match="write a new version"):
        await load()
    assert await versions(worker_engine) == [(1, "30"), (2, "25")]

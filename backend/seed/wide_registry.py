"""Stage 6: a whole region (700 schools) and a country (40 000), municipality after municipality.

One transaction writes a municipality, its schools and all their results: a killed run goes on with the next one.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.seed.identifiers import school_code
from backend.seed.known_results import shares
from backend.seed.registry import REGISTRY, office_id, school_row
from backend.seed.results import SEED, load_works, seed_school, write_protocols
from backend.seed.scores import SeedSchool, SeedWork, generate
from backend.seed.sources import OFFICE, act, insert, key, read_yaml
from backend.tables import Municipality, Region, School, TerritorialOffice

SCHOOLS = {"region": 700, "country": 40_000}
_OFFICE_SCHOOLS = 36
_HOME = "63"
_OTHER_REGIONS = 82
_OFFICES = 8
# Numbers of the region's schools begin after those of the office (1001–1036).
_FIRST_NUMBER = 2001
_REPORT_SECONDS = 5.0
_KINDS = ("sosh", "oosh", "lyceum", "gymnasium", "boarding")
_KIND_SHARES = (0.72, 0.2, 0.03, 0.03, 0.02)


@dataclass(frozen=True, slots=True)
class Batch:
    """A municipality of an office and the numbers of its schools (from `first`, `schools` of them)."""

    region: str
    office: str
    office_name: str
    schools: int
    first: int


def region_batches() -> list[Batch]:
    """Return what turns the office into a region of 700 schools: the other 12 offices."""
    offices = [o for o in read_yaml(REGISTRY)["offices"]["list"] if o["code"] != OFFICE]
    sizes = shares(SCHOOLS["region"] - _OFFICE_SCHOOLS, [1.0] * len(offices))
    batches, first = [], _FIRST_NUMBER
    for office, size in zip(offices, sizes, strict=True):
        batches.append(Batch(_HOME, office["code"], office["name"], size, first))
        first += size
    return batches


def country_batches() -> list[Batch]:
    """Return what turns the region into a country of 40 000 schools: 82 invented regions."""
    codes = [f"{n:02d}" for n in range(1, _OTHER_REGIONS + 2) if f"{n:02d}" != _HOME]
    sizes = shares(SCHOOLS["country"] - SCHOOLS["region"], [1.0] * len(codes))
    batches = []
    for code, size in zip(codes, sizes, strict=True):
        first = 1
        for number, part in enumerate(shares(size, [1.0] * _OFFICES), 1):
            name = f"Учебное управление {code}-{number}"
            batches.append(Batch(code, f"{code}-{number}", name, part, first))
            first += part
    return batches


async def load_wide(
    engine: AsyncEngine, batches: list[Batch], progress: Callable[[str], None]
) -> int:
    """Write the batches that are missing; return how many were written."""
    async with engine.begin() as connection:
        await act(connection)
        works = list((await load_works(connection)).values())
        known = set(await connection.scalars(sa.select(Municipality.id)))
    todo = [batch for batch in batches if _municipality_id(batch) not in known]
    started = reported = time.monotonic()
    schools = protocols = 0
    for number, batch in enumerate(todo, 1):
        async with engine.begin() as connection:
            protocols += await _load_batch(connection, batch, works)
        schools += batch.schools
        if time.monotonic() - reported > _REPORT_SECONDS or number == len(todo):
            reported = time.monotonic()
            left = (reported - started) / number * (len(todo) - number)
            progress(
                f"управлений {number} из {len(todo)}: школ {schools}, протоколов {protocols},"
                f" осталось примерно {left / 60:.0f} мин"
            )
    return len(todo)


async def is_loaded(connection: AsyncConnection, batches: list[Batch]) -> bool:
    """Tell whether every batch is there."""
    ids = [_municipality_id(batch) for batch in batches]
    there = sa.select(sa.func.count()).where(Municipality.id.in_(ids))
    return await connection.scalar(there) == len(ids)


async def _load_batch(connection: AsyncConnection, batch: Batch, works: list[SeedWork]) -> int:
    rng = np.random.default_rng([SEED, int(batch.region), batch.first])
    await act(connection)
    await _load_office(connection, batch)
    entries = list(batch_schools(batch, rng))
    await insert(connection, School, [school_row(entry, batch.region) for entry in entries])
    writers = [_writer(entry, batch.region, rng) for entry in entries]
    return await write_protocols(connection, generate(writers, works, rng, set()))


async def _load_office(connection: AsyncConnection, batch: Batch) -> None:
    region_id = key("region", batch.region)
    await connection.execute(
        upsert(Region)
        .values(
            id=region_id,
            code=batch.region,
            name=f"Учебный регион {batch.region}",
            timezone="Europe/Samara",
        )
        .on_conflict_do_nothing()
    )
    await connection.execute(
        upsert(TerritorialOffice)
        .values(
            id=office_id(batch.office),
            region_id=region_id,
            code=batch.office,
            name=batch.office_name,
        )
        .on_conflict_do_nothing()
    )
    place = f"Учебный округ ({batch.office_name})"
    await insert(
        connection,
        Municipality,
        [
            {
                "id": _municipality_id(batch),
                "office_id": office_id(batch.office),
                "code": "synthetic",
                "name": place,
            }
        ],
    )


def batch_schools(batch: Batch, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield invented schools: six of ten are rural and small, the sizes are log-normal."""
    kinds = rng.choice(_KINDS, batch.schools, p=_KIND_SHARES)
    rural = rng.random(batch.schools) < 0.6
    sizes = rng.lognormal(np.where(rural, 4.6, 6.0), 0.4)
    for place in range(batch.schools):
        number = batch.first + place
        name = f"№ {number}" if batch.region == _HOME else f"№ {batch.region}-{number:04d}"
        pupils = int(np.clip(sizes[place], 20, 1400))
        yield {
            "id": key("school", f"{batch.region}/{number}"),
            "municipality_id": _municipality_id(batch),
            "number": number,
            "name": name,
            "kind": str(kinds[place]),
            "rural": bool(rural[place]),
            "pupils": pupils,
            "teachers": 6 + pupils // 14,
            "real": False,
        }


def _writer(entry: dict[str, Any], region: str, rng: np.random.Generator) -> SeedSchool:
    return seed_school(
        entry["id"],
        school_code(region, entry["number"]),
        kind=entry["kind"],
        pupils=entry["pupils"],
        shift=float(rng.normal(0, 0.2)) - (0.1 if entry["rural"] else 0.0),
        rng=rng,
    )


def _municipality_id(batch: Batch) -> Any:
    return key("municipality", f"{batch.region}/{batch.office}/synthetic")

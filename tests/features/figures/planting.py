"""Random results planted into the own region of the world: offices, municipalities, schools, works, protocols."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.features.conftest import Change
from tests.world import key

NAMES = (
    "participants", "n2", "n3", "n4", "n5", "n_below", "n_high", "lowered", "confirmed", "raised",
    "sum_primary", "n_primary", "sum_test", "n_test",
)  # fmt: skip
MAX_PRIMARY = 20
_TABLES = {
    "territorial_office": "id uuid, region_id uuid, code text, name text",
    "municipality": "id uuid, office_id uuid, code text, name text",
    "school": "id uuid, municipality_id uuid, code text, short_name text, full_name text, kind text, is_rural boolean,"
    " pupils int, is_synthetic boolean",
    "subject": "id uuid, code text, name text, short_name text, synonyms text[], position int",
    "work": "id uuid, procedure text, year int, wave text, subject_id uuid, grade int, programme_grade int,"
    " max_primary int",
    "scale": "id uuid, kind text, procedure text, subject_id uuid, programme_grade int, series text, year_from int,"
    " year_to int, min_3 int, min_4 int, min_5 int, max_primary int, conditions jsonb, source text, confidence text,"
    " version int, state text, origin text",
    "protocol": "id uuid, school_id uuid, work_id uuid, version int, state text, content_hash text, task_list_id uuid,"
    " basis text, scale_id uuid, " + ", ".join(f"{name} int" for name in NAMES),
}  # fmt: skip


@dataclass
class Planted:
    """What was planted; ids are texts as in JSON. `protocols`: (school, work) to counts in the order of `NAMES`."""

    offices: list[str] = field(default_factory=list)
    municipality_of: dict[str, str] = field(default_factory=dict)
    office_of: dict[str, str] = field(default_factory=dict)
    kind_of: dict[str, tuple[str, int, bool]] = field(default_factory=dict)
    protocols: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def recount(self, schools: Iterable[str], work: str) -> tuple[int, ...] | None:
        """Add up the rows of some schools; None when nobody wrote."""
        rows = [self.protocols[s, work] for s in schools if (s, work) in self.protocols]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else None


def seeded(number: int) -> random.Random:
    """Return the same dice at every run."""
    return random.Random(number)  # noqa: S311 - dice of a test, not a secret


def counts(rng: random.Random, n: int, *, tests: bool = False) -> tuple[int, ...]:
    """Return plausible counts of a protocol of n participants."""
    marks = [rng.choice((2, 3, 3, 4, 4, 5)) for _ in range(n)]
    n2, n3, n4, n5 = (marks.count(mark) for mark in (2, 3, 4, 5))
    journal = rng.randint(0, n)
    lowered = rng.randint(0, journal)
    raised = rng.randint(0, journal - lowered)
    n_primary = rng.randint(n // 2, n)
    sum_primary = sum(rng.randint(0, MAX_PRIMARY) for _ in range(n_primary))
    n_test = n if tests else 0
    test = [rng.randint(10, 100) for _ in range(n_test)]
    high = sum(score >= 81 for score in test)
    return (
        n, n2, n3, n4, n5, n2, high, lowered, journal - lowered - raised, raised, sum_primary, n_primary,
        sum(test), n_test,
    )  # fmt: skip


async def write(change: Change, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows through JSON, as the worker."""
    columns = ", ".join(column.split()[0] for column in _TABLES[table].split(", "))
    await change(
        f"insert into {table} ({columns}) select {columns} from jsonb_to_recordset(cast(:rows as jsonb))"
        f" as r ({_TABLES[table]})",
        rows=json.dumps(rows, default=str),
    )


async def plant_work(change: Change, name: str, **facts: Any) -> str:
    """Write one work; math, grade 6, spring of 2021 unless told otherwise."""
    usual = {
        "id": key(name),
        "procedure": "vpr",
        "year": 2021,
        "wave": "spring",
        "subject_id": key("subject"),
        "grade": 6,
        "programme_grade": 6,
        "max_primary": MAX_PRIMARY,
    }
    await write(change, "work", [usual | facts])
    return str(key(name))


async def plant_scale(change: Change, name: str, *, bands: tuple[int, int, int], year: int) -> str:
    row = {
        "id": key(name), "kind": "marks", "procedure": "vpr", "subject_id": key("subject"), "programme_grade": 6,
        "series": "", "year_from": year, "year_to": year, "min_3": bands[0], "min_4": bands[1], "min_5": bands[2],
        "max_primary": MAX_PRIMARY, "conditions": [], "source": "приказ", "confidence": "высокая", "version": 1,
        "state": "current", "origin": "file",
    }  # fmt: skip
    await write(change, "scale", [row])
    return str(key(name))


async def plant_protocols(
    change: Change,
    planted: Planted,
    rows: Iterable[tuple[str, str, tuple[int, ...]]],
    scale: str | None = None,
) -> None:
    """Write current protocols (school, work, counts)."""
    lines = []
    for school, work, sums in rows:
        planted.protocols[school, work] = sums
        lines.append(
            {
                "id": key(f"{school}{work}"),
                "school_id": school,
                "work_id": work,
                "version": 1,
                "state": "current",
                "content_hash": "x",
                "task_list_id": key("task_list"),
                "basis": "rows",
                "scale_id": scale,
                **dict(zip(NAMES, sums, strict=True)),
            }
        )
    await write(change, "protocol", lines)


async def plant_schools(
    change: Change,
    rng: random.Random,
    *,
    offices: int = 2,
    municipalities: int = 3,
    schools: int = 4,
) -> Planted:
    """Write offices of the own region, each with municipalities, each with up to so many schools."""
    planted = Planted()
    tables: dict[str, list[dict[str, Any]]] = {
        "territorial_office": [],
        "municipality": [],
        "school": [],
    }
    for a in range(offices):
        office = key(f"planted:office:{a}")
        planted.offices.append(str(office))
        tables["territorial_office"].append(
            {
                "id": office,
                "region_id": key("region:own"),
                "code": f"p{a}",
                "name": f"Управление {a}",
            }
        )
        for b in range(municipalities):
            place = key(f"planted:municipality:{a}:{b}")
            tables["municipality"].append(
                {"id": place, "office_id": office, "code": f"p{b}", "name": f"Район {a}{b}"}
            )
            for c in range(rng.randint(1, schools)):
                school = key(f"planted:school:{a}:{b}:{c}")
                kind, rural = rng.choice(("sosh", "oosh", "lyceum")), rng.random() < 0.5
                pupils = rng.randint(20, 1200)
                tables["school"].append(
                    {
                        "id": school, "municipality_id": place, "code": f"9{a}{b}{c:03}", "short_name": f"Школа {a}{b}{c}",
                        "full_name": "Школа", "kind": kind, "is_rural": rural, "pupils": pupils, "is_synthetic": True,
                    }
                )  # fmt: skip
                planted.municipality_of[str(school)] = str(place)
                planted.office_of[str(school)] = str(office)
                planted.kind_of[str(school)] = (kind, pupils, rural)
    for table, rows in tables.items():
        await write(change, table, rows)
    return planted

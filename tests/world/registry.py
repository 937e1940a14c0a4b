"""Regions, offices, schools of both sides."""

from backend.tables import (
    Base,
    LowResultsStatus,
    Municipality,
    Organisation,
    Region,
    School,
    TerritorialOffice,
)
from tests.world.names import CANARY, key


def registry_rows() -> list[Base]:
    rows: list[Base] = []
    for side, code, mark in (("own", "63", ""), ("foreign", "64", f" {CANARY}")):
        rows += [
            Region(
                id=key(f"region:{side}"), code=code, name=f"Область{mark}", timezone="Europe/Samara"
            ),
            TerritorialOffice(
                id=key(f"office:{side}"),
                region_id=key(f"region:{side}"),
                code="cu",
                name=f"Управление{mark}",
            ),
            Municipality(
                id=key(f"municipality:{side}"),
                office_id=key(f"office:{side}"),
                code="m",
                name=f"Район{mark}",
            ),
            Organisation(
                id=key(f"organisation:{side}"),
                code=f"rc-{side}",
                kind="resource_centre",
                name=f"Ресурсный центр{mark}",
                short_name="РЦ",
                office_id=key(f"office:{side}"),
            ),
        ]
    schools = (
        ("own", "own", "с. Ёлкино"),
        ("second", "own", "с. Ель"),
        ("third", "own", "с. Жито"),
    )
    for name, side, title in (*schools, ("foreign", "foreign", CANARY)):
        number = len(rows)
        rows.append(
            School(
                id=key(f"school:{name}"),
                municipality_id=key(f"municipality:{side}"),
                code=f"{number:06}",
                short_name=f"ГБОУ СОШ {title}",
                full_name=f"Государственная школа {title}",
                kind="sosh",
                is_rural=True,
                fisoko_login=f"6399{number:04}",
                pupils=86,
                teachers=15,
                is_synthetic=True,
            )
        )
        rows.append(
            LowResultsStatus(
                school_id=key(f"school:{name}"),
                academic_year=2020,
                status="low_results" if name != "third" else "none",
                zone="red" if name != "third" else "green",
                basis=f"приказ {title}",
            )
        )
    return rows

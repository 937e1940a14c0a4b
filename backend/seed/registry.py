"""Stage 1: the registry of the office (36 schools), from YAML."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.identifiers import fisoko_login, school_code, synthetic_inn, synthetic_ogrn
from backend.seed.sources import OFFICE, act, insert, key, read_yaml
from backend.tables import (
    LowResultsStatus,
    Municipality,
    Organisation,
    Region,
    School,
    TerritorialOffice,
)

REGISTRY = "registry_samara.yaml"
_KINDS = {
    "sosh": ("СОШ", "средняя общеобразовательная школа", "учебная"),
    "oosh": ("ООШ", "основная общеобразовательная школа", "учебная"),
    "lyceum": ("лицей", "лицей", "учебный"),
    "gymnasium": ("гимназия", "гимназия", "учебная"),
    "boarding": ("школа-интернат", "школа-интернат", "учебная"),
}


async def load_registry(connection: AsyncConnection) -> None:
    """Write region, offices, municipalities, organisations and the 36 schools of the office."""
    data = read_yaml(REGISTRY)
    region_id = key("region", data["region"]["code"])
    await act(connection)
    await insert(
        connection,
        Region,
        [
            {
                "id": region_id,
                **{field: data["region"][field] for field in ("code", "name", "timezone")},
            }
        ],
    )
    await insert(
        connection,
        TerritorialOffice,
        [
            {"id": office_id(office["code"]), "region_id": region_id, **office}
            for office in data["offices"]["list"]
        ],
    )
    await insert(
        connection,
        Municipality,
        [
            {"id": key("municipality", place["code"]), "office_id": office_id(OFFICE), **place}
            for place in data["municipalities"]["list"]
        ],
    )
    for organisation in data["organisations"]:
        fields = {field: organisation[field] for field in ("code", "kind", "name", "short_name")}
        office = organisation.get("office")
        await insert(
            connection,
            Organisation,
            [
                {
                    "id": key("organisation", organisation["code"]),
                    "office_id": office_id(office) if office else None,
                    **fields,
                }
            ],
        )
    await insert(
        connection, School, (school_row(entry, data["region"]["code"]) for entry in schools())
    )
    await insert(
        connection,
        LowResultsStatus,
        [
            {
                "school_id": school_id(entry["key"]),
                "academic_year": 2020,
                "status": "low_results",
                "zone": entry["zone"],
                "basis": "распоряжение от 12.02.2021 № 64-од, зона учебная"
                if entry["real"]
                else "учебные данные",
            }
            for entry in schools()
            if "zone" in entry
        ],
    )


def office_id(code: str) -> Any:
    return key("territorial_office", code)


def school_id(name: str) -> Any:
    return key("school", name)


def schools() -> Iterator[dict[str, Any]]:
    """Yield the 36 schools of the office in the order of their numbers; `real` = named in the decree."""
    data = read_yaml(REGISTRY)
    for group, real in (("real_schools", True), ("synthetic_schools", False)):
        for entry in data[group]["list"]:
            yield {**entry, "real": real}


def school_row(entry: dict[str, Any], region: str) -> dict[str, Any]:
    """Return the row of `school`; identifiers only for invented schools, for real ones NULL."""
    short_kind, long_kind, mark = _KINDS[entry["kind"]]
    suffix = "" if entry["real"] else f" ({mark})"
    name = f"{entry['name']}{suffix}"
    number = entry["number"]
    return {
        "id": entry.get("id") or school_id(entry["key"]),
        "municipality_id": entry.get("municipality_id")
        or key("municipality", entry["municipality"]),
        "code": school_code(region, number),
        "short_name": f"ГБОУ {short_kind} {name}",
        "full_name": f"Государственное бюджетное общеобразовательное учреждение {long_kind} {name}",
        "kind": entry["kind"],
        "is_rural": entry["rural"],
        "inn": None if entry["real"] else synthetic_inn(region, number),
        "ogrn": None if entry["real"] else synthetic_ogrn(region, number),
        "fisoko_login": fisoko_login(region, number),
        "pupils": entry["pupils"],
        "teachers": entry["teachers"],
        "is_synthetic": not entry["real"],
    }


async def has_registry(connection: AsyncConnection) -> bool:
    """Tell whether the demonstration's registry is there (one transaction wrote all of it)."""
    return bool(
        await connection.scalar(sa.select(sa.exists().where(Region.id == key("region", "63"))))
    )

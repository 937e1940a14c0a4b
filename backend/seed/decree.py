"""Stage 3: the acts, the plan and its two editions; 44 activities word for word (decree № 64-од)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.accounts import person_id
from backend.seed.registry import office_id
from backend.seed.sources import OFFICE, act, insert, key, plain, read_yaml
from backend.tables import Act, Activity, ActivityWindow, Edition, Plan, Section

ROADMAP = "roadmap_2020_2021.yaml"
COUNTING = "roadmap_counting.yaml"
_ENTERED = datetime.fromisoformat("2021-02-12T10:00:00+04:00")


async def load_decree(connection: AsyncConnection) -> None:
    """Write both acts, edition 1 (superseded, no rows: not in the source) and edition 2 with all its rows."""
    roadmap, counting = read_yaml(ROADMAP), read_yaml(COUNTING)
    await act(connection, at=_ENTERED, person_id=person_id("coordinator"))
    await _write_editions(connection, roadmap, counting)
    sections = roadmap["sections"]
    await insert(
        connection,
        Section,
        [
            {
                "id": key("section", entry["code"]),
                "edition_id": key("edition", "2"),
                "code": entry["code"],
                "title": entry["title"],
                "position": position,
            }
            for position, entry in enumerate(sections, 1)
        ],
    )
    facts = counting["required_facts"]
    await insert(
        connection,
        Activity,
        [
            {
                "id": activity_id(row["number"]),
                "section_id": key("section", row["section"]),
                "number": row["number"],
                "position": position,
                "recurrence": row["recurrence"]["kind"],
                "target_set": row["target_schools"],
                "required_facts": facts.get(row["number"], []),
                "source": plain(row),
                **{
                    field: row[field]
                    for field in (
                        "title",
                        "term_source",
                        "responsible_source",
                        "responsible",
                        "result_document",
                        "expected_result",
                    )
                },
            }
            for position, row in enumerate(roadmap["activities"], 1)
        ],
    )
    await insert(
        connection,
        ActivityWindow,
        [
            {
                "activity_id": activity_id(row["number"]),
                "position": position,
                "starts_on": window["start"],
                "ends_on": window["end"],
                "is_derived": window.get("derived", False),
            }
            for row in roadmap["activities"]
            for position, window in enumerate(row["windows"], 1)
        ],
    )


def activity_id(number: str) -> UUID:
    return key("activity", number)


def plan_id() -> UUID:
    return key("plan", read_yaml(COUNTING)["plan"]["code"])


async def has_decree(connection: AsyncConnection) -> bool:
    """Tell whether the plan is there (one transaction wrote all of it)."""
    return bool(await connection.scalar(sa.select(sa.exists().where(Plan.id == plan_id()))))


async def _write_editions(
    connection: AsyncConnection, roadmap: dict[str, Any], counting: dict[str, Any]
) -> None:
    source, period, first = roadmap["source"], roadmap["period"], counting["first_edition"]
    await insert(
        connection,
        Act,
        [
            _act_row(source["amends"], issuer=source["issuer"], title=first["title"]),
            _act_row(source, issuer=source["issuer"], title=source["title"])
            | {
                "signed_by": source["signed_by"],
                "amends_id": key("act", source["amends"]["act_number"]),
            },
        ],
    )
    await insert(
        connection, Plan, [{"id": plan_id(), "office_id": office_id(OFFICE), **counting["plan"]}]
    )
    shared = {
        "plan_id": plan_id(),
        "period_text": period["label"],
        "period_start": period["start"],
        "period_end": period["end"],
    }
    await insert(
        connection,
        Edition,
        [
            {
                "id": key("edition", "1"),
                "act_id": key("act", source["amends"]["act_number"]),
                "number": 1,
                "state": "superseded",
                "effective_on": first["effective_on"],
                "responsible_official": first["responsible_official"],
                **shared,
            },
            {
                "id": key("edition", "2"),
                "act_id": key("act", source["act_number"]),
                "number": 2,
                "state": "in_force",
                "effective_on": source["act_date"],
                "responsible_official": source["responsible_official"],
                **shared,
            },
        ],
    )


def _act_row(entry: dict[str, Any], *, issuer: str, title: str) -> dict[str, Any]:
    signed_on: date = entry["act_date"]
    return {
        "id": key("act", entry["act_number"]),
        "kind": "распоряжение",
        "number": entry["act_number"],
        "signed_on": signed_on,
        "issuer": issuer,
        "title": title,
        "signed_by": None,
        "amends_id": None,
    }

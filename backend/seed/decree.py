"""Stage 3: the acts, the plan and its two editions; 44 activities word for word (decree № 64-од)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.domain.responsible import party_vocabulary, read_responsible
from backend.seed.accounts import person_id
from backend.seed.registry import office_id, schools
from backend.seed.sources import OFFICE, act, insert, key, plain, read_yaml
from backend.tables import (
    Act,
    Activity,
    ActivityParty,
    ActivityWindow,
    Edition,
    ExpectedResult,
    Lineage,
    Plan,
    Section,
)

ROADMAP = "roadmap_2020_2021.yaml"
COUNTING = "roadmap_counting.yaml"
PROJECT = "500+"
_ENTERED = datetime.fromisoformat("2021-02-12T10:00:00+04:00")


async def load_decree(connection: AsyncConnection) -> None:
    """Write both acts, edition 1 (superseded, no rows: not in the source) and edition 2 with all its rows."""
    roadmap, counting = read_yaml(ROADMAP), read_yaml(COUNTING)
    await act(connection, at=_ENTERED, person_id=person_id("coordinator"))
    await _write_editions(connection, roadmap, counting)
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
                "form": "project" if entry["code"] == PROJECT else "road_map",
            }
            for position, entry in enumerate(roadmap["sections"], 1)
        ],
    )
    rows = roadmap["activities"]
    await insert(
        connection,
        Lineage,
        [{"id": lineage_id(row["number"]), "plan_id": plan_id()} for row in rows],
    )
    await insert(connection, Activity, _activity_rows(rows))
    await insert(
        connection,
        ActivityWindow,
        [
            {
                "id": key("window", f"{row['number']}/{position}"),
                "activity_id": activity_id(row["number"]),
                "position": position,
                "slot": position,
                "starts_on": window["start"],
                "ends_on": window["end"],
                "is_derived": window.get("derived", False),
            }
            for row in rows
            for position, window in enumerate(row["windows"], 1)
        ],
    )
    await insert(connection, ActivityParty, _party_rows(rows))
    await insert(connection, ExpectedResult, _result_rows(rows, counting["results"]))


def _activity_rows(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for position, row in enumerate(rows, 1):
        yield {
            "id": activity_id(row["number"]),
            "section_id": key("section", row["section"]),
            "lineage_id": lineage_id(row["number"]),
            "number": row["number"],
            "position": position,
            "recurrence": row["recurrence"]["kind"],
            "target_set": row["target_schools"],
            "source": plain(row),
            **{
                field: row[field]
                for field in (
                    "title",
                    "term_source",
                    "responsible_source",
                    "result_document",
                    "expected_result",
                )
            },
        }


def _result_rows(
    rows: list[dict[str, Any]], results: dict[str, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    for row in rows:
        for position, result in enumerate(results.get(row["number"], []), 1):
            yield {
                "activity_id": activity_id(row["number"]),
                "position": position,
                "title": result.get("title", "Школы"),
                "quantifier": result.get("quantifier", "all"),
                "threshold": result.get("threshold"),
                "members": result.get("members", row["target_schools"]),
                "unit": result.get("unit", "member"),
                "facts": result["facts"],
                "is_explicit": result.get("explicit", False),
            }


def _party_rows(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the parties as the words of the act are read, the three named schools among them."""
    named = {
        name: key("school", entry["key"])
        for name, entry in zip(
            read_yaml(ROADMAP)["project_schools"], list(schools())[:3], strict=True
        )
    }
    vocabulary = party_vocabulary(read_yaml("parties.yaml"))
    for row in rows:
        found = read_responsible(row["responsible_source"], vocabulary, tuple(named))
        for position, party in enumerate(found.parties, 1):
            yield {
                "activity_id": activity_id(row["number"]),
                "position": position,
                "part": party.part,
                "kind": party.kind,
                "organisation_id": key("organisation", party.code)
                if party.kind == "organisation"
                else None,
                "role": party.code if party.kind == "role" else None,
                "school_id": named[party.code] if party.kind == "school" else None,
                "words": party.words,
            }


def lineage_id(number: str) -> UUID:
    return key("lineage", number)


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
        "heading": roadmap["roadmap_title"],
        "project_start": counting["project_period"]["start"],
        "project_end": counting["project_period"]["end"],
    }
    await insert(
        connection,
        Edition,
        [
            {
                "id": key("edition", "1"),
                "act_id": key("act", source["amends"]["act_number"]),
                "based_on_id": None,
                "number": 1,
                "state": "superseded",
                "effective_on": first["effective_on"],
                "responsible_official": first["responsible_official"],
                "controlled_by": None,
                **shared,
            },
            {
                "id": key("edition", "2"),
                "act_id": key("act", source["act_number"]),
                "based_on_id": key("edition", "1"),
                "number": 2,
                "state": "in_force",
                "effective_on": source["act_date"],
                "responsible_official": source["responsible_official"],
                "controlled_by": source["signed_by"],
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

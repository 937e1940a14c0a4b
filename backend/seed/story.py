"""Stage 4: the story of the demonstration, moment after moment, so that the change log tells it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.access.passwords import hash_secret, new_secret
from backend.core.files import make_file_store
from backend.core.settings import Settings
from backend.features.execution.jobs import freeze_results
from backend.seed.accounts import client_id, person_id
from backend.seed.decree import COUNTING, activity_id, lineage_id, plan_id
from backend.seed.registry import REGISTRY, school_id, schools
from backend.seed.sources import act, insert, key, read_yaml
from backend.seed.story_profiles import CYCLE
from backend.seed.story_support import tell_support
from backend.tables import (
    Accompaniment,
    Assignment,
    AuthorQuestion,
    AuthSession,
    Evidence,
    Occurrence,
    OccurrenceStep,
    ProjectMember,
    RiskAssessment,
)

STORY = "demo_story.yaml"
_BASIS = "план мероприятий проекта 500+, распоряжение от 12.02.2021 № 64-од"


async def load_story(connection: AsyncConnection, settings: Settings) -> None:
    """Write every moment of the story in its time and in the name of who acted. One transaction."""
    files = make_file_store(settings)
    clients = {client["key"] for client in read_yaml(REGISTRY)["clients"]}
    for moment in read_yaml(STORY)["moments"]:
        at, by = datetime.fromisoformat(moment["at"]), moment["by"]
        machine = by in clients
        person = None if machine else person_id(by)
        # Nobody's doing: what the worker does in the night after a deadline.
        await act(connection, at=at)
        await freeze_results(connection, at.date())
        await act(connection, at=at, person_id=person, client_id=client_id(by) if machine else None)
        await _people_and_members(connection, moment, at)
        for entry in _carried_out(moment):
            await _carry_out(connection, entry, at, person)
        await insert(connection, Evidence, _evidence_rows(moment, at, person))
        for entry in moment.get("decide", []):
            await connection.execute(_decision(entry, at))
        for entry in moment.get("levels", []):
            await connection.execute(_LEVELS, list(_level_rows(entry, at, person)))
        await tell_support(connection, moment, at, person, files)
        if moment.get("questions"):
            await insert(connection, AuthorQuestion, _question_rows(at))


async def has_story(connection: AsyncConnection) -> bool:
    """Tell whether the story is there (one transaction wrote all of it)."""
    told = sa.select(sa.exists().where(ProjectMember.plan_id == plan_id()))
    return bool(await connection.scalar(told))


async def _people_and_members(connection: AsyncConnection, moment: Any, at: datetime) -> None:
    await insert(
        connection,
        ProjectMember,
        [
            {
                "plan_id": plan_id(),
                "school_id": school_id(school),
                "joined_on": at.date(),
                "basis": _BASIS,
            }
            for school in moment.get("members", [])
        ],
    )
    await insert(
        connection,
        Assignment,
        [
            {
                "school_id": school_id(entry["school"]),
                "person_id": person_id(entry["person"]),
                "kind": entry["kind"],
                "period": Range(entry["from"], None, bounds="[)"),
                "act_text": entry["act"],
            }
            for entry in moment.get("assign", [])
        ],
    )
    await insert(
        connection,
        Accompaniment,
        [
            {
                "school_id": school_id(entry["school"]),
                "kind": entry["kind"],
                "period": Range(entry["from"], None, bounds="[)"),
            }
            for entry in moment.get("assign", [])
        ],
    )
    if session := moment.get("session"):
        # The last log-in before the demonstration begins: «what has changed since» counts from it.
        until = datetime.fromisoformat(session["until"])
        await insert(
            connection,
            AuthSession,
            [
                {
                    "person_id": person_id(moment["by"]),
                    "generation": 1,
                    "token_hash": hash_secret(new_secret()),
                    "rotated_at": at,
                    "started_at": at,
                    "expires_at": until,
                    "revoked_at": until,
                    "revoked_because": "logout",
                }
            ],
        )


def _carried_out(moment: Any) -> Iterator[dict[str, Any]]:
    """Yield what happened to windows: accepted by the office, noted on the way, accepted school by school."""
    yield from moment.get("accept", [])
    yield from moment.get("notes", [])
    for entry in moment.get("rows", []):
        for school in _school_keys(entry["schools"]):
            yield entry | {"school": school}


async def _carry_out(
    connection: AsyncConnection, entry: Any, at: datetime, person: UUID | None
) -> None:
    """Write the occurrence of a window with its step, and the paper that shows it."""
    slot, school = entry.get("window", 1), entry.get("school")
    name = f"{entry['row']}/{slot}/{school or ''}"
    state = "accepted" if "day" in entry else "in_progress"
    values = {
        "id": key("occurrence", name),
        "lineage_id": lineage_id(entry["row"]),
        "slot": slot,
        "school_id": school_id(school) if school else None,
        "state": state,
        "done_on": entry.get("day"),
        "comment": entry.get("note"),
        "reported_by_id": None,
    }
    await insert(connection, Occurrence, [values])
    step = {
        "occurrence_id": values["id"],
        "school_id": values["school_id"],
        "action": "accept" if state == "accepted" else "start",
        "from_state": "planned",
        "to_state": state,
        "reason": None,
        "person_id": person,
        "at": at,
    }
    await insert(connection, OccurrenceStep, [step])
    if "basis" in entry:
        paper = {"fact": "row_accepted", "day": entry["day"], "basis": entry["basis"]}
        row = _evidence_row(paper, name, at, person) | {
            "school_id": values["school_id"],
            "lineage_id": values["lineage_id"],
            "slot": slot,
        }
        await insert(connection, Evidence, [row])


def _evidence_rows(moment: Any, at: datetime, person: UUID | None) -> Iterator[dict[str, Any]]:
    for entry in moment.get("evidence", []):
        who = entry.get("school") or entry["person"]
        yield _evidence_row(entry, f"{who}/{entry['fact']}/", at, person)


def _evidence_row(entry: Any, name: str, at: datetime, person: UUID | None) -> dict[str, Any]:
    state = entry.get("state", "accepted")
    return {
        "id": key("evidence", name),
        "school_id": school_id(entry["school"]) if "school" in entry else None,
        "about_person_id": person_id(entry["person"]) if "person" in entry else None,
        "fact_kind_id": key("fact_kind", entry["fact"]),
        "lineage_id": None,
        "slot": None,
        "kind": "requisites" if person else "system",
        "state": state,
        "occurred_on": entry["day"],
        "basis": entry["basis"],
        "counted": entry.get("counted"),
        "of_total": entry.get("of"),
        "person_id": person,
        "decided_at": at if state == "accepted" else None,
    }


def _school_keys(named: list[str] | str) -> list[str]:
    if isinstance(named, list):
        return named
    return [entry["key"] for entry in schools() if "zone" in entry]


def _decision(entry: Any, at: datetime) -> sa.Update:
    values = {"state": entry["state"], "basis": entry["basis"], "decided_at": at}
    return (
        sa.update(Evidence)
        .where(Evidence.id == key("evidence", f"{entry['school']}/{entry['fact']}/"))
        .values(values | ({"occurred_on": entry["day"]} if "day" in entry else {}))
    )


def _level_rows(entry: Any, at: datetime, person: UUID | None) -> Iterator[dict[str, Any]]:
    levels = {
        factor: level for level in ("high", "medium", "low") for factor in entry.get(level, [])
    }
    reasons = entry.get("no_data", {})
    for factor in [*levels, *reasons]:
        yield {
            "school_id": school_id(entry["school"]),
            "factor_id": key("risk_factor", factor),
            "cycle": CYCLE,
            "source": entry["source"],
            "level": levels.get(factor),
            "no_data_reason": reasons.get(factor),
            "origin": "medk" if entry["source"] == "survey" else None,
            "person_id": person,
            "recorded_at": at,
        }


_NEW_LEVEL = upsert(RiskAssessment)
# A party may change its mind: the row then carries the moment of the last opinion.
_LEVELS = _NEW_LEVEL.on_conflict_do_update(
    index_elements=["school_id", "cycle", "factor_id", "source"],
    set_={
        field: _NEW_LEVEL.excluded[field]
        for field in ("level", "no_data_reason", "person_id", "recorded_at")
    },
)


def _question_rows(at: datetime) -> Iterator[dict[str, Any]]:
    for question in read_yaml(COUNTING)["questions"]:
        yield {
            "activity_id": activity_id(question["row"]),
            "text": question["text"],
            "short_text": question["short"],
            "asked_on": at.date(),
        }

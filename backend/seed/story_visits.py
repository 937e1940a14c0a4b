"""Visits of the story: planned, confirmed, held, reported on, answered, approved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.registry import school_id
from backend.seed.sources import insert, key, read_yaml
from backend.tables import Visit, VisitEntry, VisitFinding, VisitStep

_BANK = 2021
_HELD_STATES = {
    "hold": "held",
    "start_report": "report_draft",
    "submit": "submitted",
    "approve": "approved",
}
_ANSWERS = ("yes", "yes", "partly", "yes", "no", "yes", "partly")
"""Made up, in turn: the demonstration shows a checklist that was really filled in."""


async def tell_visit(
    connection: AsyncConnection, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> None:
    name, school, action = entry.get("key", entry["school"]), entry["school"], entry["do"]
    visit = key("visit", name)
    if action == "plan":
        row = {
            "id": visit,
            "school_id": school_id(school),
            "person_id": person,
            "state": "planned",
            "purpose": entry["purpose"],
            "planned_on": entry["day"],
            "planned_time": entry.get("time"),
            "bank": _BANK,
            "created_by_id": person,
            "recorded_at": at,
        }
        await insert(connection, Visit, [row])
        was = became = "planned"
    else:
        was, became = await _move_visit(connection, visit, entry, at, person)
    step = {
        "visit_id": visit,
        "school_id": school_id(school),
        "action": action,
        "from_state": was,
        "to_state": became,
        "person_id": person,
        "at": at,
    }
    await insert(connection, VisitStep, [step])
    await insert(connection, VisitEntry, list(_entries(visit, entry, at, person)))
    findings = [
        {
            "id": key("visit_finding", f"{name}/{number}"),
            "visit_id": visit,
            "school_id": school_id(school),
            "factor_id": key("risk_factor", finding["factor"]),
            "kind": finding["kind"],
            "text": finding["text"],
            "is_withdrawn": False,
            "version": 1,
            "person_id": person,
            "changed_at": at,
        }
        for number, finding in enumerate(entry.get("findings", []), 1)
    ]
    await insert(connection, VisitFinding, findings)


async def _move_visit(
    connection: AsyncConnection,
    visit: UUID,
    entry: Mapping[str, Any],
    at: datetime,
    person: UUID | None,
) -> tuple[str, str]:
    action = entry["do"]
    changes: dict[str, dict[str, Any]] = {
        "confirm": {"state": "confirmed", "confirmed_at": at, "confirmed_by_id": person},
        "hold": {"held_on": entry.get("day"), "held_recorded_at": at},
        "submit": {"submitted_at": at, "submitted_by_id": person},
        "answer": {
            "school_answer": entry.get("answer"),
            "school_comment": entry.get("comment"),
            "school_answered_at": at,
            "school_answered_by_id": person,
        },
        "approve": {"approved_on": at.date(), "decided_at": at, "decided_by_id": person},
        "mark_medk": {"medk_marked_on": entry.get("day")},
    }
    values = changes.get(action, {})
    if action in _HELD_STATES:
        values["state"] = _HELD_STATES[action]
    was = await connection.scalar(sa.select(Visit.state).where(Visit.id == visit))
    if values:
        await connection.execute(sa.update(Visit).where(Visit.id == visit).values(**values))
    return str(was), str(values.get("state", was))


def _entries(
    visit: UUID, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> list[dict[str, Any]]:
    """Texts as the story words them; answers to the general questions of the bank when it says `answered`."""
    values: dict[str, dict[str, Any]] = {
        field: {"text": words} for field, words in entry.get("texts", {}).items()
    }
    if entry.get("answered"):
        (bank,) = [b for b in read_yaml("visit_questions.yaml")["banks"] if b["bank"] == _BANK]
        asked = [q for q in bank["questions"] if "factor" not in q and q["kind"] == "yes_partly_no"]
        for number, question in enumerate(asked):
            choice = _ANSWERS[number % len(_ANSWERS)]
            values[f"answer:{question['code']}"] = {"choice": choice, "number": None, "text": ""}
    return [
        {
            "visit_id": visit,
            "school_id": school_id(entry["school"]),
            "field": field,
            "value": value,
            "version": 1,
            "person_id": person,
            "changed_at": at,
        }
        for field, value in values.items()
    ]

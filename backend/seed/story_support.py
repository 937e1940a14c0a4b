"""What the story tells of support: visits, verdicts and signatures, documents, agreements. Facts follow from them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.files import FileStore
from backend.seed.accounts import person_id
from backend.seed.registry import school_id
from backend.seed.sources import insert, key
from backend.seed.story_documents import review_document, submit_document
from backend.seed.story_profiles import form_profile, move_profile, sign_profile, write_verdicts
from backend.seed.story_visits import tell_visit
from backend.tables import ActionPoint, ActionPointStep, SchoolClass


async def tell_support(
    connection: AsyncConnection,
    moment: Mapping[str, Any],
    at: datetime,
    person: UUID | None,
    files: FileStore,
) -> None:
    """Write what one moment of the story says about the support of schools, in the name of `person`."""
    for entry in moment.get("levels", []):
        if entry["source"] == "survey":
            await form_profile(connection, entry["school"], at)
    for school in moment.get("self_assessed", []):
        values = {"self_assessed_at": at, "self_assessed_by_id": person}
        await move_profile(connection, school, "self_assess", None, values, at, person)
    for kind, tell in _TELLERS.items():
        for entry in moment.get(kind, []):
            await tell(connection, entry, at, person)
    for entry in moment.get("documents", []):
        await submit_document(connection, entry, at, person, files)
    for entry in moment.get("reviews", []):
        await review_document(connection, entry, at, person)
    for entry in moment.get("classes", []):
        await insert(connection, SchoolClass, _class_rows(entry, at, person))


async def _action_point(
    connection: AsyncConnection, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> None:
    point = {
        "id": key("action_point", entry["key"]),
        "school_id": school_id(entry["school"]),
        "visit_id": key("visit", entry["school"]),
        "factor_id": key("risk_factor", entry["factor"]),
        "text": entry["text"],
        "priority": entry["priority"],
        "assignee_id": person_id(entry["assignee"]),
        "due_on": entry["due"],
        "state": "open",
        "created_by_id": person,
        "recorded_at": at,
    }
    await insert(connection, ActionPoint, [point])
    step = {
        "action_point_id": point["id"],
        "school_id": point["school_id"],
        "action": "add",
        "from_state": "open",
        "to_state": "open",
        "person_id": person,
        "at": at,
    }
    await insert(connection, ActionPointStep, [step])


def _class_rows(
    entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> list[dict[str, Any]]:
    return [
        {
            "school_id": school_id(entry["school"]),
            "academic_year": entry["year"],
            "grade": grade,
            "letter": "",
            "pupils": pupils,
            "as_of": at.date() - timedelta(days=1),
            "source": entry["source"],
            "person_id": person,
            "recorded_at": at,
        }
        for grade, pupils in enumerate(entry["pupils"], 1)
    ]


_TELLERS = {
    "visits": tell_visit,
    "verdicts": write_verdicts,
    "sign": sign_profile,
    "action_points": _action_point,
}

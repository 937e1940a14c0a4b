"""Risk profiles of the story: formed, verified factor by factor, signed by two sides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.registry import school_id
from backend.seed.sources import insert, key
from backend.tables import RiskAssessment, RiskProfile, RiskProfileStep, RiskVerdict

CYCLE = 2021


async def form_profile(connection: AsyncConnection, school: str, at: datetime) -> None:
    await insert(
        connection,
        RiskProfile,
        [
            {
                "id": key("risk_profile", school),
                "school_id": school_id(school),
                "cycle": CYCLE,
                "state": "formed",
                "formed_at": at,
                "version": 1,
            }
        ],
    )
    await insert(
        connection, RiskProfileStep, [_step(school, "form", "awaited", "formed", at, None)]
    )


def _step(
    school: str, action: str, was: str, became: str, at: datetime, person: UUID | None
) -> dict[str, Any]:
    return {
        "profile_id": key("risk_profile", school),
        "school_id": school_id(school),
        "action": action,
        "from_state": was,
        "to_state": became,
        "person_id": person,
        "at": at,
    }


async def move_profile(
    connection: AsyncConnection,
    school: str,
    action: str,
    state: str | None,
    values: Mapping[str, Any],
    at: datetime,
    person: UUID | None,
) -> None:
    profile = RiskProfile.id == key("risk_profile", school)
    was = await connection.scalar(sa.select(RiskProfile.state).where(profile))
    became = state or was
    await connection.execute(
        sa.update(RiskProfile)
        .where(profile)
        .values(state=became, version=RiskProfile.version + 1, **values)
    )
    await insert(
        connection,
        RiskProfileStep,
        [_step(school, action, str(was), str(became), at, person)],
    )


async def write_verdicts(
    connection: AsyncConnection, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> None:
    """Confirm the level the curator saw for every factor but those left open; select some for work."""
    school, left_open = entry["school"], entry.get("open", [])
    seen = await connection.execute(
        sa.select(RiskAssessment.factor_id, RiskAssessment.level).where(
            RiskAssessment.school_id == school_id(school),
            RiskAssessment.source == "curator",
            RiskAssessment.level.is_not(None),
        )
    )
    skipped = {key("risk_factor", code) for code in left_open}
    selected = {key("risk_factor", code) for code in entry.get("select", [])}
    rows = [
        {
            "profile_id": key("risk_profile", school),
            "school_id": school_id(school),
            "factor_id": factor,
            "verdict": "confirmed",
            "level": level,
            "is_selected": factor in selected,
            "person_id": person,
            "decided_at": at,
        }
        for factor, level in seen
        if factor not in skipped
    ]
    await insert(connection, RiskVerdict, rows)
    await move_profile(connection, school, "verify", "verification", {}, at, person)


async def sign_profile(
    connection: AsyncConnection, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> None:
    side, state = entry["side"], "verified" if entry.get("last") else "verification"
    values: dict[str, Any] = {f"{side}_signed_at": at, f"{side}_signed_by_id": person}
    if state == "verified":
        values["verified_on"] = at.date()
    await move_profile(connection, entry["school"], "sign", state, values, at, person)

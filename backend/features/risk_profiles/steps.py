"""Steps of a profile: the row is locked, version and rule are asked, state and step are written together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict
from backend.core.file_replies import StaleVersion
from backend.domain.lifecycle.risk_profiles import next_profile_state
from backend.tables import RiskProfile, RiskProfileStep

UNSIGNED: Final[Mapping[str, None]] = dict.fromkeys(
    (
        "curator_signed_at",
        "curator_signed_by_id",
        "school_signed_at",
        "school_signed_by_id",
        "verified_on",
        "locked_at",
    )
)


async def locked_profile(
    session: AsyncSession, school_id: UUID, cycle: int, *, version: int | None
) -> RiskProfile:
    """Return the profile, locked until the end of the transaction; made as awaited at the first act on it.

    Raises `StaleVersion` when somebody has changed it since the version the caller saw.
    """
    await session.execute(
        upsert(RiskProfile)
        .values(school_id=school_id, cycle=cycle, state="awaited", version=0)
        .on_conflict_do_nothing(index_elements=["school_id", "cycle"])
    )
    found: RiskProfile | None = await session.scalar(
        select(RiskProfile)
        .where(RiskProfile.school_id == school_id, RiskProfile.cycle == cycle)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert found is not None
    if version is not None and found.version != version:
        raise StaleVersion(
            "Профиль тем временем изменили. Обновите страницу, сверьте и повторите: введённое не потеряется."
        )
    return found


async def move(
    session: AsyncSession,
    caller: Caller,
    profile: RiskProfile,
    action: str,
    *,
    now: datetime,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
    is_new_version: bool = True,
) -> None:
    """Write the next state and the step that led to it; the rule has said yes before."""
    became = next_profile_state(profile.state, action)
    assert became is not None, (profile.state, action)
    await session.execute(
        update(RiskProfile)
        .where(RiskProfile.id == profile.id)
        .values(
            state=became,
            version=profile.version + is_new_version,
            **(changes or {}),
        )
        .execution_options(synchronize_session=False)
    )
    await write_step(session, caller, profile, action, became=became, now=now, reason=reason)


async def write_step(
    session: AsyncSession,
    caller: Caller,
    profile: RiskProfile,
    action: str,
    *,
    became: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Add a step to the history of a profile."""
    await session.execute(
        insert(RiskProfileStep).values(
            profile_id=profile.id,
            school_id=profile.school_id,
            action=action,
            from_state=profile.state,
            to_state=became,
            reason=reason,
            person_id=caller.person_id,
            at=now,
        )
    )


async def drop_signatures(
    session: AsyncSession, caller: Caller, profile: RiskProfile, *, now: datetime
) -> Mapping[str, None]:
    """Return the columns a change of a signed profile empties; the history then says so."""
    if profile.curator_signed_at is None and profile.school_signed_at is None:
        return {}
    await write_step(session, caller, profile, "drop_signatures", became=profile.state, now=now)
    return UNSIGNED


def allow(refusal: str | None) -> None:
    """Raise `Conflict` with the reason why something is not possible now."""
    if refusal is not None:
        raise Conflict(refusal, slug="transition-not-allowed")

"""Steps of occurrences: the row is locked, the rule is asked, state and step are written together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.lifecycle.occurrences import next_occurrence_state
from backend.tables import Occurrence, OccurrenceStep


async def locked_occurrence(
    session: AsyncSession, *, lineage_id: UUID, slot: int, school_id: UUID | None
) -> Occurrence:
    """Return the occurrence, locked until the end of the transaction; made as planned at the first act on it."""
    key: dict[str, Any] = {"lineage_id": lineage_id, "slot": slot, "school_id": school_id}
    await session.execute(
        upsert(Occurrence)
        .values(state="planned", **key)
        .on_conflict_do_nothing(index_elements=["lineage_id", "slot", "school_id"])
    )
    found = await find_locked_occurrence(session, **key)
    assert found is not None
    return found


async def find_locked_occurrence(
    session: AsyncSession, *, lineage_id: UUID, slot: int, school_id: UUID | None
) -> Occurrence | None:
    """Return the occurrence, locked until the end of the transaction; None when nobody has acted on it."""
    key = {"lineage_id": lineage_id, "slot": slot, "school_id": school_id}
    found: Occurrence | None = await session.scalar(
        select(Occurrence)
        .where(*(getattr(Occurrence, n).is_not_distinct_from(v) for n, v in key.items()))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def move(
    session: AsyncSession,
    caller: Caller,
    occurrence: Occurrence,
    action: str,
    *,
    reason: str | None,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write the next state and the step that led to it; the rule has said yes before."""
    became = next_occurrence_state(occurrence.state, action)
    assert became is not None, (occurrence.state, action)
    await session.execute(
        update(Occurrence)
        .where(Occurrence.id == occurrence.id)
        .values(state=became, **(changes or {}))
    )
    await session.execute(
        insert(OccurrenceStep).values(
            occurrence_id=occurrence.id,
            school_id=occurrence.school_id,
            action=action,
            from_state=occurrence.state,
            to_state=became,
            reason=reason,
            person_id=caller.person_id,
            at=now,
        )
    )

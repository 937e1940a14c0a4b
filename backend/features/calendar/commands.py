"""Writes of the personal calendar: a secret address made, withdrawn, and read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.passwords import hash_secret, new_secret
from backend.access.scope import Caller
from backend.features.calendar.queries import owner_of
from backend.features.calendar.schemas import CalendarAddressOut
from backend.tables import CalendarFeed

_TURN = text("select pg_advisory_xact_lock(hashtextextended('calendar ' || :person, 0))")


async def create_calendar(
    session: AsyncSession, caller: Caller, *, now: datetime
) -> CalendarAddressOut:
    """Make a new address in place of the live one; its secret (256 bit) is told here and kept as a hash."""
    person_id, secret = owner_of(caller), new_secret()
    # Two clicks at once: the second waits, and revokes what the first has made.
    await session.execute(_TURN, {"person": str(person_id)})
    await _revoke(session, person_id, now)
    session.add(CalendarFeed(person_id=person_id, secret_hash=hash_secret(secret), created_at=now))
    await session.flush()
    return CalendarAddressOut(path=f"/calendar/{secret}.ics", created_at=now)


async def revoke_calendar(session: AsyncSession, caller: Caller, *, now: datetime) -> None:
    """Withdraw the live address; without one nothing happens."""
    await _revoke(session, owner_of(caller), now)


async def note_reading(session: AsyncSession, secret_hash: str, *, now: datetime) -> None:
    """Write when the address was last read (a quiet column: the change log does not grow by it)."""
    await session.execute(
        update(CalendarFeed).where(CalendarFeed.secret_hash == secret_hash).values(last_read_at=now)
    )


async def _revoke(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    await session.execute(
        update(CalendarFeed)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
    )

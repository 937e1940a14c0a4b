"""The change log for auditors and officials; news for everybody."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.web import CursorParam, Limit
from backend.features.audit import news, queries
from backend.features.audit.schemas import AuditPage, NewsOut

router = APIRouter(tags=["audit"])
# Beyond these a moment with an offset leaves the calendar.
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@router.get("/audit-events")
async def list_audit_events(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_CHANGES)],
    table_name: Annotated[str | None, Query(max_length=63)] = None,
    school_id: UUID | None = None,
    entity_id: UUID | None = None,
    since: Annotated[AwareDatetime | None, Query(ge=_FIRST, le=_LAST)] = None,
    cursor: CursorParam = None,
    limit: Limit = 50,
) -> AuditPage:
    """Every change of every row, the newest first: who, when, old and new."""
    return await queries.list_audit_events(
        session,
        table_name=table_name,
        school_id=school_id,
        entity_id=entity_id,
        since=since,
        cursor=cursor,
        limit=limit,
    )


@router.get("/me/news")
async def get_news(
    session: Session, caller: Annotated[Caller, requires(Permission.SEE_PLANS)], clock: AppClock
) -> NewsOut:
    """What changed since one's previous log-in."""
    return await news.get_news(session, caller, clock.now())

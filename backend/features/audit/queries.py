"""Reads of the change log; row-level security leaves changes of the reader's schools and of the reader."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.paging import encode_cursor, read_cursor
from backend.features.audit.schemas import AuditEventOut, AuditPage

_EVENTS = """
select c.id, c.at, c.recorded_at, coalesce(p.full_name, m.name, c.database_role) as who, c.request_id,
    c.table_name, c.entity_id, c.natural_key, s.short_name as school_name, c.operation, c.old, c.new
from change c
left join person p on p.id = c.person_id
left join machine_client m on m.id = c.client_id
left join school s on s.id = c.school_id
where {conditions}
order by c.at desc, c.id desc limit :limit
"""


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


async def list_audit_events(
    session: AsyncSession,
    *,
    table_name: str | None,
    school_id: UUID | None,
    entity_id: UUID | None,
    since: datetime | None,
    cursor: str | None,
    limit: int,
) -> AuditPage:
    """Return changes, the newest first."""
    conditions = ["true"]
    values: dict[str, object] = {"limit": limit + 1}
    for name, value in (
        ("table_name", table_name),
        ("school_id", school_id),
        ("entity_id", entity_id),
    ):
        if value is not None:
            conditions.append(f"c.{name} = :{name}")
            values[name] = value
    if since is not None:
        conditions.append("c.at >= :since")
        values["since"] = since
    if cursor:
        at, last = read_cursor(cursor, _instant, UUID)
        conditions.append("(c.at, c.id) < (cast(:at as timestamptz), cast(:last as uuid))")
        values |= {"at": at, "last": last}
    rows = (
        (await session.execute(text(_EVENTS.format(conditions=" and ".join(conditions))), values))
        .mappings()
        .all()
    )
    shown = [AuditEventOut(**row) for row in rows[:limit]]
    more = len(rows) > limit
    return AuditPage(
        items=shown, next_cursor=encode_cursor([shown[-1].at, shown[-1].id]) if more else None
    )

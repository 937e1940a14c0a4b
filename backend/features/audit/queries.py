"""Reads of the change log; row-level security leaves changes of the reader's schools and of the reader."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.paging import encode_cursor, read_cursor
from backend.features.audit.schemas import AuditEventOut, AuditPage, NewsItemOut, NewsOut

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
_PREVIOUS_LOGIN = text(
    "select max(started_at) from auth_session where person_id = :person and id <> :current"
    " and started_at < app.now()"
)
# A fact came (accepted), went (revoked, returned) or was offered (submitted): read from the log itself.
_NEWS = text(
    """
    select c.at, c.operation, coalesce(c.new ->> 'state', e.state) as state, c.old ->> 'state' as was,
        k.title, coalesce(c.new ->> 'basis', c.old ->> 'basis', e.basis) as basis, s.id as school_id, s.short_name as school_name,
        coalesce(p.full_name, m.name, case
            when c.client_id is not null then 'внешняя система'
            when c.person_id is not null then 'сотрудник другой организации'
        end) as who, c.person_id,
        coalesce((
            select array_agg(a.number order by sec.position, a.position)
            from activity a join section sec on sec.id = a.section_id
            join edition ed on ed.id = sec.edition_id and ed.state = 'in_force'
            where exists (select from expected_result x where x.activity_id = a.id and k.code = any (x.facts))
                and (not k.is_per_row or a.lineage_id = e.lineage_id)
        ), '{}') as numbers
    from change c
    join evidence e on e.id = c.entity_id
    join fact_kind k on k.id = e.fact_kind_id
    left join school s on s.id = e.school_id
    left join person p on p.id = c.person_id
    left join machine_client m on m.id = c.client_id
    where c.table_name = 'evidence' and c.at > :since and c.at <= :until
    order by c.at desc, c.seq desc limit 20
    """
)
_WORDS = {
    # The title of a fact is a whole statement: «Посещение проведено».
    "accepted": "",
    "submitted": ": представлено, ждёт проверки",
    "returned": ": возвращено на доработку",
    "revoked": ": снято",
}
_SIGNS = {"accepted": "+", "submitted": "~", "returned": "−", "revoked": "−"}
_FIRST_LOOK = timedelta(days=7)


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


async def get_news(session: AsyncSession, caller: Caller, now: datetime) -> NewsOut:
    """Return what became of facts about the reader's schools since the previous log-in."""
    previous = await session.scalar(
        _PREVIOUS_LOGIN, {"person": caller.person_id, "current": caller.session_id}
    )
    since = previous or now - _FIRST_LOOK
    rows = (await session.execute(_NEWS, {"since": since, "until": now})).mappings()
    return NewsOut(
        since=since,
        previous_login_at=previous,
        items=[
            NewsItemOut(
                at=row["at"],
                sign=_SIGNS[row["state"]],
                numbers=row["numbers"],
                school_id=row["school_id"],
                school_name=row["school_name"],
                text=f"{row['title']}{_WORDS[row['state']]}. {_capitalised(row['basis'])}",
                who=row["who"],
                is_mine=row["person_id"] == caller.person_id,
            )
            for row in rows
        ],
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]

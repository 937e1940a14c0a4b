"""Reads of the personal calendar: whether its address exists, and the deadlines that concern its owner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Forbidden
from backend.features.calendar.schemas import CalendarOut
from backend.tables import CalendarFeed

_EVERY_ROW = frozenset({"admin", "head", "coordinator", "office_specialist", "auditor"})
_PLANS_READ = 20
# One line a window. Standing rows have no deadline. As on the screens: officials see every row, a methodist those he
# takes part in, the rest those that count their schools (or themselves as curators); who speaks for one school reads
# how that school's occurrence stands where the row counts schools, everybody else the office's.
_DEADLINES = text(
    """
    with edition_read as (
        select e.id, e.effective_on, e.period_start, e.period_end, e.project_start, e.project_end
        from edition e where e.state = 'in_force' order by e.effective_on desc, e.id limit :plans
    ), own as (
        select (array_agg(g.school_id))[1] as school_id from app.my_grants() g
        having count(distinct coalesce(g.school_id::text, 'no school')) = 1
    ), member as (
        select v.activity_id, v.result_position, v.met_on, v.counted, v.of_total,
            coalesce(v.school_id in (select app.my_schools()) or v.person_id = app.person_id(), false) as is_mine
        from edition_read e cross join lateral app.result_state(e.id, :today) v
    ), figure as (
        select m.activity_id, x.title,
            case x.unit when 'person' then sum(least(m.counted, m.of_total)) else count(m.met_on) end as met,
            case x.unit when 'person' then sum(m.of_total) else count(*) end as total
        from member m join expected_result x on x.activity_id = m.activity_id and x.position = m.result_position
        where m.result_position = 1
        group by m.activity_id, x.title, x.unit
    )
    select a.id as activity_id, a.lineage_id, w.slot, a.number, a.title, a.term_source, a.responsible_source,
        a.recurrence, e.effective_on, e.period_start, e.period_end,
        case s.form when 'project' then e.project_start end as project_start,
        case s.form when 'project' then e.project_end end as project_end,
        w.starts_on, w.ends_on, count(*) over (partition by a.id) > 1 as is_one_of_several,
        coalesce(o.state, 'planned') as state, o.done_on, o.comment, nullif(c.to_on, w.ends_on) as moved_to,
        case when f.total > 0 then f.title || ': ' || coalesce(f.met, 0) || ' из ' || f.total end as figure
    from edition_read e
    join section s on s.edition_id = e.id
    join activity a on a.section_id = s.id
    join activity_window w on w.activity_id = a.id
    cross join lateral (
        select (select school_id from own) as school_id
        from expected_result x where x.activity_id = a.id having bool_or(x.members like '%schools')
        union all
        select null
        limit 1
    ) r
    left join occurrence o on o.lineage_id = a.lineage_id and o.slot = w.slot
        and o.school_id is not distinct from r.school_id
    left join lateral (
        select x.to_on from reschedule x
        where x.lineage_id = a.lineage_id and x.slot = w.slot and (x.school_id is null or x.school_id = r.school_id)
        order by x.school_id is null, x.recorded_at desc, x.id desc limit 1
    ) c on true
    left join figure f on f.activity_id = a.id
    where a.recurrence <> 'continuous' and (
        :every_row
        or :takes_part and exists (
            select from activity_party t where t.activity_id = a.id and (t.role = any (:roles) or t.organisation_id = (
                select p.organisation_id from person p where p.id = app.person_id()))
        )
        or not :takes_part and exists (select from member m where m.activity_id = a.id and m.is_mine)
    )
    order by e.effective_on desc, e.id, s.position, a.position, a.id, w.position
    """
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One window of a row, and how its occurrence stands for the reader.

    `recurrence`: once, multi_window or recurring. `period_…` are the plan's, `project_…` those of its project, both
    None elsewhere. `moved_to` replaces `ends_on`. `figure`: «Школы: 2 из 3», None where nobody is counted.
    """

    activity_id: UUID
    lineage_id: UUID
    slot: int
    number: str
    title: str
    term_source: str
    responsible_source: str
    recurrence: str
    effective_on: date
    period_start: date
    period_end: date
    project_start: date | None
    project_end: date | None
    starts_on: date | None
    ends_on: date
    is_one_of_several: bool
    state: str
    done_on: date | None
    comment: str | None
    moved_to: date | None
    figure: str | None

    @property
    def due_on(self) -> date:
        """The deadline that counts."""
        return self.moved_to or self.ends_on


def owner_of(caller: Caller) -> UUID:
    """Return the person a calendar belongs to; raises `Forbidden` for a program."""
    if caller.person_id is None:
        raise Forbidden("Личный календарь есть только у людей. Программам сроки отдаёт API планов.")
    return caller.person_id


async def get_calendar(session: AsyncSession, caller: Caller) -> CalendarOut:
    """Return whether the caller's address works, since when, and when it was last read."""
    feed = await session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == owner_of(caller), CalendarFeed.revoked_at.is_(None)
        )
    )
    return CalendarOut(
        is_on=feed is not None,
        created_at=feed and feed.created_at,
        last_read_at=feed and feed.last_read_at,
    )


async def list_deadlines(
    session: AsyncSession, roles: Collection[str], *, today: date
) -> list[Deadline]:
    """Return windows of editions in force that concern the person of the transaction, in the order of the acts."""
    values = {
        "plans": _PLANS_READ,
        "today": today,
        "roles": list(roles),
        "every_row": not _EVERY_ROW.isdisjoint(roles),
        "takes_part": "methodist" in roles,
    }
    return [Deadline(*line) for line in await session.execute(_DEADLINES, values)]

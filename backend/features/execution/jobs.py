"""Keeps expected results as they were when their deadlines passed; the live value goes on beside them."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from backend.core.jobs import JobHandler, RunningJob

# The deadline that counts is the last one it was moved to. A window wholly before its edition came into force
# is not frozen: nobody was asked then. One call of result_state a day and slot, whatever the number of windows.
# What counts nobody on its day is frozen too (0 of 0): members entered later must not write that day anew.
_FREEZE = text(
    """
    with due as (
        select e.id as edition_id, a.id as activity_id, a.lineage_id, w.slot,
            coalesce(moved.to_on, w.ends_on) as due_on
        from edition e join section s on s.edition_id = e.id join activity a on a.section_id = s.id
        join activity_window w on w.activity_id = a.id
        left join lateral (
            select r.to_on from reschedule r
            where r.lineage_id = a.lineage_id and r.slot = w.slot and r.school_id is null
            order by r.recorded_at desc, r.id desc limit 1
        ) moved on true
        where e.state = 'in_force' and coalesce(moved.to_on, w.ends_on) between e.effective_on and cast(:before as date) - 1
            and exists (
                select from expected_result x where x.activity_id = a.id and not exists (
                    select from frozen_value f
                    where f.lineage_id = a.lineage_id and f.slot = w.slot
                        and f.result_position = x.position and f.due_on = coalesce(moved.to_on, w.ends_on)
                )
            )
    ), on_day as materialized (
        select d.edition_id, d.due_on, v.*
        from (select distinct edition_id, due_on, slot from due) d
        cross join lateral app.result_state(d.edition_id, d.due_on, d.slot) v
    )
    insert into frozen_value (lineage_id, slot, result_position, due_on, met, total, missing)
    select d.lineage_id, d.slot, x.position, d.due_on,
        case min(x.unit) when 'person' then coalesce(sum(least(v.counted, v.of_total)), 0)
            else count(v.met_on) end,
        case min(x.unit) when 'person' then coalesce(sum(v.of_total), 0) else count(v.activity_id) end,
        coalesce(jsonb_agg(jsonb_build_object(
            'school_id', v.school_id, 'name', coalesce(sc.short_name, p.full_name, x.title),
            'text', (select string_agg(k.missing_text, ', ' order by f.place)
                from unnest(x.facts, v.since) with ordinality as f (code, since_on, place)
                join fact_kind k on k.code = f.code where f.since_on is null)
        ) order by sc.sort_name, p.full_name) filter (where v.activity_id is not null and v.met_on is null), '[]')
    from due d
    join expected_result x on x.activity_id = d.activity_id
    left join on_day v on v.edition_id = d.edition_id and v.due_on = d.due_on and v.activity_id = d.activity_id
        and v.slot = d.slot and v.result_position = x.position
    left join school sc on sc.id = v.school_id
    left join person p on p.id = v.person_id
    group by d.lineage_id, d.slot, x.position, d.due_on
    on conflict do nothing
    """
)


async def freeze_results(session: AsyncSession | AsyncConnection, today: date) -> int:
    """Store every expected result whose deadline lies before `today` and is not stored yet; return how many."""
    done = await session.execute(_FREEZE, {"before": today})
    return int(getattr(done, "rowcount", 0))


async def _freeze(job: RunningJob, session: AsyncSession) -> None:
    await freeze_results(session, date.fromisoformat(job.payload["day"]))


FREEZE_JOB = "freeze_results"
HANDLERS: dict[str, JobHandler] = {FREEZE_JOB: JobHandler(run=_freeze)}
DAILY = (FREEZE_JOB,)
"""Jobs asked for once a day in Samara, with `day` in the payload."""

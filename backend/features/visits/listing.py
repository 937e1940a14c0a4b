"""Lists of visits and of those who may go; the head every reply about a visit begins with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.clock import SAMARA
from backend.core.errors import NotFound
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.lifecycle.visits import (
    ANSWER_WORKING_DAYS,
    VISIT_STATE_TITLES,
    add_working_days,
    next_visit_step,
    visit_overdue,
)
from backend.features.visits.schemas import ConductorList, ConductorOut, VisitList, VisitSummaryOut
from backend.tables import School

HEAD = """
v.id, v.school_id, s.short_name as school_name, v.person_id,
    coalesce(p.full_name, 'сотрудник другой организации') as person_name, v.purpose, v.planned_on, v.planned_time,
    v.held_on, v.state, v.submitted_at, v.school_answered_at
"""
_FILTER = """
from visit v join school s on s.id = v.school_id left join person p on p.id = v.person_id
where (cast(:school as uuid) is null or v.school_id = :school)
    and (cast(:person as uuid) is null or v.person_id = :person)
    and (cast(:state as text) is null or v.state = :state)
    and (not :only_mine or v.person_id in (select app.acting_for()))
"""
_LIST = text(
    f"""
    select {HEAD}, coalesce(v.held_on, v.planned_on) as sort_day {_FILTER}
        and (cast(:day as date) is null or (coalesce(v.held_on, v.planned_on), v.id) < (:day, cast(:id as uuid)))
    order by sort_day desc, v.id desc limit :limit
    """
)
_TOTAL = text(f"select count(*) {_FILTER}")
_CONDUCTORS = text(
    """
    select a.person_id, coalesce(p.full_name, 'сотрудник другой организации') as full_name, a.kind,
        lower(a.period) as from_on, upper(a.period) - 1 as to_on
    from assignment a left join person p on p.id = a.person_id
    where a.school_id = :school order by lower(a.period) desc, a.kind, a.id
    """
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of visits is narrowed to; `only_mine`: those the caller, or whom he acts for, goes to."""

    school_id: UUID | None
    person_id: UUID | None
    state: str | None
    only_mine: bool


async def list_visits(
    session: AsyncSession, filters: Filters, limit: int, cursor: str | None, today: date
) -> VisitList:
    """Return a page of the visits the reader may see, the latest day first."""
    day, last = read_cursor(cursor, date.fromisoformat, UUID) if cursor else (None, None)
    values = {
        "school": filters.school_id,
        "person": filters.person_id,
        "state": filters.state,
        "only_mine": filters.only_mine,
    }
    page = {"day": day, "id": last, "limit": limit + 1}
    rows = (await session.execute(_LIST, values | page)).mappings().all()
    shown = rows[:limit]
    more = len(rows) > limit
    return VisitList(
        items=[VisitSummaryOut(**summary_of(row, today)) for row in shown],
        total=await session.scalar(_TOTAL, values) or 0,
        next_cursor=encode_cursor([shown[-1]["sort_day"], shown[-1]["id"]]) if more else None,
    )


async def list_conductors(session: AsyncSession, school_id: UUID) -> ConductorList:
    """Return the curators and mentors of a school with the days of their assignments; raises `NotFound`."""
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    rows = (await session.execute(_CONDUCTORS, {"school": school_id})).mappings()
    return ConductorList(items=[ConductorOut(**row) for row in rows])


def summary_of(row: RowMapping, today: date) -> dict[str, Any]:
    """Return the fields of a summary from a row with the columns of `HEAD`."""
    is_answered = row["school_answered_at"] is not None
    fields = {name: row[name] for name in VisitSummaryOut.model_fields if name in row}
    return fields | {
        "state_title": VISIT_STATE_TITLES[row["state"]],
        "next_step": next_visit_step(row["state"], is_answered=is_answered),
        "overdue": visit_overdue(
            row["state"],
            planned_on=row["planned_on"],
            held_on=row["held_on"],
            answer_due_on=answer_due_on(row["submitted_at"]),
            is_answered=is_answered,
            today=today,
        ),
    }


def answer_due_on(submitted_at: datetime | None) -> date | None:
    """Return the last day on which the school may answer a submitted report."""
    if submitted_at is None:
        return None
    return add_working_days(submitted_at.astimezone(SAMARA).date(), ANSWER_WORKING_DAYS)

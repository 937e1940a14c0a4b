"""Reads of assignments: of one school through all time, of people, and what passes over at a hand-over."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.domain.wording import short_date
from backend.features.support.schemas import (
    AssignmentBlockedOut,
    AssignmentOut,
    PassedOut,
    SchoolTeamOut,
)

_KINDS = {"curator": "куратор", "mentor": "наставник"}
_ASSIGNMENTS = text(
    """
    select a.id, a.school_id, s.short_name as school_name, a.person_id, p.full_name, a.kind,
        lower(a.period) as since_on, upper(a.period) - 1 as last_on, a.act_text, a.end_reason,
        a.period @> cast(:day as date) as is_current, b.full_name as appointed_by, a.recorded_at,
        exists (select from conflict_declaration c where c.person_id = a.person_id and c.school_id = a.school_id
            and c.withdrawn_at is null) and coalesce(upper(a.period), 'infinity') > :day as has_conflict,
        a.school_id in (select m.school_id from app.my_sides() m where m.side = 'office') as is_office
    from assignment a join school s on s.id = a.school_id join person p on p.id = a.person_id
    left join person b on b.id = a.appointed_by_id
    where (cast(:school as uuid) is null or a.school_id = :school)
        and (cast(:people as uuid[]) is null or a.person_id = any (:people))
    order by is_current desc, case when a.period @> cast(:day as date) then a.kind end, since_on desc, a.kind,
        s.sort_name, a.id
    """
)
_PASSES_OVER = text(
    """
    select 'visit' as kind, v.id, v.purpose as text, v.planned_on as due_on from visit v
    where v.school_id = :school and v.person_id = :person and v.state in ('planned', 'confirmed')
    union all
    select 'action_point', a.id, a.text, a.due_on from action_point a
    where a.school_id = :school and a.assignee_id = :person and a.state in ('open', 'done')
    order by due_on, id
    """
)
_OFFICE_SIDE = text(
    "select exists (select from app.my_sides() m where m.side = 'office' and m.school_id = :school)"
)


async def assignments_of(
    session: AsyncSession,
    caller: Caller,
    today: date,
    *,
    school_id: UUID | None = None,
    people: Sequence[UUID] | None = None,
) -> list[AssignmentOut]:
    """Return assignments, the current ones first."""
    found = await session.execute(
        _ASSIGNMENTS, {"day": today, "school": school_id, "people": people}
    )
    manages = Permission.MANAGE_SUPPORT in caller.permissions
    return [_assignment(row, today, manages=manages) for row in found.mappings()]


async def get_team(
    session: AsyncSession, caller: Caller, school_id: UUID, today: date
) -> SchoolTeamOut:
    """Return everybody who stands, stood or will stand by a school; raises `NotFound`."""
    name = await session.scalar(
        text("select short_name from school where id = :school"), {"school": school_id}
    )
    if name is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    items = await assignments_of(session, caller, today, school_id=school_id)
    may = Permission.MANAGE_SUPPORT in caller.permissions and await is_office_side(
        session, school_id
    )
    return SchoolTeamOut(
        school_id=school_id,
        school_name=name,
        on=today,
        items=items,
        findings=[f"{a.full_name}, {_KINDS[a.kind]}: {a.warning}" for a in items if a.warning],
        allowed_actions=["appoint"] if may else [],
    )


async def is_office_side(session: AsyncSession, school_id: UUID) -> bool:
    """Tell whether the caller stands on the side of the office of a school."""
    return bool(await session.scalar(_OFFICE_SIDE, {"school": school_id}))


async def what_passes_over(
    session: AsyncSession, school_id: UUID, person_id: UUID
) -> list[PassedOut]:
    """Return visits not yet held and open agreements of a person at a school."""
    found = await session.execute(_PASSES_OVER, {"school": school_id, "person": person_id})
    return [PassedOut(**row) for row in found.mappings()]


def _assignment(row: RowMapping, today: date, *, manages: bool) -> AssignmentOut:
    values = dict(row)
    has_conflict = values.pop("has_conflict")
    may = values.pop("is_office") and manages
    is_over = row["last_on"] is not None and row["last_on"] < today
    blocked = []
    if may and is_over:
        why = f"Назначение закончилось {short_date(row['last_on'])}."
        blocked = [
            AssignmentBlockedOut(action=action, reason=why) for action in ("hand_over", "end")
        ]
    return AssignmentOut(
        **values,
        warning="заявлен конфликт интересов, замените" if has_conflict else None,
        allowed_actions=["hand_over", "end"] if may and not is_over else [],
        blocked=blocked,
    )

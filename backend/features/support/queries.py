"""Reads of assignments."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.features.support.schemas import AssignedSchoolOut, CuratorList, CuratorOut
from backend.tables import Assignment, Person, School


async def list_curators(
    session: AsyncSession, *, kind: str | None, school_id: UUID | None, today: date
) -> CuratorList:
    """Return people with the schools they stand by on a day; a closed period ends the day before its bound."""
    query = (
        select(Person, Assignment, School.short_name)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(School, School.id == Assignment.school_id)
        .where(Assignment.period.contains(today))
        .order_by(Person.full_name, Person.id, Assignment.kind, School.sort_name, School.id)
    )
    if kind:
        query = query.where(Assignment.kind == kind)
    if school_id:
        query = query.where(Assignment.school_id == school_id)
    found: dict[tuple[UUID, str], CuratorOut] = {}
    for person, assignment, school_name in await session.execute(query):
        curator = found.setdefault(
            (person.id, assignment.kind),
            CuratorOut(
                person_id=person.id,
                full_name=person.full_name,
                position=person.position,
                kind=assignment.kind,
                load=0,
                schools=[],
            ),
        )
        curator.load += 1
        curator.schools.append(
            AssignedSchoolOut(
                school_id=assignment.school_id,
                school_name=school_name,
                since_on=assignment.period.lower,
                until_on=assignment.period.upper,
                act_text=assignment.act_text,
            )
        )
    return CuratorList(on=today, items=list(found.values()))

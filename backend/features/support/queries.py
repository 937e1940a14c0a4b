"""Reads of people who stand by schools; row-level security leaves what the reader may see."""

import json
import zlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.domain.assignment_proposal import load_warning
from backend.features.support.assignments import assignments_of
from backend.features.support.proposals import proposal_weights
from backend.features.support.schemas import (
    AssignmentOut,
    CompetenceOut,
    ConflictOut,
    CuratorList,
    CuratorOut,
    SupportChoiceOut,
    SupportChoices,
    SupportPlaceOut,
)

# «ё» is found by «е».
_PEOPLE = text(
    """
    select p.id, p.full_name, p.position, p.municipality_id, m.name as municipality,
        array(select distinct g.role from role_grant g where g.person_id = p.id and g.role in ('curator', 'mentor')
            and :day between g.valid_from and coalesce(g.valid_to, 'infinity') order by 1) as roles
    from person p left join municipality m on m.id = p.municipality_id
    where (cast(:person as uuid) is null or p.id = :person)
        and (cast(:person as uuid) is not null
            or exists (select from role_grant g where g.person_id = p.id and g.role in ('curator', 'mentor')
                and :day between g.valid_from and coalesce(g.valid_to, 'infinity')
                and (cast(:kind as text) is null or g.role = :kind)
                and coalesce(p.dismissed_on, 'infinity') > :day)
            or exists (select from assignment a where a.person_id = p.id
                and (cast(:kind as text) is null or a.kind = :kind)))
        and (cast(:school as uuid) is null or exists (select from assignment a where a.person_id = p.id
            and a.school_id = :school and a.period @> cast(:day as date)
            and (cast(:kind as text) is null or a.kind = :kind)))
        and (cast(:pattern as text) is null
            or translate(lower(p.full_name), 'ё', 'е') like :pattern escape '\\')
    order by translate(lower(p.full_name), 'ё', 'е'), p.id
    """
)
_COMPETENCES = text(
    """
    select c.person_id, case when s.id is null then 'factor' else 'subject' end as kind,
        coalesce(s.code, f.code) as code, coalesce(s.name, f.name) as name, c.note
    from competence c left join subject s on s.id = c.subject_id left join risk_factor f on f.id = c.factor_id
    where c.person_id = any (:people)
    order by kind desc, coalesce(s.position, f.position), code
    """
)
_CONFLICTS = text(
    """
    select c.id, c.person_id, c.school_id, s.short_name as school_name, c.reason, d.full_name as declared_by,
        c.declared_at, c.withdrawn_at, c.withdrawal_reason
    from conflict_declaration c join school s on s.id = c.school_id left join person d on d.id = c.declared_by_id
    where c.person_id = any (:people)
    order by c.withdrawn_at is not null, c.declared_at desc, c.id
    """
)


async def list_curators(
    session: AsyncSession,
    caller: Caller,
    *,
    today: date,
    kind: str | None = None,
    school_id: UUID | None = None,
    search: str | None = None,
    person_id: UUID | None = None,
) -> CuratorList:
    """Return people with the role or an assignment, and their schools on the day."""
    values = {
        "day": today,
        "kind": kind,
        "school": school_id,
        "person": person_id,
        "pattern": f"%{_escaped(search)}%" if search else None,
    }
    people = (await session.execute(_PEOPLE, values)).mappings().all()
    ids = [row["id"] for row in people]
    assignments: dict[UUID, list[AssignmentOut]] = defaultdict(list)
    for assignment in await assignments_of(session, caller, today, people=ids):
        assignments[assignment.person_id].append(assignment)
    competences: dict[UUID, list[CompetenceOut]] = defaultdict(list)
    for row in (await session.execute(_COMPETENCES, {"people": ids})).mappings():
        known = CompetenceOut(**{name: row[name] for name in CompetenceOut.model_fields})
        competences[row["person_id"]].append(known)
    conflicts: dict[UUID, list[ConflictOut]] = defaultdict(list)
    for row in (await session.execute(_CONFLICTS, {"people": ids})).mappings():
        conflicts[row["person_id"]].append(_conflict(row, caller))
    return CuratorList(
        on=today,
        items=[
            _curator(
                row,
                caller,
                assignments=assignments[row["id"]],
                competences=competences[row["id"]],
                conflicts=conflicts[row["id"]],
            )
            for row in people
        ],
    )


async def get_curator(
    session: AsyncSession, caller: Caller, person_id: UUID, today: date
) -> CuratorOut:
    """Return one person, whatever his role; raises `NotFound`."""
    found = await list_curators(session, caller, today=today, person_id=person_id)
    if not found.items:
        raise NotFound("Такого человека нет или он вам не виден.")
    return found.items[0]


async def list_choices(session: AsyncSession) -> SupportChoices:
    """Return subjects, risk factors and municipalities to choose from."""
    subjects = await session.execute(text("select code, name from subject order by position, code"))
    factors = await session.execute(
        text("select code, name from risk_factor order by position, code")
    )
    places = await session.execute(
        text(
            "select m.id, m.name from municipality m"
            " where (select app.sees_all()) or m.office_id in (select app.my_home_offices())"
            " order by m.name, m.id"
        )
    )
    return SupportChoices(
        subjects=[SupportChoiceOut(**row) for row in subjects.mappings()],
        factors=[SupportChoiceOut(**row) for row in factors.mappings()],
        municipalities=[SupportPlaceOut(**row) for row in places.mappings()],
    )


def competences_version(municipality_id: UUID | None, competences: Sequence[CompetenceOut]) -> int:
    """Return the version of a set: it follows from the contents, so equal sets are the same version."""
    contents = [str(municipality_id), sorted((c.kind, c.code, c.note or "") for c in competences)]
    return zlib.crc32(json.dumps(contents).encode()) % 10**9


def manages(caller: Caller) -> bool:
    """Tell whether the caller may appoint and write about anybody he sees."""
    return Permission.MANAGE_SUPPORT in caller.permissions


def is_himself(caller: Caller, person_id: UUID) -> bool:
    """Tell whether a curator or mentor acts about himself."""
    return Permission.DECLARE_CONFLICTS in caller.permissions and caller.person_id == person_id


def _curator(
    row: RowMapping,
    caller: Caller,
    *,
    assignments: list[AssignmentOut],
    competences: list[CompetenceOut],
    conflicts: list[ConflictOut],
) -> CuratorOut:
    current = [a for a in assignments if a.is_current]
    load = len({a.school_id for a in current})
    limit = proposal_weights().schools_per_person
    may = manages(caller) or is_himself(caller, row["id"])
    values: dict[str, Any] = dict(row)
    return CuratorOut(
        person_id=values.pop("id"),
        **values,
        load=load,
        load_limit=limit,
        warning=load_warning(load, limit),
        schools=current,
        history=[a for a in assignments if not a.is_current],
        competences=competences,
        competences_version=competences_version(row["municipality_id"], competences),
        conflicts=conflicts,
        allowed_actions=["set_competences", "declare_conflict"] if may else [],
    )


def _conflict(row: RowMapping, caller: Caller) -> ConflictOut:
    may = manages(caller) or is_himself(caller, row["person_id"])
    return ConflictOut(
        **row, allowed_actions=["withdraw"] if may and row["withdrawn_at"] is None else []
    )


def _escaped(search: str) -> str:
    folded = search.strip().lower().replace("ё", "е")
    return folded.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")

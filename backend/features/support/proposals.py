"""Reads what the rule of proposals asks for: candidates on a day, and the needs of the school."""

from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.assignment_proposal import (
    Candidate,
    ProposalWeights,
    SchoolNeeds,
    WeakSubject,
    propose,
    weights_of,
)
from backend.features.support.schemas import ProposalList, ProposalOut, ProposalReasonOut

_SOURCE = Path(__file__).parents[2] / "data" / "assignment_proposal.yaml"
_NOTE = (
    "Расстояния до школ в системе нет: сравниваются только муниципалитеты."
    " Число школ посчитано на выбранный день. Решает тот, кто назначает."
)
_SCHOOL = text(
    "select m.name from school s join municipality m on m.id = s.municipality_id where s.id = :school"
)
_WEAK_SUBJECTS = text(
    """
    select s.code, s.name, sum(p.n2) as failed, sum(p.participants) as total
    from protocol p join work w on w.id = p.work_id join subject s on s.id = w.subject_id
    where p.school_id = :school and p.state = 'current'
        and w.year = (select max(w2.year) from protocol p2 join work w2 on w2.id = p2.work_id
            where p2.school_id = :school and p2.state = 'current' and w2.subject_id = w.subject_id)
    group by s.code, s.name
    having sum(p.participants) > 0 and sum(p.n2) >= :share * sum(p.participants)
    """
)
_HIGH_FACTORS = text(
    """
    select distinct f.code, f.name from risk_assessment a join risk_factor f on f.id = a.factor_id
    where a.school_id = :school and a.level = 'high'
        and a.cycle = (select max(b.cycle) from risk_assessment b where b.school_id = :school)
    """
)
_CANDIDATES = text(
    """
    select p.id, p.full_name, m.name as municipality, app.is_of_school(p.id, :school) as is_of_school,
        (select count(distinct a.school_id) from assignment a
            where a.person_id = p.id and a.period @> cast(:day as date)) as load,
        (select c.reason from conflict_declaration c
            where c.person_id = p.id and c.school_id = :school and c.withdrawn_at is null) as conflict,
        array(select s.code from competence c join subject s on s.id = c.subject_id
            where c.person_id = p.id) as subjects,
        array(select f.code from competence c join risk_factor f on f.id = c.factor_id
            where c.person_id = p.id) as factors,
        exists (select from assignment a where a.person_id = p.id and a.school_id = :school and a.kind = :kind
            and a.period @> cast(:day as date)) as is_there
    from person p left join municipality m on m.id = p.municipality_id
    where coalesce(p.dismissed_on, 'infinity') > :day
        and exists (select from role_grant g where g.person_id = p.id and g.role = :kind
            and :day between g.valid_from and coalesce(g.valid_to, 'infinity'))
    """
)


@cache
def proposal_weights() -> ProposalWeights:
    """Return the weights of the data file; it is part of the product and read once."""
    return weights_of(yaml.safe_load(_SOURCE.read_text(encoding="utf-8")))


async def propose_people(
    session: AsyncSession, school_id: UUID, kind: str, day: date
) -> ProposalList:
    """Return everybody with the role on the day, ordered and explained; raises `NotFound`."""
    values = {"school": school_id, "kind": kind, "day": day}
    municipality = await session.scalar(_SCHOOL, {"school": school_id})
    if municipality is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    there = "уже куратор этой школы." if kind == "curator" else "уже наставник этой школы."
    rows = {str(row["id"]): row for row in (await session.execute(_CANDIDATES, values)).mappings()}
    candidates = [
        Candidate(
            key=key,
            name=row["full_name"],
            load=row["load"],
            municipality=row["municipality"],
            is_of_school=row["is_of_school"],
            conflict=row["conflict"],
            subjects=frozenset(row["subjects"]),
            factors=frozenset(row["factors"]),
            obstacles=(there,) if row["is_there"] else (),
        )
        for key, row in rows.items()
    ]
    found = propose(candidates, await _needs(session, school_id, municipality), proposal_weights())
    return ProposalList(
        school_id=school_id,
        kind=kind,
        on=day,
        items=[
            ProposalOut(
                person_id=rows[p.key]["id"],
                full_name=rows[p.key]["full_name"],
                load=rows[p.key]["load"],
                is_possible=p.is_possible,
                reasons=[ProposalReasonOut(tone=r.tone, text=r.text) for r in p.reasons],
            )
            for p in found
        ],
        note=_NOTE,
    )


async def _needs(session: AsyncSession, school_id: UUID, municipality: str) -> SchoolNeeds:
    share = proposal_weights().weak_subject_share
    weak = await session.execute(_WEAK_SUBJECTS, {"school": school_id, "share": share})
    high = await session.execute(_HIGH_FACTORS, {"school": school_id})
    return SchoolNeeds(
        municipality=municipality,
        weak_subjects={
            row["code"]: WeakSubject(row["name"], row["failed"], row["total"])
            for row in weak.mappings()
        },
        high_factors={row["code"]: row["name"] for row in high.mappings()},
    )

"""What is known now of the schools of an office, as a run freezes it: one statement, so of one moment."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.low_results import YEARS_NEEDED, Rule

_COUNTS = text(
    """
    with asked as (
        select * from unnest(
            cast(:procedures as text[]), cast(:subjects as text[]), cast(:grades as integer[]), cast(:waves as text[])
        ) as a (procedure, subject, grade, wave)
    ), counted as (
        select p.school_id, w.year, w.procedure, w.programme_grade, b.code as subject, b.name as subject_name, w.wave,
            w.grade, sum(p.participants) as participants, sum(p.n_below) as below,
            jsonb_agg(jsonb_build_array(p.id, p.version) order by p.id) as protocols
        from protocol p
        join work w on w.id = p.work_id
        join subject b on b.id = w.subject_id
        where p.state = 'current' and w.year between :first_year and :year
            and exists (
                select from asked a where a.procedure = w.procedure and a.subject = b.code
                    and a.grade = w.programme_grade and a.wave in ('', w.wave)
            )
        group by p.school_id, w.year, w.procedure, w.programme_grade, b.code, b.name, w.wave, w.grade
    )
    select s.id, s.kind, s.short_name, coalesce(
        jsonb_agg(jsonb_build_object(
            'year', c.year, 'procedure', c.procedure, 'programme_grade', c.programme_grade, 'subject', c.subject,
            'subject_name', c.subject_name, 'wave', c.wave, 'grade', c.grade, 'participants', c.participants,
            'below', c.below, 'protocols', c.protocols
        ) order by c.year, c.procedure, c.programme_grade, c.subject, c.wave, c.grade)
        filter (where c.school_id is not null), '[]'
    ) as counts
    from school s
    join municipality m on m.id = s.municipality_id
    left join counted c on c.school_id = s.id
    where m.office_id = :office and coalesce(s.active_to, 'infinity') >= :today
        and (cast(:school as uuid) is null or s.id = :school)
    group by s.id, s.kind, s.short_name
    order by s.id
    """
).columns(counts=JSONB)


class Known(NamedTuple):
    """A school and its counts of the years a verdict looks at; plain values, as they are kept."""

    school_id: UUID
    kind: str
    name: str
    counts: list[dict[str, Any]]


async def read_known(
    session: AsyncSession,
    rule: Rule,
    *,
    office_id: UUID,
    year: int,
    today: date,
    school_id: UUID | None = None,
) -> Sequence[Known]:
    """Return what a run of today would freeze; schools that are closed by today are not in it."""
    asked = [
        (one.procedure, subject, grade, wave)
        for one in rule.procedures
        for subject in one.subjects
        for grade in one.grades
        for wave in one.waves or ("",)
    ]
    procedures, subjects, grades, waves = (list(column) for column in zip(*asked, strict=True))
    rows = await session.execute(
        _COUNTS,
        {
            "procedures": procedures,
            "subjects": subjects,
            "grades": grades,
            "waves": waves,
            "office": office_id,
            "year": year,
            "first_year": year - YEARS_NEEDED + 1,
            "today": today,
            "school": school_id,
        },
    )
    return [Known(*row) for row in rows]


_MARKED = text(
    "select school_id, ru4, ma4, ru5, ma5 from marked_school"
    " where year = :year and (ru4 or ma4 or ru5 or ma5) and school_id = any (:schools)"
)
_MARKERS = (("ru4", "РУ4"), ("ma4", "МА4"), ("ru5", "РУ5"), ("ma5", "МА5"))


async def read_marked(
    session: AsyncSession, school_ids: Sequence[UUID], year: int
) -> dict[UUID, list[str]]:
    """Return which markers of non-objective ВПР a school has in the list of ФИОКО of the year.

    A school whose results are not to be relied upon is not a good one: the flag stands beside the verdict.
    """
    if not school_ids:
        return {}
    rows = await session.execute(_MARKED, {"year": year, "schools": list(school_ids)})
    return {
        row["school_id"]: [title for name, title in _MARKERS if row[name]]
        for row in rows.mappings()
    }

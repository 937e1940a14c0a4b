"""Results beside targets: sums over current protocols by year, with the works they come from. Two statements at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.targets.measuring import ResultCounts

HISTORY_YEARS = 5
# A year of school begins in autumn: the classes of spring 2021 are those of 2020/21.
_ENROLLED = """
    (select sum(c.pupils) from school_class c where c.school_id = p.school_id and c.grade = w.grade
        and c.academic_year = w.year - (w.wave <> 'autumn')::int)
"""
_SUMS = f"""
    t.id as target_id, w.year,
    sum(p.participants) as participants, sum(p.n_below) as n_below, sum(p.n2) as n2, sum(p.n3) as n3,
    sum(p.n4) as n4, sum(p.n5) as n5, sum(p.confirmed) as confirmed,
    sum(p.lowered + p.confirmed + p.raised) as compared, sum(p.n_high) as n_high, sum(p.n_test) as n_test,
    sum(p.sum_primary) as sum_primary, sum(p.n_primary) as n_primary,
    case when not bool_or(w.max_primary is null and p.n_primary > 0)
        then sum(p.n_primary * coalesce(w.max_primary, 0)) end as full_primary,
    jsonb_agg(jsonb_build_object('year', w.year, 'wave', w.wave, 'grade', w.grade,
        'programme_grade', w.programme_grade, 'series', w.series, 'maximum', w.max_primary,
        'bounds', case when sc.min_3 is not null and sc.min_4 is not null and sc.min_5 is not null
            then jsonb_build_array(sc.min_3, sc.min_4, sc.min_5) end,
        'participants', p.participants, 'enrolled', {_ENROLLED}, 'protocol_id', p.id)
        order by w.grade, w.programme_grade, w.series) as forms
"""
_JOINS = """
    join work w on w.procedure = t.procedure and w.wave = t.wave and w.subject_id = t.subject_id
        and (t.grade is null or w.grade = t.grade)
        and (w.year between t.due_year - :span and t.due_year or w.year = t.base_year)
    join protocol p on p.work_id = w.id and p.school_id = t.school_id and p.state = 'current'
    left join scale sc on sc.id = p.scale_id
"""
_OF_TARGETS = text(
    f"select {_SUMS} from school_target t {_JOINS}"  # noqa: S608 - our own text
    " where t.id = any (:targets) group by t.id, w.year order by w.year"
)
_OF_CHOICE = text(
    f"""
    select {_SUMS} from (
        select cast(:school as uuid) as id, cast(:school as uuid) as school_id, cast(:procedure as text) as procedure,
            cast(:wave as text) as wave, cast(:subject as uuid) as subject_id, cast(:grade as int) as grade,
            cast(:base_year as int) as base_year, cast(:due_year as int) as due_year
    ) t {_JOINS} group by t.id, w.year order by w.year
    """  # noqa: S608 - our own text
)
_COUNTS = tuple(field.name for field in fields(ResultCounts))


@dataclass(frozen=True, slots=True)
class YearResults:
    """One year of what a target is about: sums, and the works they are of."""

    year: int
    counts: ResultCounts
    forms: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a base would be counted from."""

    school_id: UUID
    procedure: str
    wave: str
    subject_id: UUID
    grade: int | None
    base_year: int
    due_year: int


async def results_of_targets(
    session: AsyncSession, target_ids: Sequence[UUID]
) -> dict[UUID, list[YearResults]]:
    """Return the years beside each target, oldest first; a target without results is not among the keys."""
    values = {"targets": list(target_ids), "span": HISTORY_YEARS - 1}
    found: dict[UUID, list[YearResults]] = {}
    for row in (await session.execute(_OF_TARGETS, values)).mappings():
        found.setdefault(row["target_id"], []).append(_year(row))
    return found


async def results_of_choice(session: AsyncSession, choice: Choice) -> list[YearResults]:
    """Return the years beside a target that is being set, oldest first."""
    values = {
        "school": choice.school_id, "procedure": choice.procedure, "wave": choice.wave,
        "subject": choice.subject_id, "grade": choice.grade, "base_year": choice.base_year,
        "due_year": choice.due_year, "span": HISTORY_YEARS - 1,
    }  # fmt: skip
    return [_year(row) for row in (await session.execute(_OF_CHOICE, values)).mappings()]


def _year(row: Mapping[Any, Any]) -> YearResults:
    counts = ResultCounts(**{name: row[name] for name in _COUNTS})
    return YearResults(row["year"], counts, row["forms"])

"""Whose results of a work are counted: the protocols the caller sees, narrowed to an office, a municipality or a school."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Invalid, NotFound
from backend.domain.statistics import SUPPRESSED_BELOW
from backend.domain.task_analysis import PassportItem
from backend.domain.work_titles import WAVE_TITLES, work_title
from backend.features.task_analysis.schemas.shared import (
    AnalysedWorkOut,
    AnalysedWorks,
    ScopeKind,
    TaskPassportOut,
    TaskScopeOut,
    TaskUnitOut,
    TaskWorkOut,
)

NO_RESULTS = "Результатов этой работы по вашим школам нет."
NO_UNIT = "По этой территории или школе результатов этой работы нет, или они вам не видны."
_WORK_COLUMNS = (
    " w.id, w.procedure, w.year, w.wave, w.grade, w.programme_grade, w.series, w.max_primary,"
    " b.code as subject_code, b.name as subject_name"
)
# A passport is of a diagnostic work; what is not approved gives nothing.
_PASSPORT = (
    " left join work_passport g on w.procedure = 'dr' and g.state = 'approved'"
    " and (g.subject_id, g.grade, g.programme_grade, g.year, g.wave, g.series)"
    " = (w.subject_id, w.grade, w.programme_grade, w.year, w.wave, w.series)"
)
_WORK = text(
    f"select {_WORK_COLUMNS}, g.id as passport_id, g.title as passport_title, g.tasks as passport_tasks,"
    " (select jsonb_agg(jsonb_build_object('school_id', s.id, 'school', s.short_name,"
    " 'municipality_id', m.id, 'municipality', m.name, 'office_id', o.id, 'office', o.name,"
    " 'participants', p.participants, 'has_tasks', pp.task_scores is not null) order by s.sort_name, s.id)"
    " from protocol p join school s on s.id = p.school_id join municipality m on m.id = s.municipality_id"
    " join territorial_office o on o.id = m.office_id left join lateral"
    " (select r.task_scores from protocol_participants r where r.id = p.id offset 0) pp on true"
    " where p.work_id = w.id and p.state = 'current') as protocols"
    f" from work w join subject b on b.id = w.subject_id {_PASSPORT} where w.id = :work"
)
_WORKS = text(
    f"with seen as materialized (select p.work_id, count(*) as schools, sum(p.participants) as participants"
    " from protocol p join protocol_participants pp on pp.id = p.id"
    " where p.state = 'current' and pp.task_scores is not null group by p.work_id)"
    f" select {_WORK_COLUMNS}, w.subject_id, n.schools, n.participants, g.id is not null as has_passport,"
    " array(select e.id from work e join seen on seen.work_id = e.id where w.wave = 'exit' and e.wave = 'entry'"
    " and (e.procedure, e.subject_id, e.programme_grade, e.year)"
    " = (w.procedure, w.subject_id, w.programme_grade, w.year) order by e.series <> w.series, e.id) as entries"
    " from seen n join work w on w.id = n.work_id join subject b on b.id = w.subject_id"
    f" {_PASSPORT} order by w.year desc, w.procedure, b.position, w.grade, w.wave, w.series, w.id"
)


@dataclass(frozen=True, slots=True)
class AskedScope:
    """A work and at most one unit; nothing but the work = everything the caller sees."""

    work_id: UUID
    office_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One school that wrote the work."""

    school_id: UUID
    school: str
    municipality_id: UUID
    municipality: str
    office_id: UUID
    office: str
    participants: int
    has_tasks: bool


@dataclass(frozen=True, slots=True)
class WrittenWork:
    """A work as the caller sees it: the schools that wrote it, and its approved passport."""

    ref: TaskWorkOut
    max_primary: int | None
    passport: TaskPassportOut | None
    items: tuple[PassportItem, ...]
    places: tuple[Place, ...]


async def list_works(session: AsyncSession) -> AnalysedWorks:
    """Return the works with points of tasks the caller sees, newest year first."""
    rows = (await session.execute(_WORKS)).mappings()
    return AnalysedWorks(
        items=[
            AnalysedWorkOut(
                work=_ref(row),
                schools=row["schools"],
                participants=row["participants"],
                has_passport=row["has_passport"],
                entry_work_ids=row["entries"],
            )
            for row in rows
        ]
    )


async def read_work(session: AsyncSession, work_id: UUID) -> WrittenWork:
    """Return a work and where it was written; raises `NotFound` when the caller sees no result of it."""
    row = (await session.execute(_WORK, {"work": work_id})).mappings().first()
    if row is None or row["protocols"] is None:
        raise NotFound(NO_RESULTS)
    passport = row["passport_id"] and TaskPassportOut(
        id=row["passport_id"], title=row["passport_title"]
    )
    return WrittenWork(
        ref=_ref(row),
        max_primary=row["max_primary"],
        passport=passport,
        items=tuple(
            PassportItem(task["name"], task["max"], task.get("difficulty"), task.get("skill"))
            for task in row["passport_tasks"] or ()
        ),
        places=tuple(_place(one) for one in row["protocols"]),
    )


def narrowed(places: Sequence[Place], asked: AskedScope) -> list[Place]:
    """Return the schools of the asked unit; raises `Invalid` for two units at once, `NotFound` for none of them."""
    wanted = {
        name: value
        for name in ("office_id", "municipality_id", "school_id")
        if (value := getattr(asked, name)) is not None
    }
    if len(wanted) > 1:
        raise Invalid("Выберите одно: управление, муниципалитет или школу.")
    found = [
        place for place in places if all(getattr(place, name) == v for name, v in wanted.items())
    ]
    if not found:
        raise NotFound(NO_UNIT)
    return found


def scope_out(places: Sequence[Place], asked: AskedScope, caller: Caller) -> TaskScopeOut:
    """Say whose results these are; fewer than five participants of a foreign school are not shown."""
    kind: ScopeKind = "all"
    title = "Все школы, результаты которых вам видны"
    if asked.office_id:
        kind, title = "office", places[0].office
    if asked.municipality_id:
        kind, title = "municipality", places[0].municipality
    if asked.school_id or len(places) == 1:
        kind, title = "school", places[0].school
    with_tasks = [place for place in places if place.has_tasks]
    participants = sum(place.participants for place in with_tasks)
    own = is_own(places, caller)
    suppressed = 0 < participants < SUPPRESSED_BELOW and not own
    return TaskScopeOut(
        kind=kind,
        id=asked.school_id or asked.municipality_id or asked.office_id,
        title=title,
        is_own=own,
        schools=len(with_tasks),
        without_tasks=len(places) - len(with_tasks),
        participants=None if suppressed else participants,
        suppressed=suppressed,
    )


def is_own(places: Sequence[Place], caller: Caller) -> bool:
    """Return whether the caller works at every school asked about: suppression is for others."""
    mine = {grant.school_id for grant in caller.grants if grant.school_id is not None}
    return all(place.school_id in mine for place in places)


def units(places: Sequence[Place]) -> list[TaskUnitOut]:
    """Return the choices of the filter; a level with one choice offers none."""
    found: list[TaskUnitOut] = []
    levels: tuple[ScopeKind, ...] = ("office", "municipality", "school")
    for kind in levels:
        seen = {getattr(place, f"{kind}_id"): getattr(place, kind) for place in places}
        if len(seen) > 1:
            found += [TaskUnitOut(kind=kind, id=unit, name=name) for unit, name in seen.items()]
    return found


def _place(one: dict[str, Any]) -> Place:
    return Place(
        school_id=UUID(one["school_id"]),
        school=one["school"],
        municipality_id=UUID(one["municipality_id"]),
        municipality=one["municipality"],
        office_id=UUID(one["office_id"]),
        office=one["office"],
        participants=one["participants"],
        has_tasks=one["has_tasks"],
    )


def _ref(row: RowMapping) -> TaskWorkOut:
    title = work_title(
        procedure=row["procedure"],
        year=row["year"],
        wave=row["wave"],
        subject=row["subject_name"],
        grade=row["grade"],
        programme_grade=row["programme_grade"],
        series=row["series"],
    )
    same = ("id", "procedure", "year", "wave", "subject_code", "subject_name", "grade")
    return TaskWorkOut(
        **{name: row[name] for name in same},
        title=title,
        wave_title=WAVE_TITLES[row["wave"]],
        programme_grade=row["programme_grade"],
        series=row["series"],
    )

"""Reads of the school register; row-level security leaves only the reader's schools."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.schedule import academic_year
from backend.features.schools.schemas import (
    IdentifiersOut,
    PersonRefOut,
    SchoolOut,
    SchoolPage,
    SchoolRowOut,
    TimelineOut,
)

KIND_TITLES = {
    "sosh": "Средняя школа",
    "oosh": "Основная школа",
    "nosh": "Начальная школа",
    "lyceum": "Лицей",
    "gymnasium": "Гимназия",
    "boarding": "Школа-интернат",
    "corrective": "Коррекционная школа",
}
_STATE = """
left join low_results_status l on l.school_id = s.id and l.academic_year = :year
left join lateral (
    select min(m.joined_on) as joined_on from project_member m
    where m.school_id = s.id and :day >= m.joined_on and :day < coalesce(m.left_on, 'infinity')
) member on true
left join lateral (
    select max(p.full_name) filter (where a.kind = 'curator') as curator,
        max(p.full_name) filter (where a.kind = 'mentor') as mentor
    from assignment a join person p on p.id = a.person_id
    where a.school_id = s.id and a.period @> cast(:day as date)
) team on true
"""
# «ё» is found by «е»; the words every name begins with need not be typed.
_SEARCH = """
and translate(lower(s.short_name || ' ' || s.code), 'ё', 'е') like :pattern escape '\\'
"""
_LIST = f"""
select s.id, s.code, s.short_name, mun.name as municipality, s.kind, s.is_rural, s.pupils,
    l.status as low_results, l.zone, member.joined_on as in_project_since, team.curator, team.mentor,
    (select count(*) from protocol p where p.school_id = s.id and p.state = 'current') as protocols,
    s.sort_name
from school s join municipality mun on mun.id = s.municipality_id {_STATE}
where {{conditions}}
order by s.sort_name, s.id limit :limit
"""
_COUNT = f"""
select count(*) from school s join municipality mun on mun.id = s.municipality_id {_STATE}
where {{conditions}}
"""
_ONE = f"""
select s.*, mun.name as municipality, o.name as office, l.status as low_results, l.basis, l.zone,
    member.joined_on as in_project_since
from school s join municipality mun on mun.id = s.municipality_id
join territorial_office o on o.id = mun.office_id {_STATE}
where s.id = :id
"""
_TEAM = text(
    "select a.kind, p.id, p.full_name, lower(a.period) as since_on from assignment a"
    " join person p on p.id = a.person_id where a.school_id = :id and a.period @> cast(:day as date)"
)
_TIMELINE = text(
    "select f.fact as code, k.title, f.since_on as on, f.basis from fact f"
    " join fact_kind k on k.code = f.fact"
    " where f.school_id = :id and f.lineage_id is null and f.since_on <= :day"
    " order by f.since_on desc, k.position desc limit 30"
)


async def list_schools(
    session: AsyncSession,
    *,
    today: date,
    search: str | None,
    low_results: bool | None,
    in_project: bool | None,
    zone: str | None,
    cursor: str | None,
    limit: int,
    count: bool,
) -> SchoolPage:
    """Return a page of schools in the Russian order of names."""
    conditions = ["true"]
    values: dict[str, Any] = {"day": today, "year": academic_year(today)}
    if search:
        conditions.append(_SEARCH.removeprefix("\nand "))
        values["pattern"] = f"%{_escaped(search)}%"
    if low_results is not None:
        conditions.append(f"(l.status = 'low_results') is {'' if low_results else 'not '}true")
    if in_project is not None:
        conditions.append(f"member.joined_on is {'not ' if in_project else ''}null")
    if zone:
        conditions.append("l.zone = :zone")
        values["zone"] = zone
    total = None
    if count:
        total = await session.scalar(
            text(_COUNT.format(conditions=" and ".join(conditions))), values
        )
    if cursor:
        name, last = read_cursor(cursor, str, UUID)
        conditions.append("(s.sort_name, s.id) > (:name, cast(:last as uuid))")
        values |= {"name": name, "last": last}
    query = text(_LIST.format(conditions=" and ".join(conditions)))
    rows = (await session.execute(query, values | {"limit": limit + 1})).mappings().all()
    shown = rows[:limit]
    return SchoolPage(
        items=[_row(row) for row in shown],
        next_cursor=(
            encode_cursor([shown[-1]["sort_name"], shown[-1]["id"]]) if len(rows) > limit else None
        ),
        total=total,
    )


async def get_school(session: AsyncSession, school_id: UUID, today: date) -> SchoolOut:
    """Return the passport of a school with its team and facts; raises `NotFound`."""
    values = {"id": school_id, "day": today, "year": academic_year(today)}
    row = (await session.execute(text(_ONE), values)).mappings().first()
    if row is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    team = {
        member.kind: PersonRefOut(
            id=member.id, full_name=member.full_name, since_on=member.since_on
        )
        for member in await session.execute(_TEAM, values)
    }
    timeline = [
        TimelineOut(**fact) for fact in (await session.execute(_TIMELINE, values)).mappings()
    ]
    return SchoolOut(
        **{name: row[name] for name in _SAME_NAMES},
        kind_title=KIND_TITLES[row["kind"]],
        identifiers=IdentifiersOut(**{name: row[name] for name in IdentifiersOut.model_fields}),
        low_results_basis=row["basis"],
        curator=team.get("curator"),
        mentor=team.get("mentor"),
        last_visit_on=max((f.on for f in timeline if f.code == "visit_held"), default=None),
        timeline=timeline,
    )


_SAME_NAMES = (
    "id",
    "code",
    "short_name",
    "full_name",
    "kind",
    "municipality",
    "office",
    "is_rural",
    "is_synthetic",
    "pupils",
    "teachers",
    "site_url",
    "active_to",
    "low_results",
    "zone",
    "in_project_since",
)


def _row(row: RowMapping) -> SchoolRowOut:
    values = {name: value for name, value in row.items() if name != "sort_name"}
    return SchoolRowOut(**values, kind_title=KIND_TITLES[row["kind"]])


def _escaped(search: str) -> str:
    plain = " ".join(search.lower().replace("ё", "е").split())
    for sign in ("\\", "%", "_"):
        plain = plain.replace(sign, "\\" + sign)
    return plain

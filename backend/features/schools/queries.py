"""Reads of the school register; row-level security leaves only the reader's schools."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import NotFound
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.schedule import academic_year
from backend.domain.school_search import SIGNS, code_tail, other_layout, search_words
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
# As `folded` of the domain does it.
_FOLDED = (
    "translate(lower({column}), 'ё" + SIGNS.replace("'", "''") + "', 'е" + " " * len(SIGNS) + "')"
)
# Every telling word somewhere in the name, or in a former one; or the code, whatever zeros it is written with.
_SEARCH = f"""
(
    {_FOLDED.format(column="s.short_name || ' ' || s.full_name")} like all (:patterns)
    or {_FOLDED.format(column="s.short_name")} like all (:other_patterns)
    or former.name is not null
    or ltrim(ltrim(s.code, 'Ш'), '0') = :code_tail
    or s.code ilike :code_like escape '\\'
    or s.fisoko_login = :code_tail
)
"""
_FORMER = f"""
left join lateral (
    select r.former_short_name as name from reorganisation r
    where r.school_id = s.id and r.former_short_name is not null and cardinality(cast(:patterns as text[])) > 0
        and {_FOLDED.format(column="r.former_short_name || ' ' || coalesce(r.former_full_name, '')")} like all (:patterns)
    order by r.happened_on desc limit 1
) former on true
"""
_LIST = f"""
select s.id, s.code, s.short_name, mun.name as municipality, s.kind, s.is_rural, s.pupils,
    l.status as low_results, l.zone, member.joined_on as in_project_since, team.curator, team.mentor,
    (select count(*) from protocol p where p.school_id = s.id and p.state = 'current') as protocols,
    s.sort_name, former.name as former_name
from school s join municipality mun on mun.id = s.municipality_id {_STATE} {_FORMER}
where {{conditions}}
order by s.sort_name, s.id limit :limit
"""
_COUNT = f"""
select count(*) from school s join municipality mun on mun.id = s.municipality_id {_STATE} {_FORMER}
where {{conditions}}
"""
_ONE = f"""
select s.*, mun.name as municipality, o.name as office, l.status as low_results, l.basis, l.zone,
    member.joined_on as in_project_since, next.short_name as successor_name
from school s join municipality mun on mun.id = s.municipality_id
left join school next on next.id = s.successor_id
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
    values: dict[str, Any] = {"day": today, "year": academic_year(today), "patterns": []}
    if search and search.strip():
        conditions.append(_SEARCH)
        values |= _sought(search)
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


async def get_school(
    session: AsyncSession, caller: Caller, school_id: UUID, today: date
) -> SchoolOut:
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
        allowed_actions=await _actions(session, caller, school_id),
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
    "active_from",
    "active_to",
    "successor_id",
    "successor_name",
    "low_results",
    "zone",
    "in_project_since",
)


async def _actions(session: AsyncSession, caller: Caller, school_id: UUID) -> list[str]:
    sides = await sides_of(session, school_id)
    found = []
    if Permission.WRITE_SCHOOL_CLASSES in caller.permissions and sides & {"office", "school"}:
        found.append("write_classes")
    if Permission.MANAGE_SCHOOLS in caller.permissions and "office" in sides:
        found.append("reorganise")
    return found


def _row(row: RowMapping) -> SchoolRowOut:
    values = {name: value for name, value in row.items() if name != "sort_name"}
    return SchoolRowOut(**values, kind_title=KIND_TITLES[row["kind"]])


def _sought(typed: str) -> dict[str, Any]:
    other = other_layout(typed)
    words, other_words = search_words(typed), search_words(other) if other else []
    return {
        "patterns": [f"%{_escaped(word)}%" for word in words] or ["\x01"],
        # A pattern that matches nothing: an empty «all» would match everything.
        "other_patterns": [f"%{_escaped(word)}%" for word in other_words] or ["\x01"],
        "code_tail": code_tail(typed),
        "code_like": f"%{_escaped(typed.strip())}%",
    }


def _escaped(word: str) -> str:
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, "\\" + sign)
    return word

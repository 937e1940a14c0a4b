"""A row of a plan with its windows, moved deadlines and locks: what bears on acting on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound

ROW_ACCEPTED = "row_accepted"
"""The fact that the row itself is carried out and accepted: it follows from the occurrence."""
_WINDOWS = text(
    """
    select w.id as window_id, w.slot, w.starts_on, w.ends_on, a.id as activity_id, a.lineage_id, a.number, a.title,
        a.result_document, a.recurrence, e.id as edition_id, e.state as edition_state, e.effective_on, e.plan_id,
        (app.sees_all() or p.office_id in (select app.my_offices())) as runs_plan
    from activity a join section s on s.id = a.section_id join edition e on e.id = s.edition_id
    join plan p on p.id = e.plan_id join activity_window w on w.activity_id = a.id
    where e.state <> 'draft' and a.id = coalesce(cast(:activity as uuid),
            (select o.activity_id from activity_window o where o.id = :window))
        or e.state = 'in_force' and a.lineage_id = any (cast(:lineages as uuid[]))
    order by w.position
    """
)
# Schools the row counts, with what each needs, and schools that have acted on it though nobody counts them now.
_SCHOOLS = text(
    """
    select c.id as school_id, c.short_name, coalesce(n.needed, '[]') as needed
    from (
        select v.school_id, jsonb_agg(jsonb_build_object('code', f.code, 'title', k.title,
            'missing_text', k.missing_text, 'since_on', f.since_on, 'can_be_evidenced', not k.is_derived,
            'counts_people', k.counts_people) order by v.result_position, f.place) as needed
        from app.result_state(:edition, :day) v
        join expected_result x on x.activity_id = v.activity_id and x.position = v.result_position
        cross join lateral unnest(x.facts, v.since) with ordinality as f (code, since_on, place)
        join fact_kind k on k.code = f.code
        where v.activity_id = :activity and v.school_id is not null
        group by v.school_id
    ) n
    full join (select distinct o.school_id from occurrence o
        where o.lineage_id = :lineage and o.school_id is not null) acted using (school_id)
    join school c on c.id = coalesce(n.school_id, acted.school_id)
    where cast(:school as uuid) is null or c.id = :school
    order by c.sort_name, c.id
    """
).columns(needed=JSONB)
_OFFICE_NEEDS = text(
    """
    select f.code, k.title, k.missing_text, f.since_on, not k.is_derived as can_be_evidenced, k.counts_people
    from app.result_state(:edition, :day) v
    join expected_result x on x.activity_id = v.activity_id and x.position = v.result_position
    cross join lateral unnest(x.facts, v.since) with ordinality as f (code, since_on, place)
    join fact_kind k on k.code = f.code
    where v.activity_id = :activity and x.members = 'office'
    order by v.result_position, f.place
    """
)
_MOVED = text(
    """
    select r.lineage_id, r.id, r.slot, r.school_id, s.short_name as school_name, r.from_on, r.to_on, r.reason, r.basis,
        p.full_name as who, r.recorded_at as at
    from reschedule r left join school s on s.id = r.school_id left join person p on p.id = r.person_id
    where r.lineage_id = any (:lineages) order by r.recorded_at desc, r.id desc
    """
)
_LOCKS = text(
    "select plan_id, edition_id, school_id, starts_on, ends_on, reason from period_lock"
    " where plan_id = any (:plans) and released_at is null order by locked_at desc, id"
)
_CLOSED_SCHOOLS = text(
    "select school_id, reason from period_lock where school_id is not null and released_at is null"
    " and num_nonnulls(edition_id, starts_on, ends_on) = 0 order by locked_at, id desc"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an edition with its windows and what bears on acting on them."""

    head: RowMapping
    windows: Sequence[RowMapping]
    moved: Sequence[RowMapping]
    locks: Sequence[RowMapping]

    def window(self, window_id: UUID) -> RowMapping:
        """Return one of the windows of the row."""
        return next(w for w in self.windows if w["window_id"] == window_id)

    def due_on(self, window: RowMapping, school_id: UUID | None) -> date:
        """Return the deadline that counts: the newest move for this school, else for everybody, else the act's."""
        moves = [m for m in self.moved if m["slot"] == window["slot"]]
        own = (m["to_on"] for m in moves if school_id is not None and m["school_id"] == school_id)
        common = (m["to_on"] for m in moves if m["school_id"] is None)
        found: date = next(own, None) or next(common, None) or window["ends_on"]
        return found

    def closed_because(self, window: RowMapping, school_id: UUID | None) -> str | None:
        """Return why nothing may be changed here now, None when it may."""
        if self.head["edition_state"] != "in_force":
            return "эта редакция не действует, исполнение ведут по действующей"
        due_on = self.due_on(window, school_id)
        for lock in self.locks:
            if (
                lock["edition_id"] in {None, self.head["edition_id"]}
                and lock["school_id"] in {None, school_id}
                and (lock["starts_on"] is None or lock["starts_on"] <= due_on)
                and (lock["ends_on"] is None or due_on <= lock["ends_on"])
            ):
                return str(lock["reason"]).rstrip(". ")
        return None


async def read_row(
    session: AsyncSession, *, activity_id: UUID | None = None, window_id: UUID | None = None
) -> Row:
    """Return the row of an activity or of one of its windows; raises `NotFound`."""
    found = await _read_rows(session, activity=activity_id, window=window_id)
    if not found:
        raise NotFound("Такой строки плана нет или она вам не видна.")
    return found[0]


@dataclass(frozen=True, slots=True)
class Closures:
    """What is closed where evidence was offered: rows by lineage in the editions in force, schools as a whole."""

    rows: Mapping[UUID, Row]
    schools: Mapping[UUID, str]

    def reason(
        self, *, lineage_id: UUID | None, slot: int | None, school_id: UUID | None
    ) -> str | None:
        """Return why nothing may be changed there; off a row in force only a closed school counts."""
        row = self.rows.get(lineage_id) if lineage_id else None
        window = next((w for w in row.windows if w["slot"] == slot), None) if row else None
        if row is not None and window is not None:
            return row.closed_because(window, school_id)
        return self.schools.get(school_id) if school_id else None


async def read_closures(session: AsyncSession, lineages: Collection[UUID]) -> Closures:
    """Return what is closed for evidence on these rows and off any row, in four statements."""
    rows = await _read_rows(session, lineages=list(lineages)) if lineages else []
    schools = await session.execute(_CLOSED_SCHOOLS)
    return Closures(
        {row.head["lineage_id"]: row for row in rows},
        {row.school_id: row.reason for row in schools},
    )


async def _read_rows(session: AsyncSession, **which: Any) -> list[Row]:
    values = {"activity": None, "window": None, "lineages": []} | which
    windows: dict[UUID, list[RowMapping]] = defaultdict(list)
    for window in (await session.execute(_WINDOWS, values)).mappings():
        windows[window["lineage_id"]].append(window)
    if not windows:
        return []
    plans = {found[0]["plan_id"] for found in windows.values()}
    moved = (await session.execute(_MOVED, {"lineages": list(windows)})).mappings().all()
    locks = (await session.execute(_LOCKS, {"plans": list(plans)})).mappings().all()
    return [
        Row(
            found[0],
            found,
            [move for move in moved if move["lineage_id"] == lineage_id],
            [lock for lock in locks if lock["plan_id"] == found[0]["plan_id"]],
        )
        for lineage_id, found in windows.items()
    ]


async def list_schools(
    session: AsyncSession, row: Row, *, today: date, school_id: UUID | None
) -> Sequence[RowMapping]:
    """Return the schools the row is about, with `needed` facts, in the order of names."""
    values = {
        "edition": row.head["edition_id"],
        "activity": row.head["activity_id"],
        "lineage": row.head["lineage_id"],
        "day": today,
        "school": school_id,
    }
    return (await session.execute(_SCHOOLS, values)).mappings().all()


async def list_office_needs(
    session: AsyncSession, row: Row, today: date
) -> Sequence[Mapping[str, Any]]:
    """Return the facts the row expects of the office itself, as `needed` of a school."""
    values = {
        "edition": row.head["edition_id"],
        "activity": row.head["activity_id"],
        "day": today,
    }
    return [dict(found) for found in (await session.execute(_OFFICE_NEEDS, values)).mappings()]


def lacks_evidence(row: Row, needed: Sequence[Mapping[str, Any]], *, is_shown: bool) -> bool:
    """Tell whether a report must still bring something that shows it.

    It must when the row has a result document, or when facts that only evidence can bring are missing.
    `is_shown`: something was offered for this window and is not returned or revoked.
    """
    wanted = row.head["result_document"] is not None or any(
        fact["can_be_evidenced"] and fact["since_on"] is None and fact["code"] != ROW_ACCEPTED
        for fact in needed
    )
    return wanted and not is_shown


def still_missing(needed: Sequence[Mapping[str, Any]], offered: Collection[str]) -> list[str]:
    """Return, in words, the facts that would be missing though everything offered here were accepted."""
    return [
        str(fact["missing_text"])
        for fact in needed
        if fact["since_on"] is None and fact["code"] not in {ROW_ACCEPTED, *offered}
    ]

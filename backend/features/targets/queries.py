"""Reads of targets: the plan–fact list, one of them, what a school may set, what a base would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.actions import possible
from backend.core.errors import Invalid, NotFound
from backend.domain.lifecycle.targets import (
    TARGET,
    TARGET_ACTIONS,
    Asker,
    Standing,
    why_not_target_action,
)
from backend.domain.targets.attainment import what_target_means
from backend.domain.targets.measuring import METRICS
from backend.features.targets.catalogue import conditions_in_words, metric_words
from backend.features.targets.counting.judging import (
    base_of,
    fact_of,
    may_close,
    summary,
    target_out,
)
from backend.features.targets.counting.results import YearResults, results_of_targets
from backend.features.targets.schemas import (
    SchoolTargetsOut,
    TargetCardOut,
    TargetLinkOut,
    TargetList,
    TargetOut,
    TargetStepOut,
)
from backend.tables import School

MOST_TARGETS = 5000
_SELECT = """
select t.*, s.short_name as school_name, m.name as municipality, b.code as subject, b.name as subject_name,
    author.full_name as proposed_by, agreed.full_name as agreed_by, closer.full_name as closed_by,
    (select count(*) from target_link l where l.target_id = t.id) as links_count
from school_target t join school s on s.id = t.school_id join municipality m on m.id = s.municipality_id
join subject b on b.id = t.subject_id left join person author on author.id = t.author_id
left join person agreed on agreed.id = t.agreed_by_id left join person closer on closer.id = t.closed_by_id
"""
_LIST = text(
    f"""
    {_SELECT}
    where (cast(:office as uuid) is null or m.office_id = :office)
        and (cast(:municipality as uuid) is null or m.id = :municipality)
        and (cast(:school as uuid) is null or t.school_id = :school)
        and (cast(:metric as text) is null or t.metric = :metric)
        and (cast(:procedure as text) is null or t.procedure = :procedure)
        and (cast(:subject as text) is null or b.code = :subject)
        and case when cast(:state as text) is null then t.state <> 'cancelled' else t.state = :state end
    order by s.sort_name, s.id, t.due_year, b.position, t.grade nulls first, t.metric, t.id limit :most
    """
)
_ONE = text(f"{_SELECT} where t.id = :id")
_STEPS = text(
    """
    select t.action, t.reason, t.changes, p.full_name as who, t.at
    from target_step t left join person p on p.id = t.person_id where t.target_id = :target order by t.at, t.id
    """
)
# The newest wording of a row; what the reader does not see of a programme or an agreement is told without its text.
_LINKS = text(
    """
    select 'activity' as kind, l.lineage_id as id, a.number || ' ' || a.title as title, a.term_source as note
    from target_link l left join lateral (
        select a.number, a.title, a.term_source from activity a join section s on s.id = a.section_id
        join edition e on e.id = s.edition_id and e.state <> 'draft'
        where a.lineage_id = l.lineage_id order by e.number desc limit 1
    ) a on true
    where l.target_id = :target and l.lineage_id is not null
    union all
    select 'measure', l.measure_id, m.title, 'мера программы, ' || p.cycle
    from target_link l left join programme_measure m on m.id = l.measure_id
    left join risk_programme p on p.id = m.programme_id
    where l.target_id = :target and l.measure_id is not null
    union all
    select 'action_point', l.action_point_id, a.text, 'договорённость, до ' || to_char(a.due_on, 'DD.MM.YYYY')
    from target_link l left join action_point a on a.id = l.action_point_id
    where l.target_id = :target and l.action_point_id is not null
    """
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the plan–fact list is narrowed to; `state` None = all but cancelled ones."""

    office_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    metric: str | None = None
    procedure: str | None = None
    subject: str | None = None
    due_year: int | None = None
    state: str | None = None
    verdict: str | None = None


async def list_targets(session: AsyncSession, filters: Filters, today: date) -> TargetList:
    """Return the targets in sight with their plan–fact, by school; raises `Invalid` when there are too many."""
    rows = await _rows(session, filters)
    found = await _outs(
        session, [row for row in rows if filters.due_year in {None, row["due_year"]}], today
    )
    items = [item for item in found if filters.verdict in {None, item.verdict}]
    return TargetList(
        items=items,
        total=len(items),
        summary=summary(found),
        years=sorted({row["due_year"] for row in rows}),
        conditions=conditions_in_words(
            metric=filters.metric,
            procedure=filters.procedure,
            due_year=filters.due_year,
            state=filters.state,
            verdict=filters.verdict,
        ),
    )


async def list_school_targets(
    session: AsyncSession, caller: Caller, school_id: UUID, today: date
) -> SchoolTargetsOut:
    """Return the targets of a school; raises `NotFound`."""
    name = await read_school(session, school_id)
    items = await _outs(session, await _rows(session, Filters(school_id=school_id)), today)
    may = Permission.KEEP_TARGETS in caller.permissions
    sides = await sides_of(session, school_id) if may else frozenset()
    return SchoolTargetsOut(
        school_id=school_id,
        school_name=name,
        items=items,
        summary=summary(items),
        allowed_actions=["propose"] if sides & {"school", "office"} else [],
    )


async def get_target(
    session: AsyncSession, caller: Caller, target_id: UUID, today: date
) -> TargetCardOut:
    """Return one target with its history, steps, chain and what may be done; raises `NotFound`."""
    row = await read_target(session, target_id)
    years = (await results_of_targets(session, [target_id])).get(target_id, [])
    metric = METRICS[row["metric"]]
    refusals: dict[str, str | None] = {}
    if Permission.KEEP_TARGETS in caller.permissions:
        asker = await asker_of(session, caller, row)
        standing = standing_of(row, years, today)
        refusals = {
            action: why_not_target_action(standing, action, asker) for action in TARGET_ACTIONS
        }
    allowed, blocked = possible(refusals)
    return TargetCardOut(
        **dict(target_out(row, years, today)),
        version=row["version"],
        proposed_by=row["proposed_by"],
        proposed_side=row["proposed_side"],
        agreed_by=row["agreed_by"],
        agreed_at=row["agreed_at"],
        reason=row["reason"],
        formula=metric_words()[metric.code].formula,
        interval_method=metric_words()[metric.code].interval,
        target_means=what_target_means(metric, base_of(row), Decimal(row["target_value"])),
        links=await _links(session, target_id),
        steps=await _steps(session, target_id),
        allowed_actions=allowed,
        blocked=blocked,
    )


async def read_target(session: AsyncSession, target_id: UUID) -> RowMapping:
    """Return the row of a target the reader sees; raises `NotFound`."""
    row = (await session.execute(_ONE, {"id": target_id})).mappings().first()
    if row is None:
        raise NotFound("Такой цели нет или она вам не видна.")
    return row


async def read_school(session: AsyncSession, school_id: UUID) -> str:
    """Return the short name of a school; raises `NotFound`."""
    name: str | None = await session.scalar(select(School.short_name).where(School.id == school_id))
    if name is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    return name


async def asker_of(session: AsyncSession, caller: Caller, row: RowMapping) -> Asker:
    """Return what the caller has to do with a target."""
    sides = frozenset[str](await sides_of(session, row["school_id"]))
    return Asker(sides, caller.person_id is not None and row["author_id"] == caller.person_id)


def standing_of(row: RowMapping, years: Sequence[YearResults], today: date) -> Standing:
    """Return what of a target decides on actions."""
    fact, _ = fact_of(row, years, today)
    return Standing(row["state"], row["proposed_side"], may_close(row, fact, today))


async def _rows(session: AsyncSession, filters: Filters) -> Sequence[RowMapping]:
    values: dict[str, Any] = {
        "office": filters.office_id, "municipality": filters.municipality_id, "school": filters.school_id,
        "metric": filters.metric, "procedure": filters.procedure, "subject": filters.subject,
        "state": filters.state, "most": MOST_TARGETS + 1,
    }  # fmt: skip
    rows = (await session.execute(_LIST, values)).mappings().all()
    if len(rows) > MOST_TARGETS:
        raise Invalid("Целей больше 5000: сузьте отбор по показателю или территории.")
    return rows


async def _outs(session: AsyncSession, rows: Sequence[RowMapping], today: date) -> list[TargetOut]:
    years = await results_of_targets(session, [row["id"] for row in rows]) if rows else {}
    return [target_out(row, years.get(row["id"], []), today) for row in rows]


async def _links(session: AsyncSession, target_id: UUID) -> list[TargetLinkOut]:
    rows = (await session.execute(_LINKS, {"target": target_id})).mappings()
    return [
        TargetLinkOut(
            kind=row["kind"], id=row["id"], title=row["title"] or "вам не видно", note=row["note"]
        )
        for row in rows
    ]


async def _steps(session: AsyncSession, target_id: UUID) -> list[TargetStepOut]:
    rows = (await session.execute(_STEPS, {"target": target_id})).mappings()
    return [TargetStepOut(words=TARGET.step_words[row["action"]], **row) for row in rows]

"""Reads of plans: list, one edition with its rows, one row with the schools it waits for."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.wording import short_date
from backend.features.plans.rows import EditionRows, read_rows
from backend.features.plans.schemas import (
    ActivityDetailOut,
    ActOut,
    EditionOut,
    EditionRowsOut,
    FactOut,
    PlanList,
    PlanOut,
    SchoolFactsOut,
    SectionOut,
)
from backend.tables import Act, Activity, Edition, FactKind, Plan, School, Section


async def list_plans(session: AsyncSession) -> PlanList:
    """Return the visible plans with their editions, the newest edition first."""
    rows = await session.execute(
        select(Plan, Edition, Act)
        .join(Edition, Edition.plan_id == Plan.id)
        .join(Act, Act.id == Edition.act_id)
        .order_by(Plan.code, Plan.id, Edition.number.desc())
    )
    plans: dict[UUID, PlanOut] = {}
    for plan, edition, act in rows:
        kept = plans.setdefault(
            plan.id, PlanOut(id=plan.id, code=plan.code, title=plan.title, editions=[])
        )
        kept.editions.append(_edition(edition, act))
    return PlanList(items=list(plans.values()))


async def get_edition_rows(session: AsyncSession, edition_id: UUID, today: date) -> EditionRowsOut:
    """Return an edition with all its rows as of a day; raises `NotFound`."""
    found = (
        await session.execute(
            select(Edition, Act, Plan)
            .join(Act, Act.id == Edition.act_id)
            .join(Plan, Plan.id == Edition.plan_id)
            .where(Edition.id == edition_id)
        )
    ).first()
    if found is None:
        raise NotFound("Такой редакции нет или она вам не видна.")
    edition, act, plan = found
    rows = await read_rows(
        session, edition_id=edition.id, adopted_on=edition.effective_on, today=today
    )
    return EditionRowsOut(
        edition=_edition(edition, act),
        plan_title=plan.title,
        period_text=edition.period_text,
        responsible_official=edition.responsible_official,
        on=today,
        sections=_sections(rows),
    )


async def get_activity(session: AsyncSession, activity_id: UUID, today: date) -> ActivityDetailOut:
    """Return one row with every school it counts, met or missing and why; raises `NotFound`."""
    found = (
        await session.execute(
            select(Edition.id, Edition.effective_on, Section.title)
            .join(Section, Section.edition_id == Edition.id)
            .join(Activity, Activity.section_id == Section.id)
            .where(Activity.id == activity_id)
        )
    ).first()
    if found is None:
        raise NotFound("Такого мероприятия нет или оно вам не видно.")
    rows = await read_rows(session, edition_id=found.id, adopted_on=found.effective_on, today=today)
    needed = [fact for fact in rows.needed if fact.activity_id == activity_id]
    names = {
        row.id: row.short_name
        for row in await session.execute(
            select(School.id, School.short_name)
            .where(School.id.in_({fact.school_id for fact in needed}))
            .order_by(School.sort_name, School.id)
        )
    }
    kinds = {kind.code: kind for kind in await session.scalars(select(FactKind))}
    facts: dict[UUID, list[FactOut]] = defaultdict(list)
    for fact in sorted(needed, key=lambda n: kinds[n.fact].position):
        facts[fact.school_id].append(_fact(kinds[fact.fact], fact.since_on))
    return ActivityDetailOut(
        activity=next(a for a in rows.activities if a.id == activity_id),
        section_title=found.title,
        schools=[
            SchoolFactsOut(
                school_id=school_id,
                school_name=name,
                is_met=all(fact.since_on is not None for fact in facts[school_id]),
                facts=facts[school_id],
            )
            for school_id, name in names.items()
        ],
    )


def _fact(kind: FactKind, since_on: date | None) -> FactOut:
    words = f"{kind.title} {short_date(since_on)}" if since_on else kind.missing_text
    return FactOut(code=kind.code, title=kind.title, since_on=since_on, text=words)


def _sections(rows: EditionRows) -> list[SectionOut]:
    sections: dict[str, SectionOut] = {}
    for activity in rows.activities:
        code, title = rows.section_of[activity.id]
        sections.setdefault(
            code, SectionOut(code=code, title=title, activities=[])
        ).activities.append(activity)
    return list(sections.values())


def _edition(edition: Edition, act: Act) -> EditionOut:
    return EditionOut(
        id=edition.id,
        number=edition.number,
        state=edition.state,
        effective_on=edition.effective_on,
        act=ActOut(
            kind=act.kind,
            number=act.number,
            signed_on=act.signed_on,
            issuer=act.issuer,
            title=act.title,
            signed_by=act.signed_by,
        ),
    )

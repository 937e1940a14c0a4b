"""Reads of plans: list, one edition with its rows, one row with everybody it waits for."""

from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.features.plans.members import facts_of, read_members
from backend.features.plans.rows import EditionRows, read_rows
from backend.features.plans.schemas import (
    ActivityDetailOut,
    ActOut,
    EditionOut,
    EditionRowsOut,
    PlanList,
    PlanOut,
    ResultDetailOut,
    SectionOut,
)
from backend.tables import Act, Activity, Edition, FactKind, Plan, Section


async def list_plans(session: AsyncSession) -> PlanList:
    """Return the visible plans, the newest first, with their editions; drafts have a list of their own."""
    has_rows = exists().where(Section.edition_id == Edition.id)
    newest = func.max(Edition.effective_on).over(partition_by=Plan.id)
    rows = await session.execute(
        select(Plan, Edition, Act, has_rows)
        .join(Edition, Edition.plan_id == Plan.id)
        .join(Act, Act.id == Edition.act_id)
        .order_by(newest.desc(), Plan.code, Plan.id, Edition.number.desc())
    )
    plans: dict[UUID, PlanOut] = {}
    for plan, edition, act, filled in rows:
        kept = plans.setdefault(
            plan.id, PlanOut(id=plan.id, code=plan.code, title=plan.title, editions=[])
        )
        assert edition.effective_on is not None
        kept.editions.append(
            EditionOut(
                id=edition.id,
                number=edition.number,
                state=edition.state,
                effective_on=edition.effective_on,
                has_rows=filled,
                act=ActOut(
                    kind=act.kind,
                    number=act.number,
                    signed_on=act.signed_on,
                    issuer=act.issuer,
                    title=act.title,
                    signed_by=act.signed_by,
                    file_name=act.file_name,
                ),
            )
        )
    return PlanList(items=list(plans.values()))


async def get_edition_rows(
    session: AsyncSession, caller: Caller, edition_id: UUID, today: date
) -> EditionRowsOut:
    """Return an edition with all its rows as of a day; raises `NotFound`."""
    rows = await read_rows(
        session, edition_id=edition_id, today=today, school_id=own_school(caller)
    )
    head = rows.head
    manages = Permission.MANAGE_PLANS in caller.permissions
    return EditionRowsOut(
        edition=_edition(head, has_rows=bool(rows.activities)),
        plan_id=head["plan_id"],
        plan_title=head["plan_title"],
        period_text=head["period_text"],
        period_start=head["period_start"],
        period_end=head["period_end"],
        responsible_official=head["responsible_official"],
        controlled_by=head["controlled_by"],
        on=today,
        allowed_actions=["create_draft", "copy_plan", "attach_act_file"] if manages else [],
        sections=_sections(rows),
    )


async def get_activity(
    session: AsyncSession, caller: Caller, activity_id: UUID, today: date
) -> ActivityDetailOut:
    """Return one row with everybody it counts, met or missing and why; raises `NotFound`."""
    edition_id = await session.scalar(
        select(Section.edition_id)
        .join(Activity, Activity.section_id == Section.id)
        .where(Activity.id == activity_id)
    )
    if edition_id is None:
        raise NotFound("Такого мероприятия нет или оно вам не видно.")
    rows = await read_rows(
        session,
        edition_id=edition_id,
        today=today,
        school_id=own_school(caller),
        activity_id=activity_id,
    )
    (activity,) = rows.activities
    members = await read_members(
        session, edition_id=edition_id, day=today, activities=[activity_id]
    )
    kinds = {kind.code: kind for kind in await session.scalars(select(FactKind))}
    positions = sorted({member.result_position for member in members})
    return ActivityDetailOut(
        activity=activity,
        edition_id=edition_id,
        section_title=rows.section_of[activity_id][1],
        results=[
            ResultDetailOut(
                figure=rows.figures_of[activity_id][position],
                members=sorted(
                    (facts_of(m, kinds) for m in members if m.result_position == position),
                    key=lambda member: member.is_met,
                ),
            )
            for position in positions
        ],
    )


def own_school(caller: Caller) -> UUID | None:
    """Return the school of somebody who speaks for one school only."""
    schools = {grant.school_id for grant in caller.grants}
    return schools.pop() if len(schools) == 1 else None


def _sections(rows: EditionRows) -> list[SectionOut]:
    sections: dict[str, SectionOut] = {}
    for activity in rows.activities:
        code, title = rows.section_of[activity.id]
        sections.setdefault(
            code, SectionOut(code=code, title=title, activities=[])
        ).activities.append(activity)
    return list(sections.values())


def _edition(head: RowMapping, *, has_rows: bool) -> EditionOut:
    return EditionOut(
        id=head["edition_id"],
        number=head["edition_number"],
        state=head["edition_state"],
        effective_on=head["effective_on"],
        has_rows=has_rows,
        act=ActOut(
            kind=head["act_kind"],
            number=head["act_number"],
            signed_on=head["signed_on"],
            issuer=head["issuer"],
            title=head["act_title"],
            signed_by=head["signed_by"],
            file_name=head["file_name"],
        ),
    )

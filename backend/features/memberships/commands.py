"""Writes of membership: a school joins a project from a day, or leaves it; past figures keep their members."""

from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict, NotFound, wrong_field
from backend.domain.wording import short_date
from backend.features.memberships.schemas import JoinIn, LeaveIn
from backend.tables import Plan, ProjectMember, School

# Two officials who add one school at once take turns.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('member ' || :school, 0))")


async def join_project(session: AsyncSession, plan_id: UUID, joining: JoinIn) -> None:
    """Let a school count from a day on; raises `NotFound`, `Conflict` while it is or will be a member."""
    if await session.scalar(select(Plan.id).where(Plan.id == plan_id)) is None:
        raise NotFound("Такого плана нет или он вам не виден.")
    if await session.scalar(select(School.id).where(School.id == joining.school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    await session.execute(_TURN, {"school": str(joining.school_id)})
    overlapping = await session.scalar(
        select(ProjectMember)
        .where(
            ProjectMember.plan_id == plan_id,
            ProjectMember.school_id == joining.school_id,
            # Who was taken out on the day of joining has never been in.
            ProjectMember.left_on.is_(None)
            | (
                (ProjectMember.left_on > joining.joined_on)
                & (ProjectMember.left_on > ProjectMember.joined_on)
            ),
        )
        .limit(1)
    )
    if overlapping is not None:
        raise Conflict(f"Школа уже в проекте с {short_date(overlapping.joined_on)}.")
    values = {"plan_id": plan_id, "left_on": None, **joining.model_dump()}
    await session.execute(
        upsert(ProjectMember)
        .values(values)
        .on_conflict_do_update(
            index_elements=["plan_id", "school_id", "joined_on"],
            set_={"left_on": None, "basis": joining.basis},
        )
    )


async def leave_project(session: AsyncSession, member_id: UUID, leaving: LeaveIn) -> UUID:
    """Let a school count no longer from a day on; return its plan. Raises `NotFound`, `Conflict`, `Invalid`."""
    member = await session.scalar(
        select(ProjectMember).where(ProjectMember.id == member_id).with_for_update()
    )
    if member is None:
        raise NotFound("Такого участника проекта нет или он вам не виден.")
    if member.left_on is not None:
        raise Conflict(f"Школа уже исключена с {short_date(member.left_on)}.")
    if leaving.left_on < member.joined_on:
        message = f"Школа в проекте с {short_date(member.joined_on)}: исключить раньше нельзя."
        raise wrong_field("left_on", message)
    await session.execute(
        update(ProjectMember)
        .where(ProjectMember.id == member_id)
        .values(
            left_on=leaving.left_on,
            basis=f"{member.basis}; исключена с {short_date(leaving.left_on)}: {leaving.basis}",
        )
    )
    return member.plan_id

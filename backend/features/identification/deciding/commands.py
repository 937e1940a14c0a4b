"""Writes of people after a run: a decision about a school, an appeal and its steps. One turn at a time for a school."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import Conflict, Forbidden, NotFound, refuse_if, wrong_field
from backend.domain.lifecycle.identification import (
    APPEAL,
    DECISION_STATUSES,
    OPEN_APPEALS,
    why_not_appeal,
    why_not_appeal_step,
    why_not_decision,
)
from backend.features.identification.reading.lines import (
    permission_of,
    read_line,
    why_not_decide,
)
from backend.features.identification.schemas import (
    IdentificationAppealIn,
    IdentificationAppealStepIn,
    IdentificationDecisionIn,
)
from backend.tables import (
    IdentificationAppeal,
    IdentificationDecision,
    LowResultsStatus,
    SchoolDocument,
)

_TURN = text("select pg_advisory_xact_lock(hashtextextended('identification ' || :id, 0))")


async def decide(
    session: AsyncSession,
    caller: Caller,
    run_id: UUID,
    school_id: UUID,
    said: IdentificationDecisionIn,
) -> None:
    """Write what a person decided and make it the school's status of the year; raises `NotFound`, `Conflict`, `Invalid`."""
    await session.execute(_TURN, {"id": str(school_id)})
    line = await read_line(session, run_id, school_id)
    sides = await sides_of(session, school_id)
    refusal = await why_not_decide(session, caller, school_id, sides)
    if refusal is not None:
        raise Forbidden(refusal)
    wrong = why_not_decision(
        said.decision,
        said.zone,
        rule_status=line["status"],
        rule_zone=line["zone"],
        reason=said.reason,
    )
    if wrong is not None:
        raise wrong_field(*wrong)
    if line["decision_id"] != said.after_id:
        raise Conflict(
            "Пока вы писали, о школе решили по-другому. Откройте её заново: введённое не потеряется.",
            slug="already-decided",
        )
    chosen = {name: getattr(said, name) for name in ("decision", "zone", "basis", "reason")}
    await session.execute(
        insert(IdentificationDecision).values(
            run_id=run_id, school_id=school_id, person_id=caller.person_id, **chosen
        )
    )
    status = {
        "status": DECISION_STATUSES[said.decision],
        "zone": said.zone,
        "basis": said.basis,
    }
    await session.execute(
        upsert(LowResultsStatus)
        .values(school_id=school_id, academic_year=line["year"], **status)
        .on_conflict_do_update(index_elements=["school_id", "academic_year"], set_=status)
    )


async def submit_appeal(
    session: AsyncSession, caller: Caller, school_id: UUID, said: IdentificationAppealIn
) -> UUID:
    """Write what a school holds against its line; raises `NotFound`, `Conflict`, `Invalid`."""
    await session.execute(_TURN, {"id": str(school_id)})
    line = await read_line(session, said.run_id, school_id)
    has_open = await session.scalar(
        select(IdentificationAppeal.id).where(
            IdentificationAppeal.run_id == said.run_id,
            IdentificationAppeal.school_id == school_id,
            IdentificationAppeal.state.in_(OPEN_APPEALS),
        )
    )
    sides = await sides_of(session, school_id)
    if "school" not in sides:
        raise Forbidden("Возражение подаёт сама школа.")
    refuse_if(
        why_not_appeal(
            "computed" if line["published_at"] is None else "published",
            has_open=has_open is not None,
            is_of_school=True,
        )
    )
    if said.document_id is not None:
        owner = await session.scalar(
            select(SchoolDocument.school_id).where(SchoolDocument.id == said.document_id)
        )
        if owner != school_id:
            raise wrong_field("document_id", "Такого документа у школы нет.")
    made: UUID | None = await session.scalar(
        insert(IdentificationAppeal)
        .values(
            run_id=said.run_id, school_id=school_id, state="submitted", body=said.body,
            document_id=said.document_id, author_id=caller.person_id,
        )
        .returning(IdentificationAppeal.id)
    )  # fmt: skip
    assert made is not None
    return made


async def step_appeal(
    session: AsyncSession,
    caller: Caller,
    appeal_id: UUID,
    said: IdentificationAppealStepIn,
    now: datetime,
) -> tuple[UUID, UUID]:
    """Move an appeal on, return its run and school; raises `NotFound`, `Forbidden`, `Conflict`, `Invalid`."""
    appeal = await session.scalar(
        select(IdentificationAppeal).where(IdentificationAppeal.id == appeal_id).with_for_update()
    )
    if appeal is None:
        raise NotFound("Такого возражения нет или оно вам не видно.")
    sides = await sides_of(session, appeal.school_id)
    if permission_of(said.action) not in caller.permissions:
        raise Forbidden("Это действие по возражению не для вашей роли.")
    refuse_if(why_not_appeal_step(appeal.state, said.action, sides=sides))
    if said.action in APPEAL.reasoned:
        refusal = await why_not_decide(session, caller, appeal.school_id, sides)
        if refusal is not None:
            raise Forbidden(refusal)
        if said.answer is None:
            raise wrong_field("answer", "Напишите школе, почему вы так решили.")
    changes: dict[str, Any] = {"state": APPEAL.next(appeal.state, said.action)}
    if said.action == "take":
        changes |= {"taken_by_id": caller.person_id, "taken_at": now}
    else:
        changes |= {
            "closed_by_id": caller.person_id, "closed_at": now, "answer": said.answer, "basis": said.basis,
        }  # fmt: skip
    await session.execute(
        update(IdentificationAppeal).where(IdentificationAppeal.id == appeal_id).values(**changes)
    )
    return appeal.run_id, appeal.school_id

"""Writes of measures: shown by the school, confirmed by the curator at their stage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import Paper
from backend.access.scope import Caller
from backend.access.sides import require_side
from backend.core.errors import NotFound, refuse_if, wrong_field
from backend.domain.lifecycle.programmes import (
    MEASURE,
    why_not_decide_measure,
    why_not_show_measure,
)
from backend.domain.web_address import is_web_address
from backend.features.programmes.commands import locked_programme, step
from backend.features.programmes.queries import is_of_school
from backend.features.programmes.schemas import MeasureDecisionIn
from backend.features.programmes.stages import stage_opens_on
from backend.tables import ProgrammeMeasure, RiskProgramme


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows that a measure was done: words, and a link or a file."""

    done_on: date
    evidence_text: str
    link_url: str | None
    paper: Paper | None


async def show_measure(
    session: AsyncSession,
    caller: Caller,
    measure_id: UUID,
    shown: Shown,
    *,
    now: datetime,
    today: date,
) -> UUID:
    """Offer what shows a measure; return its programme. Raises `Conflict` with the reason, `Invalid`, `NotFound`."""
    programme, measure = await _locked(session, measure_id)
    await require_side(session, measure.school_id, {"school"})
    of_programme = ProgrammeMeasure.programme_id == programme.id
    stated = select(ProgrammeMeasure.stage, ProgrammeMeasure.state).where(of_programme)
    states = (await session.execute(stated)).all()
    refuse_if(
        why_not_show_measure(
            measure.state, programme=programme.state, stage=measure.stage,
            opens_on=stage_opens_on(measure.stage, programme.cycle, [(s, t) for s, t in states]),
            today=today,
        )
    )  # fmt: skip
    if shown.done_on > today:
        raise wrong_field("done_on", "Этот день ещё не наступил.")
    if shown.done_on.year < programme.cycle:
        raise wrong_field(
            "done_on", f"Мера выполнена раньше {programme.cycle} года: проверьте день."
        )
    link = (shown.link_url or "").strip()
    if link and not is_web_address(link):
        raise wrong_field("link_url", "Нужна ссылка вида https://пример.рф/страница.")
    no_file = dict.fromkeys(("file_sha256", "file_name", "file_size", "media_type"))
    changes = {
        "done_on": shown.done_on, "evidence_text": shown.evidence_text, "link_url": link or None,
        "submitted_at": now, "submitted_by_id": caller.person_id,
    } | (shown.paper.columns if shown.paper else no_file)  # fmt: skip
    await _move(session, caller, measure, "evidence", None, now, changes)
    return programme.id


async def decide_measure(
    session: AsyncSession,
    caller: Caller,
    measure_id: UUID,
    decision: MeasureDecisionIn,
    *,
    now: datetime,
    today: date,
) -> UUID:
    """Confirm a measure or send its evidence back; return its programme. Raises `Conflict`, `Invalid`, `NotFound`."""
    programme, measure = await _locked(session, measure_id)
    await require_side(session, measure.school_id, {"curator", "office"})
    is_own = measure.submitted_by_id == caller.person_id or await is_of_school(
        session, caller, measure.school_id
    )
    refuse_if(why_not_decide_measure(measure.state, decision.action, is_own=is_own))
    changes: dict[str, Any] = {"decided_at": now, "decided_by_id": caller.person_id}
    changes["confirmed_on"] = today if decision.action == "confirm" else None
    await _move(session, caller, measure, decision.action, decision.reason, now, changes)
    return programme.id


async def _locked(
    session: AsyncSession, measure_id: UUID
) -> tuple[RiskProgramme, ProgrammeMeasure]:
    """Return a measure and its programme, locked in the order in which a save locks them; raises `NotFound`."""
    query = select(ProgrammeMeasure).where(ProgrammeMeasure.id == measure_id)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Такой меры нет или она вам не видна.")
    programme = await locked_programme(session, found.programme_id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    measure = await session.scalar(locked)
    if measure is None:
        raise NotFound("Такой меры нет или она вам не видна.")
    return programme, measure


async def _move(
    session: AsyncSession,
    caller: Caller,
    measure: ProgrammeMeasure,
    action: str,
    reason: str | None,
    now: datetime,
    changes: dict[str, Any],
) -> None:
    became = MEASURE.next(measure.state, action)
    assert became is not None, (measure.state, action)
    if action in MEASURE.reasoned:
        if not reason:
            raise wrong_field("reason", "Укажите, чего не хватает: это увидит школа.")
        changes = changes | {"reason": reason}
    await session.execute(
        update(ProgrammeMeasure)
        .where(ProgrammeMeasure.id == measure.id)
        .values(state=became, **changes)
    )
    states = (measure.state, became)
    await step(
        session,
        caller,
        measure.programme_id,
        measure.school_id,
        action,
        states,
        reason,
        now,
        measure.id,
    )

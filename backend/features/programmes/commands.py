"""Writes of anti-risk programmes: saved as one document, submitted, accepted; measures shown and confirmed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import require_side
from backend.core.errors import Conflict, NotFound, refuse_if, wrong_field
from backend.core.file_replies import StaleVersion
from backend.domain.lifecycle.programmes import PROGRAMME, why_not_decide_programme
from backend.features.programmes.queries import get_programme, is_of_school
from backend.features.programmes.schemas import MeasureIn, ProgrammeDecisionIn, ProgrammeIn
from backend.tables import ProgrammeMeasure, ProgrammeStep, RiskFactor, RiskProgramme, School

_TURN = text("select pg_advisory_xact_lock(hashtextextended('programme ' || :name, 0))")
_FIELDS = (
    "stage",
    "task",
    "title",
    "due_on",
    "responsible",
    "participants",
    "evidence_kind",
    "indicator",
)


async def begin_programme(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    factor: str,
    cycle: int,
    programme: ProgrammeIn,
    *,
    now: datetime,
) -> UUID:
    """Begin the programme about a factor; raises `Conflict` when there is one, `Invalid`, `NotFound`."""
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    await require_side(session, school_id, {"school"})
    found = await session.scalar(select(RiskFactor).where(RiskFactor.code == factor))
    if found is None or cycle not in found.editions:
        raise wrong_field("factor", "Такого фактора риска в этом цикле нет.")
    await session.execute(_TURN, {"name": f"{school_id}/{cycle}/{factor}"})
    there = await session.scalar(
        select(RiskProgramme.id).where(
            RiskProgramme.school_id == school_id,
            RiskProgramme.cycle == cycle,
            RiskProgramme.factor_id == found.id,
        )
    )
    if there is not None:
        raise Conflict("Программа по этому фактору уже есть. Откройте её.", slug="already-there")
    _check(programme)
    values = programme.model_dump(exclude={"measures"})
    programme_id: UUID | None = await session.scalar(
        insert(RiskProgramme)
        .values(
            school_id=school_id, factor_id=found.id, cycle=cycle, state="draft", version=1,
            recorded_at=now, **values,
        )
        .returning(RiskProgramme.id)
    )  # fmt: skip
    assert programme_id is not None
    await _write_measures(session, programme_id, school_id, programme.measures)
    await step(session, caller, programme_id, school_id, "save", ("draft", "draft"), None, now)
    return programme_id


async def save_programme(
    session: AsyncSession,
    caller: Caller,
    programme_id: UUID,
    programme: ProgrammeIn,
    *,
    version: int,
    now: datetime,
) -> None:
    """Save the whole programme by its version; raises `StaleVersion`, `Conflict`, `Invalid`, `NotFound`."""
    there = await locked_programme(session, programme_id)
    await require_side(session, there.school_id, {"school"})
    if there.version != version:
        raise StaleVersion(
            "Программу уже изменили. Сверьте со своим вариантом: введённое не потеряется."
        )
    refuse_if(PROGRAMME.why_not(there.state, "save"))
    _check(programme)
    await session.execute(
        update(RiskProgramme)
        .where(RiskProgramme.id == programme_id)
        .values(version=version + 1, **programme.model_dump(exclude={"measures"}))
    )
    await _write_measures(session, programme_id, there.school_id, programme.measures)
    states = (there.state, there.state)
    await step(session, caller, programme_id, there.school_id, "save", states, None, now)


async def submit_programme(
    session: AsyncSession, caller: Caller, programme_id: UUID, *, now: datetime
) -> None:
    """Send a programme to the curator; raises `Conflict` with the reason, `NotFound`."""
    there = await locked_programme(session, programme_id)
    await require_side(session, there.school_id, {"school"})
    refuse_if(PROGRAMME.why_not(there.state, "submit"))
    changes = {"submitted_at": now, "submitted_by_id": caller.person_id}
    await _move(session, caller, there, "submit", None, now, changes)


async def decide_programme(
    session: AsyncSession,
    caller: Caller,
    programme_id: UUID,
    decision: ProgrammeDecisionIn,
    *,
    now: datetime,
    today: date,
) -> None:
    """Accept a programme, saying whether it fits the concept, or return it; raises `Conflict`, `Invalid`."""
    there = await locked_programme(session, programme_id)
    await require_side(session, there.school_id, {"curator", "office"})
    shown = await get_programme(session, caller, programme_id, today=today)
    refuse_if(
        why_not_decide_programme(
            there.state,
            decision.action,
            is_own=there.submitted_by_id == caller.person_id
            or await is_of_school(session, caller, there.school_id),
            severe=[note.what for note in shown.notes if note.severity == "severe"],
        )
    )
    changes: dict[str, Any] = {"decided_at": now, "decided_by_id": caller.person_id}
    if decision.action == "accept":
        if decision.matches_concept is None:
            message = "Укажите, соответствует ли программа концепции развития школы."
            raise wrong_field("matches_concept", message)
        if not decision.matches_concept and not decision.reason:
            raise wrong_field("reason", "Напишите, в чём программа расходится с концепцией.")
        changes |= {
            "accepted_on": today,
            "matches_concept": decision.matches_concept,
            "reason": decision.reason,
        }
    else:
        changes |= {"accepted_on": None, "matches_concept": None}
    await _move(session, caller, there, decision.action, decision.reason, now, changes)


async def locked_programme(session: AsyncSession, programme_id: UUID) -> RiskProgramme:
    """Return a programme, locked until the end of the transaction; raises `NotFound`."""
    found: RiskProgramme | None = await session.scalar(
        select(RiskProgramme)
        .where(RiskProgramme.id == programme_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Такой программы нет или она вам не видна.")
    return found


async def step(
    session: AsyncSession,
    caller: Caller,
    programme_id: UUID,
    school_id: UUID,
    action: str,
    states: tuple[str, str],
    reason: str | None,
    now: datetime,
    measure_id: UUID | None = None,
) -> None:
    """Add a step to the history of a programme or of one of its measures."""
    await session.execute(
        insert(ProgrammeStep).values(
            programme_id=programme_id, measure_id=measure_id, school_id=school_id, action=action,
            from_state=states[0], to_state=states[1], reason=reason, person_id=caller.person_id, at=now,
        )
    )  # fmt: skip


async def _move(
    session: AsyncSession,
    caller: Caller,
    programme: RiskProgramme,
    action: str,
    reason: str | None,
    now: datetime,
    changes: dict[str, Any],
) -> None:
    became = PROGRAMME.next(programme.state, action)
    assert became is not None, (programme.state, action)
    if action in PROGRAMME.reasoned:
        if not reason:
            raise wrong_field("reason", "Укажите, что исправить: это увидит школа.")
        changes = changes | {"reason": reason}
    await session.execute(
        update(RiskProgramme)
        .where(RiskProgramme.id == programme.id)
        .values(state=became, version=programme.version + 1, **changes)
    )
    states = (programme.state, became)
    await step(session, caller, programme.id, programme.school_id, action, states, reason, now)


def _check(programme: ProgrammeIn) -> None:
    if programme.starts_on and programme.ends_on and programme.ends_on < programme.starts_on:
        raise wrong_field("ends_on", "Программа кончается раньше, чем начинается.")
    ids = [measure.id for measure in programme.measures if measure.id is not None]
    if len(ids) != len(set(ids)):
        raise wrong_field("measures", "Одна и та же мера названа дважды.")


async def _write_measures(
    session: AsyncSession, programme_id: UUID, school_id: UUID, measures: list[MeasureIn]
) -> None:
    """Replace the planned measures; what was shown or confirmed must stand there unchanged."""
    there = {
        measure.id: measure
        for measure in await session.scalars(
            select(ProgrammeMeasure).where(ProgrammeMeasure.programme_id == programme_id)
        )
    }
    kept = {measure.id for measure in measures if measure.id is not None}
    for place, measure in enumerate(measures):
        if measure.id is not None and measure.id not in there:
            raise wrong_field(f"measures/{place}/id", "Такой меры в программе нет.")
    for old in there.values():
        new = next((m for m in measures if m.id == old.id), None)
        if old.state != "planned" and (
            new is None or any(getattr(old, name) != getattr(new, name) for name in _FIELDS)
        ):
            raise Conflict(f"Мера «{old.title}» уже выполнялась: её не меняют и не удаляют.")
    await session.execute(
        delete(ProgrammeMeasure).where(
            ProgrammeMeasure.programme_id == programme_id, ProgrammeMeasure.id.not_in(kept)
        )
    )
    # Two passes: a moved measure must not meet the place of another on its way.
    for sign in (-1, 1):
        for position, measure in enumerate(measures, 1):
            if measure.id is not None:
                await session.execute(
                    update(ProgrammeMeasure)
                    .where(ProgrammeMeasure.id == measure.id)
                    .values(
                        position=sign * position,
                        **{name: getattr(measure, name) for name in _FIELDS},
                    )
                )
    fresh = [
        {"position": position, **{name: getattr(measure, name) for name in _FIELDS}}
        for position, measure in enumerate(measures, 1)
        if measure.id is None
    ]
    if fresh:
        shared = {"programme_id": programme_id, "school_id": school_id, "state": "planned"}
        await session.execute(insert(ProgrammeMeasure).values([row | shared for row in fresh]))

"""Writes of visits: plan, move on, answer, decide. Who acts locks the visit first and asks again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.clock import Clock
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.domain.lifecycle.visits import (
    REASONED_VISIT_ACTIONS,
    next_visit_state,
    why_not_visit,
)
from backend.domain.wording import short_date
from backend.features.visits.queries import read_entries, read_head
from backend.features.visits.rights import PLANNING, sides_for, standing_of
from backend.features.visits.schemas import (
    CuratorActionIn,
    OfficeActionIn,
    SchoolActionIn,
    VisitPlanIn,
)
from backend.tables import School, Visit, VisitQuestion, VisitStep

_FURTHEST = timedelta(days=366)
# Two clicks at once are one visit.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('visit ' || :school, 0))")
_ASSIGNED = text(
    "select min(lower(period)) as since, coalesce(bool_or(period @> cast(:day as date)), false) as stands"
    " from assignment where school_id = :school and person_id = :person"
)
_IS_OF_SCHOOL = text("select app.is_of_school(:person, :school)")
_WHOSE = {
    "school": "Это делает школа.",
    "office": "Это делает управление.",
    "curator": "Это делает куратор или наставник школы.",
}


async def plan_visit(
    session: AsyncSession, caller: Caller, school_id: UUID, planned: VisitPlanIn, clock: Clock
) -> UUID:
    """Plan a visit and return its id; the same plan again is the same visit.

    Raises `NotFound`, `Invalid`, `Conflict` when the person does not stand by the school on that day.
    """
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    if not PLANNING & await sides_of(session, school_id):
        raise Conflict("Визит планирует куратор или наставник этой школы либо её управление.")
    _check_day(planned.planned_on, clock.today())
    person = planned.person_id or caller.person_id
    await _check_assigned(session, school_id, person, planned.planned_on)
    bank = await session.scalar(select(func.max(VisitQuestion.bank)))
    if bank is None:
        raise Conflict("Банк вопросов визита пуст: обратитесь к администратору.")
    await session.execute(_TURN, {"school": str(school_id)})
    same: Visit | None = await session.scalar(
        select(Visit)
        .where(Visit.school_id == school_id, Visit.person_id == person)
        .where(Visit.planned_on == planned.planned_on, Visit.state != "cancelled")
        .limit(1)
    )
    if same is not None:
        if same.purpose == planned.purpose and same.planned_time == planned.planned_time:
            planned_already: UUID = same.id
            return planned_already
        raise Conflict("На этот день визит этого человека в школу уже запланирован.")
    visit_id: UUID | None = await session.scalar(
        insert(Visit)
        .values(
            school_id=school_id,
            person_id=person,
            state="planned",
            purpose=planned.purpose,
            planned_on=planned.planned_on,
            planned_time=planned.planned_time,
            bank=bank,
            created_by_id=caller.person_id,
        )
        .returning(Visit.id)
    )
    assert visit_id is not None
    await _note(session, caller, visit_id, school_id, "plan", ("planned", "planned"))
    return visit_id


async def act_as_curator(
    session: AsyncSession, caller: Caller, visit_id: UUID, said: CuratorActionIn, clock: Clock
) -> None:
    """Do what a curator, mentor or planner does to a visit; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await _admitted(session, caller, visit_id, said.action, clock.today())
    today, values = clock.today(), dict[str, Any]()
    match said.action:
        case "reschedule":
            day = _given(said.planned_on, "planned_on", "Укажите новый день визита.")
            _check_day(day, today)
            await _check_assigned(session, row["school_id"], row["person_id"], day)
            values = {"planned_on": day, "planned_time": said.planned_time}
            values |= {"confirmed_at": None, "confirmed_by_id": None}
        case "hold":
            day = _given(said.held_on, "held_on", "Укажите день, когда визит состоялся.")
            _check_past(day, "held_on", today)
            if row["state"] == "planned" and not said.reason:
                raise wrong_field(
                    "reason", "Школа день не подтвердила. Напишите, почему визит всё же состоялся."
                )
            await _check_assigned(session, row["school_id"], row["person_id"], day)
            values = {"held_on": day, "held_recorded_at": clock.now()}
        case "mark_medk":
            day = _given(said.medk_marked_on, "medk_marked_on", "Укажите день отметки в МЭДК.")
            _check_past(day, "medk_marked_on", today)
            if row["held_on"] and day < row["held_on"]:
                raise wrong_field(
                    "medk_marked_on",
                    f"Визит состоялся {short_date(row['held_on'])}: отметка раньше быть не может.",
                )
            values = {"medk_marked_on": day}
        case "submit":
            values = {"submitted_at": clock.now(), "submitted_by_id": caller.person_id}
            values |= {"school_answer": None, "school_comment": None, "school_answered_at": None}
            values |= {"school_answered_by_id": None, "decided_at": None, "decided_by_id": None}
    await _move(session, caller, row, said.action, said.reason, values)


async def act_as_school(
    session: AsyncSession, caller: Caller, visit_id: UUID, said: SchoolActionIn, clock: Clock
) -> None:
    """Confirm the day, or answer the report; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await _admitted(session, caller, visit_id, said.action, clock.today())
    values: dict[str, Any] = {}
    if said.action == "confirm":
        values = {"confirmed_at": clock.now(), "confirmed_by_id": caller.person_id}
    else:
        if said.answer is None:
            raise wrong_field("answer", "Выберите, согласна школа со справкой или возражает.")
        if said.answer == "objects" and len(said.comment or "") < 3:
            raise wrong_field("comment", "Напишите, с чем школа не согласна.")
        values |= {
            "school_answer": said.answer,
            "school_comment": said.comment or None,
            "school_answered_at": clock.now(),
            "school_answered_by_id": caller.person_id,
        }
    await _move(session, caller, row, said.action, None, values)


async def act_as_office(
    session: AsyncSession, caller: Caller, visit_id: UUID, said: OfficeActionIn, clock: Clock
) -> None:
    """Return or approve a report; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await _admitted(session, caller, visit_id, said.action, clock.today())
    values: dict[str, Any] = {"decided_at": clock.now(), "decided_by_id": caller.person_id}
    if said.action == "approve":
        values["approved_on"] = clock.today()
    await _move(session, caller, row, said.action, said.reason, values)


async def lock_visit(session: AsyncSession, visit_id: UUID) -> None:
    """Let those who write about one visit take turns; only for those who may write, others find no row."""
    await session.execute(select(Visit.id).where(Visit.id == visit_id).with_for_update())


async def _admitted(
    session: AsyncSession, caller: Caller, visit_id: UUID, action: str, today: date
) -> RowMapping:
    """Return the locked visit when the action is possible; raises `NotFound`, `Conflict`."""
    seen = await read_head(session, visit_id)
    allowed = sides_for(action)
    if not allowed & await sides_of(session, seen["school_id"]):
        raise Conflict(next(words for side, words in _WHOSE.items() if side in allowed))
    await lock_visit(session, visit_id)
    row = await read_head(session, visit_id)
    standing = standing_of(row, await read_entries(session, visit_id), caller, today)
    reason = why_not_visit(row["state"], action, standing)
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")
    return row


async def _move(
    session: AsyncSession,
    caller: Caller,
    row: RowMapping,
    action: str,
    reason: str | None,
    values: dict[str, Any],
) -> None:
    if action in REASONED_VISIT_ACTIONS:
        if not reason:
            raise wrong_field("reason", "Укажите причину: её увидят школа и куратор.")
        values["reason"] = reason
    became = next_visit_state(row["state"], action)
    assert became is not None
    await session.execute(update(Visit).where(Visit.id == row["id"]).values(state=became, **values))
    moved = (row["state"], became)
    await _note(session, caller, row["id"], row["school_id"], action, moved, reason)


async def _note(
    session: AsyncSession,
    caller: Caller,
    visit_id: UUID,
    school_id: UUID,
    action: str,
    moved: tuple[str, str],
    reason: str | None = None,
) -> None:
    values: dict[str, Any] = {
        "action": action,
        "from_state": moved[0],
        "to_state": moved[1],
        "reason": reason,
    }
    values |= {"visit_id": visit_id, "school_id": school_id, "person_id": caller.person_id}
    await session.execute(insert(VisitStep).values(values))


async def _check_assigned(
    session: AsyncSession, school_id: UUID, person_id: UUID | None, day: date
) -> None:
    """Refuse a day on which the person does not stand by the school, and somebody of the school itself."""
    values = {"school": school_id, "person": person_id}
    found = (await session.execute(_ASSIGNED, values | {"day": day})).one()
    if not found.stands:
        since = found.since
        if since is not None and day < since:
            raise Conflict(f"Визит раньше назначения: человек назначен с {short_date(since)}.")
        raise Conflict("На этот день человек не назначен куратором или наставником школы.")
    if await session.scalar(_IS_OF_SCHOOL, values):
        raise Conflict("Человек работает в этой школе: посещать её от проекта он не может.")


def _given(day: date | None, field: str, words: str) -> date:
    if day is None:
        raise wrong_field(field, words)
    return day


def _check_day(day: date, today: date) -> None:
    if abs(day - today) > _FURTHEST:
        raise wrong_field("planned_on", "День визита дальше года от сегодняшнего: проверьте год.")


def _check_past(day: date, field: str, today: date) -> None:
    if day > today:
        raise wrong_field(field, "Этот день ещё не наступил.")

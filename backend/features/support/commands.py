"""Appointing, handing over, ending. The database refuses overlap, gap, own school and conflict; the words are here."""

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Forbidden, NotFound, wrong_field
from backend.domain.wording import short_date
from backend.features.support.accompaniment import (
    accompany,
    check_no_gap,
    refusing,
    stop_accompanying,
)
from backend.features.support.assignments import is_office_side, what_passes_over
from backend.features.support.schemas import AppointIn, AssignmentEndIn, HandOverIn, PassedOut
from backend.tables import Assignment, Person, RoleGrant, School

_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=731)
_TITLES = {"curator": "куратор", "mentor": "наставник"}
_OF_WHOM = {"curator": "куратора", "mentor": "наставника"}
# Whoever changes the people of one school takes turns; the triggers of migration 0015 take the same turn.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('support ' || :school, 0))")


async def appoint(
    session: AsyncSession, caller: Caller, school_id: UUID, wish: AppointIn, today: date
) -> None:
    """Let a person stand by a school; raises `NotFound`, `Forbidden`, `Invalid`, `Conflict`."""
    school = await _take_turn(session, school_id)
    person = await _person(session, wish.person_id)
    _check_start(school, "since_on", wish.since_on, today)
    last_on = _last_day(school, wish, today)
    await _check_role(session, person, wish.kind, wish.since_on)
    period = Range(wish.since_on, last_on + _DAY if last_on else None, bounds="[)")
    async with refusing():
        await _check_free(session, school_id, wish.kind, period)
        await _add(session, caller, school_id, wish.kind, person.id, period, wish.act_text)
        await accompany(session, school_id, wish.kind, period)
        await check_no_gap(session)


async def hand_over(
    session: AsyncSession, caller: Caller, assignment_id: UUID, wish: HandOverIn, today: date
) -> tuple[UUID, list[PassedOut]]:
    """Close one assignment the day before and open the next; return the school and what passes over."""
    old, school = await _take_assignment(session, assignment_id, today)
    person = await _person(session, wish.person_id)
    start, until = _bounds(old)
    if person.id == old.person_id:
        raise wrong_field("person_id", "Назначение уже у этого человека. Выберите другого.")
    _check_start(school, "from_on", wish.from_on, today)
    if wish.from_on <= start:
        message = f"Назначение начато {short_date(start)}: передать можно со следующего дня."
        raise wrong_field("from_on", message)
    if until is not None and wish.from_on >= until:
        message = f"Назначение действует по {short_date(until - _DAY)}: передать позже нечего."
        raise wrong_field("from_on", message)
    await _check_role(session, person, old.kind, wish.from_on)
    passes = await what_passes_over(session, school.id, old.person_id)
    async with refusing():
        await _close(session, old.id, Range(start, wish.from_on, bounds="[)"), wish.reason)
        period = Range(wish.from_on, until, bounds="[)")
        await _add(session, caller, school.id, old.kind, person.id, period, wish.act_text)
        await check_no_gap(session)
    return school.id, passes


async def end(
    session: AsyncSession, assignment_id: UUID, wish: AssignmentEndIn, today: date
) -> tuple[UUID, str]:
    """End without a successor, the accompaniment with it; return the school and the consequence in words."""
    old, school = await _take_assignment(session, assignment_id, today)
    start, until = _bounds(old)
    if wish.last_on < start:
        message = f"Назначение начинается {short_date(start)}: завершить раньше нельзя."
        raise wrong_field("last_on", message)
    if wish.last_on > today + _FARTHEST:
        raise wrong_field("last_on", _too_far(today))
    if until is not None and wish.last_on >= until - _DAY:
        message = f"Назначение и так действует по {short_date(until - _DAY)}: назовите день раньше."
        raise wrong_field("last_on", message)
    bound = wish.last_on + _DAY
    async with refusing():
        await _close(session, old.id, Range(start, bound, bounds="[)"), wish.reason)
        await stop_accompanying(
            session, school.id, old.kind, Range(bound, until, bounds="[)"), wish.reason
        )
        await check_no_gap(session)
    return school.id, (
        f"После {short_date(wish.last_on)} у школы нет {_OF_WHOM[old.kind]}:"
        " вместе с назначением завершено и сопровождение."
    )


async def _take_turn(session: AsyncSession, school_id: UUID) -> School:
    school = await session.scalar(select(School).where(School.id == school_id))
    if school is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    if not await is_office_side(session, school_id):
        raise Forbidden("Людей назначает управление, к которому относится школа.")
    await session.execute(_TURN, {"school": str(school_id)})
    return school


async def _take_assignment(
    session: AsyncSession, assignment_id: UUID, today: date
) -> tuple[Assignment, School]:
    query = select(Assignment).where(Assignment.id == assignment_id)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Такого назначения нет или оно вам не видно.")
    school = await _take_turn(session, found.school_id)
    await session.refresh(found, with_for_update=True)
    if found.period.upper is not None and found.period.upper <= today:
        last = short_date(found.period.upper - _DAY)
        raise Conflict(f"Назначение уже закончилось {last}. Назначьте человека заново.")
    return found, school


def _bounds(assignment: Assignment) -> tuple[date, date | None]:
    """Return the first day, which is always known, and the day after the last one."""
    return cast("date", assignment.period.lower), assignment.period.upper


async def _person(session: AsyncSession, person_id: UUID) -> Person:
    person = await session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise NotFound("Такого человека нет или он вам не виден.")
    return person


def _check_start(school: School, field: str, day: date, today: date) -> None:
    if school.active_from is not None and day < school.active_from:
        message = f"Школа работает с {short_date(school.active_from)}: раньше назначить нельзя."
        raise wrong_field(field, message)
    if school.active_to is not None and day > school.active_to:
        message = f"Школа закрыта после {short_date(school.active_to)}: позже назначить нельзя."
        raise wrong_field(field, message)
    if day > today + _FARTHEST:
        raise wrong_field(field, _too_far(today))


def _too_far(today: date) -> str:
    return f"Слишком далеко: назовите день не позже {short_date(today + _FARTHEST)}."


def _last_day(school: School, wish: AppointIn, today: date) -> date | None:
    """Return the planned last day: the one wished for, else the last day of a school that will be closed."""
    if wish.last_on is None:
        return school.active_to
    if wish.last_on < wish.since_on:
        raise wrong_field("last_on", "Последний день раньше первого. Проверьте даты.")
    if school.active_to is not None and wish.last_on > school.active_to:
        message = f"Школа закрыта после {short_date(school.active_to)}: назовите день не позже."
        raise wrong_field("last_on", message)
    if wish.last_on > today + 2 * _FARTHEST:
        raise wrong_field("last_on", "Слишком далеко. Оставьте поле пустым, если срок не назван.")
    return wish.last_on


async def _check_role(session: AsyncSession, person: Person, kind: str, day: date) -> None:
    """An assignment gives rights only together with the role: without it, it would be an empty promise."""
    if person.dismissed_on is not None and person.dismissed_on <= day:
        raise Conflict(f"{person.full_name} не работает с {short_date(person.dismissed_on)}.")
    has_role = await session.scalar(
        select(RoleGrant.id)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == kind,
            RoleGrant.valid_from <= day,
            RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
        )
        .limit(1)
    )
    if has_role is None:
        raise Conflict(
            f"{person.full_name} не имеет роли «{_TITLES[kind]}» на {short_date(day)}: назначение"
            " не дало бы прав. Попросите администратора выдать роль или выберите другой день."
        )


async def _check_free(
    session: AsyncSession, school_id: UUID, kind: str, period: Range[date]
) -> None:
    """Name who is there already; the constraint refuses it in any case."""
    found = await session.execute(
        select(Assignment, Person.full_name)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.school_id == school_id,
            Assignment.kind == kind,
            Assignment.period.overlaps(period),
        )
        .order_by(Assignment.period)
        .limit(1)
    )
    row = found.first()
    if row is None:
        return
    assignment, name = row
    since, last = _bounds(assignment)
    words = f" по {short_date(last - _DAY)}" if last else ""
    raise Conflict(
        f"У школы уже есть {_TITLES[kind]}: {name}, с {short_date(since)}{words}."
        " Передайте назначение или выберите другие дни."
    )


async def _add(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    kind: str,
    person_id: UUID,
    period: Range[date],
    act_text: str,
) -> None:
    session.add(
        Assignment(
            school_id=school_id,
            person_id=person_id,
            kind=kind,
            period=period,
            act_text=act_text,
            appointed_by_id=caller.person_id,
        )
    )
    await session.flush()


async def _close(
    session: AsyncSession, assignment_id: UUID, period: Range[date], reason: str
) -> None:
    await session.execute(
        update(Assignment)
        .where(Assignment.id == assignment_id)
        .values(period=period, end_reason=reason)
    )

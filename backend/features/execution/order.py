"""The order of the work: what is closed for changes, and who acts for whom."""

from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.domain.wording import short_date
from backend.features.execution.schemas import (
    ColleagueOut,
    DeputyIn,
    DeputyList,
    DeputyOut,
    LockIn,
    LockList,
    LockOut,
    LockReleaseIn,
)
from backend.tables import Deputy, Edition, PeriodLock, Person, Plan, School

_LOCKS = """
select l.id, l.plan_id, p.title as plan_title, l.edition_id, a.number as act_number, a.signed_on,
    l.school_id, s.short_name as school_name, l.starts_on, l.ends_on, l.reason, by.full_name as locked_by,
    l.locked_at, l.released_at, opener.full_name as released_by, l.release_reason
from period_lock l join plan p on p.id = l.plan_id
left join edition e on e.id = l.edition_id left join act a on a.id = e.act_id
left join school s on s.id = l.school_id
left join person by on by.id = l.locked_by_id left join person opener on opener.id = l.released_by_id
where cast(:id as uuid) is null or l.id = :id
order by l.released_at is not null, l.locked_at desc, l.id desc limit 200
"""
_DEPUTIES = """
select d.id, d.person_id, p.full_name as person_name, d.deputy_id, s.full_name as deputy_name,
    lower(d.period) as starts_on, upper(d.period) - 1 as ends_on, d.basis,
    d.period @> cast(:today as date) as is_active
from deputy d join person p on p.id = d.person_id join person s on s.id = d.deputy_id
where cast(:id as uuid) is null or d.id = :id
order by lower(d.period) desc, d.id desc limit 200
"""
# A curator's and a mentor's rights follow their assignments, not a unit.
_REACHES_FURTHER = text(
    """
    select exists (
        select from role_grant g
        where g.person_id = :person and coalesce(g.valid_to, 'infinity') >= cast(:today as date)
            and g.role not in ('curator', 'mentor')
            and not (app.sees_all() or coalesce(g.region_id in (select app.my_regions()), false)
                or coalesce(g.office_id in (select app.my_offices()), false)
                or coalesce(g.school_id in (select app.my_schools()), false))
    )
    """
)
_FURTHEST = timedelta(days=731)
_COLLEAGUES = text(
    """
    select p.id as person_id, p.full_name, p.position, coalesce(o.short_name, s.short_name) as unit
    from person p left join organisation o on o.id = p.organisation_id left join school s on s.id = p.school_id
    where coalesce(p.dismissed_on, 'infinity') > :today
        and exists (select from role_grant g where g.person_id = p.id)
    order by p.full_name, p.id limit 1000
    """
)


async def list_locks(session: AsyncSession) -> LockList:
    """Return the locks the reader sees: open ones first, then released, the newest first."""
    rows = (await session.execute(text(_LOCKS), {"id": None})).mappings()
    return LockList(items=[_lock(row) for row in rows])


async def create_lock(
    session: AsyncSession, caller: Caller, lock: LockIn, *, now: datetime
) -> LockOut:
    """Close a school, an edition or a period; raises `NotFound` for what the caller does not see, `Invalid`."""
    await _must_see(session, Plan, lock.plan_id, "Такого плана нет или он вам не виден.")
    if lock.edition_id:
        await _must_see(session, Edition, lock.edition_id, "Такой редакции нет.")
        of_plan = select(Edition.plan_id).where(Edition.id == lock.edition_id)
        if await session.scalar(of_plan) != lock.plan_id:
            raise wrong_field(
                "edition_id", "Это редакция другого плана: она здесь ничего не закроет."
            )
    if lock.school_id:
        await _must_see(session, School, lock.school_id, "Такой школы нет или она вам не видна.")
    if not any((lock.edition_id, lock.school_id, lock.starts_on, lock.ends_on)):
        raise wrong_field("starts_on", "Укажите, что закрыть: школу, редакцию или период.")
    if lock.starts_on and lock.ends_on and lock.ends_on < lock.starts_on:
        raise wrong_field("ends_on", "Конец периода раньше начала.")
    lock_id = await session.scalar(
        insert(PeriodLock)
        .values(locked_by_id=caller.person_id, locked_at=now, **lock.model_dump())
        .returning(PeriodLock.id)
    )
    return await _get_lock(session, lock_id)


async def release_lock(
    session: AsyncSession, caller: Caller, lock_id: UUID, release: LockReleaseIn, *, now: datetime
) -> LockOut:
    """Open again what was closed; raises `NotFound`, `Conflict` when it is open already."""
    lock = await session.scalar(
        select(PeriodLock).where(PeriodLock.id == lock_id).with_for_update()
    )
    if lock is None:
        raise NotFound("Такого закрытого периода нет или он вам не виден.")
    if lock.released_at is not None:
        raise Conflict("Этот период уже открыт.")
    await session.execute(
        update(PeriodLock)
        .where(PeriodLock.id == lock_id)
        .values(released_at=now, released_by_id=caller.person_id, release_reason=release.reason)
    )
    return await _get_lock(session, lock_id)


async def list_deputies(session: AsyncSession, today: date) -> DeputyList:
    """Return who acts for whom, the latest first, and the people a deputy can be chosen among."""
    deputies = (await session.execute(text(_DEPUTIES), {"id": None, "today": today})).mappings()
    colleagues = (await session.execute(_COLLEAGUES, {"today": today})).mappings()
    return DeputyList(
        items=[DeputyOut(**row) for row in deputies],
        colleagues=[ColleagueOut(**row) for row in colleagues],
    )


async def appoint_deputy(
    session: AsyncSession, caller: Caller, appointment: DeputyIn, *, today: date
) -> DeputyOut:
    """Let a colleague act for somebody; raises `NotFound`, `Invalid`, `Conflict` where periods overlap.

    Nobody gives himself the rights of another, and nobody lends out rights over more than he has himself.
    """
    for person in (appointment.person_id, appointment.deputy_id):
        await _must_see(session, Person, person, "Такого сотрудника нет или он вам не виден.")
    if appointment.person_id == appointment.deputy_id:
        raise wrong_field("deputy_id", "Человек не может замещать сам себя.")
    if appointment.deputy_id == caller.person_id:
        raise wrong_field(
            "deputy_id", "Назначить замещающим себя нельзя: это делает другой сотрудник."
        )
    if appointment.ends_on < max(appointment.starts_on, today):
        raise wrong_field("ends_on", "Конец замещения раньше начала или уже прошёл.")
    if appointment.ends_on - today > _FURTHEST:
        raise wrong_field("ends_on", "До конца замещения больше двух лет: проверьте год.")
    if await session.scalar(_REACHES_FURTHER, {"person": appointment.person_id, "today": today}):
        raise Conflict("Права этого человека шире ваших: замещающего ему назначает администратор.")
    period = Range(appointment.starts_on, appointment.ends_on + timedelta(days=1), bounds="[)")
    try:
        async with session.begin_nested():
            made = await session.scalar(
                insert(Deputy)
                .values(
                    person_id=appointment.person_id,
                    deputy_id=appointment.deputy_id,
                    period=period,
                    basis=appointment.basis,
                )
                .returning(Deputy.id)
            )
    except IntegrityError as error:
        raise Conflict(
            "На эти дни замещающий уже назначен. Завершите то замещение или выберите другие дни."
        ) from error
    return await _get_deputy(session, made, today)


async def end_deputy(session: AsyncSession, deputy_id: UUID, *, today: date) -> DeputyOut:
    """End a deputising at once: yesterday becomes its last day; one that begins today or later is taken back."""
    found = await session.scalar(select(Deputy).where(Deputy.id == deputy_id).with_for_update())
    if found is None:
        raise NotFound("Такого замещения нет или оно вам не видно.")
    starts_on, until = cast("date", found.period.lower), found.period.upper
    if until is not None and until <= today:
        raise Conflict(f"Замещение уже закончилось {short_date(until - timedelta(days=1))}.")
    if starts_on >= today:
        ended = await _get_deputy(session, deputy_id, today)
        await session.execute(delete(Deputy).where(Deputy.id == deputy_id))
        return ended.model_copy(update={"is_active": False})
    await session.execute(
        update(Deputy)
        .where(Deputy.id == deputy_id)
        .values(period=Range(starts_on, today, bounds="[)"))
    )
    return await _get_deputy(session, deputy_id, today)


async def _get_lock(session: AsyncSession, lock_id: UUID | None) -> LockOut:
    return _lock((await session.execute(text(_LOCKS), {"id": lock_id})).mappings().one())


async def _get_deputy(session: AsyncSession, deputy_id: UUID | None, today: date) -> DeputyOut:
    values = {"id": deputy_id, "today": today}
    return DeputyOut(**(await session.execute(text(_DEPUTIES), values)).mappings().one())


def _lock(row: RowMapping) -> LockOut:
    words = (
        f"№ {row['act_number']} от {short_date(row['signed_on'])}" if row["act_number"] else None
    )
    return LockOut(
        edition_words=words,
        **{name: row[name] for name in LockOut.model_fields if name != "edition_words"},
    )


async def _must_see(
    session: AsyncSession, table: type[Plan | Edition | School | Person], key: UUID, sentence: str
) -> None:
    if await session.scalar(select(table.id).where(table.id == key)) is None:
        raise NotFound(sentence)

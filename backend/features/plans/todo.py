"""«Мои дела»: what is late, returned, waits for a check, is due until Friday and until the month's end."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.domain.schedule import end_of_month
from backend.domain.window_status import (
    SATURDAY,
    StatusKind,
    end_of_work_week,
    reminded_on,
    weekend_word,
)
from backend.domain.wording import schools, short_date
from backend.features.plans.chains import list_chains
from backend.features.plans.members import Member, read_members
from backend.features.plans.queries import own_school
from backend.features.plans.rows import OPEN_ENDED, URGENCY, read_rows
from backend.features.plans.schemas import (
    ActivityOut,
    AskedOut,
    DayOut,
    StatusOut,
    TodoGroupOut,
    TodoItemOut,
    TodoOut,
    WindowOut,
)
from backend.tables import Edition, FactKind

_OFFICE_ROLES = {"admin", "head", "coordinator", "office_specialist", "auditor"}
_NOTHING_LEFT = {"accepted", "reported", "cancelled"}
_NAMES_SHOWN = 2
_PLANS_READ = 20
# Reports that went back to the reader's side, and those that wait for a check by somebody else than who reported.
_REPORTS = text(
    """
    select a.id as activity_id, w.id as window_id, o.state, o.school_id, s.short_name as school_name, o.done_on,
        (select t.reason from occurrence_step t where t.occurrence_id = o.id order by t.at desc, t.id desc limit 1)
            as reason
    from occurrence o join activity a on a.lineage_id = o.lineage_id
    join section c on c.id = a.section_id join edition e on e.id = c.edition_id and e.state = 'in_force'
    join activity_window w on w.activity_id = a.id and w.slot = o.slot
    left join school s on s.id = o.school_id
    where (o.state = 'returned' and (o.school_id is not null) = :for_schools)
        or (o.state = 'reported' and :may_check and o.reported_by_id is distinct from app.person_id())
    order by o.state desc, s.sort_name, a.position, o.id
    limit 100
    """
)
_ORGANISATION = text(
    "select o.code from person p join organisation o on o.id = p.organisation_id where p.id = app.person_id()"
)


class _Due(NamedTuple):
    """A window that asks for something, and when it is reminded."""

    row: ActivityOut
    window: WindowOut


async def get_todo(session: AsyncSession, caller: Caller, today: date) -> TodoOut:
    """Return what is due for the reader on a day; empty lists when no plan in force is visible."""
    roles = {grant.role for grant in caller.grants}
    editions = list(
        await session.scalars(
            select(Edition.id)
            .where(Edition.state == "in_force")
            .order_by(Edition.effective_on.desc(), Edition.id)
            .limit(_PLANS_READ)
        )
    )
    rows: dict[UUID, ActivityOut] = {}
    missing: list[Member] = []
    for edition_id in editions:
        found = await read_rows(
            session, edition_id=edition_id, today=today, school_id=own_school(caller)
        )
        rows |= {row.id: row for row in found.activities}
        missing += await read_members(session, edition_id=edition_id, day=today, missing_only=True)
    kinds = {kind.code: kind for kind in await session.scalars(select(FactKind))}
    parties = roles | {await session.scalar(_ORGANISATION)}
    mine = [row for row in rows.values() if _concerns(row, roles, parties)]
    groups, upcoming = _groups(mine, missing, kinds, today)
    reports = await _report_groups(session, caller, rows, roles)
    shown = {item.activity_id for group in groups for item in group.items}
    return TodoOut(
        today=today,
        friday=end_of_work_week(today),
        edition_id=editions[0] if editions else None,
        groups=[*groups[:1], *reports, *groups[1:]] if _has_late(groups) else [*reports, *groups],
        next_due_on=upcoming[0] if upcoming else None,
        next_due_number=upcoming[1] if upcoming else None,
        chains=await list_chains(
            session, {key: row for key, row in rows.items() if key in shown}, missing, kinds, today
        ),
        days=_two_weeks(mine, today),
        questions=[
            AskedOut(number=row.number, text=q.short_text)
            for row in rows.values()
            for q in row.questions
            if roles & _OFFICE_ROLES
        ],
    )


def _concerns(row: ActivityOut, roles: set[str], parties: set[str | None]) -> bool:
    """Officials see every row, methodists those they take part in, the rest those that wait for their schools."""
    if roles & _OFFICE_ROLES:
        return True
    if "methodist" in roles:
        return any(party.code in parties for party in row.parties)
    return row.figure is not None and not row.figure.is_achieved


def _has_late(groups: list[TodoGroupOut]) -> bool:
    return bool(groups) and groups[0].code == "late"


async def _report_groups(
    session: AsyncSession, caller: Caller, rows: dict[UUID, ActivityOut], roles: set[str]
) -> list[TodoGroupOut]:
    values = {
        "for_schools": not roles & _OFFICE_ROLES,
        "may_check": Permission.ACCEPT_EXECUTION in caller.permissions,
    }
    titles = {"returned": "Вернули на доработку", "reported": "Ждут вашей проверки"}
    groups = {
        state: TodoGroupOut(code=state, title=title, items=[]) for state, title in titles.items()
    }
    for found in (await session.execute(_REPORTS, values)).mappings():
        if found["activity_id"] in rows:
            groups[found["state"]].items.append(_report(rows[found["activity_id"]], found))
    return [group for group in groups.values() if group.items]


def _report(row: ActivityOut, found: RowMapping) -> TodoItemOut:
    window = next(w for w in row.windows if w.id == found["window_id"])
    if found["state"] == "returned":
        status = StatusOut(kind=StatusKind.DUE, text="На доработке", days=None)
    else:
        words = f"Сдано {short_date(found['done_on'])}, ждёт проверки"
        status = StatusOut(kind=StatusKind.RUN, text=words, days=None)
    return TodoItemOut(
        activity_id=row.id,
        school_id=found["school_id"],
        school_name=found["school_name"],
        number=row.number,
        title=row.title,
        term_source=row.term_source,
        ends_on=_due_on(window),
        weekend=weekend_word(_due_on(window)),
        status=status,
        figure=row.figure,
        hindrance=found["reason"],
    )


def _groups(
    mine: list[ActivityOut], missing: list[Member], kinds: dict[str, FactKind], today: date
) -> tuple[list[TodoGroupOut], tuple[date, str] | None]:
    friday, month_end = end_of_work_week(today), end_of_month(today)
    groups = [
        TodoGroupOut(code="late", title="Просрочено", items=[]),
        TodoGroupOut(code="week", title=f"До пятницы, {friday:%d.%m}", items=[]),
        TodoGroupOut(code="month", title=f"До конца месяца, {month_end:%d.%m}", items=[]),
    ]
    later: list[tuple[date, str]] = []
    for row, window in _dues(mine):
        item = _item(row, window, _hindrance(row, missing, kinds))
        due_on = _due_on(window)
        if window.status.kind == StatusKind.LATE:
            groups[0].items.append(item)
        elif due_on < today:
            continue
        elif reminded_on(due_on) <= friday:
            groups[1].items.append(item)
        elif due_on <= month_end:
            groups[2].items.append(item)
        else:
            later.append((due_on, row.number))
    return [group for group in groups if group.items], min(later, default=None)


def _dues(mine: list[ActivityOut]) -> list[_Due]:
    """Return windows with a deadline that still ask for something; what was returned stands in a group of its own."""
    return [
        _Due(row, window)
        for row in mine
        if row.recurrence not in OPEN_ENDED
        for window in row.windows
        if window.state not in {*_NOTHING_LEFT, "returned"}
    ]


def _due_on(window: WindowOut) -> date:
    return window.rescheduled_to or window.ends_on


def _item(row: ActivityOut, window: WindowOut, hindrance: str | None) -> TodoItemOut:
    return TodoItemOut(
        activity_id=row.id,
        school_id=None,
        school_name=None,
        number=row.number,
        title=row.title,
        term_source=row.term_source,
        ends_on=_due_on(window),
        weekend=weekend_word(_due_on(window)),
        status=window.status,
        figure=row.figure,
        hindrance=hindrance,
    )


def _hindrance(row: ActivityOut, missing: list[Member], kinds: dict[str, FactKind]) -> str | None:
    """Say in one sentence whom the row waits for, and for what."""
    waits: dict[str, list[str]] = defaultdict(list)
    for member in missing:
        if member.activity_id == row.id and member.result_position == 1:
            waits[member.name] += [kinds[fact].missing_text for fact in member.missing]
    if not waits:
        return None
    if len(waits) > _NAMES_SHOWN:
        return f"Не выполнено: {schools(len(waits))}"
    return ". ".join(f"{name}: {', '.join(texts)}" for name, texts in waits.items())


def _two_weeks(mine: list[ActivityOut], today: date) -> list[DayOut]:
    """Return Monday of this week to the Sunday of the next one with the deadlines that fall there."""
    monday = today - timedelta(days=today.weekday())
    due: dict[date, list[tuple[str, str]]] = defaultdict(list)
    for row in mine:
        if row.recurrence in OPEN_ENDED:
            continue
        for window in row.windows:
            if window.state not in _NOTHING_LEFT:
                due[_due_on(window)].append((row.number, window.status.kind))
    days = [monday + timedelta(days=n) for n in range(14)]
    return [
        DayOut(
            day=day,
            is_today=day == today,
            is_day_off=day.weekday() >= SATURDAY,
            numbers=[number for number, _ in due[day]],
            kind=min((kind for _, kind in due[day]), key=URGENCY.index, default=None),
        )
        for day in days
    ]

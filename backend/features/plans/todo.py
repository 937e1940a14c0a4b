"""«Мои дела»: rows that are overdue, due until Friday and until the month's end, for the reader's own schools."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.blocking import Gap, blocking_chains
from backend.domain.schedule import (
    SATURDAY,
    StatusKind,
    end_of_month,
    end_of_work_week,
    reminded_on,
)
from backend.domain.wording import count, schools
from backend.features.plans.rows import EditionRows, read_rows
from backend.features.plans.schemas import (
    ActivityOut,
    AskedOut,
    ChainOut,
    ChainStepOut,
    DayOut,
    TodoGroupOut,
    TodoItemOut,
    TodoOut,
    WindowOut,
)
from backend.tables import Edition, FactKind, School

_OFFICE_ROLES = {"admin", "head", "coordinator", "office_specialist", "methodist", "auditor"}
_OPEN_ENDED = {"continuous", "recurring"}
_URGENCY = (StatusKind.LATE, StatusKind.DUE, StatusKind.RUN, StatusKind.IDLE, StatusKind.OK)
_CHAINS_SHOWN = 3
_NAMES_SHOWN = 2
_FACTS = text("select distinct school_id, fact from school_fact where school_id = any(:schools)")
_DISPUTES = text(
    "select school_id, count(*) filter (where opinions > 1), count(*)"
    " from (select school_id, factor_id, count(distinct level) as opinions from risk_assessment r"
    "   where school_id = any(:schools) and cycle ="
    "     (select max(n.cycle) from risk_assessment n where n.school_id = r.school_id)"
    "   group by school_id, factor_id) as seen group by school_id"
)


async def get_todo(session: AsyncSession, *, roles: set[str], today: date) -> TodoOut:
    """Return what is due for the reader on a day; empty lists when no plan in force is visible."""
    friday = end_of_work_week(today)
    edition = (
        await session.execute(
            select(Edition.id, Edition.effective_on)
            .where(Edition.state == "in_force")
            .order_by(Edition.effective_on.desc(), Edition.id)
            .limit(1)
        )
    ).first()
    if edition is None:
        return _nothing(today, friday)
    rows = await read_rows(
        session, edition_id=edition.id, adopted_on=edition.effective_on, today=today
    )
    names = {
        row.id: row.short_name
        for row in await session.execute(
            select(School.id, School.short_name).where(
                School.id.in_({fact.school_id for fact in rows.needed})
            )
        )
    }
    kinds = {kind.code: kind for kind in await session.scalars(select(FactKind))}
    mine = [row for row in rows.activities if _concerns(row, roles)]
    groups, upcoming = _groups(mine, rows, names, kinds, today, friday)
    return TodoOut(
        today=today,
        friday=friday,
        edition_id=edition.id,
        groups=groups,
        next_due_on=upcoming[0] if upcoming else None,
        next_due_number=upcoming[1] if upcoming else None,
        chains=await _chains(
            session, rows, names, kinds, {i.activity_id for g in groups for i in g.items}
        ),
        days=_two_weeks(mine, today),
        questions=[
            AskedOut(number=row.number, text=q.short_text)
            for row in rows.activities
            for q in row.questions
            if roles & _OFFICE_ROLES
        ],
    )


def _concerns(row: ActivityOut, roles: set[str]) -> bool:
    """Officials see every row; the rest those that still wait for one of their schools."""
    if roles & _OFFICE_ROLES:
        return True
    return row.figure is not None and row.figure.met < row.figure.total


def _groups(
    mine: list[ActivityOut],
    rows: EditionRows,
    names: dict[UUID, str],
    kinds: dict[str, FactKind],
    today: date,
    friday: date,
) -> tuple[list[TodoGroupOut], tuple[date, str] | None]:
    month_end = end_of_month(today)
    groups = [
        TodoGroupOut(code="late", title="Просрочено", items=[]),
        TodoGroupOut(code="week", title=f"До пятницы, {friday:%d.%m}", items=[]),
        TodoGroupOut(code="month", title=f"До конца месяца, {month_end:%d.%m}", items=[]),
    ]
    later: list[tuple[date, str]] = []
    for row in mine:
        for window in row.windows:
            if window.accepted_on is not None or row.recurrence in _OPEN_ENDED:
                continue
            item = _item(row, window, _hindrance(row, rows, names, kinds))
            reminded = reminded_on(window.ends_on)
            if window.status.kind == StatusKind.LATE:
                groups[0].items.append(item)
            elif window.ends_on < today:
                continue
            elif reminded <= friday:
                groups[1].items.append(item)
            elif window.ends_on <= month_end:
                groups[2].items.append(item)
            else:
                later.append((window.ends_on, row.number))
    return [group for group in groups if group.items], min(later, default=None)


def _item(row: ActivityOut, window: WindowOut, hindrance: str | None) -> TodoItemOut:
    return TodoItemOut(
        activity_id=row.id,
        number=row.number,
        title=row.title,
        term_source=row.term_source,
        ends_on=window.ends_on,
        weekend=window.weekend,
        status=window.status,
        figure=row.figure,
        hindrance=hindrance,
    )


def _hindrance(
    row: ActivityOut, rows: EditionRows, names: dict[UUID, str], kinds: dict[str, FactKind]
) -> str | None:
    """Say in one sentence which schools the row waits for, and for what."""
    missing: dict[UUID, list[str]] = defaultdict(list)
    for fact in sorted(rows.needed, key=lambda needed: kinds[needed.fact].position):
        if fact.activity_id == row.id and fact.since_on is None:
            missing[fact.school_id].append(kinds[fact.fact].missing_text)
    if not missing:
        return None
    if len(missing) > _NAMES_SHOWN:
        return f"Не выполнено: {schools(len(missing))}"
    return ". ".join(f"{names[school]}: {', '.join(texts)}" for school, texts in missing.items())


async def _chains(
    session: AsyncSession,
    rows: EditionRows,
    names: dict[UUID, str],
    kinds: dict[str, FactKind],
    shown: set[UUID],
) -> list[ChainOut]:
    """Return the missing facts that hold several of the shown rows at once."""
    by_id = {row.id: row for row in rows.activities}
    by_number = {row.number: row for row in rows.activities}
    gaps = [
        Gap(activity=by_id[fact.activity_id].number, school=str(fact.school_id), fact=fact.fact)
        for fact in rows.needed
        if fact.since_on is None and fact.activity_id in shown
    ]
    has: dict[str, set[str]] = defaultdict(set)
    for school_id, fact in await session.execute(
        _FACTS, {"schools": [UUID(g.school) for g in gaps]}
    ):
        has[str(school_id)].add(fact)
    requires = {code: kind.requires for code, kind in kinds.items()}
    present = {school: frozenset(facts) for school, facts in has.items()}
    chains = blocking_chains(gaps, requires, present)[:_CHAINS_SHOWN]
    disputes = await _disputes(session, [UUID(chain.school) for chain in chains])
    return [
        ChainOut(
            school_id=UUID(chain.school),
            school_name=names[UUID(chain.school)],
            root_code=chain.root,
            root_title=kinds[chain.root].missing_text,
            root_detail=disputes.get(UUID(chain.school))
            if chain.root == "risk_levels_agreed"
            else None,
            steps=[
                ChainStepOut(
                    missing_text=kinds[gap.fact].missing_text,
                    activity_id=by_number[gap.activity].id,
                    number=gap.activity,
                    term_source=by_number[gap.activity].term_source,
                    status=by_number[gap.activity].status,
                )
                for gap in chain.gaps
            ],
        )
        for chain in chains
    ]


async def _disputes(session: AsyncSession, school_ids: list[UUID]) -> dict[UUID, str]:
    """Return «2 фактора из 12» for schools whose parties see risk factors differently."""
    found: dict[UUID, str] = {}
    for school_id, disputed, total in await session.execute(_DISPUTES, {"schools": school_ids}):
        factors = count(disputed, "фактор", "фактора", "факторов")
        found[school_id] = f"{factors} из {total}: куратор и школа оценили по-разному"
    return found


def _two_weeks(mine: list[ActivityOut], today: date) -> list[DayOut]:
    """Return Monday of this week to the Sunday of the next one with the deadlines that fall there."""
    monday = today - timedelta(days=today.weekday())
    due: dict[date, list[tuple[str, str]]] = defaultdict(list)
    for row in mine:
        if row.recurrence in _OPEN_ENDED:
            continue
        for window in row.windows:
            if window.accepted_on is None:
                due[window.ends_on].append((row.number, window.status.kind))
    days = [monday + timedelta(days=n) for n in range(14)]
    return [
        DayOut(
            day=day,
            is_today=day == today,
            is_day_off=day.weekday() >= SATURDAY,
            numbers=[number for number, _ in due[day]],
            kind=min((kind for _, kind in due[day]), key=_URGENCY.index, default=None),
        )
        for day in days
    ]


def _nothing(today: date, friday: date) -> TodoOut:
    return TodoOut(
        today=today,
        friday=friday,
        edition_id=None,
        groups=[],
        next_due_on=None,
        next_due_number=None,
        chains=[],
        days=_two_weeks([], today),
        questions=[],
    )

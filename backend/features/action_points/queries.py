"""Reads of agreements: lists, one of them, whom it may be entrusted to, its file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.lifecycle.action_points import (
    CHECKING_SIDES,
    OUTCOME_TITLES,
    POINT_ACTIONS,
    POINT_STATE_TITLES,
    POINT_STEP_WORDS,
    PRIORITY_TITLES,
    Asker,
    point_overdue,
    why_not_point,
)
from backend.features.action_points.schemas import (
    ActionPointList,
    ActionPointOut,
    PointAssigneeList,
    PointAssigneeOut,
    PointCheckOut,
    PointStepOut,
)
from backend.tables import ActionPoint, School

_UNKNOWN = "'сотрудник другой организации'"
_SELECT = f"""
select a.id, a.school_id, s.short_name as school_name, a.visit_id, v.held_on as visit_held_on, a.factor_id,
    f.name as factor_name, a.text, a.priority, a.assignee_id, coalesce(p.full_name, {_UNKNOWN}) as assignee_name,
    a.due_on, a.state, a.done_on, doer.full_name as done_by, a.evidence_text, a.file_name, a.file_size,
    verifier.full_name as verified_by, a.verified_at, a.reason, author.full_name as created_by, a.recorded_at,
    a.done_by_id, a.created_by_id, a.assignee_id in (select app.acting_for()) as is_mine,
    app.is_of_school(a.assignee_id, a.school_id) as is_of_school,
    array(select m.side from app.my_sides() m where m.school_id = a.school_id) as sides,
    (a.state in ('verified', 'cancelled'))::int as rank
from action_point a join school s on s.id = a.school_id left join visit v on v.id = a.visit_id
left join risk_factor f on f.id = a.factor_id left join person p on p.id = a.assignee_id
left join person doer on doer.id = a.done_by_id left join person verifier on verifier.id = a.verified_by_id
left join person author on author.id = a.created_by_id
"""
_FILTER = """
where (cast(:school as uuid) is null or a.school_id = :school)
    and (cast(:assignee as uuid) is null or a.assignee_id = :assignee)
    and (cast(:state as text) is null or a.state = :state)
    and (not :only_overdue or (a.state = 'open' and a.due_on < :today))
"""
_LIST = text(
    f"""
    select * from ({_SELECT} {_FILTER}) a
    where cast(:rank as int) is null or (rank, due_on, id) > (:rank, cast(:due as date), cast(:id as uuid))
    order by rank, due_on, id limit :limit
    """
)
_TOTALS = text(
    "select count(*) as total, count(*) filter (where a.state = 'open' and a.due_on < :today) as overdue"
    f" from action_point a {_FILTER}"
)
_ONE = text(f"{_SELECT} where a.id = :id")
_CHECKS = text(
    """
    select c.action_point_id, c.visit_id, v.held_on, c.outcome, c.note, p.full_name as person_name, c.checked_at
    from action_point_check c join visit v on v.id = c.visit_id left join person p on p.id = c.person_id
    where c.action_point_id = any (:points) order by v.held_on, c.id
    """
)
_STEPS = text(
    """
    select t.action_point_id, t.action, t.from_state, t.to_state, t.reason, p.full_name as person_name, t.at
    from action_point_step t left join person p on p.id = t.person_id
    where t.action_point_id = any (:points) order by t.at, t.id
    """
)
_ASSIGNEES = text("select * from app.action_point_assignees(:school)")
_GROUPS = {"school": "Школа", "curator": "Куратор", "mentor": "Наставник", "office": "Управление"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of agreements is narrowed to."""

    school_id: UUID | None
    assignee_id: UUID | None
    state: str | None
    only_overdue: bool


async def list_points(
    session: AsyncSession,
    caller: Caller,
    filters: Filters,
    limit: int,
    cursor: str | None,
    today: date,
) -> ActionPointList:
    """Return a page of agreements the reader sees: unfinished first, the nearest deadline first."""
    after = read_cursor(cursor, int, date.fromisoformat, UUID) if cursor else (None, None, None)
    values = {
        "school": filters.school_id,
        "assignee": filters.assignee_id,
        "state": filters.state,
        "only_overdue": filters.only_overdue,
        "today": today,
    }
    page = dict(zip(("rank", "due", "id"), after, strict=True)) | {"limit": limit + 1}
    rows = (await session.execute(_LIST, values | page)).mappings().all()
    shown = rows[:limit]
    totals = (await session.execute(_TOTALS, values)).one()
    last = [shown[-1][name] for name in ("rank", "due_on", "id")] if len(rows) > limit else None
    return ActionPointList(
        items=await _outs(session, caller, shown, today),
        total=totals.total,
        overdue=totals.overdue,
        next_cursor=encode_cursor(last) if last else None,
    )


async def get_point(
    session: AsyncSession, caller: Caller, point_id: UUID, today: date
) -> ActionPointOut:
    """Return one agreement; raises `NotFound`."""
    return (await _outs(session, caller, [await read_point(session, point_id)], today))[0]


async def read_point(session: AsyncSession, point_id: UUID) -> RowMapping:
    """Return the row of an agreement the reader sees; raises `NotFound`."""
    row = (await session.execute(_ONE, {"id": point_id})).mappings().first()
    if row is None:
        raise NotFound("Такой договорённости нет или она вам не видна.")
    return row


async def list_assignees(session: AsyncSession, school_id: UUID) -> PointAssigneeList:
    """Return people an agreement with the school may be entrusted to; raises `NotFound`."""
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    rows = (await session.execute(_ASSIGNEES, {"school": school_id})).mappings()
    found = [PointAssigneeOut(group_title=_GROUPS[row["group"]], **row) for row in rows]
    order = list(_GROUPS)
    return PointAssigneeList(
        items=sorted(found, key=lambda one: (order.index(one.group), one.full_name))
    )


async def get_point_file(session: AsyncSession, files: FileStore, point_id: UUID) -> OutgoingFile:
    """Return the file that shows an agreement as done; raises `NotFound`."""
    found = await session.scalar(
        select(ActionPoint).where(ActionPoint.id == point_id, ActionPoint.file_sha256.is_not(None))
    )
    if found is None:
        raise NotFound("Такого файла нет или он вам не виден.")
    content = await files.read(str(found.file_sha256))
    return OutgoingFile(str(found.file_name), str(found.media_type), content)


def asker_of(row: RowMapping, caller: Caller) -> Asker:
    """Return what the caller has to do with an agreement."""
    sides = frozenset(row["sides"])
    return Asker(
        sides=sides,
        is_assignee=row["is_mine"] or ("school" in sides and row["is_of_school"]),
        is_executor=caller.person_id in {row["assignee_id"], row["done_by_id"]},
        is_author=caller.person_id is not None and row["created_by_id"] == caller.person_id,
    )


async def _outs(
    session: AsyncSession, caller: Caller, rows: Sequence[RowMapping], today: date
) -> list[ActionPointOut]:
    points = {"points": [row["id"] for row in rows]}
    checks: dict[UUID, list[PointCheckOut]] = defaultdict(list)
    for row in (await session.execute(_CHECKS, points)).mappings():
        said = {n: v for n, v in row.items() if n != "action_point_id"}
        title = OUTCOME_TITLES[row["outcome"]]
        checks[row["action_point_id"]].append(PointCheckOut(outcome_title=title, **said))
    steps: dict[UUID, list[PointStepOut]] = defaultdict(list)
    for row in (await session.execute(_STEPS, points)).mappings():
        said = {n: v for n, v in row.items() if n != "action_point_id"}
        words = POINT_STEP_WORDS[row["action"]]
        steps[row["action_point_id"]].append(PointStepOut(words=words, **said))
    return [_out(row, caller, checks[row["id"]], steps[row["id"]], today) for row in rows]


def _out(
    row: RowMapping,
    caller: Caller,
    checks: list[PointCheckOut],
    steps: list[PointStepOut],
    today: date,
) -> ActionPointOut:
    asker = asker_of(row, caller)
    reasons: dict[str, str | None] = {}
    if Permission.KEEP_ACTION_POINTS in caller.permissions and asker.sides:
        reasons = {action: why_not_point(row["state"], action, asker) for action in POINT_ACTIONS}
        if asker.sides & CHECKING_SIDES:
            ended = row["state"] in {"verified", "cancelled"}
            reasons["check"] = "Договорённость уже закрыта." if ended else None
    overdue = point_overdue(row["state"], row["due_on"], today)
    return ActionPointOut(
        **{name: row[name] for name in ActionPointOut.model_fields if name in row},
        priority_title=PRIORITY_TITLES[row["priority"]],
        state_title=POINT_STATE_TITLES[row["state"]],
        is_overdue=overdue is not None,
        overdue=overdue,
        checks=checks,
        steps=steps,
        allowed_actions=[action for action, reason in reasons.items() if reason is None],
        blocked_by={action: reason for action, reason in reasons.items() if reason},
    )

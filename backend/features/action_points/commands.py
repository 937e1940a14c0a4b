"""Writes of agreements: added, said to be done, decided on, looked at again at a later visit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import recognised_paper
from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.clock import Clock
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.core.files import FileStore
from backend.domain.lifecycle.action_points import (
    CHECKING_SIDES,
    REASONED_POINT_ACTIONS,
    next_point_state,
    why_not_point,
)
from backend.features.action_points.queries import asker_of, list_assignees, read_point
from backend.features.action_points.schemas import ActionPointIn, PointCheckIn, PointDecisionIn
from backend.tables import (
    ActionPoint,
    ActionPointCheck,
    ActionPointStep,
    RiskFactor,
    School,
    Visit,
)

_FURTHEST = timedelta(days=3 * 366)
# Two clicks at once are one agreement.
_TURN = text("select pg_advisory_xact_lock(hashtextextended('action point ' || :school, 0))")
_NO_FILE = dict.fromkeys(("file_sha256", "file_name", "file_size", "media_type"))


@dataclass(frozen=True, slots=True)
class Done:
    """That something is done: when, by what it is shown."""

    done_on: date
    evidence_text: str
    file: Arrived | None


async def add_point(
    session: AsyncSession, caller: Caller, school_id: UUID, said: ActionPointIn, clock: Clock
) -> UUID:
    """Write an agreement down and return its id; two clicks at once are one. Raises `NotFound`, `Conflict`, `Invalid`."""
    school = await session.scalar(select(School.id).where(School.id == school_id))
    if school is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    if not await sides_of(session, school_id):
        raise Conflict("Договорённости записывают школа, её куратор, наставник или управление.")
    today = clock.today()
    if not today <= said.due_on <= today + _FURTHEST:
        raise wrong_field(
            "due_on", "Срок должен быть не раньше сегодняшнего дня и не дальше трёх лет."
        )
    people = (await list_assignees(session, school_id)).items
    if said.assignee_id not in {one.person_id for one in people}:
        raise wrong_field("assignee_id", "Поручить можно человеку школы, её куратору, наставнику или управлению.")  # fmt: skip
    await _check_related(session, school_id, said)
    values = said.model_dump() | {"school_id": school_id, "created_by_id": caller.person_id}
    await session.execute(_TURN, {"school": str(school_id)})
    same = await session.scalar(
        select(ActionPoint.id)
        .where(ActionPoint.state == "open")
        .where(*(getattr(ActionPoint, n).is_not_distinct_from(v) for n, v in values.items()))
        .limit(1)
    )
    if same is not None:
        return UUID(str(same))
    made: UUID | None = await session.scalar(
        insert(ActionPoint).values(state="open", **values).returning(ActionPoint.id)
    )
    assert made is not None
    await _note(session, caller, {"id": made, "school_id": school_id}, "add", ("open", "open"))
    return made


async def report_done(
    session: AsyncSession,
    caller: Caller,
    point_id: UUID,
    done: Done,
    files: FileStore,
    clock: Clock,
) -> None:
    """Say that an agreement is kept; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await _admitted(session, caller, point_id, "done")
    if done.done_on > clock.today():
        raise wrong_field("done_on", "Этот день ещё не наступил: укажите день, когда это сделано.")
    if done.done_on < clock.today() - _FURTHEST:
        raise wrong_field("done_on", "День слишком давний: проверьте год.")
    values: dict[str, Any] = dict(_NO_FILE)
    if done.file is not None:
        paper = await recognised_paper(done.file, files, fallback="подтверждение")
        values = paper.columns
    values |= {"done_on": done.done_on, "evidence_text": done.evidence_text}
    values |= {"done_by_id": caller.person_id, "reason": None}
    await _move(session, caller, row, "done", None, values)


async def decide_point(
    session: AsyncSession, caller: Caller, point_id: UUID, said: PointDecisionIn, clock: Clock
) -> None:
    """Verify, return or cancel; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await _admitted(session, caller, point_id, said.action)
    values: dict[str, Any] = {}
    if said.action in REASONED_POINT_ACTIONS:
        if not said.reason:
            raise wrong_field("reason", "Укажите причину: её увидит исполнитель.")
        values = {"reason": said.reason}
    if said.action == "verify":
        values = {"verified_by_id": caller.person_id, "verified_at": clock.now()}
    await _move(session, caller, row, said.action, said.reason, values)


async def check_point(
    session: AsyncSession, caller: Caller, point_id: UUID, said: PointCheckIn, clock: Clock
) -> None:
    """Note how an agreement stood at a visit; noted again, the later word counts. Raises `NotFound`, `Conflict`."""
    row = await read_point(session, point_id)
    if not CHECKING_SIDES & set(row["sides"]):
        raise Conflict("Отмечает куратор, наставник или управление.")
    row = await _locked(session, point_id)
    if row["state"] in {"verified", "cancelled"}:
        raise Conflict("Договорённость уже закрыта.", slug="transition-not-allowed")
    visit = await session.scalar(
        select(Visit)
        .where(Visit.id == said.visit_id, Visit.school_id == row["school_id"])
        .with_for_update(read=True)
    )
    if visit is None:
        raise wrong_field("visit_id", "Такого визита у этой школы нет.")
    if visit.state in {"planned", "confirmed"}:
        raise Conflict("Визит ещё не состоялся: сначала отметьте, что он состоялся.")
    if visit.state in {"submitted", "approved", "cancelled"}:
        raise Conflict("Справка о визите уже представлена или визит отменён: отметить нельзя.")
    word: dict[str, Any] = {"outcome": said.outcome, "note": said.note or None}
    word |= {"person_id": caller.person_id, "checked_at": clock.now()}
    place = {"action_point_id": point_id, "visit_id": said.visit_id, "school_id": row["school_id"]}
    await session.execute(
        upsert(ActionPointCheck)
        .values(place | word)
        .on_conflict_do_update(index_elements=["action_point_id", "visit_id"], set_=word)
    )


async def _check_related(session: AsyncSession, school_id: UUID, said: ActionPointIn) -> None:
    if said.factor_id and not await session.scalar(
        select(RiskFactor.id).where(RiskFactor.id == said.factor_id)
    ):
        raise wrong_field("factor_id", "Такого фактора риска нет. Выберите его из списка.")
    if said.visit_id is None:
        return
    state = await session.scalar(
        select(Visit.state).where(Visit.id == said.visit_id, Visit.school_id == school_id)
    )
    if state is None:
        raise wrong_field("visit_id", "Такого визита у этой школы нет.")
    if state in {"approved", "cancelled"}:
        raise Conflict("Визит закрыт: запишите договорённость без визита.")


async def _locked(session: AsyncSession, point_id: UUID) -> RowMapping:
    await session.execute(
        select(ActionPoint.id).where(ActionPoint.id == point_id).with_for_update()
    )
    return await read_point(session, point_id)


async def _admitted(
    session: AsyncSession, caller: Caller, point_id: UUID, action: str
) -> RowMapping:
    """Return the locked agreement when the action is possible; raises `NotFound`, `Conflict`."""
    await read_point(session, point_id)
    row = await _locked(session, point_id)
    reason = why_not_point(row["state"], action, asker_of(row, caller))
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")
    return row


async def _move(
    session: AsyncSession,
    caller: Caller,
    row: RowMapping,
    action: str,
    reason: str | None,
    values: Mapping[str, Any],
) -> None:
    became = next_point_state(row["state"], action)
    assert became is not None
    await session.execute(
        update(ActionPoint).where(ActionPoint.id == row["id"]).values(state=became, **values)
    )
    await _note(session, caller, row, action, (row["state"], became), reason)


async def _note(
    session: AsyncSession,
    caller: Caller,
    row: Mapping[Any, Any],
    action: str,
    moved: tuple[str, str],
    reason: str | None = None,
) -> None:
    values = {"action": action, "from_state": moved[0], "to_state": moved[1], "reason": reason}
    values |= {"action_point_id": row["id"], "school_id": row["school_id"]}
    await session.execute(insert(ActionPointStep).values(person_id=caller.person_id, **values))

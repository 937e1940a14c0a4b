"""Writes of carrying a plan out: reports, decisions on them, moved deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Forbidden, NotFound, wrong_field
from backend.domain.lifecycle.occurrences import REASONED_ACTIONS, why_not_occurrence
from backend.features.execution.row import (
    Row,
    lacks_evidence,
    list_office_needs,
    list_schools,
    read_row,
    still_missing,
)
from backend.features.execution.schemas import DecisionIn, ReportIn, RescheduleIn
from backend.features.execution.steps import locked_occurrence, move
from backend.tables import Evidence, FactKind, Occurrence, Reschedule

_FARTHEST_YEARS = 5
"""A deadline moved farther than that is a slip of the keyboard."""


async def report_occurrence(
    session: AsyncSession,
    caller: Caller,
    window_id: UUID,
    report: ReportIn,
    *,
    now: datetime,
    today: date,
) -> UUID:
    """Take a window into work or report it; return its row. Raises `Conflict` with the reason, `NotFound`."""
    acted = await _acted_on(session, window_id, school_id=report.school_id, today=today)
    occurrence, reports = acted.occurrence, report.action == "report"
    done_on = report.done_on or today
    if reports and done_on > today:
        raise wrong_field("done_on", "Этот день ещё не наступил: укажите день, когда всё сделано.")
    _allow(
        why_not_occurrence(
            occurrence.state,
            report.action,
            needs_evidence=reports and acted.lacks_evidence,
            lock_reason=acted.closed,
        )
    )
    changes: dict[str, Any] = {"comment": report.comment or occurrence.comment}
    if reports:
        changes |= {"done_on": done_on, "reported_by_id": caller.person_id}
    await move(
        session, caller, occurrence, report.action, reason=report.comment, now=now, changes=changes
    )
    return acted.activity_id


async def decide_occurrence(
    session: AsyncSession,
    caller: Caller,
    window_id: UUID,
    decision: DecisionIn,
    *,
    now: datetime,
    today: date,
) -> UUID:
    """Accept, return, cancel or reopen; what was offered with the report is accepted or returned with it."""
    acted = await _acted_on(session, window_id, school_id=decision.school_id, today=today)
    occurrence, accepts = acted.occurrence, decision.action == "accept"
    waiting = [e for e in acted.shown if e.state == "submitted"]
    _allow(
        why_not_occurrence(
            occurrence.state,
            decision.action,
            is_own_report=caller.person_id
            in {occurrence.reported_by_id, *(e.person_id for e in waiting)},
            needs_evidence=accepts and acted.lacks_evidence,
            missing=still_missing(acted.needed, await _facts_of(session, waiting)),
            lock_reason=acted.closed,
        )
    )
    if decision.action in REASONED_ACTIONS and not decision.reason:
        raise wrong_field("reason", "Укажите причину: её увидят те, кого касается решение.")
    await move(session, caller, occurrence, decision.action, reason=decision.reason, now=now)
    if decision.action in {"accept", "return"} and waiting:
        await session.execute(
            update(Evidence)
            .where(Evidence.id.in_([e.id for e in waiting]))
            .values(
                state="accepted" if accepts else "returned",
                decided_at=now,
                decided_by_id=caller.person_id,
                decision_reason=decision.reason,
            )
        )
    return acted.activity_id


async def reschedule_window(
    session: AsyncSession,
    caller: Caller,
    window_id: UUID,
    change: RescheduleIn,
    *,
    now: datetime,
    today: date,
) -> UUID:
    """Move a deadline for everybody or for one school; return its row. The act's words and all moves stay."""
    acted = await _acted_on(session, window_id, school_id=change.school_id, today=today)
    # Only now nobody else moves it: a move that has just been written is the one this one starts from.
    row = await read_row(session, window_id=window_id)
    due_on = row.due_on(acted.window, change.school_id)
    if acted.closed:
        raise Conflict(f"Закрыто для изменений: {acted.closed}.", slug="period-locked")
    if acted.occurrence.state == "accepted":
        raise Conflict("Исполнение уже принято, переносить срок незачем.")
    if change.to_on == due_on:
        raise wrong_field("to_on", "Это и есть действующий срок: укажите другой день.")
    starts_on = acted.window["starts_on"]
    if starts_on and change.to_on < starts_on:
        raise wrong_field("to_on", "Новый срок раньше начала работ по этой строке.")
    if abs(change.to_on.year - acted.window["ends_on"].year) > _FARTHEST_YEARS:
        raise wrong_field(
            "to_on", "Новый срок слишком далёк от срока в распоряжении: проверьте год."
        )
    await session.execute(
        insert(Reschedule).values(
            lineage_id=acted.row.head["lineage_id"],
            slot=acted.window["slot"],
            school_id=change.school_id,
            from_on=due_on,
            to_on=change.to_on,
            reason=change.reason,
            basis=change.basis or None,
            person_id=caller.person_id,
            recorded_at=now,
        )
    )
    return acted.activity_id


@dataclass(frozen=True, slots=True)
class _Acted:
    """What an action is about: the row, its window, the locked occurrence, what it needs and what was offered."""

    row: Row
    window: RowMapping
    occurrence: Occurrence
    needed: Sequence[Mapping[str, Any]]
    shown: Sequence[Evidence]

    @property
    def activity_id(self) -> UUID:
        return UUID(str(self.row.head["activity_id"]))

    @property
    def closed(self) -> str | None:
        return self.row.closed_because(self.window, self.occurrence.school_id)

    @property
    def lacks_evidence(self) -> bool:
        return lacks_evidence(self.row, self.needed, is_shown=bool(self.shown))


async def _acted_on(
    session: AsyncSession, window_id: UUID, *, school_id: UUID | None, today: date
) -> _Acted:
    """Lock the occurrence; refuse what is not the caller's to act on, or not a school of the row."""
    row = await read_row(session, window_id=window_id)
    window = row.window(window_id)
    needed: Sequence[Mapping[str, Any]]
    if school_id is None:
        if not row.head["runs_plan"]:
            raise Forbidden("За управление отчитываются его сотрудники. Выберите свою школу.")
        needed = await list_office_needs(session, row, today)
    else:
        schools = await list_schools(session, row, today=today, school_id=school_id)
        if not schools:
            raise NotFound("Такой школы в этой строке нет или она вам не видна.")
        needed = schools[0]["needed"]
    occurrence = await locked_occurrence(
        session,
        lineage_id=row.head["lineage_id"],
        slot=window["slot"],
        school_id=school_id,
    )
    shown = await session.scalars(
        select(Evidence)
        .where(
            Evidence.lineage_id == row.head["lineage_id"],
            Evidence.slot == window["slot"],
            Evidence.school_id.is_not_distinct_from(school_id),
            Evidence.about_person_id.is_(None),
            Evidence.state.in_(("submitted", "accepted")),
        )
        .order_by(Evidence.id)
        .with_for_update()
    )
    return _Acted(row, window, occurrence, needed, shown.all())


async def _facts_of(session: AsyncSession, offered: Sequence[Evidence]) -> set[str]:
    kinds = {evidence.fact_kind_id for evidence in offered}
    return set(await session.scalars(select(FactKind.code).where(FactKind.id.in_(kinds))))


def _allow(refusal: str | None) -> None:
    if refusal is not None:
        raise Conflict(refusal, slug="transition-not-allowed")

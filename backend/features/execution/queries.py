"""Reads of how a row is carried out: its windows, and for the office and each school state, evidence and steps."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.domain.lifecycle.occurrences import (
    OCCURRENCE_ACTIONS,
    OCCURRENCE_STEP_WORDS,
    why_not_occurrence,
)
from backend.domain.schedule import window_label
from backend.domain.window_status import Window, weekend_word, window_status
from backend.features.execution.evidence.queries import Offered, read_evidence
from backend.features.execution.row import (
    ROW_ACCEPTED,
    Row,
    lacks_evidence,
    list_office_needs,
    list_schools,
    read_row,
    still_missing,
)
from backend.features.execution.schemas import (
    EvidenceOut,
    NeededFactOut,
    OccurrenceOut,
    OccurrencesOut,
    RescheduleOut,
    StatusOut,
    StepOut,
    WindowOccurrencesOut,
)

_OPEN_ENDED = frozenset({"continuous", "recurring"})
PERMISSION_OF = {
    "start": Permission.REPORT_EXECUTION,
    "report": Permission.REPORT_EXECUTION,
    "accept": Permission.ACCEPT_EXECUTION,
    "return": Permission.ACCEPT_EXECUTION,
    "cancel": Permission.ACCEPT_EXECUTION,
    "reopen": Permission.ACCEPT_EXECUTION,
}
_OCCURRENCES = text(
    """
    select o.id, o.slot, o.school_id, o.state, o.done_on, o.comment, o.reported_by_id,
        coalesce((select jsonb_agg(jsonb_build_object('at', t.at, 'action', t.action, 'reason', t.reason,
            'who', p.full_name) order by t.at, t.id)
            from occurrence_step t left join person p on p.id = t.person_id where t.occurrence_id = o.id), '[]') as steps
    from occurrence o
    where o.lineage_id = :lineage and (cast(:school as uuid) is null or o.school_id is null or o.school_id = :school)
    """
).columns(steps=JSONB)


async def list_occurrences(
    session: AsyncSession,
    caller: Caller,
    activity_id: UUID,
    *,
    school_id: UUID | None,
    today: date,
) -> OccurrencesOut:
    """Return every window of a row with the office's and the schools' occurrences; raises `NotFound`."""
    row = await read_row(session, activity_id=activity_id)
    head = row.head
    schools = await list_schools(session, row, today=today, school_id=school_id)
    found = await session.execute(
        _OCCURRENCES, {"lineage": head["lineage_id"], "school": school_id}
    )
    occurrences = {(o["slot"], o["school_id"]): dict(o) for o in found.mappings()}
    office_needs = await list_office_needs(session, row, today) if head["runs_plan"] else ()
    shown = await read_evidence(
        session,
        caller,
        lineage_id=head["lineage_id"],
        schools=[s["school_id"] for s in schools],
        facts={f["code"] for s in schools for f in s["needed"]} | {n["code"] for n in office_needs},
    )
    view = _View(caller, row, occurrences, shown, today)
    return OccurrencesOut(
        activity_id=activity_id,
        number=head["number"],
        title=head["title"],
        needs_evidence=head["result_document"] is not None,
        windows=[
            WindowOccurrencesOut(
                window_id=window["window_id"],
                label=window_label(window["starts_on"], window["ends_on"]),
                starts_on=window["starts_on"],
                ends_on=window["ends_on"],
                weekend=weekend_word(window["ends_on"]),
                office=view.occurrence(window, None, office_needs) if head["runs_plan"] else None,
                schools=[view.occurrence(window, school, school["needed"]) for school in schools],
                reschedules=[
                    RescheduleOut(**{k: move[k] for k in RescheduleOut.model_fields})
                    for move in row.moved
                    if move["slot"] == window["slot"]
                ],
            )
            for window in row.windows
        ],
    )


@dataclass(frozen=True, slots=True)
class _View:
    """Puts together what one reader sees of the occurrences of one row."""

    caller: Caller
    row: Row
    occurrences: Mapping[tuple[int, UUID | None], Mapping[str, Any]]
    evidence: Mapping[tuple[UUID | None, int | None], Sequence[Offered]]
    today: date

    def occurrence(
        self, window: RowMapping, school: RowMapping | None, needed: Sequence[Mapping[str, Any]]
    ) -> OccurrenceOut:
        school_id = school["school_id"] if school else None
        kept = self.occurrences.get((window["slot"], school_id), {})
        state, done_on = kept.get("state", "planned"), kept.get("done_on")
        facts = [self._fact(fact, state, done_on) for fact in needed]
        offered = self._offered(window["slot"], school_id, facts)
        blocked = self._blocked(window, school_id, kept, needed)
        return OccurrenceOut(
            window_id=window["window_id"],
            school_id=school_id,
            school_name=school["short_name"] if school else None,
            state=state,
            status=self._status(window, school_id, kept, facts),
            ends_on=window["ends_on"],
            effective_on=self.row.due_on(window, school_id),
            done_on=done_on,
            comment=kept.get("comment"),
            needed=facts,
            evidence=list(offered),
            steps=[
                StepOut(words=OCCURRENCE_STEP_WORDS[step["action"]], **step)
                for step in kept.get("steps", ())
            ],
            allowed_actions=[action for action, reason in blocked.items() if reason is None],
            blocked_by={action: reason for action, reason in blocked.items() if reason},
        )

    def _fact(self, fact: Mapping[str, Any], state: str, done_on: date | None) -> NeededFactOut:
        """The row's own fact is told window by window; the others do not know of windows."""
        since: Any = fact["since_on"]
        if fact["code"] == ROW_ACCEPTED:
            since = done_on if state == "accepted" else None
        return NeededFactOut(**(dict(fact) | {"since_on": since}))

    def _offered(
        self, slot: int, school_id: UUID | None, facts: Sequence[NeededFactOut]
    ) -> Sequence[EvidenceOut]:
        """Return what was offered for this window, and facts of the school that came from elsewhere."""
        codes = {fact.code for fact in facts} - {ROW_ACCEPTED}
        here = [e.shown for e in self.evidence.get((school_id, slot), ())]
        elsewhere = (e.shown for e in self.evidence.get((school_id, None), ()))
        return [*here, *(e for e in elsewhere if e.fact in codes)]

    def _status(
        self,
        window: RowMapping,
        school_id: UUID | None,
        kept: Mapping[str, Any],
        facts: Sequence[NeededFactOut],
    ) -> StatusOut:
        """Say how the occurrence stands; where every fact came from other records no report is due."""
        accepted_on = kept.get("done_on") if kept.get("state") == "accepted" else None
        came = [fact.since_on for fact in facts if fact.since_on]
        if school_id and facts and len(came) == len(facts):
            accepted_on = accepted_on or max(came)
        due_on = self.row.due_on(window, school_id)
        status = window_status(
            Window(
                window["starts_on"],
                window["ends_on"],
                accepted_on=accepted_on,
                note=kept.get("comment"),
                state=kept.get("state", "planned"),
                rescheduled_to=due_on if due_on != window["ends_on"] else None,
            ),
            today=self.today,
            adopted_on=self.row.head["effective_on"],
            open_ended=self.row.head["recurrence"] in _OPEN_ENDED,
        )
        return StatusOut(kind=status.kind, text=status.text, days=status.days)

    def _blocked(
        self,
        window: RowMapping,
        school_id: UUID | None,
        kept: Mapping[str, Any],
        needed: Sequence[Mapping[str, Any]],
    ) -> dict[str, str | None]:
        """Return, for every action the reader's roles give, why it is not possible now (None = it is)."""
        closed = self.row.closed_because(window, school_id)
        # What is about a curator speaks for him, not for the report of the office.
        offered = self.evidence.get((school_id, window["slot"]), ())
        here = [e for e in offered if not e.is_about_person]
        waiting = [e for e in here if e.shown.state == "submitted"]
        is_shown = bool(waiting) or any(e.shown.state == "accepted" for e in here)
        lacks = lacks_evidence(self.row, needed, is_shown=is_shown)
        missing = still_missing(needed, {e.shown.fact for e in waiting})
        reporters = {kept.get("reported_by_id"), *(e.author_id for e in waiting)}
        verdicts: dict[str, str | None] = defaultdict(lambda: None)
        for action in OCCURRENCE_ACTIONS:
            if PERMISSION_OF[action] in self.caller.permissions:
                verdicts[action] = why_not_occurrence(
                    kept.get("state", "planned"),
                    action,
                    is_own_report=self.caller.person_id in reporters,
                    # What is reported may bring its evidence along; what is accepted must have it.
                    needs_evidence=lacks and action == "accept",
                    missing=missing,
                    lock_reason=closed,
                )
        accepted = kept.get("state") == "accepted"
        if Permission.REPORT_EXECUTION in self.caller.permissions:
            verdicts["offer"] = (
                f"Закрыто для изменений: {closed}."
                if closed
                else "Исполнение уже принято, подтверждать больше нечего."
                if accepted
                else None
            )
        if Permission.MANAGE_EXECUTION in self.caller.permissions:
            verdicts["reschedule"] = (
                f"Закрыто для изменений: {closed}." if closed
                else "Исполнение уже принято, переносить срок незачем." if accepted else None
            )  # fmt: skip
        return dict(verdicts)

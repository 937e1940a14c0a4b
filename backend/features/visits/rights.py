"""What a caller may do to a visit now, and why not."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.domain.lifecycle.visits import (
    CURATOR_ACTIONS,
    OFFICE_ACTIONS,
    SCHOOL_ACTIONS,
    SCHOOL_FIELDS,
    TEXT_FIELDS,
    ReportStanding,
    why_not_visit,
    why_not_write,
)
from backend.features.visits.listing import answer_due_on
from backend.features.visits.schemas import VisitEntryOut

CONDUCTING = frozenset({"curator", "mentor"})
PLANNING = CONDUCTING | {"office"}
_PLANNING_ACTIONS = frozenset({"reschedule", "cancel"})


def standing_of(
    row: Any, entries: Mapping[str, VisitEntryOut], caller: Caller, today: date
) -> ReportStanding:
    """Return what decides whether a report may be submitted, answered and approved."""
    due = answer_due_on(row["submitted_at"])
    filled = {name for name, entry in entries.items() if (entry.value.text or "").strip()}
    return ReportStanding(
        has_summary="summary" in filled,
        has_conclusions="conclusions" in filled,
        is_answered=row["school_answered_at"] is not None,
        answer_due_on=due,
        answer_overdue=due is not None and due < today,
        is_own=row["submitted_by_id"] is not None and row["submitted_by_id"] == caller.person_id,
    )


def editable_fields(state: str, sides: Collection[str], answers: Iterable[str]) -> list[str]:
    """Return the entries that people of these sides may save now."""
    if why_not_write(state) is not None:
        return []
    if CONDUCTING & set(sides):
        return [*TEXT_FIELDS, *answers]
    return sorted(SCHOOL_FIELDS) if "school" in sides else []


def sides_for(action: str) -> frozenset[str]:
    """Return the sides of a school from which an action on a visit is done."""
    if action in SCHOOL_ACTIONS:
        return frozenset({"school"})
    if action in OFFICE_ACTIONS:
        return frozenset({"office"})
    return PLANNING if action in _PLANNING_ACTIONS else CONDUCTING


def reasons_of(
    state: str, standing: ReportStanding, caller: Caller, sides: Collection[str]
) -> dict[str, str | None]:
    """Return what the caller's function and side are for, with the reason why it is not possible now."""
    by_permission = (
        (Permission.CONDUCT_VISITS, CURATOR_ACTIONS),
        (Permission.ANSWER_VISITS, SCHOOL_ACTIONS),
        (Permission.APPROVE_VISITS, OFFICE_ACTIONS),
    )
    found = {
        action: why_not_visit(state, action, standing)
        for permission, actions in by_permission
        if permission in caller.permissions
        for action in actions
        if sides_for(action) & set(sides)
    }
    if Permission.CONDUCT_VISITS in caller.permissions and CONDUCTING & set(sides):
        found["write_findings"] = found["attach_files"] = why_not_write(state)
    if Permission.KEEP_ACTION_POINTS in caller.permissions and sides:
        ended = why_not_write(state) if state in {"approved", "cancelled"} else None
        found["add_action_point"] = ended
        if PLANNING & set(sides):
            early = state in {"planned", "confirmed"}
            found["check_action_points"] = (
                "Сначала отметьте, что визит состоялся." if early else ended
            )
    return found

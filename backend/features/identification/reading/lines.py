"""One school of a run whole, and what a school is told of itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import Side, sides_of
from backend.core.actions import BlockedOut, possible
from backend.core.errors import NotFound
from backend.domain.lifecycle.identification import (
    APPEAL,
    APPEAL_SIDES,
    DECISION_TITLES,
    OPEN_APPEALS,
    why_not_appeal,
    why_not_appeal_step,
)
from backend.domain.low_results import STATUS_TITLES
from backend.features.identification.line_words import (
    academic_year_words,
    decision_out,
    judged_out,
    line_values,
)
from backend.features.identification.queries import (
    LINE_COLUMNS,
    OF_LINE,
    read_rule_version,
    rule_out,
)
from backend.features.identification.schemas import (
    IdentificationAppealOut,
    IdentificationLineOut,
    IdentificationSchoolRunOut,
    SchoolIdentificationOut,
)
from backend.features.identification.snapshot import read_marked

_NO_LINE = "Такого расчёта нет, школы в нём нет, или он вам не виден."
_NO_SCHOOL = "Такой школы нет или она вам не видна."
_LINE = text(
    LINE_COLUMNS + OF_LINE.format(conditions="l.run_id = :run and l.school_id = :school")
).columns(outcome=JSONB)
_LINES_OF_SCHOOL = text(
    LINE_COLUMNS
    + OF_LINE.format(conditions="l.school_id = :school")
    + " order by r.year desc, r.published_at desc nulls last, r.id desc limit 50"
).columns(outcome=JSONB)
_DECISIONS = text(
    "select d.*, p.full_name as who from identification_decision d left join person p on p.id = d.person_id"
    " where d.run_id = :run and d.school_id = :school order by d.id desc"
)
_APPEALS = text(
    """
    select a.*, w.full_name as author, t.full_name as taken_by, c.full_name as closed_by, d.title as document_title
    from identification_appeal a
    left join person w on w.id = a.author_id
    left join person t on t.id = a.taken_by_id
    left join person c on c.id = a.closed_by_id
    left join school_document d on d.id = a.document_id
    where a.run_id = :run and a.school_id = :school order by a.id desc
    """
)
_SCHOOL = text("select short_name from school where id = :school")
_IS_OF_SCHOOL = text("select coalesce(app.is_of_school(cast(:person as uuid), :school), false)")
NOT_YOURS = "О школе решает управление, к которому она относится."
OWN_SCHOOL = "Вы работаете в этой школе: решение о ней принимает другой сотрудник управления."


async def get_line(
    session: AsyncSession, caller: Caller, run_id: UUID, school_id: UUID
) -> IdentificationLineOut:
    """Return a school of a run with every work, decision and appeal; raises `NotFound`."""
    return await _whole(session, caller, await read_line(session, run_id, school_id))


async def read_line(session: AsyncSession, run_id: UUID, school_id: UUID) -> RowMapping:
    """Return the row of a line with its standing decision; raises `NotFound`."""
    row = (await session.execute(_LINE, {"run": run_id, "school": school_id})).mappings().first()
    if row is None:
        raise NotFound(_NO_LINE)
    return row


async def get_school_identification(
    session: AsyncSession, caller: Caller, school_id: UUID, run_id: UUID | None
) -> SchoolIdentificationOut:
    """Return what runs say of a school, the newest or the asked one whole; raises `NotFound`."""
    name = await session.scalar(_SCHOOL, {"school": school_id})
    if name is None:
        raise NotFound(_NO_SCHOOL)
    rows = (await session.execute(_LINES_OF_SCHOOL, {"school": school_id})).mappings().all()
    chosen = next((row for row in rows if run_id in {None, row["run_id"]}), None)
    if chosen is None and run_id is not None:
        raise NotFound(_NO_LINE)
    return SchoolIdentificationOut(
        school_id=school_id,
        school_name=name,
        runs=[_run_of_school(row) for row in rows],
        line=await _whole(session, caller, chosen) if chosen is not None else None,
    )


async def why_not_decide(
    session: AsyncSession, caller: Caller, school_id: UUID, sides: frozenset[Side]
) -> str | None:
    """Return why the caller may not decide about a school; None = he may."""
    if "office" not in sides:
        return NOT_YOURS
    own = "school" in sides or await session.scalar(
        _IS_OF_SCHOOL, {"person": caller.person_id, "school": school_id}
    )
    return OWN_SCHOOL if own else None


async def _whole(session: AsyncSession, caller: Caller, row: RowMapping) -> IdentificationLineOut:
    key = {"run": row["run_id"], "school": row["school_id"]}
    marked = await read_marked(session, [row["school_id"]], row["year"])
    rule = await read_rule_version(session, row["rule_id"])
    decisions = (await session.execute(_DECISIONS, key)).mappings()
    appeals = (await session.execute(_APPEALS, key)).mappings().all()
    sides = await sides_of(session, row["school_id"])
    state = "computed" if row["published_at"] is None else "published"
    allowed, blocked = await _actions(session, caller, row, sides, state, appeals)
    return IdentificationLineOut.model_validate(
        {
            **line_values(row, marked.get(row["school_id"], [])),
            **{name: row[name] for name in ("run_id", "year", "digest")},
            "academic_year": academic_year_words(row["year"]),
            "rule": rule_out(rule),
            "run_state": state,
            "procedures": judged_out(row["outcome"]),
            "decisions": [decision_out(one) for one in decisions],
            "appeals": [_appeal(one, caller, sides) for one in appeals],
            "allowed_actions": allowed,
            "blocked": blocked,
        }
    )


async def _actions(
    session: AsyncSession,
    caller: Caller,
    row: RowMapping,
    sides: frozenset[Side],
    state: str,
    appeals: Any,
) -> tuple[list[str], list[BlockedOut]]:
    refusals: dict[str, str | None] = {}
    if Permission.MANAGE_IDENTIFICATION in caller.permissions:
        refusals["decide"] = await why_not_decide(session, caller, row["school_id"], sides)
    if Permission.APPEAL_IDENTIFICATION in caller.permissions and "school" in sides:
        refusals["appeal"] = why_not_appeal(
            state,
            has_open=any(one["state"] in OPEN_APPEALS for one in appeals),
            is_of_school=True,
        )
    return possible(refusals)


def _appeal(row: RowMapping, caller: Caller, sides: frozenset[Side]) -> IdentificationAppealOut:
    same = (
        "id", "state", "body", "document_id", "document_title", "author", "submitted_at", "taken_by", "taken_at",
        "closed_by", "closed_at", "answer", "basis",
    )  # fmt: skip
    return IdentificationAppealOut.model_validate(
        {
            **{name: row[name] for name in same},
            "state_title": APPEAL.states[row["state"]],
            "allowed_actions": [
                action
                for action in APPEAL_SIDES
                if permission_of(action) in caller.permissions
                and why_not_appeal_step(row["state"], action, sides=sides) is None
            ],
        }
    )


def permission_of(action: str) -> Permission:
    """Return what a step of an appeal needs: the office manages, the school takes its words back."""
    if APPEAL_SIDES[action] == "school":
        return Permission.APPEAL_IDENTIFICATION
    return Permission.MANAGE_IDENTIFICATION


def _run_of_school(row: RowMapping) -> IdentificationSchoolRunOut:
    return IdentificationSchoolRunOut.model_validate(
        {
            **{name: row[name] for name in ("run_id", "year", "status", "zone", "published_at")},
            "academic_year": academic_year_words(row["year"]),
            "status_title": STATUS_TITLES[row["status"]],
            "decision_title": DECISION_TITLES[row["decision"]] if row["decision"] else None,
        }
    )

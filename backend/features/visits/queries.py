"""Reads of one visit: everything in one reply, and what its caller may do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import NotFound
from backend.domain.lifecycle.action_points import POINT_STATE_TITLES, point_overdue
from backend.domain.lifecycle.visits import (
    ANSWER_PREFIX,
    VISIT_STEP_WORDS,
)
from backend.features.visits.listing import HEAD, answer_due_on, summary_of
from backend.features.visits.rights import editable_fields, reasons_of, standing_of
from backend.features.visits.schemas import (
    VisitActionPointOut,
    VisitCheckOut,
    VisitEntryOut,
    VisitEntryValueOut,
    VisitFileOut,
    VisitFindingOut,
    VisitOut,
    VisitQuestionOut,
    VisitRiskLevelOut,
    VisitSchoolOut,
    VisitSectionOut,
    VisitStepOut,
)

_HEAD = text(
    f"""
    select {HEAD}, v.bank, v.confirmed_at, confirmer.full_name as confirmed_by, v.held_recorded_at, v.medk_marked_on,
        submitter.full_name as submitted_by, v.submitted_by_id, v.school_answer, v.school_comment,
        answerer.full_name as school_answered_by, v.approved_on, decider.full_name as decided_by, v.reason,
        s.full_name as school_full_name, s.kind as school_kind, m.name as municipality, s.is_rural, s.pupils,
        s.teachers
    from visit v join school s on s.id = v.school_id join municipality m on m.id = s.municipality_id
    left join person p on p.id = v.person_id
    left join person confirmer on confirmer.id = v.confirmed_by_id
    left join person submitter on submitter.id = v.submitted_by_id
    left join person answerer on answerer.id = v.school_answered_by_id
    left join person decider on decider.id = v.decided_by_id
    where v.id = :visit
    """
)
_QUESTIONS = text(
    """
    select q.code, q.section, q.text, q.hint, q.answer_kind, q.factor_id, f.name as factor_name
    from visit_question q left join risk_factor f on f.id = q.factor_id
    where q.bank = :bank and (q.factor_id is null or q.factor_id = any (:factors) or q.code = any (:answered))
    order by min(q.position) over (partition by q.section), q.position, q.code
    """
)
_ENTRIES = text(
    """
    select e.field, e.value, e.version, p.full_name as person_name, e.changed_at
    from visit_entry e left join person p on p.id = e.person_id where e.visit_id = :visit order by e.field
    """
)
_FINDINGS = text(
    """
    select d.id, d.kind, d.factor_id, f.name as factor_name, d.text, d.is_withdrawn, d.version,
        p.full_name as person_name, d.changed_at
    from visit_finding d left join risk_factor f on f.id = d.factor_id left join person p on p.id = d.person_id
    where d.visit_id = :visit order by d.kind, f.position nulls last, d.id
    """
)
_FILES = text(
    """
    select x.id, x.finding_id, x.file_name, x.file_size, x.media_type, p.full_name as person_name, x.added_at
    from visit_file x left join person p on p.id = x.person_id where x.visit_id = :visit order by x.added_at, x.id
    """
)
_STEPS = text(
    """
    select t.action, t.from_state, t.to_state, t.reason, p.full_name as person_name, t.at
    from visit_step t left join person p on p.id = t.person_id where t.visit_id = :visit order by t.at, t.id
    """
)
_RISKS = text(
    """
    with newest as (
        select max(cycle) as cycle from (
            select cycle from risk_assessment where school_id = :school
            union all select cycle from risk_profile where school_id = :school
        ) known
    )
    select n.cycle, f.id as factor_id, f.name as factor_name, coalesce(bool_or(v.is_selected), false) as is_selected,
        max(a.level) filter (where a.source = 'survey') as survey,
        max(a.level) filter (where a.source = 'school') as school,
        max(a.level) filter (where a.source = 'curator') as curator
    from newest n join risk_factor f on true
    left join risk_assessment a on a.factor_id = f.id and a.school_id = :school and a.cycle = n.cycle
    left join risk_profile r on r.school_id = :school and r.cycle = n.cycle
    left join risk_verdict v on v.profile_id = r.id and v.factor_id = f.id
    where a.id is not null or v.id is not null
    group by n.cycle, f.id order by f.position, f.id
    """
)
_POINTS = text(
    """
    select a.id, a.visit_id, f.name as factor_name, a.text, a.priority, a.assignee_id,
        coalesce(p.full_name, 'сотрудник другой организации') as assignee_name, a.due_on, a.state,
        c.outcome, c.note
    from action_point a left join risk_factor f on f.id = a.factor_id left join person p on p.id = a.assignee_id
    left join action_point_check c on c.action_point_id = a.id and c.visit_id = :visit
    where a.school_id = :school and a.state in ('open', 'done')
    order by a.due_on, a.id
    """
)


async def read_head(session: AsyncSession, visit_id: UUID) -> RowMapping:
    """Return the row of a visit the reader sees; raises `NotFound`."""
    row = (await session.execute(_HEAD, {"visit": visit_id})).mappings().first()
    if row is None:
        raise NotFound("Такого визита нет или он вам не виден.")
    return row


async def read_entries(session: AsyncSession, visit_id: UUID) -> dict[str, VisitEntryOut]:
    """Return what is written about a visit, by field."""
    rows = (await session.execute(_ENTRIES, {"visit": visit_id})).mappings()
    return {
        row["field"]: VisitEntryOut(**{**row, "value": value_out(row["value"])}) for row in rows
    }


async def read_risks(session: AsyncSession, school_id: UUID) -> list[RowMapping]:
    """Return the levels of the newest profile of a school, factor by factor."""
    return list((await session.execute(_RISKS, {"school": school_id})).mappings())


async def read_sections(
    session: AsyncSession, bank: int, risks: Iterable[RowMapping], written: Iterable[str]
) -> list[VisitSectionOut]:
    """Return the questions of a visit: general ones, those of the factors in question, and all that is answered."""
    factors = [
        risk["factor_id"]
        for risk in risks
        if risk["is_selected"]
        or {risk[source] for source in ("survey", "school", "curator")} & {"high", "medium"}
    ]
    answered = [
        name.removeprefix(ANSWER_PREFIX) for name in written if name.startswith(ANSWER_PREFIX)
    ]
    values = {"bank": bank, "factors": factors, "answered": answered}
    sections: dict[str, list[VisitQuestionOut]] = {}
    for row in (await session.execute(_QUESTIONS, values)).mappings():
        shown = {name: value for name, value in row.items() if name != "section"}
        question = VisitQuestionOut(field=f"{ANSWER_PREFIX}{row['code']}", **shown)
        sections.setdefault(row["section"], []).append(question)
    return [VisitSectionOut(title=title, questions=asked) for title, asked in sections.items()]


async def read_findings(session: AsyncSession, visit_id: UUID) -> list[VisitFindingOut]:
    """Return what was seen at a visit, withdrawn findings included."""
    rows = (await session.execute(_FINDINGS, {"visit": visit_id})).mappings()
    return [VisitFindingOut(**row) for row in rows]


async def read_files(session: AsyncSession, visit_id: UUID) -> list[VisitFileOut]:
    """Return the files of a visit, without their contents."""
    rows = (await session.execute(_FILES, {"visit": visit_id})).mappings()
    return [VisitFileOut(**row) for row in rows]


async def get_visit(session: AsyncSession, caller: Caller, visit_id: UUID, today: date) -> VisitOut:
    """Return everything about a visit; raises `NotFound`."""
    row = await read_head(session, visit_id)
    entries = await read_entries(session, visit_id)
    risks = await read_risks(session, row["school_id"])
    sections = await read_sections(session, row["bank"], risks, entries)
    sides = await sides_of(session, row["school_id"])
    standing = standing_of(row, entries, caller, today)
    reasons = reasons_of(row["state"], standing, caller, sides)
    points = await session.execute(_POINTS, {"school": row["school_id"], "visit": visit_id})
    steps = (await session.execute(_STEPS, {"visit": visit_id})).mappings()
    own = {name: row[name] for name in VisitOut.model_fields if name in row}
    return VisitOut(
        **own | summary_of(row, today),
        school=school_out(row),
        answer_due_on=answer_due_on(row["submitted_at"]),
        sections=sections,
        entries=list(entries.values()),
        findings=await read_findings(session, visit_id),
        files=await read_files(session, visit_id),
        risk_cycle=risks[0]["cycle"] if risks else None,
        risk_levels=[
            VisitRiskLevelOut(**{n: risk[n] for n in VisitRiskLevelOut.model_fields})
            for risk in risks
        ],
        action_points=[_point_out(point, visit_id, today) for point in points.mappings()],
        steps=[VisitStepOut(words=VISIT_STEP_WORDS[step["action"]], **step) for step in steps],
        editable_fields=editable_fields(
            row["state"], sides, (q.field for section in sections for q in section.questions)
        ),
        allowed_actions=[action for action, reason in reasons.items() if reason is None],
        blocked_by={action: reason for action, reason in reasons.items() if reason},
    )


def school_out(row: RowMapping) -> VisitSchoolOut:
    """Return the short passport of the school of a visit."""
    return VisitSchoolOut(
        id=row["school_id"],
        short_name=row["school_name"],
        full_name=row["school_full_name"],
        kind=row["school_kind"],
        municipality=row["municipality"],
        is_rural=row["is_rural"],
        pupils=row["pupils"],
        teachers=row["teachers"],
    )


def value_out(value: Mapping[str, Any]) -> VisitEntryValueOut:
    """Return a kept value with all its places."""
    return VisitEntryValueOut(
        text=value.get("text"), choice=value.get("choice"), number=value.get("number")
    )


def _point_out(row: RowMapping, visit_id: UUID, today: date) -> VisitActionPointOut:
    shown = {name: row[name] for name in row if name not in {"outcome", "note"}}
    check = None
    if row["outcome"]:
        check = VisitCheckOut(visit_id=visit_id, outcome=row["outcome"], note=row["note"])
    return VisitActionPointOut(
        **shown,
        state_title=POINT_STATE_TITLES[row["state"]],
        overdue=point_overdue(row["state"], row["due_on"], today),
        check=check,
    )

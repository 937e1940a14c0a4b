"""The reference about a visit as data: everything it says comes from records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.lifecycle.action_points import (
    OUTCOME_TITLES,
    POINT_STATE_TITLES,
    PRIORITY_TITLES,
    point_overdue,
)
from backend.domain.lifecycle.visits import VISIT_STATE_TITLES
from backend.features.visits.queries import (
    read_entries,
    read_files,
    read_findings,
    read_head,
    read_risks,
    read_sections,
    school_out,
)
from backend.features.visits.report.schemas import (
    ReportAnswerOut,
    ReportData,
    ReportFindingsOut,
    ReportPointOut,
    ReportSectionOut,
)
from backend.features.visits.schemas import (
    VisitEntryOut,
    VisitFindingOut,
    VisitQuestionOut,
    VisitSectionOut,
)

_CHOICES = {"yes": "да", "partly": "частично", "no": "нет"}
_ANSWERS = {"agrees": "Школа согласна со справкой", "objects": "Школа возражает"}
_KIND = text(
    "select kind from assignment where school_id = :school and person_id = :person"
    " and period @> cast(:day as date) order by kind limit 1"
)
_POINTS = text(
    """
    select a.visit_id = :visit as is_new, a.text, a.priority,
        coalesce(p.full_name, 'сотрудник другой организации') as assignee_name, a.due_on, a.state, c.outcome, c.note
    from action_point a left join person p on p.id = a.assignee_id
    left join action_point_check c on c.action_point_id = a.id and c.visit_id = :visit
    left join visit agreed on agreed.id = a.visit_id
    where a.school_id = :school and a.state <> 'cancelled' and (a.visit_id = :visit
        or coalesce(agreed.held_on, (a.recorded_at at time zone 'Europe/Samara')::date) < :day)
        and (a.visit_id = :visit or c.id is not null or a.verified_at is null
            or (a.verified_at at time zone 'Europe/Samara')::date >= :day)
    order by a.due_on, a.id
    """
)


async def get_report(session: AsyncSession, visit_id: UUID, today: date) -> ReportData:
    """Return the reference about a visit; raises `NotFound`."""
    row = await read_head(session, visit_id)
    entries = await read_entries(session, visit_id)
    risks = await read_risks(session, row["school_id"])
    asked = await read_sections(session, row["bank"], risks, entries)
    sections = [_section(section, entries) for section in asked]
    day = row["held_on"] or row["planned_on"]
    place = {"school": row["school_id"], "visit": visit_id, "day": day}
    points = list((await session.execute(_POINTS, place)).mappings())
    whose = {"school": row["school_id"], "person": row["person_id"], "day": day}
    answer = row["school_answer"]
    return ReportData(
        visit_id=visit_id,
        state_title=VISIT_STATE_TITLES[row["state"]],
        school=school_out(row),
        conductor=row["person_name"],
        conductor_kind=await session.scalar(_KIND, whose),
        purpose=row["purpose"],
        planned_on=row["planned_on"],
        held_on=row["held_on"],
        held_recorded_at=row["held_recorded_at"],
        approved_on=row["approved_on"],
        approved_by=row["decided_by"] if row["approved_on"] else None,
        programme=_text(entries, "programme"),
        participants=_text(entries, "participants"),
        summary=_text(entries, "summary"),
        conclusions=_text(entries, "conclusions"),
        recommendations=_text(entries, "recommendations"),
        asked=sum(section.asked for section in sections),
        answered=sum(section.answered for section in sections),
        sections=sections,
        findings=_findings(await read_findings(session, visit_id)),
        files=await read_files(session, visit_id),
        school_answer=_ANSWERS[answer] if answer else None,
        school_comment=row["school_comment"],
        school_answered_at=row["school_answered_at"],
        school_answered_by=row["school_answered_by"],
        agreed_points=[_point(point, today) for point in points if point["is_new"]],
        earlier_points=[_point(point, today) for point in points if not point["is_new"]],
    )


def _text(entries: Mapping[str, VisitEntryOut], field: str) -> str | None:
    return (entries[field].value.text or None) if field in entries else None


def _section(section: VisitSectionOut, entries: Mapping[str, VisitEntryOut]) -> ReportSectionOut:
    answers = [_answer(question, entries.get(question.field)) for question in section.questions]
    chosen = Counter(
        entries[question.field].value.choice
        for question in section.questions
        if question.field in entries
    )
    return ReportSectionOut(
        title=section.title,
        asked=len(answers),
        answered=sum(answer.answer != "—" for answer in answers),
        yes=chosen["yes"],
        partly=chosen["partly"],
        no=chosen["no"],
        answers=answers,
    )


def _answer(question: VisitQuestionOut, entry: VisitEntryOut | None) -> ReportAnswerOut:
    words, remark = "", None
    if entry is not None:
        value = entry.value
        if question.answer_kind == "text":
            words = value.text or ""
        else:
            remark = value.text or None
            given = f"{value.number:g}".replace(".", ",") if value.number is not None else ""
            words = _CHOICES[value.choice] if value.choice else given
    return ReportAnswerOut(
        text=question.text, answer_kind=question.answer_kind, answer=words or "—", remark=remark
    )


def _findings(found: Sequence[VisitFindingOut]) -> list[ReportFindingsOut]:
    """Group what stands by factor; what belongs to no factor comes last."""
    standing = [finding for finding in found if not finding.is_withdrawn]
    names = dict.fromkeys(f.factor_name for f in standing if f.factor_name is not None)
    return [
        ReportFindingsOut(
            factor_name=name,
            strengths=[f.text for f in standing if f.factor_name == name and f.kind == "strength"],
            problems=[f.text for f in standing if f.factor_name == name and f.kind == "problem"],
        )
        for name in (*names, *([None] if any(f.factor_name is None for f in standing) else []))
    ]


def _point(row: RowMapping, today: date) -> ReportPointOut:
    return ReportPointOut(
        text=row["text"],
        priority_title=PRIORITY_TITLES[row["priority"]],
        assignee_name=row["assignee_name"],
        due_on=row["due_on"],
        state_title=POINT_STATE_TITLES[row["state"]],
        overdue=point_overdue(row["state"], row["due_on"], today),
        outcome_title=OUTCOME_TITLES[row["outcome"]] if row["outcome"] else None,
        note=row["note"],
    )

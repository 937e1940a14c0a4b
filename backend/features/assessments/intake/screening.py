"""Checks a recognised file against the database: a few statements a file, never one a row.

Runs in the worker, acting as the sender: a school outside the sender's rights is as unknown as one that does
not exist.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.protocols import PackedProtocol, against_scale, pack
from backend.domain.scales import Scale
from backend.domain.score_cells import normal
from backend.domain.score_issues import ERROR, Issue, in_order, issue
from backend.domain.score_rows import Participant
from backend.domain.scoresheet import participant_columns
from backend.features.assessments.intake.parser import Parsed

_SCHOOLS = text(
    "select s.id, s.short_name, s.fisoko_login, m.office_id, o.region_id"
    " from school s join municipality m on m.id = s.municipality_id"
    " join territorial_office o on o.id = m.office_id"
    " where s.fisoko_login = any(:logins)"
    " and ((select app.sees_all()) or s.id in (select app.my_schools()))"
)
_SUBJECTS = text("select id, code, name, short_name, synonyms from subject")
_SCALE = text(
    "select id, min_3, min_4, min_5, max_primary, source, confidence from scale"
    " where procedure = :procedure and subject_id = :subject_id and programme_grade = :programme_grade"
    " and :year between year_from and year_to order by year_from desc limit 1"
)
_STORED = text(
    "select p.id, p.school_id, p.version, p.content_hash, p.recorded_at, pp.codes"
    " from work w join protocol p on p.work_id = w.id and p.state = 'current'"
    " join protocol_participants pp on pp.protocol_id = p.id"
    " where w.procedure = :procedure and w.year = :year and w.wave = :wave and w.subject_id = :subject_id"
    " and w.grade = :grade and w.programme_grade = :programme_grade and p.school_id = any(:school_ids)"
)
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('work ' || :key, 0))")


@dataclass(frozen=True, slots=True)
class WorkKey:
    """What was written, as the table `work` knows it."""

    procedure: str
    year: int
    wave: str
    subject_id: UUID
    grade: int
    programme_grade: int
    max_primary: int | None
    written_on: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The protocol of one school as the file would make it; `outcome` new, supersedes or identical."""

    school_id: UUID
    packed: PackedProtocol
    outcome: str
    stored_version: int | None


@dataclass(slots=True)
class Screening:
    """The verdict on a file. `drafts` are there only when nothing forbids writing them."""

    issues: list[Issue]
    work: WorkKey | None = None
    subject: RowMapping | None = None
    scale: RowMapping | None = None
    schools: Sequence[RowMapping] = ()
    rows_by_login: Mapping[str, int] = field(default_factory=dict)
    task_names: list[str] = field(default_factory=list)
    task_max: list[int] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(found.severity == ERROR for found in self.issues)


async def screen(session: AsyncSession, parsed: Parsed, *, to_write: bool = False) -> Screening:
    """Check the file and say what writing it would do; changes nothing.

    `to_write` lets one writer at a time decide about a work, before stored versions are compared.
    """
    assert parsed.sheet is not None
    sheet = parsed.sheet
    people = await asyncio.to_thread(participant_columns, sheet)
    issues = [Issue(**found) for found in sheet["issues"]]
    verdict = Screening(
        issues,
        rows_by_login=Counter(p.school for p in people),
        task_names=[task[0] for task in sheet["tasks"]],
        task_max=[task[1] for task in sheet["tasks"]],
    )
    await _find_schools(session, verdict, people, sheet)
    await _find_work(session, verdict, sheet)
    if verdict.work is not None:
        await _compare_with_scale(session, verdict, people, sheet, verdict.work)
        if not verdict.errors:
            if to_write:
                await _lock(session, verdict.work)
            await _draft(session, verdict, people, verdict.work)
    verdict.issues = in_order(verdict.issues)
    return verdict


async def _lock(session: AsyncSession, work: WorkKey) -> None:
    key = (work.procedure, work.year, work.wave, work.subject_id, work.grade, work.programme_grade)
    await session.execute(_LOCK, {"key": " ".join(map(str, key))})


async def _find_schools(
    session: AsyncSession,
    verdict: Screening,
    people: Sequence[Participant],
    sheet: Mapping[str, Any],
) -> None:
    logins = sorted(verdict.rows_by_login)
    verdict.schools = (await session.execute(_SCHOOLS, {"logins": logins})).mappings().all()
    known = {school["fisoko_login"] for school in verdict.schools}
    column, header = sheet["fields"].get("school", (None, None))
    verdict.issues += [
        issue(
            "school_unknown",
            f"Школы с логином {person.school} нет в реестре или она вне вашей области доступа.",
            row=person.row,
            column=column,
            header=header,
        )
        for person in people
        if person.school not in known
    ]


async def _find_work(session: AsyncSession, verdict: Screening, sheet: Mapping[str, Any]) -> None:
    work = sheet["work"]
    if work["subject"] is None:
        return
    wanted = normal(work["subject"])
    for subject in (await session.execute(_SUBJECTS)).mappings():
        if wanted in {
            normal(name) for name in (subject["name"], subject["short_name"], *subject["synonyms"])
        }:
            verdict.subject = subject
    if verdict.subject is None:
        verdict.issues.append(
            issue("subject_unknown", f"В справочнике нет предмета «{work['subject']}».")
        )
        return
    key = ("procedure", "year", "wave", "grade", "programme_grade")
    if any(work[name] is None for name in key):
        return  # said already: title_unclear or grade_wrong
    verdict.work = WorkKey(
        **{name: work[name] for name in key},
        subject_id=verdict.subject["id"],
        max_primary=work["max_primary"] or (sum(verdict.task_max) or None),
        written_on=date.fromisoformat(work["written_on"]) if work["written_on"] else None,
    )


async def _compare_with_scale(
    session: AsyncSession,
    verdict: Screening,
    people: Sequence[Participant],
    sheet: Mapping[str, Any],
    work: WorkKey,
) -> None:
    found = await session.execute(
        _SCALE,
        {
            "procedure": work.procedure,
            "subject_id": work.subject_id,
            "programme_grade": work.programme_grade,
            "year": work.year,
        },
    )
    scale = found.mappings().first()
    if scale is None:
        return
    if work.max_primary is not None and work.max_primary != scale["max_primary"]:
        verdict.issues.append(
            issue(
                "scale_maximum_differs",
                f"По справочнику максимум работы {scale['max_primary']}, в файле {work.max_primary}.",
            )
        )
        return
    verdict.scale = scale
    bands = Scale(scale["min_3"], scale["min_4"], scale["min_5"], scale["max_primary"])
    column, header = sheet["fields"]["mark"]
    verdict.issues += await asyncio.to_thread(
        against_scale, people, bands, column=column, header=header
    )


async def _draft(
    session: AsyncSession, verdict: Screening, people: Sequence[Participant], work: WorkKey
) -> None:
    """Pack the protocols and compare them with the stored ones."""
    school_ids = {school["fisoko_login"]: school["id"] for school in verdict.schools}
    by_login: dict[str, list[Participant]] = {}
    for person in people:
        by_login.setdefault(person.school, []).append(person)
    stored_rows = await session.execute(
        _STORED,
        {
            "procedure": work.procedure,
            "year": work.year,
            "wave": work.wave,
            "subject_id": work.subject_id,
            "grade": work.grade,
            "programme_grade": work.programme_grade,
            "school_ids": list(school_ids.values()),
        },
    )
    stored = {row["school_id"]: row for row in stored_rows.mappings()}
    for login, members in sorted(by_login.items()):
        packed = await asyncio.to_thread(
            pack, members, task_names=verdict.task_names, task_max=verdict.task_max
        )
        earlier = stored.get(school_ids[login])
        if earlier is not None:
            _report_gone(verdict, packed, earlier)
        verdict.drafts.append(
            Draft(
                school_id=school_ids[login],
                packed=packed,
                outcome=_outcome(packed, earlier),
                stored_version=earlier["version"] if earlier else None,
            )
        )


def _outcome(packed: PackedProtocol, earlier: RowMapping | None) -> str:
    if earlier is None:
        return "new"
    return "identical" if earlier["content_hash"] == packed.content_hash else "supersedes"


def _report_gone(verdict: Screening, packed: PackedProtocol, earlier: RowMapping) -> None:
    gone = sorted(set(earlier["codes"]) - set(packed.codes))
    verdict.issues += [
        issue("participants_gone", f"Код {code}: есть в сохранённой версии {earlier['version']}.")
        for code in gone
    ]

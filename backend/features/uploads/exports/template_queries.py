"""What a template is made of: the work that is asked for, its tasks as far as they are known, the caller's schools."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import wrong_field

SCHOOLS_LIMIT = 5_000
"""A longer list helps nobody choose; the code is then typed."""
_SUBJECT = text("select id, code, name from subject where code = :code")
_PASSPORT = text(
    "select p.tasks, p.written_on from work_passport p where p.state = 'approved' and p.subject_id = :subject_id"
    " and p.year = :year and p.wave = :wave and p.grade = :grade and p.programme_grade = :programme_grade"
    " and p.series = '' limit 1"
)
_LAST_TASKS = text(
    "select t.names, t.maxima, w.written_on from work w join protocol p on p.work_id = w.id and p.state = 'current'"
    " join task_list t on t.id = p.task_list_id where w.procedure = :procedure and w.subject_id = :subject_id"
    " and w.year = :year and w.wave = :wave and w.grade = :grade and w.programme_grade = :programme_grade"
    " and w.series = '' and cardinality(t.names) > 0 order by p.id desc limit 1"
)
_SCHOOLS = text(
    "select coalesce('edu' || s.fisoko_login, s.code) as key, s.short_name from school s"
    " where (select app.sees_all()) or s.id in (select app.my_schools()) order by s.short_name limit :limit"
)


@dataclass(frozen=True, slots=True)
class Task:
    """A column of scores: its name, its maximum, its difficulty where a passport says it."""

    name: str
    maximum: int
    difficulty: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """Everything a template shows. Empty `tasks` = not known; `schools` are (what to write, name)."""

    procedure: str
    year: int
    wave: str
    subject: str
    subject_code: str
    grade: int
    programme_grade: int
    tasks: list[Task] = field(default_factory=list)
    tasks_from: str = ""
    written_on: date | None = None
    schools: list[tuple[str, str]] = field(default_factory=list)
    is_list_cut: bool = False


async def template_facts(
    session: AsyncSession,
    *,
    procedure: str,
    year: int,
    wave: str | None,
    subject: str,
    grade: int,
    programme_grade: int | None,
) -> TemplateFacts:
    """Return what is known of a work; raises `Invalid` for a subject that does not exist."""
    found = (await session.execute(_SUBJECT, {"code": subject})).mappings().first()
    if found is None:
        raise wrong_field("subject", "Такого предмета нет в справочнике: выберите из списка.")
    programme = programme_grade or grade
    key: dict[str, Any] = {
        "procedure": procedure,
        "year": year,
        "wave": wave or _usual_wave(procedure, is_earlier=programme != grade),
        "grade": grade,
        "programme_grade": programme,
    }
    tasks, tasks_from, written_on = await _tasks(session, {**key, "subject_id": found["id"]})
    rows = (await session.execute(_SCHOOLS, {"limit": SCHOOLS_LIMIT + 1})).all()
    return TemplateFacts(
        **key,
        subject=found["name"],
        subject_code=found["code"],
        tasks=tasks,
        tasks_from=tasks_from,
        written_on=written_on,
        schools=[(school_key, name) for school_key, name in rows[:SCHOOLS_LIMIT]],
        is_list_cut=len(rows) > SCHOOLS_LIMIT,
    )


async def _tasks(session: AsyncSession, key: dict[str, Any]) -> tuple[list[Task], str, date | None]:
    if key["procedure"] == "dr":
        passport = (await session.execute(_PASSPORT, key)).mappings().first()
        if passport is not None:
            tasks = [Task(t["name"], t["max"], t.get("difficulty")) for t in passport["tasks"]]
            return tasks, "утверждённый паспорт работы", passport["written_on"]
    last = (await session.execute(_LAST_TASKS, key)).mappings().first()
    if last is None:
        return [], "", None
    tasks = [Task(name, top) for name, top in zip(last["names"], last["maxima"], strict=True)]
    return tasks, "записанные протоколы этой работы", last["written_on"]


def _usual_wave(procedure: str, *, is_earlier: bool) -> str:
    """Return the wave the reader of files takes where none is stated (domain.md 4.1)."""
    if procedure != "vpr":
        return "main"
    return "autumn" if is_earlier else "spring"

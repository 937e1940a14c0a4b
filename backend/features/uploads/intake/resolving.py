"""Names of a file → schools, subjects and works of the database: a few statements a file, never one a row.

Runs in the worker, acting as the sender: a school outside the sender's rights is as unknown as one that does
not exist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.cells import normal
from backend.features.uploads.intake.gathering import Gathered

_SCHOOLS = text(
    "select s.id, s.short_name, s.full_name, s.fisoko_login, s.code from school s"
    " where (s.fisoko_login = any(:logins) or s.code = any(:codes) or s.id = any(:ids) or :by_name)"
    " and ((select app.sees_all()) or s.id in (select app.my_schools()))"
)
_MAPPED = text(
    "select kind, source, school_id, subject_id from upload_mapping"
    " where person_id is not distinct from cast(:person_id as uuid)"
    " and client_id is not distinct from cast(:client_id as uuid)"
)
_SUBJECTS = text("select id, code, name, short_name, synonyms from subject")
_KEY = ("procedure", "year", "wave", "grade", "programme_grade")


class Sender(NamedTuple):
    """Who sent a file: what unknown names mean was said by the sender, whoever accepts it."""

    person_id: UUID | None
    client_id: UUID | None


@dataclass(frozen=True, slots=True)
class WorkKey:
    """What was written, as the table `work` knows it."""

    procedure: str
    year: int
    wave: str
    subject_id: UUID
    grade: int
    programme_grade: int
    series: str

    def as_text(self) -> str:
        """Return the key as the database joins it for its locks."""
        parts = (
            self.procedure,
            self.year,
            self.wave,
            self.subject_id,
            self.grade,
            self.programme_grade,
        )
        return " ".join(map(str, (*parts, self.series)))


@dataclass(slots=True)
class Resolved:
    """What the names of a file mean; None = unknown. Lists are by number of the file's name."""

    schools: list[RowMapping | None] = field(default_factory=list)
    mapped: list[bool] = field(default_factory=list)
    """Whether a school is known because the sender once said so."""
    subjects: list[RowMapping | None] = field(default_factory=list)
    works: list[WorkKey | None] = field(default_factory=list)


async def resolve(
    session: AsyncSession, found: Gathered, *, school_id: UUID | None, sender: Sender
) -> Resolved:
    """Find schools and works of the file. `school_id` stands for a school the file does not name."""
    mapping = {
        (row["kind"], row["source"]): row["school_id"] or row["subject_id"]
        for row in (await session.execute(_MAPPED, sender._asdict())).mappings()
    }
    resolved = Resolved()
    await _schools(session, found, resolved, mapping, school_id)
    await _works(session, found, resolved, mapping)
    return resolved


def mapping_source(kind: str, key: str) -> str:
    """Return the form in which an unknown name is remembered."""
    return f"{kind}:{normal(key)}" if kind in {"login", "gia", "code"} else normal(key)


async def _schools(
    session: AsyncSession,
    found: Gathered,
    resolved: Resolved,
    mapping: Mapping[tuple[str, str], UUID],
    school_id: UUID | None,
) -> None:
    told = [mapping.get(("school", mapping_source(kind, key))) for kind, key, _ in found.schools]
    wanted = [identifier for identifier in (*told, school_id) if identifier is not None]
    rows = await session.execute(
        _SCHOOLS,
        {
            "logins": [key for kind, key, _ in found.schools if kind == "login"],
            "codes": [key for kind, key, _ in found.schools if kind in {"gia", "code"}],
            "ids": wanted,
            "by_name": any(kind == "name" for kind, _, _ in found.schools),
        },
    )
    index = _SchoolIndex(rows.mappings().all())
    for (kind, key, _), mapped in zip(found.schools, told, strict=True):
        school = index.by_id.get(mapped) if mapped else None
        resolved.mapped.append(school is not None)
        resolved.schools.append(school or index.find(kind, key, school_id))


class _SchoolIndex:
    """Schools by everything a file may call them."""

    def __init__(self, rows: Sequence[RowMapping]) -> None:
        self.by_id = {row["id"]: row for row in rows}
        self._by_login = {row["fisoko_login"]: row for row in rows if row["fisoko_login"]}
        self._by_code = {row["code"]: row for row in rows}
        self._by_name: dict[str, list[RowMapping]] = {}
        for row in rows:
            for name in {normal(row["short_name"]), normal(row["full_name"])}:
                self._by_name.setdefault(name, []).append(row)

    def find(self, kind: str, key: str, school_id: UUID | None) -> RowMapping | None:
        if kind == "login":
            return self._by_login.get(key)
        if kind in {"gia", "code"}:
            return self._by_code.get(key)
        if kind == "sender":
            return self.by_id.get(school_id) if school_id else None
        named = self._by_name.get(normal(key), [])
        return named[0] if len(named) == 1 else None


async def _works(
    session: AsyncSession,
    found: Gathered,
    resolved: Resolved,
    mapping: Mapping[tuple[str, str], UUID],
) -> None:
    subjects = (await session.execute(_SUBJECTS)).mappings().all()
    by_id = {row["id"]: row for row in subjects}
    by_name = {
        normal(name): row
        for row in subjects
        for name in (row["code"], row["short_name"], row["name"], *row["synonyms"])
    }
    for work in found.works:
        name = normal(work["subject"] or "")
        told = work.get("subject_id") or mapping.get(("subject", name))
        subject = by_id.get(UUID(str(told))) if told else by_name.get(name)
        subject = subject or by_name.get(normal(work.get("subject_code") or ""))
        resolved.subjects.append(subject)
        known = subject is not None and all(work[part] is not None for part in _KEY)
        resolved.works.append(
            WorkKey(
                **{part: work[part] for part in _KEY},
                subject_id=subject["id"],
                series=work.get("series") or "",
            )
            if known and subject is not None
            else None
        )


def written_on(work: Mapping[str, Any]) -> date | None:
    """Return the day a work was written, when its file says so."""
    return date.fromisoformat(work["written_on"]) if work.get("written_on") else None

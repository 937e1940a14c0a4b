"""Takes a file of survey levels: who and what each row means, what it would change, then everything or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.access.sent_table import read_sent_table
from backend.core.errors import Forbidden
from backend.core.files import FileStore
from backend.core.settings import Settings
from backend.domain.lifecycle.risk_profiles import why_not_profile
from backend.domain.risk_profile import LEVEL_TITLES
from backend.domain.sent_table import ECHO_LENGTH, folded
from backend.features.risk_profiles.actions import may_send_files
from backend.features.risk_profiles.commands import Stated, write_levels
from backend.features.risk_profiles.queries import Factor, read_factors
from backend.features.risk_profiles.schemas import LevelCellErrorOut, LevelChangeOut, LevelFileOut
from backend.features.risk_profiles.steps import locked_profile

_CHILD = "backend.features.risk_profiles.level_files.child"
_CHANGES_SHOWN = 500
_NO_DATA = "в файле уровней: нет данных"
# Only schools towards which the caller stands as the office or the resource centre.
_SCHOOLS = text(
    """
    select s.id, s.code, s.short_name, s.full_name from school s
    where s.id in (select m.school_id from app.my_sides() m where m.side in ('office', 'methodist'))
    """
)
_FACTORS = text("select id, code, name, editions from risk_factor")
_STATES = text("select school_id, cycle, state from risk_profile where school_id = any (:schools)")


@dataclass(slots=True)
class _File:
    """What is known of a file while it is being checked."""

    columns: dict[str, str]
    rows: int
    errors: list[LevelCellErrorOut]
    warnings: list[str]
    schools: dict[UUID, str] = field(default_factory=dict)
    stated: dict[tuple[UUID, int], list[Stated]] = field(default_factory=lambda: defaultdict(list))
    changes: list[LevelChangeOut] = field(default_factory=list)
    unchanged: int = 0

    def wrong(self, row: dict[str, Any], name: str, value: str, message: str) -> None:
        column = self.columns.get(name, self.columns["level"])
        self.errors.append(
            LevelCellErrorOut(
                row=row["row"], column=column, value=value[:ECHO_LENGTH], message=message
            )
        )

    def answer(self, outcome: Any) -> LevelFileOut:
        return LevelFileOut(
            outcome=outcome,
            rows=self.rows,
            schools=len(self.schools),
            changed=len(self.changes),
            unchanged=self.unchanged,
            changes=self.changes[:_CHANGES_SHOWN],
            errors=sorted(self.errors, key=lambda error: (error.row, error.column)),
            warnings=self.warnings,
        )


def only_office(caller: Caller) -> None:
    """Raise `Forbidden` for those who state levels of one school only."""
    if not may_send_files(caller):
        raise Forbidden("Файл с уровнями загружают координатор управления и методист.")


async def take_level_file(
    session: AsyncSession,
    caller: Caller,
    arrived: Arrived,
    files: FileStore,
    settings: Settings,
    *,
    cycle: int,
    is_dry_run: bool,
    now: datetime,
) -> LevelFileOut:
    """Check a file and, unless it is only a trial or anything is wrong, write it; raises `Invalid` (field «file»)."""
    file, rows = await _read(arrived, files, settings)
    await _understand(session, file, rows, cycle)
    if file.errors:
        return file.answer("refused")
    if not file.changes:
        return file.answer("unchanged")
    if is_dry_run:
        return file.answer("checked")
    # In one order, so that two files at once wait for each other and not for ever.
    for (school_id, year), stated in sorted(file.stated.items(), key=lambda item: str(item[0])):
        profile = await locked_profile(session, school_id, year, version=None)
        await write_levels(session, caller, profile, "survey", stated, now=now)
    return file.answer("written")


async def _read(
    arrived: Arrived, files: FileStore, settings: Settings
) -> tuple[_File, list[dict[str, Any]]]:
    table = await read_sent_table(
        _CHILD,
        arrived,
        files,
        settings,
        empty="В таблице нет ни одной строки под заголовком.",
    )
    warnings = []
    if table["ignored"]:
        warnings.append(f"Не использованы столбцы: {', '.join(table['ignored'])}.")
    file = _File(
        columns=table["columns"],
        rows=len(table["rows"]),
        errors=[LevelCellErrorOut(**error) for error in table["errors"]],
        warnings=warnings,
    )
    return file, table["rows"]


async def _understand(
    session: AsyncSession, file: _File, rows: list[dict[str, Any]], cycle: int
) -> None:
    """Find schools and factors, and what would change; every cell is looked at, whatever the others say."""
    schools = await _schools_by_name(session)
    factors = await _factors_by_name(session)
    found: dict[tuple[UUID, int], list[tuple[dict[str, Any], UUID]]] = defaultdict(list)
    for row in rows:
        year = row["cycle"] or cycle
        meant = schools.get(folded(row["school"]), {})
        factor_id = factors.get((folded(row["factor"]), year))
        if row["school"] and len(meant) != 1:
            words = "Таких школ несколько: впишите код." if meant else _UNKNOWN_SCHOOL
            file.wrong(row, "school", row["school"], words)
        if row["factor"] and factor_id is None:
            words = (
                f"Такого фактора в наборе {year} года нет. Впишите код или название как в профиле."
            )
            file.wrong(row, "factor", row["factor"], words)
        if factor_id is not None and len(meant) == 1:
            ((school_id, name),) = meant.items()
            file.schools[school_id] = name
            found[school_id, year].append((row, factor_id))
    states = {
        (row.school_id, row.cycle): row.state
        for row in await session.execute(_STATES, {"schools": list(file.schools)})
    }
    for (school_id, year), said in found.items():
        read = {f.id: f for f in await read_factors(session, school_id, year, None)}
        refusal = why_not_profile(states.get((school_id, year), "awaited"), "form")
        _compare(file, school_id, year, [(row, read[factor]) for row, factor in said], refusal)


async def _factors_by_name(session: AsyncSession) -> dict[tuple[str, int], UUID]:
    return {
        (folded(name), year): factor.id
        for factor in await session.execute(_FACTORS)
        for name in (factor.code, factor.name)
        for year in factor.editions
    }


_UNKNOWN_SCHOOL = (
    "Такой школы нет или она вам не видна. Впишите код или название как в списке школ."
)


async def _schools_by_name(session: AsyncSession) -> dict[str, dict[UUID, str]]:
    named: dict[str, dict[UUID, str]] = defaultdict(dict)
    for school in await session.execute(_SCHOOLS):
        for name in (school.code, school.short_name, school.full_name):
            if name:
                named[folded(name)][school.id] = school.short_name
    return named


def _compare(
    file: _File,
    school_id: UUID,
    year: int,
    said: list[tuple[dict[str, Any], Factor]],
    refusal: str | None,
) -> None:
    lines: dict[UUID, int] = {}
    for row, factor in said:
        if factor.id in lines:
            words = f"Этот фактор школы уже есть в строке {lines[factor.id]}: оставьте одну."
            file.wrong(row, "factor", row["factor"], words)
            continue
        lines[factor.id] = row["row"]
        if not row["is_whole"]:
            continue
        stated, stored = _stated(factor, row["level"]), factor.seen.get("survey")
        if not stated.differs_from(stored):
            file.unchanged += 1
            continue
        if refusal is not None:
            file.wrong(row, "school", row["school"], refusal)
            continue
        file.stated[school_id, year].append(stated)
        file.changes.append(
            LevelChangeOut(
                school_id=school_id,
                school_name=file.schools[school_id],
                factor_name=factor.name,
                cycle=year,
                was=_title(stored["level"]) if stored else "не оценено",
                becomes=_title(row["level"]),
            )
        )


def _stated(factor: Factor, level: str | None) -> Stated:
    values = {
        "level": level,
        "no_data_reason": _NO_DATA if level is None else None,
        "comment": None,
        "origin": "file",
        "raw_index": None,
    }
    return Stated(factor, values)


def _title(level: str | None) -> str:
    return LEVEL_TITLES[level] if level else "нет данных"

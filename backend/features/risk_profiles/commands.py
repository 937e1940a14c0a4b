"""Writes of levels: each party its own view, the survey cut from an index where it is a local one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import RowMapping
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Invalid
from backend.domain.lifecycle.risk_profiles import why_not_profile
from backend.domain.risk_profile import level_of_index
from backend.features.risk_profiles.actions import (
    missing_for_submission,
    read_standing,
    why_not,
    why_not_source,
)
from backend.features.risk_profiles.queries import Factor, read_factors, read_school
from backend.features.risk_profiles.schemas import RiskLevelIn, RiskLevelsIn
from backend.features.risk_profiles.steps import allow, drop_signatures, locked_profile, move
from backend.tables import RiskAssessment, RiskProfile

_CUTOFFS = Path(__file__).parents[2] / "data" / "risk_cutoffs.yaml"
_SAID = ("level", "no_data_reason", "comment", "origin", "raw_index")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one party says of one factor, checked."""

    factor: Factor
    values: Mapping[str, Any]

    def differs_from(self, row: RowMapping | None) -> bool:
        """Tell whether writing it would change anything."""
        return row is None or any(row[name] != self.values[name] for name in _SAID)


async def state_levels(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    stated: RiskLevelsIn,
    *,
    version: int,
    now: datetime,
) -> None:
    """Write the levels of one party; raises `NotFound`, `Conflict`, `Invalid`, `StaleVersion`."""
    await read_school(session, school_id)
    standing = await read_standing(session, caller, school_id)
    allow(why_not_source(stated.source, standing, caller))
    _check_origin(stated, caller)
    factors = await known_factors(session, school_id, stated.cycle)
    checked = _checked(stated, {factor.code: factor for factor in factors})
    profile = await locked_profile(session, school_id, stated.cycle, version=version)
    await write_levels(session, caller, profile, stated.source, checked, now=now)


async def known_factors(session: AsyncSession, school_id: UUID, cycle: int) -> list[Factor]:
    """Return the factors of an edition; raises `Conflict` where a cycle has none."""
    factors = await read_factors(session, school_id, cycle, None)
    if not factors:
        raise Conflict(f"На {cycle} год факторы риска не заданы.")
    return factors


async def write_levels(
    session: AsyncSession,
    caller: Caller,
    profile: RiskProfile,
    source: str,
    stated: Sequence[Stated],
    *,
    now: datetime,
) -> int:
    """Write what differs from what is stored, and return how many; what is the same leaves no trace.

    The profile is locked; raises `Conflict` when its state allows no change.
    """
    action = "form" if source == "survey" else "state_levels"
    # Read again under the lock: another writer may have come first.
    stored = {
        f.id: f for f in await read_factors(session, profile.school_id, profile.cycle, profile.id)
    }
    changed = [s for s in stated if s.differs_from(stored[s.factor.id].seen.get(source))]
    if not changed:
        return 0
    allow(why_not_profile(profile.state, action))
    statement = upsert(RiskAssessment)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["school_id", "cycle", "factor_id", "source"],
            set_={name: statement.excluded[name] for name in (*_SAID, "person_id", "recorded_at")},
        ),
        [
            {
                "school_id": profile.school_id,
                "cycle": profile.cycle,
                "factor_id": s.factor.id,
                "source": source,
                "person_id": caller.person_id,
                "recorded_at": now,
                **s.values,
            }
            for s in changed
        ],
    )
    changes: dict[str, Any] = dict(await drop_signatures(session, caller, profile, now=now))
    if source == "survey" and profile.formed_at is None:
        changes["formed_at"] = now
    await move(
        session,
        caller,
        profile,
        action,
        now=now,
        changes=changes,
        reason="; ".join(s.factor.name for s in changed),
    )
    return len(changed)


async def submit_self_assessment(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    cycle: int,
    *,
    version: int,
    now: datetime,
) -> None:
    """Submit the view of the school: every factor has a level or a reason; the fact follows from it."""
    await read_school(session, school_id)
    standing = await read_standing(session, caller, school_id)
    allow(why_not_source("school", standing, caller))
    profile = await locked_profile(session, school_id, cycle, version=version)
    factors = await read_factors(session, school_id, cycle, profile.id)
    allow(why_not(vars(profile), "self_assess", factors, standing, caller))
    assert not missing_for_submission(factors)
    await move(
        session,
        caller,
        profile,
        "self_assess",
        now=now,
        changes={"self_assessed_at": now, "self_assessed_by_id": caller.person_id},
    )


def _check_origin(stated: RiskLevelsIn, caller: Caller) -> None:
    if (stated.origin == "medk") != (caller.client_id is not None):
        raise Conflict(
            "Происхождение «МЭДК» ставит только обмен с МЭДК, а он ставит только его.",
            slug="origin",
        )
    if stated.source != "survey" and stated.origin != "manual":
        raise Conflict("Местный опрос бывает только у анкеты.", slug="origin")


def _checked(stated: RiskLevelsIn, factors: Mapping[str, Factor]) -> list[Stated]:
    """Return what was stated, checked as a whole: every fault is told at its own place."""
    found: list[Stated] = []
    errors: list[dict[str, str]] = []
    named: set[str] = set()
    for place, level in enumerate(stated.levels):
        factor = factors.get(level.factor)
        message = _fault(stated, level, factor, is_repeated=level.factor in named)
        named.add(level.factor)
        if message is not None or factor is None:
            pointer = f"/levels/{place}"
            errors.append({"pointer": pointer, "code": "level", "message": message or ""})
            continue
        found.append(Stated(factor, _values(stated.origin, level)))
    if errors:
        raise Invalid(errors[0]["message"], errors=errors)
    return found


def _fault(
    stated: RiskLevelsIn, level: RiskLevelIn, factor: Factor | None, *, is_repeated: bool
) -> str | None:
    if factor is None:
        return f"Фактора «{level.factor}» в наборе {stated.cycle} года нет."
    if is_repeated:
        return f"«{factor.name}» назван дважды."
    if level.raw_index is not None:
        words = _index_fault(stated.origin, level)
    elif (level.level is None) != (level.no_data_reason is not None):
        words = "укажите уровень или причину, почему данных нет."
    else:
        words = None
    return f"«{factor.name}»: {words}" if words else None


def _index_fault(origin: str, level: RiskLevelIn) -> str | None:
    if origin != "local_survey":
        return "индекс бывает только у местного опроса."
    if level.level is not None and level.level != _cut(level):
        return "уровень не тот, что следует из индекса. Оставьте что-то одно."
    if level.no_data_reason is not None:
        return "индекс есть, значит, причина отсутствия данных лишняя."
    return None


def _values(origin: str, level: RiskLevelIn) -> dict[str, Any]:
    index = level.raw_index
    return {
        "level": level.level if index is None else _cut(level),
        "no_data_reason": level.no_data_reason,
        "comment": level.comment or None,
        "origin": origin,
        "raw_index": None if index is None else round(Decimal(str(index)), 2),
    }


def _cut(level: RiskLevelIn) -> str:
    """Cut what is stored, not what was sent: 66.666 is kept as 66.67."""
    cutoffs = _cutoffs()
    cut = cutoffs["factors"].get(level.factor) or cutoffs["default"]
    index = float(round(Decimal(str(level.raw_index)), 2))
    return level_of_index(index, medium_from=cut["medium_from"], high_from=cut["high_from"])


@cache
def _cutoffs() -> Any:
    return yaml.safe_load(_CUTOFFS.read_text(encoding="utf-8"))

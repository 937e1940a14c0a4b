"""Writes of verification: verdicts of the curator, two signatures, locking and opening again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Invalid
from backend.domain.risk_profile import needs_reason, verdict_level
from backend.features.risk_profiles.actions import (
    Standing,
    read_standing,
    signing_side,
    why_not,
)
from backend.features.risk_profiles.queries import Factor, read_factors, read_school
from backend.features.risk_profiles.schemas import RiskVerdictIn, RiskVerdictsIn
from backend.features.risk_profiles.steps import (
    UNSIGNED,
    allow,
    drop_signatures,
    locked_profile,
    move,
)
from backend.tables import RiskProfile, RiskVerdict

_SAID = ("verdict", "level", "reason", "is_selected")


async def _standing(session: AsyncSession, caller: Caller, school_id: UUID) -> Standing:
    await read_school(session, school_id)
    return await read_standing(session, caller, school_id)


async def _locked(
    session: AsyncSession, school_id: UUID, cycle: int, version: int
) -> tuple[RiskProfile, list[Factor]]:
    profile = await locked_profile(session, school_id, cycle, version=version)
    return profile, await read_factors(session, school_id, cycle, profile.id)


async def decide_factors(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    decided: RiskVerdictsIn,
    *,
    version: int,
    now: datetime,
) -> None:
    """Write verdicts of the curator; raises `NotFound`, `Conflict`, `Invalid`, `StaleVersion`."""
    standing = await _standing(session, caller, school_id)
    if "curator" not in standing.sides:
        raise Conflict("Решения по профилю записывает куратор этой школы.", slug="not-your-side")
    profile, factors = await _locked(session, school_id, decided.cycle, version)
    allow(why_not(vars(profile), "verify", factors, standing, caller))
    rows = _checked(decided, {factor.code: factor for factor in factors})
    stored = {factor.id: factor.verdict for factor in factors}
    changed = [row for row in rows if _differs(row, stored[row["factor_id"]])]
    if not changed:
        return
    statement = upsert(RiskVerdict)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["profile_id", "factor_id"],
            set_={name: statement.excluded[name] for name in (*_SAID, "person_id", "decided_at")},
        ),
        [
            {
                "profile_id": profile.id,
                "school_id": school_id,
                "person_id": caller.person_id,
                "decided_at": now,
                **row,
            }
            for row in changed
        ],
    )
    names = {factor.id: factor.name for factor in factors}
    await move(
        session,
        caller,
        profile,
        "verify",
        now=now,
        changes=await drop_signatures(session, caller, profile, now=now),
        reason="; ".join(names[row["factor_id"]] for row in changed),
    )


async def sign_profile(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    cycle: int,
    *,
    version: int,
    now: datetime,
    today: date,
) -> None:
    """Put one of two signatures under this version; with the second one the profile is verified."""
    standing = await _standing(session, caller, school_id)
    side = signing_side(standing)
    if side is None:
        raise Conflict(
            "Профиль подписывают куратор этой школы и её директор, каждый за себя.",
            slug="not-your-side",
        )
    profile, factors = await _locked(session, school_id, cycle, version)
    allow(why_not(vars(profile), "sign", factors, standing, caller))
    other = "school" if side == "curator" else "curator"
    is_second = getattr(profile, f"{other}_signed_at") is not None
    changes: dict[str, Any] = {
        f"{side}_signed_at": now,
        f"{side}_signed_by_id": caller.person_id,
    }
    if is_second:
        changes["verified_on"] = today
    await move(
        session,
        caller,
        profile,
        "complete" if is_second else "sign",
        now=now,
        changes=changes,
        # Both sides sign the same version.
        is_new_version=is_second,
    )


async def lock_profile(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    cycle: int,
    *,
    version: int,
    now: datetime,
) -> None:
    """Close a verified profile."""
    standing = await _standing(session, caller, school_id)
    _only_office(standing)
    profile, factors = await _locked(session, school_id, cycle, version)
    allow(why_not(vars(profile), "lock", factors, standing, caller))
    await move(session, caller, profile, "lock", now=now, changes={"locked_at": now})


async def reopen_profile(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    cycle: int,
    *,
    reason: str,
    version: int,
    now: datetime,
) -> None:
    """Open a verified or closed profile again: signatures and the fact of verification go away."""
    standing = await _standing(session, caller, school_id)
    _only_office(standing)
    profile, factors = await _locked(session, school_id, cycle, version)
    allow(why_not(vars(profile), "reopen", factors, standing, caller))
    await move(session, caller, profile, "reopen", now=now, reason=reason, changes=UNSIGNED)


def _only_office(standing: Standing) -> None:
    if "office" not in standing.sides:
        raise Conflict("Закрывает и открывает профиль управление.", slug="not-your-side")


def _checked(decided: RiskVerdictsIn, factors: dict[str, Factor]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    named: set[str] = set()
    for place, verdict in enumerate(decided.verdicts):
        factor = factors.get(verdict.factor)
        if factor is None:
            fault: str | None = f"Фактора «{verdict.factor}» в наборе {decided.cycle} года нет."
        elif verdict.factor in named:
            fault = f"«{factor.name}» назван дважды."
        else:
            level, fault = verdict_level(verdict.verdict, verdict.level, factor.levels)
            fault = fault or _fault(verdict, factor)
            fault = f"«{factor.name}». {fault}" if fault else None
            rows.append(
                {
                    "factor_id": factor.id,
                    "verdict": verdict.verdict,
                    "level": level,
                    "reason": verdict.reason,
                    "is_selected": verdict.is_selected,
                }
            )
        named.add(verdict.factor)
        if fault is not None:
            errors.append({"pointer": f"/verdicts/{place}", "code": "verdict", "message": fault})
    if errors:
        raise Invalid(errors[0]["message"], errors=errors)
    return rows


def _fault(verdict: RiskVerdictIn, factor: Factor) -> str | None:
    levels = [factor.levels.get(source) for source in ("survey", "school", "curator")]
    if verdict.reason is None and needs_reason(verdict.verdict, levels):
        if verdict.verdict == "confirmed":
            return "Стороны расходятся: напишите, почему решено так."
        return "Напишите причину: её увидит школа."
    if verdict.is_selected and verdict.verdict == "not_confirmed":
        return "Неподтверждённый фактор в работу не берут."
    return None


def _differs(row: dict[str, Any], stored: Any) -> bool:
    return stored is None or any(stored[name] != row[name] for name in _SAID)

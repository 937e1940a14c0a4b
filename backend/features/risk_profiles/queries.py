"""Reads the three views of a risk profile, its verdicts and signatures, and says what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import NotFound, wrong_field
from backend.domain.lifecycle.risk_profiles import PROFILE_STATE_TITLES, PROFILE_STEP_WORDS
from backend.domain.risk_profile import (
    LEVEL_TITLES,
    VERDICT_TITLES,
    agreement,
    selection_warnings,
)
from backend.features.risk_profiles.actions import actions_on, read_standing
from backend.features.risk_profiles.schemas import (
    FactorOut,
    OpinionOut,
    RiskProfileOut,
    RiskSignatureOut,
    RiskStepOut,
    RiskVerdictOut,
)
from backend.tables import School

_SOURCES = ("survey", "school", "curator")
_NO_PROFILE: Mapping[str, Any] = {
    "state": "awaited",
    "version": 0,
    "self_assessed_at": None,
    "verified_on": None,
    "curator_signed_at": None,
    "school_signed_at": None,
}
# Every year some edition has factors for, and every year this school has a profile or levels of.
_CYCLES = text(
    """
    select year, bool_or(is_own) as is_own
    from (
        select unnest(editions) as year, false as is_own from risk_factor
        union all select cycle, true from risk_profile where school_id = :school
        union all select cycle, true from risk_assessment where school_id = :school
    ) as known
    group by year order by year desc
    """
)
# A factor taken out of the edition stays in sight where it has been assessed.
_FACTORS = text(
    """
    select f.id, f.code, f.name, a.source, a.level, a.no_data_reason, a.comment, a.origin, a.raw_index, a.recorded_at,
        coalesce(p.full_name, case a.origin when 'medk' then 'МЭДК' end) as who
    from risk_factor f
    left join risk_assessment a on a.factor_id = f.id and a.school_id = :school and a.cycle = :cycle
    left join person p on p.id = a.person_id
    where :cycle = any (f.editions) or a.id is not null
    order by f.position, f.id
    """
)
_VERDICTS = text(
    """
    select v.factor_id, v.verdict, v.level, v.reason, v.is_selected, v.decided_at, p.full_name as who
    from risk_verdict v left join person p on p.id = v.person_id where v.profile_id = :profile
    """
)
_PROFILE = text(
    """
    select r.*, c.full_name as curator_signer, s.full_name as school_signer
    from risk_profile r left join person c on c.id = r.curator_signed_by_id
    left join person s on s.id = r.school_signed_by_id
    where r.school_id = :school and r.cycle = :cycle
    """
)
_STEPS = text(
    """
    select t.action, t.reason, t.at, coalesce(p.full_name, case when t.person_id is null then 'МЭДК' end) as who
    from risk_profile_step t left join person p on p.id = t.person_id
    where t.profile_id = :profile order by t.at, t.id
    """
)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the edition with what each party says of it and what the curator has decided."""

    id: UUID
    code: str
    name: str
    seen: Mapping[str, RowMapping]
    verdict: RowMapping | None

    @property
    def levels(self) -> dict[str, str | None]:
        """Return source → level, None where a party has no data."""
        return {source: row["level"] for source, row in self.seen.items()}

    @property
    def agreement(self) -> tuple[str, str]:
        """Return how the three views compare."""
        return agreement([self.levels.get(source) for source in _SOURCES])


async def read_school(session: AsyncSession, school_id: UUID) -> str:
    """Return the short name of a school; raises `NotFound`."""
    name: str | None = await session.scalar(select(School.short_name).where(School.id == school_id))
    if name is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    return name


async def read_factors(
    session: AsyncSession, school_id: UUID, cycle: int, profile_id: UUID | None
) -> list[Factor]:
    """Return all factors of the edition in its order."""
    verdicts: dict[UUID, RowMapping] = {}
    if profile_id is not None:
        rows = (await session.execute(_VERDICTS, {"profile": profile_id})).mappings()
        verdicts = {row["factor_id"]: row for row in rows}
    heads: dict[UUID, RowMapping] = {}
    seen: dict[UUID, dict[str, RowMapping]] = {}
    found = await session.execute(_FACTORS, {"school": school_id, "cycle": cycle})
    for row in found.mappings():
        heads[row["id"]] = row
        views = seen.setdefault(row["id"], {})
        if row["source"] is not None:
            views[row["source"]] = row
    return [
        Factor(key, head["code"], head["name"], seen[key], verdicts.get(key))
        for key, head in heads.items()
    ]


async def get_risk_profile(
    session: AsyncSession, caller: Caller, school_id: UUID, *, cycle: int | None, today: date
) -> RiskProfileOut:
    """Return the profile of a school in a cycle (the newest by default), differences first; raises `NotFound`."""
    name = await read_school(session, school_id)
    cycle, cycles = await _cycle_of(session, school_id, cycle, today)
    found = await session.execute(_PROFILE, {"school": school_id, "cycle": cycle})
    row = found.mappings().one_or_none()
    profile = _NO_PROFILE if row is None else dict(row)
    factors = await read_factors(session, school_id, cycle, row["id"] if row else None)
    standing = await read_standing(session, caller, school_id)
    allowed, blocked = actions_on(profile, factors, standing, caller)
    outs = sorted((_factor(f) for f in factors), key=lambda out: out.agreement != "differ")
    return RiskProfileOut(
        school_id=school_id,
        school_name=name,
        cycle=cycle,
        cycles=cycles,
        state=profile["state"],
        state_title=PROFILE_STATE_TITLES[profile["state"]],
        version=profile["version"],
        agreed=sum(out.agreement in {"agree", "partial"} for out in outs),
        differing=sum(out.agreement == "differ" for out in outs),
        selected=sum(out.verdict is not None and out.verdict.is_selected for out in outs),
        factors=outs,
        self_assessed_at=profile["self_assessed_at"],
        visited_on=standing.visited_on,
        verified_on=profile["verified_on"],
        signatures=_signatures(profile),
        warnings=_warnings(factors),
        steps=await _steps(session, row["id"] if row else None),
        allowed_actions=allowed,
        blocked=blocked,
    )


async def _cycle_of(
    session: AsyncSession, school_id: UUID, asked: int | None, today: date
) -> tuple[int, list[int]]:
    rows = (await session.execute(_CYCLES, {"school": school_id})).all()
    cycles = [row.year for row in rows]
    if asked is not None:
        if asked not in cycles:
            raise wrong_field("cycle", f"Для {asked} года нет ни факторов риска, ни оценок.")
        return asked, cycles
    own = [row.year for row in rows if row.is_own]
    past = [year for year in cycles if year <= today.year]
    return next(iter([*own, *past, *cycles[::-1], today.year])), cycles


def _factor(factor: Factor) -> FactorOut:
    kind, title = factor.agreement
    return FactorOut(
        code=factor.code,
        name=factor.name,
        **{source: _opinion(factor.seen.get(source)) for source in _SOURCES},
        agreement=kind,
        agreement_title=title,
        verdict=_verdict(factor.verdict),
        needs_reason=kind == "differ",
    )


def _opinion(row: RowMapping | None) -> OpinionOut:
    names = ("level", "no_data_reason", "comment", "origin", "raw_index", "who", "recorded_at")
    said: dict[str, Any] = {name: row[name] if row else None for name in names}
    if row is None:
        said["no_data_reason"] = "ещё не оценено"
    return OpinionOut(level_title=LEVEL_TITLES.get(said["level"], "— нет данных"), **said)


def _verdict(row: RowMapping | None) -> RiskVerdictOut | None:
    if row is None:
        return None
    said = {name: value for name, value in row.items() if name != "factor_id"}
    return RiskVerdictOut(
        title=VERDICT_TITLES[row["verdict"]], level_title=LEVEL_TITLES[row["level"]], **said
    )


def _signatures(profile: Mapping[str, Any]) -> list[RiskSignatureOut]:
    signed = [
        RiskSignatureOut(
            side=side, who=profile.get(f"{side}_signer"), at=profile[f"{side}_signed_at"]
        )
        for side in ("curator", "school")
        if profile[f"{side}_signed_at"] is not None
    ]
    return sorted(signed, key=lambda signature: signature.at)


def _warnings(factors: Sequence[Factor]) -> list[str]:
    if any(f.verdict is None for f in factors):
        return []
    return selection_warnings(
        (
            f.name,
            f.verdict["verdict"],
            f.verdict["level"],
            f.verdict["is_selected"],
            f.verdict["reason"],
        )
        for f in factors
        if f.verdict is not None
    )


async def _steps(session: AsyncSession, profile_id: UUID | None) -> list[RiskStepOut]:
    if profile_id is None:
        return []
    rows = (await session.execute(_STEPS, {"profile": profile_id})).mappings()
    return [
        RiskStepOut(words=PROFILE_STEP_WORDS.get(row["action"], row["action"]), **row)
        for row in rows
    ]

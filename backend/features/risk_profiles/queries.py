"""Reads the three views of a risk profile and says where they differ."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.risk_profile import LEVEL_TITLES, agreement
from backend.features.risk_profiles.schemas import FactorOut, OpinionOut, RiskProfileOut
from backend.tables import RiskAssessment, RiskFactor, School

_SOURCES = ("survey", "school", "curator")


async def get_risk_profile(session: AsyncSession, school_id: UUID) -> RiskProfileOut:
    """Return the newest profile of a school, the differing factors first; raises `NotFound`."""
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    rows = (
        await session.execute(
            select(RiskFactor, RiskAssessment)
            .join(RiskAssessment, RiskAssessment.factor_id == RiskFactor.id)
            .where(RiskAssessment.school_id == school_id)
            .order_by(RiskAssessment.cycle.desc(), RiskFactor.position, RiskFactor.id)
        )
    ).all()
    cycle = rows[0][1].cycle if rows else None
    factors: dict[UUID, RiskFactor] = {}
    seen: dict[UUID, dict[str, RiskAssessment]] = defaultdict(dict)
    for factor, assessment in rows:
        if assessment.cycle == cycle:
            factors[factor.id] = factor
            seen[factor.id][assessment.source] = assessment
    outs = [_factor(factor, seen[factor.id]) for factor in factors.values()]
    outs.sort(key=lambda out: out.agreement != "differ")
    return RiskProfileOut(
        school_id=school_id,
        cycle=cycle,
        agreed=sum(out.agreement in {"agree", "partial"} for out in outs),
        differing=sum(out.agreement == "differ" for out in outs),
        factors=outs,
    )


def _factor(factor: RiskFactor, seen: dict[str, RiskAssessment]) -> FactorOut:
    opinions = {source: _opinion(seen.get(source)) for source in _SOURCES}
    verdict, title = agreement([opinion.level for opinion in opinions.values()])
    return FactorOut(
        code=factor.code,
        name=factor.name,
        survey=opinions["survey"],
        school=opinions["school"],
        curator=opinions["curator"],
        agreement=verdict,
        agreement_title=title,
    )


def _opinion(assessment: RiskAssessment | None) -> OpinionOut:
    if assessment is None:
        return OpinionOut(level=None, level_title="— нет данных", no_data_reason="ещё не оценено")
    return OpinionOut(
        level=assessment.level,
        level_title=LEVEL_TITLES[assessment.level] if assessment.level else "— нет данных",
        no_data_reason=assessment.no_data_reason,
    )

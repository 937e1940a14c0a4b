"""The risk profile of a school."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from backend.access.dependencies import Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.risk_profiles import queries
from backend.features.risk_profiles.schemas import RiskProfileOut

router = APIRouter(tags=["risk_profiles"])


@router.get("/schools/{school_id}/risk-profile")
async def get_risk_profile(
    school_id: UUID,
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_RISK_PROFILES)],
) -> RiskProfileOut:
    """Factors by three views; the differing ones come first."""
    return await queries.get_risk_profile(session, school_id)

"""Risk profiles over HTTP: the matrix of three views, verification, signatures, a file of levels."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query

from backend.access.dependencies import (
    AppClock,
    AppFiles,
    AppSettings,
    CurrentCaller,
    Session,
    requires,
)
from backend.access.permissions import Permission
from backend.access.reception import MULTIPART_CEILING, Arriving, Turn, reception_route
from backend.access.scope import Caller
from backend.core.file_replies import IfMatch
from backend.features.risk_profiles import commands, listing, queries, verification
from backend.features.risk_profiles.level_files import taking
from backend.features.risk_profiles.schemas import (
    Cycle,
    LevelFileOut,
    RiskCycleIn,
    RiskLevelsIn,
    RiskProfileList,
    RiskProfileOut,
    RiskReopenIn,
    RiskVerdictsIn,
)

router = APIRouter(tags=["risk_profiles"])
_intake = APIRouter(
    tags=["risk_profiles"], route_class=reception_route(Permission.STATE_RISK_LEVELS)
)
Reader = Annotated[Caller, requires(Permission.SEE_RISK_PROFILES)]
Stater = Annotated[Caller, requires(Permission.STATE_RISK_LEVELS)]
Verifier = Annotated[Caller, requires(Permission.VERIFY_RISK_PROFILES)]
Signer = Annotated[Caller, requires(Permission.SIGN_RISK_PROFILES)]
Manager = Annotated[Caller, requires(Permission.MANAGE_RISK_PROFILES)]
_Asked = Annotated[Cycle | None, Query()]


class _Reply:
    """What every write answers: the profile as it is now, with its new version and what may be done next."""

    def __init__(self, session: Session, caller: CurrentCaller, clock: AppClock) -> None:
        self._session, self._caller, self._clock = session, caller, clock

    async def of(self, school_id: UUID, cycle: int | None) -> RiskProfileOut:
        return await queries.get_risk_profile(
            self._session, self._caller, school_id, cycle=cycle, today=self._clock.today()
        )


Reply = Annotated[_Reply, Depends(scope="function")]


@router.get("/risk-profiles")
async def list_risk_profiles(
    session: Session, caller: Reader, clock: AppClock, cycle: _Asked = None
) -> RiskProfileList:
    """Profiles of a cycle: state, how many factors differ, what is selected, who signed, what comes next."""
    return await listing.list_profiles(session, caller, cycle=cycle, today=clock.today())


@router.get("/schools/{school_id}/risk-profile")
async def get_risk_profile(
    school_id: UUID, _caller: Reader, reply: Reply, cycle: _Asked = None
) -> RiskProfileOut:
    """Every factor of the edition by three views, the differing ones first; verdicts, signatures, history."""
    return await reply.of(school_id, cycle)


@router.put("/schools/{school_id}/risk-profile/levels")
async def state_risk_levels(
    school_id: UUID,
    body: RiskLevelsIn,
    session: Session,
    caller: Stater,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """State the levels of one party: the school, its curator, or the survey; nobody writes for another."""
    await commands.state_levels(session, caller, school_id, body, version=version, now=clock.now())
    return await reply.of(school_id, body.cycle)


@router.post("/schools/{school_id}/risk-profile/self-assessment")
async def submit_self_assessment(
    school_id: UUID,
    body: RiskCycleIn,
    session: Session,
    caller: Stater,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """Submit the view of the school: all factors have a level or a reason."""
    await commands.submit_self_assessment(
        session, caller, school_id, body.cycle, version=version, now=clock.now()
    )
    return await reply.of(school_id, body.cycle)


@router.put("/schools/{school_id}/risk-profile/verdicts")
async def decide_risk_factors(
    school_id: UUID,
    body: RiskVerdictsIn,
    session: Session,
    caller: Verifier,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """Write what the curator has found factor by factor, and what is selected for work."""
    await verification.decide_factors(
        session, caller, school_id, body, version=version, now=clock.now()
    )
    return await reply.of(school_id, body.cycle)


@router.post("/schools/{school_id}/risk-profile/sign")
async def sign_risk_profile(
    school_id: UUID,
    body: RiskCycleIn,
    session: Session,
    caller: Signer,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """Sign this version for the curator or for the school; with both signatures the profile is verified."""
    await verification.sign_profile(
        session,
        caller,
        school_id,
        body.cycle,
        version=version,
        now=clock.now(),
        today=clock.today(),
    )
    return await reply.of(school_id, body.cycle)


@router.post("/schools/{school_id}/risk-profile/lock")
async def lock_risk_profile(
    school_id: UUID,
    body: RiskCycleIn,
    session: Session,
    caller: Manager,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """Close a verified profile."""
    await verification.lock_profile(
        session, caller, school_id, body.cycle, version=version, now=clock.now()
    )
    return await reply.of(school_id, body.cycle)


@router.post("/schools/{school_id}/risk-profile/reopen")
async def reopen_risk_profile(
    school_id: UUID,
    body: RiskReopenIn,
    session: Session,
    caller: Manager,
    version: IfMatch,
    clock: AppClock,
    reply: Reply,
) -> RiskProfileOut:
    """Open a verified or closed profile again; both signatures and the verification go away."""
    await verification.reopen_profile(
        session,
        caller,
        school_id,
        body.cycle,
        reason=body.reason,
        version=version,
        now=clock.now(),
    )
    return await reply.of(school_id, body.cycle)


@_intake.post("/risk-level-files", max_body_size=MULTIPART_CEILING)
async def take_risk_level_file(
    arrived: Arriving,
    _turn: Turn,
    session: Session,
    caller: Stater,
    files: AppFiles,
    settings: AppSettings,
    clock: AppClock,
    *,
    dry_run: Annotated[
        bool, Form(description="Только проверить и показать, что изменится")
    ] = False,
    cycle: Annotated[Cycle | None, Form()] = None,
) -> LevelFileOut:
    """Survey levels of many schools from a CSV or XLSX; with any wrong cell nothing is written."""
    taking.only_office(caller)
    return await taking.take_level_file(
        session,
        caller,
        arrived,
        files,
        settings,
        cycle=cycle or clock.today().year,
        is_dry_run=dry_run,
        now=clock.now(),
    )


router.include_router(_intake)

"""«Качество данных» over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.quality import commands, queries
from backend.features.quality.catalogue import catalogue
from backend.features.quality.schemas import (
    Area,
    DismissIn,
    FindingOut,
    Owner,
    QualityOut,
    RuleList,
    SchoolQualityOut,
    Severity,
)

router = APIRouter(tags=["quality"])
Reader = Annotated[Caller, requires(Permission.SEE_QUALITY)]
Dismisser = Annotated[Caller, requires(Permission.DISMISS_QUALITY)]


@router.get("/quality")
async def list_findings(
    session: Session,
    caller: Reader,
    clock: AppClock,
    area: Area | None = None,
    severity: Severity | None = None,
    owner: Owner | None = None,
    rule: Annotated[str | None, Query(max_length=100, description="Код правила")] = None,
    school_id: UUID | None = None,
    dismissed: bool | None = None,
    mine: bool | None = None,
) -> QualityOut:
    """What contradicts itself or is missing today, by rule; at most 20 of each, 200 of one rule that is asked for."""
    chosen = queries.Filter(
        area, severity, owner, rule, school_id, dismissed=bool(dismissed), mine=bool(mine)
    )
    return await queries.list_findings(session, caller, clock.today(), chosen)


@router.get("/quality/rules")
async def list_quality_rules(_caller: Reader) -> RuleList:
    """The catalogue of rules in words."""
    return RuleList(items=[queries.rule_out(rule) for rule in catalogue().values()])


@router.get("/schools/{school_id}/quality")
async def list_school_findings(
    school_id: UUID, session: Session, caller: Reader, clock: AppClock
) -> SchoolQualityOut:
    """The severest and oldest findings about one school."""
    return await queries.list_school_findings(session, caller, clock.today(), school_id)


@router.post("/quality/dismissals", status_code=201)
async def dismiss_finding(
    body: DismissIn, session: Session, caller: Dismisser, clock: AppClock
) -> FindingOut:
    """Set a finding aside with a reason; it comes back by itself when what it depends on changes."""
    today = clock.today()
    found = await commands.dismiss(session, caller, today, body, clock.now())
    return queries.finding_out(found, caller, today)


@router.post("/quality/dismissals/{dismissal_id}/withdraw")
async def withdraw_dismissal(
    dismissal_id: UUID, session: Session, caller: Dismisser, clock: AppClock
) -> FindingOut:
    """Take up again a finding that was set aside."""
    today = clock.today()
    found = await commands.withdraw(session, caller, today, dismissal_id, clock.now())
    return queries.finding_out(found, caller, today)

"""Who stands where towards a profile, and what may be done with it now or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import Side, sides_of
from backend.core.clock import SAMARA
from backend.domain.lifecycle.risk_profiles import why_not_profile
from backend.domain.wording import count, short_date

Source = Literal["survey", "school", "curator"]
_FILE_ROLES = {"admin", "coordinator", "methodist"}
_STANDING = text(
    """
    select coalesce(app.is_of_school(cast(:person as uuid), :school), false) as is_of_school,
        (select max(v.held_on) from visit v where v.school_id = :school and v.state <> 'cancelled') as visited_on
    """
)


class FactorLike(Protocol):
    """What the rules ask of a factor."""

    @property
    def seen(self) -> Mapping[str, RowMapping]: ...
    @property
    def verdict(self) -> RowMapping | None: ...
    @property
    def agreement(self) -> tuple[str, str]: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """The sides of the caller, whether he belongs to the school, and when it was last visited."""

    sides: frozenset[Side]
    is_of_school: bool
    is_head: bool
    visited_on: date | None


async def read_standing(session: AsyncSession, caller: Caller, school_id: UUID) -> Standing:
    """Return where the caller stands towards a school."""
    row = (
        await session.execute(_STANDING, {"person": caller.person_id, "school": school_id})
    ).one()
    return Standing(
        sides=await sides_of(session, school_id),
        is_of_school=row.is_of_school,
        is_head=any(g.role == "school_head" and g.school_id == school_id for g in caller.grants),
        visited_on=row.visited_on,
    )


def why_not_source(source: Source, standing: Standing, caller: Caller) -> str | None:
    """Return why the caller may not state levels of a party, None when he may: nobody writes for another."""
    if source == "school" and "school" not in standing.sides:
        return "Самооценку ставит сама школа."
    if source == "curator" and "curator" not in standing.sides:
        return "Оценку куратора ставит куратор этой школы."
    if source == "curator" and standing.is_of_school:
        return "Вы работаете в этой школе: оценку куратора ставит человек со стороны."
    is_survey_side = caller.client_id is not None or standing.sides & {"office", "methodist"}
    if source == "survey" and not is_survey_side:
        return "Уровни анкеты записывают управление, методист или МЭДК."
    return None


def may_send_files(caller: Caller) -> bool:
    """Tell whether the caller may state survey levels of many schools by a file."""
    return (
        caller.client_id is None
        and Permission.STATE_RISK_LEVELS in caller.permissions
        and any(grant.role in _FILE_ROLES for grant in caller.grants)
    )


def signing_side(standing: Standing) -> Literal["curator", "school"] | None:
    """Return for which side the caller would sign: of the school only its head, from outside only its curator."""
    if not standing.is_of_school and "curator" in standing.sides:
        return "curator"
    return "school" if standing.is_head else None


def missing_for_signature(factors: Sequence[FactorLike], visited_on: date | None) -> list[str]:
    """Return what a profile lacks before anybody may sign it."""
    missing = []
    undecided = sum(f.verdict is None for f in factors)
    if undecided or not factors:
        missing.append(f"решения куратора по {_factors(undecided)}")
    unexplained = sum(
        f.verdict is not None and f.agreement[0] == "differ" and not f.verdict["reason"]
        for f in factors
    )
    if unexplained:
        missing.append(f"причины по {_factors(unexplained)}, где стороны расходятся")
    if visited_on is None:
        missing.append("проведённого посещения школы")
    return missing


def missing_for_submission(factors: Sequence[FactorLike]) -> list[str]:
    """Return what the view of the school lacks before it may be submitted."""
    silent = sum("school" not in f.seen for f in factors)
    return [f"оценки школы по {_factors(silent)}"] if silent or not factors else []


def _factors(number: int) -> str:
    one, few, many = "фактору", "факторам", "факторам"
    return count(number, one, few, many)


def why_not(
    profile: Mapping[str, Any],
    action: str,
    factors: Sequence[FactorLike],
    standing: Standing,
    caller: Caller,
) -> str | None:
    """Return why an action is not possible now for the caller, None when it is."""
    missing: list[str] = []
    has_signed = False
    if action == "sign":
        missing = missing_for_signature(factors, standing.visited_on)
        signers = {profile.get(f"{side}_signed_by_id") for side in ("curator", "school")} - {None}
        has_signed = (
            caller.person_id in signers
            or profile[f"{signing_side(standing) or 'school'}_signed_at"] is not None
        )
    if action == "self_assess":
        missing = missing_for_submission(factors)
    submitted = profile["self_assessed_at"]
    return why_not_profile(
        profile["state"],
        action,
        missing=missing,
        has_signed=has_signed,
        is_of_school=standing.is_of_school and signing_side(standing) != "school"
        if action == "sign"
        else standing.is_of_school,
        submitted_words=short_date(submitted.astimezone(SAMARA).date()) if submitted else None,
    )


def actions_on(
    profile: Mapping[str, Any], factors: Sequence[FactorLike], standing: Standing, caller: Caller
) -> tuple[list[str], dict[str, str]]:
    """Return what the caller may do now, and action → reason for what is his but not possible now."""
    mine = [name for name, is_mine in _functions(standing, caller).items() if is_mine]
    reasons = {
        name: why_not(profile, _RULE.get(name, name), factors, standing, caller) for name in mine
    }
    allowed = [name for name, reason in reasons.items() if reason is None]
    return allowed, {name: reason for name, reason in reasons.items() if reason is not None}


_RULE = {
    "state_school": "state_levels",
    "state_curator": "state_levels",
    "state_survey": "form",
}


def _functions(standing: Standing, caller: Caller) -> dict[str, bool]:
    has = caller.permissions.__contains__
    states = has(Permission.STATE_RISK_LEVELS)
    manages = has(Permission.MANAGE_RISK_PROFILES) and "office" in standing.sides
    return {
        "state_survey": states and why_not_source("survey", standing, caller) is None,
        "state_school": states and "school" in standing.sides,
        "self_assess": states and "school" in standing.sides,
        "state_curator": states and why_not_source("curator", standing, caller) is None,
        "verify": has(Permission.VERIFY_RISK_PROFILES) and "curator" in standing.sides,
        "sign": has(Permission.SIGN_RISK_PROFILES) and signing_side(standing) is not None,
        "lock": manages,
        "reopen": manages,
    }

"""Reads of «Качество данных»: everything is looked for anew at every reading, row-level security leaves the reader's part."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.features.quality.catalogue import OWNERS, SEVERITIES, Rule, areas, catalogue
from backend.features.quality.schemas import (
    ChoiceOut,
    DismissalOut,
    FindingOut,
    GroupOut,
    LinkOut,
    QualityOut,
    RuleOut,
    SchoolQualityOut,
)
from backend.features.quality.statement import search
from backend.tables import School

Found = dict[str, Any]
SHOWN_PER_RULE = 20
SHOWN_OF_ONE_RULE = 200
SHOWN_OF_A_SCHOOL = 10
# Whose move it is by role; a curator and a school are known by the side they stand on.
_ROLE_OWNERS = {"coordinator", "office_specialist", "methodist"}
ONLY_OFFICE = "Строгое замечание отклоняет управление: попросите координатора."
NOT_YOURS = "Отклонить замечание может управление или куратор школы."


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader has chosen; None = everything."""

    area: str | None = None
    severity: str | None = None
    owner: str | None = None
    rule: str | None = None
    school_id: UUID | None = None
    dismissed: bool = False
    mine: bool = False

    def chooses(self, rule: Rule, *, apart_from: str = "") -> bool:
        """Return whether the findings of a rule are asked for, one of the filters left out."""
        asked = {
            "area": (self.area, rule.area),
            "severity": (self.severity, rule.severity),
            "owner": (self.owner, rule.owner),
            "rule": (self.rule, rule.code),
        }
        return all(
            wanted in (None, value) for name, (wanted, value) in asked.items() if name != apart_from
        )


def rule_out(rule: Rule) -> RuleOut:
    """Return a rule in words."""
    return RuleOut.model_validate(
        {
            **rule._asdict(),
            "area_title": areas()[rule.area],
            "severity_title": SEVERITIES[rule.severity],
            "owner_title": OWNERS[rule.owner],
        }
    )


async def look(
    session: AsyncSession,
    caller: Caller,
    today: date,
    chosen: Filter,
    *,
    rules: Mapping[str, Rule] | None = None,
    object_id: UUID | None = None,
    cap: int | None = None,
) -> list[Found]:
    """Return the rows found by the rules: those of the chosen ones up to the cap, one of each other rule for its total."""
    looking = rules or catalogue()
    roles = {grant.role for grant in caller.grants}
    found = await session.execute(
        search(tuple(looking)),
        {
            "today": today,
            "school": chosen.school_id,
            "object": object_id,
            "mine": chosen.mine,
            "dismissed": chosen.dismissed,
            "cap": cap or (SHOWN_OF_ONE_RULE if chosen.rule else SHOWN_PER_RULE),
            "roles": sorted(roles & _ROLE_OWNERS),
            "codes": list(looking),
            "owners": [rule.owner for rule in looking.values()],
            "shown": [code for code, rule in looking.items() if chosen.chooses(rule)],
        },
    )
    return [dict(row) for row in found.mappings()]


async def list_findings(
    session: AsyncSession, caller: Caller, today: date, chosen: Filter
) -> QualityOut:
    """Return findings grouped by rule, and how many each filter would show."""
    rows = await look(session, caller, today, chosen)
    totals = _totals(rows, is_dismissed=chosen.dismissed)
    rules = [rule for rule in catalogue().values() if chosen.chooses(rule)]

    def choices(
        name: str, titles: Mapping[str, str], value_of: Callable[[Rule], str]
    ) -> list[ChoiceOut]:
        counts: Counter[str] = Counter()
        for rule in catalogue().values():
            if chosen.chooses(rule, apart_from=name):
                counts[value_of(rule)] += totals[rule.code]
        return [ChoiceOut(value=v, title=title, count=counts[v]) for v, title in titles.items()]

    return QualityOut(
        today=today,
        checked=len(rules),
        total=sum(totals[rule.code] for rule in rules),
        dismissed_total=sum(_totals(rows, is_dismissed=True)[rule.code] for rule in rules),
        severities=choices("severity", SEVERITIES, lambda rule: rule.severity),
        areas=choices("area", areas(), lambda rule: rule.area),
        owners=choices("owner", OWNERS, lambda rule: rule.owner),
        groups=[
            GroupOut(
                rule=rule_out(rule),
                total=totals[rule.code],
                items=[
                    finding_out(row, caller, today)
                    for row in rows
                    if row["rule"] == rule.code and row["is_dismissed"] == chosen.dismissed
                ],
            )
            for rule in rules
            if totals[rule.code]
        ],
    )


async def list_school_findings(
    session: AsyncSession, caller: Caller, today: date, school_id: UUID
) -> SchoolQualityOut:
    """Return the severest and oldest findings about one school; raises `NotFound`."""
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    rows = await look(session, caller, today, Filter(school_id=school_id), cap=SHOWN_OF_A_SCHOOL)
    totals = _totals(rows, is_dismissed=False)
    rules = catalogue()
    return SchoolQualityOut(
        checked=len(rules),
        total=totals.total(),
        severe=sum(totals[code] for code, rule in rules.items() if rule.severity == "severe"),
        items=[finding_out(row, caller, today) for row in rows if not row["is_dismissed"]][
            :SHOWN_OF_A_SCHOOL
        ],
    )


def finding_out(row: Found, caller: Caller, today: date) -> FindingOut:
    """Return one finding with what the caller may do with it."""
    rule = catalogue()[row["rule"]]
    obstacle = obstacle_to_dismissal(row, caller)
    action = "withdraw" if row["is_dismissed"] else "dismiss"
    tells_why = Permission.DISMISS_QUALITY in caller.permissions and obstacle is not None
    return FindingOut.model_validate(
        {
            **{name: row[name] for name in _AS_FOUND},
            "title": rule.title,
            "severity": rule.severity,
            "age_days": (today - row["since_on"]).days,
            "owner_title": OWNERS[rule.owner],
            "link": LinkOut(kind=row["link_kind"], id=row["link_id"]),
            "dismissal": DismissalOut(
                id=row["dismissal_id"],
                reason=row["reason"],
                who=row["dismissed_by_name"],
                at=row["dismissed_at"],
            )
            if row["is_dismissed"]
            else None,
            "allowed_actions": [] if obstacle else [action],
            "blocked": {action: obstacle} if tells_why else {},
        }
    )


def obstacle_to_dismissal(row: Found, caller: Caller) -> str | None:
    """Return why the caller may not set this finding aside, None when he may."""
    if Permission.DISMISS_QUALITY not in caller.permissions:
        return NOT_YOURS
    if row["office_id"] is not None or "office" in row["sides"]:
        return None
    if "curator" not in row["sides"]:
        return NOT_YOURS
    return ONLY_OFFICE if catalogue()[row["rule"]].severity == "severe" else None


_AS_FOUND = (
    "rule",
    "object_id",
    "school_id",
    "school_name",
    "label",
    "detail",
    "since_on",
    "owner_person",
)


def _totals(rows: Iterable[Found], *, is_dismissed: bool) -> Counter[str]:
    return Counter(
        {row["rule"]: row["total"] for row in rows if row["is_dismissed"] == is_dismissed}
    )

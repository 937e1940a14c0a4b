"""Whom a row counts (schools, curators, the office), which of the needed facts each has, and the figure of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.expected_results import Predicate, Quantifier, in_words, is_achieved
from backend.domain.wording import short_date
from backend.features.plans.schemas import FactOut, FigureOut, MemberFactsOut
from backend.tables import FactKind

_MEMBERS = text(
    """
    select v.activity_id, v.result_position, v.school_id, coalesce(s.short_name, p.full_name, x.title) as name,
        v.met_on, x.facts, v.since, v.counted, v.of_total
    from app.result_state(:edition, :day) v
    join expected_result x on x.activity_id = v.activity_id and x.position = v.result_position
    left join school s on s.id = v.school_id
    left join person p on p.id = v.person_id
    where (cast(:activities as uuid[]) is null or v.activity_id = any (:activities))
        and not (:missing_only and v.met_on is not null)
    order by v.activity_id, v.result_position, s.sort_name, p.full_name, v.school_id, v.person_id
    """
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of one expected result; `since` stands beside `facts`, None = the fact has not come about."""

    activity_id: UUID
    result_position: int
    school_id: UUID | None
    name: str
    met_on: date | None
    facts: list[str]
    since: list[date | None]
    counted: int | None
    of_total: int | None

    @property
    def missing(self) -> list[str]:
        return [f for f, since in zip(self.facts, self.since, strict=True) if since is None]


async def read_members(
    session: AsyncSession,
    *,
    edition_id: UUID,
    day: date,
    activities: Collection[UUID] | None = None,
    missing_only: bool = False,
) -> list[Member]:
    """Return members of the given rows (None = all), in the order of their names."""
    values = {
        "edition": edition_id,
        "day": day,
        "activities": list(activities) if activities is not None else None,
        "missing_only": missing_only,
    }
    return [Member(*row) for row in await session.execute(_MEMBERS, values)]


def facts_of(member: Member, kinds: dict[str, FactKind]) -> MemberFactsOut:
    """Return the member with its facts in words: when each came about, or what is missing."""
    return MemberFactsOut(
        school_id=member.school_id,
        name=member.name,
        is_met=member.met_on is not None,
        counted=member.counted,
        of_total=member.of_total,
        facts=[
            _fact(kinds[code], since, member)
            for code, since in zip(member.facts, member.since, strict=True)
        ],
    )


def _fact(kind: FactKind, since_on: date | None, member: Member) -> FactOut:
    words = f"{kind.title} {short_date(since_on)}" if since_on else kind.missing_text
    if kind.counts_people and since_on:
        words = f"{kind.title}: {member.counted} из {member.of_total}, {short_date(since_on)}"
    return FactOut(code=kind.code, title=kind.title, since_on=since_on, text=words)


def figures_of(
    results: Sequence[Mapping[str, Any]], counted: Mapping[int, RowMapping], due_on: date | None
) -> dict[int, FigureOut]:
    """Return the figure of every expected result by its position; `counted`: what there is of it, by position."""
    return {
        result["position"]: _figure(result, counted.get(result["position"]), due_on)
        for result in results
    }


def _figure(
    result: Mapping[str, Any], counted: RowMapping | None, due_on: date | None
) -> FigureOut:
    predicate = Predicate(
        Quantifier(result["quantifier"]),
        result["threshold"],
        result["members"],
        result["unit"],
        tuple(result["facts"]),
    )
    heads = predicate.unit == "person"
    total = (counted["of_total"] if heads else counted["members"]) if counted else 0
    met = (counted["counted"] if heads else counted["met"]) if counted else 0
    # «Все заявленные люди по каждой из школ»: a school that has told of nobody is not done.
    silent = (
        heads
        and predicate.quantifier is Quantifier.ALL
        and counted
        and counted["met"] < counted["members"]
    )
    frozen = next(
        (f for f in result["frozen"] or () if date.fromisoformat(f["due_on"]) == due_on), None
    )
    recounted = counted is not None and due_on is not None and not heads
    return FigureOut(
        title=result["title"],
        unit=predicate.unit,
        met=met,
        total=total,
        is_achieved=is_achieved(predicate, met=met, total=total) and not silent,
        rule=in_words(predicate, result["titles"] or ()),
        due_on=due_on,
        met_at_due=frozen["met"] if frozen else counted["met_at_due"] if recounted else None,  # type: ignore[index]
        total_at_due=frozen["total"] if frozen else total if recounted else None,
        is_frozen=frozen is not None,
    )

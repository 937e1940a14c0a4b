"""What holds what on the first screen: one missing fact of a school that keeps several of the shown rows open."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.blocking import Gap, blocking_chains
from backend.domain.wording import count
from backend.features.plans.members import Member
from backend.features.plans.schemas import ActivityOut, ChainOut, ChainStepOut
from backend.tables import FactKind

_CHAINS_SHOWN = 3
_FACTS = text(
    "select distinct school_id, fact from fact where school_id = any(:schools) and lineage_id is null"
    " and :day < coalesce(until_on, 'infinity')"
)
_DISPUTES = text(
    "select school_id, count(*) filter (where opinions > 1), count(*)"
    " from (select school_id, factor_id, count(distinct level) as opinions from risk_assessment r"
    "   where school_id = any(:schools) and cycle ="
    "     (select max(n.cycle) from risk_assessment n where n.school_id = r.school_id)"
    "   group by school_id, factor_id) as seen group by school_id"
)


async def list_chains(
    session: AsyncSession,
    rows: Mapping[UUID, ActivityOut],
    missing: Collection[Member],
    kinds: Mapping[str, FactKind],
    today: date,
) -> list[ChainOut]:
    """Return the missing facts that hold several of the rows at once, the longest chains first."""
    names = {member.school_id: member.name for member in missing if member.school_id}
    by_number = {row.number: row for row in rows.values()}
    gaps = [
        Gap(activity=rows[member.activity_id].number, school=str(member.school_id), fact=fact)
        for member in missing
        if member.school_id and member.activity_id in rows
        for fact in member.missing
    ]
    has: dict[str, set[str]] = defaultdict(set)
    for school_id, fact in await session.execute(
        _FACTS, {"schools": sorted({UUID(g.school) for g in gaps}), "day": today}
    ):
        has[str(school_id)].add(fact)
    requires = {code: kind.requires for code, kind in kinds.items()}
    present = {school: frozenset(facts) for school, facts in has.items()}
    chains = blocking_chains(gaps, requires, present)[:_CHAINS_SHOWN]
    disputes = await _disputes(session, [UUID(chain.school) for chain in chains])
    return [
        ChainOut(
            school_id=UUID(chain.school),
            school_name=names[UUID(chain.school)],
            root_code=chain.root,
            root_title=kinds[chain.root].missing_text,
            root_detail=disputes.get(UUID(chain.school))
            if chain.root == "risk_levels_agreed"
            else None,
            steps=[
                ChainStepOut(
                    missing_text=kinds[gap.fact].missing_text,
                    activity_id=by_number[gap.activity].id,
                    number=gap.activity,
                    term_source=by_number[gap.activity].term_source,
                    status=by_number[gap.activity].status,
                )
                for gap in chain.gaps
            ],
        )
        for chain in chains
    ]


async def _disputes(session: AsyncSession, school_ids: list[UUID]) -> dict[UUID, str]:
    """Return «2 фактора из 12» for schools whose parties see risk factors differently."""
    found: dict[UUID, str] = {}
    for school_id, disputed, total in await session.execute(_DISPUTES, {"schools": school_ids}):
        factors = count(disputed, "фактор", "фактора", "факторов")
        found[school_id] = f"{factors} из {total}: куратор и школа оценили по-разному"
    return found

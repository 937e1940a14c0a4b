"""The compact list of profiles: who is where, what comes next. One statement whatever the number of schools."""

from datetime import date

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.lifecycle.risk_profiles import PROFILE_STATE_TITLES
from backend.domain.wording import count
from backend.features.risk_profiles.actions import may_send_files
from backend.features.risk_profiles.schemas import RiskProfileList, RiskProfileRowOut

_CYCLES = text(
    """
    select year, bool_or(is_kept) as is_kept
    from (select unnest(editions) as year, false as is_kept from risk_factor
        union all select cycle, true from risk_profile) as known
    group by year order by year desc
    """
)
_ROWS = text(
    """
    select s.id as school_id, s.short_name as school_name, t.name as municipality, p.cycle, p.state,
        p.curator_signed_at is not null as signed_by_curator, p.school_signed_at is not null as signed_by_school,
        p.verified_on, p.self_assessed_at is not null as is_submitted, seen.factors, seen.differing,
        verdicts.decided, verdicts.selected
    from risk_profile p join school s on s.id = p.school_id join municipality t on t.id = s.municipality_id
    cross join lateral (
        select count(*) as factors, count(*) filter (where views.opinions > 1) as differing
        from (
            select f.id, count(distinct a.level) as opinions
            from risk_factor f
            left join risk_assessment a on a.factor_id = f.id and a.school_id = p.school_id and a.cycle = p.cycle
            where p.cycle = any (f.editions) or a.id is not null
            group by f.id
        ) as views
    ) as seen
    cross join lateral (
        select count(*) as decided, count(*) filter (where v.is_selected) as selected
        from risk_verdict v where v.profile_id = p.id
    ) as verdicts
    where p.cycle = :cycle
    order by s.sort_name, s.id
    """
)


async def list_profiles(
    session: AsyncSession, caller: Caller, *, cycle: int | None, today: date
) -> RiskProfileList:
    """Return the profiles of a cycle (by default the newest that has any), in the order of schools."""
    years = (await session.execute(_CYCLES)).all()
    kept = [row.year for row in years if row.is_kept]
    chosen = cycle or next(iter([*kept, *(row.year for row in years)]), today.year)
    rows = (await session.execute(_ROWS, {"cycle": chosen})).mappings()
    return RiskProfileList(
        cycle=chosen,
        cycles=[row.year for row in years],
        items=[_row(row) for row in rows],
        allowed_actions=["send_level_file"] if may_send_files(caller) else [],
    )


def _row(row: RowMapping) -> RiskProfileRowOut:
    said = {name: value for name, value in row.items() if name != "is_submitted"}
    return RiskProfileRowOut(
        state_title=PROFILE_STATE_TITLES[row["state"]], next_step=_next_step(row), **said
    )


def _next_step(row: RowMapping) -> str:
    """Return what is to be done next, and by whom."""
    if row["state"] == "awaited":
        return "Получить уровни анкеты"
    if row["state"] == "verified":
        return "Закрыть профиль: управление"
    if row["state"] == "locked":
        return "Ничего не нужно"
    if not row["is_submitted"] and row["decided"] == 0:
        return "Отправить самооценку: школа"
    if row["decided"] < row["factors"]:
        left = row["factors"] - row["decided"]
        return f"Решить по {count(left, 'фактору', 'факторам', 'факторам')}: куратор"
    unsigned = [
        who
        for who, is_signed in (
            ("куратор", row["signed_by_curator"]),
            ("директор школы", row["signed_by_school"]),
        )
        if not is_signed
    ]
    return f"Подписать: {' и '.join(unsigned)}"

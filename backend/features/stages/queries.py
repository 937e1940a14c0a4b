"""School × step: read from the facts in two statements, whatever the number of schools."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.stages import Step, cell_state
from backend.features.stages.schemas import (
    StageCellOut,
    StageFactOut,
    StageSchoolOut,
    StagesOut,
    StageStepOut,
)

_FILE = Path(__file__).parents[2] / "data" / "support_stages.yaml"
_MEMBERS = text(
    """
    select distinct s.id, s.short_name, s.sort_name,
        s.id in (select a.school_id from assignment a where a.person_id = :me and a.period @> cast(:day as date)) as is_mine,
        (select p.full_name from assignment a join person p on p.id = a.person_id
            where a.school_id = s.id and a.kind = 'curator' and a.period @> cast(:day as date)) as curator
    from project_member m join school s on s.id = m.school_id
    where :day >= m.joined_on and :day < coalesce(m.left_on, 'infinity')
        and (cast(:plan as uuid) is null or m.plan_id = :plan)
    order by s.sort_name, s.id
    """
)
_FACTS = text(
    """
    select f.subject_id as school_id, f.fact, min(f.since_on) as since_on,
        (array_agg(f.basis order by f.since_on, f.source_id))[1] as basis
    from fact f
    where f.fact = any (:codes) and f.subject_id = any (:schools) and f.since_on <= :day
        and :day < coalesce(f.until_on, 'infinity')
    group by f.subject_id, f.fact
    """
)
_KINDS = text("select code, title, missing_text from fact_kind where code = any (:codes)")


async def list_stages(
    session: AsyncSession,
    caller: Caller,
    *,
    plan_id: UUID | None,
    school_id: UUID | None,
    today: date,
) -> StagesOut:
    """Return the matrix of the members of the project on the day, of the reader's schools."""
    cycle = cycle_of(today)
    steps = steps_of(cycle)
    codes = sorted({fact for step in steps for fact in step.facts})
    members = (
        (await session.execute(_MEMBERS, {"day": today, "plan": plan_id, "me": caller.person_id}))
        .mappings()
        .all()
    )
    if school_id is not None:
        members = [row for row in members if row["id"] == school_id]
    kinds = {
        row["code"]: row for row in (await session.execute(_KINDS, {"codes": codes})).mappings()
    }
    asked = {"codes": codes, "schools": [row["id"] for row in members], "day": today}
    had: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in (await session.execute(_FACTS, asked)).mappings():
        had[row["school_id"]][row["fact"]] = row
    schools = [
        _school(row, [_cell(step, had[row["id"]], kinds, today) for step in steps])
        for row in members
    ]
    return StagesOut(
        cycle=cycle,
        on=today,
        steps=[
            StageStepOut(
                code=step.code, title=step.title, who=step.who, row=step.row, due_on=step.due_on,
                link=step.link, total=len(schools),
                done=sum(school.cells[place].state == "done" for school in schools),
                late=sum(school.cells[place].state == "late" for school in schools),
            )
            for place, step in enumerate(steps)
        ],
        schools=schools,
    )  # fmt: skip


def cycle_of(day: date) -> int:
    """Return the newest cycle with due days that has begun: its debts stay debts after the year has passed."""
    known = {year for entry in _data()["steps"] for year in entry["due"]}
    return max((year for year in known if year <= day.year), default=day.year)


def steps_of(year: int) -> list[Step]:
    """Return the steps with the due days of a cycle; a cycle without days of its own has none."""
    return [
        Step(
            code=entry["code"], title=entry["title"], who=entry["who"], row=entry["row"],
            facts=tuple(entry["facts"]), due_on=entry["due"].get(year), link=entry["link"],
        )
        for entry in _data()["steps"]
    ]  # fmt: skip


def _cell(
    step: Step, had: Mapping[str, Any], kinds: Mapping[str, Any], today: date
) -> StageCellOut:
    since = [had[fact]["since_on"] if fact in had else None for fact in step.facts]
    known = [day for day in since if day is not None]
    state, done_on, days = cell_state(step, since, today)
    return StageCellOut(
        step=step.code,
        state=state,
        done_on=done_on,
        had=len(known),
        needed=len(step.facts),
        days=days,
        facts=[
            StageFactOut(
                code=fact,
                title=kinds[fact]["title"] if fact in kinds else fact,
                since_on=day,
                missing=kinds[fact]["missing_text"] if fact in kinds else "нет сведений",
                basis=had[fact]["basis"] if fact in had else None,
            )
            for fact, day in zip(step.facts, since, strict=True)
        ],
    )


def _school(row: Any, cells: list[StageCellOut]) -> StageSchoolOut:
    return StageSchoolOut(
        school_id=row["id"],
        school_name=row["short_name"],
        curator=row["curator"],
        is_mine=row["is_mine"],
        done=sum(cell.state == "done" for cell in cells),
        late=sum(cell.state == "late" for cell in cells),
        next_step=next((cell.step for cell in cells if cell.state != "done"), None),
        cells=cells,
    )


@cache
def _data() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))

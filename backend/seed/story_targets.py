"""Stage 6: targets of the demonstration over bases counted from its results."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from backend.domain.targets.attainment import plan_words
from backend.domain.targets.measuring import METRICS, Measure
from backend.features.targets.choices import base_in
from backend.features.targets.counting.results import Choice, results_of_choice
from backend.seed.accounts import person_id
from backend.seed.registry import school_id
from backend.seed.sources import BEGINNING, act, insert, key, read_yaml
from backend.tables import SchoolTarget, Subject, TargetStep

TARGETS = "demo_targets.yaml"


async def load_targets(connection: AsyncConnection) -> None:
    """Write the targets in the name of who proposed and who agreed. One transaction."""
    data = read_yaml(TARGETS)
    at = BEGINNING
    subjects = {
        row.code: row.id for row in await connection.execute(sa.select(Subject.code, Subject.id))
    }
    for number, entry in enumerate(data["targets"], 1):
        await act(connection, at=at, person_id=person_id(entry["by"]))
        row = await _row(connection, key("school_target", str(number)), entry, subjects, at)
        await insert(connection, SchoolTarget, [row])
        await _step(connection, row, "propose", "proposed", entry["by"], at)
        if agreed_by := entry.get("agreed_by"):
            await act(connection, at=at, person_id=person_id(agreed_by))
            agreed = {
                "state": "agreed",
                "agreed_by_id": person_id(agreed_by),
                "agreed_at": at,
                "version": 2,
            }
            this = SchoolTarget.id == row["id"]
            await connection.execute(sa.update(SchoolTarget).where(this).values(**agreed))
            await _step(connection, row, "agree", "agreed", agreed_by, at)


async def has_targets(connection: AsyncConnection) -> bool:
    """Tell whether the targets are there (one transaction wrote all of them)."""
    first = sa.select(sa.exists().where(SchoolTarget.id == key("school_target", "1")))
    return bool(await connection.scalar(first))


async def _row(
    connection: AsyncConnection,
    target_id: UUID,
    entry: dict[str, Any],
    subjects: dict[str, UUID],
    at: datetime,
) -> dict[str, Any]:
    names = ("procedure", "wave", "grade", "base_year", "due_year")
    about = {name: entry[name] for name in names} | {
        "school_id": school_id(entry["school"]),
        "subject_id": subjects[entry["subject"]],
    }
    async with AsyncSession(bind=connection) as session:
        years = await results_of_choice(session, Choice(**about))
        base, forms = base_in(years, entry["metric"], entry["base_year"])
    assert base is not None, entry
    metric = METRICS[entry["metric"]]
    return about | {
        "id": target_id, "metric": metric.code, "better": metric.better, "base_total": base.total,
        "base_out_of": base.out_of, "base_n": base.n, "base_forms": forms,
        "target_value": _plan(entry["metric"], base, entry["improve"]), "state": "proposed",
        "proposed_side": "school" if "head_" in entry["by"] or entry["by"] == "school_head" else "office",
        "author_id": person_id(entry["by"]), "version": 1, "recorded_at": at,
    }  # fmt: skip


def _plan(code: str, base: Measure, improve: float) -> Decimal:
    metric = METRICS[code]
    value = metric.value(base)
    assert value is not None
    step = Decimal(str(improve)) * (1 if metric.better == "up" else -1)
    plan = metric.rounded(value).quantize(Decimal("0.1")) + step
    plan = plan if metric.code == "avg_mark" else plan.quantize(Decimal(1))
    return min(max(plan, Decimal(metric.floor)), Decimal(metric.ceiling))


async def _step(
    connection: AsyncConnection,
    row: dict[str, Any],
    action: str,
    state: str,
    who: str,
    at: datetime,
) -> None:
    changes = f"план: {plan_words(row['target_value'])}; год: {row['due_year']}"
    step = {
        "target_id": row["id"], "school_id": row["school_id"], "action": action, "from_state": "proposed",
        "to_state": state, "changes": changes if action == "propose" else None,
        "person_id": person_id(who), "at": at,
    }  # fmt: skip
    await insert(connection, TargetStep, [step])

"""What another rule would say of the frozen counts of a run. A read: PostgreSQL itself refuses a write in it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import wrong_field
from backend.domain.low_results import (
    STATUS_TITLES,
    ZONE_TITLES,
    Rule,
    assess,
    read_counts,
    read_rule,
    why_not_rule,
)
from backend.features.identification.queries import (
    counts_of,
    parameters_out,
    read_rule_version,
    read_run,
)
from backend.features.identification.schemas import (
    IdentificationWhatIfOut,
    MovedSchoolOut,
)

_SHOWN = 200
_LINES = text(
    "select l.school_id, l.school_kind, l.counts, l.status, s.short_name as school_name from identification_line l join school s on s.id = l.school_id where l.run_id = :run"
    " order by s.sort_name, s.id"
).columns(counts=JSONB)


async def what_if(
    session: AsyncSession, run_id: UUID, changed: Mapping[str, Any]
) -> IdentificationWhatIfOut:
    """Return what the list of a run would be with changed parameters; raises `NotFound`, `Invalid`. Writes nothing."""
    run = await read_run(session, run_id)
    stored = (await read_rule_version(session, run["rule_id"]))["parameters"]
    asked = {name: value for name, value in changed.items() if value is not None}
    parameters = {**stored, **asked}
    if "share_pct" in asked and "near_share_pct" not in asked:
        # The group of risk stays below the threshold that is moved.
        parameters["near_share_pct"] = min(stored["near_share_pct"], asked["share_pct"])
    rule = read_rule(parameters)
    wrong = why_not_rule(rule)
    if wrong is not None:
        raise wrong_field(*wrong)
    lines = (await session.execute(_LINES, {"run": run_id})).mappings().all()
    moved, after = await asyncio.to_thread(_moved, rule, lines, run["year"])
    return IdentificationWhatIfOut(
        parameters=parameters_out(parameters),
        before=counts_of(Counter(line["status"] for line in lines)),
        after=counts_of(after),
        moved_total=len(moved),
        moved=moved[:_SHOWN],
    )


def _moved(
    rule: Rule, lines: Sequence[RowMapping], year: int
) -> tuple[list[MovedSchoolOut], Counter[str]]:
    moved: list[MovedSchoolOut] = []
    after: Counter[str] = Counter()
    for line in lines:
        verdict = assess(
            rule, line["school_kind"], read_counts(line["counts"]), year, with_odds=False
        )
        after[verdict.status] += 1
        if verdict.status != line["status"]:
            moved.append(
                MovedSchoolOut.model_validate(
                    {
                        "school_id": line["school_id"],
                        "school_name": line["school_name"],
                        "was": line["status"],
                        "was_title": STATUS_TITLES[line["status"]],
                        "becomes": verdict.status,
                        "becomes_title": STATUS_TITLES[verdict.status],
                        "zone": verdict.zone,
                        "zone_title": ZONE_TITLES[verdict.zone] if verdict.zone else None,
                    }
                )
            )
    return moved, after

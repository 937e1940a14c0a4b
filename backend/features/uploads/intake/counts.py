"""Results given as numbers of marks only («Статистика по отметкам», ДР without rows): protocols without rows."""

import json
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.issues import issue
from backend.domain.scores.packing import task_list
from backend.features.uploads.intake.figures import keep_counted_figure
from backend.features.uploads.intake.stored import current_protocols, last_versions
from backend.features.uploads.intake.verdict import Screening
from backend.features.uploads.intake.writing import task_list_ids

_FIELDS = ("n2", "n3", "n4", "n5")
_NO_TASKS = task_list([], [])
_SUPERSEDE = text(
    "update protocol set state = 'superseded' where id = any(:ids) and state = 'current'"
)
_WRITE = text(
    "insert into protocol (school_id, work_id, version, state, basis, upload_id, scale_id, task_list_id, content_hash,"
    " participants, n2, n3, n4, n5, sum_primary, n_primary, lowered, confirmed, raised, n_below, n_high, sum_test, n_test)"
    " select r.school_id, r.work_id, r.version, 'current', 'counts', :upload_id, null, :task_list_id,"
    "  r.content_hash, r.n, r.n2, r.n3, r.n4, r.n5,"
    "  coalesce(r.sum_primary, 0), coalesce(r.n_primary, 0), 0, 0, 0, r.n2, 0, 0, 0"
    " from jsonb_to_recordset(cast(:rows as jsonb)) r (school_id uuid, work_id uuid, version integer, content_hash text, n integer,"
    "  n2 integer, n3 integer, n4 integer, n5 integer, sum_primary integer, n_primary integer)"
)


async def write_counts(session: AsyncSession, verdict: Screening, *, upload_id: UUID | None) -> int:
    """Compare the counts of a file with what is stored and, for an upload, write them; return how many participants.

    Rows win over counts: a work whose participants are known keeps them, and the sender is told.
    """
    items = _items(verdict)
    if not items:
        return 0
    known = {
        key: verdict.work_ids[verdict.works[item["work"]]]
        for key, item in items.items()
        if verdict.works[item["work"]] in verdict.work_ids
    }
    pairs = [(items[key]["school_id"], work_id) for key, work_id in known.items()]
    stored = await current_protocols(session, pairs)
    writes, old = [], []
    for key, item in items.items():
        before = stored.get((item["school_id"], known[key])) if key in known else None
        if before is not None and before["basis"] == "rows":
            _beside_rows(verdict, item, before)
            continue
        if before is not None:
            _count_pupils(verdict, item, before)
        if before is None or before["content_hash"] != item["content_hash"]:
            writes.append(item)
            old += [before["id"]] if before else []
            verdict.outcomes["protocols_changed" if before else "protocols_new"] += 1
            keep_counted_figure(verdict, item, before)
        else:
            verdict.outcomes["protocols_identical"] += 1
    if upload_id is None or not writes:
        return 0
    if old:
        await session.execute(_SUPERSEDE, {"ids": old})
    for item in writes:
        item["work_id"] = verdict.work_ids[verdict.works[item["work"]]]
    last = await last_versions(session, [(item["school_id"], item["work_id"]) for item in writes])
    for item in writes:
        item["version"] = last.get((item["school_id"], item["work_id"]), 0) + 1
    (task_list_id,) = await task_list_ids(session, [_NO_TASKS])
    await session.execute(
        _WRITE,
        {
            "upload_id": upload_id,
            "task_list_id": task_list_id,
            "rows": json.dumps(writes, default=str),
        },
    )
    return sum(item["n"] for item in writes)


def _beside_rows(verdict: Screening, item: dict[str, Any], stored: Any) -> None:
    same = item["n"] == stored["participants"] and all(
        item[name] == stored[name] for name in _FIELDS
    )
    verdict.outcomes["protocols_identical"] += same
    if not same:
        _tell(verdict, item, stored)


def _count_pupils(verdict: Screening, item: dict[str, Any], stored: Any) -> None:
    """Pupils are the rows here: who leaves a mark has changed it or is missing (the guard needs them)."""
    verdict.outcomes["rows_stored"] += stored["participants"]
    left = sum(max(0, stored[name] - item[name]) for name in _FIELDS)
    missing = max(0, stored["participants"] - item["n"])
    verdict.differences.rows_missing += missing
    verdict.differences.rows_changed += max(0, left - missing)


def _items(verdict: Screening) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the counts by (school, work); a school or work nobody knows is reported and left out."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for entry in verdict.found.counts:
        row, school_no, work_no, n, *marks, sum_primary, n_primary = entry["values"]
        school, work = verdict.school_of[school_no], verdict.work_of[work_no]
        if school < 0:
            _, key, title = verdict.found.schools[school_no]
            message = (
                f"Школы «{(title or key)[:80]}» нет в реестре или она вне вашей области доступа."
            )
            verdict.findings.issues.append(
                issue("school_unknown", message, row=row, table=entry["table"])
            )
        if school < 0 or work < 0:
            continue
        if (school, work) in found:
            message = "Итоги этой школы по этой работе уже есть в файле выше."
            verdict.findings.issues.append(
                issue("participant_duplicate", message, row=row, table=entry["table"])
            )
            continue
        found[school, work] = {
            "school_id": verdict.schools[school]["id"],
            "work": work,
            "row": row,
            "table": entry["table"],
            "n": n,
            **dict(zip(_FIELDS, marks, strict=True)),
            "sum_primary": sum_primary,
            "n_primary": n_primary,
            "content_hash": _hash(n, *marks, sum_primary, n_primary),
        }
    return found


def _hash(*numbers: int | None) -> str:
    """Return the hash of what the sender states: a mark moved from «4» to «5» is a change too."""
    return blake2b(repr(numbers).encode(), digest_size=16).hexdigest()


def _tell(verdict: Screening, item: dict[str, Any], stored: Any) -> None:
    message = (
        f"В файле участников {item['n']}, «2» — {item['n2']}; по строкам участников"
        f" {stored['participants']} и {stored['n_below']}."
    )
    verdict.findings.issues.append(
        issue("counts_against_rows", message, row=item["row"], table=item["table"])
    )

"""Checks a read file against the database and says what writing it would do: part by part, by columns."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.issues import issue
from backend.domain.scores.packing import (
    Protocols,
    Rows,
    in_protocol_order,
    starts_of,
    task_list,
)
from backend.features.uploads.intake import checks
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.merging import Merging
from backend.features.uploads.intake.passports import against_passports, find_passports
from backend.features.uploads.intake.resolving import Sender, WorkKey, resolve
from backend.features.uploads.intake.scales import find_minimum_tests, find_scales
from backend.features.uploads.intake.stored import work_ids
from backend.features.uploads.intake.verdict import Screening, packed

_LOCK = text("select pg_advisory_xact_lock(hashtextextended('work ' || :key, 0))")


async def begin_screening(
    session: AsyncSession,
    found: Gathered,
    *,
    school_id: UUID | None,
    sender: Sender,
    to_write: bool,
) -> Screening:
    """Resolve the names of a file and find its scales. `to_write` lets one writer at a time decide about a work."""
    verdict = Screening(found, await resolve(session, found, school_id=school_id, sender=sender))
    places: dict[WorkKey, int] = {}
    for key in verdict.resolved.works:
        verdict.work_of.append(-1 if key is None else places.setdefault(key, len(places)))
    verdict.works = list(places)
    if to_write:
        for key in sorted(verdict.works, key=WorkKey.as_text):
            await session.execute(_LOCK, {"key": key.as_text()})
    schools: dict[UUID, int] = {}
    for school in verdict.resolved.schools:
        if school is None:
            verdict.school_of.append(-1)
            continue
        if school["id"] not in schools:
            schools[school["id"]] = len(schools)
            verdict.schools.append(school)
        verdict.school_of.append(schools[school["id"]])
    await asyncio.to_thread(found.spool.bring_together, verdict.school_of)
    verdict.work_ids = await work_ids(session, verdict.works)
    verdict.scales = await find_scales(session, verdict.works)
    verdict.minimum_tests = await find_minimum_tests(session, verdict.works)
    verdict.task_lists = [
        task_list([t[0] for t in table["tasks"]], [t[1] for t in table["tasks"]])
        for table in found.tables
    ]
    checks.unknown_works(found, verdict.resolved, verdict.findings)
    _check_maxima(verdict)
    against_passports(verdict, await find_passports(session, verdict.works))
    return verdict


async def screened_parts(
    session: AsyncSession, verdict: Screening, *, strategy: str, clean_rows_only: bool
) -> Any:
    """Yield `Merged` protocols part by part, filling the verdict on the way (an async iterator)."""
    merging = Merging(session, verdict, strategy=strategy)
    for rows in _parts(verdict.found):
        protocols = await asyncio.to_thread(_protocols, verdict, rows, clean_rows_only)
        if len(protocols):
            yield await merging.merge(protocols)


def _parts(found: Gathered) -> Iterator[Rows]:
    yield from found.spool.parts()


def _check_maxima(verdict: Screening) -> None:
    for number, maximum in checks.work_maxima(verdict.found).items():
        work = verdict.work_of[number]
        if work < 0:
            continue
        verdict.maxima[work] = maximum
        scale = verdict.scales[work]
        if scale is not None and scale.maximum != maximum:
            verdict.findings.issues.append(
                issue(
                    "scale_maximum_differs",
                    f"По справочнику максимум работы {scale.maximum}, в файле {maximum}.",
                )
            )
            verdict.scales[work] = None


def _protocols(verdict: Screening, rows: Rows, clean_rows_only: bool) -> Protocols:  # noqa: FBT001
    """Drop what cannot be written, look marks up, group the rest into protocols."""
    found, findings = verdict.found, verdict.findings
    _count_rows(verdict, rows)
    unknown = checks.unknown_schools(found, verdict.resolved, rows, findings)
    work_of = np.array(verdict.work_of or [-1])
    school_of = np.array(verdict.school_of or [-1])
    lost = unknown | (work_of[rows["work"]] < 0)
    if clean_rows_only and "bad" in rows:
        lost |= rows["bad"] > 0
    if lost.any():
        rows = {name: values[~lost] for name, values in rows.items()}
    rows["work"] = work_of[rows["work"]].astype(np.uint32)
    rows["school"] = school_of[rows["school"]].astype(np.uint32)
    rows["tasks_of"] = rows["table"].astype(np.int32)
    rows = in_protocol_order(rows)
    doubtful = checks.repeated(found, rows, findings)
    if doubtful.any():
        rows = {name: values[~doubtful] for name, values in rows.items()}
    markless = checks.marks_by_scale(found, verdict.scales, rows, findings)
    if clean_rows_only and markless.any():
        rows = {name: values[~markless] for name, values in rows.items()}
    _share_task_lists(verdict, rows)
    unfit = checks.differing_tasks(rows, starts_of(rows), findings)
    if unfit.any():
        rows = {name: values[~unfit] for name, values in rows.items()}
    return packed(verdict, rows)


def _share_task_lists(verdict: Screening, rows: Rows) -> None:
    """Tables with the same tasks have one list, so that their rows may stand in one protocol."""
    first: dict[str, int] = {}
    shared = [
        first.setdefault(tasks.digest, number) for number, tasks in enumerate(verdict.task_lists)
    ]
    rows["tasks_of"] = np.array(shared or [0], dtype=np.int32)[rows["tasks_of"]]


def _count_rows(verdict: Screening, rows: Mapping[str, Any]) -> None:
    for counter, name in ((verdict.rows_by_school, "school"), (verdict.rows_by_work, "work")):
        for number, count in enumerate(np.bincount(rows[name]).tolist()):
            if count:
                counter[number] += count

"""Loads subjects and scales from the data files; a changed scale becomes a new version, nothing is deleted.

What a person has written stays in force: a newer version of the file is then only offered.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import Row, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.features.assessments.scale_file import ScaleEntry, scale_entries
from backend.tables import Scale, Subject

DATA = Path(__file__).parents[2] / "data"
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('assessment reference', 0))")
_KEY = ("kind", "procedure", "subject_id", "programme_grade", "series", "year_from")


async def load_assessment_reference(connection: AsyncConnection) -> None:
    """Bring subjects and scales up to the data files, in the caller's transaction (worker role).

    Running it again changes nothing and leaves no trace in the change log.
    """
    await connection.execute(_LOCK)
    await _bring_up_subjects(connection)
    ids = {row.code: row.id for row in await connection.execute(select(Subject.code, Subject.id))}
    data = yaml.safe_load((DATA / "assessment_scales.yaml").read_text(encoding="utf-8"))
    await _bring_up_scales(connection, scale_entries(data), ids)


async def _bring_up_subjects(connection: AsyncConnection) -> None:
    listed = yaml.safe_load((DATA / "subjects.yaml").read_text(encoding="utf-8"))
    nothing: dict[str, Any] = {"family": None, "gia_codes": [], "vpr_codes": []}
    rows = [{**nothing, **subject, "position": place} for place, subject in enumerate(listed, 1)]
    wish = upsert(Subject).values(rows)
    changed = {name: wish.excluded[name] for name in rows[0] if name != "code"}
    differs = [getattr(Subject, name).is_distinct_from(value) for name, value in changed.items()]
    await connection.execute(
        wish.on_conflict_do_update(index_elements=["code"], set_=changed, where=or_(*differs))
    )


async def _bring_up_scales(
    connection: AsyncConnection, entries: list[ScaleEntry], subjects: dict[str, UUID]
) -> None:
    """Write a version for every entry that differs from the newest version the file has given before."""
    versions: dict[tuple[object, ...], list[Row[Any]]] = {}
    stored = select(*Scale.__table__.columns).where(Scale.passport_id.is_(None))
    for row in await connection.execute(stored.order_by(Scale.version)):
        versions.setdefault(tuple(getattr(row, name) for name in _KEY), []).append(row)
    retired: list[UUID] = []
    new: list[dict[str, Any]] = []
    for entry in entries:
        key = _key_values(entry, subjects)
        there = versions.get(tuple(key.values()), [])
        given = [row for row in there if row.origin == "file"]
        if given and all(getattr(given[-1], n) == v for n, v in entry.figures.items()):
            continue
        current = next((row for row in there if row.state == "current"), None)
        replaced = "offered" if current and current.origin == "person" else "current"
        retired += [row.id for row in there if row.state == replaced]
        new.append(
            {
                **key,
                **entry.figures,
                "version": 1 + max((row.version for row in there), default=0),
                "state": replaced,
                "supersedes_id": current.id if current else None,
                "origin": "file",
            }
        )
    if retired:
        await connection.execute(
            update(Scale).where(Scale.id.in_(retired)).values(state="superseded")
        )
    if new:
        await connection.execute(insert(Scale), new)


def _key_values(entry: ScaleEntry, subjects: dict[str, UUID]) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "procedure": entry.procedure,
        "subject_id": subjects[entry.subject],
        "programme_grade": entry.programme_grade,
        "series": entry.series,
        "year_from": entry.year_from,
    }

"""Protocols that are stored already: their versions, and their rows in the columns of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.packing import NO_NAME, NO_VALUE, Rows
from backend.features.uploads.intake.resolving import WorkKey

BATCH = 1_000
_KEY = ("procedure", "year", "wave", "subject_id", "grade", "programme_grade", "series")
_WORKS = text(
    "select w.id, k.place from unnest(cast(:procedure as text[]), cast(:year as smallint[]), cast(:wave as text[]),"
    " cast(:subject_id as uuid[]), cast(:grade as smallint[]), cast(:programme_grade as smallint[]),"
    " cast(:series as text[])) with ordinality"
    " k (procedure, year, wave, subject_id, grade, programme_grade, series, place)"
    " join work w using (procedure, year, wave, subject_id, grade, programme_grade, series)"
)
_CURRENT = text(
    "select p.id, p.school_id, p.work_id, p.version, p.content_hash, p.basis, p.task_list_id,"
    " p.participants, p.n2, p.n3, p.n4, p.n5, p.n_below, p.n4 + p.n5 as n_quality, 2 * p.n2 + 3 * p.n3 + 4 * p.n4 + 5 * p.n5 as sum_marks,"
    " p.n2 + p.n3 + p.n4 + p.n5 as n_marks, coalesce(cardinality(pp.codes), cardinality(pp.long_codes), 0) as rows"
    " from unnest(cast(:schools as uuid[]), cast(:works as uuid[])) k (school_id, work_id)"
    " join protocol p on p.school_id = k.school_id and p.work_id = k.work_id and p.state = 'current'"
    " left join protocol_participants pp on pp.id = p.id"
)
_LAST_VERSIONS = text(
    "select p.school_id, p.work_id, max(p.version) as version"
    " from unnest(cast(:schools as uuid[]), cast(:works as uuid[])) k (school_id, work_id)"
    " join protocol p using (school_id, work_id) group by 1, 2"
)
_ROWS = text(
    "select pp.id, coalesce(pp.long_codes, pp.codes::bigint[]) as codes, pp.class_names, pp.class_numbers, pp.variant_names, pp.variant_numbers,"
    " pp.primary_scores, pp.test_scores, pp.marks, pp.journal_marks, pp.task_scores, t.names, t.maxima"
    " from protocol_participants pp join protocol p on p.id = pp.id join task_list t on t.id = p.task_list_id"
    " where pp.id = any(:ids)"
)
_PLAIN = {
    "primary": "primary_scores",
    "test": "test_scores",
    "mark": "marks",
    "journal": "journal_marks",
}


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Rows of one stored protocol in the columns of a file; `classes` and `variants` hold the names themselves."""

    codes: list[int]
    classes: list[str | None]
    variants: list[str | None]
    values: Mapping[str, list[int]]
    """Field → values, −1 where there is none."""
    task_names: tuple[str, ...]
    task_maxima: tuple[int, ...]
    tasks: Rows | None
    """`{"tasks": n × tasks}`, or None without tasks."""


async def work_ids(session: AsyncSession, works: Sequence[WorkKey]) -> dict[WorkKey, UUID]:
    """Return the ids of the works that exist."""
    if not works:
        return {}
    asked = {name: [getattr(work, name) for work in works] for name in _KEY}
    rows = await session.execute(_WORKS, asked)
    return {works[place - 1]: identifier for identifier, place in rows}


async def current_protocols(
    session: AsyncSession, keys: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], RowMapping]:
    """Return the current protocols of (school, work) pairs."""
    rows = await session.execute(_CURRENT, _pairs(keys))
    return {(row["school_id"], row["work_id"]): row for row in rows.mappings()}


async def last_versions(
    session: AsyncSession, keys: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], int]:
    """Return the last version number of (school, work) pairs that ever had a protocol."""
    rows = await session.execute(_LAST_VERSIONS, _pairs(keys))
    return {(row[0], row[1]): row[2] for row in rows}


async def stored_rows(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, StoredRows]:
    """Return the rows of protocols, a batch at a time."""
    found: dict[UUID, StoredRows] = {}
    for start in range(0, len(ids), BATCH):
        rows = await session.execute(_ROWS, {"ids": list(ids[start : start + BATCH])})
        for row in rows.mappings():
            found[row["id"]] = _unpacked(row)
    return found


def _unpacked(row: RowMapping) -> StoredRows:
    size = len(row["codes"])
    tasks: Rows | None = None
    if row["task_scores"] is not None and row["names"]:
        flat = [NO_VALUE if value is None else value for value in row["task_scores"]]
        tasks = {"tasks": np.array(flat, dtype=np.int8).reshape(size, len(row["names"]))}
    return StoredRows(
        codes=row["codes"],
        classes=_named(row["class_names"], row["class_numbers"], size),
        variants=_named(row["variant_names"], row["variant_numbers"], size),
        values={
            field: [NO_VALUE if value is None else value for value in row[column] or [None] * size]
            for field, column in _PLAIN.items()
        },
        task_names=tuple(row["names"]),
        task_maxima=tuple(row["maxima"]),
        tasks=tasks,
    )


def _named(
    names: Sequence[str] | None, numbers: Sequence[int | None] | None, size: int
) -> list[str | None]:
    if names is None or numbers is None:
        return [None] * size
    return [names[number - 1] if number else None for number in numbers]


def _pairs(keys: Sequence[tuple[UUID, UUID]]) -> dict[str, list[UUID]]:
    return {"schools": [school for school, _ in keys], "works": [work for _, work in keys]}


def as_rows(
    stored: StoredRows,
    *,
    school: int,
    work: int,
    tasks_of: int,
    width: int,
    class_number: Mapping[str, int],
    variant_number: Mapping[str, int],
) -> Rows:
    """Return stored rows as rows of a file (row 0: they stand in no file), tasks padded to `width`."""
    size = len(stored.codes)
    rows: Rows = {
        "table": np.zeros(size, dtype=np.uint16),
        "row": np.zeros(size, dtype=np.uint32),
        "school": np.full(size, school, dtype=np.uint32),
        "work": np.full(size, work, dtype=np.uint32),
        "tasks_of": np.full(size, tasks_of, dtype=np.int32),
        "code": np.array(stored.codes, dtype=np.int64),
        "class": numbered(stored.classes, class_number),
        "variant": numbered(stored.variants, variant_number),
        "mark": np.array(stored.values["mark"], dtype=np.int8),
        "journal": np.array(stored.values["journal"], dtype=np.int8),
        "primary": np.array(stored.values["primary"], dtype=np.int16),
        "test": np.array(stored.values["test"], dtype=np.int16),
    }
    if width:
        padded = np.full((size, width), NO_VALUE, dtype=np.int8)
        if stored.tasks is not None:
            padded[:, : stored.tasks["tasks"].shape[1]] = stored.tasks["tasks"]
        rows["tasks"] = padded
    return rows


def numbered(names: Sequence[str | None], number: Mapping[str, int]) -> NDArray[np.uint16]:
    """Return names as the numbers a file gives them."""
    return np.array([NO_NAME if name is None else number[name] for name in names], dtype=np.uint16)

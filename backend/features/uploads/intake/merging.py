"""Protocols of a file beside the stored ones: which are new, which change, which stay; rows merged on request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.packing import NO_VALUE, Protocols, Rows, in_protocol_order, task_list
from backend.features.uploads.intake.differences import compare
from backend.features.uploads.intake.figures import keep_figures
from backend.features.uploads.intake.stored import (
    StoredRows,
    as_rows,
    current_protocols,
    numbered,
    stored_rows,
)
from backend.features.uploads.intake.verdict import Screening, packed

Key = tuple[UUID, UUID]
Stored = RowMapping


@dataclass(slots=True)
class Merged:
    """Protocols of one part and what each replaces; `writes` are those that differ from what is stored."""

    protocols: Protocols
    stored: list[Stored | None]
    writes: NDArray[np.integer]


class Merging:
    """Compares part after part with what is stored; with `upsert` stored rows the file lacks join its protocols."""

    def __init__(self, session: AsyncSession, verdict: Screening, *, strategy: str) -> None:
        self._session = session
        self._verdict = verdict
        self._is_upsert = strategy == "upsert"
        self._silent = {
            name: {table["number"] for table in verdict.found.tables if name not in table["fields"]}
            for name in ("class", "variant", "journal")
        }
        """Tables without a column for what a pupil keeps."""

    async def merge(self, protocols: Protocols) -> Merged:
        """Return the protocols as they would be written, and count what that changes."""
        stored = await self._stored(protocols)
        rows: dict[UUID, StoredRows] = {}
        if self._is_upsert:
            rows = await self._rows_of([old for old in stored if old is not None])
            unfit = self._unfit(protocols, stored, rows)
            if unfit.any():
                kept = np.repeat(~unfit, protocols.ends - protocols.starts)
                protocols = self._packed(
                    {name: values[kept] for name, values in protocols.rows.items()}
                )
                stored = [old for old, is_unfit in zip(stored, unfit, strict=True) if not is_unfit]
            protocols = self._with_stored(protocols, stored, rows)
        differs = [
            old is None or old["content_hash"] != digest or old["basis"] != "rows"
            for old, digest in zip(stored, protocols.hashes, strict=True)
        ]
        changing = [
            old
            for old, differing in zip(stored, differs, strict=True)
            if differing and old is not None
        ]
        rows = rows or await self._rows_of(changing)
        self._count(protocols, stored, differs, rows)
        return Merged(protocols, stored, np.flatnonzero(np.array(differs, dtype=bool)))

    async def _stored(self, protocols: Protocols) -> list[Stored | None]:
        keys = [self._key(protocols, place) for place in range(len(protocols))]
        known = [key for key in keys if key is not None]
        current = await current_protocols(self._session, known) if known else {}
        return [current.get(key) if key else None for key in keys]

    def _key(self, protocols: Protocols, place: int) -> Key | None:
        verdict = self._verdict
        work_id = verdict.work_ids.get(verdict.works[int(protocols.work[place])])
        return (verdict.schools[int(protocols.school[place])]["id"], work_id) if work_id else None

    async def _rows_of(self, stored: Sequence[Stored]) -> dict[UUID, StoredRows]:
        ids = [old["id"] for old in stored if old["basis"] == "rows"]
        return await stored_rows(self._session, ids)

    def _with_stored(
        self, protocols: Protocols, stored: Sequence[Stored | None], rows: Mapping[UUID, StoredRows]
    ) -> Protocols:
        verdict = self._verdict
        joined: list[Rows] = []
        width = protocols.rows["tasks"].shape[1] if "tasks" in protocols.rows else 0
        for place, old in enumerate(stored):
            if old is None or old["id"] not in rows:
                continue
            self._keep_unsaid(protocols, place, rows[old["id"]])
            held = _only_others(rows[old["id"]], protocols, place)
            if not held.codes:
                continue
            tasks_of, width = self._common_tasks(held, protocols, place, width)
            joined.append(
                as_rows(
                    held,
                    school=int(protocols.school[place]),
                    work=int(protocols.work[place]),
                    tasks_of=tasks_of,
                    width=width,
                    class_number=_numbers(verdict.found.classes, held.classes),
                    variant_number=_numbers(verdict.found.variants, held.variants),
                )
            )
        if not joined:
            return self._packed(protocols.rows)
        return self._packed(in_protocol_order(_concatenated([protocols.rows, *joined])))

    def _packed(self, rows: Rows) -> Protocols:
        return packed(self._verdict, rows)

    def _unfit(
        self, protocols: Protocols, stored: Sequence[Stored | None], rows: Mapping[UUID, StoredRows]
    ) -> NDArray[np.bool_]:
        """Report protocols that name other tasks than the stored rows they would be joined with."""
        verdict = self._verdict
        found = np.zeros(len(protocols), dtype=bool)
        for place, old in enumerate(stored):
            if old is None or old["id"] not in rows:
                continue
            held = rows[old["id"]]
            told = verdict.task_lists[int(protocols.rows["tasks_of"][protocols.starts[place]])]
            same = (held.task_names, held.task_maxima) == (told.names, told.maxima)
            if not same and held.task_names and told.names:
                found[place] = bool(_only_others(held, protocols, place).codes)
        verdict.findings.add(
            "tasks_differ", protocols.rows, protocols.starts[found],
            lambda _place: "В сохранённом протоколе у этой работы другие задания.",
        )  # fmt: skip
        return found

    def _keep_unsaid(self, protocols: Protocols, place: int, stored: StoredRows) -> None:
        """A column the table does not have says nothing: who is stored keeps the class, variant and journal mark."""
        if not any(self._silent.values()):
            return
        rows, found = protocols.rows, self._verdict.found
        part = slice(int(protocols.starts[place]), int(protocols.ends[place]))
        tables = rows["table"][part].tolist()
        codes = rows["code"][part].tolist()
        old = {code: number for number, code in enumerate(stored.codes)}
        held: dict[str, NDArray[np.integer]] = {
            "class": numbered(stored.classes, _numbers(found.classes, stored.classes)),
            "variant": numbered(stored.variants, _numbers(found.variants, stored.variants)),
            "journal": np.array(stored.values["journal"], dtype=np.int8),
        }
        for name, values in held.items():
            silent = self._silent[name]
            if silent.isdisjoint(tables):
                continue
            if name not in rows:
                rows[name] = np.full(
                    len(rows["code"]), _EMPTY.get(name, NO_VALUE), dtype=values.dtype
                )
            elif not rows[name].flags.writeable:
                rows[name] = rows[name].copy()
            for at, (table, code) in enumerate(zip(tables, codes, strict=True), start=part.start):
                if table in silent and code in old:
                    rows[name][at] = values[old[code]]

    def _common_tasks(
        self, held: StoredRows, protocols: Protocols, place: int, width: int
    ) -> tuple[int, int]:
        """One side has tasks, the other only sums: the protocol keeps the tasks, empty where they are unknown."""
        verdict = self._verdict
        part = slice(int(protocols.starts[place]), int(protocols.ends[place]))
        tasks_of = int(protocols.rows["tasks_of"][part.start])
        if held.task_names and not verdict.task_lists[tasks_of].names:
            known = task_list(held.task_names, held.task_maxima)
            if known not in verdict.task_lists:
                verdict.task_lists.append(known)
            tasks_of = verdict.task_lists.index(known)
            protocols.rows["tasks_of"][part] = tasks_of
        return tasks_of, max(width, len(held.task_names))

    def _count(
        self,
        protocols: Protocols,
        stored: Sequence[Stored | None],
        differs: Sequence[bool],
        rows: Mapping[UUID, StoredRows],
    ) -> None:
        verdict = self._verdict
        sizes = (protocols.ends - protocols.starts).tolist()
        for place, (old, differing) in enumerate(zip(stored, differs, strict=True)):
            if old is None:
                verdict.outcomes["protocols_new"] += 1
                verdict.differences.rows_new += sizes[place]
                continue
            verdict.outcomes["rows_stored"] += old["rows"]
            if not differing:
                verdict.outcomes["protocols_identical"] += 1
                verdict.differences.rows_unchanged += sizes[place]
                continue
            verdict.outcomes["protocols_changed"] += 1
            if (
                old["id"] not in rows
            ):  # counts give way to rows: fewer pupils than were counted are missing
                counted = old["participants"]
                verdict.outcomes["rows_stored"] += counted
                verdict.differences.rows_missing += max(
                    0, counted - int(protocols.counts["participants"][place])
                )
                verdict.differences.rows_new += sizes[place]
                continue
            tasks = verdict.task_lists[int(protocols.rows["tasks_of"][protocols.starts[place]])]
            compare(
                verdict.differences,
                protocols,
                place,
                rows[old["id"]],
                school_id=verdict.schools[int(protocols.school[place])]["id"],
                work_title=verdict.title_of(int(protocols.work[place])),
                class_names=verdict.found.classes,
                variant_names=verdict.found.variants,
                task_names=tasks.names,
            )
        keep_figures(verdict, protocols, stored, differs)


def _only_others(stored: StoredRows, protocols: Protocols, place: int) -> StoredRows:
    """Return the stored rows of participants the file does not have."""
    start, end = int(protocols.starts[place]), int(protocols.ends[place])
    present = set(protocols.rows["code"][start:end].tolist())
    kept = [number for number, code in enumerate(stored.codes) if code not in present]
    return StoredRows(
        codes=[stored.codes[n] for n in kept],
        classes=[stored.classes[n] for n in kept],
        variants=[stored.variants[n] for n in kept],
        values={name: [values[n] for n in kept] for name, values in stored.values.items()},
        task_names=stored.task_names,
        task_maxima=stored.task_maxima,
        tasks=None if stored.tasks is None else {"tasks": stored.tasks["tasks"][kept]},
    )


def _numbers(names: list[str], wanted: Sequence[str | None]) -> dict[str, int]:
    """Return numbers of names, adding those the file does not know."""
    numbers = {name: number for number, name in enumerate(names)}
    for name in wanted:
        if name is not None and name not in numbers:
            numbers[name] = len(names)
            names.append(name)
    return numbers


def _concatenated(parts: Sequence[Rows]) -> Rows:
    names = {name for part in parts for name in part} - {"tasks"}
    sizes = [len(part["code"]) for part in parts]
    found: Rows = {}
    for name in sorted(names):
        empty = _EMPTY.get(name, NO_VALUE)
        kind = next(part[name].dtype for part in parts if name in part)
        found[name] = np.concatenate(
            [
                part[name] if name in part else np.full(size, empty, dtype=kind)
                for part, size in zip(parts, sizes, strict=True)
            ]
        )
    width = max((part["tasks"].shape[1] for part in parts if "tasks" in part), default=0)
    if width:
        tasks = np.full((sum(sizes), width), NO_VALUE, dtype=np.int8)
        start = 0
        for part, size in zip(parts, sizes, strict=True):
            if "tasks" in part:
                tasks[start : start + size, : part["tasks"].shape[1]] = part["tasks"]
            start += size
        found["tasks"] = tasks
    return found


_EMPTY = {"bad": 0, "class": 65_535, "variant": 65_535}

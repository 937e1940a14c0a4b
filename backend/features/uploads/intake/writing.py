"""Writes protocols: works and task lists found or made, old versions superseded, new ones copied in bulk."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.packing import TaskList
from backend.features.uploads.intake.copying import ARRAYS, COUNTS, copied
from backend.features.uploads.intake.merging import Merged
from backend.features.uploads.intake.resolving import WorkKey, written_on
from backend.features.uploads.intake.stored import last_versions
from backend.features.uploads.intake.verdict import Screening

_WORK = text(
    "insert into work (procedure, year, wave, subject_id, grade, programme_grade, series, max_primary, written_on)"
    " values (:procedure, :year, :wave, :subject_id, :grade, :programme_grade, :series, :max_primary, :written_on)"
    " on conflict on constraint uq_work_key do update set series = excluded.series returning id"
)
_TASK_LISTS = text(
    "with given as (select digest, array(select jsonb_array_elements_text(names)) as names,"
    "   array(select jsonb_array_elements_text(maxima)::smallint) as maxima"
    "   from jsonb_to_recordset(cast(:lists as jsonb)) g (digest text, names jsonb, maxima jsonb)),"
    " made as (insert into task_list (digest, names, maxima) select digest, names, maxima from given"
    "   on conflict (digest) do nothing returning digest, id)"
    " select digest, id from made union select digest, id from task_list where digest in (select digest from given)"
)
_ARRAY_TYPES = {
    "codes": "integer[]",
    "long_codes": "bigint[]",
    "class_names": "text[]",
    "variant_names": "text[]",
}
_STAGING = text(
    "create temporary table if not exists staged_protocol (id uuid, school_id uuid, work_number integer,"
    " tasks_number integer, version integer, content_hash text, row_count integer, "
    + ", ".join(f"{name} integer" for name in COUNTS)
    + ", "
    + ", ".join(f"{name} {_ARRAY_TYPES.get(name, 'smallint[]')}" for name in ARRAYS)
    + ") on commit drop"
)
_SUPERSEDE = text(
    "update protocol set state = 'superseded' where id = any(:ids) and state = 'current'"
)
_PROTOCOLS = text(
    "insert into protocol (id, school_id, work_id, version, state, basis, upload_id, scale_id, task_list_id,"  # noqa: S608 - our own column names
    f" content_hash, {', '.join(COUNTS)})"
    " select s.id, s.school_id, w.work_id, s.version, 'current', 'rows', :upload_id, w.scale_id, t.task_list_id,"
    f" s.content_hash, {', '.join(f's.{name}' for name in COUNTS)} from staged_protocol s"
    " join unnest(cast(:works as uuid[]), cast(:scales as uuid[])) with ordinality w (work_id, scale_id, number)"
    "   on w.number = s.work_number + 1"
    " join unnest(cast(:task_lists as uuid[])) with ordinality t (task_list_id, number)"
    "   on t.number = s.tasks_number + 1"
)
_PARTICIPANTS = text(
    f"insert into protocol_participants (id, {', '.join(ARRAYS)})"  # noqa: S608 - our own column names
    f" select id, {', '.join(ARRAYS)} from staged_protocol"
)
_CLEAR = text("delete from staged_protocol")


async def make_works(session: AsyncSession, verdict: Screening) -> None:
    """Make the works that do not exist yet."""
    for number, key in enumerate(verdict.works):
        if key not in verdict.work_ids:
            verdict.work_ids[key] = await _make_work(session, verdict, number, key)


async def write_part(
    session: AsyncSession, verdict: Screening, part: Merged, *, upload_id: UUID
) -> tuple[int, int]:
    """Write the protocols of a part that differ from what is stored; return how many protocols and rows."""
    places = part.writes
    if not len(places):
        return 0, 0
    protocols = part.protocols
    keys = [
        (
            verdict.schools[int(protocols.school[place])]["id"],
            verdict.work_ids[verdict.works[int(protocols.work[place])]],
        )
        for place in places
    ]
    last = await last_versions(session, keys)
    versions = np.array([last.get(key, 0) + 1 for key in keys], dtype=np.int32)
    old = [stored["id"] for place in places if (stored := part.stored[place]) is not None]
    if old:
        await session.execute(_SUPERSEDE, {"ids": old})
    task_lists = await task_list_ids(session, verdict.task_lists)
    await session.execute(_STAGING)
    chunks = copied(
        protocols,
        places,
        school_ids=[school["id"].bytes for school in verdict.schools],
        versions=versions,
        task_counts=[len(tasks.names) for tasks in verdict.task_lists],
    )
    raw: Any = (await (await session.connection()).get_raw_connection()).driver_connection
    await raw.copy_to_table("staged_protocol", source=_off_the_loop(chunks), format="binary")
    await session.execute(
        _PROTOCOLS,
        {
            "upload_id": upload_id,
            "works": [verdict.work_ids[key] for key in verdict.works],
            "scales": [scale.id if scale else None for scale in verdict.scales],
            "task_lists": task_lists,
        },
    )
    await session.execute(_PARTICIPANTS)
    await session.execute(_CLEAR)
    return len(places), int((protocols.ends - protocols.starts)[places].sum())


async def _make_work(session: AsyncSession, verdict: Screening, number: int, key: WorkKey) -> UUID:
    told = verdict.found.works[verdict.work_of.index(number)]
    scale = verdict.scales[number]
    made: UUID = (
        await session.execute(
            _WORK,
            {
                **{name: getattr(key, name) for name in WorkKey.__dataclass_fields__},
                "max_primary": verdict.maxima.get(number) or (scale.maximum if scale else None),
                "written_on": written_on(told),
            },
        )
    ).scalar_one()
    return made


async def task_list_ids(session: AsyncSession, lists: Sequence[TaskList]) -> list[UUID]:
    given = sorted(
        set(lists), key=lambda tasks: tasks.digest
    )  # in one order, or two writers wait for each other
    asked = json.dumps([{"digest": t.digest, "names": t.names, "maxima": t.maxima} for t in given])
    ids: dict[str, UUID] = {}
    while len(ids) < len(
        given
    ):  # a list another writer has just made is seen by the next statement only
        rows = await session.execute(_TASK_LISTS, {"lists": asked})
        ids |= {row[0]: row[1] for row in rows}
    return [ids[tasks.digest] for tasks in lists]


async def _off_the_loop(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Encode chunk after chunk in a thread: the lease of the job must be kept alive meanwhile."""
    while (chunk := await asyncio.to_thread(next, chunks, b"")) != b"":
        yield chunk

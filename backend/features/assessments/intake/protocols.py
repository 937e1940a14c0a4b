"""Writes protocols: works found or made, old versions superseded, new ones with packed participants."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.features.assessments.intake.screening import Draft, Screening, WorkKey
from backend.tables.assessments import Protocol, ProtocolParticipants, Work

_KEY = ("procedure", "year", "wave", "subject_id", "grade", "programme_grade")
_NEW_IDS = text("select uuidv7() from generate_series(1, :count)")


async def write_protocols(session: AsyncSession, verdict: Screening, *, upload_id: UUID) -> int:
    """Write every draft that differs from what is stored; return how many protocols were written.

    The work is locked by `screen(to_write=True)`: versions of a protocol are numbered without gaps.
    """
    assert verdict.work is not None
    changed = [draft for draft in verdict.drafts if draft.outcome != "identical"]
    work_id = await _work(session, verdict.work)
    if not changed:
        return 0
    school_ids = [draft.school_id for draft in changed]
    versions = await _last_versions(session, work_id, school_ids)
    await session.execute(
        update(Protocol)
        .where(
            Protocol.work_id == work_id,
            Protocol.school_id.in_(school_ids),
            Protocol.state == "current",
        )
        .values(state="superseded")
        .execution_options(synchronize_session=False)
    )
    ids = list(await session.scalars(_NEW_IDS, {"count": len(changed)}))
    await session.execute(
        insert(Protocol),
        [
            _protocol_row(
                draft,
                verdict,
                id=new_id,
                work_id=work_id,
                version=versions.get(draft.school_id, 0) + 1,
                upload_id=upload_id,
            )
            for new_id, draft in zip(ids, changed, strict=True)
        ],
    )
    await session.execute(
        insert(ProtocolParticipants),
        [_participants_row(draft, new_id) for new_id, draft in zip(ids, changed, strict=True)],
    )
    return len(changed)


async def _work(session: AsyncSession, work: WorkKey) -> UUID:
    values = {name: getattr(work, name) for name in (*_KEY, "max_primary", "written_on")}
    made: UUID | None = await session.scalar(
        upsert(Work).values(values).on_conflict_do_nothing().returning(Work.id)
    )
    if made is not None:
        return made
    key = {name: values[name] for name in _KEY}
    return (await session.scalars(select(Work.id).filter_by(**key))).one()


async def _last_versions(
    session: AsyncSession, work_id: UUID, school_ids: list[UUID]
) -> dict[UUID, int]:
    rows = await session.execute(
        select(Protocol.school_id, func.max(Protocol.version))
        .where(Protocol.work_id == work_id, Protocol.school_id.in_(school_ids))
        .group_by(Protocol.school_id)
    )
    return {row[0]: row[1] for row in rows}


def _protocol_row(draft: Draft, verdict: Screening, **named: Any) -> dict[str, Any]:
    packed = draft.packed
    counts = packed.counts
    return {
        **named,
        "school_id": draft.school_id,
        "state": "current",
        "scale_id": verdict.scale["id"] if verdict.scale else None,
        "content_hash": packed.content_hash,
        "participants": counts.n,
        "n2": counts.n2,
        "n3": counts.n3,
        "n4": counts.n4,
        "n5": counts.n5,
        "sum_primary": packed.sum_primary,
        "n_primary": packed.n_primary,
        "lowered": counts.lowered,
        "confirmed": counts.confirmed,
        "raised": counts.raised,
        "task_max": verdict.task_max,
        "task_names": verdict.task_names,
    }


def _participants_row(draft: Draft, protocol_id: UUID) -> dict[str, Any]:
    packed = draft.packed
    return {
        "protocol_id": protocol_id,
        "codes": packed.codes,
        "class_names": packed.class_names,
        "variants": packed.variants,
        "primary_scores": packed.primary_scores,
        "marks": packed.marks,
        "journal_marks": packed.journal_marks,
        "task_scores": packed.task_scores,
    }

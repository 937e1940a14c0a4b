"""Reads of jobs; row-level security shows one's own and those of visible uploads."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.core.paging import encode_cursor, read_cursor
from backend.features.jobs.schemas import JobOut, JobPage
from backend.tables import Job

FINAL_STATES = frozenset({"done", "dead", "cancelled"})


async def get_job(session: AsyncSession, job_id: UUID) -> JobOut:
    """Return one job; raises `NotFound` for a foreign or nonexistent one alike."""
    job = await session.get(Job, job_id, populate_existing=True)
    if job is None:
        raise NotFound("Такого задания нет или оно вам не видно.")
    return _out(job)


async def list_jobs(
    session: AsyncSession, *, state: str | None, cursor: str | None, limit: int
) -> JobPage:
    """Return the newest jobs first; `state='dead'` lists those that need a person."""
    query = select(Job).order_by(Job.id.desc()).limit(limit + 1)
    if state:
        query = query.where(Job.state == state)
    if cursor:
        query = query.where(Job.id < read_cursor(cursor, UUID)[0])
    rows = (await session.scalars(query)).all()
    return JobPage(
        items=[_out(job) for job in rows[:limit]],
        next_cursor=encode_cursor([rows[limit - 1].id]) if len(rows) > limit else None,
    )


def _out(job: Job) -> JobOut:
    total = job.progress_total
    return JobOut(
        id=job.id,
        kind=job.kind,
        state=job.state,
        attempt=job.attempt,
        progress_done=job.progress_done,
        progress_total=total,
        percent=100 if job.state == "done" else job.progress_done * 100 // total if total else None,
        progress_text=job.progress_text,
        error=job.error,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )

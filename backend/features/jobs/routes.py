"""State, list and live progress of background jobs."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller, enter
from backend.access.tokens import Claims
from backend.core.web import CursorParam, Limit
from backend.features.jobs import queries
from backend.features.jobs.schemas import JobOut, JobPage

router = APIRouter(tags=["jobs"])
_POLL_SECONDS = 0.4
_STREAM_SECONDS = 300


@router.get("/jobs")
async def list_jobs(
    session: Session,
    _caller: Annotated[Caller, requires(Permission.SEE_JOBS)],
    state: Literal["queued", "running", "done", "dead", "cancelled"] | None = None,
    cursor: CursorParam = None,
    limit: Limit = 50,
) -> JobPage:
    """Jobs, newest first; `state=dead` shows those whose every attempt failed."""
    return await queries.list_jobs(session, state=state, cursor=cursor, limit=limit)


@router.get("/jobs/{job_id}")
async def get_job(
    job_id: UUID, session: Session, _caller: Annotated[Caller, requires(Permission.SEE_JOBS)]
) -> JobOut:
    """State and progress of one job."""
    return await queries.get_job(session, job_id)


@router.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_job(
    job_id: UUID,
    request: Request,
    session: Session,
    caller: Annotated[Caller, requires(Permission.SEE_JOBS)],
    clock: AppClock,
) -> StreamingResponse:
    """Live progress (server-sent events): one `job` event a change, the stream ends with the job."""
    first = await queries.get_job(session, job_id)
    return StreamingResponse(
        _events(request, caller, clock, first),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _events(
    request: Request, caller: Caller, clock: AppClock, job: JobOut
) -> AsyncGenerator[str, None]:
    """The reply outlives its request's session: each look opens a short one of its own."""
    claims = Claims(kind=caller.kind, subject=caller.id, session_id=caller.session_id)
    deadline = asyncio.get_running_loop().time() + _STREAM_SECONDS
    said: JobOut | None = None
    while True:
        if job != said:
            yield f"event: job\ndata: {job.model_dump_json()}\n\n"
            said = job
        if job.state in queries.FINAL_STATES or asyncio.get_running_loop().time() > deadline:
            return
        await asyncio.sleep(_POLL_SECONDS)
        async with request.app.state.sessions() as session, session.begin():
            entered = await enter(
                session, claims, request_id=request.state.request_id, moment=clock.fixed
            )
            if entered is None or Permission.SEE_JOBS not in entered.permissions:
                return
            job = await queries.get_job(session, job.id)

"""Background work of documents: taking the text out of a version. May run again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.core.jobs import JobHandler, RunningJob
from backend.features.documents import versions
from backend.features.documents.reading.reader import ReadText, read_text


async def _read(job: RunningJob, session: AsyncSession) -> None:
    try:
        async with job.files.local_copy(job.payload["sha256"]) as path:
            found = await read_text(path, settings=job.settings)
    except NotFound:
        found = ReadText("unreadable", None)
    await versions.record_text(session, UUID(job.payload["version_id"]), found.state, found.text)


async def _died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    await versions.record_text(session, UUID(job.payload["version_id"]), "unreadable", None)


HANDLERS: dict[str, JobHandler] = {versions.READ_JOB: JobHandler(run=_read, on_dead=_died)}

"""Background reading of plan files, in a limited child; may run again, and writes once."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.core.jobs import JobHandler, RunningJob
from backend.features.editions.imports import commands
from backend.features.editions.office_files.reading.reader import Refused, read_plan_file


async def read_import(job: RunningJob, session: AsyncSession) -> None:
    """Read the file and keep what was recognised, or why it is no plan."""
    import_id = UUID(job.payload["import_id"])
    await job.report(0, 1, "Читаем таблицу плана")
    try:
        async with job.files.local_copy(job.payload["sha256"]) as path:
            found = await read_plan_file(path, settings=job.settings)
    except NotFound:
        sentence = "Файл не найден в хранилище. Загрузите его ещё раз или сообщите администратору."
        await commands.record_refusal(session, import_id, sentence)
        return
    if isinstance(found, Refused):
        await commands.record_refusal(session, import_id, found.refusal)
    else:
        await commands.record_recognised(session, import_id, found)
    await job.report(1, 1, "План прочитан")


async def _died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Прочитать файл не удалось из-за сбоя на нашей стороне. Загрузите его ещё раз."
    await commands.record_refusal(session, UUID(job.payload["import_id"]), sentence)


HANDLERS: dict[str, JobHandler] = {
    commands.READ_JOB: JobHandler(run=read_import, on_dead=_died),
}

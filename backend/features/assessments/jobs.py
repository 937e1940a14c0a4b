"""Background work of uploads: reading and checking a file, writing its protocols. Both may run again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import act_as
from backend.core.errors import NotFound
from backend.core.jobs import JobHandler, RunningJob
from backend.features.assessments import commands
from backend.features.assessments.intake.parser import Parsed, parse_file


async def screen_upload(job: RunningJob, session: AsyncSession) -> None:
    """Read the file in a limited child, check it against the database, keep the verdict."""
    upload_id = UUID(job.payload["upload_id"])
    async with job.sessions() as marking, marking.begin():
        await act_as(marking, person_id=job.person_id, client_id=job.client_id)
        if not await commands.start_parsing(marking, upload_id):
            return
    await job.report(0, 3, "Читаем файл")
    parsed = await _parsed(job)
    await job.report(1, 3, "Проверяем строки")
    await commands.record_screening(session, upload_id, parsed)
    await job.report(3, 3, "Проверка закончена")


async def commit_upload(job: RunningJob, session: AsyncSession) -> None:
    """Write the protocols of a checked upload, all of them or none."""
    upload_id = UUID(job.payload["upload_id"])
    await job.report(0, 2, "Читаем файл")
    parsed = await _parsed(job)
    await job.report(1, 2, "Записываем протоколы")
    await commands.record_commit(session, upload_id, parsed)
    await job.report(2, 2, "Протоколы записаны")


async def _parsed(job: RunningJob) -> Parsed:
    try:
        async with job.files.local_copy(job.payload["sha256"]) as path:
            return await parse_file(path, settings=job.settings)
    except NotFound:
        sentence = "Файл не найден в хранилище. Загрузите его ещё раз или сообщите администратору."
        return Parsed(sheet=None, dialect={}, refusal=sentence)


async def _screening_died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Проверить файл не удалось из-за сбоя на нашей стороне. Загрузите его ещё раз."
    await commands.fail_upload(session, UUID(job.payload["upload_id"]), sentence)


async def _commit_died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Записать протокол не удалось из-за сбоя на нашей стороне: ничего не записано. Попробуйте ещё раз."
    await commands.return_to_screen(session, UUID(job.payload["upload_id"]), sentence)


HANDLERS: dict[str, JobHandler] = {
    commands.SCREEN_JOB: JobHandler(run=screen_upload, on_dead=_screening_died),
    commands.COMMIT_JOB: JobHandler(run=commit_upload, on_dead=_commit_died),
}

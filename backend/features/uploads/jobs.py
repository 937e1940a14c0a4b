"""Background work of uploads: reading and checking a file, writing its protocols, taking them back. All may run again."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import act_as
from backend.core.errors import NotFound
from backend.core.files import sweep_incoming
from backend.core.jobs import JobHandler, RunningJob
from backend.features.uploads import commands, recording
from backend.features.uploads.intake.gathering import Gathered, Seen, Spool, sweep_spools
from backend.features.uploads.intake.reader import read_file
from backend.features.uploads.records import change_upload, locked_upload

_WATCH_SECONDS = 1.0
_READ_SHARE = 60
"""Percent of the work that reading is."""
log = structlog.get_logger("marshrut.uploads")
_STATE = text("select state from upload where id = :id")
_STILL_NEEDED = text(
    "select exists (select from upload where sha256 = :sha256"
    "   and state in ('received', 'parsing', 'screened', 'committing'))"
    " or exists (select from document_version where file_sha256 = :sha256)"
    " or exists (select from visit_file where file_sha256 = :sha256)"
    " or exists (select from evidence where file_sha256 = :sha256)"
    " or exists (select from action_point where file_sha256 = :sha256)"
    " or exists (select from programme_measure where file_sha256 = :sha256)"
    " or exists (select from plan_import where file_sha256 = :sha256)"
    " or exists (select from act where file_sha256 = :sha256)"
)


async def screen_upload(job: RunningJob, session: AsyncSession) -> None:
    """Read the file in a limited child, check it against the database, keep the verdict (or commit a clean file)."""
    upload_id = UUID(job.payload["upload_id"])
    async with job.sessions() as marking, marking.begin():
        await act_as(marking, person_id=job.person_id, client_id=job.client_id)
        upload = await recording.start_parsing(marking, upload_id)
        if upload is None:
            return
        school = await recording.sender_school(marking, upload)
    found = await _read(job, upload_id, upload, school)
    if found is None:
        return
    try:
        await job.report(60, 100, f"Проверяем строки: {found.rows_total}")
        await recording.record_screening(session, upload_id, found)
    finally:
        found.spool.close()
    await job.report(100, 100, "Проверка закончена")


async def commit_upload(job: RunningJob, session: AsyncSession) -> None:
    """Write the protocols of a checked upload, all of them or none."""
    upload_id = UUID(job.payload["upload_id"])
    async with job.sessions() as reading, reading.begin():
        await act_as(reading, person_id=job.person_id, client_id=job.client_id)
        upload = await locked_upload(reading, upload_id)
        school = await recording.sender_school(reading, upload)
    found = await _read(job, upload_id, upload, school)
    if found is None:
        return
    try:
        await job.report(60, 100, f"Записываем протоколы: строк {found.rows_total}")
        await recording.record_commit(session, upload_id, found)
    finally:
        found.spool.close()
    await job.report(100, 100, "Протоколы записаны")


async def revert_upload(job: RunningJob, session: AsyncSession) -> None:
    """Bring back the versions of protocols before an upload."""
    await job.report(0, 100, "Возвращаем прежние версии")
    await recording.record_revert(
        session,
        UUID(job.payload["upload_id"]),
        person_id=job.person_id,
        keep_changed=job.payload["keep_changed"],
        reason=job.payload["reason"],
    )
    await job.report(100, 100, "Откат закончен")


async def purge_upload_file(job: RunningJob, session: AsyncSession) -> None:
    """Remove the original of a decided file with names or documents, unless another record holds the same file."""
    sha256 = job.payload["sha256"]
    if not await session.scalar(_STILL_NEEDED, {"sha256": sha256}):
        await job.files.discard(sha256)


async def _read(
    job: RunningJob, upload_id: UUID, upload: Mapping[str, Any], school: dict[str, Any] | None
) -> Gathered | None:
    """Read the file, saying how far it is; None when the upload was cancelled meanwhile."""
    await job.report(0, 100, "Читаем файл")
    spools = job.settings.var_dir / "spool"
    await asyncio.to_thread(sweep_spools, spools)
    await asyncio.to_thread(sweep_incoming, job.files.root)
    seen = Seen()
    try:
        async with job.files.local_copy(job.payload["sha256"]) as path:
            reading = asyncio.create_task(
                read_file(
                    path,
                    filename=upload["filename"],
                    options=upload["options"],
                    sender_school=school,
                    settings=job.settings,
                    seen=seen,
                )
            )
            watch = asyncio.create_task(_watch(job, upload_id, seen, reading))
            try:
                return await reading
            except asyncio.CancelledError:
                if watch.done():
                    return None
                raise
            finally:
                watch.cancel()
                reading.cancel()
                await asyncio.wait({reading, watch})
    except NotFound:
        sentence = "Файл не найден в хранилище. Загрузите его ещё раз или сообщите администратору."
        return Gathered(Spool(spools), refusal=sentence)


async def _watch(
    job: RunningJob, upload_id: UUID, seen: Seen, reading: "asyncio.Task[Gathered]"
) -> None:
    """Say how far the reading is, and stop it when the upload is cancelled."""
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        try:
            async with job.sessions() as session:
                state = await session.scalar(_STATE, {"id": upload_id})
            if state == "cancelled":
                reading.cancel()
                return
            if seen.of:
                share = min(1.0, seen.done / seen.of)
                await job.report(int(_READ_SHARE * share), 100, f"Прочитано строк: {seen.rows}")
        except Exception:
            log.exception(
                "progress_not_told"
            )  # the database may be restarting: the reading goes on


async def _screening_died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Проверить файл не удалось из-за сбоя на нашей стороне. Загрузите его ещё раз."
    await recording.fail_upload(session, UUID(job.payload["upload_id"]), sentence)


async def _commit_died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Записать протокол не удалось из-за сбоя на нашей стороне: ничего не записано. Попробуйте ещё раз."
    await recording.return_to_screen(session, UUID(job.payload["upload_id"]), sentence)


async def _revert_died(job: RunningJob, session: AsyncSession, error: str) -> None:  # noqa: ARG001
    sentence = "Откатить загрузку не удалось из-за сбоя на нашей стороне: всё осталось как было. Попробуйте ещё раз."
    await change_upload(session, UUID(job.payload["upload_id"]), error=sentence)


HANDLERS: dict[str, JobHandler] = {
    commands.SCREEN_JOB: JobHandler(run=screen_upload, on_dead=_screening_died),
    commands.COMMIT_JOB: JobHandler(run=commit_upload, on_dead=_commit_died),
    commands.REVERT_JOB: JobHandler(run=revert_upload, on_dead=_revert_died),
    commands.PURGE_JOB: JobHandler(run=purge_upload_file),
}

"""The file of an upload given back with what is wrong: marked, or its wrong rows only. Made in a limited child."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.dependencies import Reopen
from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound, Problem, Unavailable
from backend.core.files import FileStore
from backend.core.limited_child import NoAnswer
from backend.core.settings import Settings
from backend.core.streaming_child import consume_child
from backend.domain.scores.cells import normal
from backend.domain.scores.rules import ERROR
from backend.features.uploads.exports.findings import fresh_findings, kept_findings
from backend.features.uploads.intake.reader import ParserKilled
from backend.features.uploads.recording import sender_school

ROWS_MARKED = 200_000
"""A larger file is not marked as a whole."""
_CHILD = "backend.features.uploads.exports.marking_child"
_CHILD_SECONDS = 120
_PATIENCE_SECONDS = 20.0
_ENVIRONMENT = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_STEM_LENGTH = 120
_UPLOAD = text(
    "select u.id, u.number, u.state, u.filename, u.sha256, u.options, u.strategy, u.reading, u.rows_total,"
    " u.is_personal, u.school_id, u.person_id, u.client_id, u.error, u.clean_rows_only from upload u where u.id = :id"
)
_UNREAD = {
    "received": "Файл ещё не проверен. Дождитесь конца проверки.",
    "parsing": "Файл ещё проверяется. Дождитесь конца проверки.",
    "failed": "Файл не удалось прочитать, помечать в нём нечего: причина на странице загрузки.",
}


_BUSY = "Сделать книгу не хватило места в памяти. Повторите через минуту."


class OriginalGone(Problem):
    status = 410
    slug = "original-gone"
    title = "Файла больше нет"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook on the disk, ready to be sent; closing it removes it."""

    name: str
    content: BinaryIO


async def marked_book(
    upload_id: UUID,
    *,
    is_failed_only: bool,
    caller: Caller,
    reopen: Reopen,
    files: FileStore,
    settings: Settings,
    turns: asyncio.Semaphore,
) -> Book:
    """Make the book; raises `NotFound`, `Conflict`, `OriginalGone`, `Unavailable`. No transaction lasts meanwhile."""
    async with reopen() as session:
        upload = await _upload(session, upload_id)
        _refuse_unread(upload)
        reading = upload["reading"]
        findings, is_all = await kept_findings(session, upload_id, reading)
        school = await sender_school(session, upload)
    try:
        async with _turn(turns), files.local_copy(upload["sha256"]) as path:
            _refuse_pointless(upload, is_failed_only=is_failed_only)
            if not is_all and caller.id in {upload["person_id"], upload["client_id"]}:
                fresh = await fresh_findings(reopen, path, upload, school, settings)
                findings, is_all = (findings, False) if fresh is None else (fresh, True)
            asked = {
                "filename": upload["filename"],
                "reading": upload["options"],
                "sender_school": school,
                "findings": findings,
                "unknown_subjects": _unknown_subjects(reading),
                "is_failed_only": is_failed_only,
                "about": _about(upload, is_all=is_all),
            }
            content = await _made(path, asked, settings)
    except NotFound:
        raise OriginalGone(_gone(upload)) from None
    except ParserKilled:
        raise Unavailable(_BUSY, headers={"Retry-After": "30"}) from None
    return Book(_name(upload["filename"], is_failed_only=is_failed_only), content)


async def _made(path: Any, asked: Mapping[str, Any], settings: Settings) -> BinaryIO:
    folder = settings.var_dir / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    content = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed when it was sent

    def keep(stream: BinaryIO) -> str | None:
        refusal: str | None = json.loads(stream.readline()).get("refusal")
        shutil.copyfileobj(stream, content)
        return refusal

    try:
        refusal = await consume_child(
            _CHILD,
            path,
            asked=json.dumps(asked, default=str).encode() + b"\n",
            settings=settings.model_copy(update={"parser_seconds": _CHILD_SECONDS}),
            consume=keep,
            environment=_ENVIRONMENT,
        )
        if isinstance(refusal, NoAnswer) and refusal.was_killed:
            raise Unavailable(_BUSY, headers={"Retry-After": "30"})
        if isinstance(refusal, NoAnswer):
            raise Unavailable(
                "Книгу с ошибками сделать не удалось: файл слишком велик. Ошибки по строкам есть на странице загрузки."
            )
        if refusal:
            raise Conflict(refusal, slug="upload-unreadable")
    except BaseException:
        content.close()
        raise
    return content


@asynccontextmanager
async def _turn(turns: asyncio.Semaphore) -> AsyncIterator[None]:
    """Let a few books be made at once; the rest wait a little and are then asked to come again."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await turns.acquire()
    except TimeoutError:
        detail = "Сейчас делается слишком много книг сразу. Повторите через минуту."
        raise Unavailable(detail, headers={"Retry-After": "30"}) from None
    try:
        yield
    finally:
        turns.release()


async def _upload(session: AsyncSession, upload_id: UUID) -> dict[str, Any]:
    row = (await session.execute(_UPLOAD, {"id": upload_id})).mappings().first()
    if row is None:
        raise NotFound("Такой загрузки нет среди доступных вам.")
    return dict(row)


def _refuse_unread(upload: Mapping[str, Any]) -> None:
    if sentence := _UNREAD.get(upload["state"]):
        raise Conflict(sentence, slug="upload-not-read")


def _refuse_pointless(upload: Mapping[str, Any], *, is_failed_only: bool) -> None:
    groups = (upload["reading"] or {}).get("groups", [])
    if is_failed_only and not any(group["severity"] == ERROR for group in groups):
        raise Conflict("В файле нет строк с ошибками.", slug="nothing-failed")
    rows = upload["rows_total"] or 0
    if not is_failed_only and rows > ROWS_MARKED:
        shown = f"{rows:,}".replace(",", "\u00a0")
        raise Conflict(
            f"В файле {shown} строк, целиком помечаем до 200\u00a0000. Скачайте «Только строки с ошибками»"
            " или разделите файл (например, CSV по школам) и загрузите частями.",
            slug="too-many-rows",
        )


def _gone(upload: Mapping[str, Any]) -> str:
    if upload["is_personal"]:
        return (
            "Исходный файл удалён: в нём были имена или документы, после решения он не хранится."
            " Замечания по строкам остались на странице загрузки."
        )
    return "Исходного файла больше нет в хранилище. Замечания по строкам остались на странице загрузки."


def _unknown_subjects(reading: Mapping[str, Any] | None) -> list[str]:
    works = reading["file"]["works"] if reading else []
    return sorted({normal(w["subject"]) for w in works if w["subject"] and not w["subject_id"]})


def _about(upload: Mapping[str, Any], *, is_all: bool) -> list[tuple[str, str]]:
    lines = [("Загрузка", f"№ {upload['number']}")]
    if upload["state"] == "committed" and upload["clean_rows_only"]:
        lines.append(("Записано", "Строки без ошибок записаны. Строк с ошибками в протоколах нет."))
    if not is_all:
        words = (
            "Ошибок, которые видны только по базе (школы, повторы, шкала), больше, чем помещается: показаны первые."
            " Полный список получает тот, кто отправил файл."
        )
        lines.append(("Не всё", words))
    return lines


def _name(filename: str, *, is_failed_only: bool) -> str:
    """Keep the sender's words in front: some layouts tell the work by the name of the file."""
    stem = PurePosixPath(filename).stem[:_STEM_LENGTH] or "файл"
    return f"{stem} – {'строки с ошибками' if is_failed_only else 'с пометками'}.xlsx"

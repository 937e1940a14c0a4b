"""What the worker does to an upload: keeps what the check found, writes protocols, takes them back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.jobs import enqueue
from backend.domain.lifecycle.uploads import is_guarded, next_upload_state
from backend.features.uploads.commands import PURGE_JOB
from backend.features.uploads.intake.counts import write_counts
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.resolving import Sender
from backend.features.uploads.intake.screening import begin_screening, screened_parts
from backend.features.uploads.intake.verdict import Screening
from backend.features.uploads.intake.writing import make_works, write_part
from backend.features.uploads.records import change_upload, keep_verdict, locked_upload

Progress = Callable[[int, int, str], Awaitable[None]]
_SENDERS_SCHOOL = text("select id, code, fisoko_login from school where id = :id")
_WORK_LOCKS = text(
    "select pg_advisory_xact_lock(hashtextextended('work ' || k, 0)) from (select distinct concat_ws(' ', w.procedure,"
    ' w.year, w.wave, w.subject_id, w.grade, w.programme_grade, w.series) collate "C" as k'
    " from protocol p join work w on w.id = p.work_id where p.upload_id = :id order by 1) keys"
)
_IN_FORCE = text("select exists (select from protocol where id = :id and state = 'current')")
_LATER = text("select count(*) from protocol where upload_id = :id and state = 'superseded'")
_REVERT = text(
    "update protocol set state = 'reverted' where upload_id = :id and state in ('current', 'superseded')"
    " returning school_id, work_id, old.state as was, participants"
)
_RESTORE = text(
    "update protocol p set state = 'current' from (select distinct on (o.school_id, o.work_id) o.id"
    "  from unnest(cast(:schools as uuid[]), cast(:works as uuid[])) k (school_id, work_id)"
    "  join protocol o on o.school_id = k.school_id and o.work_id = k.work_id and o.state = 'superseded'"
    "  order by o.school_id, o.work_id, o.version desc) last where p.id = last.id"
)


class NotCommitted(Exception):
    """Nothing may be written; the text says why. Whatever was written is undone by the caller's savepoint."""


class Overtaken(NotCommitted):
    """The correction of a participant was made from a version of the protocol that is no longer in force."""


async def start_parsing(session: AsyncSession, upload_id: UUID) -> Mapping[str, Any] | None:
    """Mark that the file is being read and return the upload; None when it was decided meanwhile."""
    upload = await locked_upload(session, upload_id)
    state = next_upload_state(upload["state"], "start_parsing")
    if state is None:
        return None
    if state != upload["state"]:
        await change_upload(session, upload_id, state=state)
    return upload


async def sender_school(session: AsyncSession, upload: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the school a file without a school means: the chosen one, or the sender's only one."""
    chosen = upload["options"].get("school_id") or upload["school_id"]
    if chosen is None:
        return None
    row = (await session.execute(_SENDERS_SCHOOL, {"id": UUID(str(chosen))})).mappings().first()
    if row is None:
        return None
    return {"id": str(row["id"]), "code": row["code"], "login": row["fisoko_login"]}


async def record_screening(session: AsyncSession, upload_id: UUID, found: Gathered) -> None:
    """Keep what the check found, and commit at once when the sender asked for it and nothing stands against it."""
    upload = await locked_upload(session, upload_id)
    if next_upload_state(upload["state"], "screen") is None:
        return
    if found.refusal is not None:
        await fail_upload(session, upload_id, found.refusal)
        return
    if upload["auto_commit"]:
        try:
            async with session.begin_nested():
                verdict, written = await _write(session, upload_id, upload, found)
        except Overtaken as refusal:
            await fail_upload(session, upload_id, str(refusal))
            return
        except NotCommitted:
            pass
        else:
            await keep_verdict(session, upload_id, verdict, is_compared=True, guarded=False)
            await change_upload(
                session, upload_id, state="committed", error=None, rows_written=written,
                screened_at=func.app.now(), decided_at=func.app.now(),
            )  # fmt: skip
            await _purge(session, upload, found)
            return
    await _keep_fresh_verdict(session, upload_id, upload, found)
    await change_upload(session, upload_id, state="screened", screened_at=func.app.now())


async def record_commit(session: AsyncSession, upload_id: UUID, found: Gathered) -> None:
    """Check the file once more and write it whole, or hand it back with what has become wrong since."""
    upload = await locked_upload(session, upload_id)
    if next_upload_state(upload["state"], "finish_commit") is None:
        return
    if found.refusal is not None:
        await return_to_screen(session, upload_id, found.refusal)
        return
    try:
        async with session.begin_nested():
            verdict, written = await _write(session, upload_id, upload, found)
    except NotCommitted as refusal:
        await _keep_fresh_verdict(session, upload_id, upload, found)
        await return_to_screen(session, upload_id, str(refusal))
        return
    await keep_verdict(
        session, upload_id, verdict, is_compared=True, guarded=_needs_a_second(upload, verdict)
    )
    await change_upload(
        session,
        upload_id,
        state=next_upload_state("committing", "finish_commit"),
        error=None,
        rows_written=written,
    )
    await _purge(session, upload, found)


async def record_revert(
    session: AsyncSession,
    upload_id: UUID,
    *,
    person_id: UUID | None,
    keep_changed: bool,
    reason: str,
) -> None:
    """Bring back the versions before the upload; protocols changed later stay as they are, or nothing happens."""
    upload = await locked_upload(session, upload_id)
    state = next_upload_state(upload["state"], "revert")
    if state is None:
        return
    await session.execute(_WORK_LOCKS, {"id": upload_id})
    later = (await session.execute(_LATER, {"id": upload_id})).scalar_one()
    if later and not keep_changed:
        sentence = "Откат не выполнен: пока он ждал очереди, часть протоколов изменили."
        await change_upload(session, upload_id, error=sentence)
        return
    undone = (await session.execute(_REVERT, {"id": upload_id})).mappings().all()
    current = [row for row in undone if row["was"] == "current"]
    await session.execute(
        _RESTORE,
        {
            "schools": [row["school_id"] for row in current],
            "works": [row["work_id"] for row in current],
        },
    )
    await change_upload(
        session,
        upload_id,
        state=state,
        error=None,
        revert_reason=reason,
        reverted_at=func.app.now(),
        reverted_by=person_id,
    )


async def fail_upload(session: AsyncSession, upload_id: UUID, sentence: str) -> None:
    """Say truthfully that the file could not be read; an upload already decided keeps its state."""
    upload = await locked_upload(session, upload_id)
    state = next_upload_state(upload["state"], "fail")
    if state is not None:
        await change_upload(
            session, upload_id, state=state, error=sentence, screened_at=func.app.now()
        )


async def return_to_screen(session: AsyncSession, upload_id: UUID, sentence: str) -> None:
    """Give the decision back to people: nothing was written."""
    upload = await locked_upload(session, upload_id)
    state = next_upload_state(upload["state"], "return_to_screen")
    if state is not None:
        await change_upload(
            session, upload_id, state=state, error=sentence, decided_at=None, decided_by=None
        )


async def _keep_fresh_verdict(
    session: AsyncSession, upload_id: UUID, upload: Mapping[str, Any], found: Gathered
) -> None:
    """Check the file against what is stored now, writing nothing, and keep what that found.

    A file with errors can only be written without its bad rows: what that would change is told.
    """
    verdict = await _screened(session, upload, found, clean_only=bool(found.errors))
    if verdict.errors and not found.errors:
        verdict = await _screened(session, upload, found, clean_only=True)
    await keep_verdict(
        session,
        upload_id,
        verdict,
        is_compared=not found.questions,
        guarded=_needs_a_second(upload, verdict),
    )


async def _screened(
    session: AsyncSession, upload: Mapping[str, Any], found: Gathered, *, clean_only: bool
) -> Screening:
    verdict = await begin_screening(
        session, found, school_id=_school(upload), sender=_sender(upload), to_write=False
    )
    strategy = "upsert" if clean_only or found.is_partial else upload["strategy"]
    parts = screened_parts(session, verdict, strategy=strategy, clean_rows_only=clean_only)
    async for _ in parts:
        pass
    await write_counts(session, verdict, upload_id=None)
    return verdict


async def _write(
    session: AsyncSession, upload_id: UUID, upload: Mapping[str, Any], found: Gathered
) -> tuple[Screening, int]:
    """Write all protocols of a file; raises `NotCommitted` (the savepoint of the caller undoes what was written)."""
    clean_only = upload["clean_rows_only"]
    strategy = "upsert" if clean_only or found.is_partial else upload["strategy"]
    if found.questions:
        raise NotCommitted("По файлу есть вопросы без ответа.")
    verdict = await begin_screening(
        session, found, school_id=_school(upload), sender=_sender(upload), to_write=True
    )
    await _refuse_overtaken(session, upload)
    if verdict.errors and not clean_only:
        raise NotCommitted(_NO_LONGER_CLEAN)
    if verdict.forbids_all:
        raise NotCommitted("В файле есть ошибка, которая касается всех строк.")
    await make_works(session, verdict)
    written = 0
    async for part in screened_parts(
        session, verdict, strategy=strategy, clean_rows_only=clean_only
    ):
        if verdict.errors and not clean_only:
            raise NotCommitted(_NO_LONGER_CLEAN)
        _, rows = await write_part(session, verdict, part, upload_id=upload_id)
        written += rows
    written += await write_counts(session, verdict, upload_id=upload_id)
    if verdict.errors and not clean_only:
        raise NotCommitted(_NO_LONGER_CLEAN)
    decider = upload["decided_by"]
    by_sender = decider is None or decider == upload["person_id"]
    if _needs_a_second(upload, verdict) and by_sender:
        raise NotCommitted(
            "За время ожидания изменилось больше 10 % записанных строк: решение должен принять другой сотрудник."
        )
    return verdict, written


def _needs_a_second(upload: Mapping[str, Any], verdict: Screening) -> bool:
    """One participant of a small class is more than a tenth of it: a correction names its reason instead."""
    return upload["kind"] != "participant" and is_guarded(verdict.changed_share)


async def _refuse_overtaken(session: AsyncSession, upload: Mapping[str, Any]) -> None:
    """Refuse a correction whose protocol was replaced while it waited. The lock of the work is held."""
    base = upload["options"].get("protocol_id") if upload["kind"] == "participant" else None
    if base and not await session.scalar(_IN_FORCE, {"id": UUID(base)}):
        raise Overtaken(
            "Пока правка ждала очереди, протокол изменили: ничего не записано. Откройте его новую версию и повторите."
        )


_NO_LONGER_CLEAN = "За время ожидания файл перестал проходить проверку."


async def _purge(session: AsyncSession, upload: Mapping[str, Any], found: Gathered) -> None:
    """Ask to remove the original of a file with names or documents: what is needed of it is written."""
    if found.is_personal:
        await enqueue(session, PURGE_JOB, {"sha256": upload["sha256"]})


def _sender(upload: Mapping[str, Any]) -> Sender:
    return Sender(upload["person_id"], upload["client_id"])


def _school(upload: Mapping[str, Any]) -> UUID | None:
    chosen = upload["options"].get("school_id") or upload["school_id"]
    return UUID(str(chosen)) if chosen else None

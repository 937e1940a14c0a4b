"""What people do to uploads: send, choose how to read, map, commit, cancel, ask for a revert. Jobs do the work."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import Conflict, Invalid
from backend.core.files import StoredFile
from backend.core.jobs import enqueue
from backend.domain.lifecycle.uploads import (
    next_upload_state,
    why_not_cancel,
    why_not_commit,
    why_not_read_again,
    why_not_revert,
)
from backend.features.uploads.queries import get_upload
from backend.features.uploads.records import change_upload, locked_upload
from backend.features.uploads.schemas.reading import MappingIn, ReadingIn
from backend.features.uploads.schemas.uploads import CommitIn, RevertIn, UploadOut
from backend.tables import School, Subject, Upload

SCREEN_JOB = "screen_upload"
COMMIT_JOB = "commit_upload"
REVERT_JOB = "revert_upload"
PURGE_JOB = "purge_upload_file"
_FILENAME_LENGTH = 200
_LOCK_CONTENT = text("select pg_advisory_xact_lock(hashtextextended('upload ' || :sha256, 0))")
# A committed file may come again when it would change figures: its every protocol has been replaced since, or what
# it found written already may have been (keys are in the order of time), or only its rows without errors were taken.
_SAME_CONTENT = text(
    "select u.id from upload u where u.sha256 = :sha256"
    " and (u.state in ('received', 'parsing', 'screened', 'committing') or u.state = 'committed'"
    "   and u.strategy = :strategy and not (u.clean_rows_only and u.rows_bad > 0)"
    "   and not (exists (select from protocol p where p.upload_id = u.id)"
    "     and not exists (select from protocol p where p.upload_id = u.id and p.state = 'current'))"
    "   and not ((u.reading #>> '{file,outcomes,protocols_identical}')::integer > 0"
    "     and (exists (select from protocol p where p.id > u.job_id and p.upload_id <> u.id)"
    "       or exists (select from upload o where o.state = 'reverted' and o.job_id > u.job_id))))"
    " order by u.number limit 1"
)
_CHANGED_LATER = text(
    "select count(*) as changed, string_agg(distinct s.short_name, ', ' order by s.short_name) as schools"
    " from (select school_id from protocol where upload_id = :id and state = 'superseded' limit 1000) p"
    " join school s on s.id = p.school_id"
)
_REMEMBER = text(
    "insert into upload_mapping (person_id, client_id, kind, source, school_id, subject_id)"
    " select app.person_id(), app.client_id(), :kind, :source, :school_id, :subject_id"
    " on conflict on constraint uq_upload_mapping_source do update"
    " set school_id = excluded.school_id, subject_id = excluded.subject_id, recorded_at = app.now()"
)
_IN_WORK = text(
    "select exists (select from job where id = :job_id and kind = :kind and state in ('queued', 'running'))"
)


async def receive_upload(
    session: AsyncSession,
    caller: Caller,
    *,
    stored: StoredFile,
    filename: str | None,
    kind: str = "file",
    strategy: str = "sync",
    auto_commit: bool = False,
    options: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> tuple[UploadOut, bool]:
    """Register a stored file and ask for its check; return it and whether it is new.

    The same content that the caller can already see in work or written is not taken twice.
    """
    await session.execute(_LOCK_CONTENT, {"sha256": stored.sha256})
    asked = {"sha256": stored.sha256, "strategy": strategy}
    existing = await session.scalar(_SAME_CONTENT, asked)
    if existing is not None:
        return await get_upload(session, caller, existing), False
    upload_id: UUID = (await session.scalars(select(func.uuidv7()))).one()
    job_id = await enqueue(session, SCREEN_JOB, {"upload_id": upload_id, "sha256": stored.sha256})
    await session.execute(
        insert(Upload)
        .values(
            id=upload_id,
            state="received",
            kind=kind,
            strategy=strategy,
            auto_commit=auto_commit,
            options=dict(options or {}),
            reason=reason,
            filename=shown_filename(filename),
            size=stored.size,
            sha256=stored.sha256,
            person_id=caller.person_id,
            client_id=caller.client_id,
            job_id=job_id,
            **_scope(caller),
        )
        .inline()
    )
    return await get_upload(session, caller, upload_id), True


async def choose_reading(
    session: AsyncSession, caller: Caller, upload_id: UUID, choices: ReadingIn
) -> UploadOut:
    """Read the file again as the person says; raises `Conflict` once the upload is decided."""
    upload = await locked_upload(session, upload_id)
    _refuse(why_not_read_again(upload["state"], upload["kind"]))
    if choices.school_id is not None:
        await _must_see(session, {choices.school_id}, School, "/school_id")
    chosen = choices.model_dump(mode="json", exclude_none=True)
    await _read_again(session, caller, upload_id, upload, options=chosen, strategy=choices.strategy)
    return await get_upload(session, caller, upload_id)


async def map_names(
    session: AsyncSession, caller: Caller, upload_id: UUID, mapping: MappingIn
) -> UploadOut:
    """Remember what unknown names of this sender's files mean, and read the file again."""
    upload = await locked_upload(session, upload_id)
    _refuse(why_not_read_again(upload["state"], upload["kind"]))
    if caller.id not in {upload["person_id"], upload["client_id"]}:
        raise Conflict(
            "Соответствия запоминаются за отправителем файла: указать их может только он.",
            slug="not-the-sender",
        )
    await _must_see(session, set(mapping.schools.values()), School, "/schools")
    await _must_see(session, set(mapping.subjects.values()), Subject, "/subjects")
    for source, school_id in mapping.schools.items():
        await _remember(session, "school", _known_source(source), school_id=school_id)
    for source, subject_id in mapping.subjects.items():
        await _remember(session, "subject", _known_source(f"name:{source}"), subject_id=subject_id)
    await _read_again(session, caller, upload_id, upload, options=upload["options"], strategy=None)
    return await get_upload(session, caller, upload_id)


async def start_commit(
    session: AsyncSession, caller: Caller, upload_id: UUID, asked: CommitIn
) -> UploadOut:
    """Ask the worker to write the protocols; raises `Conflict` with the reason when it is not possible."""
    upload = await locked_upload(session, upload_id)
    counts = upload["reading"] or {}
    reason = why_not_commit(
        upload["state"],
        errors=counts.get("errors", 0),
        questions=counts.get("questions", 0),
        clean_rows_only=asked.clean_rows_only,
        forbids_all=counts.get("forbids_all", False),
        guarded=upload["guarded"],
        is_sender=caller.id in {upload["person_id"], upload["client_id"]},
    )
    if reason is not None:
        slug = "upload-has-errors" if upload["state"] == "screened" else "transition-not-allowed"
        raise Conflict(reason, slug=slug)
    if upload["guarded"] and not (asked.reason or "").strip():
        raise Conflict(
            "Изменится больше 10 % записанных строк: напишите, почему это верно.",
            slug="reason-needed",
        )
    job_id = await enqueue(
        session, COMMIT_JOB, {"upload_id": upload_id, "sha256": upload["sha256"]}
    )
    await change_upload(
        session,
        upload_id,
        state=next_upload_state("screened", "commit"),
        job_id=job_id,
        error=None,
        clean_rows_only=asked.clean_rows_only,
        reason=func.coalesce(asked.reason, Upload.reason),
        decided_at=func.app.now(),
        decided_by=caller.person_id,
    )
    return await get_upload(session, caller, upload_id)


async def cancel_upload(session: AsyncSession, caller: Caller, upload_id: UUID) -> UploadOut:
    """Give the upload up; nothing of it has been written. Raises `Conflict` when it is too late."""
    upload = await locked_upload(session, upload_id)
    _refuse(why_not_cancel(upload["state"]))
    await change_upload(
        session,
        upload_id,
        state=next_upload_state(upload["state"], "cancel"),
        decided_at=func.app.now(),
        decided_by=caller.person_id,
    )
    if upload["is_personal"] or upload["state"] != "screened":  # unread, it may hold names
        await enqueue(session, PURGE_JOB, {"sha256": upload["sha256"]})
    return await get_upload(session, caller, upload_id)


async def start_revert(
    session: AsyncSession, caller: Caller, upload_id: UUID, asked: RevertIn
) -> UploadOut:
    """Ask the worker to bring back the versions before the upload; raises `Conflict` naming what changed later."""
    upload = await locked_upload(session, upload_id)
    _refuse(why_not_revert(upload["state"]))
    if await session.scalar(_IN_WORK, {"job_id": upload["job_id"], "kind": REVERT_JOB}):
        raise Conflict("Откат уже идёт.", slug="transition-not-allowed")
    if not asked.keep_changed:
        later = (await session.execute(_CHANGED_LATER, {"id": upload_id})).mappings().one()
        if later["changed"]:
            raise Conflict(
                f"Протоколов изменено позже: {later['changed']} ({later['schools'][:300]})."
                " Откатите сначала более позднее или оставьте эти протоколы как есть.",
                slug="changed-later",
            )
    job_id = await enqueue(
        session,
        REVERT_JOB,
        {"upload_id": upload_id, "keep_changed": asked.keep_changed, "reason": asked.reason},
    )
    await change_upload(session, upload_id, job_id=job_id, error=None)
    return await get_upload(session, caller, upload_id)


def shown_filename(filename: str | None) -> str:
    """Return a name fit to be shown: no folders, no control or direction characters, at most 200 characters."""
    last = (filename or "").replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return kept[-_FILENAME_LENGTH:] or "без имени"


def _scope(caller: Caller) -> dict[str, UUID | None]:
    """Return whose upload it is, when the sender's grants name exactly one unit: its people see it too."""
    units = {(grant.region_id, grant.office_id, grant.school_id) for grant in caller.grants}
    region, office, school = units.pop() if len(units) == 1 else (None, None, None)
    return {"region_id": region, "office_id": office, "school_id": school}


async def _read_again(
    session: AsyncSession,
    caller: Caller,
    upload_id: UUID,
    upload: Mapping[str, Any],
    *,
    options: Mapping[str, Any],
    strategy: str | None,
) -> None:
    job_id = await enqueue(
        session, SCREEN_JOB, {"upload_id": upload_id, "sha256": upload["sha256"]}
    )
    await change_upload(
        session,
        upload_id,
        state=next_upload_state(upload["state"], "read_again"),
        options=json.loads(json.dumps(options, default=str)),
        strategy=strategy or upload["strategy"],
        # Nobody but a sender who may commit is asked for no further decision.
        auto_commit=upload["auto_commit"]
        and caller.id in {upload["person_id"], upload["client_id"]}
        and Permission.COMMIT_UPLOADS in caller.permissions,
        clean_rows_only=False,
        job_id=job_id,
        error=None,
        screened_at=None,
    )


def _known_source(key: str) -> str:
    """Return the key of a name («login:63901001», «name:Школа № 1») in the form it is remembered in."""
    from backend.features.uploads.intake.resolving import mapping_source

    kind, _, name = key.partition(":")
    return mapping_source(kind, name)


async def _remember(session: AsyncSession, kind: str, source: str, **meaning: UUID) -> None:
    values = {"school_id": None, "subject_id": None, **meaning}
    await session.execute(_REMEMBER, {"kind": kind, "source": source[:200], **values})


async def _must_see(
    session: AsyncSession, ids: set[UUID], table: type[School] | type[Subject], pointer: str
) -> None:
    seen = set(await session.scalars(select(table.id).where(table.id.in_(ids)))) if ids else set()
    if ids - seen:
        message = "Такой записи нет среди доступных вам."
        raise Invalid(message, errors=[{"pointer": pointer, "code": "unknown", "message": message}])


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")

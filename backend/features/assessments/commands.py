"""Writes of uploads: receiving, deciding (in requests), recording what the worker found and wrote (in jobs)."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, NotFound
from backend.core.files import StoredFile
from backend.core.jobs import enqueue
from backend.domain.lifecycle.uploads import next_upload_state, why_not_cancel, why_not_commit
from backend.domain.score_issues import ERROR, SAVED_ISSUES, grouped
from backend.features.assessments.intake.parser import Parsed
from backend.features.assessments.intake.protocols import write_protocols
from backend.features.assessments.intake.reading import file_reading
from backend.features.assessments.intake.screening import Screening, screen
from backend.features.assessments.schemas import UploadOut
from backend.features.assessments.upload_queries import get_upload
from backend.tables.assessments import Upload, UploadIssue

SCREEN_JOB = "screen_upload"
COMMIT_JOB = "commit_upload"
_FILENAME_LENGTH = 200
_LOCK_CONTENT = text("select pg_advisory_xact_lock(hashtextextended('upload ' || :sha256, 0))")
# A committed file whose every protocol has been replaced since may come again: it would change figures.
_SAME_CONTENT = text(
    "select u.id from upload u where u.sha256 = :sha256"
    " and u.state in ('received', 'parsing', 'screened', 'committing', 'committed')"
    " and not (u.state = 'committed'"
    "   and exists (select from protocol p where p.upload_id = u.id)"
    "   and not exists (select from protocol p where p.upload_id = u.id and p.state = 'current'))"
    " order by u.number limit 1"
)


async def receive_upload(
    session: AsyncSession, caller: Caller, *, stored: StoredFile, filename: str | None
) -> tuple[UploadOut, bool]:
    """Register a stored file and ask for its check; return it and whether it is new.

    The same content that the caller can already see in work or written is not taken twice.
    """
    await session.execute(_LOCK_CONTENT, {"sha256": stored.sha256})
    existing = await session.scalar(_SAME_CONTENT, {"sha256": stored.sha256})
    if existing is not None:
        return await get_upload(session, caller, existing), False
    upload_id: UUID = (await session.scalars(select(func.uuidv7()))).one()
    job_id = await enqueue(session, SCREEN_JOB, {"upload_id": upload_id, "sha256": stored.sha256})
    await session.execute(
        insert(Upload)
        .values(
            id=upload_id,
            state="received",
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


async def start_commit(session: AsyncSession, caller: Caller, upload_id: UUID) -> UploadOut:
    """Ask the worker to write the protocols; raises `Conflict` with the reason when it is not possible."""
    upload = await _locked(session, upload_id)
    errors = sum(
        g["count"] for g in (upload["reading"] or {}).get("groups", []) if g["severity"] == ERROR
    )
    reason = why_not_commit(upload["state"], errors=errors)
    if reason is not None:
        slug = "upload-has-errors" if upload["state"] == "screened" else "transition-not-allowed"
        raise Conflict(reason, slug=slug)
    job_id = await enqueue(
        session, COMMIT_JOB, {"upload_id": upload_id, "sha256": upload["sha256"]}
    )
    await _change(
        session,
        upload_id,
        state=next_upload_state("screened", "commit"),
        job_id=job_id,
        error=None,
        decided_at=func.app.now(),
        decided_by=caller.person_id,
    )
    return await get_upload(session, caller, upload_id)


async def cancel_upload(session: AsyncSession, caller: Caller, upload_id: UUID) -> UploadOut:
    """Give the upload up; nothing of it has been written. Raises `Conflict` when it is too late."""
    upload = await _locked(session, upload_id)
    reason = why_not_cancel(upload["state"])
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")
    await _change(
        session,
        upload_id,
        state=next_upload_state(upload["state"], "cancel"),
        decided_at=func.app.now(),
        decided_by=caller.person_id,
    )
    return await get_upload(session, caller, upload_id)


async def start_parsing(session: AsyncSession, upload_id: UUID) -> bool:
    """Mark that the file is being read; return False when the upload was decided meanwhile."""
    upload = await _locked(session, upload_id)
    state = next_upload_state(upload["state"], "start_parsing")
    if state is None:
        return False
    if state != upload["state"]:
        await _change(session, upload_id, state=state)
    return True


async def record_screening(session: AsyncSession, upload_id: UUID, parsed: Parsed) -> None:
    """Keep what the check found; does nothing when the upload was decided meanwhile."""
    upload = await _locked(session, upload_id)
    if next_upload_state(upload["state"], "screen") is None:
        return
    if parsed.sheet is None:
        await fail_upload(session, upload_id, parsed.refusal or "Файл не удалось прочитать.")
        return
    verdict = await screen(session, parsed)
    await _keep_verdict(session, upload_id, parsed, verdict)
    await _change(session, upload_id, state="screened", screened_at=func.app.now())


async def record_commit(session: AsyncSession, upload_id: UUID, parsed: Parsed) -> None:
    """Check the file once more and write it whole, or hand it back with what has become wrong since."""
    upload = await _locked(session, upload_id)
    if next_upload_state(upload["state"], "finish_commit") is None:
        return
    if parsed.sheet is None:
        await return_to_screen(session, upload_id, parsed.refusal or "Файл не удалось прочитать.")
        return
    verdict = await screen(session, parsed, to_write=True)
    await _keep_verdict(session, upload_id, parsed, verdict)
    if verdict.errors or verdict.work is None:
        await return_to_screen(
            session, upload_id, "За время ожидания файл перестал проходить проверку."
        )
        return
    await write_protocols(session, verdict, upload_id=upload_id)
    await _change(
        session, upload_id, state=next_upload_state("committing", "finish_commit"), error=None
    )


async def fail_upload(session: AsyncSession, upload_id: UUID, sentence: str) -> None:
    """Say truthfully that the file could not be read; an upload already decided keeps its state."""
    upload = await _locked(session, upload_id)
    state = next_upload_state(upload["state"], "fail")
    if state is not None:
        await _change(session, upload_id, state=state, error=sentence, screened_at=func.app.now())


async def return_to_screen(session: AsyncSession, upload_id: UUID, sentence: str) -> None:
    """Give the decision back to people: nothing was written."""
    upload = await _locked(session, upload_id)
    state = next_upload_state(upload["state"], "return_to_screen")
    if state is not None:
        await _change(
            session, upload_id, state=state, error=sentence, decided_at=None, decided_by=None
        )


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


async def _keep_verdict(
    session: AsyncSession, upload_id: UUID, parsed: Parsed, verdict: Screening
) -> None:
    await session.execute(delete(UploadIssue).where(UploadIssue.upload_id == upload_id))
    kept = verdict.issues[:SAVED_ISSUES]
    if kept:
        await session.execute(
            insert(UploadIssue),
            [
                {
                    **found.as_json(),
                    "upload_id": upload_id,
                    "position": place,
                    "severity": found.severity,
                }
                for place, found in enumerate(kept, start=1)
            ],
        )
    assert parsed.sheet is not None
    await _change(
        session,
        upload_id,
        reading={"file": file_reading(parsed, verdict), "groups": grouped(verdict.issues)},
        rows_total=parsed.sheet["rows_total"],
        rows_bad=len({i.row for i in verdict.issues if i.severity == ERROR and i.row is not None}),
        **_school_of(verdict),
    )


def _school_of(verdict: Screening) -> dict[str, UUID]:
    """Name the school of a one-school file, so that the school itself sees the upload."""
    known = verdict.schools
    return {"school_id": known[0]["id"]} if len(known) == 1 == len(verdict.rows_by_login) else {}


async def _locked(session: AsyncSession, upload_id: UUID) -> Mapping[str, Any]:
    found = await session.execute(
        select(Upload.state, Upload.sha256, Upload.reading)
        .where(Upload.id == upload_id)
        .with_for_update()
    )
    row = found.mappings().first()
    if row is None:
        raise NotFound("Такой загрузки нет среди доступных вам.")
    return dict(row)


async def _change(session: AsyncSession, upload_id: UUID, **values: Any) -> None:
    await session.execute(
        update(Upload)
        .where(Upload.id == upload_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )

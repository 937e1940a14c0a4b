"""The row of an upload: locked for a decision, changed, and its findings kept. Used by requests and jobs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.scores.issues import SAVED_ISSUES, grouped, in_order
from backend.domain.scores.rules import ERROR
from backend.features.uploads.intake.figures import FIGURES_KEPT, by_change
from backend.features.uploads.intake.reading import file_reading
from backend.features.uploads.intake.verdict import Screening
from backend.tables import Upload, UploadDifference, UploadIssue

_COLUMNS = (
    Upload.state, Upload.sha256, Upload.reading, Upload.kind, Upload.strategy, Upload.auto_commit,
    Upload.clean_rows_only, Upload.guarded, Upload.options, Upload.filename, Upload.is_personal,
    Upload.person_id, Upload.client_id, Upload.job_id, Upload.school_id, Upload.decided_by, Upload.size,
)  # fmt: skip


async def locked_upload(session: AsyncSession, upload_id: UUID) -> Mapping[str, Any]:
    """Return an upload, locked until the transaction ends; raises `NotFound`."""
    found = await session.execute(select(*_COLUMNS).where(Upload.id == upload_id).with_for_update())
    row = found.mappings().first()
    if row is None:
        raise NotFound("Такой загрузки нет среди доступных вам.")
    return dict(row)


async def change_upload(session: AsyncSession, upload_id: UUID, **values: Any) -> None:
    """Set columns of an upload."""
    await session.execute(
        update(Upload)
        .where(Upload.id == upload_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def keep_verdict(
    session: AsyncSession, upload_id: UUID, verdict: Screening, *, is_compared: bool, guarded: bool
) -> None:
    """Keep what the check found: issues, differences, figures that change, how the file was read."""
    issues = in_order(verdict.issues)
    await session.execute(delete(UploadIssue).where(UploadIssue.upload_id == upload_id))
    await session.execute(delete(UploadDifference).where(UploadDifference.upload_id == upload_id))
    tables = {table["number"]: table for table in verdict.found.tables}
    await _insert(
        session,
        UploadIssue,
        [
            {
                **{key: value for key, value in found.as_json().items() if key != "table"},
                "upload_id": upload_id,
                "position": place,
                "severity": found.severity,
                "file": _named(tables, found.table, "file"),
                "sheet": _named(tables, found.table, "sheet"),
            }
            for place, found in enumerate(issues[:SAVED_ISSUES], start=1)
        ],
    )
    await _insert(
        session,
        UploadDifference,
        [
            {**cell, "upload_id": upload_id, "position": place}
            for place, cell in enumerate(verdict.differences.cells, start=1)
        ],
    )
    figures = sorted(verdict.figures, key=by_change)
    changed = verdict.outcomes["protocols_new"] + verdict.outcomes["protocols_changed"]
    await change_upload(
        session,
        upload_id,
        reading={
            "file": file_reading(verdict, is_compared=is_compared),
            "groups": grouped(issues, verdict.unkept),
            "errors": verdict.errors,
            "forbids_all": verdict.forbids_all,
            "questions": len(verdict.found.questions),
            "figures": [_plain(figure) for figure in figures[:FIGURES_KEPT]],
            "figures_total": changed,
            "differences_total": verdict.differences.total,
        },
        guarded=guarded,
        is_personal=verdict.found.is_personal,
        rows_total=verdict.found.rows_total,
        rows_bad=_bad_rows(verdict),
        **_school_of(verdict),
    )


def _bad_rows(verdict: Screening) -> int:
    own = {
        (i.table, i.row)
        for i in verdict.findings.issues
        if i.severity == ERROR and i.row is not None
    }
    return verdict.found.rows_bad + len(own)


def _plain(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {**figure, "school_id": str(figure["school_id"])}


def _named(tables: Mapping[int, Mapping[str, Any]], number: int | None, key: str) -> str | None:
    return (tables[number][key] or None) if number in tables else None  # type: ignore[index]


def _school_of(verdict: Screening) -> dict[str, UUID]:
    """Name the school of a one-school file, so that the school itself sees the upload."""
    known = [school for school in verdict.resolved.schools if school is not None]
    one = (
        len(known) == len(verdict.resolved.schools) and len({school["id"] for school in known}) == 1
    )
    return {"school_id": known[0]["id"]} if one else {}


async def _insert(
    session: AsyncSession, table: type[UploadIssue] | type[UploadDifference], rows: Sequence[Any]
) -> None:
    if rows:
        await session.execute(insert(table), list(rows))

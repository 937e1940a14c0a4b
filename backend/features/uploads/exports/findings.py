"""What only the database knows of a file — unknown schools, repeated participants, marks against the scale — by row."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.dependencies import Reopen
from backend.core.settings import Settings
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.rules import RULES
from backend.features.uploads.intake.counts import write_counts
from backend.features.uploads.intake.reader import read_file
from backend.features.uploads.intake.resolving import Sender
from backend.features.uploads.intake.screening import begin_screening, screened_parts

CODES = frozenset(
    {
        "school_unknown", "subject_unknown", "participant_duplicate", "mark_against_scale", "scale_maximum_differs",
        "tasks_differ", "marks_unknown", "counts_against_rows", "participants_gone",
    }
)  # fmt: skip
"""Rules the reader cannot check."""
KEPT_BY_CODE = 100_000
_KEPT = text(
    'select i.code, i.file, i.sheet, i.row, i."column", i.header, i.message, i.how_to_fix'
    " from upload_issue i where i.upload_id = :id and i.code = any(:codes) order by i.position"
)
Finding = dict[str, Any]
"""One fault of some rows: code, table, rows as ranges [first, last], cell (letter, header), message, advice."""


async def kept_findings(
    session: AsyncSession, upload_id: UUID, reading: Mapping[str, Any] | None
) -> tuple[list[Finding], bool]:
    """Return what was kept when the file was checked, and whether that is all of it."""
    if reading is None:
        return [], True
    rows = await session.execute(_KEPT, {"id": upload_id, "codes": list(CODES)})
    numbers = {
        (table["file"] or None, table["sheet"] or None): table["number"]
        for table in reading["file"]["tables"]
    }
    issues = [
        issue(
            row["code"],
            row["message"],
            row=row["row"],
            column=row["column"],
            header=row["header"],
            how_to_fix=row["how_to_fix"],
            table=numbers.get((row["file"], row["sheet"])),
        )
        for row in rows.mappings()
        if row["code"] in RULES
    ]
    total = sum(group["count"] for group in reading["groups"] if group["code"] in CODES)
    return grouped_by_place(issues), len(issues) >= total


async def fresh_findings(
    reopen: Reopen,
    path: Path,
    upload: Mapping[str, Any],
    sender_school: dict[str, Any] | None,
    settings: Settings,
) -> list[Finding] | None:
    """Check the file against the database once more, as its sender, and write nothing; None = it cannot be read."""
    found = await read_file(
        path,
        filename=upload["filename"],
        options=upload["options"],
        sender_school=sender_school,
        settings=settings,
    )
    try:
        if found.refusal is not None:
            return None
        chosen = upload["options"].get("school_id") or upload["school_id"]
        async with reopen() as session:
            verdict = await begin_screening(
                session,
                found,
                school_id=UUID(str(chosen)) if chosen else None,
                sender=Sender(upload["person_id"], upload["client_id"]),
                to_write=False,
            )
            verdict.findings.kept_by_code = KEPT_BY_CODE
            parts = screened_parts(
                session, verdict, strategy=upload["strategy"], clean_rows_only=False
            )
            async for _ in parts:
                pass
            await write_counts(session, verdict, upload_id=None)
        return grouped_by_place(verdict.findings.issues)
    finally:
        found.spool.close()


def grouped_by_place(issues: Iterable[Issue]) -> list[Finding]:
    """Return the issues with the rows of equal ones joined: one unknown school may stand in each row of a file."""
    rows: dict[tuple[Any, ...], list[int]] = {}
    for found in issues:
        key = (
            found.code, found.table, found.column, found.header, found.message, found.how_to_fix,
        )  # fmt: skip
        members = rows.setdefault(key, [])
        if found.row is not None:
            members.append(found.row)
    return [
        {
            "code": code,
            "table": table,
            "cell": [column, header],
            "message": message,
            "advice": advice,
            "rows": _ranges(members),
        }
        for (code, table, column, header, message, advice), members in rows.items()
    ]


def _ranges(rows: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for row in sorted(set(rows)):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found

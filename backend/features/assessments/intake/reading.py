"""How a file was understood, in the wire shape of `ReadingOut`, to be kept with the upload."""

from typing import Any

from backend.features.assessments.intake.parser import Parsed
from backend.features.assessments.intake.screening import Screening
from backend.features.assessments.schemas import (
    ColumnReadingOut,
    ReadingOut,
    ScaleOut,
    SchoolReadingOut,
    WorkReadingOut,
)


def file_reading(parsed: Parsed, verdict: Screening) -> dict[str, Any]:
    """Return the reading as JSON; it holds counts and headers, never a participant's row."""
    assert parsed.sheet is not None
    sheet = parsed.sheet
    subject_name = verdict.subject["name"] if verdict.subject else None
    reading = ReadingOut(
        layout=sheet["profile_title"],
        sheet=sheet["sheet"],
        file_kind="xlsx" if parsed.dialect["kind"] == "xlsx" else "csv",
        encoding=parsed.dialect["encoding"],
        delimiter=parsed.dialect["delimiter"],
        header_row=sheet["header_row"],
        first_row=sheet["first_row"],
        last_row=sheet["last_row"],
        columns=[
            ColumnReadingOut(column=column, header=header, meaning=meaning)
            for column, header, meaning in sheet["columns"]
        ],
        tasks=len(sheet["tasks"]),
        work=WorkReadingOut(**sheet["work"], subject_name=subject_name),
        schools=_schools(verdict),
        scale=_scale(verdict),
    )
    return reading.model_dump(mode="json")


def _schools(verdict: Screening) -> list[SchoolReadingOut]:
    known = {school["fisoko_login"]: school for school in verdict.schools}
    drafts = {draft.school_id: draft for draft in verdict.drafts}
    found = []
    for login, rows in sorted(verdict.rows_by_login.items()):
        school = known.get(login)
        draft = drafts.get(school["id"]) if school else None
        found.append(
            SchoolReadingOut(
                login=login,
                rows=rows,
                school_id=school["id"] if school else None,
                school_name=school["short_name"] if school else None,
                outcome=draft.outcome if draft else None,
                stored_version=draft.stored_version if draft else None,
                participants=draft.packed.counts.n if draft else None,
            )
        )
    return found


def _scale(verdict: Screening) -> ScaleOut | None:
    if verdict.scale is None:
        return None
    names = ("min_3", "min_4", "min_5", "max_primary", "source", "confidence")
    return ScaleOut(**{name: verdict.scale[name] for name in names})

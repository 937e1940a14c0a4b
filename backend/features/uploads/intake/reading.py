"""How a file was understood, in the wire shape of `ReadingOut`, to be kept with the upload."""

from typing import Any

from backend.features.uploads.intake.layouts import rules_version
from backend.features.uploads.intake.verdict import Screening
from backend.features.uploads.schemas.reading import (
    ColumnReadingOut,
    OutcomesOut,
    QuestionOut,
    ReadingOut,
    ScaleReadingOut,
    SchoolReadingOut,
    SkippedSheetOut,
    TableReadingOut,
    WorkReadingOut,
)

_SHOWN_SCHOOLS = 200
_SHOWN_WORKS = 200


def file_reading(verdict: Screening, *, is_compared: bool) -> dict[str, Any]:
    """Return the reading as JSON; it holds counts and headers, never a participant's row."""
    found = verdict.found
    reading = ReadingOut(
        tables=[_table(table) for table in found.tables],
        skipped=[SkippedSheetOut(file=f, sheet=s, why=why) for f, s, why in found.skipped],
        works=_works(verdict),
        schools=_schools(verdict),
        schools_total=len(found.schools),
        scales=[
            ScaleReadingOut(
                work_key=str(verdict.work_of.index(number)),
                **{
                    name: scale.row[name]
                    for name in ("min_3", "min_4", "min_5", "max_primary", "source", "confidence")
                },
            )
            for number, scale in enumerate(verdict.scales)
            if scale is not None
        ][:_SHOWN_WORKS],
        outcomes=_outcomes(verdict) if is_compared else None,
        rules_version=rules_version(),
    )
    return reading.model_dump(mode="json")


def _table(table: dict[str, Any]) -> TableReadingOut:
    return TableReadingOut(
        **{
            name: table[name]
            for name in (
                "number", "file", "sheet", "profile", "layout", "file_kind", "encoding", "delimiter",
                "decimal", "date_order", "header_row",
            )
        },
        first_row=table.get("first_row"),
        last_row=table.get("last_row"),
        columns=[
            ColumnReadingOut(column=column, header=header, field=field, kind=kind, meaning=meaning)
            for column, header, field, kind, meaning in table["columns"]
        ],
        tasks=len(table["tasks"]),
        questions=[QuestionOut(**question) for question in table["questions"]],
    )  # fmt: skip


def _works(verdict: Screening) -> list[WorkReadingOut]:
    fields = (
        "procedure",
        "year",
        "wave",
        "subject",
        "grade",
        "programme_grade",
        "max_primary",
        "written_on",
    )
    return [
        WorkReadingOut(
            key=str(number),
            title=work.get("title"),
            **{name: work.get(name) for name in fields},
            series=work.get("series") or "",
            subject_id=subject["id"] if subject else None,
            subject_name=subject["name"] if subject else None,
            rows=verdict.rows_by_work[number],
        )
        for number, (work, subject) in enumerate(
            zip(verdict.found.works, verdict.resolved.subjects, strict=True)
        )
    ][:_SHOWN_WORKS]


def _schools(verdict: Screening) -> list[SchoolReadingOut]:
    """Return the first schools, unknown ones before all others."""
    resolved = verdict.resolved
    numbers = sorted(
        range(len(resolved.schools)), key=lambda number: resolved.schools[number] is not None
    )[:_SHOWN_SCHOOLS]
    found = []
    for number in numbers:
        kind, key, title = verdict.found.schools[number]
        school = resolved.schools[number]
        found.append(
            SchoolReadingOut(
                key=f"{kind}:{key}",
                title=title,
                rows=verdict.rows_by_school[number],
                school_id=school["id"] if school else None,
                school_name=school["short_name"] if school else None,
                mapped=resolved.mapped[number],
            )
        )
    return found


def _outcomes(verdict: Screening) -> OutcomesOut:
    counted, differences = verdict.outcomes, verdict.differences
    share = verdict.changed_share
    return OutcomesOut(
        protocols_new=counted["protocols_new"],
        protocols_changed=counted["protocols_changed"],
        protocols_identical=counted["protocols_identical"],
        rows_new=differences.rows_new,
        rows_changed=differences.rows_changed,
        rows_unchanged=differences.rows_unchanged,
        rows_missing=differences.rows_missing,
        rows_stored=counted["rows_stored"],
        changed_share_pct=None if share is None else round(share * 100, 1),
    )

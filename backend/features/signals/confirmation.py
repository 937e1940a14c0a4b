"""«Подтверждение отметок»: how marks of ВПР compare with the journal, by school, subject and grade (domain.md 7.2).

Counts of protocols as they are, never of classes or persons. Outside one's own school a group of fewer than five is
not shown, and the total is of the shown rows only, so that it gives nothing away.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.paging import encode_cursor, read_cursor
from backend.domain.statistics.suppression import SUPPRESSED_BELOW
from backend.domain.work_titles import work_title
from backend.features.signals.evidence import share_out
from backend.features.signals.schemas import (
    ConfirmationOut,
    ConfirmationRowOut,
    ConfirmationTotalOut,
    SignalChoiceOut,
)

FEW = f"мало: меньше {SUPPRESSED_BELOW}"
NO_JOURNAL = "в протоколе нет отметок по журналу"
_YEARS = text(
    """
    select distinct w.year from work w
    where w.procedure = 'vpr' and exists (select from protocol p where p.work_id = w.id and p.state = 'current')
    order by 1 desc
    """
)
_ROWS = text(
    """
    with own as materialized (select m.school_id from app.my_sides() m where m.side = 'school')
    select p.school_id, s.short_name as school_name, u.code as subject_code, u.name as subject_name, w.grade,
        w.programme_grade, w.procedure, w.year, w.wave, w.series, p.participants, p.lowered, p.confirmed, p.raised,
        p.school_id in (select own.school_id from own) as is_own
    from protocol p
    join work w on w.id = p.work_id
    join subject u on u.id = w.subject_id
    join school s on s.id = p.school_id
    where p.state = 'current' and w.procedure = 'vpr' and w.year = :year
        and (cast(:school as uuid) is null or p.school_id = :school)
    order by s.sort_name, s.id, u.position, w.grade, w.wave, w.series, w.id
    """
).bindparams(bindparam("year", type_=Integer), bindparam("school", type_=Uuid))
_SCHOOL_NAME = (
    text("select s.short_name from school s where s.id = :school")
    .bindparams(bindparam("school", type_=Uuid))
    .columns(short_name=Text)
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConfirmationFilter:
    """What the reader has chosen; None = everything. Without a year the latest one with ВПР counts."""

    year: int | None = None
    school_id: UUID | None = None
    subject: str | None = None
    grade: int | None = None


async def list_confirmation(
    session: AsyncSession,
    chosen: ConfirmationFilter,
    *,
    limit: int | None,
    cursor: str | None = None,
) -> ConfirmationOut:
    """Return a page of the table (all of it without a limit) and the total of all its rows."""
    start = max(0, read_cursor(cursor, int)[0]) if cursor else 0
    years = list(await session.scalars(_YEARS))
    year = chosen.year if chosen.year is not None else next(iter(years), None)
    values = {"year": year, "school": chosen.school_id}
    found = [dict(row) for row in (await session.execute(_ROWS, values)).mappings()]
    left = [row for row in found if _is_left(row, chosen)]
    end = len(left) if limit is None else start + limit
    of_subject = Counter(
        (row["subject_code"], row["subject_name"])
        for row in found
        if chosen.grade in (None, row["grade"])
    )
    return ConfirmationOut(
        year=year,
        years=years,
        subjects=[
            SignalChoiceOut(value=code, title=name, count=count)
            for (code, name), count in sorted(of_subject.items(), key=lambda item: item[0][1])
        ],
        grades=sorted({row["grade"] for row in found}),
        rows=[_row_out(row) for row in left[start:end]],
        total_rows=len(left),
        total=_total(left),
        next_cursor=encode_cursor([end]) if len(left) > end else None,
    )


async def school_name(session: AsyncSession, school_id: UUID | None) -> str | None:
    """Return how a school is called, None when none was chosen or it cannot be seen."""
    return await session.scalar(_SCHOOL_NAME, {"school": school_id}) if school_id else None


def _is_left(row: Row, chosen: ConfirmationFilter) -> bool:
    return chosen.subject in (None, row["subject_code"]) and chosen.grade in (None, row["grade"])


def _compared(row: Row) -> int:
    return int(row["lowered"] + row["confirmed"] + row["raised"])


def _is_hidden(row: Row) -> bool:
    smallest = min(row["participants"], _compared(row) or row["participants"])
    return not row["is_own"] and 0 < smallest < SUPPRESSED_BELOW


def _total(rows: Sequence[Row]) -> ConfirmationTotalOut:
    shown = [row for row in rows if not _is_hidden(row)]
    compared = sum(map(_compared, shown))
    return ConfirmationTotalOut(
        participants=sum(row["participants"] for row in shown),
        compared=compared,
        **{
            name: share_out(sum(row[name] for row in shown), compared)
            for name in ("lowered", "confirmed", "raised")
        },
        hidden_rows=len(rows) - len(shown),
    )


def _row_out(row: Row) -> ConfirmationRowOut:
    is_hidden, compared = _is_hidden(row), _compared(row)
    has_figures = not is_hidden and compared > 0
    return ConfirmationRowOut(
        **{name: row[name] for name in ("school_id", "school_name", "subject_name", "grade")},
        work_title=work_title(
            procedure=row["procedure"],
            year=row["year"],
            wave=row["wave"],
            subject=row["subject_name"],
            grade=row["grade"],
            programme_grade=row["programme_grade"],
            series=row["series"],
        ),
        participants=None if is_hidden else row["participants"],
        compared=None if is_hidden else compared,
        **{
            name: share_out(row[name], compared) if has_figures else None
            for name in ("lowered", "confirmed", "raised")
        },
        why_missing=FEW if is_hidden else None if compared else NO_JOURNAL,
    )

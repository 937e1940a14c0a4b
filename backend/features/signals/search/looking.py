"""Runs the statements and the rules; what is found depends on the reader only through row-level security."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict
from backend.domain.objectivity import (
    MARKERS,
    JournalCounts,
    JumpRule,
    Kind,
    Result,
    border_peaks,
    difference,
    journal_gap,
    jumps,
)
from backend.domain.objectivity_words import journal_words, jump_words, marked_words, peak_words
from backend.domain.work_titles import work_title
from backend.features.signals.catalogue import kinds, rules
from backend.features.signals.search.found import (
    Found,
    JournalEvidence,
    MarkedEvidence,
    PairEvidence,
    PeakEvidence,
    key_of,
    shared,
)
from backend.features.signals.search.number_queries import COHORTS, EXAMS, MARKED, PROTOCOLS, SIZE

LOOKED_AT_MOST = 25_000
_TOO_WIDE = (
    "Протоколов за этот год слишком много, чтобы посмотреть их разом: {size}. Выберите школу."
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """Signals in the order of lists; `protocols` looked at, `too_small` of them with too few pupils for any rule."""

    found: list[Found]
    protocols: int
    too_small: int


async def look(session: AsyncSession, *, year: int, school_id: UUID | None) -> Looked:
    """Look for every kind of signal in a year; raises `Conflict` when the reader's part is too large for one look."""
    limits = rules()
    asked = {
        "year": year,
        "school": school_id,
        "procedures": sorted(
            {*kinds()["journal_gap"].procedures, *kinds()["boundary_peak"].procedures}
        ),
    }
    size = (await session.execute(SIZE, asked)).scalar_one()
    if size > LOOKED_AT_MOST:
        raise Conflict(_TOO_WIDE.format(size=size))
    protocols = await _rows(
        session,
        PROTOCOLS,
        asked,
        gap=limits.journal.gap_marks,
        least_pairs=limits.journal.least_n,
        least_scores=limits.peak.least_n,
    )
    pairs = await _rows(session, COHORTS, asked, least_n=limits.cohort.least_n)
    exams = await _rows(
        session,
        EXAMS,
        asked,
        least_n=limits.exam.least_n,
        subjects=list(kinds()["vpr_oge"].subjects),
    )
    marked = await _rows(session, MARKED, asked, years_before=limits.marked_years_before)
    found = [
        *(_marked(row) for row in marked),
        *(signal for row in protocols for signal in _of_protocol(row)),
        *(signal for row in pairs for signal in _of_pair("cohort_jump", row, limits.cohort)),
        *(signal for row in exams for signal in _of_pair("vpr_oge", row, limits.exam)),
    ]
    least = min(limits.journal.least_n, limits.peak.least_n)
    return Looked(
        found=sorted(found, key=lambda signal: signal.place),
        protocols=len(protocols),
        too_small=sum(row["participants"] < least for row in protocols),
    )


async def _rows(
    session: AsyncSession, statement: TextClause, asked: dict[str, Any], **more: Any
) -> list[Row]:
    return [dict(row) for row in (await session.execute(statement, asked | more)).mappings()]


def _of_protocol(row: Row) -> Iterator[Found]:
    ways: tuple[tuple[Kind, Callable[[Row], Found | None]], ...] = (
        ("journal_gap", _journal),
        ("boundary_peak", _peak),
    )
    for kind, look_at in ways:
        if row["procedure"] in kinds()[kind].procedures and (signal := look_at(row)) is not None:
            yield signal


def _journal(row: Row) -> Found | None:
    limits = rules().journal
    counts = JournalCounts(
        **{
            name: row[name]
            for name in ("lowered", "confirmed", "raised", "lowered_far", "raised_far")
        }
    )
    aspects = journal_gap(counts, limits)
    if not aspects:
        return None
    return Found(
        **_of_work(row, "journal_gap"),
        n=counts.n,
        is_approximate=False,
        words=journal_words(counts, aspects, limits.gap_marks),
        numbers={
            "lowered": counts.lowered,
            "confirmed": counts.confirmed,
            "raised": counts.raised,
            "lowered_far": counts.lowered_far,
            "raised_far": counts.raised_far,
        },
        evidence=JournalEvidence(counts, aspects),
    )


def _peak(row: Row) -> Found | None:
    if row["histogram"] is None:
        return None
    limits = rules().peak
    histogram = list(row["histogram"])
    borders = (row["min_3"], row["min_4"], row["min_5"])
    peaks = border_peaks(histogram, borders, limits)
    if not peaks:
        return None
    n = sum(histogram)
    return Found(
        **_of_work(row, "boundary_peak"),
        n=n,
        is_approximate=n < limits.informative_n,
        words=peak_words(peaks, n),
        numbers={"histogram": histogram, "borders": list(borders)},
        evidence=PeakEvidence(histogram, borders, peaks, row["scale_source"]),
    )


def _marked(row: Row) -> Found:
    markers = tuple(code for code in MARKERS if row[code])
    years = tuple(row["years_before"])
    return Found(
        **shared(row),
        key=key_of("marked_list", row["school_id"], row["year"]),
        kind="marked_list",
        procedure="vpr",
        subject_name=None,
        grade=None,
        title=f"Список ФИОКО, {row['year']} год",
        n=None,
        is_approximate=False,
        words=marked_words(markers, years),
        numbers={"markers": list(markers)},
        evidence=MarkedEvidence(markers, years, row["file_name"], row["recorded_at"]),
    )


def _of_pair(kind: Kind, row: Row, rule: JumpRule) -> Iterator[Found]:
    before, after = (
        Result(*(row[f"{side}_{name}"] for name in ("n", "below", "quality")))
        for side in ("before", "after")
    )
    far = jumps(before, after, rule)
    if not far:
        return
    earlier, later = (_title(row, f"{side}_") for side in ("before", "after"))
    both = (difference("quality", before, after), difference("below", before, after))
    yield Found(
        **shared(row),
        key=key_of(kind, row["school_id"], row["before_work_id"], row["after_work_id"]),
        kind=kind,
        procedure="vpr",
        subject_name=row["subject_name"],
        grade=row["grade"],
        title=f"{earlier}, затем {later}",
        n=min(before.n, after.n),
        is_approximate=False,
        words=jump_words(far, before, after),
        numbers={
            "before": [before.n, before.below, before.quality],
            "after": [after.n, after.below, after.quality],
        },
        evidence=PairEvidence(
            before_title=earlier,
            after_title=later,
            before=before,
            after=after,
            differences=tuple(jump for jump in both if jump is not None),
            far=far,
        ),
    )


def _of_work(row: Row, kind: Kind) -> dict[str, Any]:
    return {
        **shared(row),
        "key": key_of(kind, row["school_id"], row["work_id"]),
        "kind": kind,
        "procedure": row["procedure"],
        "subject_name": row["subject_name"],
        "grade": row["grade"],
        "title": _title(row),
    }


def _title(row: Row, side: str = "") -> str:
    return work_title(
        procedure=row[f"{side}procedure"],
        year=row[f"{side}year"],
        wave=row[f"{side}wave"],
        subject=row["subject_name"],
        grade=row[f"{side}grade"],
        programme_grade=row[f"{side}programme_grade"],
        series="" if side else row["series"],
    )

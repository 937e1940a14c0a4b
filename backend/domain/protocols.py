"""A protocol (one school × one work) made of participants: packed arrays, statistics, hash of the content."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.domain.scales import Scale, mark_of
from backend.domain.score_issues import Issue, issue
from backend.domain.score_rows import Participant
from backend.domain.statistics import MarkCounts, count_marks


@dataclass(frozen=True, slots=True)
class PackedProtocol:
    """Element i of every list is participant i, sorted by code; `task_scores` row after row, None = «Х»."""

    codes: list[str]
    class_names: list[str | None]
    variants: list[str | None]
    primary_scores: list[int | None]
    marks: list[int | None]
    journal_marks: list[int | None]
    task_scores: list[int | None]
    counts: MarkCounts
    sum_primary: int
    n_primary: int
    content_hash: str


def pack(
    participants: Iterable[Participant], *, task_names: Sequence[str], task_max: Sequence[int]
) -> PackedProtocol:
    """Pack the participants of one school; the same results give the same hash whatever the file looked like."""
    people = sorted(participants, key=lambda p: p.code)
    canonical = json.dumps(
        [
            list(task_names),
            list(task_max),
            [
                [p.code, p.class_name, p.variant, list(p.scores), p.primary, p.mark, p.journal_mark]
                for p in people
            ],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    primaries = [p.primary for p in people if p.mark is not None and p.primary is not None]
    return PackedProtocol(
        codes=[p.code for p in people],
        class_names=[p.class_name for p in people],
        variants=[p.variant for p in people],
        primary_scores=[p.primary for p in people],
        marks=[p.mark for p in people],
        journal_marks=[p.journal_mark for p in people],
        task_scores=[score for p in people for score in p.scores],
        counts=count_marks((p.mark, p.journal_mark) for p in people),
        sum_primary=sum(primaries),
        n_primary=len(primaries),
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def against_scale(
    participants: Iterable[Participant], scale: Scale, *, column: str | None, header: str | None
) -> list[Issue]:
    """Return a warning for every mark that the scale would not give; the mark of the file stands."""
    found: list[Issue] = []
    for person in participants:
        if person.mark is None or person.primary is None or person.primary > scale.max_primary:
            continue
        expected = mark_of(person.primary, scale)
        if expected != person.mark:
            message = f"Первичный балл {person.primary} по шкале даёт «{expected}», в файле «{person.mark}»."
            found.append(
                issue("mark_against_scale", message, row=person.row, column=column, header=header)
            )
    return found

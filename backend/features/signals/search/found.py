"""What was found: a signal with its stable key, the numbers it stands on and the evidence for the screen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domain.objectivity import (
    KINDS,
    BorderPeak,
    JournalAspect,
    JournalCounts,
    Jump,
    Kind,
    Numbers,
    Result,
    digest,
)

_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"([a-z_]{{1,20}})\.({_ID})\.(?:(20[0-9]{{2}})|({_ID})(?:\.({_ID}))?)")


@dataclass(frozen=True, slots=True)
class JournalEvidence:
    """Pairs of marks, and which of their shares stand out."""

    counts: JournalCounts
    aspects: tuple[JournalAspect, ...]


@dataclass(frozen=True, slots=True)
class PeakEvidence:
    """How many have each score, where «3», «4», «5» begin, and the peaks among those places."""

    histogram: Sequence[int]
    borders: tuple[int, int, int]
    peaks: tuple[BorderPeak, ...]
    scale_source: str


@dataclass(frozen=True, slots=True)
class MarkedEvidence:
    """Markers of the list, the years before in which the school was listed, the file."""

    markers: tuple[str, ...]
    years_before: tuple[int, ...]
    file_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """Two works of the same children; `differences` of both shares, `far` those that stand out."""

    before_title: str
    after_title: str
    before: Result
    after: Result
    differences: tuple[Jump, ...]
    far: tuple[Jump, ...]


Evidence = JournalEvidence | PeakEvidence | MarkedEvidence | PairEvidence


@dataclass(frozen=True, slots=True)
class Found:
    """One signal; `n` None where there is no number of pupils behind it (a list that somebody else made)."""

    key: str
    kind: Kind
    school_id: UUID
    school_name: str
    sort_name: str
    year: int
    procedure: str
    subject_name: str | None
    grade: int | None
    title: str
    n: int | None
    is_approximate: bool
    words: str
    numbers: Numbers
    evidence: Evidence

    @property
    def digest(self) -> str:
        return digest(self.numbers)

    @property
    def place(self) -> tuple[str, str, int]:
        """Order of lists: by school, then by kind; never by how large a number is."""
        return self.sort_name, str(self.school_id), KINDS.index(self.kind)


def key_of(kind: Kind, school_id: UUID, *tail: UUID | int) -> str:
    """Return the key that stays the same whatever the numbers become."""
    return ".".join([kind, str(school_id), *map(str, tail)])


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What a key names: a school and a year, or the works whose latest year it is."""

    school_id: UUID
    year: int | None
    work_ids: tuple[UUID, ...]


def key_parts(key: str) -> KeyParts | None:
    """Return what a key names; None when it is no key."""
    parts = _KEY.fullmatch(key)
    if parts is None or parts[1] not in KINDS:
        return None
    works = tuple(UUID(work) for work in (parts[4], parts[5]) if work)
    return KeyParts(UUID(parts[2]), int(parts[3]) if parts[3] else None, works)


def shared(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a signal takes from its row as it is."""
    return {name: row[name] for name in ("school_id", "school_name", "sort_name", "year")}

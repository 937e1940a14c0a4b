"""Signals of objectivity: numbers of one school that are worth a talk. A signal is never a conclusion.

Pure: counts come in, findings with their n come out; thresholds are data (backend/data/objectivity_signals.yaml).
Nothing here knows of teachers, and nothing may.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from backend.domain.statistics import wilson_95
from backend.domain.statistics.change import change
from backend.domain.statistics.peaks import boundary_peaks

Kind = Literal["journal_gap", "boundary_peak", "marked_list", "cohort_jump", "vpr_oge"]
KINDS: tuple[Kind, ...] = ("marked_list", "journal_gap", "boundary_peak", "cohort_jump", "vpr_oge")
MARKERS = {"ru4": "РУ4", "ma4": "МА4", "ru5": "РУ5", "ma5": "МА5"}
Numbers = Mapping[str, int | str | Sequence[int] | Sequence[str]]
_DIGEST_LENGTH = 32


@dataclass(frozen=True, slots=True)
class JournalRule:
    """From how many pairs of marks on, and which shares in percent are still ordinary."""

    least_n: int
    gap_marks: int
    gap_pct: float
    lowered_pct: float
    raised_pct: float


@dataclass(frozen=True, slots=True)
class PeakRule:
    """From how many scores on; `informative_n`: below it the picture is approximate."""

    least_n: int
    informative_n: int
    p_value: float
    least_extra: float


@dataclass(frozen=True, slots=True)
class JumpRule:
    """From how many pupils on in each work, and how far from zero the whole interval must lie."""

    least_n: int
    quality_pp: float
    below_pp: float


@dataclass(frozen=True, slots=True)
class JournalCounts:
    """Pairs of marks of one work: `…_far` are those apart by `gap_marks` or more."""

    lowered: int
    confirmed: int
    raised: int
    lowered_far: int
    raised_far: int

    @property
    def n(self) -> int:
        return self.lowered + self.confirmed + self.raised

    @property
    def far(self) -> int:
        return self.lowered_far + self.raised_far


JournalAspect = Literal["gap", "lowered", "raised"]


@dataclass(frozen=True, slots=True)
class BorderPeak:
    """More pupils exactly on a border than its neighbours let expect; `mark` begins there."""

    score: int
    mark: int
    count: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Result:
    """How a set of pupils did in one work."""

    n: int
    below: int
    quality: int


JumpAspect = Literal["quality", "below"]


@dataclass(frozen=True, slots=True)
class Jump:
    """A difference later − earlier in percentage points whose whole interval is far from zero."""

    aspect: JumpAspect
    delta_pp: float
    low_pp: float
    high_pp: float


def journal_gap(counts: JournalCounts, rule: JournalRule) -> tuple[JournalAspect, ...]:
    """Return which shares are surely above what is ordinary; nothing below the least n."""
    if counts.n < rule.least_n:
        return ()
    looked_at: tuple[tuple[JournalAspect, int, float], ...] = (
        ("gap", counts.far, rule.gap_pct),
        ("lowered", counts.lowered, rule.lowered_pct),
        ("raised", counts.raised, rule.raised_pct),
    )
    return tuple(
        aspect
        for aspect, count, ordinary_pct in looked_at
        if wilson_95(count, counts.n)[0] * 100 > ordinary_pct
    )


def border_peaks(
    histogram: Sequence[int], borders: Sequence[int], rule: PeakRule
) -> tuple[BorderPeak, ...]:
    """Return peaks exactly on the lowest scores of «3», «4», «5»; nothing below the least n.

    `histogram[i]`: how many have i points. The level is shared among the borders, so that three looks are not
    three chances.
    """
    within = [border for border in borders if 0 < border < len(histogram)]
    if sum(histogram) < rule.least_n or not within:
        return ()
    level = rule.p_value / len(within)
    return tuple(
        BorderPeak(
            score=peak.score,
            mark=3 + list(borders).index(peak.score),
            count=peak.count,
            expected=float(peak.expected),
            p_value=float(peak.p_value),
        )
        for peak in boundary_peaks(histogram, within)
        if peak.p_value <= level and peak.count - peak.expected >= rule.least_extra
    )


def jumps(before: Result, after: Result, rule: JumpRule) -> tuple[Jump, ...]:
    """Return the shares that have surely moved further than the rule; nothing when either n is small."""
    if min(before.n, after.n) < rule.least_n:
        return ()
    return tuple(
        jump
        for jump, far_pp in (
            (difference("quality", before, after), rule.quality_pp),
            (difference("below", before, after), rule.below_pp),
        )
        if jump is not None and (jump.low_pp >= far_pp or jump.high_pp <= -far_pp)
    )


def difference(aspect: JumpAspect, before: Result, after: Result) -> Jump | None:
    """Return later − earlier of a share with its 95 % interval (Newcombe); None when either n is 0."""
    pairs = [
        (result.quality if aspect == "quality" else result.below, result.n)
        for result in (before, after)
    ]
    found = change(pairs[0], pairs[1], better="up" if aspect == "quality" else "down")
    if found is None:
        return None
    return Jump(aspect, float(found.delta_pp), float(found.low_pp), float(found.high_pp))


def digest(numbers: Numbers) -> str:
    """Return what a verdict is tied to: it changes exactly when the numbers behind the signal do."""
    packed = json.dumps(numbers, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(packed.encode()).hexdigest()[:_DIGEST_LENGTH]

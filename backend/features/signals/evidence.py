"""Evidence of a signal as the screen takes it: every share with its n and interval, computed once from counts."""

from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from backend.domain.objectivity import MARKERS, JumpAspect, Result
from backend.domain.statistics import is_small_sample, share
from backend.features.signals.catalogue import rules
from backend.features.signals.schemas import (
    BorderPeakOut,
    HistogramEvidenceOut,
    JournalEvidenceOut,
    MarkedEvidenceOut,
    PairEvidenceOut,
    PairShareOut,
    SignalEvidenceOut,
    SignalShareOut,
)
from backend.features.signals.search.found import (
    Evidence,
    JournalEvidence,
    MarkedEvidence,
    PairEvidence,
    PeakEvidence,
)

_ASPECT_TITLES: dict[JumpAspect, str] = {
    "quality": "Доля «4» и «5»",
    "below": "Доля «2», не преодолели порог",
}


def evidence_out(evidence: Evidence) -> SignalEvidenceOut:
    """Return the evidence in the shape of its kind."""
    journal = histogram = marked = pair = None
    match evidence:
        case JournalEvidence():
            journal = _journal(evidence)
        case PeakEvidence():
            histogram = _histogram(evidence)
        case MarkedEvidence():
            marked = MarkedEvidenceOut(
                markers=[MARKERS[code] for code in evidence.markers],
                years_before=list(evidence.years_before),
                file_name=evidence.file_name,
                recorded_at=evidence.recorded_at,
            )
        case PairEvidence():
            pair = _pair(evidence)
        case _:
            assert_never(evidence)
    return SignalEvidenceOut(journal=journal, histogram=histogram, marked=marked, pair=pair)


def share_out(count: int, n: int) -> SignalShareOut:
    """Return a share as the screen takes it."""
    of = share(count, n)
    return SignalShareOut(
        count=of.count,
        n=of.n,
        pct=of.pct,
        low_pct=of.ci_low_pct,
        high_pct=of.ci_high_pct,
        is_small=is_small_sample(n),
    )


def _journal(evidence: JournalEvidence) -> JournalEvidenceOut:
    counts = evidence.counts
    return JournalEvidenceOut(
        lowered=share_out(counts.lowered, counts.n),
        confirmed=share_out(counts.confirmed, counts.n),
        raised=share_out(counts.raised, counts.n),
        lowered_far=share_out(counts.lowered_far, counts.n),
        raised_far=share_out(counts.raised_far, counts.n),
        gap_marks=rules().journal.gap_marks,
        standing_out=list(evidence.aspects),
    )


def _histogram(evidence: PeakEvidence) -> HistogramEvidenceOut:
    return HistogramEvidenceOut(
        counts=list(evidence.histogram),
        borders=list(evidence.borders),
        peaks=[
            BorderPeakOut(
                score=peak.score,
                mark=peak.mark,
                count=peak.count,
                expected=_one_decimal(peak.expected),
                p_value=peak.p_value,
            )
            for peak in evidence.peaks
        ],
        scale_source=evidence.scale_source,
    )


def _pair(evidence: PairEvidence) -> PairEvidenceOut:
    far = {jump.aspect for jump in evidence.far}
    return PairEvidenceOut(
        before_title=evidence.before_title,
        after_title=evidence.after_title,
        shares=[
            PairShareOut(
                aspect=jump.aspect,
                title=_ASPECT_TITLES[jump.aspect],
                before=_share_of(jump.aspect, evidence.before),
                after=_share_of(jump.aspect, evidence.after),
                delta_pp=_one_decimal(jump.delta_pp),
                low_pp=_one_decimal(jump.low_pp),
                high_pp=_one_decimal(jump.high_pp),
                stands_out=jump.aspect in far,
            )
            for jump in evidence.differences
        ],
    )


def _share_of(aspect: JumpAspect, result: Result) -> SignalShareOut:
    return share_out(result.quality if aspect == "quality" else result.below, result.n)


def _one_decimal(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)

"""A verdict as it is kept, and the digests by which anybody can prove that an old run gives the same list."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from backend.domain.low_results.judging import Count, CriterionB, Verdict, assess
from backend.domain.low_results.rule import Rule
from backend.domain.low_results.words import count_title, reasons, stability_words
from backend.domain.statistics import share

_FIELDS = (
    "procedure",
    "wave",
    "subject",
    "subject_name",
    "grade",
    "programme_grade",
    "year",
    "participants",
    "below",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One school of a run: what went in (kind, counts), what came out, and the digest of both."""

    verdict: Verdict
    outcome: dict[str, Any]
    digest: str


def read_counts(stored: Iterable[Mapping[str, Any]]) -> list[Count]:
    """Return the counts of a stored snapshot; what else it holds (protocols) is no part of the rule."""
    return [Count(**{name: one[name] for name in _FIELDS}) for one in stored]


def judge_line(rule: Rule, kind: str, counts: Iterable[Mapping[str, Any]], year: int) -> Line:
    """Return what the rule says of a school of a kind over frozen counts."""
    frozen = list(counts)
    verdict = assess(rule, kind, read_counts(frozen), year)
    outcome = outcome_of(rule, verdict)
    return Line(verdict, outcome, digest_of({"kind": kind, "counts": frozen, "outcome": outcome}))


def outcome_of(rule: Rule, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict with its reasons as it is kept: plain values only, percents as text with a point."""
    return {
        "status": verdict.status,
        "zone": verdict.zone,
        "low": verdict.low,
        "assessed": verdict.assessed,
        "small": verdict.small,
        "probability": verdict.probability,
        "criterion_a": {**asdict(verdict.a), "missing": verdict.a.missing},
        "criterion_b": _criterion_b(verdict.b),
        "procedures": [
            {
                **_shown(one.count),
                "is_enough": one.is_enough,
                "is_low": one.is_low,
                "is_near": one.is_near,
                "was_low": one.was_low,
                "margin_pp": _plain(one.margin_pp),
                "pupils_to_cross": one.pupils_to_cross,
                "probability": one.probability,
                "before": [_shown(past) for past in one.before],
            }
            for one in verdict.judged
        ],
        "reasons": [asdict(reason) for reason in reasons(rule, verdict)],
        "history": [asdict(past) for past in verdict.history],
        "stability": stability_words(verdict),
    }


def digest_of(value: object) -> str:
    """Return the SHA-256 of a plain value in its one canonical spelling."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def digest_of_run(parameters: Mapping[str, Any], year: int, lines: Mapping[str, str]) -> str:
    """Return the digest of a whole run: rule, year, and the digest of every school by its id."""
    return digest_of({"parameters": parameters, "year": year, "lines": dict(lines)})


def _shown(count: Count) -> dict[str, Any]:
    part = share(count.below, count.participants)
    return {
        **asdict(count),
        "title": count_title(count),
        "pct": _plain(part.pct),
        "ci_low_pct": _plain(part.ci_low_pct),
        "ci_high_pct": _plain(part.ci_high_pct),
    }


def _criterion_b(b: CriterionB) -> dict[str, Any]:
    return {"is_met": b.is_met, "value": len(b.keys), "needed": 1}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)

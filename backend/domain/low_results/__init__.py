"""Which schools have low results (ОО с НОР): a versioned rule over counts of participants (domain.md 3.2)."""

from backend.domain.low_results.judging import (
    YEARS_NEEDED,
    Count,
    CriterionA,
    CriterionB,
    Judged,
    Verdict,
    YearVerdict,
    assess,
)
from backend.domain.low_results.odds import listing_probability
from backend.domain.low_results.rule import Counted, Rule, read_rule, why_not_rule
from backend.domain.low_results.snapshot import (
    Line,
    digest_of,
    digest_of_run,
    judge_line,
    read_counts,
)
from backend.domain.low_results.words import CRITERIA_TITLES, STATUS_TITLES, ZONE_TITLES, reasons

__all__ = [
    "CRITERIA_TITLES",
    "STATUS_TITLES",
    "YEARS_NEEDED",
    "ZONE_TITLES",
    "Count",
    "Counted",
    "CriterionA",
    "CriterionB",
    "Judged",
    "Line",
    "Rule",
    "Verdict",
    "YearVerdict",
    "assess",
    "digest_of",
    "digest_of_run",
    "judge_line",
    "listing_probability",
    "read_counts",
    "read_rule",
    "reasons",
    "why_not_rule",
]

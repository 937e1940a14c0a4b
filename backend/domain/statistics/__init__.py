"""Figures an official may trust: a room of pure rules, a file for each question asked of the numbers."""

from backend.domain.statistics.change import VERDICT_WORDS, Change, Verdict, change, newcombe_95
from backend.domain.statistics.funnel import control_limits
from backend.domain.statistics.items import (
    Completion,
    Discrimination,
    ItemSums,
    by_mark_group,
    completion,
    difficulty,
    discrimination,
    item_sums,
    outcomes_by_mark_group,
)
from backend.domain.statistics.marks import MarkCounts, average_mark, count_marks, sou_pct
from backend.domain.statistics.peaks import Peak, boundary_peaks, holm, reading
from backend.domain.statistics.pooling import pooled, pooled_years
from backend.domain.statistics.shares import (
    SMALL_SAMPLE_BELOW,
    Share,
    is_small_sample,
    mean,
    percent,
    share,
    wilson_95,
)
from backend.domain.statistics.shrinkage import (
    JEFFREYS,
    PRIOR_NEEDS_SCHOOLS,
    Prior,
    Shrunken,
    fit_prior,
    probability_at_least,
    shrunken,
)
from backend.domain.statistics.suppression import SUPPRESSED_BELOW, Suppression, suppress

__all__ = [
    "JEFFREYS",
    "PRIOR_NEEDS_SCHOOLS",
    "SMALL_SAMPLE_BELOW",
    "SUPPRESSED_BELOW",
    "VERDICT_WORDS",
    "Change",
    "Completion",
    "Discrimination",
    "ItemSums",
    "MarkCounts",
    "Peak",
    "Prior",
    "Share",
    "Shrunken",
    "Suppression",
    "Verdict",
    "average_mark",
    "boundary_peaks",
    "by_mark_group",
    "change",
    "completion",
    "control_limits",
    "count_marks",
    "difficulty",
    "discrimination",
    "fit_prior",
    "holm",
    "is_small_sample",
    "item_sums",
    "mean",
    "newcombe_95",
    "outcomes_by_mark_group",
    "percent",
    "pooled",
    "pooled_years",
    "probability_at_least",
    "reading",
    "share",
    "shrunken",
    "sou_pct",
    "suppress",
    "wilson_95",
]

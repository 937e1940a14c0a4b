"""Counts of marks and the figures made of them (domain.md 7.1): N = participants with a mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from backend.domain.statistics.shares import mean, percent

_SOU_WEIGHTS = {2: 16, 3: 36, 4: 64, 5: 100}


@dataclass(frozen=True, slots=True)
class MarkCounts:
    """How many participants got each mark, and how the marks compare with the school journal.

    `lowered`: the mark of the work is below the journal's; those without a journal mark are in none of three.
    """

    n2: int
    n3: int
    n4: int
    n5: int
    lowered: int
    confirmed: int
    raised: int

    @property
    def n(self) -> int:
        return self.n2 + self.n3 + self.n4 + self.n5

    @property
    def compared(self) -> int:
        """Participants with both marks: the n of the shares of comparison."""
        return self.lowered + self.confirmed + self.raised


def count_marks(rows: Iterable[tuple[int | None, int | None]]) -> MarkCounts:
    """Count (mark, journal mark) of participants; one without a mark (absent) is no participant."""
    marks = dict.fromkeys((2, 3, 4, 5), 0)
    lowered = confirmed = raised = 0
    for mark, journal in rows:
        if mark is None:
            continue
        marks[mark] += 1
        if journal is None:
            continue
        lowered += mark < journal
        confirmed += mark == journal
        raised += mark > journal
    return MarkCounts(marks[2], marks[3], marks[4], marks[5], lowered, confirmed, raised)


def average_mark(counts: MarkCounts) -> Decimal | None:
    """Return the mean mark with two decimals, half up; None without participants."""
    total = 2 * counts.n2 + 3 * counts.n3 + 4 * counts.n4 + 5 * counts.n5
    return mean(total, counts.n)


def sou_pct(counts: MarkCounts) -> Decimal | None:
    """Return СОУ, percent with one decimal, half up: (100·n5 + 64·n4 + 36·n3 + 16·n2) / N; None without participants.

    В. П. Симонов's «степень обученности учащихся». Absent pupils are not in N: the variant that gives 7 for each
    of them is not ours (domain.md 7.1). It is no share: weights, not pupils, are summed, so it has no interval.
    """
    by_mark = {2: counts.n2, 3: counts.n3, 4: counts.n4, 5: counts.n5}
    total = sum(weight * by_mark[mark] for mark, weight in _SOU_WEIGHTS.items())
    return percent(total, 100 * counts.n)

"""Several years of a small school taken together: pupils are added, shares are never averaged."""

from collections.abc import Sequence
from itertools import pairwise

from backend.domain.statistics.shares import Share, check_count, share

MOST_YEARS = 3


def pooled(counts: Sequence[tuple[int, int]]) -> Share:
    """Return the share of all pupils of (count, n); which of them may be added is said by `comparability`.

    Raises ValueError when a count is not in 0…n.
    """
    for count, n in counts:
        check_count(count, n)
    return share(sum(count for count, _ in counts), sum(n for _, n in counts))


def pooled_years(years: Sequence[int]) -> str:
    """Return which years are taken together: «2019–2021 гг. вместе», «2019 и 2021 гг. вместе», «2021 г.», «—»."""
    ordered = sorted(set(years))
    if not ordered:
        return "—"
    if len(ordered) == 1:
        return f"{ordered[0]}\u00a0г."
    if len(ordered) > 2 and all(b == a + 1 for a, b in pairwise(ordered)):
        words = f"{ordered[0]}–{ordered[-1]}"
    else:
        words = f"{', '.join(map(str, ordered[:-1]))} и {ordered[-1]}"
    return f"{words}\u00a0гг. вместе"

"""Which cells of a table must not be shown, so that no group of fewer than five pupils can be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

SUPPRESSED_BELOW = 5


@dataclass(frozen=True, slots=True)
class Suppression:
    """`hidden[i]`: cell i is not shown; `parent_hidden`: nor is the total, because the cells could not be saved."""

    hidden: tuple[bool, ...]
    parent_hidden: bool


def suppress(ns: Sequence[int], *, below: int = SUPPRESSED_BELOW) -> Suppression:
    """Return which cells of a parent to hide, by their numbers of pupils; the parent is their sum and is shown.

    Primary: 1 … below − 1 pupils; an empty cell («—») tells of nobody and stays. Complementary: what is hidden
    must add up to at least `below`, and no hidden cell may follow from that sum even for a reader who knows this
    rule. Hidden small cells alone (k of them, sum S) are safe when k ≥ 2, S ≥ below and k < S < (below − 1)·k: else
    all are ones, or all are the largest. Otherwise the smallest cells shown are hidden too, all that are equal, so
    that the rule does not depend on the order: swapping hidden cells then gives the same picture, and each of
    them may be small or large. When nothing is left to hide, the total goes.
    A hidden cell hides everything about it (counts, shares, averages); of a table with rows and columns call it for
    the cells of each total that is shown, and hide the parent by hand where it is a cell of another table.
    """
    hidden = [0 < n < below for n in ns]
    small = [n for n in ns if 0 < n < below]
    if not small:
        return Suppression(tuple(hidden), parent_hidden=False)
    total, k = sum(small), len(small)
    if k >= 2 and total >= below and k < total < (below - 1) * k:
        return Suppression(tuple(hidden), parent_hidden=False)
    shown = [n for n in ns if n >= below]
    if not shown:
        return Suppression(tuple(hidden), parent_hidden=True)
    smallest = min(shown)
    return Suppression(tuple(0 < n <= smallest for n in ns), parent_hidden=False)

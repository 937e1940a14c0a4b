"""What holds what: one missing fact that keeps several plan rows of a school from being met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that one school lacks for one row of the plan."""

    activity: str
    school: str
    fact: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The first missing fact and, in order of dependence, the gaps it keeps open."""

    school: str
    root: str
    gaps: tuple[Gap, ...]


def blocking_chains(
    gaps: Sequence[Gap],
    requires: Mapping[str, Sequence[str]],
    has: Mapping[str, frozenset[str]],
) -> list[Chain]:
    """Return chains that hold at least two rows, the longest first.

    `requires`: fact → facts that must come first (a graph without circles); `has`: school → its facts.
    A root is a missing fact all of whose prerequisites are there; it need not be asked by a row itself.
    """
    chains = []
    for school in dict.fromkeys(gap.school for gap in gaps):
        own = [gap for gap in gaps if gap.school == school]
        present = has.get(school, frozenset())
        missing = {
            fact
            for gap in own
            for fact in _with_prerequisites(gap.fact, requires)
            if fact not in present
        }
        for root in sorted(
            fact for fact in missing if all(r in present for r in requires.get(fact, ()))
        ):
            held = _held_rows(root, own, requires)
            if len({gap.activity for gap in held}) > 1:
                chains.append(Chain(school=school, root=root, gaps=tuple(held)))
    return sorted(chains, key=lambda chain: (-len(chain.gaps), chain.school, chain.root))


def _held_rows(root: str, gaps: Sequence[Gap], requires: Mapping[str, Sequence[str]]) -> list[Gap]:
    """Return one gap a row: the one that depends on the root last, because it closes the row."""
    depths = {gap: _depth(gap.fact, root, requires) for gap in gaps}
    shown: dict[str, Gap] = {}
    for gap in sorted(
        (g for g in gaps if depths[g] is not None), key=lambda g: (depths[g], g.activity)
    ):
        shown[gap.activity] = gap
    return sorted(shown.values(), key=lambda g: (depths[g] or 0, g.activity))


def _depth(fact: str, root: str, requires: Mapping[str, Sequence[str]]) -> int | None:
    """Return how many steps the fact stands behind the root; None when it does not depend on it."""
    if fact == root:
        return 0
    behind = [d for r in requires.get(fact, ()) if (d := _depth(r, root, requires)) is not None]
    return max(behind) + 1 if behind else None


def _with_prerequisites(fact: str, requires: Mapping[str, Sequence[str]]) -> set[str]:
    found = {fact}
    for earlier in requires.get(fact, ()):
        found |= _with_prerequisites(earlier, requires)
    return found

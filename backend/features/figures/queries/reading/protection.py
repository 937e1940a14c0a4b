"""Which cells are not shown, so that no result of fewer than five pupils, and of no school out of sight, follows from others.

Everybody's answer hides the same cells of a work, whatever the filters: else two questions would tell what each hides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.domain.statistics import SUPPRESSED_BELOW, suppress
from backend.features.figures.queries.reading.counting import Counts, added

_OTHERS_AT_LEAST = 2
"""From a total and one's own part the rest must not be one school."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A municipality (or a group of schools) in one work, whole; `seen…`: the part whose schools the caller may see.

    `small`: (school, participants) of all its schools when one has fewer than five.
    """

    path: tuple[str, ...]
    """Region, office, municipality, or the code of the group alone."""
    work: str
    counts: Counts
    seen: int
    seen_participants: int
    enrolled: int | None
    scales: frozenset[str | None]
    small: Sequence[tuple[str, int]] = ()
    smallest: str | None = None
    """The school with the fewest participants."""

    @property
    def n(self) -> int:
        return self.counts.participants


@dataclass(frozen=True, slots=True)
class Protected:
    """`schools`: (school, work); `units`: (id of municipality, office or region, work)."""

    schools: set[tuple[str, str]] = field(default_factory=set)
    units: set[tuple[Any, str]] = field(default_factory=set)


def together(cells: Sequence[Cell], depth: int) -> Cell:
    """Return the unit `depth` steps down the path as one cell: region 1, office 2, municipality 3."""
    enrolled = [cell.enrolled for cell in cells]
    known = [number for number in enrolled if number is not None]
    return Cell(
        path=cells[0].path[:depth],
        work=cells[0].work,
        counts=added(cell.counts for cell in cells),
        seen=sum(cell.seen for cell in cells),
        seen_participants=sum(cell.seen_participants for cell in cells),
        enrolled=sum(known) if len(known) == len(enrolled) else None,
        scales=frozenset().union(*(cell.scales for cell in cells)),
    )


def units(cells: Iterable[Cell], depth: int) -> dict[tuple[Any, str], Cell]:
    """Return the units of one level by (id, work)."""
    grouped: dict[tuple[Any, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.path[depth - 1], cell.work].append(cell)
    return {key: together(group, depth) for key, group in grouped.items()}


def protect(cells: Sequence[Cell]) -> Protected:
    """Return what is hidden of whole regions: schools first, then totals they would follow from, up to the region."""
    found = Protected()
    by_work: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_work[cell.work].append(cell)
    for work, group in by_work.items():
        if any(cell.small for cell in group):
            _hide_small(found, work, group)
    for depth in (1, 2, 3):
        for key, cell in units(cells, depth).items():
            if _tells_of_others(cell):
                found.units.add(key)
    return found


def is_hidden_group(cell: Cell) -> bool:
    """Return whether a group of similar schools is not shown: too few pupils, or one school could be worked out."""
    return 0 < cell.n < SUPPRESSED_BELOW or _tells_of_others(cell)


def _tells_of_others(cell: Cell) -> bool:
    others, pupils = cell.counts.schools - cell.seen, cell.n - cell.seen_participants
    return others > 0 and (others < _OTHERS_AT_LEAST or 0 < pupils < SUPPRESSED_BELOW)


def _hide_small(found: Protected, work: str, cells: Sequence[Cell]) -> None:
    hidden: set[Any] = set()
    for cell in cells:
        result = suppress([n for _, n in cell.small])
        for (school, _), is_hidden in zip(cell.small, result.hidden, strict=True):
            if is_hidden:
                found.schools.add((school, work))
        if result.parent_hidden or 0 < cell.n < SUPPRESSED_BELOW:
            hidden.add(cell.path[2])
    for depth in (2, 1):
        hidden = _close(found, work, cells, hidden, depth)


def _close(
    found: Protected, work: str, cells: Sequence[Cell], hidden: set[Any], depth: int
) -> set[Any]:
    """Hide totals of children so that none follows from its parent; return the parents that must be hidden too."""
    children = units(cells, depth + 1)
    families: dict[Any, list[Cell]] = defaultdict(list)
    for child in children.values():
        families[child.path[depth - 1]].append(child)
    unsafe = set()
    for parent, family in families.items():
        pool = [child for child in family if child.path[depth] in hidden]
        rest = sorted(
            (c for c in family if c.path[depth] not in hidden and c.n),
            key=lambda c: (c.n, str(c.path[depth])),
        )
        while pool and (len(pool) < 2 or sum(c.n for c in pool) < SUPPRESSED_BELOW):
            if not rest:
                unsafe.add(parent)
                break
            pool.append(rest.pop(0))
            _hide_inside(found, work, cells, pool[-1])
        found.units.update((child.path[depth], work) for child in pool)
    found.units.update((parent, work) for parent in unsafe)
    return unsafe


def _hide_inside(found: Protected, work: str, cells: Sequence[Cell], unit: Cell) -> None:
    """A hidden total must not be the sum of what is shown: hide the smallest part of it as well, down to a school."""
    depth = len(unit.path)
    inside = sorted(
        (c for c in cells if c.path[:depth] == unit.path and c.n), key=lambda c: (c.n, str(c.path))
    )
    if not inside:
        return
    smallest = inside[0]
    found.units.add((smallest.path[2], work))
    if smallest.smallest and not any(
        (school, work) in found.schools for school, _ in smallest.small
    ):
        found.schools.add((smallest.smallest, work))

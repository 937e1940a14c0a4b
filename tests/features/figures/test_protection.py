"""What is hidden of random regions: nothing small is shown, nothing hidden follows from the totals. No database."""

import numpy as np
import pytest

from backend.features.figures.queries.reading.counting import NAMES, Counts
from backend.features.figures.queries.reading.protection import Cell, Protected, protect
from tests.features.figures.planting import seeded

Leaf = tuple[str, str, str, int]
"""Office, municipality, school, participants."""


def _region(seed: int) -> list[Leaf]:
    dice = seeded(seed)
    sizes = dice.choice([(1, 2, 3, 4), (2, 30), (4, 9, 30), (1, 4, 4, 60), (0, 3, 50, 50, 50, 50)])
    return [
        (f"o{a}", f"m{a}{b}", f"s{a}{b}{c}", dice.choice(sizes))
        for a in range(dice.randint(1, 4))
        for b in range(dice.randint(1, 4))
        for c in range(dice.randint(1, 5))
    ]


def _cells(leaves: list[Leaf]) -> list[Cell]:
    found = []
    for office, place in sorted({leaf[:2] for leaf in leaves}):
        schools = [(school, n) for _, m, school, n in leaves if m == place]
        pupils = [n for _, n in schools]
        total = {"participants": sum(pupils), "schools": len(schools)}
        found.append(
            Cell(
                path=("r", office, place),
                work="w",
                counts=Counts(**{name: total.get(name, 0) for name in (*NAMES, "schools")}),
                seen=len(schools),
                seen_participants=sum(pupils),
                enrolled=None,
                scales=frozenset(),
                small=schools if any(0 < n < 5 for n in pupils) else (),
                smallest=min(((n, s) for s, n in schools if n), default=(0, None))[1],
            )
        )
    return found


def _follows(leaves: list[Leaf], found: Protected) -> set[str]:
    """Return hidden schools and sums below five that follow from the published totals."""
    hidden = [(o, m, s, n) for o, m, s, n in leaves if (s, "w") in found.schools]
    if not hidden:
        return set()
    units = {"r"} | {leaf[0] for leaf in leaves} | {leaf[1] for leaf in leaves}
    lines = [
        [float(unit in {"r", o, m}) for o, m, _, _ in hidden]
        for unit in units
        if (unit, "w") not in found.units
    ]
    if not lines:
        return set()
    known = np.array(lines)
    rank = np.linalg.matrix_rank(known)
    return {
        leaf[2]
        for place, leaf in enumerate(hidden)
        if np.linalg.matrix_rank(np.vstack([known, np.eye(len(hidden))[place]])) == rank
    }


@pytest.mark.parametrize("seed", range(300))
def test_no_hidden_school_follows_from_what_is_shown(seed: int) -> None:
    leaves = _region(seed)
    found = protect(_cells(leaves))
    for _, _, school, n in leaves:
        if 0 < n < 5:
            assert (school, "w") in found.schools
    for unit in {"r"} | {leaf[0] for leaf in leaves} | {leaf[1] for leaf in leaves}:
        n = sum(leaf[3] for leaf in leaves if unit in {"r", *leaf[:2]})
        assert not 0 < n < 5 or (unit, "w") in found.units
    assert _follows(leaves, found) == set()


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    leaves = [("o", "m", f"s{n}", 5 + n) for n in range(4)]
    assert protect(_cells(leaves)) == Protected()

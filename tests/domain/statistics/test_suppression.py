from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.statistics import SUPPRESSED_BELOW, suppress


@pytest.mark.parametrize(
    ("ns", "hidden"),
    [
        ([12, 3, 30], [0, 1]),  # one small cell would follow by subtraction
        ([12, 3, 4, 30], [1, 2]),  # two small ones hide each other
        ([12, 2, 2, 30], [0, 1, 2]),  # but not when together they are fewer than five
        ([12, 4, 4, 30], [0, 1, 2]),  # nor when only 4 + 4 makes 8
        ([6, 1, 1, 1, 1, 1, 9], [0, 1, 2, 3, 4, 5]),  # nor when only ones make five
        ([12, 3, 12, 30], [0, 1, 2]),  # equal cells go together
        ([12, 0, 30], []),
        ([5, 6], []),
        ([], []),
    ],
)
def test_what_is_hidden(ns: list[int], hidden: list[int]) -> None:
    found = suppress(ns)
    assert [at for at, one in enumerate(found.hidden) if one] == hidden
    assert not found.parent_hidden


@pytest.mark.parametrize("ns", [[3], [3, 0], [1, 2], [4, 4], [1, 1, 1, 1, 1]])
def test_the_total_goes_when_nothing_can_hide_the_cells(ns: list[int]) -> None:
    assert suppress(ns).parent_hidden


def _tables(cells: int, most: int) -> Iterator[tuple[int, ...]]:
    return product(range(most + 1), repeat=cells)


@pytest.mark.parametrize(
    ("cells", "most", "below"), [(2, 40, 5), (3, 26, 5), (4, 13, 5), (5, 7, 4), (6, 5, 3)]
)
def test_nothing_hidden_follows_from_what_is_shown(cells: int, most: int, below: int) -> None:
    """A reader knows the rule, the total and every cell shown: brute force leaves him a choice for each hidden cell.

    All tables with the same picture are put together; totals that only larger cells could also make are left out.
    """
    pictures = defaultdict(list)
    for table in _tables(cells, most):
        found = suppress(table, below=below)
        if found.parent_hidden or sum(table) > most:
            continue
        shown = tuple(None if h else n for n, h in zip(table, found.hidden, strict=True))
        pictures[shown, sum(table)].append(table)
    assert len(pictures) > 10
    for (shown, total), tables in pictures.items():
        unseen = [at for at, n in enumerate(shown) if n is None]
        for at in unseen:
            assert len({table[at] for table in tables}) > 1, (shown, total, tables)
        if unseen:
            assert total - sum(n for n in shown if n is not None) >= below


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), max_size=30))
def test_rule_hides_every_small_cell_and_never_only_one(ns: list[int]) -> None:
    found = suppress(ns)
    for n, is_hidden in zip(ns, found.hidden, strict=True):
        assert is_hidden or not 0 < n < SUPPRESSED_BELOW
        assert not (is_hidden and n == 0)
    assert found.parent_hidden or sum(found.hidden) != 1


@settings(deadline=None)
@given(st.permutations([3, 4, 4, 7, 7, 9, 0, 12]))
def test_rule_does_not_depend_on_the_order(ns: list[int]) -> None:
    hidden = sorted(n for n, h in zip(ns, suppress(ns).hidden, strict=True) if h)
    assert hidden == [3, 4, 4]

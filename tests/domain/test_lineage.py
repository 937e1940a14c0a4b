"""What people have done stays with its window when an act is reworded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.lineage import Span, carry_slots


def until(month: int, day: int = 1) -> Span:
    return Span(None, date(2021, month, day))


def test_windows_that_stay_keep_their_slots_in_any_order() -> None:
    before = [(1, until(3)), (2, until(5)), (4, until(9))]
    assert carry_slots(before, [until(9), until(3), until(5)], last_slot=4) == [4, 1, 2]


def test_a_moved_deadline_goes_on_as_the_window_it_was() -> None:
    assert carry_slots([(1, until(3))], [until(4)], last_slot=1) == [1]
    before = [(1, until(3)), (2, until(5))]
    assert carry_slots(before, [until(3), until(6)], last_slot=2) == [1, 2]
    assert carry_slots(before, [until(4), until(6)], last_slot=2) == [1, 2]


def test_a_window_more_or_less_than_before_begins_anew_unless_it_is_the_same() -> None:
    before = [(1, until(3)), (2, until(5))]
    assert carry_slots(before, [until(3), until(5), until(9)], last_slot=2) == [1, 2, 3]
    assert carry_slots(before, [until(5)], last_slot=2) == [2]
    assert carry_slots(before, [until(6)], last_slot=2) == [3]
    assert carry_slots(before, [until(3), until(6), until(7)], last_slot=2) == [1, 3, 4]


def test_a_slot_that_was_ever_used_is_not_given_to_another_window() -> None:
    # Slot 3 belonged to a window of an edition two steps back: its reports must not show up under a new one.
    assert carry_slots([(1, until(3))], [until(3), until(5)], last_slot=3) == [1, 4]


def test_a_new_row_counts_from_one_and_a_row_without_windows_has_none() -> None:
    assert carry_slots([], [until(3), until(5)], last_slot=0) == [1, 2]
    assert carry_slots([(1, until(3))], [], last_slot=1) == []


def test_equal_windows_written_twice_go_on_as_two() -> None:
    before = [(1, until(3)), (2, until(3))]
    assert carry_slots(before, [until(3), until(3)], last_slot=2) == [1, 2]


SPANS = st.builds(
    lambda start, days, open_start: Span(
        None if open_start else date(2021, 1, 1) + timedelta(start),
        date(2021, 1, 1) + timedelta(start + days),
    ),
    st.integers(0, 6),
    st.integers(0, 3),
    st.booleans(),
)


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6), st.integers(0, 5))
def test_slots_are_never_shared_and_fresh_ones_are_really_fresh(
    old: list[Span], new: list[Span], gone: int
) -> None:
    before = list(enumerate(old, 1))
    last = len(old) + gone
    slots = carry_slots(before, new, last_slot=last)
    assert len(slots) == len(new) == len(set(slots))
    known = dict(before)
    assert all(slot in known or slot > last for slot in slots)
    # A window that is found unchanged keeps its slot: as many as both sides have in common.
    for span in set(new):
        kept = sum(
            known.get(slot) == span for slot, at in zip(slots, new, strict=True) if at == span
        )
        assert kept == min(old.count(span), new.count(span))


@pytest.mark.parametrize("shift", [1, 31, 365])
def test_a_plan_moved_as_a_whole_carries_every_window(shift: int) -> None:
    old = [Span(date(2021, 3, 1), date(2021, 3, 31)), Span(date(2021, 4, 1), date(2021, 4, 30))]
    new = [
        Span(s.starts_on and s.starts_on + timedelta(shift), s.ends_on + timedelta(shift))
        for s in old
    ]
    assert carry_slots(list(enumerate(old, 1)), new, last_slot=2) == [1, 2]

"""One row through editions: which of its windows goes on as which, so that what people have done stays with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A window by its days; start None = deadline only."""

    starts_on: date | None
    ends_on: date


def carry_slots(
    before: Sequence[tuple[int, Span]], after: Sequence[Span], *, last_slot: int
) -> list[int]:
    """Return the slot of each new window: that of the old window it continues, or a fresh one after `last_slot`.

    Equal windows go on as themselves; then, when as many are left on both sides, the rest in their order (a deadline
    was moved by the new edition). Otherwise nobody can tell which is which: they begin anew.
    """
    free = list(before)
    slots: list[int | None] = []
    for span in after:
        same = next((entry for entry in free if entry[1] == span), None)
        slots.append(same[0] if same else None)
        if same:
            free.remove(same)
    open_places = [place for place, slot in enumerate(slots) if slot is None]
    if len(open_places) == len(free):
        for place, (slot, _) in zip(open_places, free, strict=True):
            slots[place] = slot
    fresh = iter(range(last_slot + 1, last_slot + 1 + len(after)))
    return [slot if slot is not None else next(fresh) for slot in slots]

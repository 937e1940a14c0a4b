"""Where a school stands at a step: a table of facts and days."""

from datetime import date

import pytest

from backend.domain.stages import SOON_DAYS, Step, cell_state

TODAY = date(2021, 3, 17)
EARLY, LATER = date(2021, 3, 1), date(2021, 3, 10)


def step(due_on: date | None, facts: int = 2) -> Step:
    names = tuple(f"fact_{n}" for n in range(facts))
    return Step("visit", "Посещение", "куратор", "500+.6", names, due_on, "visits")


@pytest.mark.parametrize(
    ("due_on", "since", "expected"),
    [
        (date(2021, 3, 31), (None, None), ("idle", None, 14)),
        (date(2021, 3, 31), (EARLY, None), ("partly", None, 14)),
        (date(2021, 3, 25), (EARLY, None), ("partly", None, SOON_DAYS + 1)),
        (date(2021, 3, 24), (EARLY, None), ("due", None, SOON_DAYS)),
        (date(2021, 3, 24), (None, None), ("due", None, SOON_DAYS)),
        # The due day itself is not late yet.
        (TODAY, (None, None), ("due", None, 0)),
        (date(2021, 3, 16), (None, None), ("late", None, -1)),
        (date(2021, 3, 16), (None, LATER), ("late", None, -1)),
        # Done is done, by whatever day; the last fact makes it so.
        (date(2021, 3, 16), (LATER, EARLY), ("done", LATER, -1)),
        (date(2021, 3, 5), (EARLY, LATER), ("done", LATER, -12)),
        (date(2021, 3, 31), (EARLY, LATER), ("done", LATER, 14)),
        (None, (None, None), ("idle", None, None)),
        (None, (EARLY, None), ("partly", None, None)),
        (None, (EARLY, LATER), ("done", LATER, None)),
    ],
)
def test_the_state_follows_from_the_facts_and_the_day(
    due_on: date | None,
    since: tuple[date | None, ...],
    expected: tuple[str, date | None, int | None],
) -> None:
    assert cell_state(step(due_on), since, TODAY) == expected


def test_one_fact_is_never_partly_there() -> None:
    assert cell_state(step(None, facts=1), (None,), TODAY)[0] == "idle"
    assert cell_state(step(None, facts=1), (EARLY,), TODAY)[0] == "done"

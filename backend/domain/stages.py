"""Where a school stands at one step of the project: all facts there, some, or none, and how much time is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Step:
    """`facts`: all of them make the step done; `due_on` None = the plan names no day."""

    code: str
    title: str
    who: str
    row: str | None
    facts: tuple[str, ...]
    due_on: date | None
    link: str


def cell_state(
    step: Step, since: Sequence[date | None], today: date
) -> tuple[str, date | None, int | None]:
    """Return (state, day it was done, days to the due day).

    States: done; late (the day has passed); due (a week or less is left); partly (some facts are there); idle.
    `since`: day of each fact in the order of the step, None = not there.
    """
    days = (step.due_on - today).days if step.due_on else None
    known = [day for day in since if day is not None]
    if len(known) == len(step.facts):
        return "done", max(known), days
    if days is not None and days < 0:
        return "late", None, days
    if days is not None and days <= SOON_DAYS:
        return "due", None, days
    return ("partly" if known else "idle"), None, days

"""What one distinct text of a column is worth: its value and its status. The grammar itself is `scores.cells`."""

from collections.abc import Callable
from functools import partial

from backend.domain.scores.cells import (
    MARKS,
    NO_VALUE,
    NOT_ATTEMPTED,
    class_name,
    clean,
    normal,
    variant_name,
    whole_number,
)
from backend.domain.scores.profile import Profile
from backend.features.uploads.intake.child.lookups import OK, Read
from backend.features.uploads.intake.child.output import Names
from backend.features.uploads.intake.frames import NO_NAME

EMPTY, TEXT, RANGE, ABSENT = 1, 2, 3, 9
"""Statuses: nothing stands there, no number, a number that cannot be, «не присутствовал»."""
NONE = -1
MAX_TEST = 100


def with_absence(read: Read, profile: Profile, *, none: int = NONE) -> Read:
    """Return the reader that knows the words for «the participant was not there» first."""

    def known(text: str) -> tuple[int, int]:
        if text and not text.isdigit() and normal(text) in profile.absent:
            return none, ABSENT
        return read(text)

    return known


def score_reader(maximum: int, decimal: str | None) -> Read:
    """Points for a task; «Х» and an empty cell are no points, the latter with a remark."""

    def read(text: str) -> tuple[int, int]:
        text = clean(text)
        if text.lower() in NOT_ATTEMPTED:
            return NONE, OK
        if text in NO_VALUE:
            return NONE, EMPTY
        value = whole_number(text, decimal)
        if value is None:
            return NONE, TEXT
        return value, RANGE if maximum and value > maximum else OK

    return read


def number_reader(decimal: str | None, maximum: int | None = None) -> Read:
    """A primary or a test score."""

    def read(text: str) -> tuple[int, int]:
        text = clean(text)
        if not text:
            return NONE, EMPTY
        value = whole_number(text, decimal)
        if value is None:
            return NONE, TEXT
        return value, RANGE if maximum is not None and value > maximum else OK

    return read


def mark_reader(decimal: str | None) -> Read:
    """A mark: 2, 3, 4 or 5; a number out of range keeps its value for the message."""

    def read(text: str) -> tuple[int, int]:
        text = clean(text)
        if not text:
            return NONE, EMPTY
        value = whole_number(text, decimal)
        if value is None:
            return NONE, TEXT
        return value, OK if value in MARKS else RANGE

    return read


def journal_reader(text: str) -> tuple[int, int]:
    """A mark of the school's journal; nothing there is no fault."""
    text = clean(text)
    if text.lower() in NO_VALUE:
        return NONE, OK
    value = whole_number(text)
    return (value, OK) if value in MARKS and value is not None else (NONE, TEXT)


def _named(
    read: Callable[[str], str | None], number: Callable[[str], int], text: str
) -> tuple[int, int]:
    if not clean(text):
        return NO_NAME, OK
    name = read(text)
    if name is None:
        return NO_NAME, TEXT
    found = number(name)
    return found, TEXT if found == NO_NAME else OK


def class_reader(names: Names) -> Read:
    """The number of the class in the dictionary of the file."""
    return partial(_named, class_name, names.class_name)


def variant_reader(names: Names) -> Read:
    """The number of the variant in the dictionary of the file."""
    return partial(_named, variant_name, names.variant)

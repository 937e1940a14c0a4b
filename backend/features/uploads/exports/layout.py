"""How the columns of a sender's table are given back: which hold numbers, which are left empty, which are watched."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backend.domain.scores.cells import clean, normal
from backend.domain.scores.personal import look_personal
from backend.features.uploads.exports.marks import TableMarks, place_of
from backend.features.uploads.intake.child.sources import Source

MESSAGES, SOURCE_ROW = "Ошибка", "Строка исходного файла"
"""Columns that are added; `shared_words.yaml` knows them, so that a corrected file may be sent as it is."""
REMOVED = "текст убран"
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})$")
_FRACTION = re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{1,12}$")
_TEXT_FIELDS = {
    "school", "school_title", "msu", "participant", "class", "variant", "procedure", "wave", "subject",
    "subject_code", "series", "written_on", "short_mask", "long_mask", "oral_mask", "group",
}  # fmt: skip
_MAY_NAME_PLACES = {"school", "school_title", "subject", "series", "group", "msu"}
_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of one sheet are written, by 0-based place."""

    width: int
    numbers: frozenset[int]
    emptied: frozenset[int]
    guarded: frozenset[int]
    """Columns of results, and columns without a header: a name that slipped into one is not given back."""
    wary: frozenset[int]
    """Columns the layout does not know: whole names are not given back."""
    subject: int | None
    has_source_row: bool
    shift: int
    """1 where the header is no row of the file (JSON): rows of the book stand one lower."""
    header: int
    """Row of the book with the header."""

    @property
    def messages(self) -> int:
        return self.width + self.has_source_row


def layout_of(source: Source, marks: TableMarks, *, is_failed_only: bool) -> Layout:
    """Return the columns of a sheet; columns that an earlier export has added are not repeated."""
    columns = marks.told["columns"]
    width = max((len(row) for row in source.head), default=0)
    added = {normal(MESSAGES), normal(SOURCE_ROW)}
    while any(place_of(c[0]) == width - 1 and normal(c[1]) in added for c in columns):
        width -= 1
    known = {place_of(letter): (field, kind) for letter, _, field, kind, _ in columns}
    numbers, guarded = set(), set(range(width)) - set(known)
    for place, (field, kind) in known.items():
        if kind == "task" or (kind == "field" and field not in _TEXT_FIELDS):
            numbers.add(place)
        if kind == "task" or (kind == "field" and field not in _MAY_NAME_PLACES):
            guarded.add(place)
    emptied = {place for place, (_, kind) in known.items() if kind == "personal"}
    emptied |= _nameless_with_names(source, marks.header_row, known)
    shift = int(source.first_row == 0)
    return Layout(
        width,
        frozenset(numbers),
        frozenset(emptied),
        frozenset(guarded),
        frozenset(place for place, (_, kind) in known.items() if kind == "unknown"),
        next((place for place, (field, _) in known.items() if field == "subject"), None),
        has_source_row=is_failed_only or bool(shift),
        shift=shift,
        header=marks.header_row or shift,
    )


def cell_of(layout: Layout, place: int, text: str) -> tuple[str, str]:
    """Return what is written for a cell under the header, and its kind."""
    if place in layout.numbers and is_number(text):
        return text, "number"
    is_watched = place in layout.guarded or (place in layout.wary and " " in text.strip())
    if is_watched and not text.isdigit() and is_name(text):
        return REMOVED, "text"
    return text, "text"


def cell_above(text: str) -> tuple[str, str]:
    """Return what is written for a cell above the header: titles, dates, schools, but no name of a person."""
    return (REMOVED if " " in text.strip() and is_name(text) else text), "text"


def is_number(text: str) -> bool:
    """Return whether a number says the same as the text: no zero in front, no digit lost."""
    return bool(_WHOLE.match(text)) or (bool(_FRACTION.match(text)) and repr(float(text)) == text)


@lru_cache(maxsize=50_000)
def is_name(text: str) -> bool:
    """Return whether a single text looks like a name or a document."""
    return look_personal([clean(text)])


def personal_columns(told: Mapping[str, Any]) -> list[str]:
    """Return «B «Фамилия»» for every column that is given back empty."""
    return [
        f"{letter} «{header}»"
        for letter, header, _, kind, _ in told["columns"]
        if kind == "personal"
    ]


def _nameless_with_names(source: Source, header: int, known: Collection[int]) -> set[int]:
    """Return columns without a header whose values are names or documents: the reader never looked at them."""
    rows: Sequence[Sequence[str]] = source.head[header:]
    found = set()
    for place in range(max((len(row) for row in rows), default=0)):
        values = {clean(row[place]) for row in rows if place < len(row)} - {""}
        if place not in known and values and look_personal(sorted(values)[:_SAMPLE]):
            found.add(place)
    return found

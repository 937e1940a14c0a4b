"""Columns whose values look like names or documents though their header does not say so: dropped and told."""

from collections.abc import Sequence
from dataclasses import replace

from backend.domain.scores.header import PERSONAL, Shape
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.personal import look_personal
from backend.domain.scores.profile import PERSON_FIELDS

_FREE_TEXT = {
    "participant", "class", "variant", "series", "subject", "school", "school_title", "wave", "procedure", "group",
}  # fmt: skip
"""Fields whose texts may go further; numbers cannot carry a name."""


def drop_personal(shape: Shape, rows: Sequence[Sequence[str]], issues: list[Issue]) -> Shape:
    """Return the shape without columns that hold names or documents, by a sample of their values."""
    places = dict(shape.places)
    columns = []
    for column in shape.columns:
        is_read = column.field in _FREE_TEXT
        is_checked = is_read or column.kind == "unknown"
        if not is_checked or not look_personal(_sample(rows, column.place)):
            columns.append(column)
            continue
        if column.field and column.field not in PERSON_FIELDS:
            places.pop(column.field, None)
        if column.field == "participant":
            places.setdefault("document", column.place)
        columns.append(replace(column, kind="personal", field=None, meaning=PERSONAL))
        text = "Значения похожи на имена или документы: столбец отброшен и не сохранён."
        issues.append(
            issue(
                "personal_dropped",
                text,
                row=shape.header.row or None,
                column=column.letter,
                header=column.header,
            )
        )
    return replace(shape, places=places, columns=columns)


def _sample(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return list({row[place]: None for row in rows if place < len(row) and row[place]})

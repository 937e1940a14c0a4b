"""Rows under the header that are no participants: blank ones, footers, school lines, repeated headers."""

import numpy as np
import polars as pl

from backend.domain.scores.cells import clean, normal
from backend.domain.scores.header import Shape
from backend.domain.scores.profile import PERSON_FIELDS, field_of, is_footer
from backend.features.uploads.intake.child.schools import Schools


def rows_to_keep(
    frame: pl.DataFrame, suspects: np.ndarray, rows: np.ndarray, shape: Shape, schools: Schools
) -> np.ndarray | None:
    """Return which rows are participants, None = all of them; takes school lines on the way.

    `suspects` are places of rows without a readable participant: only these are looked at one by one.
    """
    if not len(suspects):
        return None
    odd = frame[suspects]
    blank = odd.select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
    dropped = list(suspects[blank])
    who = [place for f, place in shape.places.items() if f in PERSON_FIELDS or f == "participant"]
    for place in np.flatnonzero(~blank).tolist():
        cells = [cell or "" for cell in odd.row(place)]
        if _is_aside(cells, who, shape, int(rows[suspects[place]]), schools):
            dropped.append(suspects[place])
    if not dropped:
        return None
    keep = np.ones(len(frame), bool)
    keep[dropped] = False
    return keep


def _is_aside(cells: list[str], who: list[int], shape: Shape, row: int, schools: Schools) -> bool:
    first = next((text for cell in cells if (text := clean(cell))), None)
    if first is None:
        return True
    named = next((text for place in who if (text := clean(cells[place]))), "")
    profile = shape.profile
    if named and all(
        field_of(profile, normal(cells[place])) in {"participant", *PERSON_FIELDS} for place in who
    ):
        return True  # the header stands here again
    if is_footer(profile, first):
        # A word of the footer in a row that has a participant is a value, not a footer.
        place = next(n for n, cell in enumerate(cells) if clean(cell))
        return not named or named == first or place == shape.places.get("school")
    return not named and schools.read_line(row, cells)

"""Conversion of primary scores to marks. Scales are reference data with a source (domain.md 4.5, 5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest primary scores of marks 3, 4 and 5, and the maximum of the work."""

    min_3: int
    min_4: int
    min_5: int
    max_primary: int

    def __post_init__(self) -> None:
        if not 0 < self.min_3 < self.min_4 < self.min_5 <= self.max_primary:
            message = f"bands must rise within the maximum: {self}"
            raise ValueError(message)


def mark_of(primary: int, scale: Scale) -> int:
    """Return the mark (2–5) of a primary score; raises ValueError outside 0…max_primary."""
    if not 0 <= primary <= scale.max_primary:
        message = f"primary score {primary} is outside 0…{scale.max_primary}"
        raise ValueError(message)
    return 2 + sum(primary >= lowest for lowest in (scale.min_3, scale.min_4, scale.min_5))


def scale_of_bands(bands: Mapping[str, Sequence[int]], *, max_primary: int | None = None) -> Scale:
    """Build a scale from bands «2»…«5», each [lowest, highest]; raises ValueError on a gap or an overlap."""
    marks = ("2", "3", "4", "5")
    for mark, following in pairwise(marks):
        if bands[mark][1] + 1 != bands[following][0]:
            message = f"bands of {mark} and {following} do not meet: {dict(bands)}"
            raise ValueError(message)
    if bands["2"][0] != 0 or (max_primary is not None and bands["5"][1] != max_primary):
        message = f"bands do not cover 0…{max_primary}: {dict(bands)}"
        raise ValueError(message)
    return Scale(bands["3"][0], bands["4"][0], bands["5"][0], bands["5"][1])

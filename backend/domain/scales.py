"""Conversion of primary scores to marks. Scales are reference data with a source (domain.md 4.5, 5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MARKS = (2, 3, 4, 5)
OUTSIDE = -1
"""What the look-up gives for a score that is not of the work."""
LOWERINGS = ("one_lower", "two")


@dataclass(frozen=True, slots=True)
class SideCondition:
    """Points of certain tasks a mark needs besides the sum: `minima` by mark; else one mark lower, or «2»."""

    code: str
    title: str
    minima: tuple[tuple[int, int], ...]
    lowers: str

    def lowered(self, mark: int) -> int:
        """Return the mark when the points are too few for `mark`."""
        return mark - 1 if self.lowers == "one_lower" else 2


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest primary scores of marks 3, 4 and 5, the maximum of the work, and what a mark needs besides."""

    min_3: int
    min_4: int
    min_5: int
    max_primary: int
    conditions: tuple[SideCondition, ...] = ()

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


def expected_marks(
    primary: int, scale: Scale, condition_points: Mapping[str, int] | None = None
) -> frozenset[int]:
    """Return the marks a primary score may have; raises ValueError outside 0…max_primary.

    `condition_points`: points by code of the side condition. Unknown points leave both marks possible, known
    ones decide.
    """
    by_score = mark_of(primary, scale)
    possible = {by_score}
    for condition in scale.conditions:
        needed = dict(condition.minima).get(by_score)
        if needed is None:
            continue
        points = (condition_points or {}).get(condition.code)
        lowered = condition.lowered(by_score)
        if points is None:
            possible.add(lowered)
        elif points < needed:
            possible = {min(mark, lowered) for mark in possible}
    return frozenset(possible)


def bands_array(scale: Scale) -> NDArray[np.int8]:
    """Return marks by primary score 0…max, then one `OUTSIDE` more.

    So that −1 (no score) finds it from the end, and what is above the maximum is looked up at max + 1:
    `bands_array(scale)[np.clip(primary, -1, scale.max_primary + 1)]`.
    """
    marks = np.full(scale.max_primary + 2, OUTSIDE, np.int8)
    marks[:-1] = np.searchsorted(
        [scale.min_3, scale.min_4, scale.min_5], np.arange(scale.max_primary + 1), side="right"
    )
    marks[:-1] += 2
    return marks


def allowed_array(scale: Scale) -> NDArray[np.bool_]:
    """Return by primary score (as `bands_array`) and mark 0…5 whether the mark may stand, points unknown.

    `allowed_array(scale)[np.clip(primary, -1, scale.max_primary + 1), mark]`; nothing is allowed outside.
    """
    allowed = np.zeros((scale.max_primary + 2, 6), np.bool_)
    for primary in range(scale.max_primary + 1):
        allowed[primary, sorted(expected_marks(primary, scale))] = True
    return allowed


def scale_of_bands(bands: Mapping[str, Sequence[int]], *, max_primary: int | None = None) -> Scale:
    """Build a scale from bands «2»…«5», each [lowest, highest]; raises ValueError, in Russian, on a gap or an overlap."""
    refusal = why_not_bands(bands, max_primary=max_primary)
    if refusal is not None:
        raise ValueError(refusal)
    return Scale(bands["3"][0], bands["4"][0], bands["5"][0], bands["5"][1])


def why_not_bands(
    bands: Mapping[str, Sequence[int]], *, max_primary: int | None = None
) -> str | None:
    """Return what is wrong with bands «2»…«5» in a sentence for their author; None = whole."""
    if bands["2"][0] != 0:
        return f"Отметка «2» должна начинаться с 0 баллов, указано {bands['2'][0]}."
    for mark, (lowest, highest) in bands.items():
        if lowest > highest:
            return f"Границы отметки «{mark}» перевёрнуты: {lowest}–{highest}."
    for mark, following in pairwise(map(str, MARKS)):
        ends, begins = bands[mark][1], bands[following][0]
        if begins > ends + 1:
            return f"Между «{mark}» и «{following}» разрыв: {_points(ends + 1, begins - 1)} без отметки."
        if begins <= ends:
            return (
                f"Отметки «{mark}» и «{following}» пересекаются: {_points(begins, ends)} в обеих."
            )
    if max_primary is not None and bands["5"][1] != max_primary:
        return f"Отметка «5» кончается на {bands['5'][1]}, а максимум работы {max_primary}: они должны совпадать."
    return None


def _points(first: int, last: int) -> str:
    return f"балл {first}" if first == last else f"баллы {first}–{last}"


def bands_of_scale(scale: Scale) -> dict[str, tuple[int, int]]:
    """Return the bands «2»…«5», each (lowest, highest)."""
    lowest = (0, scale.min_3, scale.min_4, scale.min_5)
    highest = (*(one - 1 for one in lowest[1:]), scale.max_primary)
    return {
        str(mark): ends for mark, ends in zip(MARKS, zip(lowest, highest, strict=True), strict=True)
    }


def why_not_conditions(conditions: Sequence[SideCondition]) -> str | None:
    """Return what is wrong with side conditions; None = nothing."""
    codes = [one.code for one in conditions]
    if len(set(codes)) != len(codes):
        return "Одно и то же условие указано дважды."
    for one in conditions:
        minima = [points for _, points in sorted(one.minima)]
        if minima != sorted(minima):
            return f"Условие «{one.title}»: для более высокой отметки баллов нужно не меньше."
    return None


def condition_of_json(stored: Mapping[str, object]) -> SideCondition:
    """Read a condition as `scale.conditions` keeps it: `minima` by mark as text."""
    minima = stored["minima"]
    assert isinstance(minima, Mapping)
    return SideCondition(
        code=str(stored["code"]),
        title=str(stored["title"]),
        minima=tuple(sorted((int(mark), int(points)) for mark, points in minima.items())),
        lowers=str(stored["lowers"]),
    )

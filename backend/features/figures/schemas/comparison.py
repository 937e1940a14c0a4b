"""The wire shape of two works side by side and of a series of years."""

from typing import Literal

from pydantic import BaseModel

from backend.features.figures.schemas.units import (
    FigureReasonOut,
    FigureShareOut,
    FigureUnitOut,
    FigureWorkOut,
    Measure,
    ShareChangeOut,
    UnitFiguresOut,
)


class ShrunkenOut(BaseModel):
    """The share pulled towards similar schools (beta-binomial), with its 95 % interval."""

    pct: float
    ci_low_pct: float
    ci_high_pct: float


class SideMeasureOut(BaseModel):
    """A share as counted and, beside it, pulled towards similar schools; `shrunken` null = nothing to pull to."""

    raw: FigureShareOut
    shrunken: ShrunkenOut | None


class MeasureComparisonOut(BaseModel):
    """`change` null: a side has nobody to speak of. `better`: which direction is good."""

    measure: Measure
    title: str
    better: Literal["up", "down"]
    before: SideMeasureOut
    after: SideMeasureOut
    change: ShareChangeOut | None
    sentence: str


class ComparisonSideOut(BaseModel):
    """One side: a work, or two or three comparable years pooled (their participants counted together)."""

    works: list[FigureWorkOut]
    is_pooled: bool
    words: str
    figures: UnitFiguresOut


class PriorOut(BaseModel):
    """What estimates are pulled to: schools like this one; `kind` says why there is none."""

    kind: Literal["fitted", "not_a_school", "too_few_schools"]
    cluster_title: str | None
    schools: int | None
    text: str


class ComparisonOut(BaseModel):
    unit: FigureUnitOut
    before: ComparisonSideOut
    after: ComparisonSideOut
    prior: PriorOut
    measures: list[MeasureComparisonOut]


class YearPointOut(BaseModel):
    """One year of a series; `reasons`: why a break stands before it, empty when the line goes on.

    Changes are to the point before; null at the first point, across a break and without participants.
    """

    year: int
    work: FigureWorkOut
    figures: UnitFiguresOut
    is_break: bool
    reasons: list[FigureReasonOut]
    success_change: ShareChangeOut | None
    quality_change: ShareChangeOut | None
    below_min_change: ShareChangeOut | None


class DynamicsOut(BaseModel):
    """Works of one subject and grade in the last years, oldest first; `years_without` have no result."""

    unit: FigureUnitOut
    years: list[int]
    years_without: list[int]
    points: list[YearPointOut]

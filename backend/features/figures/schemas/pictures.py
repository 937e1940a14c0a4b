"""The wire shape of many schools at once: the funnel and schools like ours."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from backend.features.figures.schemas.units import (
    FigureShareOut,
    FigureWorkOut,
    Measure,
    UnitFiguresOut,
)

FunnelZone = Literal["inside", "outside_95", "outside_998"]


class FunnelPointOut(BaseModel):
    """A school: `count` of `n`. `outside_95`: one school in twenty lies there by chance alone."""

    school_id: UUID
    name: str
    count: int
    n: int
    pct: float
    small_sample: bool
    zone: FunnelZone
    side: Literal["below", "above"] | None


class FunnelLimitOut(BaseModel):
    """Control limits in percent at a number of participants."""

    n: int
    low_95_pct: float
    high_95_pct: float
    low_998_pct: float
    high_998_pct: float


class FunnelOut(BaseModel):
    """Share against n. Points in alphabetical order; `hidden` schools have fewer than five participants."""

    work: FigureWorkOut
    measure: Measure
    title: str
    better: Literal["up", "down"]
    center: FigureShareOut
    center_of: str
    limits: list[FunnelLimitOut]
    points: list[FunnelPointOut]
    hidden: int
    sentence: str


class SimilarRuleOut(BaseModel):
    """By what schools are similar; the rule is data with a version."""

    version: int
    text: str
    source: str
    confidence: str


class SimilarSchoolOut(BaseModel):
    """A school of the cluster; who is not yours to see has neither id nor name. `figures` null = did not write it."""

    label: str
    school_id: UUID | None
    is_asked: bool
    figures: UnitFiguresOut | None


class SimilarSchoolsOut(BaseModel):
    """«Школы как наша» in the same region, never ordered by result.

    `kind`: `too_few` = fewer schools than the rule needs, none are shown; `unknown` = a criterion is not known.
    """

    school_id: UUID
    kind: Literal["cluster", "too_few", "unknown"]
    cluster: str | None
    cluster_title: str | None
    schools: int
    rule: SimilarRuleOut
    work: FigureWorkOut | None
    total: UnitFiguresOut | None
    items: list[SimilarSchoolOut]
    text: str

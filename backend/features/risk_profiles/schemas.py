"""The wire shape of a risk profile."""

from uuid import UUID

from pydantic import BaseModel


class OpinionOut(BaseModel):
    """Level high, medium or low; None with the reason why there is no data."""

    level: str | None
    level_title: str
    no_data_reason: str | None


class FactorOut(BaseModel):
    """`agreement`: agree, differ, partial (agree, one party has no data), no_data."""

    code: str
    name: str
    survey: OpinionOut
    school: OpinionOut
    curator: OpinionOut
    agreement: str
    agreement_title: str


class RiskProfileOut(BaseModel):
    school_id: UUID
    cycle: int | None
    agreed: int
    differing: int
    factors: list[FactorOut]

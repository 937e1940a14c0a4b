"""Assignments and a risk profile that differs."""

from datetime import date

from sqlalchemy.dialects.postgresql import Range

from backend.tables import Assignment, Base, RiskAssessment, RiskFactor
from tests.world.names import CANARY, key


def support_rows() -> list[Base]:
    period = Range(date(2021, 2, 12), None, bounds="[)")
    rows: list[Base] = [
        Assignment(
            school_id=key("school:own"),
            person_id=key(f"person:{kind}"),
            kind=kind,
            period=period,
            act_text="приказ № 1",
        )
        for kind in ("curator", "mentor")
    ]
    rows.append(
        Assignment(
            school_id=key("school:foreign"),
            person_id=key("person:foreign"),
            kind="curator",
            period=period,
            act_text=f"приказ {CANARY}",
        )
    )
    rows.append(
        RiskFactor(
            id=key("factor"),
            code="low_motivation",
            name="Низкая учебная мотивация обучающихся",
            editions=[2021],
            position=1,
            source="domain",
            confidence="high",
        )
    )
    for school, levels in (
        ("own", ("medium", "low", "high")),
        ("second", ("high", "high", "high")),
        ("foreign", ("high", "low", "low")),
    ):
        rows += [
            RiskAssessment(
                school_id=key(f"school:{school}"),
                factor_id=key("factor"),
                cycle=2021,
                source=source,
                level=level,
            )
            for source, level in zip(("survey", "school", "curator"), levels, strict=True)
        ]
    return rows

"""Assignments, what people know, conflicts long withdrawn, and a risk profile that differs."""

from datetime import UTC, date, datetime

from sqlalchemy.dialects.postgresql import Range

from backend.tables import (
    Accompaniment,
    Assignment,
    Base,
    Competence,
    ConflictDeclaration,
    RiskAssessment,
    RiskFactor,
    RiskProfile,
    RiskProfileStep,
    RiskVerdict,
)
from tests.world.names import CANARY, NOW, key


def support_rows() -> list[Base]:
    period = Range(date(2021, 2, 12), None, bounds="[)")
    rows: list[Base] = [
        Assignment(
            id=key(f"assignment:{kind}"),
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
            id=key("assignment:foreign"),
            school_id=key("school:foreign"),
            person_id=key("person:foreign_curator"),
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
    rows += [
        Accompaniment(school_id=key(f"school:{school}"), kind=kind, period=period)
        for school, kind in (("own", "curator"), ("foreign", "curator"))
    ]
    for side, person, school, mark in (
        ("own", "curator", "second", ""),
        ("foreign", "foreign_curator", "foreign", f" {CANARY}"),
    ):
        rows += [
            Competence(
                person_id=key(f"person:{person}"), factor_id=key("factor"), note=f"опыт{mark}"
            ),
            # Withdrawn already: nobody of the world is kept from an appointment.
            ConflictDeclaration(
                id=key(f"conflict:{side}"),
                person_id=key(f"person:{person}"),
                school_id=key(f"school:{school}"),
                reason=f"родство{mark}",
                withdrawn_at=NOW,
                withdrawal_reason=f"родства больше нет{mark}",
            ),
        ]
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
    for side, state in (("own", "formed"), ("foreign", "verification")):
        mark = CANARY if side == "foreign" else "своё"
        rows += [
            RiskProfile(
                id=key(f"risk_profile:{side}"),
                school_id=key(f"school:{side}"),
                cycle=2021,
                state=state,
                version=1,
            ),
            RiskProfileStep(
                profile_id=key(f"risk_profile:{side}"),
                school_id=key(f"school:{side}"),
                action="form",
                from_state="awaited",
                to_state="formed",
                reason=mark,
                at=datetime(2021, 2, 22, 9, 0, tzinfo=UTC),
            ),
        ]
    rows.append(
        RiskVerdict(
            profile_id=key("risk_profile:foreign"),
            school_id=key("school:foreign"),
            factor_id=key("factor"),
            verdict="confirmed",
            level="low",
            reason=f"решено {CANARY}",
            is_selected=False,
        )
    )
    return rows

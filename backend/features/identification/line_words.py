"""A frozen line as it is told: verdict, reasons, margin, history, what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from backend.domain.lifecycle.identification import APPEAL, DECISION_TITLES
from backend.domain.low_results import STATUS_TITLES, ZONE_TITLES
from backend.domain.low_results.words import margin_words
from backend.features.identification.schemas import (
    IdentificationDecisionOut,
    IdentificationLineRowOut,
    JudgedWorkOut,
    LowCriterionOut,
    LowYearOut,
)

Row = RowMapping | Mapping[str, Any]


def academic_year_words(year: int) -> str:
    """Return «2020/21»."""
    return f"{year}/{(year + 1) % 100:02}"


def line_row(row: Row, marked: Sequence[str]) -> IdentificationLineRowOut:
    """Return one school of the list; `marked`: its markers of non-objective ВПР."""
    return IdentificationLineRowOut.model_validate(line_values(row, marked))


def line_values(row: Row, marked: Sequence[str]) -> dict[str, Any]:
    """Return what a school of the list and its own page both tell."""
    outcome = row["outcome"]
    appeal = row["appeal_state"]
    return {
        **{name: row[name] for name in ("school_id", "school_name", "municipality")},
        "status": row["status"],
        "status_title": STATUS_TITLES[row["status"]],
        "zone": row["zone"],
        "zone_title": ZONE_TITLES[row["zone"]] if row["zone"] else None,
        **{
            name: outcome[name]
            for name in ("low", "assessed", "small", "probability", "reasons", "stability")
        },
        "criteria": _criteria(outcome),
        "nearest": margin_words(outcome["procedures"]),
        "history": [
            LowYearOut(**past, title=STATUS_TITLES[past["status"]]) for past in outcome["history"]
        ],
        "decision": _standing(row),
        "appeal_state": appeal,
        "appeal_title": APPEAL.states[appeal] if appeal else None,
        "marked": list(marked),
    }


def _criteria(outcome: Row) -> list[LowCriterionOut]:
    return [
        LowCriterionOut.model_validate(
            {
                "code": code,
                **{
                    name: outcome[f"criterion_{code}"][name]
                    for name in ("is_met", "value", "needed")
                },
            }
        )
        for code in ("a", "b")
    ]


def judged_out(outcome: Row) -> list[JudgedWorkOut]:
    """Return the works of a line, the low ones first, then the nearest to the threshold."""
    works = sorted(
        outcome["procedures"],
        key=lambda one: (not one["is_low"], not one["is_enough"], -float(one["margin_pp"])),
    )
    return [JudgedWorkOut.model_validate(one) for one in works]


def decision_out(row: Row) -> IdentificationDecisionOut:
    """Return a decision in words; `row` has the columns of the table and `who`."""
    return IdentificationDecisionOut.model_validate(
        {
            **{
                name: row[name]
                for name in ("id", "decision", "zone", "basis", "reason", "who", "decided_at")
            },
            "title": DECISION_TITLES[row["decision"]],
            "zone_title": ZONE_TITLES[row["zone"]],
        }
    )


def _standing(row: Row) -> IdentificationDecisionOut | None:
    if row["decision_id"] is None:
        return None
    return decision_out({**row, "id": row["decision_id"], "zone": row["decided_zone"]})

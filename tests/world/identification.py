"""A run of each side that is open to schools, with a decision and an appeal that waits."""

from datetime import timedelta
from typing import Any

import yaml

from backend.domain.low_results import digest_of_run, judge_line, read_rule
from backend.seed.sources import DATA
from backend.tables import (
    Base,
    IdentificationAppeal,
    IdentificationDecision,
    IdentificationLine,
    IdentificationRun,
    LowResultsRule,
)
from tests.world.names import CANARY, NOW, key

RULE = yaml.safe_load((DATA / "low_results_rules.yaml").read_text(encoding="utf-8"))["rules"][0]


def identification_rows() -> list[Base]:
    rows: list[Base] = [LowResultsRule(id=key("rule:file"), origin="file", **RULE)]
    for side, mark, official, objector in (
        ("own", "", "head", "school_head"),
        ("foreign", f" {CANARY}", "foreign_curator", "foreign"),
    ):
        school, run = key(f"school:{side}"), key(f"run:{side}")
        counts = [count(2019, 12, 4, mark), count(2020, 10, 3, mark)]
        line = judge_line(read_rule(RULE["parameters"]), "sosh", counts, 2020)
        rows += [
            LowResultsRule(
                id=key(f"rule:{side}"),
                office_id=key(f"office:{side}"),
                origin="person",
                based_on_id=key("rule:file"),
                author_id=key(f"person:{official}"),
                reason=f"порог ниже{mark}",
                basis="приказ № 1",
                **{**RULE, "parameters": {**RULE["parameters"], "share_pct": 27.5}},
            ),
            IdentificationRun(
                id=run,
                office_id=key(f"office:{side}"),
                rule_id=key("rule:file"),
                year=2020,
                note=f"расчёт{mark}",
                schools=1,
                digest=digest_of_run(RULE["parameters"], 2020, {str(school): line.digest}),
                started_by_id=key(f"person:{official}"),
                published_at=NOW - timedelta(days=1),
                published_by_id=key(f"person:{official}"),
            ),
            IdentificationLine(
                id=key(f"line:{side}"),
                run_id=run,
                school_id=school,
                school_kind="sosh",
                counts=counts,
                status=line.verdict.status,
                zone=line.verdict.zone,
                outcome=line.outcome,
                digest=line.digest,
            ),
            IdentificationDecision(
                id=key(f"identified:{side}"),
                run_id=run,
                school_id=school,
                decision="listed",
                zone="red",
                basis=f"приказ № 2{mark}",
                person_id=key(f"person:{official}"),
            ),
            IdentificationAppeal(
                id=key(f"appeal:{side}"),
                run_id=run,
                school_id=school,
                state="submitted",
                body=f"Два протокола загружены с ошибкой{mark}",
                author_id=key(f"person:{objector}"),
            ),
        ]
    return rows


def count(year: int, participants: int, below: int, mark: str = "") -> dict[str, Any]:
    """Return a frozen count of ВПР, математика, 5 класс."""
    return {
        "year": year,
        "procedure": "vpr",
        "programme_grade": 5,
        "subject": "math",
        "subject_name": f"Математика{mark}",
        "wave": "spring",
        "grade": 5,
        "participants": participants,
        "below": below,
        "protocols": [],
    }

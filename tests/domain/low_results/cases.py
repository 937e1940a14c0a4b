"""The default rule, and counts in a few letters."""

from dataclasses import replace
from typing import Any

import yaml

from backend.domain.low_results import Count, Rule, read_rule
from backend.seed.sources import DATA

FILE = yaml.safe_load((DATA / "low_results_rules.yaml").read_text(encoding="utf-8"))
PARAMETERS: dict[str, Any] = FILE["rules"][0]["parameters"]
RULE = read_rule(PARAMETERS)
NAMES = {
    "math": "Математика",
    "russian": "Русский язык",
    "history": "История",
    "math_base": "Математика базовая",
}
WAVES = {"vpr": "spring", "oge": "main", "ege": "main"}


def count(
    below: int,
    participants: int,
    *,
    subject: str = "math",
    grade: int = 5,
    year: int = 2021,
    procedure: str = "vpr",
    wave: str | None = None,
    sat_by: int | None = None,
) -> Count:
    return Count(
        procedure=procedure,
        wave=wave or WAVES[procedure],
        subject=subject,
        subject_name=NAMES[subject],
        grade=sat_by or grade,
        programme_grade=grade,
        year=year,
        participants=participants,
        below=below,
    )


def rule(**changes: Any) -> Rule:
    return replace(RULE, **changes)

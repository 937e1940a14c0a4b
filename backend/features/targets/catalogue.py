"""Metrics of targets in words, from data/target_metrics.yaml; a filter of the list in words."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from backend.domain.lifecycle.targets import TARGET
from backend.domain.targets.attainment import VERDICT_WORDS
from backend.domain.work_titles import PROCEDURE_TITLES

_FILE = Path(__file__).parents[2] / "data" / "target_metrics.yaml"


class MetricWords(NamedTuple):
    """One metric in words; what is counted stands in `domain.targets.measuring` under the same code."""

    code: str
    title: str
    better: str
    unit: str
    formula: str
    counted: str
    interval: str
    source: str
    confidence: str


@cache
def metric_words() -> dict[str, MetricWords]:
    """Return the metrics by their codes, in the order of the file."""
    listed = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["metrics"]
    return {entry["code"]: MetricWords(**entry) for entry in listed}


def conditions_in_words(
    *,
    metric: str | None,
    procedure: str | None,
    due_year: int | None,
    state: str | None,
    verdict: str | None,
) -> str:
    """Return what a list is narrowed to, for the screen, the print and the workbook."""
    said = [
        f"показатель «{metric_words()[metric].title}»" if metric else "",
        PROCEDURE_TITLES[procedure] if procedure else "",
        f"план на {due_year} год" if due_year else "",
        TARGET.states[state] if state else "",
        next((words for code, words in VERDICT_WORDS.items() if code == verdict), ""),
    ]
    return "; ".join(part for part in said if part) or "без отбора"

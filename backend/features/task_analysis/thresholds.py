"""From which percent and which n a figure of a task speaks: data/task_analysis.yaml, with source and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.domain.task_analysis import Bounds, ItemRules
from backend.features.task_analysis.schemas.shared import (
    DifficultyRuleOut,
    TaskRuleOut,
    TaskRulesOut,
)

_FILE = Path(__file__).parents[2] / "data" / "task_analysis.yaml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The file as rules of the domain take it, and as the screen shows it."""

    bounds: Mapping[str, Bounds]
    informative_from: int
    distribution_informative_from: int
    distribution_approximate_from: int
    items: ItemRules
    shown: TaskRulesOut


@cache
def thresholds() -> Thresholds:
    """Return the thresholds in force."""
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    levels, items = data["completion"]["levels"], data["items"]
    return Thresholds(
        bounds={
            level["difficulty"]: Bounds(
                _exact(level["sufficient_from"]), _exact(level["insufficient_below"])
            )
            for level in levels
        },
        informative_from=data["groups"]["informative_from"],
        distribution_informative_from=data["distribution"]["informative_from"],
        distribution_approximate_from=data["distribution"]["approximate_from"],
        items=ItemRules(
            flags_from=items["flags_from"],
            nearly_all_from=_exact(items["nearly_all_from"]),
            nearly_nobody_below=_exact(items["nearly_nobody_below"]),
            weak_discrimination_below=float(items["weak_discrimination_below"]),
            often_skipped_from=_exact(items["often_skipped_from"]),
        ),
        shown=TaskRulesOut(
            levels=[DifficultyRuleOut(**level) for level in levels],
            informative_from=data["groups"]["informative_from"],
            distribution_informative_from=data["distribution"]["informative_from"],
            distribution_approximate_from=data["distribution"]["approximate_from"],
            flags_from=items["flags_from"],
            sources=[
                TaskRuleOut(
                    about=name, source=data[name]["source"], confidence=data[name]["confidence"]
                )
                for name in ("completion", "groups", "distribution", "items")
            ],
        ),
    )


def _exact(value: float) -> Decimal:
    return Decimal(str(value))

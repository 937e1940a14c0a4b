"""The rules in words: titles, reasons, remedies, severity and owner, from data/quality_rules.yaml."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FILE = Path(__file__).parents[2] / "data" / "quality_rules.yaml"
SEVERITIES = {"severe": "Строгие", "warning": "Предупреждения", "hint": "Подсказки"}
OWNERS = {
    "coordinator": "Координатор",
    "office_specialist": "Специалист управления",
    "methodist": "Методист",
    "curator": "Куратор",
    "school": "Школа",
}


class Rule(NamedTuple):
    """One rule in words; what it looks for stands in `rules` under the same code."""

    code: str
    area: str
    severity: str
    owner: str
    title: str
    why: str
    fix: str
    source: str
    confidence: str


@cache
def areas() -> dict[str, str]:
    """Return the titles of the areas by their codes, in the order of the file."""
    return {area["area"]: area["title"] for area in _read()["areas"]}


@cache
def catalogue() -> dict[str, Rule]:
    """Return the rules by their codes, the severest first, then in the order of the file."""
    listed = [
        Rule(
            **{"source": area["source"], "confidence": area["confidence"], "area": area["area"]}
            | rule
        )
        for area in _read()["areas"]
        for rule in area["rules"]
    ]
    order = list(SEVERITIES)
    return {rule.code: rule for rule in sorted(listed, key=lambda r: order.index(r.severity))}


@cache
def _read() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

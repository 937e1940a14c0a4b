"""Reference facts of the feature: which schools are similar, how figures are counted (data files)."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parents[2] / "data"
RULE_FILE = _DATA / "similar_schools.yaml"
_FORMULA_FILE = _DATA / "figure_formulas.yaml"


@cache
def similar_rule() -> dict[str, Any]:
    """Return the rule of similar schools as its file says it."""
    return _read(RULE_FILE)


@cache
def formulas() -> dict[str, Any]:
    """Return the formulas in words with their source."""
    return _read(_FORMULA_FILE)


@cache
def cluster_parameters() -> dict[str, Any]:
    """Return what the database needs to say the group of a school: bounds of sizes, codes of kinds."""
    rule = similar_rule()
    kinds = {kind: group["code"] for group in rule["kinds"] for kind in group["of"]}
    return {"sizes": [size["from"] for size in rule["sizes"]], "kinds": json.dumps(kinds)}


@cache
def rule_digest() -> str:
    """Return what changes with either file: answers made by another rule are other answers."""
    return hashlib.sha256(RULE_FILE.read_bytes() + _FORMULA_FILE.read_bytes()).hexdigest()[:16]


def cluster_title(code: str) -> str:
    """Return «основные и средние школы, до 100 учеников, село» of a code the database gave; the code itself if unknown.

    `width_bucket` numbers sizes from 1.
    """
    rule = similar_rule()
    kinds = {kind["code"]: kind["title"] for kind in rule["kinds"]}
    sizes = {str(n): size["title"] for n, size in enumerate(rule["sizes"], 1)}
    parts = code.split("-")
    if len(parts) != 4 or parts[1] not in kinds or parts[2] not in sizes:
        return code
    return f"{kinds[parts[1]]}, {sizes[parts[2]]}, {rule['places'][parts[3]]}"


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

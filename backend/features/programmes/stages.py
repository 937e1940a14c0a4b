"""From when evidence of a stage is taken (backend/data/support_stages.yaml)."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parents[2] / "data" / "support_stages.yaml"


def stage_opens_on(stage: int, cycle: int, measures: Iterable[tuple[int, str]]) -> date | None:
    """Return the first day of a stage in a cycle, None = open since the programme was accepted.

    `measures` of the programme as (stage, state): a stage opens before its day when those before it are confirmed.
    """
    before = [state for of_stage, state in measures if of_stage < stage]
    if before and all(state == "confirmed" for state in before):
        return None
    opens = _data()["stage_opens"][stage]
    return date.fromisoformat(f"{cycle}-{opens}") if opens else None


@cache
def _data() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))

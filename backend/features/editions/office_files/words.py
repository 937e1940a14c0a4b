"""The words by which tables of plans are recognised and printed, from `backend/data/plan_tables.yaml`."""

from functools import cache
from pathlib import Path

import yaml

from backend.domain.plan_grid import TableWords, table_words

_SOURCE = Path(__file__).parents[3] / "data" / "plan_tables.yaml"


@cache
def plan_words() -> TableWords:
    """Return the words; the file is read once a process."""
    return table_words(yaml.safe_load(_SOURCE.read_text(encoding="utf-8")))

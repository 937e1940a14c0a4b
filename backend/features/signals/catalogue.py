"""The kinds of signals in words and their thresholds, from data/objectivity_signals.yaml."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from backend.domain.objectivity import KINDS, JournalRule, JumpRule, Kind, PeakRule

_FILE = Path(__file__).parents[2] / "data" / "objectivity_signals.yaml"


class KindInWords(NamedTuple):
    """What a kind looks at, what there is to talk about, where its thresholds come from."""

    code: Kind
    title: str
    what: str
    talk: str
    words: str
    source: str
    confidence: str
    procedures: tuple[str, ...]
    subjects: tuple[str, ...]


class Rules(NamedTuple):
    """The thresholds in force, with the version of the file."""

    version: int
    journal: JournalRule
    peak: PeakRule
    cohort: JumpRule
    exam: JumpRule
    marked_years_before: int


@cache
def kinds() -> dict[Kind, KindInWords]:
    """Return the kinds in the order of lists."""
    entries = _entries()
    return {
        code: KindInWords(
            code=code,
            procedures=tuple(entries[code]["procedures"]),
            subjects=tuple(entries[code].get("subjects", ())),
            **{
                name: entries[code][name]
                for name in ("title", "what", "talk", "words", "source", "confidence")
            },
        )
        for code in KINDS
    }


@cache
def rules() -> Rules:
    """Return the thresholds; a missing or unknown one is an error of the file."""
    given = {code: entry["thresholds"] for code, entry in _entries().items()}
    return Rules(
        version=_read()["version"],
        journal=JournalRule(**given["journal_gap"]),
        peak=PeakRule(**given["boundary_peak"]),
        cohort=JumpRule(**given["cohort_jump"]),
        exam=JumpRule(**given["vpr_oge"]),
        marked_years_before=given["marked_list"]["years_before"],
    )


def _entries() -> dict[str, dict[str, Any]]:
    return {entry["code"]: entry for entry in _read()["kinds"]}


@cache
def _read() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

"""A layout of results files as data: a new year's layout is a new YAML file, not new code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.score_cells import normal


@dataclass(frozen=True, slots=True)
class Profile:
    """How one layout is recognised and read. Header synonyms are compared by `normal()`."""

    code: str
    title: str
    fields: Mapping[str, str]
    """Normalised header → field: school, participant, class, variant, primary, mark, journal."""
    required: frozenset[str]
    unused: frozenset[str]
    personal: tuple[re.Pattern[str], ...]
    """Columns of names and documents: dropped inside the parser, their values never leave it."""
    task: re.Pattern[str]
    titles: tuple[re.Pattern[str], ...]
    programme: re.Pattern[str]
    procedures: Mapping[str, str]
    waves: Mapping[str, str]
    meta: Mapping[str, str]
    """Normalised label of a line above the header → subject, max_primary, date, programme."""
    school_line: re.Pattern[str]
    participants_line: re.Pattern[str]
    footers: tuple[str, ...]
    absent: frozenset[str]
    difficulties: frozenset[str]


def profile_from(data: Mapping[str, Any]) -> Profile:
    """Build a profile from its YAML; raises KeyError or re.error on a malformed one."""
    return Profile(
        code=data["code"],
        title=data["title"],
        fields={normal(word): field for field, words in data["fields"].items() for word in words},
        required=frozenset(data["required"]),
        unused=frozenset(normal(word) for word in data["unused"]),
        personal=_patterns(data["personal"]),
        task=_pattern(data["task"]),
        titles=_patterns(data["titles"]),
        programme=_pattern(data["programme"]),
        procedures={
            normal(word): code for code, words in data["procedures"].items() for word in words
        },
        waves={normal(word): code for code, words in data["waves"].items() for word in words},
        meta={normal(word): name for name, words in data["meta"].items() for word in words},
        school_line=_pattern(data["school_line"]),
        participants_line=_pattern(data["participants_line"]),
        footers=tuple(normal(word) for word in data["footers"]),
        absent=frozenset(normal(word) for word in data["absent"]),
        difficulties=frozenset(data["difficulties"]),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _patterns(texts: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(text) for text in texts)

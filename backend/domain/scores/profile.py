"""A layout of results files as data: a new year's layout is a new YAML file, not new code."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.scores.cells import normal

PERSON_FIELDS = (
    "surname", "name", "patronymic", "full_name", "document", "document_series", "document_number",
)  # fmt: skip
"""Columns that are read for the participant key only; their values never leave the parser."""
WORK_FIELDS = (
    "procedure", "year", "wave", "subject", "subject_code", "grade", "programme_grade", "series",
    "max_primary", "written_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """How one layout is recognised and read. Header synonyms are compared by `normal()`."""

    code: str
    title: str
    source: str
    confidence: str
    basis: str
    """"rows" = one participant a row, "counts" = one school a row."""
    words: Mapping[str, Sequence[str]]
    """Field → its header synonyms as written in the file of the layout."""
    fields: Mapping[str, str]
    """Normalised header → field."""
    prefixes: tuple[tuple[str, str], ...]
    """Beginning of a header (written with «…») → field: «Отметка за предыдущ…»."""
    required: frozenset[str]
    unused: frozenset[str]
    unused_patterns: tuple[re.Pattern[str], ...]
    personal: tuple[re.Pattern[str], ...]
    """Columns of names and documents: dropped inside the parser, their values never leave it."""
    tasks: tuple[re.Pattern[str], ...]
    """Grammar of task headers: groups `name` and, where the header says it, `max`."""
    titles: tuple[re.Pattern[str], ...]
    filenames: tuple[re.Pattern[str], ...]
    programme: re.Pattern[str]
    procedures: Mapping[str, str]
    waves: Mapping[str, str]
    meta: Mapping[str, str]
    """Normalised label of a line above the header → subject, max_primary, date, programme."""
    work: Mapping[str, Any]
    """What every file of the layout is about: procedure, grade, wave; other words stay None."""
    gve: str | None
    """The procedure of works whose subject code is 51 or more."""
    subject_codes: Mapping[int, Sequence[str]]
    """Code in the file → names of the subject, the first is the usual one."""
    schools: str
    """How the school column is read: "login", "gia" or "any"."""
    school_line: re.Pattern[str]
    participants_line: re.Pattern[str]
    footers: tuple[str, ...]
    absent: frozenset[str]
    difficulties: frozenset[str]
    is_partial: bool
    """The file holds some participants of a protocol (appeals), not all of them."""
    is_title_required: bool
    drops_mark_zero: bool
    school_words: tuple[str, ...]
    """A row of an aggregate table without a login is a school when its name has one of these words."""
    are_shares: bool
    """Marks of an aggregate table are percents of the participants."""


def profile_from(data: Mapping[str, Any], common: Mapping[str, Any]) -> Profile:
    """Build a profile from its YAML and the words all layouts share; raises KeyError or re.error."""

    def both(key: str) -> list[Any]:
        return [*data.get(key, []), *common.get(key, [])]

    def merged(key: str) -> dict[str, Any]:
        return {**common.get(key, {}), **data.get(key, {})}

    words = {field: list(names) for field, names in data["fields"].items()}
    return Profile(
        code=data["code"],
        title=data["title"],
        source=data["source"],
        confidence=data["confidence"],
        basis=data.get("basis", "rows"),
        words=words,
        fields={normal(w): field for field, names in words.items() for w in names if w[-1] != "…"},
        prefixes=tuple(
            (normal(w[:-1]), field) for field, names in words.items() for w in names if w[-1] == "…"
        ),
        required=frozenset(data["required"]),
        unused=frozenset(normal(word) for word in both("unused")),
        unused_patterns=_patterns(both("unused_patterns")),
        personal=_patterns(both("personal")),
        tasks=_patterns(data.get("tasks", common["tasks"])),
        titles=_patterns(_shared(data.get("titles", "vpr"), common["titles"])),
        filenames=_patterns(data.get("filenames", [])),
        programme=_pattern(common["programme"]),
        procedures=_by_word(merged("procedures")),
        waves=_by_word(merged("waves")),
        meta=_by_word(merged("meta")),
        work=data.get("work", {}),
        gve=data.get("gve"),
        subject_codes=_codes(data.get("subject_codes", {}), common),
        schools=data.get("schools", "login"),
        school_line=_pattern(data.get("school_line", common["school_line"])),
        participants_line=_pattern(common["participants_line"]),
        footers=tuple(normal(word) for word in both("footers")),
        absent=frozenset(normal(word) for word in both("absent")),
        difficulties=frozenset(common["difficulties"]),
        is_partial=data.get("partial", False),
        is_title_required=data.get("title_required", False),
        drops_mark_zero=data.get("drops_mark_zero", False),
        school_words=tuple(normal(word) for word in data.get("school_words", [])),
        are_shares=data.get("shares", False),
    )


def is_footer(profile: Profile, text: str) -> bool:
    """Return whether a cell begins with a word of a footer; «Итогов» is a name and no «Итого»."""
    word = normal(text)
    return any(word.startswith(f) and not word[len(f) :][:1].isalpha() for f in profile.footers)


def field_of(profile: Profile, header: str) -> str | None:
    """Return the field a normalised header means."""
    found = profile.fields.get(header)
    if found is None and header:
        return next((f for start, f in profile.prefixes if header.startswith(start)), None)
    return found


def _codes(codes: Any, common: Mapping[str, Any]) -> dict[int, list[str]]:
    found = _shared(codes, common["subject_codes"])
    return {
        int(code): [names] if isinstance(names, str) else list(names)
        for code, names in found.items()
    }


def _shared(value: Any, shared: Mapping[str, Any]) -> Any:
    """A name instead of a list refers to one that several layouts share («ris», «gia»)."""
    return shared[value] if isinstance(value, str) else value


def _by_word(data: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {normal(word): name for name, words in data.items() for word in words}


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _patterns(texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(text) for text in texts)

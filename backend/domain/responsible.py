"""Who is named as responsible in a row: organisations, roles, named schools and persons, each with its part.

The words stay as they are; a piece no vocabulary covers is handed back as unread, to be asked about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Part(StrEnum):
    RESPONSIBLE = "responsible"
    CO_EXECUTOR = "co_executor"
    CONTROL = "control"


class PartyKind(StrEnum):
    ORGANISATION = "organisation"
    ROLE = "role"
    PERSON = "person"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Party:
    """`code`: of the organisation or role; the name as registered for a school, as written for a person.

    `words`: verbatim, but for spaces.
    """

    part: Part
    kind: PartyKind
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Responsible:
    parties: tuple[Party, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Words of one party, or words that give a part, join parties or say nothing (`what`: group of parties.yaml).

    `of_organisation`: an organisation after them only says whose they are («методисты РЦ»).
    """

    what: str
    code: str
    pattern: re.Pattern[str]
    of_organisation: bool = False


@dataclass(frozen=True, slots=True)
class PartyVocabulary:
    words: tuple[PartyWords, ...]
    legal_forms: tuple[str, ...]


_PERSONS, _SCHOOLS, _UNKNOWN = "persons", "schools", "unknown"
_KINDS = {
    "organisations": PartyKind.ORGANISATION,
    "roles": PartyKind.ROLE,
    _PERSONS: PartyKind.PERSON,
    _SCHOOLS: PartyKind.SCHOOL,
}
_SAME = str.maketrans("‐‑‒–—―−ёЁ«»„“”", '-------еЕ"""""')
_SURNAME = r"[А-Я][а-я]+(?:-[А-Я][а-я]+)?"
_PERSON = re.compile(
    rf"(?:{_SURNAME} [А-Я]\. ?[А-Я]\.|[А-Я]\. ?[А-Я]\. ?{_SURNAME}"
    rf"|{_SURNAME} [А-Я][а-я]+ [А-Я][а-я]+(?:вич|вн|ичн)(?:а|у|е|ем|ой|ы)?)(?!\w)"
)
_INSIDE = set(' .:()"/-№')
_PIECE = re.compile(r"(?P<word>\w+)|.")


@dataclass(frozen=True, slots=True)
class _Found:
    """A piece of the text; `what` = its group in parties.yaml, persons, schools, unknown or the sign itself."""

    what: str
    start: int
    end: int
    code: str = ""
    of_organisation: bool = False


@dataclass(slots=True)
class _Draft:
    """A party before its part is known; `follows` = it has the part of that one."""

    found: _Found
    end: int
    part: Part | None = None
    follows: "_Draft | None" = None


def party_vocabulary(data: Mapping[str, Any]) -> PartyVocabulary:
    """Return the vocabulary of `backend/data/parties.yaml`, given as plain data."""
    return PartyVocabulary(
        words=tuple(
            PartyWords(
                group,
                entry.get("code", ""),
                re.compile(rf"(?:{'|'.join(entry['words'])})(?!\w)", re.IGNORECASE),
                entry.get("of_organisation", False),
            )
            for group in ("organisations", "roles", "parts", "joining", "silent")
            for entry in data[group]
        ),
        legal_forms=tuple(data["legal_forms"]),
    )


def read_responsible(
    text: str, vocabulary: PartyVocabulary, school_names: Sequence[str] = ()
) -> Responsible:
    """Return the parties in the order of the text, each once, and the pieces that were not understood.

    The first party is responsible, the others take part («соисполнители»), unless words like «контроль» say otherwise.
    Schools and persons named with a role («директора ГБОУ СОШ с. …») have its part. `school_names`: as registered;
    spaces, «ё», case and the legal form may differ in the text.
    """
    cleaned = " ".join(text.split())
    reader = _Reader(cleaned.translate(_SAME))
    for found in _scan(reader.folded, vocabulary, tuple(school_names)):
        reader.take(found)
    parties: dict[tuple[bool, PartyKind, str], Party] = {}
    for draft, part in zip(reader.drafts, _parts(reader.drafts), strict=True):
        words = cleaned[draft.found.start : draft.end]
        party = Party(part, _KINDS[draft.found.what], draft.found.code or words, words)
        parties.setdefault((part is Part.CONTROL, party.kind, party.code), party)
    return Responsible(
        tuple(parties.values()), tuple(cleaned[first:last] for first, last in reader.unread)
    )


@dataclass(slots=True)
class _Reader:
    """`named`: the part the last words gave; `role`: whose named schools may follow; `last`: not yet separated."""

    folded: str
    drafts: list[_Draft] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    named: Part | None = None
    role: _Draft | None = None
    last: _Draft | None = None
    is_lost: bool = False

    def take(self, found: _Found) -> None:
        """Add the next piece of the text."""
        if found.what == _UNKNOWN:
            first = self.unread.pop()[0] if self.is_lost else found.start
            self.unread.append((first, found.end))
            self.last = None
        elif found.what in _KINDS:
            self._take_party(found)
        elif found.what == "parts":
            self._take_part(found)
        elif found.what in {",", ";", "joining"}:
            self.last = None
            if found.what == ";":
                self.named = self.role = None
        # Brackets and dashes do not end what was not understood.
        self.is_lost = found.what == _UNKNOWN or (self.is_lost and found.what in _INSIDE)

    def _take_party(self, found: _Found) -> None:
        kind = _KINDS[found.what]
        if kind is PartyKind.ORGANISATION and self.last and self.last.found.of_organisation:
            self.last.end = found.end
            return
        draft = _Draft(found, found.end, self.named)
        if kind is PartyKind.SCHOOL:
            draft.follows = self.role
        elif kind is PartyKind.PERSON and self.last:
            draft.follows = self.last.follows or self.last
        else:
            self.role = draft if kind is PartyKind.ROLE else None
        if self.named is Part.RESPONSIBLE:
            self.named = None
        self.drafts.append(draft)
        self.last = draft

    def _take_part(self, found: _Found) -> None:
        bracketed = self.folded[found.start - 1 : found.start] + self.folded[found.end :][:1]
        if bracketed == "()" and self.drafts:
            (self.drafts[-1].follows or self.drafts[-1]).part = Part(found.code)
        else:
            self.named, self.role, self.last = Part(found.code), None, None


def _parts(drafts: Sequence[_Draft]) -> Iterator[Part]:
    """Yield the part of each party: where nobody is called responsible, the first one without a part is."""
    is_led = any(draft.part is Part.RESPONSIBLE for draft in drafts)
    for draft in drafts:
        if draft.follows:
            draft.part = draft.follows.part
        elif draft.part is None:
            draft.part = Part.CO_EXECUTOR if is_led else Part.RESPONSIBLE
            is_led = True
        yield draft.part or Part.CO_EXECUTOR


def _scan(folded: str, vocabulary: PartyVocabulary, names: tuple[str, ...]) -> Iterator[_Found]:
    """Yield the pieces of a text from left to right: the longest words that fit, else a single word or sign."""
    schools, registered = _school_pattern(names, vocabulary.legal_forms)
    place = 0
    while place < len(folded):
        found = [
            _Found(words.what, place, match.end(), words.code, words.of_organisation)
            for words in vocabulary.words
            if (match := words.pattern.match(folded, place))
        ]
        school = schools.match(folded, place)
        if school and (name := registered.get(_squeezed(school["name"]))):
            found.append(_Found(_SCHOOLS, place, school.end(), name))
        if person := _PERSON.match(folded, place):
            found.append(_Found(_PERSONS, place, person.end()))
        if not found:
            piece = _PIECE.match(folded, place)
            assert piece is not None
            what = _UNKNOWN if piece["word"] else piece[0]
            found.append(_Found(what, place, piece.end()))
        longest = max(found, key=lambda piece: piece.end)
        yield longest
        place = longest.end


@lru_cache(maxsize=8)
def _school_pattern(
    names: tuple[str, ...], legal_forms: tuple[str, ...]
) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for all schools and their registered names by the squeezed ones, the legal form left out."""
    forms = rf"(?:(?:{'|'.join(legal_forms)}) )?"
    registered: dict[str, str] = {}
    patterns = []
    for name in sorted(filter(str.strip, names), key=len, reverse=True):
        folded = " ".join(name.split()).translate(_SAME)
        bare = re.sub(rf"^{forms}", "", folded, flags=re.IGNORECASE)
        registered.setdefault(_squeezed(bare), name)
        spaced = re.sub(r"([.№]) ?", r"\1 ", bare).strip()
        patterns.append(re.sub(r"([.№])\\ ", r"\1 ?", re.escape(spaced)))
    either = "|".join(patterns) or r"(?!)"
    return re.compile(rf"{forms}(?P<name>{either})(?!\w)", re.IGNORECASE), registered


def _squeezed(name: str) -> str:
    return name.replace(" ", "").lower()

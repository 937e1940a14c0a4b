"""Do values look like names or documents? Decides by a sample, so that a wrong header does not let a name through."""

import re
from collections.abc import Sequence

from backend.domain.scores.cells import clean

_SHARE = 0.3
_LEAST = 2
_INITIALS = re.compile(r"^[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s*(?:[А-ЯЁ]\.?)?$")
_WORDS = re.compile(r"^[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+){1,2}$")
_PATRONYMIC = re.compile(r"(?:вич|вна|чна|ична|оглы|кызы)$", re.IGNORECASE)
_SURNAME = re.compile(
    r"^[А-ЯЁ][а-яё]+(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|ян|дзе|швили)$"
)
# «Английский» ends like a surname and is a subject.
_LANGUAGE = re.compile(
    r"^(?:рус|англий|немец|француз|испан|китай|татар|чуваш|мордов|башкир|казах|итальян|япон|латин|армян|азербайджан)[сц]?к"
    r"ий\b",
    re.IGNORECASE,
)
_SNILS = re.compile(r"^\d{3}-\d{3}-\d{3}[ -]?\d{2}$")
_ELEVEN = re.compile(r"^\d{11}$")
_PASSPORT = re.compile(r"^\d{2}\s?\d{2}\s+(?:№\s*)?\d{6}$")


def look_personal(values: Sequence[str]) -> bool:
    """Return whether at least a third of the distinct values are names, СНИЛС or passports (two or more)."""
    texts = [clean(value) for value in values]
    filled = [text for text in texts if text]
    hits = sum(is_personal(text) for text in filled)
    return hits >= min(_LEAST, max(1, len(filled))) and hits >= _SHARE * len(filled)


def is_personal(text: str) -> bool:
    """Return whether one text is a name, a СНИЛС or a passport by its looks."""
    if text.isdigit():
        return bool(_ELEVEN.match(text)) and is_snils(text)
    if _LANGUAGE.match(text):
        return False
    if _SNILS.match(text) or _PASSPORT.match(text) or _INITIALS.match(text) or _SURNAME.match(text):
        return True
    return bool(_WORDS.match(text)) and (
        bool(_PATRONYMIC.search(text)) or any(_SURNAME.match(word) for word in text.split())
    )


def is_snils(digits: str) -> bool:
    """Return whether 11 digits carry the control number of a СНИЛС."""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    control = total % 101 % 100
    return control == int(digits[9:])

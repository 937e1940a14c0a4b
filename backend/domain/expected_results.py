"""Expected results («100 % ОО …») as predicates: which part of whom must have which accepted facts.

The value is always counted from facts: nobody can type it. The predicate is data of the plan, its words are made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from backend.domain.wording import count


class Quantifier(StrEnum):
    """All of the members, at least so many of them, at least such a share (percent)."""

    ALL = "all"
    AT_LEAST = "at_least"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Predicate:
    """`threshold`: k for AT_LEAST, percent for SHARE, None for ALL. `unit`: member, or person = heads a fact counts."""

    quantifier: Quantifier
    threshold: int | None
    members: str
    unit: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Names of a set of members: «школы проекта 500+», «школ проекта 500+», «школа, школы, школ»."""

    nominative: str
    genitive: str
    forms: tuple[str, str, str]


_SCHOOL = ("школа", "школы", "школ")
MEMBER_WORDS: Mapping[str, _Words] = MappingProxyType(
    {
        "project_500_schools": _Words("школы проекта 500+", "школ проекта 500+", _SCHOOL),
        "low_results_schools": _Words(
            "школы с низкими результатами", "школ с низкими результатами", _SCHOOL
        ),
        "red_zone_schools": _Words("школы красной зоны", "школ красной зоны", _SCHOOL),
        "all_schools": _Words("школы управления", "школ управления", _SCHOOL),
        "project_curators": _Words(
            "кураторы школ проекта 500+",
            "кураторов школ проекта 500+",
            ("куратор", "куратора", "кураторов"),
        ),
        "office": _Words("управление", "управления", ("управление", "управления", "управлений")),
    }
)
_PERSON = ("человек", "человека", "человек")


def is_achieved(predicate: Predicate, *, met: int, total: int) -> bool:
    """Tell whether `met` of `total` is what was expected; of nobody nothing is achieved."""
    if total == 0:
        return False
    threshold = predicate.threshold or 0
    match predicate.quantifier:
        case Quantifier.ALL:
            return met == total
        case Quantifier.AT_LEAST:
            return met >= threshold
        case Quantifier.SHARE:
            return met * 100 >= threshold * total


def in_words(predicate: Predicate, titles: Sequence[str]) -> str:
    """Return the predicate as a sentence: «Все школы проекта 500+: посещение проведено; РПШ верифицирован».

    `titles`: names of the facts in the order of the predicate.
    """
    facts = "; ".join(_lower_first(title) for title in titles)
    return f"{_who(predicate)}: {facts}"


def _who(predicate: Predicate) -> str:
    words = MEMBER_WORDS[predicate.members]
    if predicate.members == "office":
        return "Управление"
    if predicate.unit == "person":
        return f"{_part(predicate, _PERSON)} по каждой из {words.genitive}"
    if predicate.quantifier is Quantifier.ALL:
        return f"Все {words.nominative}"
    if predicate.quantifier is Quantifier.SHARE:
        return f"Не меньше {predicate.threshold}\u00a0% {words.genitive}"
    return f"Не меньше {predicate.threshold} из {words.genitive}"


def _part(predicate: Predicate, forms: tuple[str, str, str]) -> str:
    if predicate.quantifier is Quantifier.ALL:
        return "Все заявленные люди"
    if predicate.quantifier is Quantifier.SHARE:
        return f"Не меньше {predicate.threshold}\u00a0% заявленных людей"
    return f"Не меньше {count(predicate.threshold or 0, *forms)}"


def _lower_first(words: str) -> str:
    """Keep abbreviations: «РПШ верифицирован» stays, «Посещение проведено» becomes «посещение проведено»."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]

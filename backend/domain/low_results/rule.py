"""The rule as data: thresholds, criteria, what is counted, who is left out, how zones follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

Criteria = Literal["any", "all"]
WHOLE_LIMITS = {
    "min_participants": (1, 100),
    "low_procedures": (1, 10),
    "near_procedures": (1, 10),
    "red_low_procedures": (1, 20),
}
_PCT_LIMITS = (Decimal(1), Decimal(100))


@dataclass(frozen=True, slots=True)
class Counted:
    """Works that are counted: a procedure in some subjects and programme grades; empty waves = any."""

    procedure: str
    subjects: tuple[str, ...]
    grades: tuple[int, ...]
    waves: tuple[str, ...]

    def takes(self, procedure: str, subject: str, grade: int, wave: str) -> bool:
        return (
            procedure == self.procedure
            and subject in self.subjects
            and grade in self.grades
            and (not self.waves or wave in self.waves)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """`low_procedures`: criterion A. `near_…`: the group of risk. `red_low_procedures`: that many low ones are red."""

    share_pct: Decimal
    min_participants: int
    low_procedures: int
    criteria: Criteria
    near_share_pct: Decimal
    near_procedures: int
    red_low_procedures: int
    excluded_kinds: tuple[str, ...]
    procedures: tuple[Counted, ...]

    @property
    def threshold(self) -> Fraction:
        """The share from which a procedure is low, exact."""
        return _fraction(self.share_pct)

    @property
    def near_threshold(self) -> Fraction:
        return _fraction(self.near_share_pct)

    def takes(self, procedure: str, subject: str, grade: int, wave: str) -> bool:
        return any(one.takes(procedure, subject, grade, wave) for one in self.procedures)


@lru_cache(maxsize=256)
def _fraction(pct: Decimal) -> Fraction:
    return Fraction(pct) / 100


def read_rule(parameters: Mapping[str, Any]) -> Rule:
    """Return the rule of stored parameters; raises KeyError or ValueError for what is not a rule."""
    return Rule(
        share_pct=Decimal(str(parameters["share_pct"])),
        min_participants=int(parameters["min_participants"]),
        low_procedures=int(parameters["low_procedures"]),
        criteria=parameters["criteria"],
        near_share_pct=Decimal(str(parameters["near_share_pct"])),
        near_procedures=int(parameters["near_procedures"]),
        red_low_procedures=int(parameters["red_low_procedures"]),
        excluded_kinds=tuple(parameters["excluded_kinds"]),
        procedures=tuple(
            Counted(
                one["procedure"],
                tuple(one["subjects"]),
                tuple(one["grades"]),
                tuple(one.get("waves", ())),
            )
            for one in parameters["procedures"]
        ),
    )


def why_not_rule(rule: Rule) -> tuple[str, str] | None:
    """Return the parameter that is wrong and a Russian sentence about it; None = the rule can be used."""
    return next(_wrong(rule), None)


def _wrong(rule: Rule) -> Iterator[tuple[str, str]]:
    low, high = _PCT_LIMITS
    for name, title in (("share_pct", "Порог доли"), ("near_share_pct", "Порог группы риска")):
        if not low <= getattr(rule, name) <= high:
            yield name, f"{title}: введите число от 1 до 100, например 30."
    if rule.near_share_pct > rule.share_pct:
        yield (
            "near_share_pct",
            "Порог группы риска не может быть выше порога низких результатов.",
        )
    for name, (least, most) in WHOLE_LIMITS.items():
        if not least <= getattr(rule, name) <= most:
            yield name, f"Введите целое число от {least} до {most}."
    if not rule.procedures:
        yield "procedures", "Назовите хотя бы одну оценочную процедуру."
    seen: set[tuple[str, str, int]] = set()
    for one in rule.procedures:
        if not one.subjects or not one.grades:
            yield "procedures", "У каждой процедуры нужны предметы и классы."
        keys = {(one.procedure, subject, grade) for subject in one.subjects for grade in one.grades}
        if keys & seen:
            yield "procedures", "Одна и та же процедура названа дважды."
        seen |= keys

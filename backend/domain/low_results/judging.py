"""Counts of a school under a rule: which procedures are low, by how much, and what follows for the school.

Shares are compared exactly, as fractions of whole pupils; a percent is only how they are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from backend.domain.low_results.odds import Chance, listing_probability
from backend.domain.low_results.rule import Rule
from backend.domain.statistics.shrinkage import probability_at_least

Status = Literal["low_results", "at_risk", "none", "no_data", "excluded"]
Zone = Literal["red", "yellow", "green"]
Key = tuple[str, str, int]
"""Procedure, subject, programme grade: the same from year to year."""
YEARS_OF_HISTORY = 3
YEARS_NEEDED = YEARS_OF_HISTORY + 1
"""The oldest year of the history also looks a year back."""
_ONE_DECIMAL = Decimal("0.1")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Count:
    """Participants of one school in one work of one year, and how many of them are below the minimum."""

    procedure: str
    wave: str
    subject: str
    subject_name: str
    grade: int
    programme_grade: int
    year: int
    participants: int
    below: int

    @property
    def key(self) -> Key:
        return self.procedure, self.subject, self.programme_grade


@dataclass(frozen=True, slots=True)
class Judged:
    """One work under the rule.

    `margin_pp`: share minus threshold, in percentage points. `pupils_to_cross`: how many pupils had to do otherwise
    for the other answer. `probability`: that the true share is at the threshold or above, given only these n.
    """

    count: Count
    is_enough: bool
    is_low: bool
    is_near: bool
    margin_pp: Decimal | None
    pupils_to_cross: int | None
    probability: float | None
    before: tuple[Count, ...]
    was_low: bool
    """The same procedure was low in the year before."""


@dataclass(frozen=True, slots=True)
class CriterionA:
    """Low procedures in the year against how many are needed; `missing` until it is met."""

    is_met: bool
    value: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.value)


@dataclass(frozen=True, slots=True)
class CriterionB:
    """Procedures that are low in the year and were in the year before."""

    is_met: bool
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class YearVerdict:
    year: int
    status: Status
    low: int
    assessed: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rule says of a school; `probability`: that it would say low results of the true shares.

    `low` of `assessed` works are low; `small` works have too few participants. `history`: the newest year first.
    """

    status: Status
    zone: Zone | None
    a: CriterionA
    b: CriterionB
    low: int
    assessed: int
    small: int
    probability: float | None
    judged: tuple[Judged, ...]
    history: tuple[YearVerdict, ...]


def assess(
    rule: Rule, kind: str, counts: Iterable[Count], year: int, *, with_odds: bool = True
) -> Verdict:
    """Return the verdict of a school of a kind over its counts of the year and the years before.

    Works the rule does not name are passed over. `with_odds` False leaves probabilities and margins out, for a quick look.
    """
    of_rule = [
        count
        for count in counts
        if rule.takes(count.procedure, count.subject, count.programme_grade, count.wave)
    ]
    judged = _judge(rule, of_rule, year, with_odds=with_odds)
    status, zone, a, b = _conclude(rule, kind, judged)
    assessed = [one for one in judged if one.is_enough]
    history = (
        YearVerdict(year, status, a.value, len(assessed)),
        *(
            _of_year(rule, kind, of_rule, past)
            for past in range(year - 1, year - YEARS_OF_HISTORY, -1)
        ),
    )
    return Verdict(
        status=status,
        zone=zone,
        a=a,
        b=b,
        low=a.value,
        assessed=len(assessed),
        small=len(judged) - len(assessed),
        probability=_listing(rule, judged)
        if with_odds and assessed and status != "excluded"
        else None,
        judged=judged,
        history=history,
    )


def _of_year(rule: Rule, kind: str, counts: Sequence[Count], year: int) -> YearVerdict:
    judged = _judge(rule, counts, year, with_odds=False)
    status, _, a, _ = _conclude(rule, kind, judged)
    return YearVerdict(year, status, a.value, sum(one.is_enough for one in judged))


def _judge(
    rule: Rule, counts: Sequence[Count], year: int, *, with_odds: bool
) -> tuple[Judged, ...]:
    before: dict[Key, list[Count]] = {}
    for count in counts:
        if count.year == year - 1:
            before.setdefault(count.key, []).append(count)
    return tuple(
        _judge_one(rule, count, tuple(before.get(count.key, ())), with_odds=with_odds)
        for count in sorted(counts, key=_order)
        if count.year == year and count.participants > 0
    )


def _order(count: Count) -> tuple[str, int, str, str, int]:
    return count.procedure, count.programme_grade, count.subject, count.wave, count.grade


def _judge_one(rule: Rule, count: Count, before: tuple[Count, ...], *, with_odds: bool) -> Judged:
    threshold = rule.threshold
    # The least whole number of pupils that reaches the threshold.
    needed = -(-threshold.numerator * count.participants // threshold.denominator)
    is_above = count.below >= needed
    return Judged(
        count=count,
        is_enough=is_enough(rule, count),
        is_low=is_low_count(rule, count),
        is_near=is_enough(rule, count) and not is_above and _reaches(count, rule.near_threshold),
        margin_pp=_margin(count, threshold) if with_odds else None,
        pupils_to_cross=count.below - needed + 1 if is_above else needed - count.below,
        probability=chance(rule, count) if with_odds else None,
        before=before,
        was_low=any(is_low_count(rule, past) for past in before),
    )


def is_enough(rule: Rule, count: Count) -> bool:
    """Return whether the rule looks at the share at all."""
    return count.participants >= rule.min_participants


def is_low_count(rule: Rule, count: Count) -> bool:
    """Return whether a procedure is low: enough participants, and the share at the threshold or above."""
    return is_enough(rule, count) and _reaches(count, rule.threshold)


def _reaches(count: Count, threshold: Fraction) -> bool:
    """Compare exactly, without making a fraction of every count: a run looks at thousands of them."""
    return count.below * threshold.denominator >= threshold.numerator * count.participants


def chance(rule: Rule, count: Count) -> float:
    """Return the probability that the true share reaches the threshold, from the school's own numbers alone."""
    return round(
        probability_at_least(count.below, count.participants, float(rule.threshold), None), _DIGITS
    )


def _conclude(
    rule: Rule, kind: str, judged: Sequence[Judged]
) -> tuple[Status, Zone | None, CriterionA, CriterionB]:
    low = sum(one.is_low for one in judged)
    repeated = tuple(dict.fromkeys(one.count.key for one in judged if one.is_low and one.was_low))
    a = CriterionA(low >= rule.low_procedures, low, rule.low_procedures)
    b = CriterionB(bool(repeated), repeated)
    if kind in rule.excluded_kinds:
        return "excluded", None, a, b
    if not any(one.is_enough for one in judged):
        return "no_data", None, a, b
    join = any if rule.criteria == "any" else all
    if join((a.is_met, b.is_met)):
        is_red = (a.is_met and b.is_met) or low >= rule.red_low_procedures
        return "low_results", "red" if is_red else "yellow", a, b
    near = sum(one.is_near for one in judged)
    if low > 0 or near >= rule.near_procedures:
        return "at_risk", "yellow", a, b
    return "none", "green", a, b


def _listing(rule: Rule, judged: Sequence[Judged]) -> float:
    chances: dict[Key, Chance] = {}
    for one in judged:
        if not one.is_enough:
            continue
        past = tuple(chance(rule, count) for count in one.before if is_enough(rule, count))
        now = chances[one.count.key].now if one.count.key in chances else ()
        chances[one.count.key] = Chance((*now, chance(rule, one.count)), past)
    return round(
        listing_probability(
            list(chances.values()), needed=rule.low_procedures, criteria=rule.criteria
        ),
        _DIGITS,
    )


def _margin(count: Count, threshold: Fraction) -> Decimal:
    points = (Fraction(count.below, count.participants) - threshold) * 100
    return (Decimal(points.numerator) / Decimal(points.denominator)).quantize(
        _ONE_DECIMAL, ROUND_HALF_UP
    )

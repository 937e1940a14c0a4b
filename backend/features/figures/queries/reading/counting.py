"""Integer sums of protocols → the figures of a unit, ready for JSON. Percents follow `domain.statistics`, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backend.domain import statistics
from backend.domain.statistics import MarkCounts, average_mark, is_small_sample, mean, percent

NAMES = (
    "participants", "n2", "n3", "n4", "n5", "n_below", "n_high", "lowered", "confirmed", "raised",
    "sum_primary", "n_primary", "sum_test", "n_test",
)  # fmt: skip
"""Columns of `protocol` in the order in which every statement sums them."""
Answer = dict[str, Any]
BETTER: dict[str, Any] = {
    "success": "up",
    "quality": "up",
    "below_min": "down",
    "high_score": "up",
    "lowered": "down",
    "confirmed": "up",
    "raised": "down",
}
TITLES = {
    "success": "Успеваемость",
    "quality": "Качество",
    "below_min": "Ниже порога",
    "high_score": "Высокобалльники (81 и выше)",
    "lowered": "Отметки понижены",
    "confirmed": "Отметки подтверждены",
    "raised": "Отметки повышены",
}
MISSING: dict[str, tuple[str, str]] = {
    "zero_pupils": ("—", "Участников нет."),
    "no_marks": ("—", "Отметок в этой работе нет."),
    "no_journal_marks": ("—", "Отметки по журналу не загружены: сравнивать не с чем."),
    "no_test_scores": ("—", "Тестовых баллов в этой работе нет."),
    "no_primary_scores": ("—", "Первичные баллы не загружены: источник даёт только отметки."),
    "maximum_unknown": ("—", "Максимальный балл работы неизвестен."),
    "suppressed": (
        "мало",
        "Участников меньше пяти, или по этому числу можно узнать результат такой группы.",
    ),
    "no_results": ("—", "Результатов нет: школа не писала работу, или файл не загружен."),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over the protocols of one unit in one work."""

    participants: int
    n2: int
    n3: int
    n4: int
    n5: int
    n_below: int
    n_high: int
    lowered: int
    confirmed: int
    raised: int
    sum_primary: int
    n_primary: int
    sum_test: int
    n_test: int
    schools: int

    def of(self, measure: str) -> tuple[int, int]:
        """Return (count, n) of a share."""
        marked = self.n2 + self.n3 + self.n4 + self.n5
        compared = self.lowered + self.confirmed + self.raised
        return {
            "below_min": (self.n_below, self.participants),
            "success": (self.participants - self.n_below, self.participants),
            "quality": (self.n4 + self.n5, marked),
            "high_score": (self.n_high, self.n_test),
            "lowered": (self.lowered, compared),
            "confirmed": (self.confirmed, compared),
            "raised": (self.raised, compared),
        }[measure]


def added(parts: Iterable[Counts]) -> Counts:
    """Return the sums of units taken together; the only way a parent comes about."""
    lines = [(*(getattr(part, name) for name in NAMES), part.schools) for part in parts]
    *sums, schools = (sum(column) for column in zip(*lines, strict=True))
    return counts_of(sums, schools)


def counts_of(sums: Sequence[int], schools: int) -> Counts:
    """Return sums in the order of `NAMES` as the database gave them."""
    return Counts(*(*sums, schools))


def share_out(count: int, n: int, kind: str = "zero_pupils") -> Answer:
    """Return a share; `kind` is said when there is nobody to speak of."""
    return _share(count, n) if n else _nothing(kind)


@lru_cache(maxsize=65_536)
def _share(count: int, n: int) -> Answer:
    found = statistics.share(count, n)
    return {
        "kind": "measured",
        "count": count,
        "n": n,
        "pct": number(found.pct),
        "ci_low_pct": number(found.ci_low_pct),
        "ci_high_pct": number(found.ci_high_pct),
    }


@lru_cache(maxsize=64)
def _nothing(kind: str) -> Answer:
    names = ("count", "n", "pct", "ci_low_pct", "ci_high_pct")
    return {"kind": kind, **dict.fromkeys(names)}


def number(value: Any) -> float | None:
    """Return a decimal as JSON keeps it."""
    return None if value is None else float(value)


def figures_out(counts: Counts, max_primary: int | None) -> Answer:
    """Return the figures of a unit. Dictionaries may be shared between units: nobody changes them."""
    marks = MarkCounts(
        counts.n2, counts.n3, counts.n4, counts.n5, counts.lowered, counts.confirmed, counts.raised
    )
    has_pupils = counts.participants > 0
    no_marks = "no_marks" if has_pupils else "zero_pupils"
    no_journal = "no_journal_marks" if has_pupils else "zero_pupils"
    no_test = "no_test_scores" if has_pupils else "zero_pupils"
    no_primary = "no_primary_scores" if has_pupils else "zero_pupils"
    kinds = {"quality": no_marks, "high_score": no_test}
    kinds |= dict.fromkeys(("lowered", "confirmed", "raised"), no_journal)
    return {
        "kind": "measured",
        "schools": counts.schools,
        "n": counts.participants,
        "n2": counts.n2,
        "n3": counts.n3,
        "n4": counts.n4,
        "n5": counts.n5,
        "small_sample": is_small_sample(counts.participants),
        **{name: share_out(*counts.of(name), kinds.get(name, "zero_pupils")) for name in BETTER},
        "sou": _mean(statistics.sou_pct(marks), marks.n, no_marks),
        "avg_mark": _mean(average_mark(marks), marks.n, no_marks),
        "avg_primary": _mean(
            mean(counts.sum_primary, counts.n_primary), counts.n_primary, no_primary
        ),
        "avg_test": _mean(mean(counts.sum_test, counts.n_test), counts.n_test, no_test),
        "completion": _completion(counts, max_primary, no_primary),
    }


def suppressed_out() -> Answer:
    """Return the figures of a unit that are not to be shown: no number at all."""
    return _SUPPRESSED


def _mean(value: Any, n: int, kind: str) -> Answer:
    return {"kind": "measured" if n else kind, "value": number(value), "n": n or None}


def _completion(counts: Counts, max_primary: int | None, no_primary: str) -> Answer:
    if not counts.n_primary or not max_primary:
        kind = "maximum_unknown" if counts.n_primary else no_primary
        return {"kind": kind, "points": None, "maximum": None, "n": None, "pct": None}
    maximum = counts.n_primary * max_primary
    return {
        "kind": "measured",
        "points": counts.sum_primary,
        "maximum": maximum,
        "n": counts.n_primary,
        "pct": number(percent(counts.sum_primary, maximum)),
    }


_NO_MEAN: Answer = {"kind": "suppressed", "value": None, "n": None}
_SUPPRESSED: Answer = {
    "kind": "suppressed",
    **dict.fromkeys(("schools", "n", "n2", "n3", "n4", "n5")),
    "small_sample": True,
    **{name: _nothing("suppressed") for name in BETTER},
    **dict.fromkeys(("sou", "avg_mark", "avg_primary", "avg_test"), _NO_MEAN),
    "completion": {"kind": "suppressed", "points": None, "maximum": None, "n": None, "pct": None},
}

"""Whether two years of a school may be compared: the same grades, and in each grade a comparable work."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.comparability import Form, why_not_comparable

_MOST_REASONS = 3


def why_not_same_works(
    procedure: str, subject: str, base: Sequence[Mapping[str, Any]], fact: Sequence[Mapping[str, Any]]
) -> str | None:  # fmt: skip
    """Return why results of two years may not be compared, None when they may.

    A work is `{year, wave, grade, programme_grade, series, maximum, bounds, participants, enrolled}`, as a target keeps it.
    """
    before, after = _by_grade(base), _by_grade(fact)
    if before.keys() != after.keys():
        return (
            f"Состав классов разный: в базе — {_grades(before)}, в {fact[0]['year']} году — {_grades(after)}."
            if fact
            else "Результатов за год нет."
        )
    reasons: list[str] = []
    for grade in sorted(before):
        for text in _of_grade(procedure, subject, before[grade], after[grade]):
            if text not in reasons:
                reasons.append(text)
    return " ".join(reasons[:_MOST_REASONS]) or None


def _of_grade(
    procedure: str, subject: str, base: Sequence[Mapping[str, Any]], fact: Sequence[Mapping[str, Any]]
) -> list[str]:  # fmt: skip
    """Works of one grade are paired by their series; a lone pair is told by what differs in it."""
    if len(base) == len(fact) == 1:
        pairs = [({**base[0]}, {**fact[0]})]
    else:
        series = {work["series"]: work for work in fact}
        if {work["series"] for work in base} != series.keys():
            return [f"Разные серии вариантов в {base[0]['grade']} классе."]
        # Each series was written by a part of the grade: its participation says nothing.
        pairs = [
            ({**work, "enrolled": None}, {**series[work["series"]], "enrolled": None})
            for work in base
        ]
    return [
        reason.text
        for one, other in pairs
        for reason in why_not_comparable(
            _form(procedure, subject, one), _form(procedure, subject, other)
        )
    ]


def _form(procedure: str, subject: str, work: Mapping[str, Any]) -> Form:
    bounds = work["bounds"]
    return Form(
        procedure=procedure,
        subject=subject,
        year=work["year"],
        wave=work["wave"],
        programme_grade=work["programme_grade"],
        series=work["series"],
        max_primary=work["maximum"],
        bands=(bounds[0], bounds[1], bounds[2]) if bounds else None,
        participants=work["participants"],
        enrolled=work["enrolled"],
    )


def _by_grade(works: Sequence[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = {}
    for work in works:
        found.setdefault(work["grade"], []).append(work)
    return found


def _grades(by_grade: Mapping[int, object]) -> str:
    return ", ".join(str(grade) for grade in sorted(by_grade))

"""Whether two results may be subtracted at all: a delta across different works says nothing of pupils.

«Delta across forms» is a trap of product.md 5; the reasons are what a refusal `not-comparable` tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.statistics.pooling import MOST_YEARS
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES

PARTICIPATION_AT_LEAST_PCT = 70
POOLED_WITHIN_YEARS = 4


@dataclass(frozen=True, slots=True)
class Form:
    """What a result is of. `subject`: its name, the same text for the same subject.

    `bands`: lowest primary scores of «3», «4», «5»; None = no scale is known or the procedure has none (ЕГЭ).
    `enrolled`: pupils who should have written; None = unknown, then participation is not judged.
    """

    procedure: str
    subject: str
    year: int
    wave: str
    programme_grade: int
    series: str = ""
    max_primary: int | None = None
    bands: tuple[int, int, int] | None = None
    participants: int | None = None
    enrolled: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a stable code and a Russian sentence."""

    code: str
    text: str


def why_not_comparable(a: Form, b: Form) -> list[Reason]:
    """Return every reason against subtracting two results, gravest first; empty = comparable. The order of a and b is free.

    A scale or maximum known of one work only is a reason too: it cannot be said that they are the same. Known of
    neither, it is none.
    """
    a, b = sorted((a, b), key=lambda form: form.year)
    return [
        *_different("procedure", "Разные процедуры", *(PROCEDURE_TITLES[f.procedure] for f in (a, b))),
        *_different("subject", "Разные предметы", a.subject, b.subject),
        *_different(
            "programme_grade",
            "Проверялась программа разных классов",
            *(f"{f.programme_grade} класс ({_when(f)})" for f in (a, b)),
            same=a.programme_grade == b.programme_grade,
        ),
        *_different("wave", "Работы написаны в разное время года", _when(a), _when(b), same=a.wave == b.wave),
        *_different(
            "series",
            "Разные серии вариантов",
            *(f"«{f.series}»" if f.series else "без серии" for f in (a, b)),
        ),
        *_scales(a, b),
        *_participation(a, b),
    ]  # fmt: skip


def comparable_years(forms: Iterable[Form], *, most: int = MOST_YEARS) -> list[Form]:
    """Return which results may be pooled: the newest and up to `most` − 1 comparable to it, newest first.

    At most one a year, none more than four years back: a school of five years ago is another school.
    """
    ordered = sorted(forms, key=lambda form: form.year, reverse=True)
    taken = ordered[:1]
    for form in ordered[1:]:
        if form.year == taken[-1].year or ordered[0].year - form.year >= POOLED_WITHIN_YEARS:
            continue
        if len(taken) < most and not why_not_comparable(ordered[0], form):
            taken.append(form)
    return taken


def _different(
    code: str, what: str, one: str, other: str, *, same: bool | None = None
) -> list[Reason]:
    is_same = one == other if same is None else same
    return [] if is_same else [Reason(code, f"{what}: {one} и {other}.")]


def _scales(a: Form, b: Form) -> list[Reason]:
    found = []
    if (a.max_primary is None) != (b.max_primary is None):
        found.append(_unknown("maximum_unknown", "Максимальный балл известен", a, b, a.max_primary))
    elif a.max_primary != b.max_primary:
        found.append(
            Reason(
                "maximum",
                f"Разный максимальный балл: {a.max_primary} ({_when(a)}) и {b.max_primary} ({_when(b)}).",
            )
        )
    if (a.bands is None) != (b.bands is None):
        found.append(_unknown("scale_unknown", "Шкала отметок известна", a, b, a.bands))
    elif a.bands is not None and b.bands is not None and a.bands != b.bands:
        found.append(
            Reason(
                "scale",
                "Разные границы отметок: «3», «4» и «5» ставили "
                f"с {_scores(a.bands)} баллов ({_when(a)}) и с {_scores(b.bands)} баллов ({_when(b)}).",
            )
        )
    return found


def _unknown(code: str, what: str, a: Form, b: Form, of_a: object) -> Reason:
    known, unknown = (b, a) if of_a is None else (a, b)
    return Reason(
        code,
        f"{what} только для одной из работ ({_when(known)}), но не для другой ({_when(unknown)}).",
    )


def _participation(a: Form, b: Form) -> list[Reason]:
    """Integers are compared, so that exactly 70 % is enough."""
    return [
        Reason(
            "participation",
            f"Писали {form.participants} из {form.enrolled} учеников ({_when(form)}):"
            f" меньше {PARTICIPATION_AT_LEAST_PCT}\u00a0%, остальные могли бы изменить результат.",
        )
        for form in (a, b)
        if form.participants is not None
        and form.enrolled
        and form.participants * 100 < PARTICIPATION_AT_LEAST_PCT * form.enrolled
    ]


def _when(form: Form) -> str:
    return f"{WAVE_TITLES[form.wave]} {form.year}"


def _scores(bands: tuple[int, int, int]) -> str:
    return f"{bands[0]}, {bands[1]} и {bands[2]}"

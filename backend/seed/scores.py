"""Believable results by numpy: ability of a school × difficulty of a work. The same seed gives the same rows."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from backend.domain.scales import Scale
from backend.domain.scores.packing import task_list

Numbers = NDArray[np.int64]
# Spread of pupils of one school on the logit axis, and by how much an average school stands above the middle of «3».
_PUPIL_SPREAD = 0.8
_AVERAGE = 0.5
_MOST_TASKS = 14
_CLASS_SIZE = 25
# An eleventh grade is about half of a middle one: many leave after the ninth.
_SENIOR_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class SeedWork:
    """A work to write: `shift` moves pupils' logit; `scale_id` None = the scale of another year is borrowed."""

    id: UUID
    name: str
    procedure: str
    grade: int
    scale: Scale
    scale_id: UUID | None
    shift: float


@dataclass(frozen=True, slots=True)
class SeedSchool:
    """A school that writes works: `ability` is the mean logit of its pupils (0 = average)."""

    id: UUID
    code: str
    pupils: int
    last_grade: int
    ability: float


@dataclass(frozen=True, slots=True)
class Protocol:
    """One school × one work, in the shape of the tables `protocol` and `protocol_participants`."""

    school_id: UUID
    work_id: UUID
    scale_id: UUID | None
    content_hash: str
    participants: int
    n2: int
    n3: int
    n4: int
    n5: int
    sum_primary: int
    n_primary: int
    lowered: int
    confirmed: int
    raised: int
    task_max: list[int]
    task_names: list[str]
    task_digest: str
    codes: list[int]
    class_names: list[str]
    class_numbers: list[int]
    variant_names: list[str]
    variant_numbers: list[int]
    primary_scores: list[int]
    marks: list[int]
    journal_marks: list[int | None] | None
    task_scores: list[int]


def generate(
    schools: Sequence[SeedSchool],
    works: Sequence[SeedWork],
    rng: np.random.Generator,
    skip: set[Any],
) -> Iterator[Protocol]:
    """Yield a protocol for every school × work (except `skip`: pairs of ids), work after work."""
    for work in works:
        writers = [
            school
            for school in schools
            if work.grade <= school.last_grade and (school.id, work.id) not in skip
        ]
        means = np.array([cohort(school, work.grade) for school in writers])
        sizes = np.rint(means * rng.uniform(0.8, 1.2, len(writers))).astype(np.int64)
        present = [(school, int(n)) for school, n in zip(writers, sizes, strict=True) if n > 0]
        if present:
            yield from _written(present, work, rng)


def cohort(school: SeedSchool, grade: int) -> float:
    """Return how many pupils of a grade a school has on average."""
    whole = max(1.0, school.pupils / school.last_grade)
    return whole * _SENIOR_SHARE if grade > 9 else whole


def packed(
    present: Sequence[tuple[SeedSchool, int]],
    work: SeedWork,
    scores: Numbers,
    marks: Numbers,
    journal: Numbers,
) -> Iterator[Protocol]:
    """Cut pupils (rows of `scores`, pupil × task) into protocols of the schools, in their order.

    `journal` 0 = no mark in the journal (ОГЭ and ЕГЭ have none).
    """
    task_max = tasks_of(work.scale.max_primary)
    names = [str(n) for n in range(1, len(task_max) + 1)]
    digest = task_list(names, task_max).digest
    primary = scores.sum(axis=1)
    start = 0
    for school, size in present:
        part = slice(start, start + size)
        start += size
        own_marks, own_journal = marks[part], journal[part]
        counts = np.bincount(own_marks, minlength=6)
        has_journal = own_journal > 0
        content = hashlib.sha256(f"{school.code}|{work.name}".encode())
        for column in (primary[part], own_marks, own_journal, scores[part]):
            content.update(np.ascontiguousarray(column, dtype="<i2").tobytes())
        yield Protocol(
            school_id=school.id,
            work_id=work.id,
            scale_id=work.scale_id,
            content_hash=content.hexdigest(),
            participants=size,
            n2=int(counts[2]),
            n3=int(counts[3]),
            n4=int(counts[4]),
            n5=int(counts[5]),
            sum_primary=int(primary[part].sum()),
            n_primary=size,
            lowered=int((has_journal & (own_marks < own_journal)).sum()),
            confirmed=int((own_marks == own_journal).sum()),
            raised=int((has_journal & (own_marks > own_journal)).sum()),
            task_max=task_max,
            task_names=names,
            task_digest=digest,
            codes=_codes(work.grade, size),
            class_names=_class_names(work.grade, size),
            class_numbers=_class_numbers(size),
            variant_names=["1", "2"],
            variant_numbers=[1 + number % 2 for number in range(size)],
            primary_scores=primary[part].tolist(),
            marks=own_marks.tolist(),
            journal_marks=[mark or None for mark in own_journal.tolist()]
            if has_journal.any()
            else None,
            task_scores=scores[part].ravel().tolist(),
        )


@cache
def tasks_of(max_primary: int) -> list[int]:
    """Return maxima of the tasks of a work: at most 14 tasks that add up to its maximum."""
    count = min(max_primary, _MOST_TASKS)
    each, more = divmod(max_primary, count)
    return [each + (number >= count - more) for number in range(count)]


def journal_marks(marks: Numbers, rng: np.random.Generator) -> Numbers:
    """Return marks of the journal: a third is higher than in the work, a few are lower."""
    luck = rng.random(len(marks))
    higher = (luck < 0.33) & (marks < 5)
    lower = (luck > 0.95) & (marks > 2)
    return marks + higher - lower


def _written(
    present: Sequence[tuple[SeedSchool, int]], work: SeedWork, rng: np.random.Generator
) -> Iterator[Protocol]:
    scale = work.scale
    sizes = [size for _, size in present]
    middle = (scale.min_3 + scale.min_4) / 2 / scale.max_primary
    centre = np.log(middle / (1 - middle)) + _AVERAGE + work.shift
    pupils = np.repeat([school.ability for school, _ in present], sizes) + centre
    pupils += rng.normal(0, _PUPIL_SPREAD, len(pupils))
    task_max = np.array(tasks_of(scale.max_primary))
    difficulty = np.linspace(-0.8, 0.8, len(task_max))
    chance = 1 / (1 + np.exp(difficulty[None, :] - pupils[:, None]))
    scores = rng.binomial(task_max[None, :], chance)
    bands = [scale.min_3, scale.min_4, scale.min_5]
    marks = np.searchsorted(bands, scores.sum(axis=1), side="right") + 2
    journal = journal_marks(marks, rng) if work.procedure == "vpr" else np.zeros_like(marks)
    yield from packed(present, work, scores, marks, journal)


@cache
def _codes(grade: int, size: int) -> list[int]:
    return [grade * 1000 + number for number in range(1, size + 1)]


@cache
def _class_names(grade: int, size: int) -> list[str]:
    return [f"{grade}{letter}" for letter in "АБВГДЕЖЗИК"[: -(-size // _CLASS_SIZE)]]


@cache
def _class_numbers(size: int) -> list[int]:
    classes = -(-size // _CLASS_SIZE)
    return [1 + number * classes // size for number in range(size)]

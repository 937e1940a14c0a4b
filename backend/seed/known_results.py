"""Results whose numbers of marks are given: of one school, or dealt among a group of schools."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from backend.seed.scores import (
    Numbers,
    Protocol,
    SeedSchool,
    SeedWork,
    cohort,
    journal_marks,
    packed,
    tasks_of,
)


def deal(
    schools: Sequence[SeedSchool],
    work: SeedWork,
    *,
    marks: Sequence[int],
    journal: Sequence[int] | None,
    rng: np.random.Generator,
) -> Iterator[Protocol]:
    """Yield protocols of the schools that together have exactly these numbers of marks 2, 3, 4, 5.

    `journal`: how many marks are lowered and raised against the journal; None = by chance.
    """
    deck: Numbers = np.repeat([2, 3, 4, 5], marks)
    rng.shuffle(deck)
    kept = (
        journal_marks(deck, rng) if journal is None else _journal(deck, journal[0], journal[1], rng)
    )
    scores = np.array([_task_scores(int(mark), work, rng) for mark in deck])
    sizes = shares(len(deck), [cohort(school, work.grade) for school in schools])
    yield from packed(list(zip(schools, sizes, strict=True)), work, scores, deck, kept)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights, largest remainders first; the parts add up exactly."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _journal(deck: Numbers, lowered: int, raised: int, rng: np.random.Generator) -> Numbers:
    """Put exactly so many marks below and above the journal (a «5» cannot be lowered, a «2» raised)."""
    below = rng.choice(np.flatnonzero(deck < 5), lowered, replace=False)
    free = np.setdiff1d(np.flatnonzero(deck > 2), below)
    above = rng.choice(free, raised, replace=False)
    kept = deck.copy()
    kept[below] += 1
    kept[above] -= 1
    return kept


def _task_scores(mark: int, work: SeedWork, rng: np.random.Generator) -> Any:
    """Return scores of the tasks whose sum lies in the band of the mark."""
    scale = work.scale
    edges = (0, scale.min_3, scale.min_4, scale.min_5, scale.max_primary + 1)
    primary = rng.integers(edges[mark - 2], edges[mark - 1])
    return rng.multivariate_hypergeometric(tasks_of(scale.max_primary), int(primary))

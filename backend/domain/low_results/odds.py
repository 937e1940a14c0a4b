"""How likely the rule would list a school of the true shares: chance of a few pupils, made a number.

Works are taken as independent of each other; pupils of one class are not quite, so the figure is a guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chance:
    """Probabilities of being low of one procedure × subject × grade: works of this year, works of the year before."""

    now: tuple[float, ...]
    before: tuple[float, ...]


def listing_probability(
    chances: Sequence[Chance], *, needed: int, criteria: Literal["any", "all"]
) -> float:
    """Return the probability that criteria A and B, joined as the rule says, are met."""
    # (low works, at most `needed`; is there a repeated one) → probability
    states: dict[tuple[int, bool], float] = {(0, False): 1.0}
    for one in chances:
        was_low = 1.0 - _none_of(one.before)
        following: dict[tuple[int, bool], float] = {}
        for low, probability in enumerate(_distribution(one.now)):
            for (total, is_repeated), so_far in states.items():
                reached = min(needed, total + low)
                for repeats, weight in ((True, was_low), (False, 1.0 - was_low)):
                    key = (reached, is_repeated or (repeats and low > 0))
                    following[key] = following.get(key, 0.0) + so_far * probability * weight
        states = following
    join = any if criteria == "any" else all
    return sum(
        probability
        for (total, is_repeated), probability in states.items()
        if join((total >= needed, is_repeated))
    )


def _none_of(probabilities: Sequence[float]) -> float:
    product = 1.0
    for probability in probabilities:
        product *= 1.0 - probability
    return product


def _distribution(probabilities: Sequence[float]) -> list[float]:
    """Return the probabilities that 0, 1, 2 … of independent events happen."""
    found = [1.0]
    for probability in probabilities:
        longer = [0.0] * (len(found) + 1)
        for happened, so_far in enumerate(found):
            longer[happened] += so_far * (1.0 - probability)
            longer[happened + 1] += so_far * probability
        found = longer
    return found

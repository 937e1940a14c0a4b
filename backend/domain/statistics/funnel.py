"""Limits of a funnel plot: how far from the common share chance alone takes a school of n pupils."""

from functools import lru_cache
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

_QUANTILES = (0.025, 0.975, 0.001, 0.999)


def control_limits(center: float, n: int) -> tuple[float, float, float, float]:
    """Return (low95, high95, low998, high998), fractions 0…1, for a school of n ≥ 1 pupils and a common share.

    Exact binomial quantiles divided by n: a school is outside when its share is strictly beyond a limit, and of
    schools that differ from the others by chance alone at most 2.5 % (0.1 %) are beyond each. Neither the
    normal approximation nor Wilson's formula promises that for a class of seven; the interpolation of Spiegelhalter
    (Statistics in Medicine 24, 2005, 1185–1202) draws smoother lines but breaks the promise by one pupil. Hence the
    limits step with n: so do the shares seven pupils can have. The levels 95 and 99.8 % are Spiegelhalter's.
    """
    if not 0 <= center <= 1 or n < 1:
        message = f"no limits around {center} for {n} pupils"
        raise ValueError(message)
    return _limits(center, n)


@lru_cache(maxsize=20_000)
def _limits(center: float, n: int) -> tuple[float, float, float, float]:
    if center in {0, 1}:
        return center, center, center, center
    k = np.arange(n + 1)
    factorials = _log_factorials(1 << n.bit_length())[: n + 1]
    chances = np.exp(
        factorials[n] - factorials - factorials[::-1] + k * log(center) + (n - k) * log1p(-center)
    )
    up_to = np.cumsum(chances)
    low, high, lower, higher = (int(np.searchsorted(up_to, q)) for q in _QUANTILES)
    return low / n, min(high, n) / n, lower / n, min(higher, n) / n


@lru_cache(maxsize=32)
def _log_factorials(size: int) -> NDArray[np.float64]:
    """Return log 0!, log 1! … log size!."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, size + 1)))))

"""The beta distribution, without scipy: its probabilities and quantiles are all that shrinkage needs.

A scalar costs 10–50 µs and a quantile some of them; callers keep results, because pairs (count, n) repeat.
"""

from math import exp, lgamma, log, log1p

_TINY = 1e-300
_CONVERGED = 1e-15
_MAX_TERMS = 20_000
_MAX_STEPS = 200


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return P(X ≤ x), X ~ Beta(a, b), a, b > 0: the regularized incomplete beta function I_x(a, b).

    Continued fraction DLMF 8.17.22, evaluated by Lentz's method, on the side of the mean where it converges fast.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x <= (a + 1) / (a + b + 2):
        return exp(_log_kernel(x, a, b)) * _fraction(x, a, b) / a
    return 1.0 - exp(_log_kernel(x, a, b)) * _fraction(1 - x, b, a) / b


def beta_quantile(q: float, a: float, b: float) -> float:
    """Return x with P(X ≤ x) = q, 0 < q < 1, to 1e-12: Newton's steps that never leave a shrinking bracket."""
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(_MAX_STEPS):
        error = beta_cdf(x, a, b) - q
        low, high = (low, x) if error > 0 else (x, high)
        slope = exp(_log_kernel(x, a, b)) / (x * (1 - x)) if 0 < x < 1 else 0.0
        step = x - error / slope if slope > _TINY else low
        nearer = step if low < step < high else (low + high) / 2
        if abs(nearer - x) < 1e-14 or high - low < 1e-13:
            return nearer
        x = nearer
    return x


def _log_kernel(x: float, a: float, b: float) -> float:
    """Return the logarithm of x^a (1−x)^b / B(a, b)."""
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)


def _fraction(x: float, a: float, b: float) -> float:
    c = 1.0
    d = value = 1 / _off_zero(1 - (a + b) * x / (a + 1))
    for m in range(1, _MAX_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _off_zero(1 + even * d)
        c = _off_zero(1 + even / c)
        value *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _off_zero(1 + odd * d)
        c = _off_zero(1 + odd / c)
        value *= d * c
        if abs(d * c - 1) < _CONVERGED:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

"""What changed between two results of one unit, or why it cannot be said."""

from typing import Any

from backend.domain.comparability import Reason, why_not_comparable
from backend.domain.statistics import VERDICT_WORDS, change, percent
from backend.features.figures.queries.reading.counting import BETTER, Answer, Counts
from backend.features.figures.queries.reading.rows import Loaded, Result

_PERCENT_FROM = 20
_SUPPRESSED = Reason(
    "suppressed", "Результат одной из работ не показывается: участников слишком мало."
)
_MIXED_SCALES = Reason(
    "scale_mixed",
    "Школы писали одну работу по разным шкалам: неизвестно, с какими границами отметок сравнивать.",
)


def why_not(loaded: Loaded, before: tuple[Result, str], after: tuple[Result, str]) -> list[Reason]:
    """Return why two results (with their works) of one unit must not be subtracted; empty = they may."""
    if before[0].is_hidden or after[0].is_hidden:
        return [_SUPPRESSED]
    reasons = why_not_comparable(loaded.form(*before), loaded.form(*after))
    scales = [loaded.bands_of(result) for result, _ in (before, after)]
    if scales[0] != scales[1] and any(len(found) > 1 for found in scales):
        others = [reason for reason in reasons if reason.code not in {"scale", "scale_unknown"}]
        return [*others, _MIXED_SCALES]
    return reasons


def change_out(measure: str, before: Counts, after: Counts) -> Answer | None:
    """Return the change of a share with its interval and verdict; None when a side has nobody."""
    found = change(before.of(measure), after.of(measure), better=BETTER[measure])
    if found is None:
        return None
    return {
        "delta_pp": float(found.delta_pp),
        "low_pp": float(found.low_pp),
        "high_pp": float(found.high_pp),
        "verdict": found.verdict,
        "verdict_text": VERDICT_WORDS[found.verdict],
    }


def words(reasons: list[Reason]) -> list[dict[str, Any]]:
    """Return reasons as they travel."""
    return [{"code": reason.code, "text": reason.text} for reason in reasons]


def sentence(
    title: str, before: tuple[int, int], after: tuple[int, int], found: Answer | None
) -> str:
    """Return «Качество: было 3 из 8, стало 1 из 7. Изменение −23,2 п. п. (от −57,4 до +21,0): нельзя различить.»."""
    if found is None:
        return f"{title}: {said(*before)} и {said(*after)}, сравнивать не с чем."
    low, high = signed(found["low_pp"]), signed(found["high_pp"])
    return (
        f"{title}: было {said(*before)}, стало {said(*after)}. Изменение {signed(found['delta_pp'])}\u00a0п.\u00a0п."
        f" (от\u00a0{low} до\u00a0{high}): {found['verdict_text']}."
    )


def said(count: int, n: int) -> str:
    """Return a share in words: counted below twenty, in percent from there on (README, «Honest figures»)."""
    if n == 0:
        return "—"
    pct = percent(count, n)
    return (
        f"{count} из {n}" if n < _PERCENT_FROM else f"{decimal_comma(pct)}\u00a0% ({count} из {n})"
    )


def signed(value: float) -> str:
    """Return «+1,5», «−2,0», «0,0» with a true minus."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{decimal_comma(abs(value))}"


def decimal_comma(value: Any) -> str:
    """Return one decimal as it is written in Russian."""
    return f"{value:.1f}".replace(".", ",")

"""What a signal says, in neutral words with its numbers; nothing of fault, nothing of persons."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from backend.domain.objectivity import (
    MARKERS,
    BorderPeak,
    JournalAspect,
    JournalCounts,
    Jump,
    JumpAspect,
    Result,
)
from backend.domain.statistics import percent
from backend.domain.wording import count as counted

REASON_TO_TALK = "Повод для разговора, не вывод."
_PERCENT_FROM_N = 20
_ASPECTS: dict[JumpAspect, str] = {"quality": "доля «4» и «5»", "below": "доля «2»"}


def of(met: int, total: int) -> str:
    """Return «7 из 40 (17,5 %)»; a percent only where it means something."""
    if total < _PERCENT_FROM_N:
        return f"{met} из {total}"
    return f"{met} из {total} ({decimal(percent(met, total))}\u00a0%)"


def decimal(value: Decimal | float | None, *, places: str = "0.1") -> str:
    """Return a number as official papers write it; None is «—»."""
    if value is None:
        return "—"
    rounded = Decimal(str(value)).quantize(Decimal(places), ROUND_HALF_UP)
    return f"{rounded + 0}".replace(".", ",").replace("-", "\u2212")


def journal_words(counts: JournalCounts, aspects: Sequence[JournalAspect], gap_marks: int) -> str:
    """Return what stands out in the comparison with the journal."""
    said: dict[JournalAspect, str] = {
        "gap": f"на {gap_marks} балла и больше расходятся {of(counts.far, counts.n)}",
        "lowered": f"ниже журнала {of(counts.lowered, counts.n)}",
        "raised": f"выше журнала {of(counts.raised, counts.n)}",
    }
    return _sentence("; ".join(said[aspect] for aspect in aspects))


def peak_words(peaks: Sequence[BorderPeak], n: int) -> str:
    """Return where the histogram has peaks."""
    said = [
        f"на границе «{peak.mark}» ({points(peak.score)}) {_pupils(peak.count)}"
        f" при ожидаемых {decimal(peak.expected)}"
        for peak in peaks
    ]
    return _sentence(f"{'; '.join(said)}; всего с баллами {n}")


def marked_words(markers: Sequence[str], years_before: Sequence[int]) -> str:
    """Return which markers the school has and whether it was listed before."""
    named = ", ".join(MARKERS[code] for code in MARKERS if code in markers)
    before = (
        f"раньше в списке: {', '.join(map(str, sorted(years_before)))}"
        if years_before
        else "в загруженных списках двух предыдущих лет школы нет"
    )
    return _sentence(f"маркеры {named}; {before}")


def jump_words(found: Sequence[Jump], before: Result, after: Result) -> str:
    """Return how far the shares have moved."""
    said = []
    for jump in found:
        was, now = (
            (r.quality if jump.aspect == "quality" else r.below, r.n) for r in (before, after)
        )
        said.append(
            f"{_ASPECTS[jump.aspect]}: было {of(*was)}, стало {of(*now)}; разность"
            f" {signed(jump.delta_pp)} п.\u00a0п., от {signed(jump.low_pp)} до {signed(jump.high_pp)}"
        )
    return _sentence(". ".join(part[:1].upper() + part[1:] for part in said))


def points(score: int) -> str:
    """Return «11 баллов»."""
    return counted(score, "балл", "балла", "баллов")


def signed(value: float) -> str:
    """Return a difference with its sign: +5,0 or −23,1."""
    text = decimal(value)
    return f"+{text}" if value > 0 and text != "0,0" else text


def _pupils(number: int) -> str:
    return counted(number, "участник", "участника", "участников")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}. {REASON_TO_TALK}"

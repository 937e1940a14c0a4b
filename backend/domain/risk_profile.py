"""How three views of one risk factor compare (domain.md 2; product.md b7)."""

from collections.abc import Sequence

LEVEL_TITLES = {"high": "Высокая", "medium": "Средняя", "low": "Низкая"}
_WORDS_FOR_KNOWN = {1: "по одному", 2: "по двум"}


def agreement(levels: Sequence[str | None]) -> tuple[str, str]:
    """Return (agree | partial | differ | no_data, words) for the levels of survey, school and curator.

    Parties without data do not contradict; the words then say on how many the agreement rests.
    """
    known = [level for level in levels if level is not None]
    if not known:
        return "no_data", "Нет данных"
    if len(set(known)) > 1:
        return "differ", "Расходятся"
    if len(known) == len(levels):
        return "agree", "Согласны"
    return "partial", f"Согласны {_WORDS_FOR_KNOWN[len(known)]}"

"""How three views of one risk factor compare, and what a verdict on it must say (domain.md 2; product.md b7)."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

LEVEL_TITLES = {"high": "Высокая", "medium": "Средняя", "low": "Низкая"}
SOURCE_TITLES: Mapping[str, str] = MappingProxyType(
    {"survey": "анкета", "school": "школа", "curator": "куратор"}
)
VERDICT_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "confirmed": "Подтверждён",
        "not_confirmed": "Не подтверждён",
        "level_changed": "Уровень изменён",
    }
)
MOST_DIRECTIONS = 5
"""A school works on about 3–5 directions at once (domain.md 2.3): more is a warning, never a refusal."""
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


def level_of_index(index: float, *, medium_from: float, high_from: float) -> str:
    """Return the level a raw index (0–100, more is worse) is cut to; both cut-offs belong to the higher level."""
    if index >= high_from:
        return "high"
    return "medium" if index >= medium_from else "low"


def verdict_level(
    verdict: str, level: str | None, seen: Mapping[str, str | None]
) -> tuple[str | None, str | None]:
    """Return (level, None), or (None, what is wrong with it).

    `seen`: source → level. The level of «not_confirmed» only tells what was not. Without a level of its own a verdict rests on what the curator saw, else on the only
    level anybody stated.
    """
    stated = {found for found in seen.values() if found is not None}
    if verdict == "not_confirmed":
        return level or seen.get("curator") or seen.get("survey") or "low", None
    if verdict == "confirmed" and level is None:
        level = seen.get("curator") or (next(iter(stated)) if len(stated) == 1 else None)
    wrong = None
    if level is None:
        wrong = (
            "Назовите уровень, на который он изменён."
            if verdict == "level_changed"
            else "Назовите уровень: одного общего у сторон нет."
        )
    elif verdict == "level_changed" and level == seen.get("survey"):
        wrong = "Это уровень анкеты: он подтверждён, а не изменён."
    elif verdict == "confirmed" and stated and level not in stated:
        wrong = "Такой уровень никто не называл: выберите «Уровень изменён»."
    return (level, None) if wrong is None else (None, wrong)


def needs_reason(verdict: str, levels: Sequence[str | None]) -> bool:
    """Tell whether a verdict must say why: the parties differ, or it is not a plain confirmation."""
    return verdict != "confirmed" or agreement(levels)[0] == "differ"


def selection_warnings(
    verdicts: Iterable[tuple[str, str, str, bool, str | None]],
) -> list[str]:
    """Return what looks odd in (factor, verdict, level, is selected, reason); nothing of it refuses anything."""
    rows = list(verdicts)
    if not rows:
        return []
    selected = sum(1 for row in rows if row[3])
    found = []
    if selected == 0:
        found.append(
            "В работу не взят ни один фактор: программы по рискам будет не из чего составить."
        )
    if selected > MOST_DIRECTIONS:
        found.append(
            f"В работу взято факторов: {selected}. Обычно школе по силам не больше {MOST_DIRECTIONS}."
        )
    found += [
        f"«{name}»: высокая значимость подтверждена, но в работу фактор не взят, и причина не названа."
        for name, verdict, level, is_selected, reason in rows
        if verdict != "not_confirmed" and level == "high" and not is_selected and not reason
    ]
    return found

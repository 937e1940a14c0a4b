"""Answer masks of РИС ГИА: short answers «++-1» and detailed ones «1(2)0(3)» (domain.md 5.6)."""

import re
from dataclasses import dataclass

_LONG = re.compile(r"^(?:\d{1,2}\(\d{1,2}\))+$")
_CRITERION = re.compile(r"(\d{1,2})\((\d{1,2})\)")
_SHORT = re.compile(r"^[+\-0-9XxХх]{1,60}$")
_MINUS = str.maketrans({"–": "-", "—": "-", "−": "-"})
_LETTERS = {"long_mask": "К", "oral_mask": "У"}
NOT_ATTEMPTED = -1


@dataclass(frozen=True, slots=True)
class Points:
    """Points by task, −1 = not attempted; maximum 0 = the mask does not say it."""

    values: tuple[int, ...]
    maxima: tuple[int, ...]


def read_short_mask(text: str) -> Points | None:
    """Return points of «++-1»: «+» is 1, «-» is 0, a digit is points. None for what is no mask."""
    text = text.translate(_MINUS).replace(" ", "")
    if not _SHORT.match(text):
        return None
    values = tuple(
        1 if c == "+" else 0 if c == "-" else int(c) if c.isdigit() else NOT_ATTEMPTED for c in text
    )
    return Points(values, (0,) * len(values))


def read_long_mask(text: str) -> Points | None:
    """Return points of «1(2)0(3)»: score and maximum of each criterion. None for what is no mask."""
    text = text.replace(" ", "")
    if not text.isascii() or not _LONG.match(text):
        return None
    pairs = [(int(a), int(b)) for a, b in _CRITERION.findall(text)]
    if any(score > top or not top for score, top in pairs):
        return None
    return Points(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def task_names(field: str, count: int) -> list[str]:
    """Return names of the tasks of a mask: «1», «2» … for short answers, «К1», «К2» … for criteria."""
    letter = _LETTERS.get(field, "")
    return [f"{letter}{number}" for number in range(1, count + 1)]

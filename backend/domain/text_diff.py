"""What differs between two texts: paragraph by paragraph, and word by word inside a changed one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

PARAGRAPHS_LIMIT = 4_000
"""Of each text; what is beyond is not compared."""
WORDS_LIMIT = 1_500
"""Of each of two paragraphs; longer ones are shown as taken out and put in."""
WORDS_BUDGET = 60_000
"""Of all paragraphs compared by words together."""
_LIKE = 0.5
_REACH = 8
"""How many new paragraphs ahead an old one is looked for."""
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")

PieceKind = Literal["same", "added", "removed"]
ParagraphKind = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`old_number`, `new_number`: place in each text from 1; a changed one has both."""

    kind: ParagraphKind
    old_number: int | None
    new_number: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextDiff:
    """`is_cut`: a text was longer than is compared."""

    paragraphs: tuple[Paragraph, ...]
    is_cut: bool


def compare_texts(old: str, new: str) -> TextDiff:
    """Return every paragraph of both texts in order; alike ones that stand in one place are compared by words."""
    was, now = old.split("\n"), new.split("\n")
    is_cut = max(len(was), len(now)) > PARAGRAPHS_LIMIT
    was, now = was[:PARAGRAPHS_LIMIT], now[:PARAGRAPHS_LIMIT]
    budget = _Budget()
    found: list[Paragraph] = []
    # The heuristic of popular lines stays on: without it a text of one line repeated takes minutes.
    for what, i1, i2, j1, j2 in SequenceMatcher(None, was, now).get_opcodes():
        if what == "equal":
            found += [
                Paragraph("same", i1 + n + 1, j1 + n + 1, (Piece("same", was[i1 + n]),))
                for n in range(i2 - i1)
            ]
        else:
            found += _replaced(was[i1:i2], now[j1:j2], i1, j1, budget)
    return TextDiff(tuple(found), is_cut)


class _Budget:
    def __init__(self) -> None:
        self.left = WORDS_BUDGET

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        if max(len(old), len(new)) > WORDS_LIMIT or len(old) + len(new) > self.left:
            return False
        self.left -= len(old) + len(new)
        return True


def _replaced(
    was: Sequence[str], now: Sequence[str], start_old: int, start_new: int, budget: _Budget
) -> Iterator[Paragraph]:
    """Yield a changed block: each old paragraph meets the nearest new one that is like it, order kept."""
    at = 0
    for n, old in enumerate(was):
        found = _nearest(old, now, at, budget)
        if found is None:
            yield Paragraph("removed", start_old + n + 1, None, (Piece("removed", old),))
            continue
        place, pieces = found
        yield from _added(now[at:place], start_new + at)
        yield Paragraph("changed", start_old + n + 1, start_new + place + 1, pieces)
        at = place + 1
    yield from _added(now[at:], start_new + at)


def _added(texts: Sequence[str], start: int) -> Iterator[Paragraph]:
    for n, text in enumerate(texts, start + 1):
        yield Paragraph("added", None, n, (Piece("added", text),))


def _nearest(
    old: str, now: Sequence[str], at: int, budget: _Budget
) -> tuple[int, tuple[Piece, ...]] | None:
    for place in range(at, min(at + _REACH, len(now))):
        if (pieces := _by_words(old, now[place], budget)) is not None:
            return place, pieces
    return None


def _by_words(old: str, new: str, budget: _Budget) -> tuple[Piece, ...] | None:
    """Return the pieces of two alike paragraphs, None for two that have little in common."""
    old_words, new_words = _TOKEN.findall(old), _TOKEN.findall(new)
    if not budget.allows(old_words, new_words):
        return None
    matcher = SequenceMatcher(None, old_words, new_words)
    if matcher.real_quick_ratio() < _LIKE or matcher.quick_ratio() < _LIKE:
        return None
    opcodes = matcher.get_opcodes()
    kept = sum(i2 - i1 for what, i1, i2, _, _ in opcodes if what == "equal")
    if 2 * kept < _LIKE * (len(old_words) + len(new_words)):
        return None
    return tuple(_pieces(opcodes, old_words, new_words))


def _pieces(
    opcodes: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[Piece]:
    """Yield the pieces; changes with a mere space between them are one change, or nobody can read them."""
    out, into = "", ""
    for place, (what, i1, i2, j1, j2) in enumerate(opcodes):
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        is_between = out + into and place + 1 < len(opcodes)
        if what != "equal" or (was.isspace() and is_between):
            out, into = out + was, into + now
            continue
        yield from _change(out, into)
        out, into = "", ""
        yield Piece("same", was)
    yield from _change(out, into)


def _change(out: str, into: str) -> Iterator[Piece]:
    if out:
        yield Piece("removed", out)
    if into:
        yield Piece("added", into)

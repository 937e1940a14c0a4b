"""What one edition changed against another: rows same, changed, added, removed, moved; texts word by word.

Pure. Which row continues which is a proposal (`match_rows`) until somebody has decided it (`same_row`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from backend.domain.plan_text import PlanText, RowText

SIMILAR_AT_THE_SAME_NUMBER = 0.6
SIMILAR_ELSEWHERE = 0.8
"""Share of equal words in two titles (ratio of difflib) from which a row is taken for the same one, reworded."""
TEXTS = (
    "title",
    "term_source",
    "responsible_source",
    "result_document",
    "expected_result",
)
"""The texts of a row that are compared, in the order of the decree."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_PAIRS_LIMIT = 250_000
"""Rows to pair by likeness: 500 × 500, far beyond any plan; more would take seconds."""
_PIECES_LIMIT = 6_000
"""Words of both texts together; longer ones are shown as replaced whole, to keep the comparison short."""


class RowChange(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class PieceKind(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; equal and removed ones together are the old text, equal and added ones the new."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class TextDiff:
    """One text that differs: `field` of `RowText` (or «heading», «section»); an empty cell is ""."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One row in two editions. `is_moved`: under another number or in another section, whatever its texts do.

    `section`: the code it has now; for a removed row the code it had.
    """

    kind: RowChange
    is_moved: bool
    section: str
    before: RowText | None
    after: RowText | None
    texts: tuple[TextDiff, ...]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Rows in the order of the new edition, removed ones after their old neighbour; titles that changed above them."""

    titles: tuple[TextDiff, ...]
    rows: tuple[RowDiff, ...]

    def count(self, kind: RowChange) -> int:
        """Return how many rows are of the kind."""
        return sum(row.kind is kind for row in self.rows)

    @property
    def moved(self) -> int:
        """How many rows stand elsewhere than before."""
        return sum(row.is_moved for row in self.rows)


def compare(
    before: PlanText, after: PlanText, same_row: Mapping[str, str] | None = None
) -> PlanDiff:
    """Compare two editions, in each of which a number stands once.

    `same_row`: number now → number before, None = as `match_rows` proposes.
    """
    matched = match_rows(before, after) if same_row is None else same_row
    old = {row.number: (code, row) for code, row in _placed(before)}
    rows = [_row(code, row, old.get(matched.get(row.number, ""))) for code, row in _placed(after)]
    kept = {row.before.number for row in rows if row.before}
    return PlanDiff(
        titles=tuple(_titles(before, after)), rows=tuple(_with_removed(rows, before, kept))
    )


def match_rows(before: PlanText, after: PlanText) -> dict[str, str]:
    """Propose which row continues which: number now → number before.

    Titles are not unique (500+.14 and 500+.21 of the decree have one) and differ by a word (1.1 and 1.2), so equal
    beats similar, and the number tells equal titles apart. In this order: number, title and term; number and title;
    title and term; title (these two once on each side); number with a similar title; the most similar title anywhere.
    """
    found: dict[str, str] = {}
    old, new = list(before.rows()), list(after.rows())
    exact: Sequence[Callable[[RowText], object]] = (
        lambda row: (row.number, row.title, row.term_source),
        lambda row: (row.number, row.title),
        lambda row: (row.title, row.term_source),
        lambda row: row.title,
    )
    for key in exact:
        _pair_once(old, new, key, found)
    by_number = {row.number: row for row in _free(old, found.values())}
    for row in _free(new, found):
        earlier = by_number.get(row.number)
        if earlier and _likeness(earlier, row) >= SIMILAR_AT_THE_SAME_NUMBER:
            found[row.number] = earlier.number
    _pair_similar(old, new, found)
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the difference of two texts word by word; a change comes as removed, then added."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _PIECES_LIMIT:
        return tuple(_kept([(PieceKind.REMOVED, before), (PieceKind.ADDED, after)]))
    found: list[tuple[PieceKind, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((PieceKind.EQUAL, "".join(old[i1:i2])))
        else:
            found.append((PieceKind.REMOVED, "".join(old[i1:i2])))
            found.append((PieceKind.ADDED, "".join(new[j1:j2])))
    return tuple(_kept(found))


def _kept(found: Iterable[tuple[PieceKind, str]]) -> Iterator[Piece]:
    return (Piece(kind, text) for kind, text in found if text)


def _placed(plan: PlanText) -> Iterator[tuple[str, RowText]]:
    return ((section.code, row) for section in plan.sections for row in section.rows)


def _row(code: str, row: RowText, earlier: tuple[str, RowText] | None) -> RowDiff:
    if earlier is None:
        return RowDiff(
            RowChange.ADDED, is_moved=False, section=code, before=None, after=row, texts=()
        )
    old_code, old = earlier
    texts = tuple(
        TextDiff(name, pieces(was, now))
        for name in TEXTS
        if (was := getattr(old, name) or "") != (now := getattr(row, name) or "")
    )
    return RowDiff(
        kind=RowChange.CHANGED if texts else RowChange.SAME,
        is_moved=(old_code, old.number) != (code, row.number),
        section=code,
        before=old,
        after=row,
        texts=texts,
    )


def _with_removed(rows: Sequence[RowDiff], before: PlanText, kept: set[str]) -> Iterator[RowDiff]:
    """Yield the rows with every removed one right after the row it followed in the old edition."""
    after_row: dict[str | None, list[RowDiff]] = defaultdict(list)
    neighbour: str | None = None
    for code, row in _placed(before):
        if row.number in kept:
            neighbour = row.number
        else:
            after_row[neighbour].append(
                RowDiff(
                    RowChange.REMOVED,
                    is_moved=False,
                    section=code,
                    before=row,
                    after=None,
                    texts=(),
                )
            )
    yield from after_row[None]
    for row_diff in rows:
        yield row_diff
        if row_diff.before:
            yield from after_row[row_diff.before.number]


def _titles(before: PlanText, after: PlanText) -> Iterator[TextDiff]:
    """Yield the heading and the titles of sections that differ; a section is known by its code."""
    if before.heading != after.heading:
        yield TextDiff("heading", pieces(before.heading, after.heading))
    old = {section.code: section.title for section in before.sections}
    new = {section.code: section.title for section in after.sections}
    for code in dict.fromkeys((*old, *new)):
        was = f"{code}. {old[code]}" if code in old else ""
        now = f"{code}. {new[code]}" if code in new else ""
        if was != now:
            yield TextDiff("section", pieces(was, now))


def _free(rows: Iterable[RowText], taken: Iterable[str]) -> list[RowText]:
    numbers = set(taken)
    return [row for row in rows if row.number not in numbers]


def _pair_once(
    old: Sequence[RowText],
    new: Sequence[RowText],
    key: Callable[[RowText], object],
    found: dict[str, str],
) -> None:
    """Pair the free rows whose key stands once on each side."""
    olds, news = _by_key(_free(old, found.values()), key), _by_key(_free(new, found), key)
    for value, rows in news.items():
        if len(rows) == 1 and len(olds.get(value, ())) == 1:
            found[rows[0].number] = olds[value][0].number


def _by_key(
    rows: Iterable[RowText], key: Callable[[RowText], object]
) -> dict[object, list[RowText]]:
    grouped: dict[object, list[RowText]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return grouped


def _pair_similar(old: Sequence[RowText], new: Sequence[RowText], found: dict[str, str]) -> None:
    """Pair what is left, the most similar first; of two whole plans that share nothing no row is paired."""
    olds, news = _free(old, found.values()), _free(new, found)
    if len(olds) * len(news) > _PAIRS_LIMIT:
        return
    likely = sorted(
        (-likeness, place, row.number, earlier.number)
        for place, row in enumerate(news)
        for earlier in olds
        if (likeness := _likeness(earlier, row)) >= SIMILAR_ELSEWHERE
    )
    taken = set(found.values())
    for _, _, number, earlier_number in likely:
        if number not in found and earlier_number not in taken:
            found[number] = earlier_number
            taken.add(earlier_number)


def _likeness(one: RowText, other: RowText) -> float:
    """Return the share of equal words of two titles in order (0…1), case aside."""
    words, others = one.title.casefold().split(), other.title.casefold().split()
    # The order is dear to compare and can only lower what the bare words have in common.
    if 2 * (Counter(words) & Counter(others)).total() < SIMILAR_AT_THE_SAME_NUMBER * max(
        len(words) + len(others), 1
    ):
        return 0.0
    return SequenceMatcher(None, words, others, autojunk=False).ratio()

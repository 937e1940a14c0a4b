"""What the child says: frames on a stream, issues up to a limit with the rest counted, the dictionary of names."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np

from backend.domain.scores.cells import leading_grade
from backend.domain.scores.issues import Issue
from backend.domain.scores.rules import ERROR, RULES
from backend.features.uploads.intake.frames import NO_NAME, write_frame, write_rows

_FLUSH_AT = 2_000
_PER_CODE_SHARE = 4
"""One rule may fill a quarter of the list: a flood of warnings must not hide the errors."""
Cell = tuple[str | None, str | None]


class Output:
    """Collects what a file says and writes it in frames; nothing else of the child writes to the stream."""

    def __init__(self, stream: BinaryIO, *, issues_limit: int) -> None:
        self._stream = stream
        self._limit = issues_limit
        self._kept: Counter[str] = Counter()
        self._unkept: Counter[str] = Counter()
        self._waiting: list[list[Any]] = []
        self.errors = 0
        self.rows_total = 0
        self.rows_bad = 0
        self.is_personal = False
        self.stopped_at: int | None = None

    def frame(self, kind: str, **content: Any) -> None:
        """Write a frame at once."""
        write_frame(self._stream, {"frame": kind, **content})

    def rows(self, table: int, columns: Mapping[str, np.ndarray]) -> None:
        if len(columns["row"]):
            write_rows(self._stream, table, columns)

    def report(
        self,
        code: str,
        table: int | None,
        rows: Sequence[int] | np.ndarray,
        cell: Cell,
        message: str | Callable[[int], str],
        how_to_fix: str | None = None,
    ) -> None:
        """Report a fault of some rows in one column; `message` gets the place within `rows`, for kept ones only."""
        count = len(rows)
        if RULES[code].severity == ERROR:
            self.errors += count
        room = min(
            self._limit - self._kept.total(),
            max(self._limit // _PER_CODE_SHARE, 1) - self._kept[code],
        )
        kept = max(0, min(count, room))
        self._kept[code] += kept
        if count > kept:
            self._unkept[code] += count - kept
        letter, header = cell
        for place in range(kept):
            text = message if isinstance(message, str) else message(place)
            self._waiting.append([code, table, int(rows[place]), letter, header, text, how_to_fix])
        if len(self._waiting) >= _FLUSH_AT:
            self._flush()

    def report_all(self, issues: Iterable[Issue], table: int) -> None:
        """Report issues that are not about the cells of rows: titles, headers, whole tables."""
        for found in issues:
            if found.severity == ERROR:
                self.errors += 1
            self._kept[found.code] += 1
            self._waiting.append(
                [found.code, table, found.row, found.column, found.header, found.message,
                 found.how_to_fix]
            )  # fmt: skip

    def end(self) -> None:
        self._flush()
        if self._unkept:
            self.frame("issue_counts", items=dict(self._unkept))
        self.frame(
            "end",
            rows_total=self.rows_total,
            rows_bad=self.rows_bad,
            personal=self.is_personal,
            stopped_at=self.stopped_at,
        )

    def _flush(self) -> None:
        if self._waiting:
            self.frame("issues", items=self._waiting)
            self._waiting = []


class Names:
    """Schools, works, classes and variants by number, file-wide, in order of appearance."""

    def __init__(self) -> None:
        self._schools: dict[tuple[str, str], int] = {}
        self._titles: list[str | None] = []
        self._works: dict[str, int] = {}
        self._work_items: list[Mapping[str, Any]] = []
        self._classes: dict[str, int] = {}
        self._variants: dict[str, int] = {}
        self.class_grades: list[int | None] = []
        """The grade each class begins with, by its number."""
        self._said = [0, 0, 0, 0]

    def school(self, kind: str, key: str, title: str | None = None) -> int:
        number = self._schools.setdefault((kind, key), len(self._schools))
        if number == len(self._titles):
            self._titles.append(title)
        elif title and self._titles[number] is None:
            self._titles[number] = title
        return number

    def has_title(self, number: int) -> bool:
        return self._titles[number] is not None

    def school_keys(self) -> list[tuple[str, str]]:
        return list(self._schools)

    def entitle(self, number: int, title: str) -> None:
        self._titles[number] = title

    def work(self, item: Mapping[str, Any]) -> int:
        number = self._works.setdefault(repr(item), len(self._works))
        if number == len(self._work_items):
            self._work_items.append(item)
        return number

    def class_name(self, text: str) -> int:
        number = _number(self._classes, text)
        if number == len(self.class_grades):
            self.class_grades.append(leading_grade(text))
        return number

    def variant(self, text: str) -> int:
        return _number(self._variants, text)

    def tell(self, output: Output) -> None:
        """Write what is new since the last time."""
        lists: list[list[Any]] = [
            [[kind, key, title] for (kind, key), title in zip(self._schools, self._titles, strict=True)],
            self._work_items,
            list(self._classes),
            list(self._variants),
        ]  # fmt: skip
        new = [items[said:] for items, said in zip(lists, self._said, strict=True)]
        if any(new):
            names = ("schools", "works", "classes", "variants")
            output.frame("keys", **dict(zip(names, new, strict=True)))
            self._said = [len(items) for items in lists]


def _number(names: dict[str, int], text: str) -> int:
    if text not in names and len(names) >= NO_NAME:
        return NO_NAME
    return names.setdefault(text, len(names))

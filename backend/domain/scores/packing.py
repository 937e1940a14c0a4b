"""Rows of a file → protocols: sorted, grouped by work and school, counted, hashed. Columns, never row by row.

Columns of `Rows` are equally long numpy arrays; −1 means «no value» (`NO_NAME` for names).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_VALUE = -1
NO_NAME = 65_535
HIGH_TEST_SCORE = 81
"""Test scores from here on are high (domain.md 7.1)."""
_PRESENCE_LIMIT = 50_000_000
Ints = NDArray[np.integer]
Rows = dict[str, Ints]
_RECORD = np.dtype(
    [("code", "<i8"), ("class", "<i2"), ("variant", "<i2"), ("primary", "<i2"), ("test", "<i2"),
     ("mark", "<i2"), ("journal", "<i2")]
)  # fmt: skip
"""What of a row goes into the hash of a protocol, beside its tasks."""


class TaskList(NamedTuple):
    """Tasks of a work in order, with their maxima; `digest` identifies the list."""

    names: tuple[str, ...]
    maxima: tuple[int, ...]
    digest: str


def task_list(names: Sequence[str], maxima: Sequence[int]) -> TaskList:
    """Return the list with its digest; raises ValueError when the lengths differ."""
    told = "|".join(f"{name}:{maximum}" for name, maximum in zip(names, maxima, strict=True))
    return TaskList(
        tuple(names), tuple(maxima), hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    )


@dataclass(slots=True)
class Names:
    """Names of one kind by protocol: protocol i has `names[i]`; `numbers` say by row which (1 = the first, 0 = none)."""

    names: list[list[str]]
    numbers: Ints


@dataclass(slots=True)
class Protocols:
    """Protocols made of rows: rows of protocol i are `starts[i]:ends[i]` of every column of `rows`."""

    rows: Rows
    starts: Ints
    ends: Ints
    school: Ints
    work: Ints
    counts: dict[str, Ints]
    """participants, n2…n5, sum_primary, n_primary, lowered, confirmed, raised, n_below, n_high, sum_test, n_test."""
    classes: Names | None
    variants: Names | None
    hashes: list[str]

    def __len__(self) -> int:
        return len(self.starts)


def in_protocol_order(rows: Rows) -> Rows:
    """Return the rows sorted by work, school and participant; equal ones keep the order of the file."""
    if _is_sorted(rows):
        return rows
    order = np.lexsort((rows["code"], rows["school"], rows["work"]))
    return {name: values[order] for name, values in rows.items()}


def _is_sorted(rows: Rows) -> bool:
    """Return whether rows stand in order already, as most files have them."""
    if len(rows["code"]) < 2:
        return True
    protocol = (rows["work"].astype(np.int64) << 32) | rows["school"]
    steps = np.diff(protocol)
    return bool(((steps > 0) | ((steps == 0) & (np.diff(rows["code"]) >= 0))).all())


def duplicates(rows: Rows) -> NDArray[np.bool_]:
    """Return which sorted rows repeat the participant of the row before them."""
    found = np.zeros(len(rows["code"]), dtype=bool)
    if len(found) > 1:
        found[1:] = _same(rows, "work") & _same(rows, "school") & _same(rows, "code")
    return found


def starts_of(rows: Rows) -> Ints:
    """Return where protocols begin in sorted rows."""
    count = len(rows["code"])
    if not count:
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(~(_same(rows, "work") & _same(rows, "school"))) + 1))


def pack(
    rows: Rows,
    *,
    minimum_test: Ints,
    class_names: Sequence[str],
    variant_names: Sequence[str],
    task_lists: Sequence[TaskList],
) -> Protocols:
    """Make protocols of sorted rows without duplicates.

    `minimum_test` by row (−1 = no threshold known); `rows["tasks_of"]` says by row which of the `task_lists`.
    The same results give the same hash whatever the file looked like.
    """
    starts = starts_of(rows)
    ends = np.append(starts[1:], len(rows["code"])) if len(starts) else starts
    protocol_of = np.repeat(np.arange(len(starts)), ends - starts)
    classes = _names(rows, "class", class_names, protocol_of, len(starts))
    variants = _names(rows, "variant", variant_names, protocol_of, len(starts))
    return Protocols(
        rows=rows,
        starts=starts,
        ends=ends,
        school=rows["school"][starts],
        work=rows["work"][starts],
        counts=_counts(rows, starts, minimum_test),
        classes=classes,
        variants=variants,
        hashes=_hashes(rows, starts, ends, classes, variants, task_lists),
    )


def _same(rows: Rows, name: str) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = rows[name][1:] == rows[name][:-1]
    return same


def _counts(rows: Rows, starts: Ints, minimum_test: Ints) -> dict[str, Ints]:
    size = len(rows["code"])
    nothing = np.full(size, NO_VALUE, dtype=np.int16)
    mark, journal = rows.get("mark", nothing), rows.get("journal", nothing)
    primary, test = rows.get("primary", nothing), rows.get("test", nothing)
    has_mark, has_test = mark >= 2, test >= 0
    is_compared = has_mark & (journal >= 2)
    scored = (has_mark | has_test) & (primary >= 0)
    is_below = (has_mark & (mark == 2)) | (has_test & ~has_mark & (test < minimum_test))
    wanted = {
        "participants": has_mark | has_test,
        **{f"n{value}": mark == value for value in (2, 3, 4, 5)},
        "sum_primary": np.where(scored, primary, 0),
        "n_primary": scored,
        "lowered": is_compared & (mark < journal),
        "confirmed": is_compared & (mark == journal),
        "raised": is_compared & (mark > journal),
        "n_below": is_below,
        "n_high": test >= HIGH_TEST_SCORE,
        "sum_test": np.where(has_test, test, 0),
        "n_test": has_test,
    }
    if not len(starts):
        return {name: np.zeros(0, dtype=np.int32) for name in wanted}
    return {
        name: np.add.reduceat(values.astype(np.int32), starts) for name, values in wanted.items()
    }


def _names(
    rows: Rows, field: str, names: Sequence[str], protocol_of: Ints, protocols: int
) -> Names | None:
    """Number the names of each protocol among themselves, in alphabetical order."""
    if field not in rows or not len(names) or not protocols:
        return None
    codes = rows[field].astype(np.int64)
    given = codes != NO_NAME
    if not given.any():
        return None
    alphabet = np.argsort(np.array(names, dtype=object), kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[alphabet] = np.arange(len(names))
    cell = protocol_of[given] * len(names) + rank[codes[given]]
    if protocols * len(names) <= _PRESENCE_LIMIT:
        present = np.zeros(protocols * len(names), dtype=bool)
        present[cell] = True
        used = np.flatnonzero(present)
    else:
        used = np.unique(cell)
    owner = used // len(names)
    first = np.searchsorted(owner, np.arange(protocols))
    numbers = np.zeros(len(codes), dtype=np.int16)
    numbers[given] = np.searchsorted(used, cell) - first[protocol_of[given]] + 1
    texts = [names[place] for place in alphabet[used % len(names)].tolist()]
    bounds = [*first.tolist(), len(used)]
    return Names([texts[bounds[i] : bounds[i + 1]] for i in range(protocols)], numbers)


def _hashes(
    rows: Rows,
    starts: Ints,
    ends: Ints,
    classes: Names | None,
    variants: Names | None,
    task_lists: Sequence[TaskList],
) -> list[str]:
    size = len(rows["code"])
    named = {"class": classes, "variant": variants}
    record = np.zeros(size, dtype=_RECORD)
    for name in _RECORD.names or ():
        if name in named:
            numbers = named[name]
            record[name] = numbers.numbers if numbers else 0
        else:
            record[name] = rows.get(name, NO_VALUE)
    packed = memoryview(record.tobytes())
    width = _RECORD.itemsize
    lists = rows["tasks_of"][starts].tolist()
    tasks = rows.get("tasks")
    found = []
    for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        of_tasks = task_lists[lists[place]]
        content = hashlib.blake2b(packed[start * width : end * width], digest_size=16)
        names = (
            classes.names[place] if classes else [],
            variants.names[place] if variants else [],
        )
        content.update(f"|{of_tasks.digest}|{names!r}|".encode())
        if tasks is not None and of_tasks.names:
            content.update(tasks[start:end, : len(of_tasks.names)].tobytes())
        found.append(content.hexdigest())
    return found

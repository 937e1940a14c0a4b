"""Protocols → the binary format of COPY, column by column (PostgreSQL manual, COPY, «Binary Format»)."""

import os
import struct
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from backend.core.clock import real_now
from backend.domain.scores.packing import NO_VALUE, Names, Protocols

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
COUNTS = (
    "participants", "n2", "n3", "n4", "n5", "sum_primary", "n_primary", "lowered", "confirmed",
    "raised", "n_below", "n_high", "sum_test", "n_test",
)  # fmt: skip
ARRAYS = (
    "codes", "long_codes", "class_names", "class_numbers", "variant_names", "variant_numbers", "primary_scores",
    "test_scores", "marks", "journal_marks", "task_scores",
)  # fmt: skip
"""The order of columns after the fixed ones."""
_FIELDS = 7 + len(COUNTS) + len(ARRAYS)
_INT8, _INT4, _INT2, _TEXT = 20, 23, 21, 25
_INT4_LIMIT = 1 << 31
_NULL = struct.pack(">i", -1)
_CHUNK = 1 << 20
Buffer = bytes | memoryview


def new_ids(count: int) -> NDArray[np.void]:
    """Return keys of the form UUIDv7: they sort by time, as `uuidv7()` of the database does."""
    found = np.frombuffer(os.urandom(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    moment = int(real_now().timestamp() * 1000).to_bytes(6, "big")
    found[:, :6] = np.frombuffer(moment, dtype=np.uint8)
    found[:, 6] = (found[:, 6] & 0x0F) | 0x70
    found[:, 8] = (found[:, 8] & 0x3F) | 0x80
    return found.view("V16").reshape(count)


def copied(
    protocols: Protocols,
    places: NDArray[np.integer],
    *,
    school_ids: Sequence[bytes],
    versions: NDArray[np.integer],
    task_counts: Sequence[int],
) -> Iterator[bytes]:
    """Yield the stream of COPY for the protocols at `places`, in chunks of about 1 MB.

    Columns: id, school_id, work (number), tasks_of (number), version, content_hash, row_count, the counts,
    the arrays. `task_counts`: number of tasks by number of a task list.
    """
    fixed, width = _fixed(protocols, places, school_ids, versions)
    columns = _Columns(protocols, task_counts)
    parts: list[Buffer] = [SIGNATURE]
    size = 0
    for order, place in enumerate(places.tolist()):
        parts.append(fixed[order * width : (order + 1) * width])
        size += columns.append(parts, place) + width
        if size > _CHUNK:
            yield b"".join(parts)
            parts, size = [], 0
    parts.append(TRAILER)
    yield b"".join(parts)


def _fixed(
    protocols: Protocols,
    places: NDArray[np.integer],
    school_ids: Sequence[bytes],
    versions: NDArray[np.integer],
) -> tuple[memoryview, int]:
    """Return the fixed-width beginning of every row, back to back, and its width."""
    kinds: list[tuple[str, str]] = [("fields", ">i2")]
    columns: list[tuple[str, str, NDArray[np.generic]]] = [
        ("id", "V16", new_ids(len(places))),
        ("school_id", "V16", np.array(school_ids, dtype="V16")[protocols.school[places]]),
        ("work", ">i4", protocols.work[places]),
        ("tasks_of", ">i4", protocols.rows["tasks_of"][protocols.starts[places]]),
        ("version", ">i4", versions),
        ("content_hash", "S32", np.array(protocols.hashes, dtype="S32")[places]),
        ("rows", ">i4", (protocols.ends - protocols.starts)[places]),
        *((name, ">i4", protocols.counts[name][places]) for name in COUNTS),
    ]
    for name, kind, _ in columns:
        kinds += [(f"{name} length", ">i4"), (name, kind)]
    record = np.zeros(len(places), dtype=kinds)
    record["fields"] = _FIELDS
    for name, kind, values in columns:
        record[f"{name} length"] = np.dtype(kind).itemsize
        record[name] = values
    return memoryview(record.tobytes()), record.dtype.itemsize


class _Columns:
    """The arrays of all rows, encoded once; a protocol takes its slices."""

    def __init__(self, protocols: Protocols, task_counts: Sequence[int]) -> None:
        rows = protocols.rows
        self._starts = protocols.starts.tolist()
        self._ends = protocols.ends.tolist()
        self._is_long = (rows["code"][protocols.ends - 1] >= _INT4_LIMIT).tolist()
        self._long_codes = _encoded(rows["code"], ">i8") if any(self._is_long) else memoryview(b"")
        # Codes too long for four bytes are cut here and never taken from this column.
        self._codes = _encoded(rows["code"].astype(np.int32), ">i4")
        self._classes = _NamedColumn(protocols.classes, protocols.starts)
        self._variants = _NamedColumn(protocols.variants, protocols.starts)
        self._plain = [
            _Column(rows.get(name), protocols.starts)
            for name in ("primary", "test", "mark", "journal")
        ]
        self._tasks = rows.get("tasks")
        self._task_counts = [task_counts[number] for number in rows["tasks_of"][protocols.starts]]
        self._headers: dict[tuple[int, int, int], bytes] = {}

    def append(self, parts: list[Buffer], place: int) -> int:
        """Add the arrays of one protocol to the stream; return about how many bytes."""
        start, end = self._starts[place], self._ends[place]
        count: int = end - start
        if self._is_long[place]:
            parts += (_NULL, self.header(count, _INT8, 8), self._long_codes[start * 12 : end * 12])
        else:
            parts += (self.header(count, _INT4, 4), self._codes[start * 8 : end * 8], _NULL)
        self._classes.append(parts, place, start, end, self)
        self._variants.append(parts, place, start, end, self)
        for column in self._plain:
            column.append(parts, place, start, end, self)
        self._append_tasks(parts, start, end, self._task_counts[place])
        return count * 36

    def header(self, count: int, kind: int, width: int) -> bytes:
        """Return length and head of a one-dimensional array without NULLs."""
        key = (count, kind, width)
        if key not in self._headers:
            size = 20 + count * (4 + width)
            self._headers[key] = struct.pack(">iiiiii", size, 1, 0, kind, count, 1)
        return self._headers[key]

    def _append_tasks(self, parts: list[Buffer], start: int, end: int, tasks: int) -> None:
        if self._tasks is None or not tasks:
            parts.append(_NULL)
        else:
            parts.append(_with_nulls(self._tasks[start:end, :tasks].ravel()))


class _Column:
    """One column of small numbers; −1 becomes NULL, a protocol without any value has no array."""

    def __init__(self, values: NDArray[np.integer] | None, starts: NDArray[np.integer]) -> None:
        self._values = values
        if values is None or not len(values):
            return
        missing = values < 0
        self._encoded = _encoded(values, ">i2")
        self._missing = np.add.reduceat(missing.astype(np.int32), starts).tolist()

    def append(
        self, parts: list[Buffer], place: int, start: int, end: int, columns: _Columns
    ) -> None:
        count = end - start
        if self._values is None or self._missing[place] == count:
            parts.append(_NULL)
        elif self._missing[place]:
            parts.append(_with_nulls(self._values[start:end]))
        else:
            parts += (columns.header(count, _INT2, 2), self._encoded[start * 6 : end * 6])


class _NamedColumn:
    """Distinct names of a protocol, and by row which of them."""

    def __init__(self, names: Names | None, starts: NDArray[np.integer]) -> None:
        self._names = names
        self._texts: dict[tuple[str, ...], bytes] = {}
        if names is not None:
            self._encoded = _encoded(names.numbers, ">i2")
            self._is_whole = np.logical_and.reduceat(names.numbers > 0, starts).tolist()

    def append(
        self, parts: list[Buffer], place: int, start: int, end: int, columns: _Columns
    ) -> None:
        if self._names is None or not self._names.names[place]:
            parts += (_NULL, _NULL)
            return
        texts = tuple(self._names.names[place])
        if texts not in self._texts:
            self._texts[texts] = _text_array(texts)
        parts.append(self._texts[texts])
        if self._is_whole[place]:
            parts += (columns.header(end - start, _INT2, 2), self._encoded[start * 6 : end * 6])
        else:
            numbers = self._names.numbers[start:end]
            parts.append(_with_nulls(np.where(numbers > 0, numbers, NO_VALUE)))


def _encoded(values: NDArray[np.integer], kind: str) -> memoryview:
    """Return the elements of an array, each with its length before it."""
    width = np.dtype(kind).itemsize
    record = np.empty(len(values), dtype=[("length", ">i4"), ("value", kind)])
    record["length"] = width
    record["value"] = values
    return memoryview(record.tobytes())


def _with_nulls(values: NDArray[np.integer]) -> bytes:
    """Return a whole array of small numbers in which −1 is NULL; NULL itself when there is nothing else."""
    missing = values < 0
    if missing.all():
        return _NULL
    record = np.empty(len(values), dtype=[("length", ">i4"), ("value", ">i2")])
    record["length"] = np.where(missing, -1, 2)
    record["value"] = values
    kept = np.ones((len(values), 6), dtype=bool)
    kept[missing, 4:] = False
    body = record.view(np.uint8).reshape(len(values), 6)[kept].tobytes()
    head = struct.pack(">iiiii", 1, int(missing.any()), _INT2, len(values), 1)
    return struct.pack(">i", len(head) + len(body)) + head + body


def _text_array(texts: Sequence[str]) -> bytes:
    body = b"".join(struct.pack(">i", len(text)) + text for text in (t.encode() for t in texts))
    head = struct.pack(">iiiii", 1, 0, _TEXT, len(texts), 1)
    return struct.pack(">i", len(head) + len(body)) + head + body

"""What the parser child said about a file: its tables, names and issues in memory, its rows in a spool."""

import contextlib
import fcntl
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from backend.core.clock import real_now
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.rules import ERROR, RULES
from backend.features.uploads.intake.frames import COLUMNS, NO_NAME, NO_VALUE, Columns, read_frames

IN_MEMORY = 32 * 1024 * 1024
"""Bytes of rows kept in memory; a larger file is spooled to the disk in parts."""
PARTS = 64
"""A part of a 1 GB file has 0.3 million rows: what works on it needs tens of megabytes."""
_PREFIX = "spool-"
_LOCK = "lock"
_TOO_YOUNG_SECONDS = 60.0
"""A folder of this age may be one whose lock is just being taken."""
_EMPTY = {"class": NO_NAME, "variant": NO_NAME, "bad": 0, "primary": NO_VALUE, "test": NO_VALUE,
          "mark": NO_VALUE, "journal": NO_VALUE}  # fmt: skip


class Spool:
    """Rows of a file, all rows of a school in one part; on the disk once they pass the limit."""

    def __init__(self, folder: Path, *, limit: int | None = None) -> None:
        self._folder = folder
        self._limit = IN_MEMORY if limit is None else limit
        self._blocks: list[tuple[int, Columns]] = []
        self._size = 0
        self._spilled = 0
        self._on_disk: tempfile.TemporaryDirectory[str] | None = None
        self._lock: BinaryIO | None = None

    def add(self, table: int, columns: Columns) -> None:
        """Take a block of rows of one table."""
        self._blocks.append((table, columns))
        self._size += sum(values.nbytes for values in columns.values())
        if self._size > self._limit:
            self._spill()

    def parts(self) -> Iterator[Columns]:
        """Yield the rows part by part, as whole columns; every part may be read once more by another call."""
        if self._on_disk is None:
            if self._blocks:
                yield _joined(self._blocks)
            return
        self._spill()
        root = Path(self._on_disk.name)
        for part in range(PARTS):
            blocks = [_read_block(path) for path in sorted(root.glob(f"{part:02}-*.npz"))]
            if blocks:
                yield _joined(blocks)

    def bring_together(self, school_of: Sequence[int]) -> None:
        """Move rows that lie on the disk so that a school called by several numbers lies in one part.

        `school_of`: by number in the file, which school it is; −1 where nobody knows.
        """
        if self._on_disk is None or not school_of:
            return
        self._spill()
        meant = np.array(school_of)
        first = {school: number for number, school in reversed(list(enumerate(school_of)))}
        home = np.array([first[s] if s >= 0 else n for n, s in enumerate(meant.tolist())]) % PARTS
        if np.array_equal(home, np.arange(len(home)) % PARTS):
            return
        root = Path(self._on_disk.name)
        for path in sorted(root.glob("*.npz")):
            part = int(path.name[:2])
            table, columns = _read_block(path)
            targets = home[columns["school"]]
            if (targets == part).all():
                continue
            path.unlink()
            _write_parts(root, path.stem[3:], table, columns, targets)

    def close(self) -> None:
        """Forget the rows and remove what lies on the disk."""
        self._blocks = []
        if self._on_disk is not None and self._lock is not None:
            self._on_disk.cleanup()
            self._lock.close()
            self._on_disk = self._lock = None

    def _spill(self) -> None:
        if self._on_disk is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._on_disk = tempfile.TemporaryDirectory(dir=self._folder, prefix=_PREFIX)
            self._lock = (Path(self._on_disk.name) / _LOCK).open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX)  # held until the process ends, however it ends
        root = Path(self._on_disk.name)
        for table, blocks in groupby(self._blocks, key=itemgetter(0)):
            columns = _joined(blocks)
            del columns["table"]
            _write_parts(root, f"{self._spilled:08}", table, columns, columns["school"] % PARTS)
            self._spilled += 1
        self._blocks = []
        self._size = 0


def sweep_spools(folder: Path) -> int:
    """Remove the spools that killed processes left, told by their locks; return how many."""
    swept = 0
    for root in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another process sweeps too
            if _is_left(root):
                shutil.rmtree(root)
                swept += 1
    return swept


def _is_left(root: Path) -> bool:
    try:
        with (root / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return real_now().timestamp() - root.stat().st_mtime > _TOO_YOUNG_SECONDS
    return True


@dataclass(slots=True)
class Seen:
    """How far a file has been read; `of` is 0 until that is known."""

    rows: int = 0
    done: int = 0
    of: int = 0


@dataclass(slots=True)
class Gathered:
    """A file as the child read it, or `refusal` why it cannot be read. Names of schools and works by number."""

    spool: Spool
    refusal: str | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    schools: list[tuple[str, str, str | None]] = field(default_factory=list)
    works: list[dict[str, Any]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unkept: Counter[str] = field(default_factory=Counter)
    """Issues by code that were counted and not kept one by one."""
    skipped: list[tuple[str, str, str]] = field(default_factory=list)
    rows_total: int = 0
    rows_bad: int = 0
    is_personal: bool = False
    is_whole: bool = False

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [question for table in self.tables for question in table["questions"]]

    @property
    def errors(self) -> int:
        """How many errors the reader found, kept one by one or only counted."""
        kept = sum(found.severity == ERROR for found in self.issues)
        return kept + sum(n for code, n in self.unkept.items() if RULES[code].severity == ERROR)

    @property
    def is_partial(self) -> bool:
        """Whether the layout names only some participants of a protocol (appeals): their rows join the stored ones."""
        return any(table.get("partial") for table in self.tables)

    def take(self, frame: Mapping[str, Any], columns: Columns) -> None:
        """Take one frame; raises KeyError or ValueError on one that is not in the contract."""
        kind = frame["frame"]
        if kind == "rows":
            self.spool.add(int(frame["table"]), columns)
        elif kind == "table":
            self.tables.append(dict(frame))
        elif kind == "keys":
            self.schools += [(k, key, title) for k, key, title in frame["schools"]]
            self.works += frame["works"]
            self.classes += frame["classes"]
            self.variants += frame["variants"]
        elif kind == "counts":
            self.counts += [{"table": frame["table"], "values": item} for item in frame["items"]]
        elif kind == "issues":
            self.issues += [_issue(item) for item in frame["items"]]
        elif kind == "issue_counts":
            self.unkept.update(frame["items"])
        elif kind == "skipped":
            self.skipped += [tuple(item) for item in frame["items"]]
        elif kind == "refusal":
            self.refusal = frame["sentence"] or ""
        elif kind == "end":
            self.is_whole = True
            self.rows_total, self.rows_bad = int(frame["rows_total"]), int(frame["rows_bad"])
            self.is_personal = bool(frame["personal"])


def gather(stream: BinaryIO, spool: Spool, seen: Seen) -> Gathered:
    """Read all frames; `is_whole` is False when the stream ended early. `seen` may be looked at meanwhile."""
    found = Gathered(spool)
    for frame, columns in read_frames(stream):
        found.take(frame, columns)
        if frame["frame"] == "progress":
            seen.done, seen.of = int(frame["bytes"]), int(frame["of"])
        seen.rows += len(columns.get("row", ()))
    return found


def _issue(item: list[Any]) -> Issue:
    code, table, row, column, header, message, how_to_fix = item
    return issue(
        code, message, row=row, column=column, header=header, how_to_fix=how_to_fix, table=table
    )


def _joined(blocks: Iterable[tuple[int, Columns]]) -> Columns:
    """Join blocks into whole columns; tables without a column have its empty value, tasks are padded."""
    blocks = list(blocks)
    names = {name for _, columns in blocks for name in columns} - {"tasks"}
    sizes = [len(columns["row"]) for _, columns in blocks]
    found: Columns = {
        "table": np.repeat(np.array([table for table, _ in blocks], dtype=np.uint16), sizes)
    }
    for name in COLUMNS:
        if name in names:
            found[name] = np.concatenate(
                [
                    columns[name]
                    if name in columns
                    else np.full(size, _EMPTY[name], dtype=COLUMNS[name])
                    for (_, columns), size in zip(blocks, sizes, strict=True)
                ]
            )
    width = max(
        (columns["tasks"].shape[1] for _, columns in blocks if "tasks" in columns), default=0
    )
    if width:
        tasks = np.full((sum(sizes), width), NO_VALUE, dtype=np.int8)
        start = 0
        for (_, columns), size in zip(blocks, sizes, strict=True):
            if "tasks" in columns:
                tasks[start : start + size, : columns["tasks"].shape[1]] = columns["tasks"]
            start += size
        found["tasks"] = tasks
    return found


def _write_parts(
    root: Path, name: str, table: int, columns: Columns, part_of: NDArray[np.integer]
) -> None:
    """Write the rows of a block, those of each part into a file of their own; moved rows keep the place of their block."""
    for part in np.unique(part_of).tolist():
        mine = part_of == part
        rows = {column: values[mine] for column, values in columns.items()}
        path = root / f"{part:02}-{name}.npz"
        while path.exists():  # rows of this block that belong here came from another part
            path = path.with_stem(f"{path.stem}+")
        np.savez(path, table=np.array(table), **rows)


def _read_block(path: Path) -> tuple[int, Columns]:
    with np.load(path) as stored:
        return int(stored["table"]), {
            name: stored[name] for name in stored.files if name != "table"
        }

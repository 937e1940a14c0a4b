"""What writing a file would change in stored protocols: counts of rows, and the first cells one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.domain.scores.packing import NO_NAME, NO_VALUE, Protocols
from backend.features.uploads.intake.stored import StoredRows

KEPT = 1_000
"""Differences of one upload that are kept cell by cell; all are counted."""
HASHED_CODE = 1 << 62
FIELD_TITLES = {
    "primary": "первичный балл",
    "test": "тестовый балл",
    "mark": "отметка",
    "journal": "отметка по журналу",
    "class": "класс",
    "variant": "вариант",
}
_FIELDS = ("mark", "primary", "test", "journal")


@dataclass(slots=True)
class Differences:
    """Rows by what happens to them, and the first differing cells."""

    rows_new: int = 0
    rows_changed: int = 0
    rows_unchanged: int = 0
    rows_missing: int = 0
    cells: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0

    def keep(self, **cell: Any) -> None:
        self.total += 1
        if len(self.cells) < KEPT:
            self.cells.append(cell)


def shown_code(code: int) -> str:
    """Return how a participant is called: the code of the procedure, or the end of a keyed hash."""
    return str(code) if code < HASHED_CODE else f"участник {code % 1_000_000:06d}"


def compare(
    found: Differences,
    protocols: Protocols,
    place: int,
    stored: StoredRows,
    *,
    school_id: UUID,
    work_title: str,
    class_names: Sequence[str],
    variant_names: Sequence[str],
    task_names: Sequence[str],
) -> None:
    """Add the differences between one protocol of the file and the stored rows of the same school and work."""
    start, end = int(protocols.starts[place]), int(protocols.ends[place])
    rows = protocols.rows
    old_place = {code: number for number, code in enumerate(stored.codes)}
    codes = rows["code"][start:end].tolist()
    about = {"school_id": school_id, "work_title": work_title}
    cells = _Cells(rows, start, class_names, variant_names, task_names, stored)
    for offset, code in enumerate(codes):
        old = old_place.pop(code, None)
        named = {**about, "participant": shown_code(code), "class_name": cells.class_name(offset)}
        if old is None:
            found.rows_new += 1
            found.keep(kind="new", **named, field=None, old=None, new=None)
            continue
        differing = list(cells.differing(offset, old))
        found.rows_changed += bool(differing)
        found.rows_unchanged += not differing
        for name, was, becomes in differing:
            found.keep(kind="changed", **named, field=name, old=was, new=becomes)
    for code, old in old_place.items():
        found.rows_missing += 1
        found.keep(
            kind="missing", **about, participant=shown_code(code), class_name=stored.classes[old],
            field=None, old=None, new=None,
        )  # fmt: skip


class _Cells:
    """Cells of one protocol of the file beside the stored ones."""

    def __init__(
        self,
        rows: Any,
        start: int,
        class_names: Sequence[str],
        variant_names: Sequence[str],
        task_names: Sequence[str],
        stored: StoredRows,
    ) -> None:
        self._rows = rows
        self._start = start
        self._class_names = class_names
        self._variant_names = variant_names
        self._task_names = tuple(task_names)
        self._stored = stored

    def class_name(self, offset: int) -> str | None:
        return self._name("class", offset, self._class_names)

    def differing(self, offset: int, old: int) -> Iterator[tuple[str, str | None, str | None]]:
        stored = self._stored
        for name in _FIELDS:
            was, becomes = stored.values[name][old], self._value(name, offset)
            if was != becomes:
                yield name, _shown(was), _shown(becomes)
        for name, had, has in (
            ("class", stored.classes[old], self.class_name(offset)),
            ("variant", stored.variants[old], self._name("variant", offset, self._variant_names)),
        ):
            if had != has:
                yield name, had, has
        yield from self._tasks(offset, old)

    def _tasks(self, offset: int, old: int) -> Iterator[tuple[str, str | None, str | None]]:
        if self._task_names != self._stored.task_names:
            return  # other tasks: the whole protocol is another one, said by its figures
        tasks = self._rows.get("tasks")
        for number, name in enumerate(self._task_names):
            becomes = NO_VALUE if tasks is None else int(tasks[self._start + offset, number])
            held = self._stored.tasks
            was = NO_VALUE if held is None else int(held["tasks"][old, number])
            if was != becomes:
                yield f"task {name}", _shown(was, "Х"), _shown(becomes, "Х")

    def _value(self, name: str, offset: int) -> int:
        return int(self._rows[name][self._start + offset]) if name in self._rows else NO_VALUE

    def _name(self, field_name: str, offset: int, names: Sequence[str]) -> str | None:
        if field_name not in self._rows:
            return None
        number = int(self._rows[field_name][self._start + offset])
        return None if number == NO_NAME else names[number]


def _shown(value: int, nothing: str | None = None) -> str | None:
    return nothing if value == NO_VALUE else str(value)

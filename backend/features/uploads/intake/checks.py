"""Checks that need the database or the whole file: schools, subjects, duplicates, tasks, scales. By columns."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.packing import NO_VALUE, Rows, duplicates
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.resolving import Resolved
from backend.features.uploads.intake.scales import WorkScale

KEPT_BY_CODE = 1_000
"""Places kept one by one for each rule; more are only counted."""
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Findings:
    """Issues found by the parent, with what was only counted."""

    issues: list[Issue]
    unkept: Counter[str]
    kept_by_code: int = KEPT_BY_CODE

    def add(
        self,
        code: str,
        rows: Rows,
        places: NDArray[np.integer],
        message: Callable[[int], str],
        *,
        column: Callable[[int], tuple[str | None, str | None]] = lambda _table: (None, None),
    ) -> None:
        """Add one issue for every place (index of a row); `message` is asked only for those that are kept."""
        already = sum(found.code == code for found in self.issues)
        kept = places[: max(0, self.kept_by_code - already)]
        for place in kept.tolist():
            table = int(rows["table"][place])
            letter, header = column(table)
            self.issues.append(
                issue(
                    code,
                    message(place),
                    table=table,
                    row=int(rows["row"][place]),
                    column=letter,
                    header=header,
                )
            )
        if len(places) > len(kept):
            self.unkept[code] += len(places) - len(kept)


def field_place(found: Gathered, field: str) -> Callable[[int], tuple[str | None, str | None]]:
    """Return where a field stands, by number of a table."""
    places = {
        table["number"]: tuple(table["fields"].get(field, (None, None))) for table in found.tables
    }
    return lambda table: places.get(table, (None, None))


def unknown_schools(found: Gathered, resolved: Resolved, rows: Rows, findings: Findings) -> Mask:
    """Report rows of schools that are not known to the sender; return which rows these are."""
    known = np.array([school is not None for school in resolved.schools] or [False])
    unknown: Mask = ~known[rows["school"]]

    def message(place: int) -> str:
        kind, key, title = found.schools[int(rows["school"][place])]
        if kind == "sender":
            return "В файле школа не названа. Выберите её на странице загрузки."
        called = {"login": "с логином", "name": "с названием"}.get(kind, "с кодом")
        shown = key if kind != "name" else f"«{(title or key)[:80]}»"
        return f"Школы {called} {shown} нет в реестре или она вне вашей области доступа."

    findings.add(
        "school_unknown",
        rows,
        np.flatnonzero(unknown),
        message,
        column=field_place(found, "school"),
    )
    return unknown


def unknown_works(found: Gathered, resolved: Resolved, findings: Findings) -> None:
    """Report subjects that are not in the reference data, once each."""
    told: set[str] = set()
    for work, subject in zip(found.works, resolved.subjects, strict=True):
        name = work["subject"]
        if subject is None and name and name not in told:
            told.add(name)
            findings.issues.append(
                issue("subject_unknown", f"В справочнике нет предмета «{name[:80]}».")
            )


def repeated(found: Gathered, rows: Rows, findings: Findings) -> Mask:
    """Report participants that occur twice in a protocol; return all rows of such participants (sorted rows)."""
    later = duplicates(rows)
    if not later.any():
        return later
    places = np.flatnonzero(later)
    earlier = places - 1

    def message(place: int) -> str:
        row = int(rows["row"][place - 1])
        code = int(rows["code"][place])
        named = f"Код {code}" if code < 1 << 62 else "Участник"
        where = ""
        if len(found.tables) > 1:
            table = found.tables[int(rows["table"][place - 1])]
            where = f" листа «{table['sheet']}»" if table["sheet"] else ""
        return f"{named} уже есть в строке {row}{where}."

    findings.add(
        "participant_duplicate", rows, places, message, column=field_place(found, "participant")
    )
    doubtful = later.copy()
    doubtful[earlier] = True
    return doubtful


def differing_tasks(rows: Rows, starts: NDArray[np.integer], findings: Findings) -> Mask:
    """Report protocols whose rows come from tables with different tasks; return all their rows (sorted rows)."""
    unfit: Mask = np.zeros(len(rows["code"]), dtype=bool)
    changes = np.flatnonzero(rows["tasks_of"][1:] != rows["tasks_of"][:-1]) + 1
    inside = changes[~np.isin(changes, starts)]
    if not len(inside):
        return unfit
    ends = np.append(starts[1:], len(unfit))
    for protocol in np.unique(np.searchsorted(starts, inside, side="right") - 1).tolist():
        unfit[starts[protocol] : ends[protocol]] = True
    findings.add(
        "tasks_differ",
        rows,
        inside,
        lambda _place: "Эта школа и работа уже встретились в таблице с другими заданиями.",
    )
    return unfit


def marks_by_scale(
    found: Gathered, scales: Sequence[WorkScale | None], rows: Rows, findings: Findings
) -> Mask:
    """Fill in marks the file does not carry; warn where the file's mark is not what its scale gives.

    Returns which rows have a score whose mark nobody knows.

    The file's mark stands (domain.md 4.5). A mark one lower than the scale's is allowed where a side condition
    of ОГЭ may have lowered it (domain.md 5.2).
    """
    left: Mask = np.zeros(len(rows["code"]), dtype=bool)
    primary = rows.get("primary")
    if primary is None:
        return left
    expected, allowed = _expected(scales, rows["work"], primary)
    size = len(primary)
    mark = rows.get("mark", np.full(size, NO_VALUE, dtype=np.int8))
    carries = _tables_with(found, "mark")[rows["table"]]
    missing = (mark < 0) & ~carries & (primary >= 0)
    if missing.any():
        if "test" in rows:
            missing &= rows["test"] < 0
        fillable = missing & (expected >= 2)
        rows["mark"] = np.where(fillable, expected, mark).astype(np.int8)
        left = missing & ~fillable
        findings.add("marks_unknown", rows, np.flatnonzero(left)[:1], lambda _place: _NO_SCALE)
    differs = (mark >= 2) & (expected >= 2) & ~allowed[np.arange(size), np.clip(mark, 0, 5)]

    def message(place: int) -> str:
        return (
            f"Первичный балл {int(primary[place])} по шкале даёт «{int(expected[place])}»,"
            f" в файле «{int(mark[place])}»."
        )

    findings.add(
        "mark_against_scale",
        rows,
        np.flatnonzero(differs),
        message,
        column=field_place(found, "mark"),
    )
    return left


_NO_SCALE = "В файле нет отметок, а шкалы этой работы нет в справочнике: отметки не определить."


def _tables_with(found: Gathered, field: str) -> Mask:
    size = max((table["number"] for table in found.tables), default=0) + 1
    has: Mask = np.zeros(size, dtype=bool)
    for table in found.tables:
        has[table["number"]] = field in table["fields"]
    return has


def _expected(
    scales: Sequence[WorkScale | None], work: NDArray[np.integer], primary: NDArray[np.integer]
) -> tuple[NDArray[np.integer], Mask]:
    """Return the mark each primary score gives (−1 unknown) and, by row and mark 0…5, which marks may stand."""
    longest = max((len(scale.marks) for scale in scales if scale), default=1)
    marks = np.full((len(scales) or 1, longest), NO_VALUE, dtype=np.int8)
    allowed = np.zeros((len(scales) or 1, longest, 6), dtype=bool)
    for number, scale in enumerate(scales):
        if scale is not None:
            marks[number, : len(scale.marks)] = scale.marks
            allowed[number, : len(scale.marks)] = scale.allowed
    # A score outside the longest scale, or none, is looked up in the last column: of no scale a score of its own.
    place = np.where((primary >= 0) & (primary < longest), primary, longest - 1)
    return marks[work, place], allowed[work, place]


def work_maxima(found: Gathered) -> dict[int, int]:
    """Return the maximum primary score by number of a work: as stated, or the sum of the tasks of its table.

    A work that stands in rows has a sum only where all such tables have the same one.
    """
    of_table: dict[str, int] = {}
    of_rows: set[int] = set()
    for table in found.tables:
        total = sum(task[1] for task in table["tasks"])
        if table["work"] is not None:
            of_table.setdefault(_told(table["work"]), total)
        elif total:
            of_rows.add(total)
    common = of_rows.pop() if len(of_rows) == 1 else None
    maxima: dict[int, int] = {}
    for number, work in enumerate(found.works):
        stated = work.get("max_primary") or of_table.get(_told(work), common)
        if stated:
            maxima[number] = stated
    return maxima


def _told(work: Mapping[str, Any]) -> str:
    return json.dumps(work, sort_keys=True, default=str)

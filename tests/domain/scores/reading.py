"""Reads a results file through the whole engine, as the child does, and says what came out in plain values."""

import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from backend.features.uploads.intake.frames import read_frames
from backend.features.uploads.intake.parser_child import parse

SECRET = "5e" * 32
NONE = -1
NO_NAME = 65_535


@dataclass
class Row:
    """One participant with the names instead of numbers; None = no value."""

    row: int
    school: tuple[str, str]
    work: dict[str, Any]
    code: int
    class_name: str | None
    variant: str | None
    primary: int | None
    test: int | None
    mark: int | None
    journal: int | None
    bad: bool
    scores: tuple[int | None, ...]


@dataclass
class Reading:
    """Everything the child said about a file."""

    raw: bytes
    frames: list[dict[str, Any]]
    rows: list[Row] = field(default_factory=list)
    counts: list[list[Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    issues: list[list[Any]] = field(default_factory=list)
    skipped: list[list[str]] = field(default_factory=list)
    unkept: dict[str, int] = field(default_factory=dict)
    schools: list[list[Any]] = field(default_factory=list)
    works: list[dict[str, Any]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)
    refusal: dict[str, Any] | None = None

    @property
    def places(self) -> set[tuple[int | None, str | None, str]]:
        return {(row, column, code) for code, _, row, column, *_ in self.issues}

    @property
    def codes(self) -> set[str]:
        return {found[0] for found in self.issues}

    @property
    def questions(self) -> set[str]:
        return {question["kind"] for table in self.tables for question in table["questions"]}

    @property
    def table(self) -> dict[str, Any]:
        (table,) = self.tables
        return table

    @property
    def work(self) -> dict[str, Any]:
        work: dict[str, Any] = self.table["work"]
        return work


def read(
    content: bytes,
    *,
    filename: str = "file",
    reading: dict[str, Any] | None = None,
    sender: dict[str, Any] | None = None,
    issues_limit: int = 20_000,
) -> Reading:
    """Read the bytes of a file."""
    stream = io.BytesIO()
    asked = {
        "filename": filename,
        "reading": reading or {},
        "participant_secret": SECRET,
        "sender_school": sender,
        "issues_limit": issues_limit,
    }
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        parse(Path(file.name), asked, stream)
    stream.seek(0)
    found = Reading(stream.getvalue(), [])
    for frame, columns in read_frames(stream):
        found.frames.append(frame)
        _take(found, frame, columns)
    return found


def _take(found: Reading, frame: dict[str, Any], columns: dict[str, Any]) -> None:
    kind = frame["frame"]
    if kind == "keys":
        for name in ("schools", "works", "classes", "variants"):
            getattr(found, name).extend(frame[name])
    elif kind == "rows":
        found.rows += _rows(found, columns)
    elif kind == "table":
        found.tables.append(frame)
    elif kind in {"issues", "counts", "skipped"}:
        getattr(found, kind).extend(frame["items"])
    elif kind == "issue_counts":
        found.unkept = frame["items"]
    elif kind == "end":
        found.end = frame
    elif kind == "refusal":
        found.refusal = frame


def _rows(found: Reading, columns: dict[str, Any]) -> list[Row]:
    rows = []
    for place in range(len(columns["row"])):
        value = {name: values[place] for name, values in columns.items()}
        kind, key, _ = found.schools[value["school"]]
        rows.append(
            Row(
                row=int(value["row"]),
                school=(kind, key),
                work=found.works[value["work"]],
                code=int(value["code"]),
                class_name=_name(found.classes, value.get("class", NO_NAME)),
                variant=_name(found.variants, value.get("variant", NO_NAME)),
                primary=_number(value.get("primary", NONE)),
                test=_number(value.get("test", NONE)),
                mark=_number(value.get("mark", NONE)),
                journal=_number(value.get("journal", NONE)),
                bad=bool(value["bad"]),
                scores=tuple(_number(score) for score in value.get("tasks", ())),
            )
        )
    return rows


def _name(names: list[str], number: int) -> str | None:
    return None if number == NO_NAME else names[number]


def _number(value: int) -> int | None:
    return None if value == NONE else int(value)


def book(*sheets: tuple[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with these sheets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    else:
                        sheet.write(number, place, cell)
    return buffer.getvalue()

"""Recognises a results table in plain rows of text: header, work, participants, and every fault by its cell.

Pure and bounded: it sees text and gives typed columns; names and documents are dropped on the way. Whether a
school, subject or scale exists is checked later, against the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.domain.score_cells import Task, clean, column_letter, normal, task_of
from backend.domain.score_issues import Issue, issue
from backend.domain.score_profile import Profile
from backend.domain.score_rows import Participant, Reader, SchoolLine, TableShape
from backend.domain.score_work import WorkReading, read_work

HEADER_WITHIN = 60
"""A header further down than this is not looked for (rows)."""
PERSONAL = "отброшен до записи: имена и документы не храним"
_FIELD_TITLES = {
    "school": "логин школы",
    "participant": "код участника",
    "class": "класс",
    "variant": "вариант",
    "primary": "первичный балл",
    "mark": "отметка за работу",
    "journal": "отметка по журналу",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: `rows[0]` is Excel row 1; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[str]]


class NotRecognised(Exception):
    """No known layout in the file; the text is a Russian sentence for the sender."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column of the file was understood, for the sender to check."""

    column: str
    header: str
    meaning: str


@dataclass(slots=True)
class Scoresheet:
    """A recognised file. `participants` keep the order of the file."""

    profile: str
    sheet: str
    header_row: int
    first_row: int | None
    last_row: int | None
    columns: list[ColumnReading]
    fields: dict[str, tuple[str, str]]
    """Field → (column letter, header), for faults found later, against the database."""
    work: WorkReading
    tasks: list[Task]
    schools: dict[str, SchoolLine] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows_total: int = 0


def recognise(sheets: Sequence[Sheet], profile: Profile) -> Scoresheet:
    """Read the one sheet that holds results; raises `NotRecognised` when there is none or more than one."""
    found = [(sheet, header) for sheet in sheets if (header := _find_header(sheet.rows, profile))]
    if not found:
        raise NotRecognised(_what_is_expected(profile))
    if len(found) > 1:
        names = ", ".join(f"«{sheet.name}»" for sheet, _ in found[:5])
        raise NotRecognised(
            f"В книге несколько листов с результатами: {names}. Оставьте в файле один лист и загрузите его снова."
        )
    sheet, header_row = found[0]
    return _read(sheet, header_row, profile)


def _find_header(rows: Sequence[Sequence[str]], profile: Profile) -> int | None:
    for number, cells in enumerate(rows[:HEADER_WITHIN], start=1):
        names = {profile.fields.get(normal(cell)) for cell in cells}
        if profile.required <= names:
            return number
    return None


def _what_is_expected(profile: Profile) -> str:
    wanted = [word for word, name in profile.fields.items() if name in profile.required]
    words = ", ".join(f"«{word.capitalize()}»" for word in wanted[:4])
    return (
        f"Не нашли строку с заголовками таблицы. Ждём форму {profile.title}: в шапке должны быть столбцы"
        f" {words}. Выгрузите форму из личного кабинета ФИС ОКО и загрузите её без изменений."
    )


def _read(sheet: Sheet, header_row: int, profile: Profile) -> Scoresheet:
    header = sheet.rows[header_row - 1]
    above = sheet.rows[: header_row - 1]
    work, issues = read_work(above, profile)
    places, tasks, columns = _read_columns(
        header, above, profile, header_row=header_row, issues=issues
    )
    shape = TableShape(
        places=places,
        tasks=tasks,
        headers={column.column: column.header for column in columns},
        grade=work.grade,
        maximum=work.max_primary or (sum(t.maximum for t in tasks) or None),
    )
    reader = Reader(profile, shape, issues)
    for number, cells in enumerate(above, start=1):
        reader.read_school_line(number, cells)
    for number, cells in enumerate(sheet.rows[header_row:], start=header_row + 1):
        reader.read_row(number, cells)
    reader.finish()
    _check_maximum(work, tasks, issues)
    numbers = [p.row for p in reader.participants]
    return Scoresheet(
        profile=profile.code,
        sheet=sheet.name,
        header_row=header_row,
        first_row=min(numbers, default=None),
        last_row=max(numbers, default=None),
        columns=columns,
        fields={
            name: (column_letter(place), shape.headers[column_letter(place)])
            for name, place in places.items()
        },
        work=work,
        tasks=tasks,
        schools=reader.schools,
        participants=reader.participants,
        issues=issues,
        rows_total=reader.rows_total,
    )


def _read_columns(
    header: Sequence[str],
    above: Sequence[Sequence[str]],
    profile: Profile,
    *,
    header_row: int,
    issues: list[Issue],
) -> tuple[dict[str, int], list[Task], list[ColumnReading]]:
    """Return where each field stands (0-based), the tasks in order, and the reading of every column."""
    places: dict[str, int] = {}
    tasks: list[Task] = []
    columns: list[ColumnReading] = []
    marks = above[-1] if above else []
    for place, cell in enumerate(header):
        text = clean(cell)
        if not text:
            continue
        letter = column_letter(place)
        name = profile.fields.get(normal(text))
        task = task_of(text, profile.task, column=letter)
        if name and name not in places:
            places[name] = place
            meaning = _FIELD_TITLES[name]
        elif task and task.name not in {t.name for t in tasks}:
            level = clean(marks[place]).upper() if place < len(marks) else ""
            places[f"task {len(tasks)}"] = place
            tasks.append(_with_difficulty(task, level if level in profile.difficulties else None))
            meaning = f"баллы за задание {task.name}, максимум {task.maximum}"
        else:
            meaning = _aside(text, profile, row=header_row, column=letter, issues=issues)
        columns.append(ColumnReading(letter, text[:120], meaning))
    return places, tasks, columns


def _aside(text: str, profile: Profile, *, row: int, column: str, issues: list[Issue]) -> str:
    if any(pattern.search(text) for pattern in profile.personal):
        return PERSONAL
    if normal(text) in profile.unused:
        return "не нужен"
    issues.append(
        issue(
            "column_ignored",
            "Такого столбца в форме нет, он пропущен.",
            row=row,
            column=column,
            header=text[:120],
        )
    )
    return "пропущен"


def _with_difficulty(task: Task, level: str | None) -> Task:
    return Task(task.name, task.maximum, task.column, task.header, level)


def _check_maximum(work: WorkReading, tasks: Sequence[Task], issues: list[Issue]) -> None:
    total = sum(task.maximum for task in tasks)
    if tasks and work.max_primary is not None and work.max_primary != total:
        issues.append(
            issue(
                "maximum_differs",
                f"Над таблицей указан максимум {work.max_primary}, а сумма максимумов заданий {total}.",
            )
        )


def as_json(sheet: Scoresheet) -> dict[str, Any]:
    """Return the recognised file for the parent process; participants as columns, to keep it small."""
    people = sheet.participants
    return {
        "profile": sheet.profile,
        "sheet": sheet.sheet,
        "header_row": sheet.header_row,
        "first_row": sheet.first_row,
        "last_row": sheet.last_row,
        "rows_total": sheet.rows_total,
        "columns": [[c.column, c.header, c.meaning] for c in sheet.columns],
        "fields": {name: list(place) for name, place in sheet.fields.items()},
        "work": sheet.work.as_json(),
        "tasks": [[t.name, t.maximum, t.column, t.header, t.difficulty] for t in sheet.tasks],
        "schools": {login: [line.row, line.declared] for login, line in sheet.schools.items()},
        "participants": {
            "row": [p.row for p in people],
            "school": [p.school for p in people],
            "code": [p.code for p in people],
            "class_name": [p.class_name for p in people],
            "variant": [p.variant for p in people],
            "scores": [list(p.scores) for p in people],
            "primary": [p.primary for p in people],
            "mark": [p.mark for p in people],
            "journal_mark": [p.journal_mark for p in people],
        },
        "issues": [found.as_json() for found in sheet.issues],
    }


def participant_columns(data: Mapping[str, Any]) -> list[Participant]:
    """Rebuild participants from the columns of `as_json`."""
    columns = data["participants"]
    return [
        Participant(row, school, code, class_name, variant, tuple(scores), primary, mark, journal)
        for row, school, code, class_name, variant, scores, primary, mark, journal in zip(
            columns["row"],
            columns["school"],
            columns["code"],
            columns["class_name"],
            columns["variant"],
            columns["scores"],
            columns["primary"],
            columns["mark"],
            columns["journal_mark"],
            strict=True,
        )
    ]
